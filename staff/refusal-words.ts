/** Refusals that say something else to staff than to a visitor at the terminal. Pure. */
import type { TextKey } from '#shared/languages/texts.ts';
import type { RefusalCode } from '#shared/protocol.ts';

const TO_STAFF: { readonly [Code in RefusalCode]?: TextKey } = {
  'topic-closed': 'staff.refused.topic-closed',
  'topic-paused': 'staff.refused.topic-paused',
  'not-allowed': 'staff.refused.not-allowed',
};

export const refusalKey = (code: RefusalCode): TextKey => TO_STAFF[code] ?? `refusal.${code}`;
