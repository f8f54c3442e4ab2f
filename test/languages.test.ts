/** The catalogs: what the product says, in every language it says it in. Rules L1… in docs/spec.md. */
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import en from '#shared/languages/en.json' with { type: 'json' };
import sv from '#shared/languages/sv.json' with { type: 'json' };
import { say } from '#shared/languages/texts.ts';
import { REFUSAL_CODES } from '#shared/protocol.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';

type Catalog = Readonly<Record<string, string>>;
/** A catalog that is not in this table does not exist. */
const catalogs: { language: string; catalog: Catalog }[] = [
  { language: 'sv', catalog: sv },
  { language: 'en', catalog: en },
];
const keys = Object.keys(sv).filter((key) => key !== '$review');

describe.each(catalogs)('the catalog $language', ({ language, catalog }) => {
  it('[L1] has every text that the Swedish one has, and no other', () => {
    expect(Object.keys(catalog).sort()).toEqual(Object.keys(sv).sort());
  });

  it('[L2] says who has reviewed it', () => {
    expect(catalog['$review']).toMatch(/^\p{Lu}.+\.$/u);
  });

  it.each(keys)('[L3] %s names the same values as in Swedish, and can be said', (key) => {
    const message = new IntlMessageFormat(catalog[key] ?? '', language);
    expect(valuesNamed(message)).toEqual(valuesNamed(new IntlMessageFormat(text(sv, key), 'sv')));
    const values = Object.fromEntries(valuesNamed(message).map((name) => [name, 2]));
    const said = String(message.format(values));
    expect(said).toBe(said.trim());
    expect(said).not.toBe('');
  });
});

it('[L4] every refusal has words for a person: a whole sentence', () => {
  for (const code of REFUSAL_CODES)
    for (const language of ['sv', 'en'] as const)
      expect(say(language, `refusal.${code}`)).toMatch(/^\p{Lu}.*\.$/u);
});

it('[L5] every language has a name in every catalog', () => {
  for (const tag of LANGUAGE_TAGS)
    for (const language of ['sv', 'en'] as const)
      expect(say(language, `language.${tag}`)).not.toBe('');
});

it('[L6] nothing is shouted: no text is in capitals', () => {
  for (const { catalog } of catalogs)
    for (const key of keys) expect(text(catalog, key)).not.toMatch(/\p{Lu}{5,}/u);
});

const text = (catalog: Catalog, key: string): string => catalog[key] ?? '';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** The values a message needs, in alphabetical order, those inside its plurals and selections too. */
function valuesNamed(message: IntlMessageFormat): string[] {
  const named = new Set<string>();
  const read = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.type === LITERAL || part.type === POUND) continue;
      if (part.type !== TAG) named.add(part.value);
      if ('children' in part) read(part.children);
      if ('options' in part) for (const option of Object.values(part.options)) read(option.value);
    }
  };
  read(message.getAst());
  return [...named].sort();
}

/** Kinds of part in @formatjs/icu-messageformat-parser, whose enum is not ours to import. */
const LITERAL = 0;
const POUND = 7;
const TAG = 8;
