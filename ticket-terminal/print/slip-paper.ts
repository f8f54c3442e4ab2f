/** The rolls that slips are printed on. */

/** What the printer can print on. */
export type Paper = {
  /** A multiple of 8. */
  widthDots: number;
  dotsPerMm: number;
};

export type Roll = { widthMm: 80 | 58; dotsPerInch: 203 | 180 };

/** What a head prints of a roll: 72 mm of 80, 48 mm of 58; at 180 dots per inch a little more. */
export function paperOf({ widthMm, dotsPerInch }: Roll): Paper {
  const wide = widthMm === 80;
  return dotsPerInch === 203
    ? { widthDots: wide ? 576 : 384, dotsPerMm: 8 }
    : { widthDots: wide ? 512 : 360, dotsPerMm: 7.09 };
}
