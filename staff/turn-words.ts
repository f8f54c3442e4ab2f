import { say } from '#shared/languages/texts.ts';
import type { WaitingTicket } from '#shared/views.ts';
import type { Language } from '#shared/vocabulary.ts';

/** Why somebody may stand before others who came earlier: 'förtur', 'försprång 10 min'; empty when she does not. Pure. */
export function turnText(
  { goesFirst, headStartMinutes = 0 }: WaitingTicket,
  language: Language,
): string {
  if (goesFirst) return say(language, 'staff.goes-first');
  return headStartMinutes > 0
    ? say(language, 'staff.head-start', { minutes: headStartMinutes })
    : '';
}
