/** Rules PL5…PL11 and PL13: what is on, in which language, and for how long. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dwellMs,
  type PagesOf,
  rotationOf,
  segmentAt,
  slidesOf,
  type Turn,
  turnAt,
} from '#shared/agenda.ts';
import type { Programme } from '#shared/programme.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { stockholm } from '#test/support/office.ts';
import {
  anyInstantOf,
  anyProgramme,
  anyProgrammeAndInstant,
  anyTime,
  anyWildProgramme,
  HOUR_MS,
  item,
  notice,
  pagesByName,
  programme,
  secondsOf,
} from './any-programme.ts';
import { mayBeShown } from './model.ts';

const SHORTEST_MS = 8_000;
const LONGEST_MS = 60_000;

/** As a window sees it that follows the turns from `from`, each until its end. */
function turnsFrom(any: Programme, from: EpochMs, until: EpochMs, pagesOf: PagesOf): Turn[] {
  const turns: Turn[] = [];
  for (let now = from; now < until; ) {
    const turn = turnAt(any, now, pagesOf);
    turns.push(turn);
    expect(turn.until).toBeGreaterThan(now);
    now = turn.until;
  }
  return turns;
}

/** A programme that says the same for 30 days, so that many rounds can be seen. */
const anyLongSegment = fc
  .record({
    weights: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 8 }),
    seconds: fc.subarray(['en', 'so', 'ar', 'ti'] as const),
  })
  .map(({ weights, seconds }) => {
    const start = stockholm('2026-11-24T12:00');
    const until = start + 30 * 24 * HOUR_MS;
    const notices = weights.map((weight, id) => notice(`${id}`, { weight, from: start, until }));
    const any = programme('2026-11-24', { days: [], notices, languages: ['sv', ...seconds] });
    return { any, start };
  });

const roundOf = (any: Programme, now: EpochMs) =>
  rotationOf(segmentAt(any, now).slides.filter(({ kind }) => kind !== 'welcome'));

describe('priority', () => {
  const order = ['urgent', 'normal', 'evergreen'] as const;

  it('[PL5] only what has the highest is on, at any instant', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const present = new Set(mayBeShown(any, now).values());
        const highest = order.find((priority) => present.has(priority));
        expect(turnAt(any, now, pagesByName).slide.priority).toBe(highest);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[PL5] a slide that cannot be drawn is passed over, and so is a priority when none can', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, fc.nat({ max: 3 }), ([any, now], failing) => {
        const fails = (id: string) =>
          failing > 0 && (id.length + id.charCodeAt(id.length - 1)) % 4 < failing;
        const pagesOf: PagesOf = (slide) => (fails(slide.id) ? [] : pagesByName(slide));
        const drawn = [...mayBeShown(any, now)].filter(([id]) => !fails(id));
        const highest = order.find((it) => drawn.some(([, priority]) => priority === it));
        const { slide } = turnAt(any, now, pagesOf);
        if (highest === undefined) expect(slide.id).toBe('welcome');
        else expect(drawn).toContainEqual([slide.id, highest]);
      }),
    );
  });
});

describe('rounds', () => {
  it('[PL6] [PL7] come one after the other, each the same: every slide, page by page', () => {
    fc.assert(
      fc.property(anyLongSegment, fc.integer({ min: 0, max: 20 }), ({ any, start }, rounds) => {
        const expected = roundOf(any, start).flatMap((slide) =>
          pagesByName(slide).map((_, page) => `${slide.id} ${page}`),
        );
        const names = turnsFrom(any, start, start + 6 * HOUR_MS, pagesByName)
          .map(({ slide, page }) => `${slide.id} ${page}`)
          .slice(rounds * expected.length, (rounds + 1) * expected.length);
        fc.pre(names.length === expected.length);
        expect(names).toEqual(expected);
      }),
    );
  });

  it('[PL6] every slide of the highest priority is on once in a round, in any programme', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const segment = segmentAt(any, now);
        fc.pre(Number.isFinite(segment.from));
        const { priority } = turnAt(any, now, pagesByName).slide;
        const turning = segment.slides.filter((slide) => slide.priority === priority);
        const pages = rotationOf(turning).flatMap(pagesByName);
        const roundMs = pages.reduce((sum) => sum + LONGEST_MS, 0);
        const end = Math.min(segment.until, segment.from + roundMs);
        const seen = new Set(
          turnsFrom(any, segment.from, end, pagesByName).map(({ slide }) => slide.id),
        );
        const missed = turning.filter(({ id }) => !seen.has(id));
        if (segment.until - segment.from >= roundMs) expect(missed).toEqual([]);
        else expect(seen.size).toBeGreaterThan(0);
      }),
    );
  });
});

describe('how long a page stays', () => {
  it('[PL8] as its words take: two seconds and half of one for each, from 8 to 60', () => {
    const words = [0, 12, 13, 20, 116, 117, 1e13, Number.NaN, -5, Number.POSITIVE_INFINITY];
    const expected = [8, 8, 8.5, 12, 60, 60, 60, 8, 8, 60];
    expect(words.map((count) => dwellMs(count) / 1_000)).toEqual(expected);
  });

  it('[PL8] a notice as long as the office says, within the same bounds', () => {
    const said = [3, 8, 12.5, 60, 61, 1e10, Number.NaN, Number.NEGATIVE_INFINITY];
    const stays = said.map((seconds) => {
      const notices = [notice('n', { seconds })];
      const turn = turnAt(programme('2026-11-24', { days: [], notices }), 1e12, () => [200, 0]);
      return (turn.until - turn.since) / 1_000;
    });
    expect(stays).toEqual([8, 8, 12.5, 60, 60, 60, 8, 8]);
  });

  it('[PL8] every turn lasts as long as its page takes, but for the last of a segment', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const { slide, page, since, until } = turnAt(any, now, pagesByName);
        const seconds = slide.kind === 'notice' ? slide.notice.seconds : null;
        const own =
          seconds === null
            ? dwellMs(pagesByName(slide)[page] ?? 0)
            : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (seconds || 0) * 1_000));
        if (until === segmentAt(any, now).until) {
          expect(until - since).toBeLessThan(own + SHORTEST_MS);
        } else expect(until - since).toBe(own);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[PL9] at least 8 seconds, unless what may be shown changes twice within them', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        const segment = segmentAt(any, now);
        const { since, until } = turnAt(any, now, pagesByName);
        const shortest = Math.min(SHORTEST_MS, segment.until - segment.from);
        expect(until - since).toBeGreaterThanOrEqual(shortest);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[PL9] a page that would be torn away is not begun: the one before stays', () => {
    const start = stockholm('2026-11-24T12:00');
    const untilAfter = (ms: number) => {
      const notices = [notice('a', { from: start, until: start + ms }), notice('b')];
      const any = programme('2026-11-24', { days: [], notices });
      return turnsFrom(any, start, start + ms, () => [0]).map(({ slide, since, until }) => [
        slide.id,
        since - start,
        until - start,
      ]);
    };
    expect(untilAfter(16_000)).toEqual([
      ['notice:a', 0, 8_000],
      ['notice:b', 8_000, 16_000],
    ]);
    expect(untilAfter(15_999)).toEqual([['notice:a', 0, 15_999]]);
    expect(untilAfter(23_000)).toEqual([
      ['notice:a', 0, 8_000],
      ['notice:b', 8_000, 23_000],
    ]);
    expect(untilAfter(5_000)).toEqual([['notice:a', 0, 5_000]]);
  });
});

describe('windows of one office', () => {
  it('[PL10] that were started at different times show the same at every instant', () => {
    const anyWindows = anyProgramme.chain((any) =>
      fc.record({
        any: fc.constant(any),
        from: anyInstantOf(any),
        starts: fc.array(fc.nat({ max: HOUR_MS }), { minLength: 2, maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(anyWindows, ({ any, from, starts }) => {
        const end = from + 1.5 * HOUR_MS;
        const ways = starts.map((startMs) => {
          const own = structuredClone(any);
          return turnsFrom(own, from + startMs, end, pagesByName).filter(
            ({ since }) => since >= from + HOUR_MS,
          );
        });
        for (const way of ways) expect(way).toEqual(ways[0]);
      }),
      { numRuns: 50 },
    );
  });

  it('[PL10] show one turn from its beginning to its end, whenever they look', () => {
    const anyLook = fc.tuple(anyProgrammeAndInstant, fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(anyLook, ([[any, now], share]) => {
        const turn = turnAt(any, now, pagesByName);
        expect(turn.since <= now && now < turn.until).toBe(true);
        const within = Math.floor(turn.since + share * (turn.until - 1 - turn.since));
        for (const other of [turn.since, within, turn.until - 1]) {
          expect(turnAt(structuredClone(any), other, pagesByName)).toEqual(turn);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['2026-10-23', '2027-03-26'])('[PL10] second by second for 72 hours from %s', (first) => {
    const any = threeDaysFrom(first);
    const start = any.days[0]?.startsAt ?? 0;
    let turn = turnAt(any, start, pagesByName);
    let turns = 0;
    for (let now = start; now < start + 72 * HOUR_MS; now += 1_000) {
      const on = turnAt(any, now, pagesByName);
      if (now >= turn.until) {
        expect(on.since).toBe(turn.until);
        expect(on.until - on.since).toBeGreaterThanOrEqual(SHORTEST_MS);
        turn = on;
        turns += 1;
      }
      if (on.slide !== turn.slide || on.page !== turn.page || on.second !== turn.second) {
        expect(on).toEqual(turn);
      }
    }
    expect(turns).toBeGreaterThan((72 * HOUR_MS) / (LONGEST_MS + SHORTEST_MS));
  });
});

/** Two bodies and an event a day, office hours, and notices of each priority. */
function threeDaysFrom(first: string): Programme {
  const empty = programme(first);
  const on = (startsAt: EpochMs, hour: number) => startsAt + hour * HOUR_MS;
  return {
    ...empty,
    hours: empty.days.map(({ startsAt }) => ({
      opensAt: on(startsAt, 10),
      closesAt: on(startsAt, 18),
      ticketsUntil: on(startsAt, 17.75),
    })),
    items: empty.days.flatMap(({ day, startsAt }) => [
      { ...item(`${day} a`, on(startsAt, 10), on(startsAt, 12)), kind: 'visit' },
      { ...item(`${day} b`, on(startsAt, 11), on(startsAt, 15)), kind: 'visit' },
      item(`${day} c`, on(startsAt, 17), on(startsAt, 20)),
    ]),
    notices: [
      notice('urgent', {
        priority: 'urgent',
        from: on(empty.at, 25.5),
        until: on(empty.at, 26.25),
      }),
      notice('normal', { weight: 4 }),
      notice('evergreen', { priority: 'evergreen' }),
    ],
  };
}

describe('languages', () => {
  it('[PL11] turn when the heaviest slide comes again, all in their order', () => {
    fc.assert(
      fc.property(anyLongSegment, ({ any, start }) => {
        const ring = roundOf(any, start);
        const cycles = ring.filter((slide) => slide === ring[0]).length;
        const turns = turnsFrom(any, start, start + 8 * HOUR_MS, pagesByName);
        const beginnings = turns.filter(({ slide, page }) => slide === ring[0] && page === 0);
        const seconds = secondsOf(any);
        let began = -1;
        for (const turn of turns) {
          if (beginnings.includes(turn)) began += 1;
          expect(turn.second).toBe(beginnings[began]?.second);
        }
        // Between the rounds the order may have moved on by one.
        beginnings.slice(1).forEach(({ second }, place) => {
          const before = seconds.indexOf(beginnings[place]?.second ?? 'sv');
          const next = [1, ...((place + 1) % cycles === 0 ? [2] : [])];
          const allowed = next.map((steps) => seconds[(before + steps) % seconds.length]);
          expect(allowed).toContain(second);
        });
        expect(beginnings.length).toBeGreaterThan(1);
      }),
    );
  });

  it('[PL11] every slide comes in every language', () => {
    fc.assert(
      fc.property(anyLongSegment, ({ any, start }) => {
        const turns = turnsFrom(any, start, start + 24 * HOUR_MS, pagesByName);
        for (const slide of new Set(roundOf(any, start))) {
          const met = turns.filter((turn) => turn.slide === slide).map(({ second }) => second);
          expect(new Set(met)).toEqual(new Set(secondsOf(any)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('[PL11] Swedish is never beside itself, unless the window speaks nothing else', () => {
    fc.assert(
      fc.property(anyProgrammeAndInstant, ([any, now]) => {
        expect(secondsOf(any)).toContain(turnAt(any, now, pagesByName).second);
      }),
    );
  });

  it('[PL11] all have their share of a day on which something changes every five minutes', () => {
    const any = programme('2026-11-24', { languages: ['sv', 'en', 'so', 'ar', 'ti', 'fa'] });
    const items = Array.from({ length: 288 }, (_, place) => {
      const startsAt = any.at + place * 5 * 60_000;
      return item(`${place}`, startsAt, startsAt + 5 * 60_000);
    });
    const busy = { ...any, items };
    const shares = new Map<string, number>();
    for (let now = any.at; now < any.at + 24 * HOUR_MS; now += 10_000) {
      const { second } = turnAt(busy, now, () => [20]);
      shares.set(second, (shares.get(second) ?? 0) + 1 / 8_640);
    }
    expect(shares.size).toBe(5);
    for (const share of shares.values()) expect(share).toBeGreaterThan(0.14);
  });
});

describe('whatever happens', () => {
  it('[PL13] something is on, from no later than now until later than now', () => {
    const anyPages = fc.func(fc.array(fc.oneof(fc.nat(), fc.double()), { maxLength: 3 }));
    fc.assert(
      fc.property(anyWildProgramme, anyTime, anyPages, (any, now, pagesOf) => {
        const turn = turnAt(any, now, pagesOf);
        const time = Math.floor(Math.min(8.64e15, Math.max(-8.64e15, now || 0)));
        expect(turn.since <= time && time < turn.until).toBe(true);
        expect(turn.page).toBeLessThan(turn.pages);
        expect(secondsOf(any)).toContain(turn.second);
        const slides = slidesOf(any);
        expect(slides.map(({ id }) => id)).toContain(turn.slide.id);
        expect(slides.filter(({ from, until }) => !(from < until))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[PL13] an office that has nothing to tell says welcome', () => {
    const nothing = { ...programme('2026-11-24'), days: [], languages: ['sv'] } as const;
    for (const now of [-1e15, -1, 0, stockholm('2026-11-24'), 8.64e15, 1e300, Number.NaN]) {
      expect(turnAt(nothing, now, () => [4])).toMatchObject({
        slide: { id: 'welcome' },
        page: 0,
        pages: 1,
        second: 'sv',
      });
    }
  });
});
