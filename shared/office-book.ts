/** What an office is: its topics, lines, desks, visiting bodies and hours, as the hub keeps them and the console writes them. */
import type { DisplayListed, Notice, Takeover } from './programme.ts';
import type {
  ActivityId,
  AgencyId,
  DeskId,
  DestinationId,
  EpochMs,
  FeedId,
  InquiryId,
  Language,
  LineId,
  LocalDate,
  OfficeId,
  Pictogram,
  Picture,
  PlaceId,
  PlaceKind,
  PrinterId,
  Series,
  Texts,
  TopicId,
} from './vocabulary.ts';

/** Hours that recur in the office's local time. Expanded to dated instants by server/schedule. */
export type RecurringHours = {
  /** RFC 5545 without DTSTART: 'FREQ=WEEKLY;BYDAY=MO,TH'. */
  rule: string;
  /** First local day it may hold. */
  from: LocalDate;
  /** Last local day it may hold; null: until further notice. */
  until: LocalDate | null;
  /** Local time of day: '09:30'. `closes` is after `opens` on the same day. */
  opens: string;
  closes: string;
};

/** What one day has instead of what the rules say for it. */
export type DayChange = {
  day: LocalDate;
  /** Local times of day; none: nothing that day. */
  spans: readonly { opens: string; closes: string }[];
  /** Told to whoever comes: 'Sjuk'. */
  why: Texts | null;
  /** Where it leaves nothing of what an earlier change had promised: that. Known of the fold, and told by no fact. */
  calledOff?: readonly { opens: string; closes: string }[] | undefined;
};

/** A public holiday that is not one here (`closed: false`), or a day of the office's own on which nothing is open. */
export type Holiday = { day: LocalDate; closed: boolean; name: Texts | null };

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
  /** Its name is not said where others can see or hear it: paper shows `discreetLabel`. */
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

export type Agency = {
  id: AgencyId;
  name: Texts;
  /** For the window, where the name has no room. */
  shortName: Texts | null;
  place: Texts | null;
  /** A language spoken there beside Swedish. */
  speaks: Language | null;
  visits: readonly RecurringHours[];
  /** At most one for a day, in order of day. */
  changes: readonly DayChange[];
};

/** Something around the square that anybody may come to: a language café, homework help. */
export type Activity = {
  id: ActivityId;
  title: Texts;
  shortTitle: Texts | null;
  text: Texts | null;
  image: Picture | null;
  place: Texts | null;
  speaks: Language | null;
  hours: readonly RecurringHours[];
  changes: readonly DayChange[];
  /** Takes place on public holidays, too. */
  onHolidays: boolean;
};

/** An event with its usual days; how single days differ is told apart. */
export type ActivityPlan = Omit<Activity, 'changes'>;

/** A calendar of others: Folkets Hus, the library. */
export type Feed = {
  id: FeedId;
  name: string;
  /** https; null: it is brought as a file. */
  url: string | null;
  /** Its events are shown in the window. */
  shown: boolean;
  /** Whoever sets our hours is told where they overlap its events. */
  watched: boolean;
};

export type Printer = {
  id: PrinterId;
  /** As it stands on its slips: 'Automat 1'. */
  name: Texts;
  /** How the hub reaches it: see printer-connection.ts. */
  connection: string;
  roll: { widthMm: 80 | 58; dotsPerInch: 203 | 180 };
  /** False for one that hears and never says a word: it can be sent to, and never believed. */
  answers: boolean;
};

/** What is lent in the room: a computer, or the inner room for a talk. */
export type Place = { id: PlaceId; kind: PlaceKind; name: Texts };

/** A kind of question that is counted. */
export type Inquiry = { id: InquiryId; label: Texts };
/** Where visitors are sent on to, which is counted. */
export type Destination = { id: DestinationId; label: Texts };

/** Written, and not shown yet. Its id is that of what it will be. */
export type Draft<Content extends { id: string }> = {
  id: Content['id'];
  content: Content;
  /** Who wrote it last, as history names her; null: nobody who had signed in. */
  by: string | null;
  at: EpochMs;
};

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
  /** Days with other opening hours than usual. At most one for a day, in order of day. */
  hoursChanges: readonly DayChange[];
  /** Whose public holidays are kept: an ISO 3166 code; null: none. */
  holidayCountry: string | null;
  /** Where the office differs from the country. At most one for a day, in order of day. */
  holidays: readonly Holiday[];
  activities: readonly Activity[];
  notices: readonly Notice[];
  feeds: readonly Feed[];
  /** The first is the window that does not say which it is. */
  displays: readonly DisplayListed[];
  takeover: Takeover | null;
  /** The first prints the tickets. */
  printers: readonly Printer[];
  inquiries: readonly Inquiry[];
  destinations: readonly Destination[];
  places: readonly Place[];
  noticeDrafts: readonly Draft<Notice>[];
  activityDrafts: readonly Draft<ActivityPlan>[];
  settings: {
    /** May a desk call a given ticket out of turn? */
    callGivenTicket: boolean;
    /** A visitor may be marked absent only after this many calls. */
    callsBeforeNoShow: number;
    /** Terminals stop giving tickets this long before the office closes. */
    lastTicketMinutesBeforeClosing: number;
    /** A number is not called again sooner than this. */
    recallAfterSeconds: number;
    /** Notices and events are drafts first, and another person than their author publishes them. */
    secondPairOfEyes: boolean;
  };
};
