/** The API's description for programs, OpenAPI 3.1, from the schemas that check the requests. */
import { z } from 'zod';
import { REASONS, REFUSAL_CODES, type RequestName, STAFF_PAGES } from '#shared/protocol.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';
import { COMMAND_ROUTES, type CommandRoute } from './routes.ts';

const SUMMARIES: Record<RequestName, string> = {
  'ticket:issue':
    'Take a ticket; with print: true it is printed, and the answer does not wait for that',
  'ticket:call': 'Call this ticket to a desk, out of turn (when the office allows it)',
  'ticket:transfer': 'Send the ticket to another topic; it keeps its number and its age',
  'ticket:resume': 'End a hold: back to its place, or at once to the desk that is named',
  'ticket:restore': 'A no-show came after all: back to its place',
  'ticket:cancel': 'End the ticket without a visit',
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
  PausedTopic: { type: 'object', required: ['topic'], properties: { topic: text } },
};

type SchemaName = keyof typeof schemas;
const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const problem = (description: string) => ({ description, ...json(ref('Problem')) });
const pathParam = (name: string) => ({ name, in: 'path', required: true, schema: text });

function answerOf(request: RequestName): SchemaName {
  if (request === 'desk:open') return 'OpenDesk';
  if (request === 'desk:close') return 'ClosedDesk';
  if (request === 'ticket:issue') return 'IssuedTicket';
  if (request === 'ticket:reprint') return 'Reprint';
  if (request === 'printer:print-page') return 'PrintedPage';
  return request.startsWith('topic:') ? 'PausedTopic' : 'Ticket';
}

/** Express writes `/desks/:desk`, OpenAPI `/desks/{desk}`. */
const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function command({ request, param, body }: CommandRoute) {
  return {
    post: {
      summary: SUMMARIES[request],
      operationId: request.replace(':', '-'),
      security: [{ token: [] }],
      parameters: ['office', ...(param ? [param] : [])].map(pathParam),
      requestBody: { required: true, ...json(z.toJSONSchema(body, { io: 'input' })) },
      responses: {
        [request === 'ticket:issue' ? '201' : '200']: {
          description: 'Done, and durable; a repeat of the requestId answers the same',
          ...json(ref(answerOf(request))),
        },
        '400': problem('The request is malformed'),
        '401': problem('No credential, or a wrong one'),
        '403': problem('Asked from a page of another origin'),
        '404': problem('Unknown office, desk, topic, printer or ticket'),
        '409': problem('Refused by the rules as things stand; `code` says why'),
        '429': problem('Too many from one terminal'),
        '503': problem('The log cannot be reached; repeat with the same requestId'),
      },
    },
  };
}

/** A reading that anybody may do. */
function reading(summary: string, schema: unknown, parameters: unknown[] = []) {
  return {
    get: {
      summary,
      parameters,
      responses: {
        '200': { description: summary, ...json(schema) },
        '404': problem('Unknown office'),
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
      'The offices of this hub',
      listOf('id', 'name', 'zone', 'languages', 'opening', 'trial'),
    ),
    '/languages': reading(
      'The languages, and who has read their texts: null while nobody has',
      listOf('language', 'name', 'reviewedBy', 'reviewedOn', 'texts', 'missing'),
    ),
    '/offices/{office}/board': reading(
      'What the window shows: calls newest first, how many wait, hours, visiting bodies',
      { ...anObject, required: ['office', 'day', 'version', 'at', 'calls', 'waiting', 'opening'] },
      ofOffice,
    ),
    '/offices/{office}/desks': reading('The desks', listOf('id', 'name', 'open'), ofOffice),
    '/offices/{office}/topics': reading(
      'The topics, one flat list; `open`: a ticket can be taken for it now',
      listOf('id', 'parent', 'label', 'open'),
      [...ofOffice, { name: 'language', in: 'query', schema: { ...language, default: 'sv' } }],
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
    '/offices/{office}/printers': {
      get: {
        summary: 'The printers, the one for tickets first: how each is, and its last staff page',
        security: [{ token: [] }],
        parameters: ofOffice,
        responses: {
          '200': {
            description: 'As they are now',
            ...json(listOf('id', 'name', 'state', 'page')),
          },
          '401': problem('No credential, or a wrong one'),
          '403': problem('Asked from a page of another origin'),
          '404': problem('Unknown office'),
        },
      },
    },
    ...Object.fromEntries(COMMAND_ROUTES.map((route) => [openApiPath(route.path), command(route)])),
  },
};
