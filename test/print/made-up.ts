/** Made-up slips and pictures for the tests of printing. The errand is a real one of Rågsved's. */
import { CUT, encodePicture, type Raster } from '#print/escpos.ts';
import type { SlipFacts } from '#print/slip.ts';
import { paperOf } from '#print/slip-paper.ts';
import type { StaffPageFacts } from '#print/staff-pages.ts';
import type { Language, Texts, TicketNumber } from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

/** A Tuesday, 10:04 in Stockholm. */
export const tuesdayMorning = Date.parse('2026-11-24T10:04:00+01:00');

export const wide = paperOf({ widthMm: 80, dotsPerInch: 203 });
export const narrow = paperOf({ widthMm: 58, dotsPerInch: 203 });
/** Every roll that Torget prints on. */
export const rolls = ([80, 58] as const).flatMap((widthMm) =>
  ([203, 180] as const).map((dotsPerInch) => ({
    roll: `${widthMm} mm at ${dotsPerInch} dpi`,
    paper: paperOf({ widthMm, dotsPerInch }),
  })),
);

/** Who wants a place in a preschool, in the languages that the office offers. */
export const preschool = (language: Language, number = 'A042'): SlipFacts => ({
  officeName: ragsved.name,
  zone: ragsved.zone,
  number: number as TicketNumber,
  language,
  ...topicOf('forskola'),
  ahead: 3,
  minutes: { from: 10, to: 20 },
  issuedAt: tuesdayMorning,
  printedAt: tuesdayMorning,
  copy: 1,
  terminal: { sv: 'Automat 1' },
  follow: 'https://torget.example.se/t/Zm9sbG93LW1lLXBsZWFzZQ',
});

export function topicOf(id: string): { topic: Texts; bring: readonly Texts[] } {
  const topic = ragsved.topics.find((topic) => topic.id === id);
  if (topic === undefined) throw new Error(`Rågsved has no topic '${id}'`);
  return { topic: topic.label, bring: topic.bring ?? [] };
}

const heading = { officeName: ragsved.name, zone: ragsved.zone, at: tuesdayMorning };

export const testPage = {
  ...heading,
  page: 'test',
  printer: 'Skrivaren i Automat 1',
  confirms: 'carried-out',
  address: 'https://torget.example.se/',
} as const satisfies StaffPageFacts;

export const backPage = { ...heading, page: 'back' } as const satisfies StaffPageFacts;

export const dayPage = {
  ...heading,
  page: 'day',
  ...{ issued: 87, finished: 71, noShow: 6, cancelled: 2, unserved: 8, waiting: 0 },
  paper: { confirmed: 80, likely: 0, notSent: 5, unknown: 2, reprinted: 3 },
  byTopic: [
    { label: 'Förstå ett brev från en myndighet', issued: 20 },
    { label: 'Vägar till studier, 18–25 år', issued: 3 },
  ],
} as const satisfies StaffPageFacts;

/** As wide as the roll, striped so that no two bands are alike. */
export function stripes(heightDots: number, seed = 0): Raster {
  const dots = Uint8Array.from({ length: 72 * heightDots }, (_, at) =>
    Math.floor(at / 72) % 7 === seed % 7 ? 0xff : (at + seed) & 0x0f,
  );
  return { widthDots: 576, heightDots, dots };
}

/** A picture and a cut. */
export const encodeSlip = (picture: Raster): Uint8Array =>
  Buffer.concat([encodePicture(picture), CUT]);
