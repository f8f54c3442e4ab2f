/**
 * What is asked and answered between hub and screens, declared once; what a screen is told stands in shared/views.ts. Hub and
 * screens import these, and nothing else of each other. The HTTP API is made from the same schemas.
 *
 * A request goes screen → hub and is answered exactly once. A snapshot goes hub → screen whole, so a
 * screen that missed ten is right again after one; its words may have gone before it (shared/words-apart.ts), and where nothing
 * has changed it is said to stand. The screen says `shown` to either in a message of its own.
 * Changing a payload means raising PROTOCOL_VERSION; the hub serves this version and, once there are any, released ones before.
 */
import { z } from 'zod';
import { bookRequests } from './book-requests.ts';
import type { FeedListed } from './feeds.ts';
import type { Takeover } from './programme.ts';
import type { OpenDesk, PlaceNow, Remark, Snapshot, Ticket } from './views.ts';
import {
  type AgencyId,
  type DeskId,
  type DestinationId,
  type DisplayId,
  HOLD_REASONS,
  type InquiryId,
  LANGUAGE_TAGS,
  type OfficeId,
  type PlaceId,
  PRECEDENCES,
  type PrinterId,
  STAFF_PAGES,
  type StaffPage,
  type TicketNumber,
  type TopicId,
  VISITORS,
} from './vocabulary.ts';
import {
  deviceProof,
  id,
  instant,
  language,
  named,
  requestId,
  writtenTexts,
} from './wire-words.ts';
import type { Apart, Words } from './words-apart.ts';

export { OLDEST_PROTOCOL_SERVED, PROTOCOL_VERSION } from './protocol-version.ts';

// Requests: what a screen or an integrator may ask, and the shape the hub checks before it listens

const number = named<TicketNumber>(z.string().regex(/^[A-Z]\d{3,6}$/));
const desk = id<DeskId>();
const topic = id<TopicId>();
const printer = id<PrinterId>();
const agency = id<AgencyId>();
const place = id<PlaceId>();
/** What the terminal says beside a topic that is paused. */
const WHY_GRAPHEMES = 80;

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

type IssuedTicket = Ticket & {
  state: 'waiting';
  ahead: number;
  /** Leads to the ticket's own page, `/t/<token>`: 128 random bits. Only whoever took the ticket is told. */
  token: string;
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
  'takeover:begin': { takeover: Takeover; version: number };
  /** Which was ended. */
  'takeover:end': { takeover: string; version: number };
  'feed:import': FeedListed;
  'feed:read': FeedListed;
  'display:reload': { display: DisplayId };
  /** Its connection is told by the whole book, to whoever may set it. */
  'printer:set': Omit<Done<'printer:set'>, 'connection'>;
  /** The thing that is again as it was: 'notices.summer'. */
  'book:undo': { about: string; remarks: readonly Remark[]; version: number };
  'book:import': { remarks: readonly Remark[]; version: number };
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

/** What was asked stands in the office book, with what its author should know and the version that takes it back. */
type Done<Name extends keyof typeof bookRequests> = Omit<Request<Name>, 'requestId'> & {
  remarks: readonly Remark[];
  version: number;
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
  /** `version`: of the day's queue with it done, over a socket: a view of that version or a later one shows it. */
  | { ok: true; answer: Answer; version?: number }
  /** `details`: with 'book-has-mistakes' each of them, with its place; with 'feed-cannot-be-read' why. */
  | { ok: false; code: RefusalCode; details?: readonly string[] };

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

/** A snapshot as it is sent: whole, or referring to words of its view that were sent before. */
export type ToldSnapshot = Snapshot | (Apart<Snapshot> & { readonly words: Words['revision'] });

export type ServerToClientEvents = {
  snapshot: (snapshot: ToldSnapshot) => void;
  /** Of the view that is followed, before the first snapshot that refers to them. */
  words: (words: Words) => void;
  /** What was sent last on this line stands, at this time. Answered as a snapshot is. */
  still: (stamp: Shown) => void;
  /** To a window: begin anew, with what the hub serves now. */
  reload: () => void;
  /** Where the offices are served, as origins: whoever loses this hub may go on with another. */
  hubs: (hubs: readonly string[]) => void;
};
