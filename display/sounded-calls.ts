/** The last call this window sounded, kept in the browser: a page that is loaded again does not sound it once more. */
import type { LocalDate } from '#shared/vocabulary.ts';
import type { Spotlight } from './call-spotlight.ts';

const KEY = 'torget.display.sounded';

export function keepSounded({ day, met }: { day: LocalDate; met: number }): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ day, met }));
  } catch {
    // Storage is full or forbidden. The cost is one call sounded twice after a reload.
  }
}

/** Nothing when there was none, or what was kept cannot be read. */
export function recallSounded(): Partial<Pick<Spotlight, 'day' | 'met'>> {
  try {
    const { day, met } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof day === 'string' && Number.isSafeInteger(met)
      ? { day: day as LocalDate, met }
      : {};
  } catch {
    return {}; // As above.
  }
}
