/**
 * Recurring hours found the slow way: every day of the calendar is asked whether the rule holds on it, and every
 * minute of the day what the clock on a wall in Stockholm shows. Shares nothing with the product: no rule
 * library, no zone of Temporal's. For tests to compare with.
 */

import type { Span } from '#server/schedule/wall-time.ts';
import type { DayChange, RecurringHours } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';

/** A rule in parts; `ruleText` writes it as RFC 5545 does. 1 is Monday. */
export type Rule = {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  /** `nth`: of the month, or of the year; from the end where negative. */
  byDay?: readonly { nth: number | null; weekday: number }[];
  byMonthDay?: readonly number[];
  byMonth?: readonly number[];
  bySetPos?: readonly number[];
  count?: number;
  /** Last day. */
  until?: string;
};

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export function ruleText(rule: Rule): string {
  const { freq, interval, byDay, byMonthDay, byMonth, bySetPos, count, until } = rule;
  const parts = [
    `FREQ=${freq}`,
    interval > 1 && `INTERVAL=${interval}`,
    byDay && `BYDAY=${byDay.map(({ nth, weekday }) => `${nth ?? ''}${WEEKDAYS[weekday - 1]}`)}`,
    byMonthDay && `BYMONTHDAY=${byMonthDay}`,
    byMonth && `BYMONTH=${byMonth}`,
    bySetPos && `BYSETPOS=${bySetPos}`,
    count !== undefined && `COUNT=${count}`,
    until && `UNTIL=${until.replaceAll('-', '')}`,
  ];
  return parts.filter((part) => part).join(';');
}

export type Ruled = Omit<RecurringHours, 'rule'> & { rule: Rule };

/** All spans on the days `first` … `last`, by the minute. */
export function walkedSpans(
  hours: readonly Ruled[],
  first: string,
  last: string,
  changes: readonly DayChange[],
  holidays: ReadonlySet<LocalDate>,
): Span[] {
  const days = hours.map(({ rule, from, until }) => daysOf(rule, from, until ?? last, last));
  const spans: Span[] = [];
  for (let day = date(first); day.toString() <= last; day = day.add({ days: 1 })) {
    const name = day.toString() as LocalDate;
    const change = changes.find((one) => one.day === name);
    const usual = holidays.has(name) ? [] : hours.filter((_, i) => days[i]?.has(name));
    spans.push(...spansOn(day, change ? change.spans : usual));
  }
  return spans;
}

// Days

function daysOf(rule: Rule, from: string, until: string, last: string): Set<string> {
  const begin = date(from);
  const days = new Set<string>();
  for (let day = begin; day.toString() <= last; day = day.add({ days: 1 })) {
    if (rule.count !== undefined && days.size === rule.count) break;
    if (rule.until !== undefined && day.toString() > rule.until) break;
    if (holds(rule, begin, day)) days.add(day.toString());
  }
  // The rule counts its days whether or not they are still wanted.
  return new Set([...days].filter((day) => day <= until));
}

function holds(rule: Rule, begin: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
  if (!isInPeriod(rule, begin, day) || !isNamed(rule, begin, day)) return false;
  if (!rule.bySetPos) return true;
  const set = periodOf(rule.freq, day).filter((other) => isNamed(rule, begin, other));
  const place = set.findIndex((other) => other.equals(day));
  return rule.bySetPos.some((pos) => place === (pos > 0 ? pos - 1 : set.length + pos));
}

function isInPeriod(
  { freq, interval }: Rule,
  begin: Temporal.PlainDate,
  day: Temporal.PlainDate,
): boolean {
  const apart = {
    DAILY: () => begin.until(day).days,
    WEEKLY: () => monday(begin).until(monday(day)).days / 7,
    MONTHLY: () => (day.year - begin.year) * 12 + day.month - begin.month,
    YEARLY: () => day.year - begin.year,
  };
  return apart[freq]() % interval === 0;
}

function isNamed(
  { freq, byDay, byMonthDay, byMonth }: Rule,
  begin: Temporal.PlainDate,
  day: Temporal.PlainDate,
): boolean {
  if (byMonth && !byMonth.includes(day.month)) return false;
  if (byMonthDay && !byMonthDay.some((n) => day.day === (n > 0 ? n : day.daysInMonth + 1 + n)))
    return false;
  if (byDay) {
    const ofYear = freq === 'YEARLY' && !byMonth;
    return byDay.some(
      ({ nth, weekday }) =>
        day.dayOfWeek === weekday && (nth === null || isNth(day, nth, ofYear ? 'year' : 'month')),
    );
  }
  if (byMonthDay || freq === 'DAILY') return true;
  if (freq === 'WEEKLY') return day.dayOfWeek === begin.dayOfWeek;
  // As its first day.
  return day.day === begin.day && (freq === 'MONTHLY' || !!byMonth || day.month === begin.month);
}

function isNth(day: Temporal.PlainDate, nth: number, of: 'month' | 'year'): boolean {
  const place = of === 'month' ? day.day : day.dayOfYear;
  const all = of === 'month' ? day.daysInMonth : day.daysInYear;
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((all - place + 1) / 7) === -nth;
}

function periodOf(freq: Rule['freq'], day: Temporal.PlainDate): Temporal.PlainDate[] {
  const [begin, length] = {
    DAILY: () => [day, 1] as const,
    WEEKLY: () => [monday(day), 7] as const,
    MONTHLY: () => [day.with({ day: 1 }), day.daysInMonth] as const,
    YEARLY: () => [day.with({ month: 1, day: 1 }), day.daysInYear] as const,
  }[freq]();
  return Array.from({ length }, (_, days) => begin.add({ days }));
}

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const monday = (day: Temporal.PlainDate): Temporal.PlainDate =>
  day.subtract({ days: day.dayOfWeek - 1 });

// Minutes

const MINUTE_MS = 60_000;

/** Every minute of the day that any of `times` covers, and the runs of them. */
function spansOn(day: Temporal.PlainDate, times: readonly { opens: string; closes: string }[]) {
  if (times.length === 0) return [];
  const minutes = minutesOf(day);
  const covered = minutes.map(() => false);
  for (const { opens, closes } of times) {
    const first = minutes.findIndex(({ wall }) => wall >= opens);
    const shown = minutes.findLastIndex(({ wall }) => wall === closes);
    const end = shown >= 0 ? shown : minutes.findIndex(({ wall }) => wall > closes);
    covered.fill(true, first, Math.max(first, end));
  }
  const spans: Span[] = [];
  for (const [i, { at }] of minutes.entries()) {
    if (!covered[i]) continue;
    const last = spans.at(-1);
    if (last?.endsAt === at) spans[spans.length - 1] = { ...last, endsAt: at + MINUTE_MS };
    else spans.push({ startsAt: at, endsAt: at + MINUTE_MS });
  }
  return spans;
}

function minutesOf({ year, month, day }: Temporal.PlainDate): { at: number; wall: string }[] {
  const nearby = Date.UTC(year, month - 1, day) - 3 * 60 * MINUTE_MS;
  return Array.from({ length: 30 * 60 }, (_, minute) => nearby + minute * MINUTE_MS)
    .map((at) => ({ at, shown: new Date(at + summerHours(at) * 60 * MINUTE_MS) }))
    .filter(({ shown }) => shown.getUTCDate() === day)
    .map(({ at, shown }) => ({ at, wall: shown.toISOString().slice(11, 16) }));
}

/** Hours before UTC: two from the last Sunday of March, 01:00 UTC, to the last of October; one otherwise. */
function summerHours(at: number): number {
  const year = new Date(at).getUTCFullYear();
  return at >= lastSunday(year, 2) && at < lastSunday(year, 9) ? 2 : 1;
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.getTime() - last.getUTCDay() * 24 * 60 * MINUTE_MS;
}
