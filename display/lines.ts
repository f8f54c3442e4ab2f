/**
 * Lines of text as they are set: broken where a reader expects it, and nothing is ever cut. The window breaks
 * its lines itself, so that it knows what fits before it shows it, and every browser breaks alike. Pure.
 */

/** How wide a text is in the size it will be set in. */
export type Measure = (text: string) => number;

/** At least one line. Where a word alone is wider than a line it is broken, at a soft hyphen if it has one. */
export function linesOf(text: string, width: number, measure: Measure): readonly string[] {
  const words = text
    .replaceAll(SHORT_WORD, '$1\u00a0')
    .replaceAll(BEFORE_DASH, '\u00a0')
    .split(/[ \t\r\n\u2028\u2029]+/)
    .filter(Boolean);
  // Most texts do, and are then measured once.
  const whole = shown(words.join(' '));
  if (measure(whole) <= width) return [whole];
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(shown(longer)) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(shown(line));
    const [full, rest] = measure(shown(word)) <= width ? [[], word] : broken(word, width, measure);
    lines.push(...full);
    line = rest;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, shown(line)];
}

/** Never at the end of a line: 'i morgon', 'på torget'. */
const SHORT_WORD = /(?<![^ ])(\p{L}{1,2}) (?=\p{L})/gu;

/** Never at the beginning of a line: what goes before it says that more comes. */
const BEFORE_DASH = / (?=[–—] )/g;

/** Whether it stands in whole words. */
export const fitsWhole = (text: string, width: number, measure: Measure): boolean =>
  text.split(/\s+/).every((word) => measure(shown(word)) <= width);

/** A word as full lines and what is left of it for the last. */
function broken(word: string, width: number, measure: Measure): [string[], string] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(word, width, measure)) {
    if (line !== '' && measure(ended(line + piece)) > width) {
      lines.push(ended(line));
      line = piece;
    } else line += piece;
  }
  return [lines, line];
}

/** Parts that are never broken further: at soft hyphens and hyphens, else between syllables, else between letters. */
function piecesOf(word: string, width: number, measure: Measure): readonly string[] {
  const fits = (piece: string) => measure(ended(piece)) <= width;
  const given = word.match(/[^\u00ad\-–/]*[\u00ad\-–/]+|[^\u00ad\-–/]+/g) ?? [];
  if (given.every(fits)) return given;
  const syllables = given.flatMap((piece) =>
    piece.replaceAll(SYLLABLE, '$&\u00ad').split(/(?<=\u00ad)/),
  );
  if (syllables.every(fits)) return syllables;
  return syllables.flatMap((piece) => (fits(piece) ? [piece] : lettersOf(piece)));
}

/** Swedish puts the last consonant before a vowel on the new line: Försäkrings-kassan, Arbets-förmed-lingen. */
const SYLLABLE =
  /\p{L}{2,}?(?=[bcdfghjklmnpqrstvwxzбвгґджзйклмнпрстфхцчшщ][aeiouyåäöаеєиіїоуюя]\p{L})/giu;

const letters = new Intl.Segmenter();
const lettersOf = (text: string): string[] =>
  Array.from(letters.segment(text), ({ segment }) => segment);

/** Without the soft hyphens that were not used, and with plain spaces: there is nothing left to break. */
const shown = (text: string): string => text.replaceAll('\u00ad', '').replaceAll('\u00a0', ' ');
/** As the end of a line: a soft hyphen is seen there. Scripts that know no hyphen are broken without. */
const ended = (line: string): string => (line.endsWith('\u00ad') ? `${shown(line)}-` : shown(line));
