/** The last call this window sounded, kept in the browser: a page that is loaded again does not sound it once more. */
import type { Spotlight } from './call-spotlight.ts';

type Sounded = Pick<Spotlight, 'counting' | 'met'>;

const KEY = 'torget.display.sounded';

export function keepSounded({ counting, met }: Sounded): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ counting, met }));
  } catch {
    // Storage is full or forbidden. The cost is one call sounded twice after a reload.
  }
}

/** Nothing when there was none, or what was kept cannot be read. */
export function recallSounded(): Partial<Sounded> {
  try {
    const { counting, met } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof counting === 'string' && Number.isSafeInteger(met) ? { counting, met } : {};
  } catch {
    return {}; // As above.
  }
}
