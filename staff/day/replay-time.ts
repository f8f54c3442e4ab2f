/** Where one is in a day that is replayed. Pure. */
import type { ReplayMoment } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

/** How many times as fast as it went. */
export const SPEEDS = [10, 60] as const;
export type Speed = (typeof SPEEDS)[number];

const CALLS: ReadonlySet<string> = new Set(['TicketCalled', 'TicketRecalled']);
/** Before the first thing that happened, and after the last. */
const MARGIN_MS = 60_000;

/** The part of the day in which anything happened. */
export function spanOf(
  moments: readonly ReplayMoment[],
  day: { startsAt: EpochMs; endsAt: EpochMs },
): { from: EpochMs; until: EpochMs } {
  const times = moments.map(({ at }) => at);
  if (times.length === 0) return { from: day.startsAt, until: day.endsAt };
  return {
    from: Math.max(day.startsAt, Math.min(...times) - MARGIN_MS),
    until: Math.min(day.endsAt, Math.max(...times) + MARGIN_MS),
  };
}

/** How much of it had happened by then. */
export const countBy = (moments: readonly ReplayMoment[], at: EpochMs): number =>
  moments.filter((moment) => moment.at <= at).length;

/** The next call, or the one before; null: there is none. */
export function callFrom(
  moments: readonly ReplayMoment[],
  at: EpochMs,
  direction: 'before' | 'after',
): EpochMs | null {
  const calls = moments.filter(({ what }) => CALLS.has(what)).map((moment) => moment.at);
  const found =
    direction === 'after'
      ? calls.filter((call) => call > at).sort((one, other) => one - other)
      : calls.filter((call) => call < at).sort((one, other) => other - one);
  return found[0] ?? null;
}
