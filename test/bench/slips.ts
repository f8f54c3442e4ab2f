/** Made-up slips in any number, no two of which are alike. */
import type { SlipFacts } from '#print/slip.ts';
import type { Language } from '#shared/vocabulary.ts';
import { preschool, tuesdayMorning } from '#test/print/made-up.ts';

const MINUTE_MS = 60_000;

export function slipFacts(language: Language, count: number): SlipFacts {
  const number = `A${String((count % 999) + 1).padStart(3, '0')}`;
  const at = tuesdayMorning + count * MINUTE_MS;
  return { ...preschool(language, number), issuedAt: at, printedAt: at };
}
