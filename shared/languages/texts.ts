/**
 * What the product says, by language: ICU messages, one JSON file each. What the *office* says (names of
 * topics, desks, visiting bodies) is in the office book instead.
 *
 * Swedish and English are always here; whoever speaks to visitors imports all-languages.ts too. The
 * display and the staff's console do not, and are lighter for it.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../vocabulary.ts';
import en from './en.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };

export type TextKey = Exclude<keyof typeof sv, '$review'>;
export type TextValues = Readonly<Record<string, string | number>>;
/** Weekdays from 1, Monday; months from 1, January. */
export type DateWord = `date.${'today' | 'tomorrow' | `${'weekday' | 'month'}.${number}`}`;
export type Catalog = Readonly<Partial<Record<TextKey | DateWord, string>>>;

/** A language without a catalog of its own speaks Swedish; so does a text its catalog lacks. */
const catalogs: { [Tag in Language]?: Catalog } = { sv, en };

/** From now on say() knows these as well. */
export function addCatalogs(more: { readonly [Tag in Language]?: Catalog }): void {
  Object.assign(catalogs, more);
}

const parsed = new Map<string, IntlMessageFormat>();

/**
 * One text in one language, in words ready to show; its numbers in Western digits, as on the wall. Throws
 * when a value that the text names is missing.
 */
export function say(language: Language, key: TextKey, values?: TextValues): string {
  const source = catalogs[language]?.[key];
  const [message, spoken] = source === undefined ? [sv[key], 'sv'] : [source, language];
  const at = `${spoken} ${key}`;
  let format = parsed.get(at);
  if (!format) {
    format = new IntlMessageFormat(message, `${spoken}-u-nu-latn`);
    parsed.set(at, format);
  }
  return String(format.format(values));
}

/** In which language say() would give `key`: `language`, or 'sv' where that is missing. For the lang attribute. */
export const languageOf = (language: Language, key: TextKey): Language =>
  catalogs[language]?.[key] === undefined ? 'sv' : language;

/** A day or a month by its name, where a catalog has it: those of languages whose dates many browsers lack. */
export const dateWord = (language: Language, word: DateWord): string | undefined =>
  catalogs[language]?.[word];
