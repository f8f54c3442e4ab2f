/** What a desk is told of the windows: the words. That they come, and when they go, is seen in test/journeys. */
import { expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { WindowTrouble } from '#shared/views.ts';

const TROUBLES = {
  'old-programme': true,
  faults: true,
  gone: true,
  'never-seen': true,
} satisfies Record<WindowTrouble['trouble'], true>;

it.each(['sv', 'en'] as const)(
  '[W11] every trouble of a window has a sentence of its own in %s, which names it',
  (language) => {
    const sentences = (Object.keys(TROUBLES) as WindowTrouble['trouble'][]).map((trouble) =>
      say(language, `staff.window.${trouble}`, { window: 'Fönstret', time: '10:00' }),
    );
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^Fönstret .*\.$/);
  },
);
