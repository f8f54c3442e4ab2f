import { PATIENCE, type Patience } from './flow.ts';

/** Ten times the default is what the accessibility standard asks to be possible (WCAG 2.2.1). */
const LEAST_IDLE_SECONDS = 10;
const MOST_IDLE_SECONDS = 600;

/** How patient the page's address asks the terminal to be: `idle` is in seconds, 10–600; else as always. */
export function patienceOf(search: string): Patience {
  const seconds = Number(new URLSearchParams(search).get('idle'));
  return seconds >= LEAST_IDLE_SECONDS && seconds <= MOST_IDLE_SECONDS
    ? { ...PATIENCE, beforeWarningMs: seconds * 1_000 }
    : PATIENCE;
}
