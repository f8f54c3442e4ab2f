/**
 * What is said of a call, for a voice to read: 'A, 0 4 2. Bord 2.' The number is read sign by sign, as it
 * stands on the wall. Pure.
 */
import type { Call } from '#shared/views.ts';
import type { Language } from '#shared/vocabulary.ts';

/** A voice that goes on for longer would be cut by the next call. In grapheme clusters. */
const LONGEST_NAME = 40;

/** Letters that are words as well, which a voice would say instead: Polish 'w' and 'z' are 'in' and 'with'. */
const LETTERS: { readonly [Tag in Language]?: Readonly<Record<string, string>> } = {
  es: { Y: 'i griega' },
  pl: { W: 'wu', Z: 'zet' },
};

/** The desk is left out where it has no name in `language`: its Swedish one in another voice is noise. */
export function callSentence(
  { number, deskName }: Pick<Call, 'number' | 'deskName'>,
  language: Language,
): string {
  const [letter = '', ...digits] = number;
  const spoken = `${LETTERS[language]?.[letter] ?? letter}, ${digits.join(' ')}.`;
  const name = deskName[language];
  return name === undefined ? spoken : `${spoken} ${readable(name)}.`;
}

/** espeak-ng takes '[[' for sounds to be made; letters, digits and plain punctuation say all that a name has to. */
const readable = (name: string): string =>
  [...new Intl.Segmenter('sv').segment(name.replaceAll(/[^\p{L}\p{M}\p{N}\s.,'’&/–-]/gu, ' '))]
    .slice(0, LONGEST_NAME)
    .map(({ segment }) => segment)
    .join('')
    .trim();
