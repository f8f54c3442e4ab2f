/**
 * Hours that recur in an office's local time, made into dated instants. Rules S1… in docs/spec.md.
 *
 * A rule only says on which days; the times of day are put on each day afterwards, in the office's zone.
 * So a change of clock never loses a day, and no rule can give more than one span a day.
 *
 * When the clocks change (S3):
 * - A time that the clock jumps over stands for the moment of the jump: hours from 02:30 begin at 03:00.
 * - Hours that lie wholly in what is jumped over do not happen.
 * - Of a time that the clock shows twice, the first opens and the last closes: nobody comes too late.
 */
import { RRuleTemporal } from 'rrule-temporal';
import type { DayChange, RecurringHours } from '#shared/office-book.ts';
import type { EpochMs, LocalDate, Texts } from '#shared/vocabulary.ts';
import {
  dayOfUtc,
  isDay,
  isTime,
  localDay,
  type Span,
  spanOn,
  type TimesOfDay,
} from './wall-time.ts';

/** On which days hours are not what the rules say. */
export type Exceptions = {
  readonly changes?: readonly DayChange[];
  /** A day on which the rules give nothing. A change for it counts all the same: it was made for that very day. */
  readonly fallsAway?: (day: LocalDate) => boolean;
};

/** A span and the local day it lies in. */
export type DatedSpan = Span & {
  readonly day: LocalDate;
  /** Of that day's, from 1. */
  readonly nth: number;
  /** What would have been on a day that a change leaves empty: by an earlier change of it, or else by the rules. */
  readonly cancelled: boolean;
  /** Of the day's change. */
  readonly why: Texts | null;
};

/** A window longer than this is a bug in the caller, not a wish. */
const LONGEST_WINDOW_DAYS = 1100;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The spans of `hours` that overlap `fromMs` … `untilMs`, whole (not cut at the window's ends), in order.
 * Spans that touch or overlap are one. `hours` must be without mistakes (see hoursMistakes).
 */
export function spansBetween(
  hours: readonly RecurringHours[],
  zone: string,
  fromMs: EpochMs,
  untilMs: EpochMs,
  exceptions: Exceptions = {},
): readonly Span[] {
  return datedSpans(hours, zone, fromMs, untilMs, exceptions)
    .filter(({ cancelled }) => !cancelled)
    .map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
}

/** The same, with the day of each span, and with those that were called off. */
export function datedSpans(
  hours: readonly RecurringHours[],
  zone: string,
  fromMs: EpochMs,
  untilMs: EpochMs,
  { changes = [], fallsAway = () => false }: Exceptions = {},
): readonly DatedSpan[] {
  if (untilMs <= fromMs) return [];
  // No span crosses midnight, so the local days of the window hold every span that overlaps it.
  const first = localDay(zone, fromMs);
  const last = localDay(zone, untilMs - 1);
  if (Date.parse(last) - Date.parse(first) > LONGEST_WINDOW_DAYS * DAY_MS)
    throw new RangeError(`Hours asked for ${first} to ${last}: too many days`);

  const usual = timesByDay(hours, first, last);
  for (const day of usual.keys()) if (fallsAway(day)) usual.delete(day);
  const changed = new Map(
    changes.filter(({ day }) => day >= first && day <= last).map((change) => [change.day, change]),
  );
  return [...new Set([...usual.keys(), ...changed.keys()])]
    .sort()
    .flatMap((day) => spansOf(day, usual.get(day) ?? [], changed.get(day), zone))
    .filter(({ startsAt, endsAt }) => endsAt > fromMs && startsAt < untilMs);
}

export type HoursMistake =
  | 'rule-is-not-understood'
  | 'no-such-day'
  | 'ends-before-it-begins'
  | 'no-such-time'
  | 'closes-before-it-opens';

/** What is wrong with `hours`; empty when they can be used. */
export function hoursMistakes(hours: RecurringHours): readonly HoursMistake[] {
  const mistakes: HoursMistake[] = [];
  const days = hours.until === null ? [hours.from] : [hours.from, hours.until];
  if (!days.every(isDay)) mistakes.push('no-such-day');
  else if (hours.until !== null && hours.until < hours.from) mistakes.push('ends-before-it-begins');
  if (!isRule(hours.rule)) mistakes.push('rule-is-not-understood');
  return [...mistakes, ...timesMistakes(hours)];
}

function timesMistakes({ opens, closes }: TimesOfDay): readonly HoursMistake[] {
  if (!isTime(opens) || !isTime(closes)) return ['no-such-time'];
  return closes <= opens ? ['closes-before-it-opens'] : [];
}

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
  if (until !== undefined && !isDay(dashed(until))) return false;
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

/** What the rules say, for each day that has anything. */
function timesByDay(
  hours: readonly RecurringHours[],
  first: LocalDate,
  last: LocalDate,
): Map<LocalDate, TimesOfDay[]> {
  const times = new Map<LocalDate, TimesOfDay[]>();
  for (const recurring of hours)
    for (const day of daysOf(recurring, first, last)) {
      const ofDay = times.get(day);
      if (ofDay) ofDay.push(recurring);
      else times.set(day, [recurring]);
    }
  return times;
}

/** Days written as they are in the book are in order as text, too. */
function daysOf(hours: RecurringHours, first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const end = hours.until !== null && hours.until < last ? hours.until : last;
  if (first > end) return [];
  return ruleOf(hours)
    .between(new Date(first), new Date(end), true)
    .map(({ epochMilliseconds }) => dayOfUtc(epochMilliseconds));
}

/** RFC 5545 writes 20261231, we 2026-12-31. */
const dashed = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

// Times of day

function spansOf(
  day: LocalDate,
  usual: readonly TimesOfDay[],
  change: DayChange | undefined,
  zone: string,
): readonly DatedSpan[] {
  const cancelled = change?.spans.length === 0;
  const times = change === undefined || cancelled ? (change?.calledOff ?? usual) : change.spans;
  return merged(
    times
      .map((ofDay) => spanOn(day, ofDay, zone))
      .filter(({ startsAt, endsAt }) => startsAt < endsAt),
  ).map((span, index) => ({ ...span, day, nth: index + 1, cancelled, why: change?.why ?? null }));
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
