/**
 * Which call the window highlights and sounds at this moment. Calls made together are taken in turn, each
 * for its full time, with its own sound; a snapshot that repeats a call changes nothing.
 *
 * Pure. The hub numbers calls and recalls of a day 1, 2, 3…, so a recall is a new call and the highest
 * number met is all there is to remember. Rules D1… in docs/spec.md.
 */
import type { Call, Snapshot } from '#shared/protocol.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

/** EN 301 549 and SRF ask for 10 s; a little more leaves time to look up. */
export const SHOWN_FOR_MS = 12_000;
/** A call older than this when the window first hears of it is only listed: its visitor has come, or it was recalled. */
export const FRESH_FOR_MS = 60_000;

export type Spotlight = {
  /** The log and the day that `met` counts in; null before the first snapshot. */
  readonly counting: string | null;
  /** The highest call id met. What is lower was sounded, is in `upcoming`, or was too old. */
  readonly met: number;
  readonly showing: { readonly call: Call; readonly since: EpochMs } | null;
  /** Oldest first. */
  readonly upcoming: readonly Call[];
};

export const darkSpotlight: Spotlight = { counting: null, met: 0, showing: null, upcoming: [] };

/** What a live snapshot and the passing of time do to the spotlight. Run it at both. */
export function follow(
  spotlight: Spotlight,
  { log, day, calls }: Pick<Snapshot<'board'>, 'log' | 'day' | 'calls'>,
  now: EpochMs,
): Spotlight {
  const counting = `${day} ${log}`;
  const before = spotlight.counting === counting ? spotlight : darkSpotlight;
  const fresh = calls
    .filter((call) => call.id > before.met && now - call.calledAt < FRESH_FOR_MS)
    .toSorted((one, other) => one.id - other.id);
  const stands = (call: Call) => isStanding(call, calls);
  const upcoming = [...before.upcoming.filter(stands), ...fresh];
  const met = Math.max(before.met, ...calls.map((call) => call.id));
  const { showing } = before;
  if (showing && stands(showing.call) && now - showing.since < SHOWN_FOR_MS) {
    return { counting, met, showing, upcoming };
  }
  const [next, ...later] = upcoming;
  return { counting, met, showing: next ? { call: next, since: now } : null, upcoming: later };
}

/**
 * The line to the hub is lost: nothing may look current. Calls that had not had their turn wait for the line,
 * if it returns while they are fresh.
 */
export function darken(spotlight: Spotlight, now: EpochMs): Spotlight {
  const upcoming = spotlight.upcoming.filter((call) => now - call.calledAt < FRESH_FOR_MS);
  return { ...spotlight, showing: null, upcoming };
}

/** How many calls a board holds; what is missing from a full one may only have been pushed out. */
const FULL_BOARD = 8;

/** A call that was undone, or whose ticket was called again, is not shown any longer. */
const isStanding = (call: Call, calls: readonly Call[]): boolean => {
  const listed = calls.find(({ number }) => number === call.number);
  return listed ? listed.id === call.id : calls.length >= FULL_BOARD;
};
