/**
 * Which call the window highlights and sounds at this moment. Calls made together are taken in turn, each
 * for its full time, with its own sound; a snapshot that repeats a call changes nothing.
 *
 * Pure. The hub numbers calls and recalls of a day 1, 2, 3…, so a recall is a new call, and in one log the
 * highest number met is all there is to remember. A hub that starts again has another log and may hold other
 * calls under the same numbers: there a call is known by when it was made as well. Rules D1… in docs/spec.md.
 */
import type { Call, Snapshot } from '#shared/views.ts';
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
  /** Of the last board, whichever log it was of. */
  readonly listed: readonly Pick<Call, 'id' | 'calledAt'>[];
  readonly showing: { readonly call: Call; readonly since: EpochMs } | null;
  /** Oldest first. */
  readonly upcoming: readonly Call[];
};

export const darkSpotlight: Spotlight = {
  counting: null,
  met: 0,
  listed: [],
  showing: null,
  upcoming: [],
};

/** What a live snapshot and the passing of time do to the spotlight. Run it at both. */
export function follow(
  spotlight: Spotlight,
  board: Pick<Snapshot<'board'>, 'log' | 'day' | 'calls'>,
  now: EpochMs,
): Spotlight {
  const known = heard(spotlight, board, now);
  const { showing, upcoming } = known;
  if (showing && now - showing.since < SHOWN_FOR_MS) return known;
  const [next, ...later] = upcoming;
  return { ...known, showing: next ? { call: next, since: now } : null, upcoming: later };
}

/** With the calls that are new, and without those that no longer stand. */
function heard(
  spotlight: Spotlight,
  { log, day, calls }: Pick<Snapshot<'board'>, 'log' | 'day' | 'calls'>,
  now: EpochMs,
): Spotlight {
  const counting = `${day} ${log}`;
  const before = spotlight.counting === counting ? spotlight : { ...spotlight, met: 0 };
  const isNew = (call: Call) =>
    call.id > before.met && !before.listed.some((one) => isSame(one, call));
  const fresh = calls
    .filter((call) => isNew(call) && now - call.calledAt < FRESH_FOR_MS)
    .toSorted((one, other) => one.id - other.id);
  const stands = (call: Call) => isStanding(call, calls);
  const upcoming = [...before.upcoming.filter(stands), ...fresh];
  const met = Math.max(before.met, ...calls.map((call) => call.id));
  const listed = calls.map(({ id, calledAt }) => ({ id, calledAt }));
  const showing = before.showing && stands(before.showing.call) ? before.showing : null;
  return { counting, met, listed, showing, upcoming };
}

/**
 * The line to the hub is lost: nothing may look current. Calls that had not had their turn wait for the line,
 * if it returns while they are fresh.
 */
export function darken(spotlight: Spotlight, now: EpochMs): Spotlight {
  const upcoming = spotlight.upcoming.filter((call) => now - call.calledAt < FRESH_FOR_MS);
  return { ...spotlight, showing: null, upcoming };
}

/**
 * Something else has the whole window: no call is looked at. Each waits, the one that was broken off before the
 * others, and has its turn if the window is free again while it is fresh.
 */
export function hold(
  spotlight: Spotlight,
  board: Pick<Snapshot<'board'>, 'log' | 'day' | 'calls'>,
  now: EpochMs,
): Spotlight {
  const { showing, upcoming } = spotlight;
  const waiting = showing ? [showing.call, ...upcoming] : upcoming;
  return darken(heard({ ...spotlight, showing: null, upcoming: waiting }, board, now), now);
}

/** How many calls a board holds. */
const FULL_BOARD = 8;

const isSame = (one: Pick<Call, 'id' | 'calledAt'>, other: Call): boolean =>
  one.id === other.id && one.calledAt === other.calledAt;

/**
 * A call that was undone, or whose ticket was called again, is not shown any longer. One that is missing from a
 * board full of newer ones has only been pushed out; beside older ones it would have its place.
 */
const isStanding = (call: Call, calls: readonly Call[]): boolean => {
  const listed = calls.find(({ number }) => number === call.number);
  if (listed) return isSame(listed, call);
  return calls.length >= FULL_BOARD && calls.every(({ id }) => id > call.id);
};
