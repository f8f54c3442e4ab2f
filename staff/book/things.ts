/**
 * What can be written in the office book beside its calendar, thing by thing: which fields it has, and what is asked of
 * the hub when it is saved or removed. The forms are drawn from this.
 */
import type { TextKey } from '#shared/languages/texts.ts';
import type { Texts } from '#shared/vocabulary.ts';
import { type Book, officeNow, officeToday } from './book.ts';
import {
  agencies,
  groupsOf,
  languages,
  lineName,
  lines,
  type Option,
  pictograms,
  placeKinds,
  priorities,
  TOPICS_ON_A_SCREEN,
  topics,
} from './options.ts';

/** How one thing of a form is written. Its name is what the hub calls it. */
export type Field = { name: string; label: TextKey; hint?: TextKey; optional?: boolean } & (
  | { kind: 'texts'; most: number; long?: boolean }
  | { kind: 'text'; most: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'check' }
  | { kind: 'choice'; options: (book: Book, of: Value) => readonly Option[] }
  | {
      kind: 'many';
      options: (book: Book, of: Value) => readonly Option[];
      /** Of what may have none at all. */
      mayBeNone?: (of: Value) => boolean;
    }
  | { kind: 'hours' }
  | { kind: 'moment' }
  | { kind: 'day' }
  | { kind: 'picture' }
  /** Up to three short texts. */
  | { kind: 'list'; most: number }
  /** A leaflet: a sentence and an address. */
  | { kind: 'answer' }
);

export type Value = Record<string, unknown>;
type Asked = { path: string; body: Value };

export type Kind = {
  /** Of the list, and of one that is added. */
  title: TextKey;
  add: TextKey;
  list: (book: Book) => readonly Value[];
  nameOf: (thing: Value, book: Book) => Texts | string;
  fields: readonly Field[];
  blank: (book: Book) => Value;
  /** What the hub is asked, below the office's own path: one request, so that it stands or falls whole. */
  save: (id: string, value: Value) => Asked;
  remove: ((id: string) => Asked) | null;
  /** It can be written first and shown later. */
  draft?: {
    kind: 'notice' | 'activity';
    of: (book: Book) => readonly { id: string; content: Value; name: string | null; at: number }[];
  };
  /** The request by its name on the socket, for a picture of what the window would show. */
  preview?: (id: string, value: Value) => Value;
};

const TITLE = 80;
const TEXT = 400;
const SHORT = 30;
const LABEL = 46;

/** Without what is in the path, and without what the hub makes itself. */
const bodyOf = (value: Value, ...leftOut: string[]): Value =>
  Object.fromEntries(
    Object.entries(value).filter(([name]) => name !== 'id' && !leftOut.includes(name)),
  );
/** Set and removed below `path`, by its id. */
const keptAt = (path: string, ...leftOut: string[]) => ({
  save: (id: string, value: Value) => ({
    path: `/${path}/${id}/set`,
    body: bodyOf(value, ...leftOut),
  }),
  remove: (id: string) => ({ path: `/${path}/${id}/remove`, body: {} }),
});

const speaks: Field = {
  kind: 'choice',
  name: 'speaks',
  label: 'staff.book-speaks',
  hint: 'staff.book-speaks-hint',
  optional: true,
  options: () => languages,
};
const place: Field = {
  kind: 'texts',
  name: 'place',
  label: 'staff.book-place',
  most: TITLE,
  optional: true,
};

const text: Field = {
  kind: 'texts',
  name: 'text',
  label: 'staff.book-text',
  most: TEXT,
  long: true,
  optional: true,
};
const picture: Field = { kind: 'picture', name: 'image', label: 'staff.picture', optional: true };
/** For the window, where the other has no room. */
const short = (name: string): Field => ({
  ...{ kind: 'texts', name, label: 'staff.book-short', hint: 'staff.book-short-hint' },
  ...{ most: SHORT, optional: true },
});
/** What is counted has a name, and nothing else. */
const ONE_LABEL = {
  nameOf: (thing: Value) => thing['label'] as Texts,
  fields: [{ kind: 'texts', name: 'label', label: 'staff.name', most: LABEL }] as readonly Field[],
  blank: () => ({ label: null }),
};

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
export const KINDS = {
  agencies: {
    title: 'staff.book-agencies',
    add: 'staff.book-add-agency',
    list: (book) => book.agencies,
    nameOf: (agency) => agency['name'] as Texts,
    fields: [
      { kind: 'texts', name: 'name', label: 'staff.name', most: TITLE },
      short('shortName'),
      place,
      speaks,
      { kind: 'hours', name: 'visits', label: 'staff.book-visits' },
    ],
    blank: () => ({ name: null, shortName: null, place: null, speaks: null, visits: [] }),
    ...keptAt('agencies', 'changes'),
  },
  activities: {
    title: 'staff.book-activities',
    add: 'staff.book-add-activity',
    list: (book) => book.activities,
    nameOf: (activity) => activity['title'] as Texts,
    fields: [
      { kind: 'texts', name: 'title', label: 'staff.book-title', most: TITLE },
      short('shortTitle'),
      text,
      picture,
      place,
      speaks,
      { kind: 'hours', name: 'hours', label: 'staff.book-when' },
      { kind: 'check', name: 'onHolidays', label: 'staff.book-on-holidays' },
    ],
    blank: () => ({
      ...{ title: null, shortTitle: null, text: null, image: null, place: null, speaks: null },
      ...{ hours: [], onHolidays: false },
    }),
    ...keptAt('activities', 'changes'),
    draft: { kind: 'activity', of: (book) => book.activityDrafts },
    preview: (id, value) => ({
      request: 'activity:set',
      activity: id,
      ...bodyOf(value, 'changes'),
    }),
  },
  notices: {
    title: 'staff.book-notices',
    add: 'staff.book-add-notice',
    list: (book) => book.notices,
    nameOf: (notice) => notice['title'] as Texts,
    fields: [
      { kind: 'texts', name: 'title', label: 'staff.book-title', most: TITLE },
      text,
      picture,
      {
        kind: 'choice',
        name: 'priority',
        label: 'staff.book-priority',
        hint: 'staff.book-priority-hint',
        options: () => priorities,
      },
      { kind: 'moment', name: 'from', label: 'staff.book-from' },
      { kind: 'moment', name: 'until', label: 'staff.book-until' },
    ],
    blank: (book) => {
      const from = officeNow(book);
      return {
        ...{ title: null, text: null, image: null, priority: 'normal', weight: 1, seconds: null },
        ...{ from, until: from + 7 * 86_400_000 },
      };
    },
    ...keptAt('notices'),
    draft: { kind: 'notice', of: (book) => book.noticeDrafts },
    preview: (id, value) => ({ request: 'notice:set', notice: id, ...bodyOf(value) }),
  },
  topics: {
    title: 'staff.book-topics',
    add: 'staff.book-add-topic',
    list: (book) =>
      book.topics.map((topic) => ({
        ...topic,
        desks: book.desks.filter((desk) => desk.topics.includes(topic.id)).map(({ id }) => id),
      })),
    nameOf: (topic) => topic['label'] as Texts,
    fields: [
      {
        kind: 'texts',
        name: 'label',
        label: 'staff.book-label',
        hint: 'staff.book-label-hint',
        most: LABEL,
      },
      {
        kind: 'choice',
        name: 'parent',
        label: 'staff.book-parent',
        optional: true,
        options: (book, of) =>
          groupsOf(book)
            .filter(({ id }) => id !== of['id'])
            .map(({ id, label }) => ({ value: id, text: label })),
      },
      {
        kind: 'choice',
        name: 'line',
        label: 'staff.book-line',
        hint: 'staff.book-line-hint',
        optional: true,
        options: lines,
      },
      {
        kind: 'choice',
        name: 'pictogram',
        label: 'staff.book-pictogram',
        options: () => pictograms,
      },
      {
        kind: 'choice',
        name: 'agency',
        label: 'staff.book-of-agency',
        optional: true,
        options: agencies,
      },
      { kind: 'list', name: 'bring', label: 'staff.book-bring', most: TITLE },
      { kind: 'answer', name: 'answer', label: 'staff.book-answer', optional: true },
      { kind: 'check', name: 'sensitive', label: 'staff.book-sensitive' },
      {
        kind: 'texts',
        name: 'discreetLabel',
        label: 'staff.book-discreet',
        hint: 'staff.book-discreet-hint',
        most: LABEL,
        optional: true,
      },
      {
        kind: 'number',
        name: 'headStartMinutes',
        label: 'staff.book-head-start',
        hint: 'staff.book-head-start-hint',
        min: 0,
        max: 30,
      },
      {
        kind: 'many',
        name: 'desks',
        label: 'staff.book-served-by',
        options: (book) => book.desks.map(({ id, name }) => ({ value: id, text: name })),
        // What only groups others is served nowhere.
        mayBeNone: (topic) => topic['line'] === null,
      },
    ],
    blank: (book) => ({
      ...{ label: null, line: book.lines[0]?.id ?? null, pictogram: 'question' },
      // Where the first screen is full it can only be on a second.
      parent: groupsOf(book).length < TOPICS_ON_A_SCREEN ? null : (groupsOf(book)[0]?.id ?? null),
      ...{ sensitive: false, discreetLabel: null, agency: null, headStartMinutes: 0 },
      ...{ answer: null, bring: [] },
    }),
    ...keptAt('topics'),
  },
  desks: {
    title: 'staff.book-desks',
    add: 'staff.book-add-desk',
    list: (book) => book.desks,
    nameOf: (desk) => desk['name'] as Texts,
    fields: [
      { kind: 'texts', name: 'name', label: 'staff.name', most: SHORT },
      { kind: 'many', name: 'topics', label: 'staff.book-serves', options: topics },
      {
        kind: 'many',
        name: 'languages',
        label: 'staff.book-in-languages',
        options: (book) =>
          languages.filter(({ value }) => book.languages.some((one) => one === value)),
      },
    ],
    blank: (book) => ({
      name: null,
      topics: topics(book).map(({ value }) => value),
      languages: [...book.languages],
    }),
    ...keptAt('desk-cards'),
  },
  feeds: {
    title: 'staff.book-feeds',
    add: 'staff.book-add-feed',
    list: (book) => book.feeds,
    nameOf: (feed) => String(feed['name']),
    fields: [
      { kind: 'text', name: 'name', label: 'staff.name', most: 60 },
      {
        kind: 'text',
        name: 'url',
        label: 'staff.book-url',
        hint: 'staff.book-url-hint',
        most: 500,
        optional: true,
      },
      { kind: 'check', name: 'shown', label: 'staff.book-shown' },
      { kind: 'check', name: 'watched', label: 'staff.book-watched' },
    ],
    blank: () => ({ name: '', url: null, shown: true, watched: true }),
    ...keptAt('feeds'),
  },
  displays: {
    title: 'staff.book-displays',
    add: 'staff.book-add-display',
    list: (book) => book.displays,
    nameOf: (display) => display['name'] as Texts,
    fields: [
      { kind: 'texts', name: 'name', label: 'staff.name', most: TITLE },
      { kind: 'number', name: 'panelWidthMm', label: 'staff.book-panel', min: 150, max: 10_000 },
      {
        kind: 'number',
        name: 'viewingDistanceMm',
        label: 'staff.book-distance',
        hint: 'staff.book-distance-hint',
        min: 300,
        max: 50_000,
      },
    ],
    blank: () => ({ name: null, panelWidthMm: 1_210, viewingDistanceMm: 5_000 }),
    ...keptAt('displays'),
  },
  holidays: {
    title: 'staff.book-holidays',
    add: 'staff.book-add-holiday',
    list: (book) => book.holidays.map((holiday) => ({ id: holiday.day, ...holiday })),
    nameOf: (holiday) => String(holiday['day']),
    fields: [
      { kind: 'day', name: 'day', label: 'staff.book-day' },
      { kind: 'check', name: 'closed', label: 'staff.book-closed' },
      { kind: 'texts', name: 'name', label: 'staff.book-why', most: TITLE, optional: true },
    ],
    blank: (book) => ({ day: officeToday(book), closed: true, name: null }),
    save: (id, value) => ({
      path: `/holidays/${value['day']}/set`,
      // Another day: it is no longer on the one it was.
      body: { ...bodyOf(value, 'day'), ...(isDay(id) && { movedFrom: id }) },
    }),
    remove: (id) => ({ path: `/holidays/${id}/remove`, body: {} }),
  },
  places: {
    title: 'staff.book-places',
    add: 'staff.book-add-place',
    list: (book) => book.places,
    ...keptAt('place-cards'),
    nameOf: (thing) => thing['name'] as Texts,
    fields: [
      { kind: 'texts', name: 'name', label: 'staff.name', most: SHORT },
      {
        kind: 'choice',
        name: 'kind',
        label: 'staff.book-place-kind',
        options: () => placeKinds,
      },
    ],
    blank: () => ({ name: null, kind: 'computer' }),
  },
  inquiries: {
    title: 'staff.book-inquiries',
    add: 'staff.book-add-inquiry',
    list: (book) => book.inquiries,
    ...keptAt('inquiries'),
    ...ONE_LABEL,
  },
  destinations: {
    title: 'staff.book-destinations',
    add: 'staff.book-add-destination',
    list: (book) => book.destinations,
    ...keptAt('destinations'),
    ...ONE_LABEL,
  },
  lines: {
    title: 'staff.book-lines',
    add: 'staff.book-add-line',
    list: (book) => book.lines,
    ...keptAt('lines'),
    nameOf: (line, book) => lineName(line as Book['lines'][number], book),
    fields: [
      {
        kind: 'text',
        name: 'series',
        label: 'staff.book-series',
        hint: 'staff.book-series-hint',
        most: 1,
      },
      { kind: 'number', name: 'mayWait', label: 'staff.book-may-wait', min: 1, max: 10_000 },
    ],
    blank: () => ({ series: '', mayWait: 60 }),
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
export const kindOf = (name: KindName): Kind => KINDS[name];
