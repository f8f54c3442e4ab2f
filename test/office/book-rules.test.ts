/** Hours as the office book's forms write them: a rule in plain words and back, and nothing lost on the way. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hoursMistakes, spansBetween } from '#server/schedule/recurring-hours.ts';
import { localDate } from '#shared/ui/office-time.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { type Recurrence, recurrenceOf, ruleOf, WEEKDAYS } from '../../staff/book/rule-words.ts';

const STOCKHOLM = 'Europe/Stockholm';

const weekday = fc.constantFrom(...WEEKDAYS);
const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({
    every: fc.constant('week' as const),
    interval: fc.integer({ min: 1, max: 52 }),
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  }),
  fc.record({
    every: fc.constant('month' as const),
    nth: fc.constantFrom(1, 2, 3, 4, 5, -1),
    day: weekday,
  }),
  fc.constant({ every: 'day' as const }),
  fc.constant({ every: 'once' as const }),
);

/** As the hub takes them, also those that the words have nothing for. */
const anyRule: fc.Arbitrary<string> = fc
  .record({
    frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    parts: fc.subarray(
      [
        'INTERVAL=1',
        'INTERVAL=2',
        'COUNT=1',
        'COUNT=5',
        'UNTIL=20270101',
        'BYDAY=MO',
        'BYDAY=TH,TU',
        'BYDAY=1SA',
        'BYDAY=+1SA',
        'BYDAY=-1FR',
        'BYDAY=-2FR',
        'BYDAY=1MO,3MO',
        'BYMONTHDAY=15',
        'BYMONTH=6,7',
        'BYSETPOS=1',
        'WKST=SU',
      ],
      { maxLength: 3 },
    ),
  })
  .map(({ frequency, parts }) => [`FREQ=${frequency}`, ...parts].join(';'))
  .filter((rule) => hoursMistakes(hours(rule)).length === 0);

it.each<[Recurrence, string]>([
  [{ every: 'week', interval: 1, days: ['TU', 'TH'] }, 'FREQ=WEEKLY;BYDAY=TU,TH'],
  [{ every: 'week', interval: 2, days: ['MO'] }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'],
  [{ every: 'month', nth: 1, day: 'SA' }, 'FREQ=MONTHLY;BYDAY=1SA'],
  [{ every: 'month', nth: -1, day: 'FR' }, 'FREQ=MONTHLY;BYDAY=-1FR'],
  [{ every: 'day' }, 'FREQ=DAILY'],
  [{ every: 'once' }, 'FREQ=DAILY;COUNT=1'],
])('[BK1] %o is written %s, and read so', (said, rule) => {
  expect(ruleOf(said)).toBe(rule);
  expect(recurrenceOf(rule)).toEqual(said);
});

it('[BK1] whatever can be said in words is taken by the hub, and is read as it was written', () => {
  fc.assert(
    fc.property(recurrence, (said) => {
      const rule = ruleOf(said);
      expect(hoursMistakes(hours(rule))).toEqual([]);
      expect(recurrenceOf(rule)).toEqual(said);
    }),
  );
});

it('[BK1] weekdays stand in the order of the week, however they were ticked', () => {
  expect(ruleOf({ every: 'week', interval: 1, days: ['SU', 'MO'] })).toBe(
    'FREQ=WEEKLY;BYDAY=MO,SU',
  );
});

it('[BK2] a rule that is opened in the form and saved again holds on the days it held before', () => {
  fc.assert(
    fc.property(anyRule, (rule) => {
      expect(daysOf(ruleOf(recurrenceOf(rule))), rule).toEqual(daysOf(rule));
    }),
    { numRuns: 200 },
  );
});

it.each([
  'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=6',
  'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
  'FREQ=MONTHLY;BYDAY=1MO,3MO',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=WEEKLY',
])('[BK2] %s, which the words cannot say, is kept to the letter', (rule) => {
  expect(recurrenceOf(rule)).toEqual({ every: 'other', rule });
  expect(ruleOf(recurrenceOf(rule))).toBe(rule);
});

// Help

function hours(rule: string) {
  return { rule, from: '2026-11-24' as LocalDate, until: null, opens: '10:00', closes: '12:00' };
}

function daysOf(rule: string): string[] {
  const from = Date.parse('2026-11-20T00:00+01:00');
  const year = 366 * 86_400_000;
  return spansBetween([hours(rule)], STOCKHOLM, from, from + year).map(({ startsAt }) =>
    localDate(startsAt, STOCKHOLM),
  );
}
