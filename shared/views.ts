/**
 * Tickets as they are told, and each screen's whole view of the office. A view is sent as a snapshot; shared/protocol.ts
 * says how. Changing a shape here means raising PROTOCOL_VERSION, as it does there.
 */
import type { DeviceListed } from './identity.ts';
import type { Paper, PrinterListed, PrinterState } from './printers.ts';
import type { AgendaItem, Notice, Opening, OpeningSpan, Takeover } from './programme.ts';
import type {
  ActivityId,
  AgencyId,
  DeskId,
  DestinationId,
  DisplayId,
  EpochMs,
  HoldReason,
  InquiryId,
  Language,
  LineId,
  LocalDate,
  OfficeId,
  Pictogram,
  PlaceId,
  PlaceKind,
  Series,
  Texts,
  TicketNumber,
  TopicId,
} from './vocabulary.ts';

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

/** Something about the schedule that its author should know, and that may well be meant. */
export type Remark = {
  code:
    | 'overlaps-other-calendar'
    | 'visit-outside-opening-hours'
    | 'falls-on-holiday'
    | 'event-without-time'
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
  /** Of `language-missing`: which of the office's. */
  languages?: readonly Language[];
  /** In English, for whoever reads an answer. */
  message: string;
};

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

/** One call, shown and sounded. `id` counts calls and recalls of the day: a recall sounds, a refresh does not. */
export type Call = {
  id: number;
  number: TicketNumber;
  desk: DeskId;
  deskName: Texts;
  language: Language;
  calledAt: EpochMs;
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
  /** So does no desk that is open. */
  noOpenDesk?: boolean;
  /** By so many minutes it goes before those who came when it did; left out: by none. */
  headStartMinutes?: number;
  /** Somebody at the counter let it go before others. Why is nobody's to know. */
  goesFirst?: true;
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
    /** Of a visiting body that is not here now: later today a ticket can be sent there, and none be given yet. */
    away?: 'now' | 'today';
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
    /** Some desk that is open calls for it. */
    served: boolean;
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

/** About how many wait, as anyone may read it: nobody can be counted out. `most` null: or more. */
export type WaitingRange = { least: number; most: number | null };

/** An office among others, for whoever looks after several of them. */
export type CityOffice = Pick<
  DayView,
  'officeName' | 'zone' | 'windows' | 'displays' | 'printers' | 'devices' | 'trial'
> &
  Pick<DayQueue, 'opening' | 'waiting' | 'oldestSince'> & {
    office: OfficeId;
    at: EpochMs;
    /** How many wait for what no open desk serves. */
    unserved: number;
    desks: { open: number; all: number };
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
  /** As `language`: only the hub that the window is connected to knows; null at any other. */
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
