/**
 * What an office book is made of, thing by thing: which of them a fact is about, how it stands in a book, and how
 * it is put there again. History and taking back rest on this. Pure.
 */

import type { Desk, OfficeBook } from '#shared/office-book.ts';
import type { DeskId, LocalDate, TopicId } from '#shared/vocabulary.ts';
import type { OfficeEvent, ServedTopic, WholeBook } from './office-book.ts';

/** Parts of the book that are lists of things with ids. */
const LISTS = [
  'lines',
  'topics',
  'desks',
  'agencies',
  'activities',
  'notices',
  'feeds',
  'displays',
  'printers',
  'inquiries',
  'destinations',
  'places',
  'noticeDrafts',
  'activityDrafts',
] as const;
type ListName = (typeof LISTS)[number];
/** Those that hold at most one thing for a day. */
const DAY_LISTS = ['hoursChanges', 'holidays'] as const;
type DayListName = (typeof DAY_LISTS)[number];
/** Those that are one thing. */
const WHOLES = ['name', 'languages', 'settings', 'hours', 'holidayCountry'] as const;
type WholeName = (typeof WHOLES)[number];

type ThingIn<Name extends ListName> = Name extends 'topics'
  ? ServedTopic
  : OfficeBook[Name][number];

/** One thing of a book as it is; `is: null`: it is not there. */
export type BookThing =
  /** `place`: which in its list it is, from 0. */
  | {
      [Name in ListName]: { kind: Name; id: string; is: ThingIn<Name> | null; place: number };
    }[ListName]
  | {
      [Name in DayListName]: { kind: Name; day: LocalDate; is: OfficeBook[Name][number] | null };
    }[DayListName]
  | { [Name in WholeName]: { kind: Name; is: OfficeBook[Name] } }[WholeName]
  /** As the terminal shows them. */
  | { kind: 'topicOrder'; is: readonly TopicId[] }
  /** Everything but a takeover. */
  | { kind: 'book'; is: WholeBook };

/** Names a thing: 'notices.summer', 'holidays.2026-12-24', 'settings'. */
export type About = string;

/** Which thing a fact is about; null: none that could be put back. */
export function aboutOf(event: OfficeEvent): About | null {
  switch (event.type) {
    case 'OfficeFounded':
    case 'TakeoverBegun':
    case 'TakeoverEnded':
      return null;
    case 'OfficeNamed':
      return 'name';
    case 'LanguagesOffered':
      return 'languages';
    case 'SettingsSet':
      return 'settings';
    case 'HoursSet':
      return 'hours';
    case 'OpeningChanged':
      return `hoursChanges.${event.change.day}`;
    case 'OpeningRestored':
      return `hoursChanges.${event.day}`;
    case 'HolidayCountrySet':
      return 'holidayCountry';
    case 'HolidaySet':
      return `holidays.${event.holiday.day}`;
    case 'HolidayRemoved':
      return `holidays.${event.day}`;
    case 'LineAdded':
    case 'LineSet':
      return `lines.${event.line.id}`;
    case 'LineRemoved':
      return `lines.${event.line}`;
    case 'TopicAdded':
    case 'TopicSet':
      return `topics.${event.topic.id}`;
    case 'TopicRemoved':
      return `topics.${event.topic}`;
    case 'TopicsOrdered':
      return 'topicOrder';
    case 'DeskAdded':
    case 'DeskSet':
      return `desks.${event.desk.id}`;
    case 'DeskRemoved':
      return `desks.${event.desk}`;
    case 'AgencyAdded':
    case 'AgencySet':
      return `agencies.${event.agency.id}`;
    case 'AgencyRemoved':
    case 'VisitsSet':
    case 'VisitChanged':
    case 'VisitRestored':
      return `agencies.${event.agency}`;
    case 'ActivitySet':
      return `activities.${event.activity.id}`;
    case 'ActivityRemoved':
    case 'ActivityChanged':
    case 'ActivityRestored':
      return `activities.${event.activity}`;
    case 'NoticeSet':
      return `notices.${event.notice.id}`;
    case 'NoticeRemoved':
      return `notices.${event.notice}`;
    case 'FeedSet':
      return `feeds.${event.feed.id}`;
    case 'FeedRemoved':
      return `feeds.${event.feed}`;
    case 'DisplaySet':
      return `displays.${event.display.id}`;
    case 'DisplayRemoved':
      return `displays.${event.display}`;
    case 'PrinterAdded':
    case 'PrinterSet':
      return `printers.${event.printer.id}`;
    case 'PrinterRemoved':
      return `printers.${event.printer}`;
    case 'PlaceSet':
      return `places.${event.place.id}`;
    case 'PlaceRemoved':
      return `places.${event.place}`;
    case 'InquirySet':
      return `inquiries.${event.inquiry.id}`;
    case 'InquiryRemoved':
      return `inquiries.${event.inquiry}`;
    case 'DestinationSet':
      return `destinations.${event.destination.id}`;
    case 'DestinationRemoved':
      return `destinations.${event.destination}`;
    case 'NoticeDrafted':
      return `noticeDrafts.${event.draft.id}`;
    case 'ActivityDrafted':
      return `activityDrafts.${event.draft.id}`;
    case 'DraftRemoved':
      return `${event.draft.kind}Drafts.${event.draft.id}`;
    case 'ThingPutBack':
      return nameOf(event.thing);
    case 'BookImported':
      return 'book';
    default:
      return event satisfies never;
  }
}

export const nameOf = (thing: BookThing): About => {
  if ('id' in thing) return `${thing.kind}.${thing.id}`;
  return 'day' in thing ? `${thing.kind}.${thing.day}` : thing.kind;
};

/** How it stands there; undefined where `about` names nothing that a book has. */
export function thingAt(book: OfficeBook, about: About): BookThing | undefined {
  const [kind, id = ''] = about.split('.');
  // Which list is of which things the name decides; TypeScript cannot follow that through a look-up.
  const thing = (parts: object) => ({ kind, ...parts }) as BookThing;
  if (kind === 'book') {
    const { takeover: _, ...whole } = book;
    return thing({ is: whole });
  }
  if (kind === 'topicOrder') return thing({ is: book.topics.map((topic) => topic.id) });
  if (isOneOf(WHOLES, kind)) return thing({ is: book[kind] });
  if (isOneOf(DAY_LISTS, kind))
    return thing({ day: id, is: book[kind].find(({ day }) => day === id) ?? null });
  if (!isOneOf(LISTS, kind)) return undefined;
  const list: readonly { id: string }[] = book[kind];
  const place = list.findIndex((one) => one.id === id);
  const found = list[place];
  if (!found) return thing({ id, is: null, place: list.length });
  const is = kind === 'topics' ? { ...found, servedBy: servedBy(book, id as TopicId) } : found;
  return thing({ id, is, place });
}

/** The book with the thing as it is said to be. */
export function put(book: OfficeBook, thing: BookThing): OfficeBook {
  switch (thing.kind) {
    case 'book':
      return { ...thing.is, takeover: book.takeover };
    case 'topicOrder':
      return { ...book, topics: inOrder(book.topics, thing.is) };
    case 'topics': {
      const { servedBy: desks = [], ...topic } = thing.is ?? {};
      return {
        ...book,
        topics: putIn(
          book.topics,
          thing.id,
          thing.is && (topic as OfficeBook['topics'][number]),
          thing.place,
        ),
        desks: book.desks.map((desk) =>
          servingOrNot(desk, thing.id as TopicId, desks.includes(desk.id)),
        ),
      };
    }
    default: {
      if (!('id' in thing) && !('day' in thing)) return { ...book, [thing.kind]: thing.is };
      if ('day' in thing) {
        const days: readonly { day: LocalDate }[] = book[thing.kind];
        const others = days.filter(({ day }) => day !== thing.day);
        const all = thing.is ? [...others, thing.is] : others;
        return {
          ...book,
          [thing.kind]: all.toSorted((one, other) => (one.day < other.day ? -1 : 1)),
        };
      }
      const list: readonly { id: string }[] = book[thing.kind];
      return { ...book, [thing.kind]: putIn(list, thing.id, thing.is, thing.place) };
    }
  }
}

/** The same thing, wherever in its list. */
export function isSame(one: BookThing, other: BookThing): boolean {
  return nameOf(one) === nameOf(other) && canonical(one.is) === canonical(other.is);
}

/** As JSON, with the fields of every object in order of name: equal things are equal texts. */
export const canonical = (value: unknown, indent = 0): string =>
  JSON.stringify(value, (_key, part) => (isPlain(part) ? inOrderOfName(part) : part), indent);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inOrderOfName = (value: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));

export const servedBy = ({ desks }: OfficeBook, topic: TopicId): readonly DeskId[] =>
  desks.filter(({ topics }) => topics.includes(topic)).map(({ id }) => id);

export function servingOrNot(desk: Desk, topic: TopicId, serves: boolean): Desk {
  if (desk.topics.includes(topic) === serves) return desk;
  const topics = serves ? [...desk.topics, topic] : desk.topics.filter((one) => one !== topic);
  return { ...desk, topics };
}

function putIn<Thing extends { id: string }>(
  list: readonly Thing[],
  id: string,
  thing: Thing | null,
  place: number,
): readonly Thing[] {
  const at = list.findIndex((one) => one.id === id);
  const others = list.filter((one) => one.id !== id);
  if (!thing) return others;
  return at < 0 ? others.toSpliced(place, 0, thing) : list.with(at, thing);
}

/** Those that are not named stay behind the others. */
function inOrder<Thing extends { id: string }>(
  things: readonly Thing[],
  ids: readonly string[],
): readonly Thing[] {
  const rank = new Map(ids.map((id, index) => [id, index]));
  const last = ids.length;
  return things.toSorted((a, b) => (rank.get(a.id) ?? last) - (rank.get(b.id) ?? last));
}

const isOneOf = <Name extends string>(
  names: readonly Name[],
  name: string | undefined,
): name is Name => names.some((one) => one === name);
