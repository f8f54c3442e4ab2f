/** Rules PL6 and PL7: the order in which slides come round. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotationOf, type Slide, slidesOf } from '#shared/agenda.ts';
import { notice, programme } from './any-programme.ts';

const slidesOfWeights = (weights: readonly number[]): readonly Slide[] => {
  const notices = weights.map((weight, id) => notice(`${id}`, { weight }));
  return slidesOf(programme('2026-11-24', { notices })).filter(({ kind }) => kind === 'notice');
};
const orderOf = (...weights: number[]): string =>
  rotationOf(slidesOfWeights(weights))
    .map(({ id }) => 'abcdefghijklmn'[Number(id.slice('notice:'.length))])
    .join('');

const anyWeight = fc.integer({ min: 1, max: 10 });
const anyWeights = fc.oneof(
  fc.array(anyWeight, { minLength: 1, maxLength: 12 }),
  fc.array(anyWeight, { minLength: 1, maxLength: 230 }),
  fc.array(fc.constantFrom(1, 1, 1, 10), { minLength: 1, maxLength: 12 }),
);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe('a round', () => {
  it('[PL6] has every slide, and none follows itself when there are others', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const slides = slidesOfWeights(weights);
        const round = rotationOf(slides);
        expect(new Set(round)).toEqual(new Set(slides));
        const repeated = round.filter((slide, place) => slide === round.at(place - 1));
        expect(repeated).toEqual(slides.length === 1 ? slides : []);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[PL7] has each slide as often as its weight says, where none has more than half', () => {
    fc.assert(
      fc.property(fc.array(anyWeight, { minLength: 2, maxLength: 19 }), (weights) => {
        fc.pre(2 * Math.max(...weights) <= sumOf(weights));
        const slides = slidesOfWeights(weights);
        const round = rotationOf(slides);
        const turns = slides.map((slide) => round.filter((on) => on === slide).length);
        expect(turns).toEqual(weights);
      }),
    );
  });

  it('[PL7] gives no slide more than half of it, and then all the others what is theirs', () => {
    expect(orderOf(1, 10, 2)).toBe('bcbcba');
    expect(orderOf(10)).toBe('a');
  });

  it('[PL7] is at most 200 turns, or as many as there are slides; heavier ones come no less often', () => {
    fc.assert(
      fc.property(fc.array(anyWeight, { minLength: 20, maxLength: 300 }), (weights) => {
        const slides = slidesOfWeights(weights);
        const round = rotationOf(slides);
        expect(round.length).toBeLessThanOrEqual(Math.max(200, slides.length));
        expect(round.length).toBeGreaterThan(Math.min(sumOf(weights), 200) - slides.length);
        const turns = new Map(slides.map(({ id }) => [id, 0]));
        for (const { id } of round) turns.set(id, (turns.get(id) ?? 0) + 1);
        const byWeight = slides.toSorted((a, b) => a.weight - b.weight);
        const inOrder = byWeight.map(({ id }) => turns.get(id) ?? 0);
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  it('[PL7] spreads what comes often evenly, the heaviest first', () => {
    expect(orderOf(3, 1, 1, 1, 1, 1, 1)).toBe('abcadeafg');
    expect(orderOf(3, 2, 1, 1, 1, 1, 1)).toBe('abcadbaefg');
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.nat({ max: 40 }), (turns, more) => {
        const weights = [turns, ...Array.from({ length: turns + more }, () => 1)];
        const round = rotationOf(slidesOfWeights(weights));
        const places = round.flatMap(({ weight }, place) => (weight === turns ? [place] : []));
        const gaps = places.map((place, nth) => (places[nth + 1] ?? round.length) - place);
        expect(places[0]).toBe(0);
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
