/** The last call this window sounded, kept in the browser: a page that is loaded again does not sound it once more. */
import type { Spotlight } from './call-spotlight.ts';
import type { Sounded } from './display-source.ts';

const KEY = 'torget.display.sounded';

/** To be run when a call is sounded. Those that wait for their turn are not among what is kept. */
export function keepSounded({ counting, listed, showing }: Spotlight): void {
  if (!showing) return;
  const met = showing.call.id;
  const sounded = { counting, met, listed: listed.filter(({ id }) => id <= met) };
  try {
    localStorage.setItem(KEY, JSON.stringify(sounded satisfies Sounded));
  } catch {
    // Storage is full or forbidden. The cost is one call sounded twice after a reload.
  }
}

/** Nothing when there was none, or what was kept cannot be read. */
export function recallSounded(): Partial<Sounded> {
  try {
    const { counting, met, listed } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof counting !== 'string' || !Number.isSafeInteger(met)) return {};
    return { counting, met, listed: Array.isArray(listed) ? listed.filter(isObject) : [] };
  } catch {
    return {}; // As above.
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
