/**
 * Rule S19: recurring hours beside a calendar that is walked day by day and minute by minute, 2026 to 2028.
 * A failure prints its seed and path; give them to fc.assert to see it again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursMistakes, spansBetween } from '#server/schedule/recurring-hours.ts';
import type { Span } from '#server/schedule/wall-time.ts';
import type { DayChange } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { type Rule, type Ruled, ruleText, walkedSpans } from './walked-calendar.ts';

const STOCKHOLM = 'Europe/Stockholm';
const CHANGES_OF_CLOCK = [
  '2026-03-29',
  '2026-10-25',
  '2027-03-28',
  '2027-10-31',
  '2028-03-26',
  '2028-10-29',
] as LocalDate[];

describe('beside a calendar walked by hand', () => {
  it.each(CHANGES_OF_CLOCK)('[S19] %s: any hours of the night agree to the minute', (day) => {
    const quarters = Array.from({ length: 14 }, (_, i) => wall(60 + i * 15));
    for (const opens of quarters)
      for (const closes of quarters.filter((time) => time > opens)) {
        const daily = [
          { rule: { freq: 'DAILY', interval: 1 }, from: day, until: day, opens, closes } as const,
        ];
        expect(expanded(daily, [], new Set()), `${opens}–${closes}`).toEqual(
          walkedSpans(daily, day, day, [], new Set()),
        );
      }
  });

  it('[S19] any rules, spans of validity, changes and holidays agree over three years', () => {
    fc.assert(
      fc.property(
        fc.array(ruled(), { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(change(), { maxLength: 8, selector: ({ day }) => day }),
        fc.array(someDay('2026-01-01', '2028-12-31'), { maxLength: 12 }),
        (hours, changes, holidays) => {
          const closed = new Set(holidays);
          expect(expanded(hours, changes, closed)).toEqual(
            walkedSpans(hours, '2026-01-01', '2028-12-31', changes, closed),
          );
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});

function expanded(
  hours: readonly Ruled[],
  changes: readonly DayChange[],
  holidays: ReadonlySet<LocalDate>,
): readonly Span[] {
  const written = hours.map((one) => ({ ...one, rule: ruleText(one.rule) }));
  for (const one of written) expect(hoursMistakes(one), one.rule).toEqual([]);
  const from = Date.UTC(2025, 11, 31, 23);
  const until = Date.UTC(2028, 11, 31, 23);
  return spansBetween(written, STOCKHOLM, from, until, {
    changes,
    fallsAway: (day) => holidays.has(day),
  });
}

// Anything an office could write

function ruled(): fc.Arbitrary<Ruled> {
  return fc
    .record({
      rule: fc.oneof(daily(), weekly(), monthly(), yearly()),
      end: fc.oneof(
        fc.constant({}),
        fc.record({ count: fc.integer({ min: 1, max: 80 }) }),
        fc.record({ until: someDay('2026-01-01', '2028-12-31') }),
      ),
      from: someDay('2025-06-01', '2028-06-30'),
      lasts: fc.option(fc.integer({ min: 0, max: 700 })),
      times: times(),
    })
    .map(({ rule, end, from, lasts, times }) => ({
      rule: { ...rule, ...end },
      from,
      until: lasts === null ? null : later(from, lasts),
      ...times,
    }));
}

const interval = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 }));
const weekday = fc.integer({ min: 1, max: 7 });
const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const monthDays = fc.uniqueArray(
  fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 })),
  { minLength: 1, maxLength: 4 },
);
const plainDays = fc.uniqueArray(
  weekday.map((day) => ({ nth: null, weekday: day })),
  { minLength: 1, maxLength: 4, selector: ({ weekday }) => weekday },
);
const nthDays = fc.uniqueArray(
  fc.record({ nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -3), weekday }),
  { minLength: 1, maxLength: 3, selector: ({ nth, weekday }) => `${nth} ${weekday}` },
);
const setPos = fc.uniqueArray(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 1, maxLength: 2 });

const daily = (): fc.Arbitrary<Rule> =>
  optional(
    { freq: 'DAILY', interval },
    { byDay: plainDays, byMonth: months, byMonthDay: monthDays },
  );
const weekly = (): fc.Arbitrary<Rule> =>
  fc.oneof(
    optional({ freq: 'WEEKLY', interval }, { byDay: plainDays, byMonth: months }),
    optional({ freq: 'WEEKLY', interval, byDay: plainDays, bySetPos: setPos }, {}),
  );
const monthly = (): fc.Arbitrary<Rule> =>
  fc.oneof(
    optional(
      { freq: 'MONTHLY', interval },
      { byDay: fc.oneof(plainDays, nthDays), byMonth: months, byMonthDay: monthDays },
    ),
    optional(
      { freq: 'MONTHLY', interval, byDay: plainDays, bySetPos: setPos },
      { byMonth: months },
    ),
  );
const yearly = (): fc.Arbitrary<Rule> =>
  fc.oneof(
    optional({ freq: 'YEARLY', interval }, { byMonth: months, byMonthDay: monthDays }),
    optional({ freq: 'YEARLY', interval, byDay: nthDays }, { byMonth: months }),
    optional({ freq: 'YEARLY', interval, byDay: plainDays, byMonth: months }, {}),
    optional({ freq: 'YEARLY', interval, byDay: plainDays, byMonth: months, bySetPos: setPos }, {}),
  );

type Arbitraries = { [Part in keyof Rule]?: Rule[Part] | fc.Arbitrary<Rule[Part]> };

/** `given` is always there, each of `maybe` or not. */
function optional(given: Arbitraries & { freq: Rule['freq'] }, maybe: Arbitraries) {
  const { freq, ...others } = given;
  return fc
    .record({ ...others, ...maybe } as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: Object.keys(others),
    })
    .map((parts) => ({ freq, ...parts }) as Rule);
}

function change(): fc.Arbitrary<DayChange> {
  return fc.record({
    day: fc.oneof(fc.constantFrom(...CHANGES_OF_CLOCK), someDay('2026-01-01', '2028-12-31')),
    spans: fc.array(times(), { maxLength: 3 }),
    why: fc.constant(null),
  });
}

/** Often at night, when the clocks change. */
function times(): fc.Arbitrary<{ opens: string; closes: string }> {
  const minute = fc.oneof(
    fc.integer({ min: 0, max: 24 * 60 - 1 }),
    fc.integer({ min: 0, max: 24 }).map((tenth) => 60 + tenth * 10),
  );
  return fc
    .uniqueArray(minute, { minLength: 2, maxLength: 2 })
    .map((pair) => pair.toSorted((a, b) => a - b).map(wall))
    .map(([opens = '', closes = '']) => ({ opens, closes }));
}

function someDay(first: string, last: string): fc.Arbitrary<LocalDate> {
  const days = Temporal.PlainDate.from(first).until(last).days;
  return fc.integer({ min: 0, max: days }).map((after) => later(first, after));
}

const later = (day: string, days: number): LocalDate =>
  Temporal.PlainDate.from(day).add({ days }).toString() as LocalDate;

const wall = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
