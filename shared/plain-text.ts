/**
 * What a person wrote, made into text that can stand on a wall, on paper and in a log. Pure.
 */

/**
 * `text` normalized and on one line: without controls, without what turns the direction of the letters
 * around it, without what cannot be seen, and without marks heaped on one letter. '' when nothing is left.
 */
export function plainText(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(NOT_FOR_A_WALL, '')
    .replace(HEAPED_MARKS, '$1')
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return SOMETHING_TO_SEE.test(plain) ? plain : '';
}

/** How many letters a reader counts; an emoji or a letter with its accents is one. */
export const graphemesIn = (text: string): number => [...graphemes.segment(text)].length;

/**
 * Embeddings, overrides and isolates of direction, line separators, annotations, soft hyphens, what has no
 * width and the mark of byte order. Joiners stay (Persian, families of emoji), as do the two marks of
 * direction, which turn nothing but what is beside them.
 */
const NOT_FOR_A_WALL = /[\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff]/gu;
/** No script in use puts more than four on one letter. */
const HEAPED_MARKS = /(\p{M}{4})\p{M}+/gu;
const SOMETHING_TO_SEE = /[^\p{White_Space}\p{Cf}\p{M}\u2800\u3164\u115f\u1160\uffa0]/u;

const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' });
