/**
 * Hours that recur in an office's local time, made into dated instants. Rules S1… in docs/spec.md.
 *
 * A rule only says on which days; the times of day are put on each day afterwards, in the office's zone.
 * So a change of clock never loses a day, and no rule can give more than one span a day.
 */
import { RRuleTemporal } from 'rrule-temporal';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { RecurringHours } from '../office/office-book.ts';

/** From `startsAt`, up to but not including `endsAt`. */
export type Span = { readonly startsAt: EpochMs; readonly endsAt: EpochMs };

export type HoursMistake =
  | 'rule-is-not-understood'
  | 'no-such-day'
  | 'no-such-time'
  | 'closes-before-it-opens';

/** A window longer than this is a bug in the caller, not a wish. */
const LONGEST_WINDOW_DAYS = 1100;

/**
 * The spans of `hours` that overlap `fromMs` … `untilMs`, whole (not cut at the window's ends), in order.
 * Spans that touch or overlap are one. `hours` must be without mistakes (see hoursMistakes).
 */
export function spansBetween(
  hours: readonly RecurringHours[],
  zone: string,
  fromMs: EpochMs,
  untilMs: EpochMs,
): readonly Span[] {
  if (untilMs <= fromMs) return [];
  // No span crosses midnight, so the local days of the window hold every span that overlaps it.
  const first = localDay(zone, fromMs);
  const last = localDay(zone, untilMs - 1);
  if (first.until(last).days > LONGEST_WINDOW_DAYS)
    throw new RangeError(`Hours asked for ${first} to ${last}: too many days`);
  const spans = hours.flatMap((recurring) =>
    daysOf(recurring, first, last).map((day) => spanOn(day, recurring, zone)),
  );
  // Merged before they are chosen: a part outside the window belongs to the span all the same.
  return merged(spans.filter(({ startsAt, endsAt }) => startsAt < endsAt)).filter(
    ({ startsAt, endsAt }) => endsAt > fromMs && startsAt < untilMs,
  );
}

/** What is wrong with `hours`; empty when they can be used. */
export function hoursMistakes(hours: RecurringHours): readonly HoursMistake[] {
  const mistakes: HoursMistake[] = [];
  const dayExists = isDay(hours.from);
  if (!dayExists) mistakes.push('no-such-day');
  if (!isRule(hours.rule)) mistakes.push('rule-is-not-understood');
  if (!isTime(hours.opens) || !isTime(hours.closes)) mistakes.push('no-such-time');
  else if (hours.closes <= hours.opens) mistakes.push('closes-before-it-opens');
  return mistakes;
}

/** The local calendar day in `zone` at `at`. */
export const localDay = (zone: string, at: EpochMs): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

// Days

/** Only what says days. Times of day have fields of their own, and COUNT is bounded since it is counted one by one. */
const RULE_PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,2}$/,
  UNTIL: /^\d{8}$/,
  BYDAY: /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$/,
  BYSETPOS: /^-?[1-9]\d?(,-?[1-9]\d?)*$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};

function isRule(rule: string): boolean {
  const parts = rule.split(';').map((part) => part.split('='));
  const names = parts.map(([name]) => name ?? '');
  if (names[0] !== 'FREQ' || new Set(names).size < names.length) return false;
  if (!parts.every(([name = '', value = '', ...more]) => more.length === 0 && allows(name, value)))
    return false;
  const values = new Map(parts.map(([name = '', value = '']) => [name, value]));
  const frequency = values.get('FREQ');
  const until = values.get('UNTIL');
  if (until !== undefined && !isDay(until)) return false;
  if (until !== undefined && values.has('COUNT')) return false; // RFC 5545: never both
  // "The first Saturday" has no meaning within a week or a day.
  if (/\d/.test(values.get('BYDAY') ?? ''))
    return frequency === 'MONTHLY' || frequency === 'YEARLY';
  return true;
}

const allows = (name: string, value: string): boolean =>
  Object.hasOwn(RULE_PARTS, name) && RULE_PARTS[name]?.test(value) === true;

/** Rules read once: an office book is never changed in place, so neither are its hours. */
const readRules = new WeakMap<RecurringHours, RRuleTemporal>();

function ruleOf(hours: RecurringHours): RRuleTemporal {
  let rule = readRules.get(hours);
  if (!rule) {
    // In UTC, where no day is skipped or repeated: this rule is about days and nothing else.
    const start = `DTSTART;TZID=UTC:${hours.from.replaceAll('-', '')}T000000`;
    rule = new RRuleTemporal({ rruleString: `${start}\nRRULE:${hours.rule}` });
    readRules.set(hours, rule);
  }
  return rule;
}

function daysOf(
  hours: RecurringHours,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): readonly Temporal.PlainDate[] {
  return ruleOf(hours)
    .between(utcMidnight(first), utcMidnight(last), true)
    .map((midnight) => localDay('UTC', midnight.epochMilliseconds));
}

const utcMidnight = (day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime('UTC').epochMilliseconds);

function isDay(text: string): boolean {
  if (!/^\d{4}-?\d{2}-?\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false; // 30 February and its like: that is the answer
  }
}

// Times of day

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/**
 * As long as the clock on the wall says so: from the first time it shows `opens` until the last time it
 * shows `closes`. A time it jumps over stands for the moment of the jump (S3).
 */
function spanOn(day: Temporal.PlainDate, { opens, closes }: RecurringHours, zone: string): Span {
  return {
    startsAt: instantOf(day, opens, zone, 'earlier'),
    endsAt: instantOf(day, closes, zone, 'later'),
  };
}

function instantOf(
  day: Temporal.PlainDate,
  time: string,
  zone: string,
  whenRepeated: 'earlier' | 'later',
): EpochMs {
  const wall = day.toPlainDateTime(time);
  const found = wall.toZonedDateTime(zone, { disambiguation: whenRepeated });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  // Skipped: 'earlier' lies before the jump, and the jump is the next change of clock after it.
  const before = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return (before.getTimeZoneTransition('next') ?? found).epochMilliseconds;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.startsAt - b.startsAt)) {
    const last = result.at(-1);
    if (last && span.startsAt <= last.endsAt)
      result[result.length - 1] = {
        startsAt: last.startsAt,
        endsAt: Math.max(last.endsAt, span.endsAt),
      };
    else result.push(span);
  }
  return result;
}
