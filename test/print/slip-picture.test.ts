/** How a slip looks: measured on the picture, on every roll. */
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Raster } from '#print/escpos.ts';
import { type Slip, slipOf, type Words } from '#print/slip.ts';
import { drawable, type Face, font } from '#print/slip-fonts.ts';
import { breakLines, wordsOf } from '#print/slip-lines.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { LINE_HEIGHT, MARGIN_MM, SMALLEST_MM } from '#print/slip-sheet.ts';
import { topic } from '#server/office/office-format.ts';
import { LANGUAGE_TAGS, LANGUAGES } from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };
import { narrow, preschool, rolls, topicOf, wide } from './made-up.ts';

describe('the number', () => {
  const looks = rolls.flatMap(({ roll, paper }) =>
    ['A001', 'W888', 'A1000', 'W10000'].flatMap((number) =>
      (['sv', 'ar'] as const).map((language) => ({ roll, paper, number, language })),
    ),
  );

  it.each(looks)(
    '[PR2] $number is 18–25 mm tall on $roll in $language, and within the paper',
    ({ paper, number, language }) => {
      const picture = drawSlip(slipOf({ ...preschool(language, number), follow: null }), paper);
      const tallMm = tallestInk(picture) / paper.dotsPerMm;
      expect(tallMm).toBeGreaterThanOrEqual(18);
      expect(tallMm).toBeLessThanOrEqual(25);
      expectWhiteEdges(picture);
    },
  );
});

describe('the paper', () => {
  /** As long as the office book takes it, in the widest letter there is. */
  const longest = 'W'.repeat(200);

  it.each(rolls)('[ST4] AB-111 that a slip takes is less than a metre, on $roll', ({ paper }) => {
    const words = { sv: longest, en: longest };
    const bring = [words, words, words];
    const said = topic.pick({ label: true, bring: true });
    expect(said.parse({ label: words, bring })).toEqual({ label: words, bring });
    for (const more of [{ bring: [...bring, words] }, { label: { sv: `${longest}W` } }])
      expect(said.safeParse({ label: words, bring, ...more }).success).toBe(false);

    const facts = {
      ...preschool('en', 'A10000'),
      topic: words,
      bring,
      terminal: words,
      copy: 99,
    };
    const { heightDots } = drawSlip(slipOf({ ...facts, officeName: longest.slice(0, 60) }), paper);
    expect(heightDots / paper.dotsPerMm).toBeLessThan(1_000);
  });
});

describe('the text', () => {
  const slips = rolls.flatMap(({ roll, paper }) =>
    LANGUAGE_TAGS.map((language) => ({ roll, paper, language })),
  );

  it.each(slips)('[SL5] stays within $roll in $language', ({ paper, language }) => {
    expectWhiteEdges(drawSlip(slipOf({ ...preschool(language), copy: 2 }), paper));
  });

  it.each(LANGUAGE_TAGS)('[SL5] no word in %s is broken on the narrowest roll', (language) => {
    const room = narrow.widthDots - 2 * MARGIN_MM * narrow.dotsPerMm;
    const broken = everythingSaid(language).flatMap(({ text }) =>
      wordsOf(text).filter((word) => measure(word, 'bold', SMALLEST_MM * 8).width > room),
    );
    expect(broken).toEqual([]);
  });

  it.each(LANGUAGE_TAGS)('[SL5] no line in %s reaches into the next', (language) => {
    const height = LINE_HEIGHT[LANGUAGES[language].direction];
    for (const { text } of everythingSaid(language))
      for (const face of ['medium', 'bold'] as const) {
        const ink = measure(text, face, 100);
        const tall = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
        expect(tall, text).toBeLessThan(height * 100);
      }
  });

  it('[SL5] is set in as few lines as there is room for, none of them a lonely word', () => {
    const widthOf = (word: string) => word.length;
    const words = 'When it is your turn a chime sounds and the number is shown here'.split(' ');
    const lines = breakLines({ words, widthOf }, 31);
    expect(lines).toHaveLength(3);
    expect(Math.min(...lines.map((line) => line.length))).toBeGreaterThan(16);
    expect(lines.join(' ')).toBe(words.join(' '));
    expect(breakLines({ words: ['abcdefgh'], widthOf }, 3)).toEqual(['abc', 'def', 'gh']);
    expect(breakLines({ words: [], widthOf }, 3)).toEqual([]);
  });

  it('[SL5] keeps a dash with the word before it, and a one-letter word with the one after', () => {
    const words = wordsOf('Te – u sąsiada i w domu');
    expect(words.map((word) => word.replaceAll('\u00a0', '_'))).toEqual([
      'Te_–',
      'u_sąsiada',
      'i_w_domu',
    ]);
  });

  it('[SL6] begins on the side that its language is read from', () => {
    for (const language of LANGUAGE_TAGS) {
      const slip = { ...slipOf(preschool(language)), follow: null };
      const { widthDots, heightDots, dots } = drawSlip(slip, wide);
      const half = widthDots / 16;
      let balance = 0;
      for (let row = 0; row < heightDots; row++)
        for (let byte = 0; byte < widthDots / 8; byte++)
          if (dots[(row * widthDots) / 8 + byte]) balance += byte < half ? 1 : -1;
      expect(balance > 0 ? 'ltr' : 'rtl', language).toBe(LANGUAGES[language].direction);
    }
  });

  it('[SL2] of a copy is framed above the number', () => {
    const first = drawSlip(slipOf(preschool('sv')), wide);
    const copy = drawSlip(slipOf({ ...preschool('sv'), copy: 2 }), wide);
    expect(longRules(copy) - longRules(first)).toBe(2);
    expect(copy.heightDots - first.heightDots).toBeGreaterThan(8 * wide.dotsPerMm);
  });
});

/** What the product and the office may say on a slip in a language. */
function everythingSaid(language: (typeof LANGUAGE_TAGS)[number]): Words[] {
  const slip: Slip = slipOf({ ...preschool(language), copy: 2 });
  return [
    ...ragsved.topics.flatMap(({ id, discreetLabel }) => {
      const { topic, bring } = topicOf(id);
      return [topic, ...bring, ...(discreetLabel ? [discreetLabel] : [])].map((texts) => ({
        text: texts[language] ?? texts.sv,
        language,
      }));
    }),
    ...[slip.numberLabel, ...(slip.ahead ? [slip.ahead] : []), slip.bringLabel, slip.waiting],
    ...[slip.minutes, slip.reprint, slip.follow?.label].flatMap((words) => words ?? []),
  ];
}

const context = createCanvas(1, 1).getContext('2d');
function measure(text: string, face: Face, sizeDots: number) {
  context.font = font(face, sizeDots);
  return context.measureText(drawable(text));
}

/** Rows of the tallest unbroken block of ink: the number, where there is no code. */
function tallestInk({ widthDots, heightDots, dots }: Raster): number {
  const rowBytes = widthDots / 8;
  let [tallest, tall] = [0, 0];
  for (let row = 0; row < heightDots; row++) {
    const inked = dots.subarray(row * rowBytes, (row + 1) * rowBytes).some((byte) => byte !== 0);
    tall = inked ? tall + 1 : 0;
    tallest = Math.max(tallest, tall);
  }
  return tallest;
}

/** Lines across the paper: blocks of rows that are black from margin to margin. */
function longRules({ widthDots, heightDots, dots }: Raster): number {
  const rowBytes = widthDots / 8;
  let [rules, inRule] = [0, false];
  for (let row = 0; row < heightDots; row++) {
    const black = dots.subarray(row * rowBytes + 4, (row + 1) * rowBytes - 4);
    const isRule = black.every((byte) => byte === 0xff);
    if (isRule && !inRule) rules++;
    inRule = isRule;
  }
  return rules;
}

function expectWhiteEdges({ widthDots, heightDots, dots }: Raster): void {
  const rowBytes = widthDots / 8;
  for (let row = 0; row < heightDots; row++) {
    expect(dots[row * rowBytes], `left of row ${row}`).toBe(0);
    expect(dots[(row + 1) * rowBytes - 1], `right of row ${row}`).toBe(0);
  }
}
