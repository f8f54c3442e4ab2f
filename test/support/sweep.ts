/**
 * How far a sweep goes. `npm test` takes of each what differs most from the rest, so that it ends while whoever asked
 * still waits; `npm run soak` takes all. A rule has a test in both.
 */
const SOAKS = process.env['SOAK'] === 'yes';

/** How often. @param name of an environment variable that says another number */
export const times = (name: string, usually: number, soaked: number): number =>
  Number(process.env[name] ?? (SOAKS ? soaked : usually));

/** Of all that there is: those that `isUsual` says, or all of it. */
export function sweep<T>(all: readonly T[], isUsual: (one: T) => boolean): readonly T[] {
  const chosen = SOAKS ? all : all.filter(isUsual);
  if (chosen.length === 0) throw new Error('Nothing is usual here.');
  return chosen;
}
