/** The office book as GET /offices/<office>/book tells it, as far as it is written here. */
import type { DisplayListed, Notice, Takeover } from '#shared/programme.ts';
import type {
  Language,
  LocalDate,
  Pictogram,
  Picture,
  PlaceKind,
  Texts,
} from '#shared/vocabulary.ts';

export type RecurringHours = {
  rule: string;
  from: LocalDate;
  until: LocalDate | null;
  opens: string;
  closes: string;
};
export type DayChange = {
  day: LocalDate;
  spans: readonly { opens: string; closes: string }[];
  why: Texts | null;
};
type Agency = {
  id: string;
  name: Texts;
  shortName: Texts | null;
  place: Texts | null;
  speaks: Language | null;
  visits: readonly RecurringHours[];
  changes: readonly DayChange[];
};
type ActivityPlan = {
  id: string;
  title: Texts;
  shortTitle: Texts | null;
  text: Texts | null;
  image: Picture | null;
  place: Texts | null;
  speaks: Language | null;
  hours: readonly RecurringHours[];
  onHolidays: boolean;
};
/** `name`: of whoever wrote it; null: nobody who had signed in. */
type Draft<Content> = { id: string; content: Content; name: string | null; at: number };
type Topic = {
  id: string;
  parent: string | null;
  line: string | null;
  label: Texts;
  pictogram: Pictogram;
  sensitive: boolean;
  discreetLabel: Texts | null;
  agency: string | null;
  headStartMinutes: number;
  answer: { text: Texts; url: string } | null;
  bring: readonly Texts[];
};
type Desk = {
  id: string;
  name: Texts;
  topics: readonly string[];
  languages: readonly Language[];
};
export type Settings = {
  callGivenTicket: boolean;
  callsBeforeNoShow: number;
  lastTicketMinutesBeforeClosing: number;
  recallAfterSeconds: number;
  secondPairOfEyes: boolean;
};

export type Book = {
  id: string;
  name: string;
  zone: string;
  languages: readonly Language[];
  lines: readonly { id: string; series: string; mayWait: number }[];
  topics: readonly Topic[];
  desks: readonly Desk[];
  agencies: readonly Agency[];
  hours: readonly RecurringHours[];
  hoursChanges: readonly DayChange[];
  holidayCountry: string | null;
  holidays: readonly { day: LocalDate; closed: boolean; name: Texts | null }[];
  activities: readonly (ActivityPlan & { changes: readonly DayChange[] })[];
  activityDrafts: readonly Draft<ActivityPlan>[];
  notices: readonly Notice[];
  noticeDrafts: readonly Draft<Notice>[];
  feeds: readonly {
    id: string;
    name: string;
    url: string | null;
    shown: boolean;
    watched: boolean;
  }[];
  displays: readonly DisplayListed[];
  inquiries: readonly { id: string; label: Texts }[];
  destinations: readonly { id: string; label: Texts }[];
  places: readonly { id: string; kind: PlaceKind; name: Texts }[];
  settings: Settings;
  takeover: Takeover | null;
  edition: { version: number; at: number };
};

/** An id for something new, after what it is called: 'Sommarstängt i juli' → 'sommarstangt-i-juli'. */
export function newId(name: string, taken: readonly string[]): string {
  const plain =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 36) || 'ny';
  for (let nth = 1; ; nth += 1) {
    const id = nth === 1 ? plain : `${plain}-${nth}`;
    if (!taken.includes(id)) return id;
  }
}
