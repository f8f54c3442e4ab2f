/**
 * What the product says, by language: ICU messages, one JSON file each. What the *office* says (names of
 * topics, desks, visiting bodies) is in the office book instead.
 *
 * This file holds no text. Whatever is started – a screen's main.ts, the hub, a test – imports those of its
 * audience first: window-texts.ts, staff-texts.ts or all-languages.ts.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../vocabulary.ts';
import type swedish from './sv.json';

export type TextKey = Exclude<keyof typeof swedish, '$review'>;
export type TextValues = Readonly<Record<string, string | number>>;
/** Weekdays from 1, Monday; months from 1, January. */
export type DateWord = `date.${'today' | 'tomorrow' | `${'weekday' | 'month'}.${number}`}`;
/** As a translator wrote it; in a built screen already parsed, where it has values (setup/built-catalogs.ts). */
type Message = string | ReturnType<IntlMessageFormat['getAst']>;
export type Catalog = { readonly [Key in TextKey]?: Message } & {
  readonly [Word in DateWord]?: string;
};

/** A language without a catalog of its own speaks Swedish; so does a text its catalog lacks. */
const catalogs: { [Tag in Language]?: Catalog } = {};

/** From now on say() knows these, too: a part of a catalog takes nothing from what is known of its language. */
export function addCatalogs(more: { readonly [Tag in Language]?: Catalog }): void {
  for (const [tag, texts] of Object.entries(more) as [Language, Catalog][])
    catalogs[tag] = { ...catalogs[tag], ...texts };
}

const parsed = new Map<string, IntlMessageFormat>();

/**
 * One text in one language, in words ready to show; its numbers in Western digits, as on the wall. Throws
 * when a value that the text names is missing, or when the text is not one of this audience's.
 */
export function say(language: Language, key: TextKey, values?: TextValues): string {
  const spoken = languageOf(language, key);
  const message = catalogs[spoken]?.[key];
  if (message === undefined) throw new Error(`${key} is not among the texts of this audience`);
  if (typeof message === 'string' && isPlain(message)) return message;
  const at = `${spoken} ${key}`;
  let format = parsed.get(at);
  if (!format) {
    format = new IntlMessageFormat(message, `${spoken}-u-nu-latn`);
    parsed.set(at, format);
  }
  return String(format.format(values));
}

/** A message that is its own text: it holds none of the signs that mean something to ICU. */
export const isPlain = (message: string): boolean => !/[{}<'#]/.test(message);

/** In which language say() would give `key`: `language`, or 'sv' where that is missing. For the lang attribute. */
export const languageOf = (language: Language, key: TextKey): Language =>
  catalogs[language]?.[key] === undefined ? 'sv' : language;

/** A day or a month by its name, where a catalog has it: those of languages whose dates many browsers lack. */
export const dateWord = (language: Language, word: DateWord): string | undefined =>
  catalogs[language]?.[word];
