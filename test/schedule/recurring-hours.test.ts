/** Rules S1…S7, S14, S15: hours that recur in local time, as dated instants. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exceptions, hoursMistakes, spansBetween } from '#server/schedule/recurring-hours.ts';
import { spanOn } from '#server/schedule/wall-time.ts';
import type { DayChange, RecurringHours } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';

const STOCKHOLM = 'Europe/Stockholm';

describe('on which days', () => {
  it('[S1] a rule holds on its weekdays, from its first day on', () => {
    expect(
      written(
        [hours('FREQ=WEEKLY;BYDAY=TU', '10:00', '12:00', '2026-11-20')],
        '2026-11-01T00:00',
        '2026-12-05T00:00',
      ),
    ).toEqual([
      '2026-11-24T10:00+01:00 – 2026-11-24T12:00+01:00',
      '2026-12-01T10:00+01:00 – 2026-12-01T12:00+01:00',
    ]);
  });

  it('[S1] the first Saturday of the month comes once a month, in January on the 2nd', () => {
    const saturdays = [hours('FREQ=MONTHLY;BYDAY=1SA', '11:00', '14:00')];
    expect(days(written(saturdays, '2026-10-01T00:00', '2027-03-01T00:00'))).toEqual([
      '2026-10-03',
      '2026-11-07',
      '2026-12-05',
      '2027-01-02',
      '2027-02-06',
    ]);
  });

  it('[S1] the 31st is left out in months that have none, and the last day is never left out', () => {
    const spring = (rule: string) =>
      days(written([hours(rule)], '2027-01-01T00:00', '2027-05-01T00:00'));
    expect(spring('FREQ=MONTHLY;BYMONTHDAY=31')).toEqual(['2027-01-31', '2027-03-31']);
    expect(spring('FREQ=MONTHLY;BYMONTHDAY=-1')).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
    ]);
  });

  it('[S1] UNTIL is the last day it may hold', () => {
    const ending = [hours('FREQ=DAILY;UNTIL=20261125')];
    expect(days(written(ending, '2026-11-24T00:00', '2026-12-01T00:00'))).toEqual([
      '2026-11-24',
      '2026-11-25',
    ]);
  });

  it.each(onPaper())(
    '[S1] %s holds as a calendar walked day by day says, 2026 to 2028',
    (rule, holdsOn) => {
      const expected: string[] = [];
      let day = Temporal.PlainDate.from('2026-01-01');
      for (; day.year <= 2028; day = day.add({ days: 1 }))
        if (holdsOn(day)) expected.push(day.toString());
      expect(days(written([hours(rule)], '2026-01-01T00:00', '2029-01-01T00:00'))).toEqual(
        expected,
      );
    },
  );
});

describe('when the clocks change', () => {
  it.each([
    ['2026-10-25', '+02:00', '+01:00'],
    ['2027-03-28', '+01:00', '+02:00'],
    ['2027-10-31', '+02:00', '+01:00'],
  ])('[S2] opens at the same time on the wall before and after %s', (sunday, before, after) => {
    const saturday = Temporal.PlainDate.from(sunday).subtract({ days: 1 }).toString();
    const monday = Temporal.PlainDate.from(sunday).add({ days: 1 }).toString();
    expect(written([hours('FREQ=DAILY')], `${saturday}T00:00`, `${monday}T23:00`)).toEqual([
      `${saturday}T09:30${before} – ${saturday}T16:00${before}`,
      `${sunday}T09:30${after} – ${sunday}T16:00${after}`,
      `${monday}T09:30${after} – ${monday}T16:00${after}`,
    ]);
  });

  const onDay = (day: string, opens: string, closes: string) =>
    written([hours('FREQ=DAILY', opens, closes)], `${day}T00:00`, `${day}T23:00`);

  it('[S3] a time the clock jumps over stands for the moment of the jump', () => {
    expect(onDay('2027-03-28', '02:30', '06:00')).toEqual([
      '2027-03-28T03:00+02:00 – 2027-03-28T06:00+02:00',
    ]);
    expect(onDay('2027-03-28', '01:00', '02:30')).toEqual([
      '2027-03-28T01:00+01:00 – 2027-03-28T03:00+02:00',
    ]);
  });

  it('[S3] of a time that is shown twice, the first opens and the last closes', () => {
    expect(onDay('2026-10-25', '02:30', '06:00')).toEqual([
      '2026-10-25T02:30+02:00 – 2026-10-25T06:00+01:00',
    ]);
    expect(onDay('2026-10-25', '01:00', '02:30')).toEqual([
      '2026-10-25T01:00+02:00 – 2026-10-25T02:30+01:00',
    ]);
  });

  it.each([
    'Europe/Stockholm',
    'America/Sao_Paulo', // changed at midnight, until 2019
    'Asia/Beirut', // changes at midnight, both ways
    'Australia/Lord_Howe', // by half an hour
    'Africa/Casablanca', // four times a year, for Ramadan
    'Pacific/Apia', // has no 30 December 2011
    'America/St_Johns', // one minute past midnight, until 2011
    'Asia/Kathmandu',
  ])('[S3] in %s, 2010 to 2019, as Temporal finds it for each time by itself', (zone) => {
    const different: string[] = [];
    for (
      let day = Temporal.PlainDate.from('2010-01-01');
      day.year < 2020;
      day = day.add({ days: 1 })
    )
      for (const [opens, closes] of [
        ['00:00', '00:45'],
        ['01:40', '02:20'],
        ['22:50', '23:30'],
      ] as const) {
        const { startsAt, endsAt } = spanOn(day.toString() as LocalDate, { opens, closes }, zone);
        if (
          startsAt !== momentOf(day, opens, zone, 'earlier') ||
          endsAt !== momentOf(day, closes, zone, 'later')
        )
          different.push(`${day} ${opens}–${closes}`);
      }
    expect(different).toEqual([]);
  });

  it('[S3] hours that lie wholly in what is jumped over are left out', () => {
    expect(onDay('2027-03-28', '02:10', '02:50')).toEqual([]);
    // Samoa went from 29 to 31 December 2011.
    const samoa = [hours('FREQ=DAILY', '09:00', '10:00', '2011-12-01')];
    expect(days(written(samoa, '2011-12-29T00:00', '2012-01-01T00:00', 'Pacific/Apia'))).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });
});

describe('as spans', () => {
  const morning = hours('FREQ=DAILY', '09:00', '12:00');

  it('[S4] hours that touch or overlap are one span; a pause at noon keeps them two', () => {
    const spansWith = (opens: string, closes: string) =>
      written([hours('FREQ=DAILY', opens, closes), morning], '2026-11-24T00:00', '2026-11-25T00:00')
        .length;
    expect(spansWith('12:00', '16:00')).toBe(1);
    expect(spansWith('11:00', '16:00')).toBe(1);
    expect(spansWith('10:00', '11:00')).toBe(1);
    expect(spansWith('12:30', '16:00')).toBe(2);
  });

  it('[S5] a span is given whole when any of it lies in the window', () => {
    const whole = ['2026-11-24T09:00+01:00 – 2026-11-24T12:00+01:00'];
    expect(written([morning], '2026-11-24T11:59', '2026-11-24T20:00')).toEqual(whole);
    expect(written([morning], '2026-11-24T00:00', '2026-11-24T09:01')).toEqual(whole);
  });

  it('[S5] a span that only touches the window is not in it', () => {
    expect(written([morning], '2026-11-24T12:00', '2026-11-24T20:00')).toEqual([]);
    expect(written([morning], '2026-11-24T00:00', '2026-11-24T09:00')).toEqual([]);
    expect(written([morning], '2026-11-24T10:00', '2026-11-24T10:00')).toEqual([]);
  });

  it('[S5] a window cut in two anywhere gives what the whole window gives', () => {
    const week = [
      hours('FREQ=WEEKLY;BYDAY=MO,WE,FR', '09:00', '12:30'),
      hours('FREQ=WEEKLY;BYDAY=MO,WE', '12:00', '19:00'),
      hours('FREQ=MONTHLY;BYDAY=-1SU', '01:30', '04:00'), // the Sundays on which clocks change are among them
    ];
    const first = at('2026-10-20T00:00');
    const minute = 60_000;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 200 }),
        fc.integer({ min: 1, max: 60 * 24 * 40 }),
        fc.integer({ min: 0, max: 60 * 24 * 40 }),
        (start, length, cut) => {
          const from = first + start * minute;
          const until = from + length * minute;
          const middle = Math.min(until, from + cut * minute);
          const parts = [
            ...spansBetween(week, STOCKHOLM, from, middle),
            ...spansBetween(week, STOCKHOLM, middle, until),
          ];
          // A span that lies across the cut is in both halves.
          const once = parts.filter((span, i) => parts[i - 1]?.startsAt !== span.startsAt);
          expect(once).toEqual(spansBetween(week, STOCKHOLM, from, until));
        },
      ),
      { seed: 20261125, numRuns: 200 },
    );
  });
});

describe('until when, and on other days', () => {
  const daily = hours('FREQ=DAILY', '09:00', '12:00');
  const november = (recurring: RecurringHours, changes: readonly DayChange[] = []) =>
    written([recurring], '2026-11-23T00:00', '2026-11-27T00:00', STOCKHOLM, { changes });
  const change = (day: string, ...spans: [opens: string, closes: string][]): DayChange => ({
    day: day as LocalDate,
    spans: spans.map(([opens, closes]) => ({ opens, closes })),
    why: null,
  });

  it('[S14] hours hold on their last day and not on the next', () => {
    expect(days(november({ ...daily, until: '2026-11-24' as LocalDate }))).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
    expect(november({ ...daily, until: '2026-11-22' as LocalDate })).toEqual([]);
  });

  it('[S14] the earlier of the last day and the end of the rule counts', () => {
    const until = '2026-11-25' as LocalDate;
    expect(days(november({ ...daily, until, rule: 'FREQ=DAILY;UNTIL=20261124' }))).toHaveLength(2);
    expect(days(november({ ...daily, until, rule: 'FREQ=DAILY;UNTIL=20261130' }))).toHaveLength(3);
    const from = '2026-11-24' as LocalDate;
    expect(days(november({ ...daily, from, until, rule: 'FREQ=DAILY;COUNT=5' }))).toEqual([
      '2026-11-24',
      '2026-11-25',
    ]);
  });

  it('[S14] a last day before the first is refused, and one that no calendar has', () => {
    const ending = (until: string) => hoursMistakes({ ...daily, until: until as LocalDate });
    expect(ending('2025-12-31')).toEqual(['ends-before-it-begins']);
    expect(ending('2026-02-30')).toEqual(['no-such-day']);
    expect(ending('2026-01-01')).toEqual([]);
  });

  it('[S15] a change replaces what the rules give for its day, and leaves other days alone', () => {
    expect(november(daily, [change('2026-11-24', ['13:00', '15:00'], ['10:00', '11:00'])])).toEqual(
      [
        '2026-11-23T09:00+01:00 – 2026-11-23T12:00+01:00',
        '2026-11-24T10:00+01:00 – 2026-11-24T11:00+01:00',
        '2026-11-24T13:00+01:00 – 2026-11-24T15:00+01:00',
        '2026-11-25T09:00+01:00 – 2026-11-25T12:00+01:00',
        '2026-11-26T09:00+01:00 – 2026-11-26T12:00+01:00',
      ],
    );
  });

  it('[S15] a change without times leaves nothing, and one for a free day gives hours', () => {
    const mondays = hours('FREQ=WEEKLY;BYDAY=MO');
    expect(november(mondays, [change('2026-11-23')])).toEqual([]);
    expect(days(november(mondays, [change('2026-11-26', ['10:00', '12:00'])]))).toEqual([
      '2026-11-23',
      '2026-11-26',
    ]);
  });

  it('[S15] the times of a change meet changes of clock and one another as those of rules do', () => {
    const spring = change('2027-03-28', ['02:30', '04:00'], ['04:00', '05:00'], ['02:10', '02:20']);
    expect(
      written([], '2027-03-28T00:00', '2027-03-29T00:00', STOCKHOLM, { changes: [spring] }),
    ).toEqual(['2027-03-28T03:00+02:00 – 2027-03-28T05:00+02:00']);
  });
});

describe('which rules are understood', () => {
  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO',
    'FREQ=MONTHLY;BYDAY=1SA,-1WE',
    'FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;COUNT=999',
    'FREQ=DAILY;UNTIL=20261231',
  ])('[S6] %s says days, and can be asked about a century on', (rule) => {
    expect(hoursMistakes(hours(rule))).toEqual([]);
    expect(() => written([hours(rule)], '2126-01-01T00:00', '2126-02-01T00:00')).not.toThrow();
  });

  it.each([
    '',
    'BYDAY=MO',
    'FREQ=HOURLY',
    'FREQ=WEEKLY;BYHOUR=9',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=WEEKLY;INTERVAL=0',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;COUNT=1000000000',
    'FREQ=DAILY;COUNT=3;UNTIL=20261231',
    'FREQ=DAILY;UNTIL=20260230',
    'FREQ=DAILY;UNTIL=20261231T120000Z',
    'FREQ=DAILY\nEXDATE:20261124',
    'freq=daily',
    'FREQ=DAILY;constructor=1',
  ])('[S6] %j is refused', (rule) => {
    expect(hoursMistakes(hours(rule))).toEqual(['rule-is-not-understood']);
  });

  it('[S6] days and times that no calendar or clock has are refused, all at once', () => {
    expect(hoursMistakes(hours('FREQ=DAILY', '9:30', '24:00', '2026-02-30'))).toEqual([
      'no-such-day',
      'no-such-time',
    ]);
    expect(hoursMistakes(hours('FREQ=DAILY', '16:00', '16:00'))).toEqual([
      'closes-before-it-opens',
    ]);
  });

  it('[S7] nobody is answered about more than three years at once', () => {
    expect(() => written([], '2026-01-01T00:00', '2030-01-01T00:00')).toThrow(RangeError);
  });
});

/** Rules as a person would check them on a paper calendar. 1 is Monday. */
function onPaper(): [rule: string, holdsOn: (day: Temporal.PlainDate) => boolean][] {
  return [
    ['FREQ=DAILY', () => true],
    ['FREQ=WEEKLY;BYDAY=MO,TU,TH', ({ dayOfWeek }) => [1, 2, 4].includes(dayOfWeek)],
    ['FREQ=WEEKLY', ({ dayOfWeek }) => dayOfWeek === 4], // as its first day, a Thursday
    ['FREQ=MONTHLY;BYDAY=1SA', ({ dayOfWeek, day }) => dayOfWeek === 6 && day <= 7],
    [
      'FREQ=MONTHLY;BYDAY=-1WE',
      ({ dayOfWeek, day, daysInMonth }) => dayOfWeek === 3 && day > daysInMonth - 7,
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=31', ({ day }) => day === 31],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', ({ day, daysInMonth }) => day === daysInMonth],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', ({ day, dayOfWeek }) => day === 13 && dayOfWeek === 5],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ({ month, day }) => month === 2 && day === 29],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      (day) =>
        day.dayOfWeek === 2 && Temporal.PlainDate.from('2026-01-13').until(day).days % 14 === 0,
    ],
  ];
}

function hours(
  rule: string,
  opens = '09:30',
  closes = '16:00',
  from = '2026-01-01',
): RecurringHours {
  return { rule, from: from as LocalDate, until: null, opens, closes };
}

function at(wall: string, zone = STOCKHOLM): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
}

function momentOf(
  day: Temporal.PlainDate,
  time: string,
  zone: string,
  disambiguation: 'earlier' | 'later',
): number {
  const wall = day.toPlainDateTime(time);
  const found = wall.toZonedDateTime(zone, { disambiguation });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  const jump = wall.toZonedDateTime(zone, { disambiguation: 'later' }).add({ nanoseconds: 1 });
  return jump.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NaN;
}

/** One line per span: '2026-11-24T09:30+01:00 – 2026-11-24T16:00+01:00'. */
function written(
  recurring: readonly RecurringHours[],
  from: string,
  until: string,
  zone = STOCKHOLM,
  exceptions: Exceptions = {},
): string[] {
  const wall = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toString({
      timeZone: zone,
      smallestUnit: 'minute',
    });
  return spansBetween(recurring, zone, at(from, zone), at(until, zone), exceptions).map(
    ({ startsAt, endsAt }) => `${wall(startsAt)} – ${wall(endsAt)}`,
  );
}

function days(spans: readonly string[]): string[] {
  return spans.map((span) => span.slice(0, 10));
}
