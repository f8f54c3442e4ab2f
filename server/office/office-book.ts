/**
 * What an office is: its topics, lines, desks, visiting bodies and hours. Decided and evolved as the
 * queue is, over the stream `office/<office>`; the rules are numbered O1… in docs/spec.md.
 *
 * Pure: no clock, no files.
 */
import type { Pictogram } from '#shared/protocol.ts';
import type {
  AgencyId,
  DeskId,
  Language,
  LineId,
  LocalDate,
  OfficeId,
  Series,
  Texts,
  TopicId,
} from '#shared/vocabulary.ts';

/** Hours that recur in the office's local time. Expanded to dated instants by server/schedule. */
export type RecurringHours = {
  /** RFC 5545 without DTSTART: 'FREQ=WEEKLY;BYDAY=MO,TH'. */
  rule: string;
  /** First local day it may hold. */
  from: LocalDate;
  /** Local time of day: '09:30'. `closes` is after `opens` on the same day. */
  opens: string;
  closes: string;
};

export type Line = {
  id: LineId;
  series: Series;
  /** Terminals give no more tickets while this many wait in the line. */
  mayWait: number;
};

export type Topic = {
  id: TopicId;
  /** The topic it is shown under; null at the top. */
  parent: TopicId | null;
  /** null for a topic that only groups others. */
  line: LineId | null;
  label: Texts;
  pictogram: Pictogram;
  /** Its name is not said where others can see or hear it; paper and desks show `discreetLabel`. */
  sensitive: boolean;
  discreetLabel: Texts | null;
  /** Whose errand it is; a ticket is given only in hours when that body is here. null: the guides'. */
  agency: AgencyId | null;
  /** Minutes by which it goes before others of its line, 0–30. Bounded, so that no one starves. */
  headStartMinutes: number;
  answer: { text: Texts; url: string } | null;
  bring: readonly Texts[];
};

export type Desk = {
  id: DeskId;
  name: Texts;
  /** What it serves when nobody says otherwise. */
  topics: readonly TopicId[];
  languages: readonly Language[];
};

export type Agency = { id: AgencyId; name: Texts; visits: readonly RecurringHours[] };

export type OfficeBook = {
  id: OfficeId;
  name: string;
  /** IANA zone. */
  zone: string;
  /** Offered at this office, in the order the terminal shows them. */
  languages: readonly Language[];
  lines: readonly Line[];
  topics: readonly Topic[];
  desks: readonly Desk[];
  agencies: readonly Agency[];
  hours: readonly RecurringHours[];
  settings: {
    /** May a desk call a given ticket out of turn? */
    callGivenTicket: boolean;
    /** A visitor may be marked absent only after this many calls. */
    callsBeforeNoShow: number;
    /** Terminals stop giving tickets this long before the office closes. */
    lastTicketMinutesBeforeClosing: number;
  };
};
