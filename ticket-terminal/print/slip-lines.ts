/** Words → lines. Pure. */

export type Measured = {
  words: readonly string[];
  /** In dots. Asked for word by word: shaping does not reach across a space. */
  widthOf: (word: string) => number;
};

/** What no line ends inside of: a word, with the dash after it and the one-letter word before it. */
export const wordsOf = (text: string): string[] =>
  text
    .replace(/ (?=[–—·])|(?<=(?:^| )\p{L}) /gu, '\u00a0')
    .split(' ')
    .filter(Boolean);

export function widestWord({ words, widthOf }: Measured): number {
  return Math.max(0, ...words.map(widthOf));
}

/** Where a reader takes breath, and an end of line does not hurt. */
const PAUSE = /[,.;:!?،؛؟፣፤።]$/;
/** How much more uneven lines may be to end at a pause, in parts of a line squared. */
const PAUSE_IS_WORTH = 0.12;

/**
 * As few lines as `width` allows, about equally long, and rather broken at a pause: a last line of one word
 * is read as something of its own. A word that is wider than the paper is broken anywhere.
 */
export function breakLines({ words, widthOf }: Measured, width: number): string[] {
  const pieces = words.flatMap((word) =>
    widthOf(word) <= width ? [word] : broken(word, widthOf, width),
  );
  const widths = pieces.map(widthOf);
  const space = widthOf('\u00a0');

  // best[n]: the least uneven way to set the first n pieces in the fewest lines, and where its last line begins.
  const best = [{ lines: 0, uneven: 0, from: 0 }];
  for (let end = 1; end <= pieces.length; end++) {
    let [chosen, taken] = [{ lines: Number.POSITIVE_INFINITY, uneven: 0, from: 0 }, -space];
    for (let from = end - 1; from >= 0; from--) {
      taken += space + (widths[from] ?? 0);
      const before = best[from];
      if (before === undefined || (taken > width && from < end - 1)) break;
      const pause = PAUSE.test(pieces[end - 1] ?? '') ? PAUSE_IS_WORTH : 0;
      const way = {
        lines: before.lines + 1,
        uneven: before.uneven + (1 - taken / width) ** 2 - pause,
        from,
      };
      const isBetter =
        way.lines < chosen.lines || (way.lines === chosen.lines && way.uneven < chosen.uneven);
      if (isBetter) chosen = way;
    }
    best.push(chosen);
  }

  const lines: string[] = [];
  for (let end = pieces.length; end > 0; end = best[end]?.from ?? 0)
    lines.unshift(pieces.slice(best[end]?.from, end).join(' '));
  return lines;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function broken(word: string, widthOf: (text: string) => number, width: number): string[] {
  const pieces = [''];
  for (const { segment } of letters.segment(word)) {
    const longer = `${pieces.at(-1)}${segment}`;
    if (longer !== segment && widthOf(longer) > width) pieces.push(segment);
    else pieces[pieces.length - 1] = longer;
  }
  return pieces;
}
