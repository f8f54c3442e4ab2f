/** Days that differ from the rules: at most one of each, in order, and none that is long past. Pure. */

import type { DayChange } from '#shared/office-book.ts';
import type { EpochMs, LocalDate, NoticeId } from '#shared/vocabulary.ts';

const DAY_MS = 86_400_000;
/** What is older is looked up nowhere, and the book would only grow. */
const DAYS_KEPT = 400;

/** In order of day, with what was said of that day before replaced, and what is long past left out. */
export function withDay<Day extends { day: LocalDate }>(
  days: readonly Day[],
  day: Day,
  at: EpochMs,
): Day[] {
  const oldest = utcDay(at - DAYS_KEPT * DAY_MS);
  return [...withoutDay(days, day.day).filter((one) => one.day >= oldest), day].sort(
    (one, other) => (one.day < other.day ? -1 : 1),
  );
}

/** Who was told of other hours that day is told of those when they are called off, too. */
export function withChange(
  changes: readonly DayChange[],
  change: DayChange,
  at: EpochMs,
): readonly DayChange[] {
  const before = changes.find(({ day }) => day === change.day);
  const promised = before?.spans.length ? before.spans : before?.calledOff;
  const isOff = change.spans.length === 0 && promised !== undefined;
  return withDay(changes, isOff ? { ...change, calledOff: promised } : change, at);
}

export const withoutDay = <Day extends { day: LocalDate }>(
  days: readonly Day[],
  day: LocalDate,
): readonly Day[] => days.filter((one) => one.day !== day);

/** Near enough to the office's own day to tell what is long past. Any number is some day: a fact may not throw. */
const utcDay = (at: EpochMs): string =>
  new Date(Math.min(Math.max(at, 0), 8e15)).toISOString().slice(0, 10);

/** The notice that says that the office closes early that day. */
export const announcementOf = (day: LocalDate): NoticeId => `closes-early-${day}` as NoticeId;
