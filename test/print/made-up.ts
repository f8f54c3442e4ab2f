/** Made-up slips and pictures for the tests of printing. */
import type { Raster } from '#print/escpos.ts';
import type { SlipFacts } from '#print/slip.ts';
import type { Language, TicketNumber } from '#shared/vocabulary.ts';

/** A Tuesday, 10:04 in Stockholm. */
export const tuesdayMorning = Date.parse('2026-11-24T10:04:00+01:00');

export const preschool = (language: Language, number = 'A042'): SlipFacts => ({
  officeName: 'Medborgarkontoret Rågsved',
  zone: 'Europe/Stockholm',
  number: number as TicketNumber,
  language,
  topic: { sv: 'Förskola och skola', en: 'Preschool and school' },
  ahead: 3,
  bring: [
    { sv: 'Legitimation, om du har', en: 'Identity card, if you have one' },
    { sv: 'Brevet eller blanketten det gäller', en: 'The letter or form it is about' },
  ],
  issuedAt: tuesdayMorning,
});

/** As wide as the roll, striped so that no two bands are alike. */
export function stripes(heightDots: number, seed = 0): Raster {
  const dots = Uint8Array.from({ length: 72 * heightDots }, (_, at) =>
    Math.floor(at / 72) % 7 === seed % 7 ? 0xff : (at + seed) & 0x0f,
  );
  return { widthDots: 576, heightDots, dots };
}
