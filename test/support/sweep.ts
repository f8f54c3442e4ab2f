/**
 * How far a sweep goes. `npm test` takes of each what differs most from the rest, so that it ends while whoever asked
 * still waits; `npm run soak` takes all. A rule has a test in both.
 */
export const SOAKS = process.env['SOAK'] === 'yes';

/**
 * How often.
 * @param name of an environment variable that says another number
 * @throws {Error} where it says none: a test that does nothing would pass
 */
export function times(name: string, usually: number, soaked: number): number {
  const asked = process.env[name] ?? String(SOAKS ? soaked : usually);
  if (!/^[1-9]\d*$/.test(asked)) throw new Error(`${name} is a whole number, and not '${asked}'.`);
  return Number(asked);
}

/** Of all that there is: those that `isUsual` says, or all of it. */
export function sweep<T>(all: readonly T[], isUsual: (one: T) => boolean): readonly T[] {
  const chosen = SOAKS ? all : all.filter(isUsual);
  if (chosen.length === 0) throw new Error('Nothing is usual here.');
  return chosen;
}
