/**
 * The queue of one office on one day: what may be asked, what has happened, where things stand.
 *
 * Pure. Time arrives inside the command; nothing here reads a clock, a database or a socket.
 * Rules are numbered Q1… in docs/spec.md; the tests quote the numbers.
 */
import { List, Map as PersistentMap, Set as PersistentSet } from 'immutable';
import type { RefusalCode } from '#shared/protocol.ts';
import type { DeskView } from '#shared/views.ts';
import type {
  DeskId,
  EpochMs,
  HoldReason,
  Language,
  LineId,
  Precedence,
  Series,
  Texts,
  TicketNumber,
  TopicId,
} from '#shared/vocabulary.ts';

// What staff and visitors ask for

/** `at` is office time when the hub took the request up. It may jump, even backwards. */
export type QueueCommand = { readonly at: EpochMs } & (
  | {
      type: 'IssueTicket';
      topic: TopicId;
      language: Language;
      /** The office's printer is to print it. */
      paper: boolean;
      /** Made at random by whoever asks, another for each: leads to the ticket's own page. */
      token: string;
      /** Staff at the counter may give a ticket where a terminal may not (Q5). */
      from: 'terminal' | 'counter';
      /** Goes before others as if it had come earlier (Q39). */
      precedence?: Precedence | null;
    }
  | { type: 'CallNext'; desk: DeskId }
  | { type: 'CallTicket'; desk: DeskId; number: TicketNumber }
  | { type: 'Recall'; desk: DeskId }
  | { type: 'Start'; desk: DeskId }
  | { type: 'Finish'; desk: DeskId }
  | { type: 'MarkNoShow'; desk: DeskId }
  | { type: 'Restore'; number: TicketNumber }
  | { type: 'Hold'; desk: DeskId; reason?: HoldReason }
  /** With a desk: called there at once. Without: back to its place among the waiting. */
  | { type: 'Resume'; number: TicketNumber; desk?: DeskId | undefined }
  | { type: 'Transfer'; number: TicketNumber; topic: TopicId }
  | { type: 'Cancel'; number: TicketNumber }
  /** Ends what waits of one series from `from` to `to`, and takes that back. */
  | { type: 'Void'; from: TicketNumber; to: TicketNumber }
  | { type: 'Unvoid'; from: TicketNumber; to: TicketNumber }
  | { type: 'Undo'; desk: DeskId }
  /** Also opens an open desk anew, with other topics and languages. */
  | {
      type: 'OpenDesk';
      desk: DeskId;
      topics: readonly TopicId[];
      languages: readonly Language[];
    }
  | { type: 'CloseDesk'; desk: DeskId }
  | { type: 'PauseTopic'; topic: TopicId; why?: Texts | null }
  | { type: 'ResumeTopic'; topic: TopicId }
  /** Ends the tickets of visiting bodies that called off today's visit. */
  | { type: 'EndCalledOff' }
  /** Its series goes on after this number: those up to it may be on paper that this queue does not know. */
  | { type: 'SkipNumbers'; through: TicketNumber }
  | { type: 'EndDay' }
);

/** What the office book and the schedule say at the command's `at`. */
export type DayRules = {
  readonly officeOpen: boolean;
  /** So near closing that terminals give no more tickets. */
  readonly tooLate: boolean;
  readonly topics: ReadonlyMap<TopicId, TopicRules>;
  readonly desks: ReadonlySet<DeskId>;
  /** Offered at this office. */
  readonly languages: ReadonlySet<Language>;
  /** May a desk call a given ticket out of turn? */
  readonly callGivenTicket: boolean;
  /** A visitor may be marked absent only after this many calls. */
  readonly callsBeforeNoShow: number;
  /** A number is not called again sooner than this. */
  readonly recallAfterSeconds: number;
};

export type TopicRules = {
  /** null, as the series: a topic that only groups others. */
  readonly line: LineId | null;
  readonly series: Series | null;
  /** Terminals give no more tickets while this many wait in the topic's line. */
  readonly mayWait: number;
  /** Minutes by which it goes before others of its line. */
  readonly headStartMinutes: number;
  /**
   * Whether the topic's visiting body is here. 'later-today' takes no new tickets, but a ticket can be
   * transferred to it; 'closed' takes neither, and neither does 'called-off': who waits for it waits in vain.
   */
  readonly admission: 'open' | 'later-today' | 'closed' | 'called-off';
};

export type Decision =
  | { accepted: true; events: readonly QueueEvent[] }
  | { accepted: false; refusal: RefusalCode };

// What happened

/** Facts, JSON only. Their stored shape is in queue-format.ts. */
export type QueueEvent = { readonly at: EpochMs } & (
  | {
      type: 'TicketIssued';
      number: TicketNumber;
      topic: TopicId;
      line: LineId;
      headStartMinutes: number;
      language: Language;
      paper: boolean;
      /** '' on a ticket of an older hub, which had no page. */
      token: string;
      from: 'terminal' | 'counter';
      /** Why it goes before others; null: it stands where it came. */
      precedence: Precedence | null;
    }
  /** `call` counts calls and recalls of the day from 1. Called by turn, by choice, or back from hold. */
  | { type: 'TicketCalled'; number: TicketNumber; desk: DeskId; call: number }
  | { type: 'TicketRecalled'; number: TicketNumber; desk: DeskId; call: number }
  | { type: 'VisitStarted'; number: TicketNumber; desk: DeskId }
  | { type: 'VisitFinished'; number: TicketNumber; desk: DeskId }
  | { type: 'TicketNoShow'; number: TicketNumber; desk: DeskId }
  | { type: 'TicketRestored'; number: TicketNumber }
  | { type: 'TicketHeld'; number: TicketNumber; desk: DeskId; reason: HoldReason }
  | { type: 'TicketResumed'; number: TicketNumber }
  | {
      type: 'TicketTransferred';
      number: TicketNumber;
      topic: TopicId;
      line: LineId;
      headStartMinutes: number;
    }
  | { type: 'TicketCancelled'; number: TicketNumber }
  /** Nobody holds it: ended with its neighbours, and that can be taken back. */
  | { type: 'TicketVoided'; number: TicketNumber }
  | { type: 'TicketUnvoided'; number: TicketNumber }
  /** Its visiting body does not come today after all. */
  | { type: 'TicketCalledOff'; number: TicketNumber }
  | { type: 'StepUndone'; desk: DeskId; number: TicketNumber; step: Step }
  | {
      type: 'DeskOpened';
      desk: DeskId;
      topics: readonly TopicId[];
      languages: readonly Language[];
    }
  | { type: 'DeskClosed'; desk: DeskId }
  | { type: 'TopicPaused'; topic: TopicId; why: Texts | null }
  | { type: 'TopicResumed'; topic: TopicId }
  /** What was not given of its series up to this number, and this number, is given to nobody. */
  | { type: 'NumbersSkipped'; through: TicketNumber }
  /** Every ticket still open ends unserved, every desk closes, every pause ends. */
  | { type: 'DayEnded' }
);

/** What a desk can take back. */
export type Step = NonNullable<DeskView['desk']['undo']>['step'];

// Where things stand

/** A ticket with its whereabouts: in exactly one state, at no more than one desk. */
export type QueueTicket = {
  readonly number: TicketNumber;
  /** The order of issue over all series of the day: 1, 2, 3… */
  readonly order: number;
  readonly topic: TopicId;
  readonly line: LineId;
  readonly language: Language;
  /** Paper was asked for with it. */
  readonly paper: boolean;
  /** Leads to its own page; '' when it has none. */
  readonly token: string;
  /** Why it goes before others; null: it stands where it came. */
  readonly precedence: Precedence | null;
  readonly issuedAt: EpochMs;
  /** As `issuedAt`, but never before that of an earlier ticket, so that a clock set back lets no one past. */
  readonly arrivedAt: EpochMs;
  /** Arrival less the head start of its present topic: who came first, as far as turns go. */
  readonly standsSince: EpochMs;
  readonly whereabouts: Whereabouts;
};

export type Whereabouts =
  | { readonly state: 'waiting' }
  | ({ readonly state: 'called' } & AtDesk)
  | ({ readonly state: 'serving'; readonly startedAt: EpochMs } & AtDesk)
  | {
      readonly state: 'held';
      readonly desk: DeskId;
      readonly reason: HoldReason;
      readonly heldAt: EpochMs;
    }
  | {
      readonly state: 'no-show';
      /** How often it was called in vain. */
      readonly calls: number;
      readonly noShowAt: EpochMs;
    }
  /** Keeps its call: the room may still be reading it when a short visit is over. */
  | ({ readonly state: 'finished' } & AtDesk)
  | { readonly state: 'cancelled'; readonly because?: 'called-off' | 'voided' }
  | { readonly state: 'unserved' };

export type AtDesk = {
  readonly desk: DeskId;
  /** The id of its latest call. */
  readonly call: number;
  readonly calledAt: EpochMs;
  /** How often it has been called in this turn, recalls counted. */
  readonly calls: number;
};

export type StaffedDesk = {
  readonly topics: readonly TopicId[];
  readonly languages: readonly Language[];
  /** The one ticket it has called or serves. */
  readonly number: TicketNumber | null;
};

/** What Undo would take back at a desk. Forgotten as soon as the ticket changes in another way. */
type LastStep = { readonly step: Step; readonly before: QueueTicket };

/** Persistent all through: a later queue shares with an earlier one all that did not change. */
export type Queue = {
  /** Every ticket of the day, ended ones too. */
  readonly tickets: PersistentMap<TicketNumber, QueueTicket>;
  /** In the order of their turn, see policy.ts. A line in which nobody waits is left out. */
  readonly waiting: PersistentMap<LineId, List<QueueTicket>>;
  readonly held: PersistentSet<TicketNumber>;
  readonly noShows: PersistentSet<TicketNumber>;
  /** The open ones. */
  readonly desks: PersistentMap<DeskId, StaffedDesk>;
  readonly lastSteps: PersistentMap<DeskId, LastStep>;
  /** With what is said of each. */
  readonly paused: PersistentMap<TopicId, Texts | null>;
  /** The last ordinal given out or skipped in each series. Never goes back. */
  readonly issued: PersistentMap<Series, number>;
  /** Whom each call was for; call 1 first. Never shortened: undo returns no call id. */
  readonly calls: List<TicketNumber>;
  /** Arrival of the latest ticket. */
  readonly latestArrival: EpochMs;
  readonly ended: boolean;
};

export const emptyQueue: Queue = {
  tickets: PersistentMap(),
  waiting: PersistentMap(),
  held: PersistentSet(),
  noShows: PersistentSet(),
  desks: PersistentMap(),
  lastSteps: PersistentMap(),
  paused: PersistentMap(),
  issued: PersistentMap(),
  calls: List(),
  latestArrival: Number.MIN_SAFE_INTEGER,
  ended: false,
};
