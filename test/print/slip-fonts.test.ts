/** Letters come from the fonts that Torget ships, on paper and on screens, wherever it runs. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { drawable, isDrawable } from '#print/slip-fonts.ts';
import { LANGUAGE_TAGS, LANGUAGES } from '#shared/vocabulary.ts';
import { codePointsOfWoff2 } from '#test/support/woff2.ts';

const FAMILIES = [
  '@fontsource-variable/atkinson-hyperlegible-next',
  '@fontsource-variable/noto-sans',
  '@fontsource-variable/noto-sans-arabic',
  '@fontsource-variable/noto-sans-ethiopic',
];

/** Every letter that the catalogs and the office's file hold, keys and punctuation of JSON among them. */
const letters = new Set(
  [
    ...readdirSync('shared/languages').map((name) => `shared/languages/${name}`),
    'office/ragsved.json',
  ]
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => [...readFileSync(path, 'utf8')])
    .filter((letter) => !/^\s$/u.test(letter)),
);

describe('the letters of a slip', () => {
  it('[SL8] are all in the fonts that slips are drawn in', () => {
    expect([...letters].filter((letter) => !isDrawable(letter))).toEqual([]);
  });

  it('[PR3] AB-109 include every script that Torget speaks', () => {
    for (const letter of 'Åäö Şğı Żółć Їґ ÿ العربية فارسی کوردیی سۆرانی ڵ ڕ ێ ۆ \u200c ትግርኛ «»–’…')
      expect(isDrawable(letter), letter).toBe(true);
  });

  it('[PR3] are replaced where the shipped fonts lack them, whatever fonts the machine has', () => {
    expect(drawable('Kö 中 a\u0308\n☃')).toBe('Kö \ufffd ä \ufffd');
    expect(isDrawable('\ufffd')).toBe(true);
  });

  it('[PR3] look the same on a machine whose own fonts are seen', () => {
    const drawn = (env: NodeJS.ProcessEnv) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', DRAW_ALL], {
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
    expect(drawn({ DISABLE_SYSTEM_FONTS_LOAD: '' })).toBe(
      drawn({ DISABLE_SYSTEM_FONTS_LOAD: '1' }),
    );
  });
});

/** Prints the sum of the pictures of a slip in every language. */
const DRAW_ALL = `
  import { createHash } from 'node:crypto';
  import { slipOf } from '#print/slip.ts';
  import { drawSlip } from '#print/slip-picture.ts';
  import { preschool, wide } from '#test/print/made-up.ts';
  const sum = createHash('sha256');
  for (const language of ${JSON.stringify(LANGUAGE_TAGS)})
    sum.update(drawSlip(slipOf(preschool(language)), wide).dots);
  process.stdout.write(sum.digest('hex'));
`;

describe('the letters of the screens', () => {
  const css = createRequire(import.meta.url);
  const offered = new Set(
    FAMILIES.flatMap((family) => [...lettersOf(css.resolve(`${family}/wght.css`))]),
  );

  it('[SL8] are the families that the tokens name', () => {
    const tokens = readFileSync('shared/ui/tokens.css', 'utf8');
    expect([...tokens.matchAll(/@import "(.+)\/wght\.css"/g)].map(([, name]) => name)).toEqual(
      FAMILIES,
    );
  });

  it('[SL8] are all in the web fonts, and within what a browser fetches them for', () => {
    const names = Object.values(LANGUAGES).flatMap(({ name }) => [...name]);
    const missing = [...letters, ...names].filter(
      (letter) =>
        letter !== ' ' &&
        !/^\p{Default_Ignorable_Code_Point}$/u.test(letter) &&
        !offered.has(letter.codePointAt(0) ?? 0),
    );
    expect(missing).toEqual([]);
  });
});

/** What a browser would draw with the faces of a stylesheet: in a file, and in the range that asks for the file. */
function* lettersOf(stylesheet: string): Generator<number> {
  const faces = readFileSync(stylesheet, 'utf8').matchAll(
    /url\((?<file>[^)]+)\)[^}]*?unicode-range: (?<ranges>[^;]+);/g,
  );
  for (const { groups } of faces) {
    const ranges = (groups?.['ranges'] ?? '').split(',').map((range) => {
      const [first = '', last = first] = range.replace('U+', '').split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
    });
    for (const code of codePointsOfWoff2(new URL(groups?.['file'] ?? '', `file://${stylesheet}`)))
      if (ranges.some(([first, last]) => first <= code && code <= last)) yield code;
  }
}
