/** Rule PL14: what the author is told of slides that are not shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenBy, segmentAt } from '#shared/agenda.ts';
import type { Programme, Takeover } from '#shared/programme.ts';
import { stockholm } from '#test/support/office.ts';
import {
  anyInstantOf,
  anyProgramme,
  anyTakeover,
  HOUR_MS,
  item,
  notice,
  programme,
} from './any-programme.ts';

const start = stockholm('2026-11-24T12:00');
const hour = (hours: number) => start + hours * HOUR_MS;

/** As [what, by what, from and until in hours]. */
const told = (any: Programme, takeover: Takeover | null, from: number, until: number) =>
  hiddenBy(any, takeover, hour(from), hour(until)).map((hidden) => [
    hidden.slide.id,
    typeof hidden.by === 'string' ? hidden.by : hidden.by.id,
    (hidden.from - start) / HOUR_MS,
    (hidden.until - start) / HOUR_MS,
  ]);

describe('the author is told', () => {
  const fire = notice('fire', { priority: 'urgent', from: hour(1), until: hour(2) });
  const water = notice('water', { priority: 'urgent', from: hour(1.5), until: hour(4) });
  const cafe = notice('cafe', { from: hour(0), until: hour(3) });
  const tip = notice('tip', { priority: 'evergreen', from: hour(-5), until: hour(9) });
  const of = (...notices: Programme['notices']) => programme('2026-11-24', { days: [], notices });

  it('[PL14] of what urgent notices hide, each for as long as it does', () => {
    expect(told(of(fire, water, cafe), null, -9, 9)).toEqual([
      ['notice:cafe', 'fire', 1, 2],
      ['notice:cafe', 'water', 1.5, 3],
    ]);
  });

  it('[PL14] of what a takeover hides, urgent notices too', () => {
    const text = { sv: 'Utrymning' };
    const takeover = { id: 't', text, from: hour(1.75), until: hour(2.5), test: false };
    expect(told(of(fire, cafe), takeover, -9, 9)).toEqual([
      ['notice:fire', 'takeover', 1.75, 2],
      ['notice:cafe', 'takeover', 1.75, 2.5],
      ['notice:cafe', 'fire', 1, 2],
    ]);
  });

  it('[PL14] of the evergreen, in one span where others follow upon each other', () => {
    const next = notice('next', { from: hour(3), until: hour(4) });
    const later = notice('later', { from: hour(5), until: hour(6) });
    const inner = notice('inner', { from: hour(0.5), until: hour(1) });
    expect(told(of(later, next, inner, cafe, tip), null, -9, 9)).toEqual([
      ['notice:tip', 'normal', 0, 4],
      ['notice:tip', 'normal', 5, 6],
    ]);
  });

  it('[PL14] within the time asked about, and of nothing when that is empty', () => {
    expect(told(of(fire, cafe), null, 1.25, 1.5)).toEqual([['notice:cafe', 'fire', 1.25, 1.5]]);
    expect(told(of(fire, cafe), null, 2, 9)).toEqual([]);
    expect(told(of(fire, cafe), null, 1.5, 1.5)).toEqual([]);
    expect(told(of(fire, cafe), null, 2, 1)).toEqual([]);
  });

  it('[PL14] of the agenda too, as long as the slide would have been shown', () => {
    const any = programme('2026-11-24', {
      items: [item('e', hour(-1), hour(1.5))],
      notices: [fire],
    });
    expect(told(any, null, 0, 9)).toEqual([
      ['today:2026-11-24', 'fire', 1, 1.5],
      ['event:e', 'fire', 1, 1.5],
    ]);
  });

  it('[PL14] of exactly what could have been shown and was not, at every instant', () => {
    const order = ['takeover', 'urgent', 'normal', 'evergreen'];
    const anyCase = anyProgramme.chain((any) =>
      fc.record({
        any: fc.constant(any),
        takeover: anyTakeover(any),
        now: anyInstantOf(any),
        beforeMs: fc.nat({ max: 1e9 }),
        afterMs: fc.integer({ min: 1, max: 1e9 }),
      }),
    );
    fc.assert(
      fc.property(anyCase, ({ any, takeover, now, beforeMs, afterMs }) => {
        const { slides } = segmentAt(any, now);
        const covered = takeover !== null && takeover.from <= now && now < takeover.until;
        const present = new Set<string>(slides.map(({ priority }) => priority));
        if (covered) present.add('takeover');
        const highest = order.find((priority) => present.has(priority)) ?? '';
        const expected = slides.filter(
          ({ kind, priority }) =>
            kind !== 'welcome' && order.indexOf(priority) > order.indexOf(highest),
        );
        const found = hiddenBy(any, takeover, now - beforeMs, now + afterMs).filter(
          ({ from, until }) => from <= now && now < until,
        );
        expect(new Set(found.map(({ slide }) => slide.id))).toEqual(
          new Set(expected.map(({ id }) => id)),
        );
        const names = new Set(found.map(({ by }) => (typeof by === 'string' ? by : by.priority)));
        if (expected.length > 0) expect(names).toContain(highest);
      }),
      { numRuns: 500 },
    );
  });
});
