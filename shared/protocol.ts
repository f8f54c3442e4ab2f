/**
 * Everything that crosses the wire between hub and screens, declared once. Hub and screens both import this file, and
 * nothing else of each other. The HTTP API is made from the same schemas.
 *
 * A request goes screen → hub and is answered exactly once. A snapshot goes hub → screen whole, so a
 * screen that missed ten is right again after one; the screen says `shown` in a message of its own.
 * Changing a payload means raising PROTOCOL_VERSION; the hub serves this version and the one before.
 */
import { z } from 'zod';
import { bookRequests } from './book-requests.ts';
import type { DeviceListed } from './identity.ts';
import {
  type ActivityId,
  type AgencyId,
  type DeskId,
  type DestinationId,
  type DisplayId,
  type EpochMs,
  type FeedId,
  HOLD_REASONS,
  type HoldReason,
  type InquiryId,
  LANGUAGE_TAGS,
  type Language,
  type LineId,
  type LocalDate,
  type NOTICE_PRIORITIES,
  type OfficeId,
  type Pictogram,
  type Picture,
  type PlaceId,
  type PlaceKind,
  PRECEDENCES,
  type Precedence,
  type PrinterId,
  type Series,
  STAFF_PAGES,
  type Texts,
  type TicketNumber,
  type TopicId,
  VISITORS,
} from './vocabulary.ts';
import { deviceProof, id, instant, language, requestId, writtenTexts } from './wire-words.ts';

export { OLDEST_PROTOCOL_SERVED, PROTOCOL_VERSION } from './protocol-version.ts';
export type { HoldReason, Pictogram, Precedence };
export { HOLD_REASONS, STAFF_PAGES };

// Requests: what a screen or an integrator may ask, and the shape the hub checks before it listens

const number = z
  .string()
  .regex(/^[A-Z]\d{3,6}$/)
  .transform((text) => text as TicketNumber);
const desk = id<DeskId>();
const topic = id<TopicId>();
const printer = id<PrinterId>();
const agency = id<AgencyId>();
const place = id<PlaceId>();
/** What the terminal says beside a topic that is paused. */
const WHY_GRAPHEMES = 80;

export type StaffPage = (typeof STAFF_PAGES)[number];

export const requests = {
  'ticket:issue': z.strictObject({
    requestId,
    topic,
    language,
    print: z.boolean().default(false),
    /** At the counter only. */
    precedence: z.enum(PRECEDENCES).nullable().default(null),
  }),
  'ticket:call': z.strictObject({ requestId, number, desk }),
  /** To a topic, or to a visiting body: the first of its topics. */
  'ticket:transfer': z
    .strictObject({ requestId, number, topic: topic.optional(), agency: agency.optional() })
    .refine(
      (to) => (to.topic === undefined) !== (to.agency === undefined),
      'names where to once: topic or agency',
    ),
  'ticket:resume': z.strictObject({ requestId, number, desk: desk.optional() }),
  'ticket:restore': z.strictObject({ requestId, number }),
  'ticket:cancel': z.strictObject({ requestId, number }),
  /** Ends all that wait of one series, from a number to another: tickets that nobody holds. */
  'ticket:void': z.strictObject({ requestId, from: number, to: number }),
  /** Takes that back: those that were ended so wait again. */
  'ticket:unvoid': z.strictObject({ requestId, from: number, to: number }),
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
  'desk:hold': z.strictObject({ requestId, desk, reason: z.enum(HOLD_REASONS).default('other') }),
  'desk:close': z.strictObject({ requestId, desk }),
  'desk:undo': z.strictObject({ requestId, desk }),
  'topic:pause': z.strictObject({
    requestId,
    topic,
    why: writtenTexts(WHY_GRAPHEMES).nullable().default(null),
  }),
  'topic:resume': z.strictObject({ requestId, topic }),
  'printer:print-page': z.strictObject({ requestId, printer, page: z.enum(STAFF_PAGES) }),

  /** What a visit was about, into counts that nothing leads back from. */
  'visit-note:add': z.strictObject({
    requestId,
    /** Where it is said; it is not kept. */
    desk: desk.optional(),
    asked: z.array(id<InquiryId>()).max(12),
    sentOn: z.array(z.strictObject({ to: id<DestinationId>(), warm: z.boolean() })).max(8),
    visitor: z.enum(VISITORS).nullable(),
    /** A question that never took a ticket. */
    quick: z.boolean().default(false),
    language: language.nullable().default(null),
  }),
  /** Within the part of the day in which it was counted. */
  'visit-note:undo': z.strictObject({ requestId, note: z.string().min(1).max(2_000) }),
  'count:add': z.strictObject({
    requestId,
    kind: z.enum(['prints']),
    count: z.int().min(1).max(500).default(1),
  }),
  'place:lend': z.strictObject({ requestId, place }),
  'place:return': z.strictObject({ requestId, place }),
  'room:book': z.strictObject({ requestId, place, from: instant, until: instant }),
  'room:unbook': z.strictObject({ requestId, place, from: instant }),
  ...bookRequests,
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

/** Something that is lent in the room, as it stands. */
export type PlaceNow = {
  id: PlaceId;
  kind: PlaceKind;
  name: Texts;
  /** null: it is free. A room is booked and not lent. */
  lentAt: EpochMs | null;
  /** How often today. */
  lentToday: number;
  /** In order, none of them over another. */
  booked: readonly { from: EpochMs; until: EpochMs }[];
};

/** What the hub answers when it did as asked. */
export type Answers = {
  'ticket:issue': IssuedTicket;
  'ticket:call': Ticket;
  'ticket:transfer': Ticket;
  'ticket:resume': Ticket;
  'ticket:restore': Ticket;
  'ticket:cancel': Ticket;
  /** Which were ended. */
  'ticket:void': { numbers: readonly TicketNumber[] };
  /** Which wait again. */
  'ticket:unvoid': { numbers: readonly TicketNumber[] };
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
  /** `note`: to take it back by, for as long as it can be; nothing of it is kept. */
  'visit-note:add': { note: string };
  'visit-note:undo': { note: string };
  'count:add': { kind: 'prints'; count: number };
  'place:lend': PlaceNow;
  'place:return': PlaceNow;
  'room:book': PlaceNow;
  'room:unbook': PlaceNow;
} & {
  [Name in DoneInBook]: Done<Name>;
} & {
  [Name in 'visit:cancel' | 'visit:change' | 'visit:restore']: Done<Name> & {
    /** How many wait today for this visiting body. Those of a visit that is called off are told so, and end. */
    waiting: number;
  };
} & {
  'takeover:begin': { takeover: Takeover };
  /** Which was ended. */
  'takeover:end': { takeover: string };
  'feed:import': FeedListed;
  'feed:read': FeedListed;
  'display:reload': { display: DisplayId };
  /** Its connection is told by the whole book, to whoever may set it. */
  'printer:set': Omit<Done<'printer:set'>, 'connection'>;
  /** The thing that is again as it was: 'notices.summer'. */
  'book:undo': { about: string; remarks: readonly Remark[] };
  'book:import': { remarks: readonly Remark[] };
};

type DoneInBook = Exclude<
  keyof typeof bookRequests,
  | `visit:${string}`
  | `takeover:${string}`
  | 'feed:import'
  | 'feed:read'
  | 'display:reload'
  | 'printer:set'
  | 'book:undo'
  | 'book:import'
>;

/** What was asked stands in the office book, with what its author should know. */
type Done<Name extends keyof typeof bookRequests> = Omit<Request<Name>, 'requestId'> & {
  remarks: readonly Remark[];
};

/** Something about the schedule that its author should know, and that may well be meant. */
export type Remark = {
  code:
    | 'overlaps-other-calendar'
    | 'visit-outside-opening-hours'
    | 'falls-on-holiday'
    | 'notice-has-ended'
    | 'takeover-goes-on'
    | 'notice-not-shown'
    | 'agenda-not-shown'
    | 'calendar-too-full'
    | 'lies-in-the-past'
    | 'name-too-long'
    | 'window-too-small'
    | 'no-alternative-text'
    | 'language-missing';
  /** Where in the book: 'hours', 'agencies.lawyer'. */
  about: string;
  /** In English, for whoever reads an answer. */
  message: string;
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
  'unknown-agency',
  'unknown-activity',
  'unknown-notice',
  'unknown-feed',
  'unknown-display',
  'unknown-device',
  'unknown-code',
  // who asks
  'signed-out',
  'locked',
  'needs-https',
  'wrong-credentials',
  'invitation-has-ended',
  'passphrase-too-weak',
  'pin-too-simple',
  'pin-not-here',
  'pin-is-locked',
  'login-is-taken',
  'last-administrator',
  'role-needs-its-agency',
  'signs-in-elsewhere',
  'unknown-account',
  'unknown-token',
  'unknown-session',
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
  'called-just-now',
  'call-given-ticket-is-off',
  'ticket-not-waiting',
  'ticket-not-held',
  'ticket-not-no-show',
  'ticket-has-ended',
  'nothing-to-undo',
  'not-at-a-terminal',
  'nothing-waits-there',
  // what is counted and lent
  'too-late-to-undo',
  'place-is-lent',
  'place-is-free',
  'room-is-booked',
  'room-is-not-booked',
  'topic-not-paused',
  'topic-already-paused',
  'day-has-ended',
  // on paper
  'printer-cannot-print',
  'paper-on-its-way',
  // in the office book
  'book-has-mistakes',
  'no-visit-that-day',
  'no-event-that-day',
  'day-not-changed',
  'no-takeover',
  'display-not-connected',
  'feed-cannot-be-read',
  'unknown-line',
  'unknown-place',
  'unknown-inquiry',
  'unknown-destination',
  'unknown-draft',
  'unknown-picture',
  'unknown-version',
  'unknown-moment',
  'tickets-wait-for-it',
  'not-open-then',
  'needs-a-draft',
  'needs-another-person',
  'changed-since',
  'cannot-be-undone',
  // what is kept and removed
  'no-legal-basis',
  'kept-too-briefly',
  'decision-missing',
  'decision-lies-ahead',
  'nothing-is-due',
  'run-under-way',
  'unknown-run',
  'too-early-to-purge',
  'run-has-ended',
  // pictures
  'not-a-picture',
  'picture-too-large',
  'no-room',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Reply<Answer> =
  | { ok: true; answer: Answer }
  /** `details`: with 'book-has-mistakes' each of them, with its place; with 'feed-cannot-be-read' why. */
  | { ok: false; code: RefusalCode; details?: readonly string[] };

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

export type OpeningSpan = { opensAt: EpochMs; closesAt: EpochMs };
/** With the instant from which no ticket is given any more: at the latest when the door closes. */
type TicketedSpan = OpeningSpan & { ticketsUntil: EpochMs };

/** The whole screen, at once and never without an end. */
export type Takeover = {
  id: string;
  text: Texts;
  from: EpochMs;
  until: EpochMs;
  /** Shown as a test, and said to be one. */
  test: boolean;
};

/** What the window shows of the queue, and at once. Nothing in it points at a visitor. */
export type Board = {
  officeName: string;
  /** IANA zone of the office: 'Europe/Stockholm'. */
  zone: string;
  opening: Opening;
  /** Newest first; tickets that are called and those whose visit has begun. At most 8. */
  calls: readonly Call[];
  waiting: number;
  /** The door is open, and it is not too late for a ticket. */
  takesTickets: boolean;
  /** Which programme the hub has: a window that has another fetches it. */
  programme: string;
  takeover: Takeover | null;
};

/** One thing on the agenda: a visiting body or an event, on one day. */
export type AgendaItem = {
  /** Stays the same for as long as it is the same thing on the same day. */
  id: string;
  kind: 'visit' | 'event';
  /** Whose visit it is; null for an event. */
  agency: AgencyId | null;
  title: Texts;
  /** For a window where the title has no room. */
  shortTitle: Texts | null;
  text: Texts | null;
  image: Picture | null;
  place: Texts | null;
  /** A language that whoever is there speaks beside Swedish: 'Finskspråkig vägledare'. */
  speaks: Language | null;
  startsAt: EpochMs;
  endsAt: EpochMs;
  /** It has days and no times of day. */
  allDay: boolean;
  /** Called off, and still told of: somebody may come for it. */
  cancelled: boolean;
  /** The calendar it was imported from, by name; null for the office's own. */
  source: string | null;
};

export type NoticePriority = (typeof NOTICE_PRIORITIES)[number];

/** Something the office wants to have said, from an instant until another. */
export type Notice = {
  id: string;
  title: Texts;
  text: Texts | null;
  image: Picture | null;
  priority: NoticePriority;
  from: EpochMs;
  until: EpochMs;
  /** How often it comes among its like, 1–10. */
  weight: number;
  /** How long it stays; null: as long as its words take. */
  seconds: number | null;
};

/** A window of the office. The first is the one a page shows that does not say which it is. */
export type DisplayListed = {
  id: DisplayId;
  name: Texts;
  /** From where it must be read, and how wide its picture is. */
  viewingDistanceMm: number;
  panelWidthMm: number;
};

/**
 * What the window shows beside the queue, 14 days ahead and as dated instants: with this and a clock it
 * stays right without the hub. Everything of the local day of `at` is in it, also what has ended.
 */
export type Programme = {
  office: OfficeId;
  /** As in a Stamp: within one log, an older `at` is refused. */
  log: string;
  /** Another for every other content. */
  revision: string;
  at: EpochMs;
  /** The agenda is complete until then; after it the window says that it does not know. */
  validUntil: EpochMs;
  officeName: string;
  zone: string;
  /** The office's own days, from that of `at` and without gaps: a window crosses midnight by them. 15 of them. */
  days: readonly { day: LocalDate; startsAt: EpochMs; endsAt: EpochMs }[];
  /** That the window speaks, Swedish first. */
  languages: readonly [Language, ...Language[]];
  /** Dated, whole, in order. */
  hours: readonly TicketedSpan[];
  /** Days on which the office is closed though it usually is open, or for a reason worth telling. */
  closures: readonly { day: LocalDate; name: Texts | null }[];
  /** In order of start. */
  items: readonly AgendaItem[];
  notices: readonly Notice[];
  displays: readonly DisplayListed[];
  /** Imported calendars, and when each had last been read when this was made; null: never. */
  feeds: readonly { name: string; readAt: EpochMs | null }[];
};

/** Why a ticket for a topic can or cannot be taken at this moment. */
export type Admission =
  | { state: 'open' }
  | { state: 'paused'; why: Texts | null }
  /**
   * The visiting body is not here; it comes at `opensAt`, or nobody knows when. `calledOff`: somebody said that it
   * does not come today, and perhaps why.
   */
  | { state: 'away'; opensAt: EpochMs | null; calledOff: { why: Texts | null } | null }
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

/** Why a calendar of others could not be read, or what is wrong with it. Never a word of what was found there. */
export type FeedFailure =
  // the address
  | 'address-not-allowed'
  | 'no-address'
  // on the way
  | 'cannot-be-reached'
  | 'certificate-not-trusted'
  | 'too-slow'
  | 'too-many-redirects'
  | 'not-found'
  | 'not-permitted'
  | 'server-error'
  | 'hub-unavailable'
  // what came
  | 'too-large'
  | 'not-a-calendar'
  | 'too-many-events'
  | 'takes-too-long'
  /** It had events before: not believed for a day. */
  | 'suddenly-empty';

/** Why one event of a calendar of others is not taken in. */
export type DropReason =
  | 'malformed'
  | 'private'
  | 'no-title'
  | 'no-such-time'
  | 'unknown-time-zone'
  | 'ends-before-it-starts'
  | 'too-long'
  | 'rule-is-not-understood'
  | 'repeats-too-often'
  | 'too-many-days'
  | 'moves-what-follows'
  | 'replaces-nothing';
export type DroppedEvent = { uid: string | null; title: string | null; why: DropReason };

/** A calendar of others, for staff: how it stands and what of it is not shown. */
export type FeedListed = {
  id: FeedId;
  name: string;
  url: string | null;
  shown: boolean;
  watched: boolean;
  /** When it was last read or confirmed; null: never. */
  readAt: EpochMs | null;
  /** When what it says last became another. */
  changedAt: EpochMs | null;
  /** 'too-old': what was last read is no longer shown. */
  state: 'ok' | 'never-read' | 'failing' | 'too-old';
  /** Of the latest attempt; null: it went well. */
  failure: FeedFailure | null;
  /** How many dated things of it are known from today on. */
  items: number;
  /** The first of them. */
  dropped: readonly DroppedEvent[];
  droppedCount: number;
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
  /** Never a drill: whoever takes a ticket is not to be sent out by one. */
  takeover: Takeover | null;
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
          /** Not before then: the room has only just heard it. */
          mayRecallAt: EpochMs;
          startedAt: EpochMs | null;
          paper: Paper | null;
        })
      | null;
    /** The step that Undo would take back, and of which ticket. */
    undo: {
      step: 'call' | 'start' | 'finish' | 'no-show' | 'hold' | 'transfer' | 'cancel';
      number: TicketNumber;
    } | null;
  };
  /** Whom Next would call. */
  next: WaitingTicket | null;
  /** In the order they will be called. */
  waiting: readonly WaitingTicket[];
  held: readonly (Ticket & { reason: HoldReason; heldAt: EpochMs })[];
  /** With how often each was called. */
  noShows: readonly (Ticket & { calls: number; noShowAt: EpochMs })[];
  /** Visiting bodies that a ticket can be sent to today: when each comes, or came. */
  bodies: readonly { agency: AgencyId; name: Texts; from: EpochMs; until: EpochMs }[];
  /** Who is signed in at this desk, by name. More than one is one too many. */
  people: readonly string[];
  /** What a visit can be about, and where visitors are sent on to. */
  inquiries: readonly { id: InquiryId; label: Texts }[];
  destinations: readonly { id: DestinationId; label: Texts }[];
  places: readonly PlaceNow[];
  /** Prints counted in this part of the day; null: this desk is not told. */
  prints: number | null;
  callsBeforeNoShow: number;
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
    /** What the terminal says of it. */
    pausedWhy: Texts | null;
    /** False for a topic that only groups others: no ticket can be sent there. */
    choice: boolean;
    /** False for what a visiting body can send a ticket on to, and nothing else. */
    yours: boolean;
    bring: readonly Texts[];
  }[];
  /** What this desk serves when nobody says otherwise. */
  usual: { topics: readonly TopicId[]; languages: readonly Language[] };
  languages: readonly Language[];
  callGivenTicket: boolean;
  printers: readonly PrinterListed[];
  /** What is wrong with the windows that somebody should go and look at. */
  windows: readonly WindowTrouble[];
  /** Windows that only computers show which the hub has no reason to believe: what is wrong there it cannot tell. */
  unwatchedWindows: readonly Texts[];
  /** In force, and on every window. */
  takeover: Takeover | null;
  trial: boolean;
};

/** What of a topic's tickets, or of all, waits, and since when the first of them. */
type Waits = { waiting: number; oldestSince: EpochMs | null };

/** The queue as the day view has it, now or at any moment of a day that is past. */
export type DayQueue = Waits & {
  opening: Opening;
  desks: readonly {
    id: DeskId;
    name: Texts;
    open: boolean;
    /** Signed in there, by name; of a past moment nobody knows. */
    people: readonly string[];
    ticket: {
      number: TicketNumber;
      topic: TopicId;
      language: Language;
      state: 'called' | 'serving';
      calls: number;
      since: EpochMs;
    } | null;
  }[];
  lines: readonly (Waits & {
    id: LineId;
    series: Series;
    mayWait: number;
    topics: readonly TopicId[];
  })[];
  topics: readonly (Waits & {
    id: TopicId;
    parent: TopicId | null;
    label: Texts;
    pictogram: Pictogram;
    agency: AgencyId | null;
    /** False for a topic that only groups others. */
    choice: boolean;
    paused: boolean;
    pausedWhy: Texts | null;
    admission: Admission['state'];
  })[];
  held: readonly {
    number: TicketNumber;
    topic: TopicId;
    desk: DeskId | null;
    reason: HoldReason;
    since: EpochMs;
  }[];
  noShows: readonly { number: TicketNumber; topic: TopicId; calls: number; since: EpochMs }[];
  figures: {
    issued: number;
    /** Whose visit has begun. */
    served: number;
    /** Did not come when called, or took their ticket back, or the day ended first. */
    left: number;
    /** From ticket to the latest call, of those who were called; null: nobody was. */
    waitMedianMs: number | null;
  };
};

/** Something that is on today, with what can be changed about it. */
export type DayAgendaItem = Pick<
  AgendaItem,
  'id' | 'kind' | 'agency' | 'title' | 'startsAt' | 'endsAt' | 'allDay' | 'cancelled' | 'source'
> & {
  /** Of the office's own book; null: a visit, or of a calendar of others. */
  activity: ActivityId | null;
  /** It is not as usual today, and perhaps why. */
  changed: boolean;
  why: Texts | null;
};

/** The whole day at a glance. A visiting body's own holds nothing but its own. */
export type DayView = DayQueue & {
  officeName: string;
  zone: string;
  languages: readonly Language[];
  hours: { spans: readonly OpeningSpan[]; changed: boolean };
  agenda: readonly DayAgendaItem[];
  /** Those in force. */
  notices: readonly Pick<Notice, 'id' | 'title' | 'priority' | 'until'>[];
  takeover: Takeover | null;
  windows: readonly WindowTrouble[];
  displays: readonly DisplayNow[];
  printers: readonly PrinterListed[];
  devices: readonly DeviceListed[];
  trial: boolean;
};

/** What happened on a day that is replayed: an event of its queue, or of the office book. */
export type ReplayMoment = {
  /** Of the queue, right after it. */
  version: number;
  at: EpochMs;
  /** The kind of fact: 'TicketCalled', 'TakeoverBegun'. */
  what: string;
  number: TicketNumber | null;
  desk: DeskId | null;
};
export type ReplayDay = {
  day: LocalDate;
  startsAt: EpochMs;
  endsAt: EpochMs;
  /** In order, the first 10 000. */
  moments: readonly ReplayMoment[];
};
/** The queue as it was. */
export type ReplayQueue = Stamp & DayQueue & { zone: string };

/** 'old-programme': it shows another than the hub has. 'gone': it was there. 'never-seen': not today. */
export type WindowTrouble = {
  display: DisplayId;
  name: Texts;
  trouble: 'old-programme' | 'faults' | 'gone' | 'never-seen';
  /** null: it is not known since when. */
  since: EpochMs | null;
};

/** A window, as it last said what it shows. Two screens may be the same window. */
export type DisplayNow = {
  id: DisplayId;
  name: Texts;
  /** Of this browser; null: none has shown this window today. */
  screen: string | null;
  connected: boolean;
  /** It runs where the hub believes what it says: its word is kept, and may raise an alarm. */
  trusted: boolean;
  /** Revision of the programme it shows, and of when that is; null: none. */
  programme: string | null;
  programmeAt: EpochMs | null;
  /** It shows the hub's own programme. */
  isCurrent: boolean;
  slide: string | null;
  language: string | null;
  lastHeardAt: EpochMs | null;
  faults: readonly { panel: string; why: string }[];
  soundless: boolean;
  /** It would start without the hub. */
  offlineReady: boolean;
};

type Views = { board: Board; terminal: TerminalView; desk: DeskView; day: DayView };
export type ViewName = keyof Views;
export type Snapshot<Name extends ViewName = ViewName> = Stamp & Views[Name];

/** Sent by a screen when it connects: who it is and which view it follows. One connection, one view. */
export const handshake = z.strictObject({
  protocol: z.number().int(),
  /** Left out: the hub's only office. */
  office: id<OfficeId>().optional(),
  view: z.enum(['board', 'terminal', 'desk', 'day']),
  /** Only, and always, with the view 'desk'. */
  desk: desk.optional(),
  /** Only with the view 'board': which window it is. Left out: the office's first. */
  display: id<DisplayId>().optional(),
  /** With the view 'board', and of any paired device: made once by the browser, so that two of them are told apart. */
  screen: z
    .string()
    .regex(/^[a-z0-9]{8,40}$/)
    .optional(),
  /** The API_TOKEN of whoever runs the hub, or a program's token. Never in a URL. */
  token: z.string().max(200).optional(),
  /** Of a paired device, made anew for each connection. */
  proof: deviceProof.optional(),
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
  /** The office has an administrator, and does not know this device. */
  | 'not-paired'
  /** It was known, and is not any more; or it cannot prove that it is. */
  | 'revoked'
  | 'signed-out'
  | 'locked'
  | 'too-many-connections';

export const shown = z.strictObject({
  day: z.string().max(10),
  version: z.number().int().nonnegative(),
  at: z.number(),
});
export type Shown = z.output<typeof shown>;

/** Said by a window at every change of what it shows. Nothing in it is the office's or a visitor's own words. */
export const showing = z.strictObject({
  programme: z.string().max(100).nullable(),
  programmeAt: z.number().nullable(),
  slide: z.string().max(120),
  language: z.string().max(20),
  /** The call in the spotlight. */
  call: z.int().nonnegative().nullable(),
  takeover: z.string().max(100).nullable(),
  faults: z.array(z.strictObject({ panel: z.string().max(80), why: z.string().max(200) })).max(20),
  soundless: z.boolean(),
  offlineReady: z.boolean(),
  /** How the programme of this revision fits into the panel; null: it has not been looked at yet. */
  fit: z
    .strictObject({
      programme: z.string().max(100),
      /** Type that can be read from its distance has no room on it. */
      panelTooSmall: z.boolean(),
      /** Of each name an item that has it: it can only be shown in broken words. */
      namesTooLong: z.array(z.strictObject({ item: z.string().max(80), language })).max(50),
    })
    .nullable(),
});
export type ShowingSaid = z.output<typeof showing>;

// Socket.io's two event maps, derived from the above

export type ClientToServerEvents = {
  [Name in RequestName]: (
    request: RequestInput<Name>,
    reply: (reply: Reply<Answers[Name]>) => void,
  ) => void;
} & { shown: (shown: Shown) => void; showing: (showing: ShowingSaid) => void };

export type ServerToClientEvents = {
  snapshot: (snapshot: Snapshot) => void;
  /** To a window: begin anew, with what the hub serves now. */
  reload: () => void;
};
