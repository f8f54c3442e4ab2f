import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_SHOWN_MS, turnAt } from '../../display/rotation.ts';
import { NOW } from './display-board.ts';

const languages = ['en', 'so', 'ar'] as const;
const turns = (from: number, count: number, pages: number) =>
  Array.from({ length: count }, (_, turn) => turnAt(from + turn * PAGE_SHOWN_MS, pages, languages));

describe('the pages of the window', () => {
  it('[D11] are all shown in one language before the next language comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 1_000 }), (pages, hour) => {
        const cycleMs = pages * PAGE_SHOWN_MS;
        const start = Math.ceil((NOW + hour * 3_600_000) / cycleMs) * cycleMs;
        const seen = turns(start, pages * languages.length, pages);
        for (let page = 0; page < seen.length; page++) {
          expect(seen[page]?.page).toBe(page % pages);
          expect(seen[page]?.second).toBe(seen[page - (page % pages)]?.second);
        }
        expect(new Set(seen.map(({ second }) => second))).toEqual(new Set(languages));
      }),
    );
  });

  it('[D11] turn with office time alone, so that two windows agree and a restart changes nothing', () => {
    expect(turnAt(NOW, 3, languages)).toEqual(turnAt(NOW, 3, languages));
    const startOfTurn = NOW - (NOW % PAGE_SHOWN_MS);
    expect(turnAt(startOfTurn + PAGE_SHOWN_MS - 1, 3, languages)).toEqual(
      turnAt(startOfTurn, 3, languages),
    );
  });

  it('[D11] turn the language even when there is no page', () => {
    expect(new Set(turns(NOW, 3, 0).map(({ second }) => second))).toEqual(new Set(languages));
  });
});
