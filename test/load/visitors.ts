/**
 * When visitors come to a walk-in office, and how long each stays: some stand at the door when it opens, most come
 * before lunch. Pure: the same random numbers, the same day.
 */

/** In minutes since play began. */
export type Visitor = { comesAt: number; walksFor: number; staysFor: number };

/** Share of an office's usual stream, hour by hour; the last goes on to closing. */
const HOURS = [1.5, 1.7, 1.4, 0.8, 1, 0.7, 0.4];
/** The first ten minutes bring those who waited for the bus after. */
const OPENING = { minutes: 10, times: 2 };
const USUAL_PER_HOUR = 12;
/** Who stands at the door. */
const AT_THE_DOOR = 3;
/** After so many minutes the next day begins. */
export const DAY_MINUTES = 390;
const STAYS_MINUTES = { least: 1, mean: 7 };
const WALKS_MINUTES = { least: 0.1, more: 0.4 };

/**
 * @param random from 0 up to 1
 * @param from so many minutes after opening the play begins; who came before is not in it
 */
export function visitorsOf(random: () => number, minutes: number, from = 0): Visitor[] {
  return visitorsUntil(random, from + minutes)
    .filter(({ comesAt }) => comesAt >= from)
    .map((visitor) => ({ ...visitor, comesAt: visitor.comesAt - from }));
}

function visitorsUntil(random: () => number, minutes: number): Visitor[] {
  // No two offices are of one size.
  const size = 0.5 + random();
  const visitors: Visitor[] = [];
  const comes = (comesAt: number) =>
    visitors.push({
      comesAt,
      walksFor: WALKS_MINUTES.least + random() * WALKS_MINUTES.more,
      staysFor: STAYS_MINUTES.least + exponential(random, STAYS_MINUTES.mean),
    });
  for (let opensAt = 0; opensAt < minutes; opensAt += DAY_MINUTES) {
    const closesAt = Math.min(minutes, opensAt + DAY_MINUTES);
    for (let early = Math.round(random() * 2 * AT_THE_DOOR * size); early > 0; early -= 1)
      comes(opensAt + random() * 0.5);
    // Thinned from the busiest there is.
    const most = (USUAL_PER_HOUR * size * Math.max(...HOURS) * OPENING.times) / 60;
    for (let at = opensAt; ; ) {
      at += exponential(random, 1 / most);
      if (at >= closesAt) break;
      if (random() < perMinute(at - opensAt, size) / most) comes(at);
    }
  }
  return visitors.toSorted((one, other) => one.comesAt - other.comesAt);
}

/** How many come, a minute, that long after opening. */
function perMinute(minute: number, size: number): number {
  const share = HOURS[Math.min(HOURS.length - 1, Math.floor(minute / 60))] ?? 0;
  return (USUAL_PER_HOUR * size * share * (minute < OPENING.minutes ? OPENING.times : 1)) / 60;
}

const exponential = (random: () => number, mean: number): number => -Math.log(1 - random()) * mean;
