/** What a window shows beside the queue: hours, agenda, notices and takeovers, as dated instants. */
import type {
  AgencyId,
  DisplayId,
  EpochMs,
  Language,
  LocalDate,
  NOTICE_PRIORITIES,
  OfficeId,
  Picture,
  Texts,
} from './vocabulary.ts';

/** Whether the door is open. Instants, already in the past or the future of `at`. */
export type Opening =
  | { open: true; closesAt: EpochMs }
  /** null: no opening is planned within the horizon the hub looks ahead. */
  | { open: false; opensAt: EpochMs | null };

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
