/** The API's description for programs, OpenAPI 3.1, from the schemas that check the requests. */
import { z } from 'zod';
import { REASONS } from '#shared/printers.ts';
import { REFUSAL_CODES, type RequestName } from '#shared/protocol.ts';
import { LANGUAGE_TAGS, PLACE_KINDS, STAFF_PAGES } from '#shared/vocabulary.ts';
import { COMMAND_ROUTES, type CommandRoute, pathSchema } from './routes.ts';

const SUMMARIES: Record<RequestName, string> = {
  'ticket:issue':
    'Take a ticket; with print: true it is printed, and the answer does not wait for that',
  'ticket:call': 'Call this ticket to a desk, out of turn (when the office allows it)',
  'ticket:transfer':
    'Send the ticket to another topic or to a visiting body; it keeps its number and its age',
  'ticket:resume': 'End a hold: back to its place, or at once to the desk that is named',
  'ticket:restore': 'A no-show came after all: back to its place',
  'ticket:cancel': 'End the ticket without a visit',
  'ticket:void': 'End all that wait of one series, from a number to another',
  'ticket:unvoid': 'Take that back: they wait again in their old places',
  'ticket:reprint':
    'Print the ticket once more, marked as a copy; the answer does not wait for the paper',
  'desk:open': 'Open the desk; topics and languages left out mean all the office has',
  'desk:call-next': 'Call the next ticket the desk serves',
  'desk:recall': 'Call the same ticket again',
  'desk:start': 'The visitor is here',
  'desk:finish': 'The visit is over',
  'desk:no-show': 'The visitor did not come',
  'desk:hold': 'The ticket waits on purpose, and call-next skips it',
  'desk:close': 'Close the desk',
  'desk:undo': 'Take back the last step at the desk',
  'topic:pause': 'Give no more tickets for the topic',
  'topic:resume': 'Give tickets for the topic again',
  'printer:print-page':
    'Print a page for staff: a test, "the printer is back", or the day in figures',
  'visit-note:add': 'Count what a visit was about, in sums that nothing leads back from',
  'visit-note:undo': 'Take such a note back, in the same part of the day',
  'count:add': 'Count prints',
  'place:lend': 'A computer place is taken',
  'place:return': 'A computer place is free again',
  'room:book': 'Book the inner room for a talk',
  'room:unbook': 'The talk does not take place',
  'hours:set': 'Set the opening hours that recur',
  'hours:change-day': 'Open at other hours on one day; no spans: closed that day',
  'hours:restore-day': 'Open as usual on a day that was changed',
  'holiday:set': 'Close on a day, or keep open on a public holiday',
  'holiday:remove': 'Keep the day as the country does',
  'agency:set': 'Name a visiting body, new or known',
  'agency:set-visits': 'Set when a visiting body usually comes',
  'visit:cancel':
    'It does not come that day: its topics take no tickets, the window says so, and whoever waits for it today is told',
  'visit:change': 'It comes at other hours that day',
  'visit:restore': 'It comes as usual after all; tickets that ended stay ended',
  'activity:set': 'Set an event around the square, with the days it recurs on',
  'activity:remove': 'Remove an event',
  'activity:change-day': 'It takes place at other hours that day',
  'activity:cancel-day': 'It does not take place that day, and the window says so',
  'activity:restore-day': 'It takes place as usual on a day that was changed',
  'notice:set': 'Put up a notice, or change it',
  'notice:remove': 'Take a notice down',
  'feed:set': 'Take in a calendar of others; without an address it is brought as a file',
  'feed:remove': 'Take the calendar in no longer',
  'feed:import': 'Bring the calendar as a file',
  'feed:read': 'Read the calendar from its address now',
  'takeover:begin':
    'Fill every window at once, until an end 10 seconds to 12 hours away; one in force is replaced',
  'takeover:end': 'End the takeover in force',
  'display:set': 'Name a window, and say how wide it is and from where it is read',
  'display:remove': 'Remove a window',
  'display:reload': 'Have the window load its page anew',
  'agency:remove': 'Remove a visiting body that no topic is for',
  'notice:announce': 'In one press: the office closes early, in the hours and as a notice',
  'draft:set': 'Write a notice or an event that is not shown yet',
  'draft:publish': 'Show what was drafted',
  'draft:discard': 'Throw the draft away',
  'topic:set': 'Set a topic; under another it makes a group of that',
  'topic:remove': 'Remove a topic; refused while tickets of today are for it',
  'topics:order': 'Set the order in which the terminal shows the topics',
  'line:set': 'Set a line: its letter, and how many may wait in it',
  'line:remove': 'Remove a line that no topic has',
  'desk-card:set': 'Set what a desk is called and what it serves in which languages',
  'desk-card:remove': 'Remove a desk that is not open',
  'place-card:set': 'Set a computer place or a room that is lent',
  'place-card:remove': 'Remove a place',
  'inquiry:set': 'Set a kind of question that is counted',
  'inquiry:remove': 'Remove a kind of question',
  'destination:set': 'Set where visitors are sent on to',
  'destination:remove': 'Remove a destination',
  'office:set': 'Name the office and the languages it offers, in order',
  'settings:set': 'Set how the queue is run, and whether notices need a second pair of eyes',
  'holiday-country:set': 'Set whose public holidays are kept; null: none',
  'printer:set':
    'Set a printer; without a connection it keeps its own. In use from the next start of the hub',
  'printer:remove': 'Remove a printer; it is let go at the next start of the hub',
  'book:undo': 'Put back what the change with this version changed',
  'book:import': 'Put a whole office in the place of the one that is',
};

/** @returns the whole document, ready for JSON. */
export const openApi = (): unknown => document;

const integer = { type: 'integer', description: 'Milliseconds since 1970-01-01T00:00Z' };
const text = { type: 'string' };
const language = { type: 'string', enum: LANGUAGE_TAGS };

const schemas = {
  Problem: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', enum: [...REFUSAL_CODES, 'not-found', 'method-not-allowed'] },
      message: { ...text, description: 'For whoever reads a log; not for visitors' },
      details: {
        type: 'array',
        items: text,
        description: 'Every mistake of a book with its place, or why a calendar could not be read',
      },
    },
  },
  Ticket: {
    type: 'object',
    required: ['number', 'state', 'topic', 'language', 'desk', 'issuedAt', 'ahead'],
    properties: {
      number: { ...text, examples: ['A042'] },
      state: {
        type: 'string',
        enum: [
          'waiting',
          'called',
          'serving',
          'held',
          'no-show',
          'finished',
          'cancelled',
          'unserved',
        ],
      },
      topic: text,
      language,
      desk: { type: ['string', 'null'] },
      issuedAt: integer,
      ahead: {
        type: ['integer', 'null'],
        description: 'How many will be called before it; null when it is not waiting',
      },
    },
  },
  IssuedTicket: {
    allOf: [{ $ref: '#/components/schemas/Ticket' }],
    type: 'object',
    required: ['token'],
    properties: {
      token: { ...text, description: "Leads to the ticket's own page, /t/{token}. Keep it secret" },
    },
  },
  TicketWithPaper: {
    allOf: [{ $ref: '#/components/schemas/Ticket' }],
    type: 'object',
    required: ['paper'],
    properties: {
      paper: {
        type: ['object', 'null'],
        description: 'Its newest paper; null where none was asked for',
        required: ['state', 'reason', 'copy'],
        properties: {
          state: {
            type: 'string',
            enum: ['printing', 'confirmed', 'likely', 'not-sent', 'unknown'],
          },
          reason: { type: 'string', enum: REASONS },
          copy: { type: 'integer' },
        },
      },
    },
  },
  Reprint: {
    type: 'object',
    required: ['number', 'copy', 'printer'],
    properties: { number: text, copy: { type: 'integer' }, printer: text },
  },
  PrintedPage: {
    type: 'object',
    required: ['printer', 'page'],
    properties: { printer: text, page: { type: 'string', enum: STAFF_PAGES } },
  },
  OpenDesk: {
    type: 'object',
    required: ['desk', 'topics', 'languages'],
    properties: {
      desk: text,
      topics: { type: 'array', items: text },
      languages: { type: 'array', items: language },
    },
  },
  ClosedDesk: { type: 'object', required: ['desk'], properties: { desk: text } },
  BookChange: {
    type: 'object',
    description: 'What was asked, as it now stands in the office book',
    required: ['remarks', 'version'],
    properties: {
      remarks: { type: 'array', items: { $ref: '#/components/schemas/Remark' } },
      version: { type: 'integer', description: 'Of the book: book/undo takes it back by this' },
    },
  },
  VisitChange: {
    allOf: [{ $ref: '#/components/schemas/BookChange' }],
    type: 'object',
    required: ['waiting'],
    properties: {
      waiting: { type: 'integer', description: 'How many wait today for this visiting body' },
    },
  },
  Remark: {
    type: 'object',
    description: 'Nothing is wrong, and something is perhaps not meant',
    required: ['code', 'about', 'message'],
    properties: {
      code: text,
      about: { ...text, description: 'Where in the book', examples: ['agencies.lawyer'] },
      message: text,
      window: { ...text, description: 'With name-too-long and window-too-small: which' },
      language: { ...language, description: 'With name-too-long: in which it needs a shorter one' },
    },
  },
  BegunTakeover: {
    type: 'object',
    required: ['takeover'],
    properties: {
      takeover: { type: 'object', required: ['id', 'text', 'from', 'until', 'test'] },
    },
  },
  EndedTakeover: {
    type: 'object',
    required: ['takeover'],
    properties: { takeover: { ...text, description: 'The id of the one that was ended' } },
  },
  Feed: {
    type: 'object',
    required: ['id', 'name', 'url', 'shown', 'watched', 'state', 'failure', 'items', 'dropped'],
    properties: { id: text, name: text, readAt: { type: ['integer', 'null'] } },
  },
  ReloadedDisplay: {
    type: 'object',
    required: ['display'],
    properties: { display: text },
  },
  AgendaItem: {
    type: 'object',
    required: ['id', 'kind', 'title', 'language', 'start', 'end', 'cancelled'],
    properties: {
      id: { ...text, description: 'The same for as long as it is the same thing on the same day' },
      kind: { type: 'string', enum: ['visit', 'event', 'opening'] },
      title: text,
      language: { ...language, description: 'What the title is in' },
      start: { ...text, format: 'date-time', examples: ['2027-03-28T09:30:00+02:00'] },
      end: { ...text, format: 'date-time' },
      place: { type: ['string', 'null'] },
      speaks: { type: ['string', 'null'], description: 'A language spoken there beside Swedish' },
      cancelled: { type: 'boolean', description: 'Called off, and still told of' },
      allDay: { type: 'boolean' },
      source: { type: ['string', 'null'], description: 'The calendar it was taken from' },
    },
  },
  PausedTopic: { type: 'object', required: ['topic'], properties: { topic: text } },
  Numbers: {
    type: 'object',
    required: ['numbers'],
    properties: { numbers: { type: 'array', items: text, description: 'In order of turn' } },
  },
  VisitNote: {
    type: 'object',
    required: ['note'],
    properties: {
      note: { ...text, description: 'To take it back by; the hub keeps nothing of it' },
    },
  },
  Counted: {
    type: 'object',
    required: ['kind', 'count'],
    properties: { kind: text, count: { type: 'integer' } },
  },
  Place: {
    type: 'object',
    required: ['id', 'kind', 'name', 'lentAt', 'lentToday', 'booked'],
    properties: {
      id: text,
      kind: { type: 'string', enum: PLACE_KINDS },
      lentAt: { type: ['integer', 'null'], description: 'null: it is free' },
      lentToday: { type: 'integer' },
      booked: { type: 'array', items: { type: 'object', required: ['from', 'until'] } },
    },
  },
};

type SchemaName = keyof typeof schemas;
const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({ description, ...json(ref('Problem')) });
const pathParam = (name: string, schema: unknown = text) => ({
  ...{ name, in: 'path', required: true },
  schema,
});

function answerOf(request: RequestName): SchemaName {
  if (request === 'desk:open') return 'OpenDesk';
  if (request === 'desk:close') return 'ClosedDesk';
  if (request === 'ticket:issue') return 'IssuedTicket';
  if (request === 'ticket:void' || request === 'ticket:unvoid') return 'Numbers';
  if (request.startsWith('visit-note:')) return 'VisitNote';
  if (request === 'count:add') return 'Counted';
  if (request.startsWith('place:') || request.startsWith('room:')) return 'Place';
  if (request === 'ticket:reprint') return 'Reprint';
  if (request === 'printer:print-page') return 'PrintedPage';
  if (request === 'takeover:begin') return 'BegunTakeover';
  if (request === 'takeover:end') return 'EndedTakeover';
  if (request === 'feed:import' || request === 'feed:read') return 'Feed';
  if (request === 'display:reload') return 'ReloadedDisplay';
  if (request === 'topic:pause' || request === 'topic:resume') return 'PausedTopic';
  if (request.startsWith('visit:')) return 'VisitChange';
  return request.startsWith('ticket:') || request.startsWith('desk:') ? 'Ticket' : 'BookChange';
}

/** Express writes `/desks/:desk`, OpenAPI `/desks/{desk}`. */
const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function command(route: CommandRoute) {
  const { request, params, body } = route;
  const { properties: inPath = {} } = z.toJSONSchema(pathSchema(route), { io: 'input' });
  return {
    post: {
      summary: SUMMARIES[request],
      operationId: request.replace(':', '-'),
      security: [{ token: [] }],
      parameters: [pathParam('office'), ...params.map((name) => pathParam(name, inPath[name]))],
      requestBody: { required: true, ...json(z.toJSONSchema(body, { io: 'input' })) },
      responses: {
        [request === 'ticket:issue' ? '201' : '200']: {
          description: 'Done, and durable; a repeat of the requestId answers the same',
          ...json(ref(answerOf(request))),
        },
        '400': problem('The request is malformed'),
        '401': problem('No credential, or a wrong one'),
        '403': problem('Asked from a page of another origin'),
        '404': problem('Something in the path is not there; `code` says what'),
        '409': problem('Refused by the rules as things stand; `code` says why'),
        '429': problem('Too many from one terminal'),
        '503': problem('The log cannot be reached; repeat with the same requestId'),
      },
    },
  };
}

/** A reading that anybody may do. */
function reading(
  summary: string,
  schema: unknown,
  parameters: unknown[] = [],
  otherResponses: Readonly<Record<string, unknown>> = {},
) {
  return {
    get: {
      summary,
      parameters,
      responses: {
        '200': { description: summary, ...json(schema) },
        ...otherResponses,
        '404': problem('Unknown office'),
      },
    },
  };
}

/** A reading for staff. */
function staffReading(summary: string, schema: unknown) {
  return {
    get: {
      summary,
      security: [{ token: [] }],
      parameters: ofOffice,
      responses: {
        '200': { description: 'As it is now', ...json(schema) },
        '401': problem('No credential, or a wrong one'),
        '403': problem('Asked from a page of another origin'),
        '404': problem('Unknown office'),
      },
    },
  };
}

/** A moment of a day that is replayed. */
function replayReading(summary: string, schema: unknown) {
  const { get } = staffReading(summary, schema);
  const whole = { type: 'integer', minimum: 0 };
  return {
    get: {
      ...get,
      parameters: [
        ...ofOffice,
        { ...inQuery('day', { type: 'string', format: 'date' }), required: true },
        inQuery('version', whole),
        inQuery('at', whole),
      ],
      responses: {
        ...get.responses,
        '400': problem('No such day, version or instant'),
        '404': problem('Unknown office, or the log has no such day or version'),
      },
    },
  };
}

const anObject = { type: 'object' };
const listOf = (...required: string[]) => ({
  type: 'array',
  items: { ...anObject, required },
});
const ofOffice = [pathParam('office')];
const inQuery = (name: string, schema: unknown) => ({ name, in: 'query', schema });

const unchanged = { '304': { description: 'As If-None-Match says the caller has it' } };
const agendaRefusals = {
  ...unchanged,
  '400': problem('No such day, number of days or language'),
  '429': problem('Too many in a short time'),
};

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Torget',
    version: '1',
    description: 'The queue and the window of a walk-in citizen office. See docs/api.md.',
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
  },
  servers: [{ url: '/api/v1' }],
  components: {
    schemas,
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/offices': reading(
      'The offices of this hub, with about how many wait at each; any page may read it, ETag and a few seconds of cache',
      listOf('id', 'name', 'zone', 'languages', 'opening', 'waiting', 'trial', 'demonstration'),
      [],
      unchanged,
    ),
    '/city': {
      get: {
        summary: 'For staff: the offices of hers in figures, with their machines',
        security: [{ token: [] }],
        responses: {
          '200': {
            description: 'One for each office that she may read as staff',
            ...json(listOf('office', 'officeName', 'opening', 'waiting', 'desks', 'at')),
          },
          '401': problem('No credential, or a wrong one'),
          '403': problem('None of the offices is hers'),
        },
      },
    },
    '/languages': reading(
      'The languages, and who has read their texts: null while nobody has',
      listOf('language', 'name', 'reviewedBy', 'reviewedOn', 'texts', 'missing'),
    ),
    '/offices/{office}/board': reading(
      'What the window shows of the queue: calls newest first, how many wait, which programme holds',
      { ...anObject, required: ['office', 'day', 'version', 'at', 'calls', 'waiting', 'opening'] },
      ofOffice,
    ),
    '/offices/{office}/programme': reading(
      'What the window shows beside the queue, 14 days ahead; ETag is its revision',
      { ...anObject, required: ['revision', 'at', 'validUntil', 'hours', 'items', 'notices'] },
      ofOffice,
      unchanged,
    ),
    '/offices/{office}/agenda': reading(
      'Opening hours, visiting bodies and events of given days, dated; any page may read it',
      {
        ...anObject,
        required: ['items'],
        properties: { items: { type: 'array', items: ref('AgendaItem') } },
      },
      [
        ...ofOffice,
        inQuery('from', { ...text, format: 'date', description: 'Left out: today' }),
        inQuery('days', { type: 'integer', minimum: 1, maximum: 62, default: 14 }),
        inQuery('language', { ...language, default: 'sv' }),
      ],
      agendaRefusals,
    ),
    '/offices/{office}/agenda.ics': {
      get: {
        summary: 'Visiting bodies and events of the coming two months as iCalendar',
        parameters: [...ofOffice, inQuery('language', { ...language, default: 'sv' })],
        responses: {
          '200': { description: 'A calendar', content: { 'text/calendar': { schema: text } } },
          ...agendaRefusals,
          '404': problem('Unknown office'),
        },
      },
    },
    '/offices/{office}/calls/{call}/voice': {
      get: {
        summary: 'A call of the board, read aloud',
        parameters: [
          ...ofOffice,
          pathParam('call'),
          inQuery('language', {
            ...language,
            description: "Swedish or the ticket's",
            default: 'sv',
          }),
        ],
        responses: {
          '200': { description: 'A WAV file', content: { 'audio/wav': {} } },
          '204': { description: 'There is no voice for it' },
          '404': problem('No such call on the board, or not in this language'),
        },
      },
    },
    '/offices/{office}/desks': reading('The desks', listOf('id', 'name', 'open'), ofOffice),
    '/offices/{office}/topics': reading(
      'The topics, one flat list; `open`: a ticket can be taken for it now',
      listOf('id', 'parent', 'label', 'open'),
      [...ofOffice, inQuery('language', { ...language, default: 'sv' })],
    ),
    '/offices/{office}/tickets/{number}': {
      get: {
        summary: "One of today's tickets",
        security: [{ token: [] }],
        parameters: [...ofOffice, pathParam('number')],
        responses: {
          '200': { description: 'As it stands', ...json(ref('TicketWithPaper')) },
          '401': problem('No credential, or a wrong one'),
          '403': problem('Asked from a page of another origin'),
          '404': problem('Unknown office or ticket'),
        },
      },
    },
    '/offices/{office}/printers': staffReading(
      'The printers, the one for tickets first: how each is, and its last staff page',
      listOf('id', 'name', 'state', 'page'),
    ),
    '/offices/{office}/displays': staffReading(
      'The windows: what each says it shows, and since when',
      listOf('id', 'name', 'connected', 'programme', 'isCurrent'),
    ),
    '/offices/{office}/replay': {
      get: {
        ...staffReading('Which days can be replayed; with `day`, what happened on it', anObject)
          .get,
        parameters: [...ofOffice, inQuery('day', { type: 'string', format: 'date' })],
      },
    },
    '/offices/{office}/replay/board': replayReading(
      'What the window showed of the queue',
      anObject,
    ),
    '/offices/{office}/replay/programme': replayReading(
      'What the window showed beside it',
      anObject,
    ),
    '/offices/{office}/replay/queue': replayReading('The queue as it was, for staff', anObject),
    '/offices/{office}/displays/proof': {
      get: {
        summary: 'What the windows showed on a day, as they said it: each change once, in order',
        security: [{ token: [] }],
        parameters: [
          ...ofOffice,
          { ...inQuery('day', { type: 'string', format: 'date' }), required: true },
        ],
        responses: {
          '200': { description: 'The facts, in order', ...json(listOf('type', 'at')) },
          '400': problem('No day, or no such day'),
          '401': problem('No credential, or a wrong one'),
          '403': problem('Asked from a page of another origin'),
          '404': problem('Unknown office'),
        },
      },
    },
    '/offices/{office}/tallies': {
      get: {
        summary: 'What was counted on one day, by part of the day; what is under five is hidden',
        security: [{ token: [] }],
        parameters: [
          ...ofOffice,
          { ...inQuery('day', { ...text, format: 'date' }), required: true },
        ],
        responses: {
          '200': {
            description: 'Sums; "<5" where the number could point at somebody',
            ...json({ ...anObject, required: ['day', 'parts'] }),
          },
          '400': problem('No day, or no such day'),
          '401': problem('No credential, or a wrong one'),
          '403': problem('Asked from a page of another origin'),
          '404': problem('Unknown office'),
        },
      },
    },
    '/offices/{office}/feeds': staffReading('The calendars of others', {
      type: 'array',
      items: ref('Feed'),
    }),
    '/offices/{office}/remarks': staffReading(
      'What the author of the book should know: overlaps, visits when nobody opens, what has ended',
      { type: 'array', items: ref('Remark') },
    ),
    '/offices/{office}/book': staffReading('What of the office book can be changed, as it stands', {
      ...anObject,
      required: ['hours', 'agencies', 'activities', 'notices', 'feeds', 'displays', 'takeover'],
    }),
    ...Object.fromEntries(COMMAND_ROUTES.map((route) => [openApiPath(route.path), command(route)])),
  },
};
