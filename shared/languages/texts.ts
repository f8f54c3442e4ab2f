/**
 * What the product says, by language: ICU messages, one JSON file each. What the *office* says (names of
 * topics, desks, visiting bodies) is in the office book instead.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../vocabulary.ts';
import en from './en.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };

export type TextKey = Exclude<keyof typeof sv, '$review'>;
export type TextValues = Readonly<Record<string, string | number>>;

/** A language without a catalog of its own speaks Swedish; so does a text its catalog lacks. */
const CATALOGS: { readonly [Tag in Language]?: Readonly<Partial<Record<TextKey, string>>> } = {
  sv,
  en,
};

const parsed = new Map<string, IntlMessageFormat>();

/** One text in one language, in words ready to show. Throws when a value that the text names is missing. */
export function say(language: Language, key: TextKey, values?: TextValues): string {
  const source = CATALOGS[language]?.[key];
  const [message, spoken] = source === undefined ? [sv[key], 'sv'] : [source, language];
  const at = `${spoken} ${key}`;
  let format = parsed.get(at);
  if (!format) {
    format = new IntlMessageFormat(message, spoken);
    parsed.set(at, format);
  }
  return String(format.format(values));
}

/** In which language say() would give `key`: `language`, or 'sv' where that is missing. For the lang attribute. */
export const languageOf = (language: Language, key: TextKey): Language =>
  CATALOGS[language]?.[key] === undefined ? 'sv' : language;
