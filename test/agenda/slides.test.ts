/** Rules PL1…PL4 and PL12: what may be shown, and when. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Slide, segmentAt, slidesOf, timelessProgramme, turnAt } from '#shared/agenda.ts';
import type { Programme } from '#shared/programme.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { stockholm } from '#test/support/office.ts';
import {
  anyInstantOf,
  anyProgramme,
  anyProgrammeAndInstant,
  dateOf,
  HOUR_MS,
  item,
  notice,
  pagesByName,
  programme,
  visit,
} from './any-programme.ts';
import { isComing, isOnDate, mayBeShown } from './model.ts';

const idsAt = (any: Programme, now: EpochMs): string[] =>
  segmentAt(any, now)
    .slides.map(({ id }) => id)
    .sort();
const slideOf = (any: Programme, id: string): Slide | undefined =>
  slidesOf(any).find((slide) => slide.id === id);

describe('what may be shown', () => {
  it('[PL1] is what the rules say at every instant, and nothing else is on', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const expected = mayBeShown(any, now);
        expect(idsAt(any, now)).toEqual([...expected.keys()].sort());
        expect(expected.has(turnAt(any, now, pagesByName).slide.id)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[PL1] of one Tuesday, from midnight to midnight', () => {
    const opensAt = stockholm('2026-11-24T10:00');
    const tuesday = programme('2026-11-24', {
      items: [
        visit('v1', 'kassan', opensAt, stockholm('2026-11-24T12:00')),
        visit('v2', 'kassan', stockholm('2026-11-24T13:00'), stockholm('2026-11-24T15:00')),
        item('e1', stockholm('2026-11-24T17:00'), stockholm('2026-11-24T19:00')),
        item('e2', stockholm('2026-12-02T17:30'), stockholm('2026-12-02T19:00')),
      ],
      hours: [
        {
          opensAt,
          closesAt: stockholm('2026-11-24T18:00'),
          ticketsUntil: stockholm('2026-11-24T17:45'),
        },
      ],
    });
    const [today, body, how] = ['today:2026-11-24', 'body:2026-11-24:kassan', `how:${opensAt}`];
    const shown = (wall: string) => idsAt(tuesday, stockholm(`2026-11-24T${wall}`));
    expect(shown('00:00')).toEqual([body, 'event:e1', 'hours', today, 'welcome']);
    expect(shown('10:00')).toEqual([body, 'event:e1', 'hours', how, today, 'welcome']);
    expect(shown('12:30')).toEqual([body, 'event:e1', 'hours', how, today, 'welcome']);
    expect(shown('14:59:59.999')).toEqual(shown('12:30'));
    expect(shown('15:00')).toEqual(['event:e1', 'hours', how, today, 'welcome']);
    expect(shown('17:30')).toEqual(['event:e1', 'hours', how, today, 'welcome']);
    expect(shown('17:44:59.999')).toEqual(shown('17:30'));
    expect(shown('17:45')).toEqual(['event:e1', 'hours', today, 'welcome']);
    expect(shown('18:00')).toEqual(['event:e1', 'hours', today, 'welcome']);
    expect(shown('19:00')).toEqual(['hours', 'welcome']);
    const wednesday = (wall: string) => idsAt(tuesday, stockholm(`2026-11-25T${wall}`));
    expect(wednesday('00:00')).toEqual(['hours', 'week:2026-11-25', 'welcome']);
    expect(wednesday('17:30')).toEqual(['event:e2', 'hours', 'week:2026-11-25', 'welcome']);
  });

  it('[PL1] tells of the day, of the seven days after it, and of all visits of a body', () => {
    const morning = visit(
      'v1',
      'jobb',
      stockholm('2026-10-20T09:00'),
      stockholm('2026-10-20T11:00'),
    );
    const noon = visit('v2', 'jobb', stockholm('2026-10-20T12:00'), stockholm('2026-10-20T13:00'));
    const late = item('e1', stockholm('2026-10-27T23:59'), stockholm('2026-10-28T01:00'));
    const tooLate = item('e2', stockholm('2026-10-28T00:00'), stockholm('2026-10-28T01:00'));
    const midnight = stockholm('2026-10-29');
    const ended = item('e3', stockholm('2026-10-28T22:00'), midnight);
    const moment = item('e4', midnight, midnight);
    const party = item('e5', stockholm('2026-10-29T20:00'), stockholm('2026-10-30T02:00'));
    const items = [morning, noon, late, tooLate, ended, moment, party];
    const any = programme('2026-10-20', { items });
    expect(slideOf(any, 'today:2026-10-20')).toMatchObject({ items: [morning, noon] });
    expect(slideOf(any, 'body:2026-10-20:jobb')).toMatchObject({ items: [morning, noon] });
    expect(slideOf(any, 'week:2026-10-20')).toMatchObject({ items: [late] });
    expect(slideOf(any, 'today:2026-10-28')).toMatchObject({ items: [late, tooLate, ended] });
    expect(slideOf(any, 'today:2026-10-29')).toMatchObject({ items: [moment, party] });
    expect(slideOf(any, 'today:2026-10-30')).toMatchObject({ items: [party] });
  });

  it('[PL1] tells of all that is on that day, or in those seven, and of nothing else', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const today = dateOf(now);
        const todays = any.items.filter((one) => isOnDate(one, today));
        const coming = any.items.filter((one) => isComing(one, today));
        for (const slide of segmentAt(any, now).slides) {
          if (slide.kind === 'today') expect(slide.items).toEqual(todays);
          if (slide.kind === 'week') expect(slide.items).toEqual(coming);
          if (slide.kind === 'event')
            expect(slide).toMatchObject({ id: `event:${slide.items[0].id}` });
        }
      }),
    );
  });

  it('[PL1] the hours have a slide when there are any, or a reason why there are none', () => {
    const [today] = programme('2026-12-24').days;
    const closures = today ? [{ day: today.day, name: { sv: 'Julafton' } }] : [];
    const shown = (what: Partial<Programme>) =>
      idsAt(programme('2026-12-24', what), stockholm('2026-12-24T12:00'));
    expect(shown({})).toEqual(['welcome']);
    expect(shown({ closures })).toEqual(['hours', 'welcome']);
    const closesAt = stockholm('2027-01-04T18:00');
    const hours = [{ opensAt: stockholm('2027-01-04'), closesAt, ticketsUntil: closesAt }];
    expect(shown({ hours })).toEqual(['hours', 'welcome']);
  });

  it('[PL2] what is called off keeps its slides for as long as it would have lasted', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const on = { ...any, items: any.items.map((one) => ({ ...one, cancelled: false })) };
        const off = { ...any, items: any.items.map((one) => ({ ...one, cancelled: true })) };
        expect(idsAt(off, now)).toEqual(idsAt(on, now));
      }),
    );
  });

  it('[PL3] four events at most have slides of their own, those that are over soonest', () => {
    const start = stockholm('2026-11-24T10:00');
    const events = Array.from({ length: 6 }, (_, place) =>
      item(`e${place}`, start, start + (6 - place) * HOUR_MS),
    );
    const any = programme('2026-11-24', { items: events });
    const shownAt = (now: EpochMs) => idsAt(any, now).filter((id) => id.startsWith('event:'));
    const named = (...places: number[]) => places.map((place) => `event:e${place}`).sort();
    expect(shownAt(start)).toEqual(named(2, 3, 4, 5));
    expect(shownAt(start + HOUR_MS)).toEqual(named(1, 2, 3, 4));
    expect(shownAt(start + 3 * HOUR_MS)).toEqual(named(0, 1, 2));
  });

  it('[PL3] of an event that recurs the next has one, at each place', () => {
    const onDay = (day: number, place: string) => {
      const startsAt = stockholm(`2026-11-${day}T15:00`);
      const event = item(`${place}-${day}`, startsAt, startsAt + HOUR_MS);
      return { ...event, title: { sv: 'Läxhjälp' }, place: { sv: place } };
    };
    const items = [
      onDay(24, 'here'),
      onDay(26, 'here'),
      onDay(26, 'library'),
      onDay(27, 'library'),
    ];
    const any = programme('2026-11-24', { items });
    const shownAt = (wall: string) =>
      idsAt(any, stockholm(wall)).filter((id) => id.startsWith('event:'));
    expect(shownAt('2026-11-24T15:59')).toEqual(['event:here-24', 'event:library-26']);
    expect(shownAt('2026-11-24T16:00')).toEqual(['event:here-26', 'event:library-26']);
    expect(shownAt('2026-11-26T16:00')).toEqual(['event:library-27']);
  });

  it('[PL4] when the programme is no longer sure, nothing that rests on the schedule', () => {
    fc.assert(
      fc.property(anyProgramme, fc.nat({ max: 1e11 }), (any, afterMs) => {
        const { slides } = segmentAt(any, any.validUntil + afterMs);
        expect(slides.filter(({ kind }) => kind !== 'notice' && kind !== 'welcome')).toEqual([]);
      }),
    );
  });

  it('[PL4] when the window does not know what time it is, the welcome alone', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const timeless = timelessProgramme({ ...any, notices: [notice('always')] });
        expect(idsAt(timeless, now)).toEqual(['welcome']);
        expect(timeless.items.length + timeless.hours.length + timeless.closures.length).toBe(0);
        expect(turnAt(timeless, now, pagesByName).slide.id).toBe('welcome');
      }),
    );
  });
});

describe('a segment', () => {
  const anySegment = anyProgramme.chain((any) =>
    fc.record({ any: fc.constant(any), now: anyInstantOf(any), other: anyInstantOf(any) }),
  );

  it('[PL12] holds the instant it was asked for, and those before and after it meet it', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const { from, until } = segmentAt(any, now);
        expect(from <= now && now < until).toBe(true);
        if (Number.isFinite(until)) expect(segmentAt(any, until).from).toBe(until);
        if (Number.isFinite(from)) expect(segmentAt(any, from - 1).until).toBe(from);
      }),
    );
  });

  it('[PL12] has one set of slides and one local day, and nothing begins or ends inside it', () => {
    fc.assert(
      fc.property(anySegment, ({ any, now, other }) => {
        const { from, until } = segmentAt(any, now);
        const insideOf = (instants: readonly EpochMs[]) =>
          instants.filter((instant) => from < instant && instant < until);
        const { days, items, hours } = any;
        expect(insideOf(days.flatMap((day) => [day.startsAt, day.endsAt]))).toEqual([]);
        expect(insideOf(items.flatMap((one) => [one.startsAt, one.endsAt]))).toEqual([]);
        expect(
          insideOf(hours.flatMap((one) => [one.opensAt, one.ticketsUntil, one.closesAt])),
        ).toEqual([]);
        if (from <= other && other < until) expect(idsAt(any, other)).toEqual(idsAt(any, now));
      }),
    );
  });

  it('[PL12] ends at midnight on the days of 25 and of 23 hours', () => {
    for (const [first, changes, next] of [
      ['2026-10-20', '2026-10-25', '2026-10-26'],
      ['2027-03-24', '2027-03-28', '2027-03-29'],
    ] as const) {
      const night = segmentAt(programme(first), stockholm(`${changes}T02:30`));
      expect(night).toMatchObject({ from: stockholm(changes), until: stockholm(next) });
    }
  });
});
