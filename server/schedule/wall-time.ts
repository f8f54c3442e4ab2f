/**
 * Between what a clock on the wall shows and instants. Pure.
 *
 * Nearly every day has one offset from beginning to end, and so have its neighbours for months: these are
 * counted, and only the days on which the clocks change are asked of Temporal.
 */
import type { EpochMs, LocalDate } from '#shared/vocabulary.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** From `startsAt`, up to but not including `endsAt`. */
export type Span = { readonly startsAt: EpochMs; readonly endsAt: EpochMs };

export type TimesOfDay = { readonly opens: string; readonly closes: string };

/** Whether it is a day of the calendar, written as 2026-11-24. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false; // 30 February and its like: that is the answer
  }
}

/** Whether it is a time of day, written as 09:30. */
export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The local calendar day in `zone` at `at`. */
export const localDay = (zone: string, at: EpochMs): LocalDate =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString() as LocalDate;

/** The day that begins at `ms` in UTC, where no day is skipped or repeated. */
export const dayOfUtc = (ms: number): LocalDate =>
  new Date(ms).toISOString().slice(0, 10) as LocalDate;

/**
 * From the first time the clock shows `opens` on `day` until the last time it shows `closes`. A time that it
 * jumps over stands for the moment of the jump. Nothing is left, or less, of what lies wholly in a jump.
 */
export function spanOn(day: LocalDate, { opens, closes }: TimesOfDay, zone: string): Span {
  const dayMs = Date.parse(day);
  const offsetMs = steadyOffsetMs(zone, dayMs);
  if (offsetMs === null)
    return {
      startsAt: instantOf(day, opens, zone, 'earlier'),
      endsAt: instantOf(day, closes, zone, 'later'),
    };
  const midnight = dayMs - offsetMs;
  return { startsAt: midnight + msOf(opens), endsAt: midnight + msOf(closes) };
}

const msOf = (time: string): number =>
  (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS;

function instantOf(
  day: LocalDate,
  time: string,
  zone: string,
  whenRepeated: 'earlier' | 'later',
): EpochMs {
  const wall = Temporal.PlainDate.from(day).toPlainDateTime(time);
  const found = wall.toZonedDateTime(zone, { disambiguation: whenRepeated });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  // Skipped: 'earlier' lies before the jump, and the jump is the next change of clock after it.
  const before = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return (before.getTimeZoneTransition('next') ?? found).epochMilliseconds;
}

/** Whole local days in a row without a change of clock. Days are as if in UTC. */
type Stretch = { readonly firstMs: number; readonly lastMs: number; readonly offsetMs: number };

/** Two a year for each zone that was asked about. */
const stretches = new Map<string, Stretch[]>();

/** null: on this day the clocks change. */
function steadyOffsetMs(zone: string, dayMs: number): number | null {
  const ofZone = stretches.get(zone) ?? [];
  if (ofZone.length === 0) stretches.set(zone, ofZone);
  const isIn = ({ firstMs, lastMs }: Stretch) => dayMs >= firstMs && dayMs <= lastMs;
  const known = ofZone.find(isIn);
  if (known) return known.offsetMs;
  const found = stretchAround(zone, dayMs);
  if (!isIn(found)) return null;
  ofZone.push(found);
  return found.offsetMs;
}

function stretchAround(zone: string, dayMs: number): Stretch {
  const morning = Temporal.PlainDate.from(dayOfUtc(dayMs)).toZonedDateTime(zone);
  // Strictly before, so that a change at the very beginning of the day is found.
  const changed = morning.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const changes = morning.getTimeZoneTransition('next');
  return {
    firstMs: changed ? Math.max(...daysAround(changed)) + DAY_MS : Number.NEGATIVE_INFINITY,
    lastMs: changes ? Math.min(...daysAround(changes)) - DAY_MS : Number.POSITIVE_INFINITY,
    offsetMs: morning.offsetNanoseconds / 1e6,
  };
}

/** Right before a change of clock and right after it: around midnight, times of both days are skipped or repeated. */
const daysAround = (change: Temporal.ZonedDateTime): number[] =>
  [change.subtract({ nanoseconds: 1 }), change].map((moment) =>
    Date.parse(moment.toPlainDate().toString()),
  );
