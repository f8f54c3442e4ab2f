/** The catalogs: what the product says, in every language it says it in. Rules L1… in docs/spec.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { builtCatalog } from '#setup/built-catalogs.ts';
import { reviews, VISITOR_TEXTS } from '#shared/languages/all-languages.ts';
import { dateWord, languageOf, say } from '#shared/languages/texts.ts';
import { REFUSAL_CODES } from '#shared/protocol.ts';
import { LANGUAGE_TAGS, LANGUAGES, type Language } from '#shared/vocabulary.ts';

type Catalog = { $review: { by: string | null; on: string | null }; [key: string]: unknown };

const catalogs = Object.fromEntries(
  LANGUAGE_TAGS.map((tag) => [
    tag,
    JSON.parse(readFileSync(`shared/languages/${tag}.json`, 'utf8')) as Catalog,
  ]),
) as Record<Language, Catalog>;
const keysOf = (tag: Language) => Object.keys(catalogs[tag]).filter((key) => key !== '$review');
const textOf = (tag: Language, key: string) => String(catalogs[tag][key] ?? '');

/** Whole: for staff too, and for whoever looks after the machines. The other ten are for visitors. */
const WHOLE: readonly Language[] = ['sv', 'en'];
/** Many browsers lack their days and months. */
const WITH_DATES: readonly Language[] = ['so', 'ti', 'ckb'];
const DATE_WORDS = [
  ...['date.today', 'date.tomorrow'],
  ...Array.from({ length: 7 }, (_, index) => `date.weekday.${index + 1}` as const),
  ...Array.from({ length: 12 }, (_, index) => `date.month.${index + 1}` as const),
];

it('[L1] every language has a catalog, and every catalog a language', () => {
  const files = readdirSync('shared/languages').filter((name) => name.endsWith('.json'));
  expect(files.sort()).toEqual(LANGUAGE_TAGS.map((tag) => `${tag}.json`).sort());
});

it('[L1] visitors are spoken to on slips, on their phones, at the terminal and by the window, and told why not', () => {
  expect(VISITOR_TEXTS.length).toBeGreaterThan(140);
  for (const key of keysOf('sv').filter((key) => /^(slip|ticket|terminal|display)\./.test(key)))
    expect(VISITOR_TEXTS).toContain(key);
});

describe.each(LANGUAGE_TAGS)('the catalog %s', (tag) => {
  it('[L1] has every text that it should have, and no other', () => {
    const wanted = WHOLE.includes(tag) ? keysOf('sv') : [...VISITOR_TEXTS];
    if (WITH_DATES.includes(tag)) wanted.push(...DATE_WORDS);
    expect(keysOf(tag).sort()).toEqual(wanted.sort());
  });

  it('[L2] says who has reviewed it and when, or that nobody has', () => {
    const { by, on } = catalogs[tag].$review;
    if (by === null) expect(on).toBeNull();
    else expect([by, on]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(ISO_DATE)]);
  });

  it.each(keysOf(tag))('[L3] %s names the same values as in Swedish, and can be said', (key) => {
    const message = new IntlMessageFormat(textOf(tag, key), tag);
    if (!DATE_WORDS.includes(key))
      expect(valuesNamed(message)).toEqual(valuesNamed(inSwedish(key)));
    for (const value of [0, 1, 2, 3, 11, 100]) {
      const values = Object.fromEntries(valuesNamed(message).map((name) => [name, value]));
      const said = String(message.format(values));
      expect(said).toBe(said.trim());
      expect(said).not.toBe('');
    }
  });

  it('[L7] has every plural of its language, and what Swedish says of none and of one', () => {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const key of VISITOR_TEXTS)
      for (const plural of pluralsIn(new IntlMessageFormat(textOf(tag, key), tag))) {
        const exact = pluralsIn(inSwedish(key))
          .filter(({ value }) => value === plural.value)
          .flatMap(({ options }) => options.filter((option) => option.startsWith('=')));
        expect(new Set(plural.options), key).toEqual(new Set([...categories, ...exact]));
      }
  });

  it('[L8] writes numbers in Western digits', () => {
    for (const key of VISITOR_TEXTS) {
      const named = valuesNamed(new IntlMessageFormat(textOf(tag, key), tag));
      const values = Object.fromEntries(named.map((name) => [name, 12]));
      expect(say(tag, key, values), key).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
  });

  it('[L9] is in composed letters, and leaves the direction of text to whoever shows it', () => {
    for (const key of keysOf(tag)) {
      const text = textOf(tag, key);
      expect(text, key).toBe(text.normalize('NFC'));
      // Persian and Sorani are spelled with the zero-width non-joiner.
      expect(text, key).not.toMatch(/[\p{Cc}\p{Co}\p{Cn}]|(?![\u200c\u200d])\p{Cf}/u);
    }
  });

  it('[L6] shouts nothing: no text is in capitals', () => {
    for (const key of keysOf(tag)) expect(textOf(tag, key)).not.toMatch(/\p{Lu}{5,}/u);
  });
});

it('[L2] how far each language has come is told in the order of the languages', () => {
  const told = reviews();
  expect(told.map(({ language }) => language)).toEqual(LANGUAGE_TAGS);
  for (const { language, name, reviewedBy, reviewedOn, texts, missing } of told) {
    expect(name).toBe(LANGUAGES[language].name);
    expect({ by: reviewedBy, on: reviewedOn }).toEqual(catalogs[language].$review);
    expect([texts, missing]).toEqual([VISITOR_TEXTS.length, 0]);
  }
});

it('[L4] every refusal has words for a person: a whole sentence', () => {
  for (const code of REFUSAL_CODES)
    for (const tag of WHOLE) expect(say(tag, `refusal.${code}`)).toMatch(/^\p{Lu}.*\.$/u);
});

it('[L5] every language has a name in every whole catalog', () => {
  for (const tag of LANGUAGE_TAGS)
    for (const whole of WHOLE) expect(say(whole, `language.${tag}`)).not.toBe('');
});

it('[L10] a text that a language lacks is in Swedish, and marked so', () => {
  expect(languageOf('fi', 'terminal.welcome')).toBe('fi');
  expect(languageOf('fi', 'staff.next')).toBe('sv');
  expect(say('fi', 'staff.next')).toBe('Nästa');
  expect(dateWord('ckb', 'date.weekday.1')).toBe('دووشەممە');
  expect(dateWord('fi', 'date.weekday.1')).toBeUndefined();
});

describe('what a built screen holds', () => {
  it('[L11] is the texts of its audience, and nobody’s review', () => {
    const window = builtCatalog(catalogs.fi, ['display', 'date', 'language']);
    expect(Object.keys(window)).toEqual(keysOf('fi').filter((key) => key.startsWith('display.')));
    expect(Object.keys(builtCatalog(catalogs.sv, null))).toEqual(keysOf('sv'));
  });

  it.each(LANGUAGE_TAGS)('[L11] in %s says the same as the file does', (tag) => {
    const built = builtCatalog(catalogs[tag], null);
    for (const key of keysOf(tag)) {
      const source = textOf(tag, key);
      const written = new IntlMessageFormat(source, `${tag}-u-nu-latn`);
      const values = Object.fromEntries(valuesNamed(written).map((name) => [name, 3]));
      const message = built[key] as string | ReturnType<IntlMessageFormat['getAst']>;
      const said =
        typeof message === 'string'
          ? message // shown as it is: a screen has no parser
          : new IntlMessageFormat(message, `${tag}-u-nu-latn`).format(values);
      expect(said, key).toBe(written.format(values));
    }
  });

  it('[L11] is every text that the window asks for', () => {
    const asked = readdirSync('display', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [
        ...readFileSync(`display/${path}`, 'utf8').matchAll(/'([a-z]+\.[a-z.0-9-]+)'/g),
      ])
      .flatMap(([, key]) => (key !== undefined && key in catalogs.sv ? [key] : []));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((key) => !/^(display|date|language)\./.test(key))).toEqual([]);
  });
});

const ISO_DATE = /^20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/;

const inSwedish = (key: string): IntlMessageFormat =>
  new IntlMessageFormat(textOf('sv', key), 'sv');

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Every part of a message, those inside its plurals and selections too. */
function* partsOf(parts: readonly Part[]): Generator<Part> {
  for (const part of parts) {
    yield part;
    if ('children' in part) yield* partsOf(part.children);
    if ('options' in part)
      for (const option of Object.values(part.options)) yield* partsOf(option.value);
  }
}

/** The values a message needs, in alphabetical order. */
function valuesNamed(message: IntlMessageFormat): string[] {
  const parts = [...partsOf(message.getAst())];
  const named = parts.filter(({ type }) => type !== LITERAL && type !== POUND && type !== TAG);
  return [...new Set(named.map((part) => ('value' in part ? String(part.value) : '')))].sort();
}

const pluralsIn = (message: IntlMessageFormat): { value: string; options: string[] }[] =>
  [...partsOf(message.getAst())].flatMap((part) =>
    part.type === PLURAL ? [{ value: part.value, options: Object.keys(part.options) }] : [],
  );

/** Kinds of part in @formatjs/icu-messageformat-parser, whose enum is not ours to import. */
const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;
const TAG = 8;
