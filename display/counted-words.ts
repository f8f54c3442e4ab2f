/**
 * How long each page stands follows from its words, counted in every language. Kept in the browser, so that a
 * window that starts again knows what is on without setting all pages in all languages first.
 */

/** Of one segment of the playlist in one layout: words on each page, by slide. */
export type Counted = ReadonlyMap<string, readonly number[]>;

export interface CountedWords {
  /** What was counted of the same before this page was loaded; null for anything else, and from then on. */
  recall(segment: string): Counted | null;
  keep(segment: string, counted: Counted): void;
}

const KEY = 'torget.display.words';

/** @param build another one may set its pages otherwise, and does not believe what this one counted */
export function countedWords(build: string): CountedWords {
  let kept = readKept();
  return {
    recall: (segment) => {
      const found = kept?.of === nameOf(build, segment) ? kept.counted : null;
      // What is counted later in the same page is newer, and may be with faces that came late.
      kept = null;
      return found;
    },
    keep: (segment, counted) => {
      try {
        const of = nameOf(build, segment);
        localStorage.setItem(KEY, JSON.stringify({ of, counted: [...counted] }));
      } catch {
        // Storage is full or forbidden. The cost is a start that takes a moment longer.
      }
    },
  };
}

/** For a page of which nothing is to be kept. */
export const NOTHING_COUNTED: CountedWords = { recall: () => null, keep: () => {} };

const nameOf = (build: string, segment: string): string => `${build} ${segment}`;

function readKept(): { of: string; counted: Counted } | null {
  try {
    const { of, counted } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const isRight =
      typeof of === 'string' &&
      Array.isArray(counted) &&
      counted.every(
        ([slide, words]) => typeof slide === 'string' && words.every(Number.isSafeInteger),
      );
    return isRight ? { of, counted: new Map(counted) } : null;
  } catch {
    return null; // Damaged, or out of reach: as the first time.
  }
}
