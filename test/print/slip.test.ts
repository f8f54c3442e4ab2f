import { describe, expect, it } from 'vitest';
import type { Raster } from '#print/escpos.ts';
import { slipOf } from '#print/slip.ts';
import { drawable, isDrawable } from '#print/slip-fonts.ts';
import { drawSlip, ROLL_80_MM } from '#print/slip-picture.ts';
import { preschool } from './made-up.ts';

describe('what stands on a slip', () => {
  it('[PR1] tells a Swedish visitor everything once', () => {
    expect(slipOf(preschool('sv'))).toEqual({
      language: 'sv',
      officeName: 'Medborgarkontoret Rågsved',
      numberLabel: { text: 'Ditt könummer', language: 'sv' },
      number: 'A042',
      ahead: { text: '3 före dig', language: 'sv' },
      topic: { text: 'Förskola och skola', language: 'sv' },
      topicInSwedish: null,
      bringLabel: { text: 'Ha gärna framme', language: 'sv' },
      bring: [
        { text: 'Legitimation, om du har', language: 'sv' },
        { text: 'Brevet eller blanketten det gäller', language: 'sv' },
      ],
      waiting: {
        text: 'Sätt dig gärna. När det är din tur hörs en signal, och numret visas på den stora skärmen.',
        language: 'sv',
      },
      date: 'tisdag 24 november 2026',
      time: '10:04',
    });
  });

  it('[PR1] gives the errand in Swedish too, for whoever receives an English-speaking visitor', () => {
    const slip = slipOf(preschool('en'));
    expect(slip.topic).toEqual({ text: 'Preschool and school', language: 'en' });
    expect(slip.topicInSwedish).toBe('Förskola och skola');
    expect(slip.date).toBe('Tuesday, 24 November 2026');
  });

  it('[PR1] says Swedish and knows that it does, where the language has no words yet', () => {
    const slip = slipOf(preschool('ti'));
    expect(slip.topic).toEqual({ text: 'Förskola och skola', language: 'sv' });
    expect(slip.waiting.language).toBe('sv');
  });

  it('[PR1] tells the first in line that she is next', () => {
    expect(slipOf({ ...preschool('sv'), ahead: 0 }).ahead.text).toBe('Du är näst på tur');
    expect(slipOf({ ...preschool('en'), ahead: 1 }).ahead.text).toBe('1 person before you');
  });

  it('[PR1] keeps Western digits and calendar in Persian, as on the wall', () => {
    expect(slipOf(preschool('fa')).date).toMatch(/24.*2026/);
  });
});

describe('how a slip looks', () => {
  const rolls = [ROLL_80_MM, { widthDots: 384, dotsPerMm: 8 }, { widthDots: 512, dotsPerMm: 7.09 }];
  const numbers = ['A001', 'W888', 'A1000', 'W10000'];
  const looks = rolls.flatMap((paper) =>
    numbers.flatMap((number) =>
      (['sv', 'ar'] as const).map((language) => ({ paper, number, language })),
    ),
  );

  it.each(looks)(
    '[PR2] prints $number 18–25 mm tall on $paper.widthDots dots in $language',
    ({ paper, number, language }) => {
      const picture = drawSlip(slipOf(preschool(language, number)), paper);
      const tallMm = tallestInk(picture) / paper.dotsPerMm;
      expect(tallMm).toBeGreaterThanOrEqual(18);
      expect(tallMm).toBeLessThanOrEqual(25);
      expect(inkInColumns(picture, 0, 8)).toBe(0);
      expect(inkInColumns(picture, paper.widthDots - 8, paper.widthDots)).toBe(0);
    },
  );

  it('[PR3] has every letter of the scripts Torget speaks', () => {
    for (const letter of 'Åäö Şğı Żółć Їґ ÿ العربية فارسی کوردیی سۆرانی ڵ ڕ ێ ۆ \u200c ትግርኛ «»–’…')
      expect(isDrawable(letter), letter).toBe(true);
  });

  it('[PR3] replaces what the shipped fonts lack, whatever fonts the machine has', () => {
    expect(drawable('Kö 中 a\u0308\n☃')).toBe('Kö \ufffd ä \ufffd');
    expect(isDrawable('\ufffd')).toBe(true);
  });
});

/** Rows of the tallest unbroken block of ink: the number. */
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

function inkInColumns({ widthDots, heightDots, dots }: Raster, from: number, to: number): number {
  const rowBytes = widthDots / 8;
  let ink = 0;
  for (let row = 0; row < heightDots; row++)
    for (let byte = from / 8; byte < to / 8; byte++) ink += dots[row * rowBytes + byte] ? 1 : 0;
  return ink;
}
