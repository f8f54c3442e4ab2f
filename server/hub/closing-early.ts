/** "We close at three today": the day's hours and the notice of them, in one. Pure. */
import '#shared/languages/all-languages.ts';
import { languageOf, say } from '#shared/languages/texts.ts';
import type { DayChange, OfficeBook } from '#shared/office-book.ts';
import type { EpochMs, Language, LocalDate, Texts } from '#shared/vocabulary.ts';
import { NOTICE_WEIGHT } from '../office/book-mistakes.ts';
import { announcementOf } from '../office/days.ts';
import { holidayRule } from '../schedule/holidays.ts';
import { dayBounds } from '../schedule/office-hours.ts';
import { spansBetween } from '../schedule/recurring-hours.ts';
import { isDay, isTime } from '../schedule/wall-time.ts';

type Notice = OfficeBook['notices'][number];

/** null when the office would not be open at `closes` that day. */
export function closingEarly(
  book: OfficeBook,
  day: LocalDate,
  closes: string,
  at: EpochMs,
): { change: DayChange; notice: Notice } | null {
  if (!isDay(day) || !isTime(closes)) return null;
  const { zone } = book;
  const { startsAt, endsAt } = dayBounds(zone, day);
  const planned = spansBetween(book.hours, zone, startsAt, endsAt, {
    changes: book.hoursChanges,
    fallsAway: holidayRule(book),
  });
  const spans = planned
    .map((span) => ({ opens: wallTime(span.startsAt, zone), closes: wallTime(span.endsAt, zone) }))
    .filter(({ opens }) => opens < closes)
    .map((span) => ({ ...span, closes: span.closes < closes ? span.closes : closes }));
  const usualEnd = planned.at(-1)?.endsAt;
  const isInside = spans.at(-1)?.closes === closes && usualEnd !== undefined;
  if (!isInside || usualEnd <= at || wallTime(usualEnd, zone) <= closes) return null;
  return {
    change: { day, spans, why: null },
    notice: {
      id: announcementOf(day),
      title: inEveryLanguage(book.languages, closes),
      ...{ text: null, image: null, seconds: null },
      // As often as anything may come, beside the day and not in its place: the office is open until then.
      ...{ priority: 'normal', weight: NOTICE_WEIGHT.most },
      // Whoever comes when the door has closed reads why, until it would have closed anyhow.
      from: Math.max(at, startsAt),
      until: usualEnd,
    },
  };
}

function inEveryLanguage(languages: readonly Language[], closes: string): Texts {
  const said = languages
    .filter((language) => languageOf(language, 'announce.closes-early') === language)
    .map((language) => [language, sentence(language, closes)]);
  return { ...Object.fromEntries(said), sv: sentence('sv', closes) };
}

const sentence = (language: Language, closes: string): string =>
  say(language, 'announce.closes-early', { time: timeIn(language, closes) });

/** As texts on the wall write it: with a point and without a zero before it where that is the custom. */
const timeIn = (language: Language, time: string): string =>
  language === 'sv' || language === 'fi' ? time.replace(/^0/, '').replace(':', '.') : time;

const wallTime = (at: EpochMs, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
