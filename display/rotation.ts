/** What turns in the window, by office time alone: a restart changes nothing and all windows agree. Pure. */
import type { EpochMs } from '#shared/vocabulary.ts';

/** Long enough to read three visiting bodies in two languages at walking pace (about 20 words at 2 a second, and 3 s to find them). */
export const PAGE_SHOWN_MS = 15_000;

/**
 * The page on at `now`, and the language that stands beside Swedish: all pages are shown in one language
 * before the next one comes. Zero pages turn the languages as one page does.
 */
export function turnAt<Language>(
  now: EpochMs,
  pageCount: number,
  languages: readonly [Language, ...Language[]],
): { page: number; second: Language } {
  const pages = Math.max(1, pageCount);
  const turn = Math.floor(now / PAGE_SHOWN_MS);
  const cycle = Math.floor(turn / pages);
  return { page: turn % pages, second: languages[cycle % languages.length] ?? languages[0] };
}
