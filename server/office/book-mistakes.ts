/**
 * What makes an office book one that a queue can be run by. Rules O4… in docs/spec.md.
 * Pure, and patient: it looks for every mistake and not for the first.
 */

import type { DayChange, OfficeBook, RecurringHours, Topic } from '#shared/office-book.ts';
import type { AgencyId, DeskId, LineId, TopicId } from '#shared/vocabulary.ts';
import { isHolidayCountry } from '../schedule/holidays.ts';
import { hoursMistakes } from '../schedule/recurring-hours.ts';
import { isDay, isTime } from '../schedule/wall-time.ts';
import type { OfficeEvent } from './office-book.ts';
import { CONNECTION_WORDS, connectionOf } from './printer-connection.ts';

/** A screen shows no more at once: four rows of two that a thumb can hit. */
const TOPICS_ON_A_SCREEN = 8;

/** What is wrong, and in words for whoever wrote the book. */
const MISTAKES = {
  'no-such-zone': 'is not a time zone of the IANA list, such as Europe/Stockholm',
  'swedish-is-missing': 'must have Swedish among the languages: other texts fall back on it',
  'named-twice': 'is there already',
  'series-is-not-a-letter': 'must be one capital letter, A to Z',
  'series-used-twice': 'is the series of another line: two visitors would have one number',
  'out-of-bounds': 'is outside what is allowed',
  'too-many-topics': `has more than ${TOPICS_ON_A_SCREEN} topics on one screen`,
  'no-such-parent': 'names a parent that is not a topic',
  'parent-is-not-at-the-top': 'lies on a third level: there are only two',
  'group-has-a-line': 'only groups other topics, so no ticket is given for it and it has no line',
  'topic-without-a-line': 'needs a line for its tickets',
  'no-such-line': 'names a line that is not there',
  'no-such-agency': 'names a visiting body that is not there',
  'sensitive-without-discreet-label': 'is sensitive and needs a discreetLabel to show and print',
  'discreet-label-reveals': 'has a discreetLabel with the words it is meant to hide',
  'nobody-serves-it': 'is served by no desk: its visitors would wait in vain',
  'serves-nothing': 'serves no topic at all: are its lines there?',
  'no-such-topic': 'names a topic that is not there',
  'desk-serves-a-group': 'names a topic that only groups others',
  'language-not-offered': 'names a language the office does not offer',
  'no-such-connection': `must have as its connection ${CONNECTION_WORDS}`,
  'rule-is-not-understood':
    'must be days as RFC 5545 says them, such as FREQ=WEEKLY;BYDAY=MO,TH; no times of day',
  'no-such-day': 'must begin on a day of the calendar, such as 2026-01-01',
  'ends-before-it-begins': 'must not end before it has begun',
  'no-such-time': 'must be times of day, such as 09:30',
  'closes-before-it-opens': 'must close after it opens, on the same day',
  'too-many': 'are more than an office can have',
  'takeover-lasts-wrong':
    'must last 10 seconds to 12 hours: seconds from 10 to 43200, or such an until',
  'too-far-away': 'is further off than anything is planned or kept',
  'no-such-country': 'must be a country as ISO 3166 has it, such as SE',
  'no-such-address': 'must be an address that begins with https:// and names no user',
} as const;

/** `at` leads to it, by ids: 'topics.housing.line'. */
export type BookMistake = { readonly at: string; readonly mistake: keyof typeof MISTAKES };

const HEAD_START_MINUTES = { least: 0, most: 30 };
const MAY_WAIT = { least: 1, most: 10_000 };
const CALLS_BEFORE_NO_SHOW = { least: 1, most: 5 };
const LAST_TICKET_MINUTES = { least: 0, most: 120 };
export const NOTICE_WEIGHT = { least: 1, most: 10 };
/** As long as a page may stay in the window: one that is not read hides the others. */
const NOTICE_SECONDS = { least: 8, most: 60 };
const VIEWING_DISTANCE_MM = { least: 300, most: 50_000 };
const PANEL_WIDTH_MM = { least: 150, most: 10_000 };

const RECALL_AFTER_SECONDS = { least: 0, most: 120 };

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const TAKEOVER_MS = { least: 10 * SECOND_MS, most: 12 * 3600 * SECOND_MS };
/** What is always true stands for years. */
const NOTICE_MOST_MS = 3660 * DAY_MS;
/** How far from today a single day may be told of. */
const DAYS_BACK = 400;
const DAYS_AHEAD = 800;

/** A person keeps them in order; a screen and a hub must be able to show them. */
const MOST = {
  agencies: 60,
  activities: 100,
  notices: 100,
  feeds: 10,
  displays: 20,
  desks: 60,
  printers: 20,
  /** As many as somebody finds her way among while a visitor waits. */
  inquiries: 60,
  destinations: 60,
  places: 60,
  changes: 400,
  hours: 50,
  spansOfADay: 6,
};

type Bounds = { readonly least: number; readonly most: number };

export function bookMistakes(book: OfficeBook): readonly BookMistake[] {
  return [
    ...officeMistakes(book),
    ...lineMistakes(book),
    ...agencyMistakes(book),
    ...topicMistakes(book),
    ...deskMistakes(book),
    ...printerMistakes(book),
    ...activityMistakes(book),
    ...noticeMistakes(book),
    ...feedMistakes(book),
    ...displayMistakes(book),
    ...takeoverMistakes(book),
    ...listMistakes('inquiries', book.inquiries, MOST.inquiries),
    ...listMistakes('destinations', book.destinations, MOST.destinations),
    ...listMistakes('places', book.places, MOST.places),
    ...draftMistakes(book),
  ];
}

/** What is wrong with the day that a fact tells of, seen from when it is told. */
export function dayMistakes(event: OfficeEvent): readonly BookMistake[] {
  const day = 'change' in event ? event.change.day : 'holiday' in event ? event.holiday.day : null;
  if (day === null || !isDay(day)) return []; // what is no day at all is told of the book
  const awayMs = Date.parse(day) - event.at;
  return when(awayMs < -DAYS_BACK * DAY_MS || awayMs > DAYS_AHEAD * DAY_MS, 'day', 'too-far-away');
}

/** One sentence for a person: 'topics.housing names a line that is not there'. */
export const inWords = ({ at, mistake }: BookMistake): string => `${at} ${MISTAKES[mistake]}`;

function officeMistakes(book: OfficeBook): BookMistake[] {
  const { callsBeforeNoShow, lastTicketMinutesBeforeClosing, recallAfterSeconds } = book.settings;
  return [
    ...when(!isZone(book.zone), 'zone', 'no-such-zone'),
    ...when(!book.languages.includes('sv'), 'languages', 'swedish-is-missing'),
    ...namedTwice(book.languages).map((tag) => found(`languages.${tag}`, 'named-twice')),
    ...when(
      !isWithin(callsBeforeNoShow, CALLS_BEFORE_NO_SHOW),
      'settings.callsBeforeNoShow',
      'out-of-bounds',
    ),
    ...when(
      !isWithin(lastTicketMinutesBeforeClosing, LAST_TICKET_MINUTES),
      'settings.lastTicketMinutesBeforeClosing',
      'out-of-bounds',
    ),
    ...when(
      !isWithin(recallAfterSeconds, RECALL_AFTER_SECONDS),
      'settings.recallAfterSeconds',
      'out-of-bounds',
    ),
    ...mistakesInHours('hours', book.hours),
    ...mistakesInChanges('hoursChanges', book.hoursChanges),
    ...when(
      book.holidayCountry !== null && !isHolidayCountry(book.holidayCountry),
      'holidayCountry',
      'no-such-country',
    ),
    ...mistakesInDays('holidays', book.holidays),
  ];
}

function lineMistakes({ lines }: OfficeBook): BookMistake[] {
  const usedTwice = new Set(namedTwice(lines.map(({ series }) => series)));
  return [
    ...namedTwice(lines.map(({ id }) => id)).map((id) => found(`lines.${id}`, 'named-twice')),
    ...lines.flatMap(({ id, series, mayWait }) => [
      ...when(!/^[A-Z]$/.test(series), `lines.${id}.series`, 'series-is-not-a-letter'),
      ...when(usedTwice.has(series), `lines.${id}.series`, 'series-used-twice'),
      ...when(!isWithin(mayWait, MAY_WAIT), `lines.${id}.mayWait`, 'out-of-bounds'),
    ]),
  ];
}

function agencyMistakes({ agencies }: OfficeBook): BookMistake[] {
  return [
    ...namedTwice(agencies.map(({ id }) => id)).map((id) => found(`agencies.${id}`, 'named-twice')),
    ...when(agencies.length > MOST.agencies, 'agencies', 'too-many'),
    ...agencies.flatMap(({ id, visits, changes }) => [
      ...mistakesInHours(`agencies.${id}.visits`, visits),
      ...mistakesInChanges(`agencies.${id}.changes`, changes),
    ]),
  ];
}

function topicMistakes(book: OfficeBook): BookMistake[] {
  const { topics, desks } = book;
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const lines = new Set<LineId>(book.lines.map(({ id }) => id));
  const agencies = new Set<AgencyId>(book.agencies.map(({ id }) => id));
  const groups = new Set(topics.map(({ parent }) => parent));
  const served = new Set<TopicId>(desks.flatMap((desk) => desk.topics));
  const onScreen = (parent: TopicId | null) =>
    topics.filter((topic) => topic.parent === parent).length;

  return [
    ...namedTwice(topics.map(({ id }) => id)).map((id) => found(`topics.${id}`, 'named-twice')),
    ...when(onScreen(null) > TOPICS_ON_A_SCREEN, 'topics', 'too-many-topics'),
    ...topics.flatMap((topic) => {
      const { id, parent, line, agency } = topic;
      const at = `topics.${id}`;
      const isGroup = groups.has(id);
      return [
        ...when(onScreen(id) > TOPICS_ON_A_SCREEN, at, 'too-many-topics'),
        ...when(parent !== null && !byId.has(parent), at, 'no-such-parent'),
        ...when(
          parent !== null && (byId.get(parent)?.parent ?? null) !== null,
          at,
          'parent-is-not-at-the-top',
        ),
        ...when(isGroup && line !== null, at, 'group-has-a-line'),
        ...when(!isGroup && line === null, at, 'topic-without-a-line'),
        ...when(line !== null && !lines.has(line), at, 'no-such-line'),
        ...when(agency !== null && !agencies.has(agency), at, 'no-such-agency'),
        ...when(
          !isWithin(topic.headStartMinutes, HEAD_START_MINUTES),
          `${at}.headStartMinutes`,
          'out-of-bounds',
        ),
        ...when(!isGroup && !served.has(id), at, 'nobody-serves-it'),
        ...discretionMistakes(topic, at),
      ];
    }),
  ];
}

function discretionMistakes({ sensitive, label, discreetLabel }: Topic, at: string): BookMistake[] {
  if (!sensitive) return [];
  if (!discreetLabel) return [found(at, 'sensitive-without-discreet-label')];
  const shown = Object.values(discreetLabel).join(' ').toLowerCase();
  const hidden = Object.values(label).filter((text) => text !== undefined);
  return when(
    hidden.some((text) => shown.includes(text.toLowerCase())),
    at,
    'discreet-label-reveals',
  );
}

function deskMistakes(book: OfficeBook): BookMistake[] {
  const groups = new Set(book.topics.map(({ parent }) => parent));
  const topics = new Set(book.topics.map(({ id }) => id));
  return [
    ...when(book.desks.length > MOST.desks, 'desks', 'too-many'),
    ...namedTwice<DeskId>(book.desks.map(({ id }) => id)).map((id) =>
      found(`desks.${id}`, 'named-twice'),
    ),
    ...book.desks.flatMap((desk) => [
      ...when(desk.topics.length === 0, `desks.${desk.id}`, 'serves-nothing'),
      ...desk.topics.flatMap((topic) => {
        const at = `desks.${desk.id}.topics.${topic}`;
        return [
          ...when(!topics.has(topic), at, 'no-such-topic'),
          ...when(groups.has(topic), at, 'desk-serves-a-group'),
        ];
      }),
      ...desk.languages
        .filter((language) => !book.languages.includes(language))
        .map((language) => found(`desks.${desk.id}.languages.${language}`, 'language-not-offered')),
    ]),
  ];
}

function printerMistakes({ printers }: OfficeBook): BookMistake[] {
  return [
    ...when(printers.length > MOST.printers, 'printers', 'too-many'),
    ...namedTwice(printers.map(({ id }) => id)).map((id) => found(`printers.${id}`, 'named-twice')),
    ...printers.flatMap(({ id, connection }) =>
      when(connectionOf(connection) === null, `printers.${id}`, 'no-such-connection'),
    ),
  ];
}

function activityMistakes({ activities }: OfficeBook): BookMistake[] {
  return [
    ...listMistakes('activities', activities, MOST.activities),
    ...activities.flatMap(({ id, hours, changes }) => [
      ...mistakesInHours(`activities.${id}.hours`, hours),
      ...mistakesInChanges(`activities.${id}.changes`, changes),
    ]),
  ];
}

/** A draft may not hold what could not be published. */
function draftMistakes({ noticeDrafts, activityDrafts }: OfficeBook): BookMistake[] {
  return [
    ...listMistakes('noticeDrafts', noticeDrafts, MOST.notices),
    ...listMistakes('activityDrafts', activityDrafts, MOST.activities),
    ...noticeDrafts.flatMap(({ content }) => mistakesInNotice('noticeDrafts', content)),
    ...activityDrafts.flatMap(({ id, content }) =>
      mistakesInHours(`activityDrafts.${id}.hours`, content.hours),
    ),
  ];
}

function noticeMistakes({ notices }: OfficeBook): BookMistake[] {
  return [
    ...listMistakes('notices', notices, MOST.notices),
    ...notices.flatMap((notice) => mistakesInNotice('notices', notice)),
  ];
}

function mistakesInNotice(
  list: string,
  { id, from, until, weight, seconds }: OfficeBook['notices'][number],
): BookMistake[] {
  const at = `${list}.${id}`;
  return [
    ...when(until <= from, `${at}.until`, 'ends-before-it-begins'),
    ...when(until - from > NOTICE_MOST_MS, `${at}.until`, 'too-far-away'),
    ...when(!isWithin(weight, NOTICE_WEIGHT), `${at}.weight`, 'out-of-bounds'),
    ...when(
      seconds !== null && !isWithin(seconds, NOTICE_SECONDS),
      `${at}.seconds`,
      'out-of-bounds',
    ),
  ];
}

function feedMistakes({ feeds }: OfficeBook): BookMistake[] {
  return [
    ...listMistakes('feeds', feeds, MOST.feeds),
    ...feeds.flatMap(({ id, url }) =>
      when(url !== null && !isFeedAddress(url), `feeds.${id}.url`, 'no-such-address'),
    ),
  ];
}

function displayMistakes({ displays }: OfficeBook): BookMistake[] {
  return [
    ...listMistakes('displays', displays, MOST.displays),
    ...displays.flatMap(({ id, viewingDistanceMm, panelWidthMm }) => [
      ...when(
        !isWithin(viewingDistanceMm, VIEWING_DISTANCE_MM),
        `displays.${id}.viewingDistanceMm`,
        'out-of-bounds',
      ),
      ...when(
        !isWithin(panelWidthMm, PANEL_WIDTH_MM),
        `displays.${id}.panelWidthMm`,
        'out-of-bounds',
      ),
    ]),
  ];
}

/** It is never without an end, nor so short that nobody reads it. */
function takeoverMistakes({ takeover }: OfficeBook): BookMistake[] {
  if (!takeover) return [];
  const lastsMs = takeover.until - takeover.from;
  return when(!isWithin(lastsMs, TAKEOVER_MS), 'takeover', 'takeover-lasts-wrong');
}

function listMistakes(at: string, things: readonly { id: string }[], most: number): BookMistake[] {
  return [
    ...namedTwice(things.map(({ id }) => id)).map((id) => found(`${at}.${id}`, 'named-twice')),
    ...when(things.length > most, at, 'too-many'),
  ];
}

function mistakesInHours(at: string, hours: readonly RecurringHours[]): BookMistake[] {
  return [
    ...when(hours.length > MOST.hours, at, 'too-many'),
    ...hours.flatMap((one, index) =>
      hoursMistakes(one).map((mistake) => found(`${at}.${index}`, mistake)),
    ),
  ];
}

function mistakesInChanges(at: string, changes: readonly DayChange[]): BookMistake[] {
  return [
    ...mistakesInDays(at, changes),
    ...when(changes.length > MOST.changes, at, 'too-many'),
    ...changes.flatMap(({ day, spans }) => [
      ...when(spans.length > MOST.spansOfADay, `${at}.${day}`, 'too-many'),
      ...spans.flatMap(({ opens, closes }) =>
        isTime(opens) && isTime(closes)
          ? when(closes <= opens, `${at}.${day}`, 'closes-before-it-opens')
          : [found(`${at}.${day}`, 'no-such-time')],
      ),
    ]),
  ];
}

function mistakesInDays(at: string, days: readonly { day: string }[]): BookMistake[] {
  const named = days.map(({ day }) => day);
  return [
    ...named.filter((day) => !isDay(day)).map((day) => found(`${at}.${day}`, 'no-such-day')),
    ...namedTwice(named).map((day) => found(`${at}.${day}`, 'named-twice')),
  ];
}

/** Where the hub will look is held to more when it does: see server/feeds. */
function isFeedAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

const found = (at: string, mistake: BookMistake['mistake']): BookMistake => ({ at, mistake });
const when = (wrong: boolean, at: string, mistake: BookMistake['mistake']): BookMistake[] =>
  wrong ? [found(at, mistake)] : [];

const isWithin = (value: number, { least, most }: Bounds): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What occurs more than once, each once. */
const namedTwice = <Name>(names: readonly Name[]): Name[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) < index)),
];

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    // An offset such as +01:00 is accepted by Temporal, and knows nothing of summer time.
    return !/^[+-]/.test(zone);
  } catch {
    return false; // RangeError: that is the answer
  }
}
