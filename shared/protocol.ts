/**
 * Everything that crosses the wire, declared once. Hub and screens both import this file, and
 * nothing else of each other. The HTTP API is made from the same schemas.
 *
 * A request goes screen → hub and is answered exactly once. A snapshot goes hub → screen whole, so a
 * screen that missed ten is right again after one; the screen says `shown` in a message of its own.
 * Changing a payload means raising PROTOCOL_VERSION; the hub serves this version and the one before.
 */
import { z } from 'zod';
import {
  type AgencyId,
  type DeskId,
  type EpochMs,
  LANGUAGE_TAGS,
  type Language,
  type LocalDate,
  type OfficeId,
  type PrinterId,
  type Texts,
  type TicketNumber,
  type TopicId,
} from './vocabulary.ts';

export const PROTOCOL_VERSION = 2;
/** Version 1 was never released. */
export const OLDEST_PROTOCOL_SERVED = 2;

// Requests: what a screen or an integrator may ask, and the shape the hub checks before it listens

const id = <Id extends string>() =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .transform((text) => text as Id);

/** Made by the caller, new for every press. The same id again answers the same and does nothing. */
const requestId = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/)
  .describe('Made by the caller; a repeat answers what the first answered and does nothing');
const number = z
  .string()
  .regex(/^[A-Z]\d{3,6}$/)
  .transform((text) => text as TicketNumber);
const desk = id<DeskId>();
const topic = id<TopicId>();
const printer = id<PrinterId>();
const language = z.enum(LANGUAGE_TAGS);

/** Paper for staff: a test of the printer, "the printer is back" for its door, and the figures of the day. */
export const STAFF_PAGES = ['test', 'back', 'day'] as const;
export type StaffPage = (typeof STAFF_PAGES)[number];

export const requests = {
  'ticket:issue': z.strictObject({ requestId, topic, language, print: z.boolean().default(false) }),
  'ticket:call': z.strictObject({ requestId, number, desk }),
  'ticket:transfer': z.strictObject({ requestId, number, topic }),
  'ticket:resume': z.strictObject({ requestId, number, desk: desk.optional() }),
  'ticket:restore': z.strictObject({ requestId, number }),
  'ticket:cancel': z.strictObject({ requestId, number }),
  'ticket:reprint': z.strictObject({ requestId, number }),
  'desk:open': z.strictObject({
    requestId,
    desk,
    topics: z.array(topic).min(1).max(100).optional(),
    languages: z.array(language).min(1).max(LANGUAGE_TAGS.length).optional(),
  }),
  'desk:call-next': z.strictObject({ requestId, desk }),
  'desk:recall': z.strictObject({ requestId, desk }),
  'desk:start': z.strictObject({ requestId, desk }),
  'desk:finish': z.strictObject({ requestId, desk }),
  'desk:no-show': z.strictObject({ requestId, desk }),
  'desk:hold': z.strictObject({ requestId, desk }),
  'desk:close': z.strictObject({ requestId, desk }),
  'desk:undo': z.strictObject({ requestId, desk }),
  'topic:pause': z.strictObject({ requestId, topic }),
  'topic:resume': z.strictObject({ requestId, topic }),
  'printer:print-page': z.strictObject({ requestId, printer, page: z.enum(STAFF_PAGES) }),
} as const;

export type RequestName = keyof typeof requests;
export type Request<Name extends RequestName> = z.output<(typeof requests)[Name]>;
/** As a screen sends it, before the hub has checked it. */
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]>;

// Answers

export type TicketState =
  | 'waiting'
  | 'called'
  | 'serving'
  | 'held'
  | 'no-show'
  | 'finished'
  | 'cancelled'
  | 'unserved';

/** One ticket as everyone may see it. Times are milliseconds since 1970, UTC. */
export type Ticket = {
  number: TicketNumber;
  state: TicketState;
  topic: TopicId;
  language: Language;
  /** Where it is called or served, or who holds it. */
  desk: DeskId | null;
  issuedAt: EpochMs;
  /** How many will be called before it; null when it is not waiting. */
  ahead: number | null;
};

type IssuedTicket = Ticket & {
  state: 'waiting';
  ahead: number;
  /** Leads to the ticket's own page, `/t/<token>`: 128 random bits. Only whoever took the ticket is told. */
  token: string;
};
export type OpenDesk = {
  desk: DeskId;
  topics: readonly TopicId[];
  languages: readonly Language[];
};

/** What the hub answers when it did as asked. */
export type Answers = {
  'ticket:issue': IssuedTicket;
  'ticket:call': Ticket;
  'ticket:transfer': Ticket;
  'ticket:resume': Ticket;
  'ticket:restore': Ticket;
  'ticket:cancel': Ticket;
  'desk:open': OpenDesk;
  'desk:call-next': Ticket;
  'desk:recall': Ticket;
  'desk:start': Ticket;
  'desk:finish': Ticket;
  'desk:no-show': Ticket;
  'desk:hold': Ticket;
  'desk:close': { desk: DeskId };
  /** The ticket as it stands after the step was taken back. */
  'desk:undo': Ticket;
  'topic:pause': { topic: TopicId };
  'topic:resume': { topic: TopicId };
  /** What becomes of it is in the views. */
  'ticket:reprint': { number: TicketNumber; copy: number; printer: PrinterId };
  'printer:print-page': { printer: PrinterId; page: StaffPage };
};

/** Why the hub did not. Sentences for people live in shared/languages, under `refusal.<code>`. */
export const REFUSAL_CODES = [
  // the request itself
  'malformed-request',
  'request-id-reused',
  'not-allowed',
  'too-many-requests',
  'hub-unavailable',
  // what it speaks of
  'unknown-office',
  'unknown-desk',
  'unknown-topic',
  'unknown-ticket',
  'unknown-printer',
  // taking a ticket
  'office-closed',
  'topic-closed',
  'topic-paused',
  'topic-is-a-group',
  'language-not-offered',
  'too-many-waiting',
  'too-late-today',
  // at a desk
  'nobody-waiting',
  'desk-closed',
  'desk-is-busy',
  'desk-has-no-ticket',
  'already-started',
  'called-too-few-times',
  'call-given-ticket-is-off',
  'ticket-not-waiting',
  'ticket-not-held',
  'ticket-not-no-show',
  'ticket-has-ended',
  'nothing-to-undo',
  'topic-not-paused',
  'topic-already-paused',
  'day-has-ended',
  // on paper
  'printer-cannot-print',
  'paper-on-its-way',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Reply<Answer> = { ok: true; answer: Answer } | { ok: false; code: RefusalCode };

// Snapshots: what a screen shows, sent whole

/** Which snapshot this is. A screen never goes back: older by day, then version, is refused within one log. */
export type Stamp = {
  office: OfficeId;
  /** Names the log it was read from: another log is another truth, and its versions begin anew. */
  log: string;
  day: LocalDate;
  /** Of the day's queue: 0 before anything has happened. */
  version: number;
  at: EpochMs;
};

/** Whether the door is open. Instants, already in the past or the future of `at`. */
export type Opening =
  | { open: true; closesAt: EpochMs }
  /** null: no opening is planned within the horizon the hub looks ahead. */
  | { open: false; opensAt: EpochMs | null };

/** One call, shown and sounded. `id` counts calls and recalls of the day: a recall sounds, a refresh does not. */
export type Call = {
  id: number;
  number: TicketNumber;
  desk: DeskId;
  deskName: Texts;
  language: Language;
  calledAt: EpochMs;
};

/** A visiting body's hours, as dated instants. */
export type Visit = {
  agency: AgencyId;
  name: Texts;
  startsAt: EpochMs;
  endsAt: EpochMs;
};

export type OpeningSpan = { opensAt: EpochMs; closesAt: EpochMs };

/** What the window shows. Nothing in it points at a visitor. */
export type Board = {
  officeName: string;
  /** IANA zone of the office: 'Europe/Stockholm'. */
  zone: string;
  opening: Opening;
  /** Newest first; tickets that are called and those whose visit has begun. At most 8. */
  calls: readonly Call[];
  waiting: number;
  /** Today's, in order of start, those that have ended left out. */
  visits: readonly Visit[];
  /** The next day anybody comes, with its visits. */
  nextVisits: { day: LocalDate; visits: readonly Visit[] } | null;
  /** Opening hours from today and seven days on, days without any left out. */
  hours: readonly OpeningSpan[];
};

export type Pictogram =
  | 'letter'
  | 'computer'
  | 'child'
  | 'home'
  | 'money'
  | 'shield'
  | 'care'
  | 'people'
  | 'work'
  | 'study'
  | 'law'
  | 'police'
  | 'printer'
  | 'form'
  | 'speech'
  | 'ball'
  | 'question'
  | 'leaf';

/** Why a ticket for a topic can or cannot be taken at this moment. */
export type Admission =
  | { state: 'open' }
  | { state: 'paused' }
  /** The visiting body is not here; it comes at `opensAt`, or nobody knows when. */
  | { state: 'away'; opensAt: EpochMs | null }
  | { state: 'office-closed' }
  | { state: 'full' }
  | { state: 'too-late' };

/** A topic as the terminal draws it. */
export type TopicChoice = {
  id: TopicId;
  parent: TopicId | null;
  /** Only groups others: no ticket is given for it. */
  group: boolean;
  label: Texts;
  pictogram: Pictogram;
  /** Drawn, printed and spoken with care; its name never leaves the terminal. */
  sensitive: boolean;
  admission: Admission;
  /** How many a ticket taken now would have before it. */
  ahead: number;
  /** Shown before a ticket is offered: a leaflet or a link that may be answer enough. */
  answer: { text: Texts; url: string } | null;
  /** What to have at hand: one to three things. */
  bring: readonly Texts[];
};

export type PrinterState =
  | { state: 'ready'; paperLow: boolean; confirms: Confirms | null }
  | { state: 'fault'; fault: PrinterFault }
  | { state: 'unknown' };

/**
 * What a printer's word is worth. 'printed': it says when the paper has stopped (class A). 'carried-out':
 * it says when it has read so far (B). 'nothing': it can be sent to, and never believed (C).
 * null until it has been tried.
 */
export type Confirms = 'printed' | 'carried-out' | 'nothing';

/** What a person has to do something about. */
export const FAULTS = [
  'paper-out',
  'cover-open',
  'cutter-jammed',
  /** The head is too hot: it rests and goes on by itself. */
  'too-hot',
  'offline',
  /** It takes connections and does not answer: busy with somebody else, or not a printer. */
  'silent',
  /** The computer that the printer hangs on, or the program there, is away. */
  'agent-away',
  'error',
] as const;
export type PrinterFault = (typeof FAULTS)[number];

/** What became of the paper of a ticket. 'printing' until the printer has said. 'likely': by a lesser printer's word. */
export type PrintState = 'printing' | 'confirmed' | 'likely' | 'not-sent' | 'unknown';

/** Why a slip was not sent, or why nobody knows; '' where there is nothing to explain. */
export const REASONS = [
  '',
  ...FAULTS,
  /** Ours: it could not be drawn. */
  'not-drawn',
  /** Ours: the log could not be written. */
  'not-recorded',
  /** Ours: the hub, or the agent, was closing. */
  'closed',
  'connection-lost',
  /** All was sent; the printer has not said, or cannot say, that it is done. */
  'no-confirmation',
  'hub-restarted',
  'agent-restarted',
] as const;
export type PrintReason = (typeof REASONS)[number];

/** A ticket's paper. A confirmed one may have a reason, too: why nobody knew before. With 'paper-out' it is in two pieces. */
export type Paper = { state: PrintState; reason: PrintReason; copy: number };

/** One of the office's printers, for staff. The first prints the tickets. */
export type PrinterListed = {
  id: PrinterId;
  name: Texts;
  state: PrinterState;
  /** The staff page it was last asked for today. */
  page: { page: StaffPage; state: PrintState; at: EpochMs } | null;
};

export type TerminalView = {
  officeName: string;
  zone: string;
  opening: Opening;
  /** Offered at this office, in this order. */
  languages: readonly Language[];
  topics: readonly TopicChoice[];
  printer: PrinterState;
  /** The latest prints of the day, newest first, at most 20: the terminal looks for its own number. */
  prints: readonly ({ number: TicketNumber } & Paper)[];
  /** Everything may be tried without signing in, and the screens say so. */
  trial: boolean;
};

export type WaitingTicket = {
  number: TicketNumber;
  topic: TopicId;
  language: Language;
  issuedAt: EpochMs;
  /** This desk serves its topic and its language. */
  mine: boolean;
  /** null: no paper was asked for. */
  paper: Paper | null;
};

/** What the console of one desk shows. */
export type DeskView = {
  officeName: string;
  zone: string;
  opening: Opening;
  desk: {
    id: DeskId;
    name: Texts;
    open: boolean;
    topics: readonly TopicId[];
    languages: readonly Language[];
    ticket:
      | (Ticket & {
          state: 'called' | 'serving';
          calledAt: EpochMs;
          calls: number;
          startedAt: EpochMs | null;
          paper: Paper | null;
        })
      | null;
    /** The step that Undo would take back. */
    undo: 'call' | 'start' | 'finish' | 'no-show' | 'hold' | 'transfer' | 'cancel' | null;
  };
  /** Whom Next would call. */
  next: WaitingTicket | null;
  /** In the order they will be called. */
  waiting: readonly WaitingTicket[];
  held: readonly Ticket[];
  noShows: readonly Ticket[];
  desks: readonly {
    id: DeskId;
    name: Texts;
    open: boolean;
    number: TicketNumber | null;
  }[];
  topics: readonly {
    id: TopicId;
    parent: TopicId | null;
    label: Texts;
    pictogram: Pictogram;
    paused: boolean;
    /** False for a topic that only groups others: no ticket can be sent there. */
    choice: boolean;
    bring: readonly Texts[];
  }[];
  /** What this desk serves when nobody says otherwise. */
  usual: { topics: readonly TopicId[]; languages: readonly Language[] };
  languages: readonly Language[];
  callGivenTicket: boolean;
  printers: readonly PrinterListed[];
  trial: boolean;
};

type Views = { board: Board; terminal: TerminalView; desk: DeskView };
export type ViewName = keyof Views;
export type Snapshot<Name extends ViewName = ViewName> = Stamp & Views[Name];

/** Sent by a screen when it connects: who it is and which view it follows. One connection, one view. */
export const handshake = z.strictObject({
  protocol: z.number().int(),
  /** Left out: the hub's only office. */
  office: id<OfficeId>().optional(),
  view: z.enum(['board', 'terminal', 'desk']),
  /** Only, and always, with the view 'desk'. */
  desk: desk.optional(),
  /** The API_TOKEN, until accounts and paired devices exist. Never in a URL. */
  token: z.string().max(200).optional(),
});
export type Handshake = z.output<typeof handshake>;

/** Why a connection is refused, as the message of Socket.io's connect_error. */
export type ConnectRefusal =
  | 'protocol-too-old'
  | 'protocol-too-new'
  | 'malformed-request'
  | 'unknown-office'
  | 'unknown-desk'
  | 'not-allowed'
  | 'too-many-connections';

export const shown = z.strictObject({
  day: z.string().max(10),
  version: z.number().int().nonnegative(),
  at: z.number(),
});
export type Shown = z.output<typeof shown>;

// The agent: a program beside a printer that the hub does not reach itself. It speaks in a namespace of its own

export const AGENT_NAMESPACE = '/agent';

const jobId = z.string().min(1).max(200);
const outcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.enum(['confirmed', 'likely']) }),
  z.strictObject({ outcome: z.enum(['not-sent', 'unknown']), reason: z.enum(REASONS) }),
]);

/** Said by an agent when it connects. */
export const agentHandshake = z.strictObject({
  protocol: z.number().int(),
  /** Left out: the hub's only office. */
  office: id<OfficeId>().optional(),
  /** Left out: the office's only printer with an agent. */
  printer: printer.optional(),
  /** Made once by the agent and kept with its journal: the lease is its own. */
  agent: z.uuid(),
  token: z.string().max(200).optional(),
});
export type AgentHandshake = z.output<typeof agentHandshake>;

/** What the printer there says of itself. */
export const agentStatus = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('ready'),
    paperLow: z.boolean(),
    confirms: z.enum(['printed', 'carried-out', 'nothing']).nullable(),
  }),
  z.strictObject({ state: z.literal('fault'), fault: z.enum(FAULTS) }),
  z.strictObject({ state: z.literal('unknown') }),
]) satisfies z.ZodType<PrinterState>;

/** Asked right before the first byte: `true` gives the job to the agent, and it never comes back. */
export const agentBegin = z.strictObject({ job: jobId });
/** Told until the hub has answered; a later word replaces an earlier 'unknown'. */
export const agentOutcome = z.strictObject({ job: jobId, ended: outcome });
export type AgentOutcome = z.output<typeof agentOutcome>;

export type AgentToHub = {
  status: (state: PrinterState) => void;
  begin: (begin: z.input<typeof agentBegin>, reply: (granted: boolean) => void) => void;
  outcome: (outcome: z.input<typeof agentOutcome>, reply: () => void) => void;
};
export type HubToAgent = {
  /** A job on offer. `bytes` are what escpos.ts makes. */
  job: (offer: { job: string; bytes: Uint8Array }) => void;
  /** No longer on offer. One that has begun stays the agent's. */
  withdraw: (job: string) => void;
};

// Socket.io's two event maps, derived from the above

export type ClientToServerEvents = {
  [Name in RequestName]: (
    request: RequestInput<Name>,
    reply: (reply: Reply<Answers[Name]>) => void,
  ) => void;
} & { shown: (shown: Shown) => void };

export type ServerToClientEvents = {
  snapshot: (snapshot: Snapshot) => void;
};
