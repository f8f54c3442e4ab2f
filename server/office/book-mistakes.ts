/**
 * What makes an office book one that a queue can be run by. Rules O4… in docs/spec.md.
 * Pure, and patient: it looks for every mistake and not for the first.
 */
import type { AgencyId, DeskId, LineId, TopicId } from '#shared/vocabulary.ts';
import { hoursMistakes } from '../schedule/recurring-hours.ts';
import type { OfficeBook, RecurringHours, Topic } from './office-book.ts';
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
  'no-such-time': 'must be times of day, such as 09:30',
  'closes-before-it-opens': 'must close after it opens, on the same day',
} as const;

/** `at` leads to it, by ids: 'topics.housing.line'. */
export type BookMistake = { readonly at: string; readonly mistake: keyof typeof MISTAKES };

const HEAD_START_MINUTES = { least: 0, most: 30 };
const MAY_WAIT = { least: 1, most: 10_000 };
const CALLS_BEFORE_NO_SHOW = { least: 1, most: 5 };
const LAST_TICKET_MINUTES = { least: 0, most: 120 };

type Bounds = { readonly least: number; readonly most: number };

export function bookMistakes(book: OfficeBook): readonly BookMistake[] {
  return [
    ...officeMistakes(book),
    ...lineMistakes(book),
    ...agencyMistakes(book),
    ...topicMistakes(book),
    ...deskMistakes(book),
    ...printerMistakes(book),
  ];
}

/** One sentence for a person: 'topics.housing names a line that is not there'. */
export const inWords = ({ at, mistake }: BookMistake): string => `${at} ${MISTAKES[mistake]}`;

function officeMistakes(book: OfficeBook): BookMistake[] {
  const { callsBeforeNoShow, lastTicketMinutesBeforeClosing } = book.settings;
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
    ...mistakesInHours('hours', book.hours),
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
    ...agencies.flatMap(({ id, visits }) => mistakesInHours(`agencies.${id}.visits`, visits)),
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
    ...namedTwice(printers.map(({ id }) => id)).map((id) => found(`printers.${id}`, 'named-twice')),
    ...printers.flatMap(({ id, connection }) =>
      when(connectionOf(connection) === null, `printers.${id}`, 'no-such-connection'),
    ),
  ];
}

const mistakesInHours = (at: string, hours: readonly RecurringHours[]): BookMistake[] =>
  hours.flatMap((one, index) =>
    hoursMistakes(one).map((mistake) => found(`${at}.${index}`, mistake)),
  );

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
