/** Rules S8…S13: the door, the visiting bodies and the local day, at an instant. */
import { describe, expect, it } from 'vitest';
import {
  agencyAdmission,
  dayBounds,
  localDate,
  openingAt,
  openingSpans,
  visitsBetween,
} from '#server/schedule/office-hours.ts';
import type { AgencyId, LocalDate } from '#shared/vocabulary.ts';
import { agencyOf, hoursOf, lawyer, smallOffice, stockholm } from '#test/support/office.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('the door', () => {
  it('[S8] is open from the moment of opening up to the moment of closing', () => {
    const door = (wall: string) => openingAt(smallOffice, stockholm(wall));
    const untilNoon = { open: true, closesAt: stockholm('2026-11-24T12:00') };
    expect(door('2026-11-24T09:00')).toEqual(untilNoon);
    expect(door('2026-11-24T11:59:59.999')).toEqual(untilNoon);
    expect(door('2026-11-24T12:00')).toEqual({
      open: false,
      opensAt: stockholm('2026-11-24T13:00'),
    });
    expect(door('2026-11-24T08:59:59.999')).toEqual({
      open: false,
      opensAt: stockholm('2026-11-24T09:00'),
    });
  });

  it('[S8] on a Friday evening it says Monday, or Saturday when that is the first of the month', () => {
    const closedUntil = (wall: string) => ({ open: false, opensAt: stockholm(wall) });
    expect(openingAt(smallOffice, stockholm('2026-11-27T18:00'))).toEqual(
      closedUntil('2026-11-30T09:00'),
    );
    expect(openingAt(smallOffice, stockholm('2026-12-04T18:00'))).toEqual(
      closedUntil('2026-12-05T11:00'),
    );
  });

  it('[S8] hours of the week begin with the whole of today, also when some of it is over', () => {
    const week = openingSpans(smallOffice, stockholm('2026-12-04T15:00'), 4);
    expect(week).toEqual(
      [
        ['2026-12-04T09:00', '2026-12-04T12:00'],
        ['2026-12-04T13:00', '2026-12-04T16:00'],
        ['2026-12-05T11:00', '2026-12-05T14:00'],
        ['2026-12-07T09:00', '2026-12-07T12:00'],
        ['2026-12-07T13:00', '2026-12-07T16:00'],
        ['2026-12-08T09:00', '2026-12-08T12:00'],
        ['2026-12-08T13:00', '2026-12-08T16:00'],
      ].map(([opens = '', closes = '']) => ({
        opensAt: stockholm(opens),
        closesAt: stockholm(closes),
      })),
    );
  });

  it('[S9] promises an opening up to 14 days ahead and none beyond', () => {
    const saturdays = {
      ...smallOffice,
      hours: [hoursOf('FREQ=MONTHLY;BYDAY=1SA', '11:00', '14:00')],
    };
    const opensAt = stockholm('2026-12-05T11:00');
    const door = (wall: string) => openingAt(saturdays, stockholm(wall));
    expect(door('2026-11-21T11:01')).toEqual({ open: false, opensAt });
    expect(door('2026-11-21T11:00')).toEqual({ open: false, opensAt: null });
    expect(() => openingSpans(saturdays, opensAt, 15)).toThrow(RangeError);
  });

  it('[S9] looks as far ahead in the last minute of a day as in the first', () => {
    const lateSaturdays = {
      ...smallOffice,
      hours: [hoursOf('FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', '23:30', '23:50')],
    };
    expect(openingAt(lateSaturdays, stockholm('2026-11-21T23:58'))).toEqual({
      open: false,
      opensAt: stockholm('2026-12-05T23:30'),
    });
  });
});

describe('a visiting body', () => {
  const lawyerAt = (wall: string) => agencyAdmission(smallOffice, lawyer, stockholm(wall));

  it('[S10] is here from its start up to its end', () => {
    const here = { here: true, until: stockholm('2026-11-24T15:00') };
    expect(lawyerAt('2026-11-24T13:00')).toEqual(here);
    expect(lawyerAt('2026-11-24T14:59')).toEqual(here);
  });

  it('[S10] comes later today, or another day, or nobody knows when', () => {
    expect(lawyerAt('2026-11-24T10:00')).toEqual({
      here: false,
      opensAt: stockholm('2026-11-24T13:00'),
      laterToday: true,
    });
    expect(lawyerAt('2026-11-24T15:00')).toEqual({
      here: false,
      opensAt: stockholm('2026-12-01T13:00'),
      laterToday: false,
    });
    const nobody = 'nobody' as AgencyId;
    expect(agencyAdmission(smallOffice, nobody, stockholm('2026-11-24T10:00'))).toEqual({
      here: false,
      opensAt: null,
      laterToday: false,
    });
  });

  const starts = (from: string, until: string) =>
    visitsBetween(smallOffice, stockholm(from), stockholm(until)).map(({ startsAt }) => startsAt);
  const oneOClock = (...days: string[]) => days.map((day) => stockholm(`${day}T13:00`));

  it('[S11] is among the visits of a window until it has gone', () => {
    expect(
      visitsBetween(smallOffice, stockholm('2026-11-24T14:00'), stockholm('2026-11-25T00:00')),
    ).toEqual([
      {
        agency: lawyer,
        name: { sv: 'Juridisk rådgivning' },
        startsAt: stockholm('2026-11-24T13:00'),
        endsAt: stockholm('2026-11-24T15:00'),
      },
    ]);
    expect(starts('2026-11-24T15:00', '2026-11-25T00:00')).toEqual([]);
    expect(starts('2026-11-24T15:00', '2026-12-02T00:00')).toEqual(oneOClock('2026-12-01'));
  });

  it('[S11] is found in a window far longer than the horizon', () => {
    expect(starts('2026-11-24T15:00', '2027-01-07T00:00')).toEqual(
      oneOClock('2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05'),
    );
  });

  it('[S11] visits come in order of start, whatever the order in the book', () => {
    const late = agencyOf('late' as AgencyId, {
      visits: [hoursOf('FREQ=DAILY', '15:00', '16:00')],
    });
    const book = { ...smallOffice, agencies: [late, ...smallOffice.agencies] };
    expect(
      visitsBetween(book, stockholm('2026-11-24T00:00'), stockholm('2026-11-25T00:00')).map(
        ({ agency }) => agency,
      ),
    ).toEqual([lawyer, late.id]);
  });
});

describe('the local day', () => {
  it('[S12] turns at midnight in the office, summer and winter', () => {
    const inStockholm = (at: number) => localDate('Europe/Stockholm', at);
    expect(inStockholm(Date.UTC(2026, 10, 24, 22, 59, 59, 999))).toBe('2026-11-24');
    expect(inStockholm(Date.UTC(2026, 10, 24, 23))).toBe('2026-11-25');
    expect(inStockholm(Date.UTC(2026, 6, 24, 22))).toBe('2026-07-25');
  });

  it.each([
    ['2026-10-25', 25],
    ['2027-03-28', 23],
    ['2027-10-31', 25],
    ['2026-11-24', 24],
  ])('[S12] %s has %i hours and ends where the next begins', (date, length) => {
    const { startsAt, endsAt } = dayBounds('Europe/Stockholm', date as LocalDate);
    const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString() as LocalDate;
    expect((endsAt - startsAt) / HOUR_MS).toBe(length);
    expect(dayBounds('Europe/Stockholm', next).startsAt).toBe(endsAt);
    expect(localDate('Europe/Stockholm', startsAt)).toBe(date);
    expect(localDate('Europe/Stockholm', endsAt - 1)).toBe(date);
    expect(localDate('Europe/Stockholm', endsAt)).toBe(next);
  });

  it('[S12] two offices in two zones keep their own days', () => {
    const at = Date.UTC(2026, 10, 24, 22, 30);
    expect(localDate('Europe/Helsinki', at)).toBe('2026-11-25');
    expect(localDate('Europe/Stockholm', at)).toBe('2026-11-24');
    expect(localDate('Europe/Helsinki', at)).toBe('2026-11-25');
  });
});

it('[S13] a changed book is answered by its own hours at once, and time may jump either way', () => {
  const changed = { ...smallOffice, hours: [hoursOf('FREQ=DAILY', '18:00', '20:00')] };
  const evening = stockholm('2026-11-24T19:00');
  expect(openingAt(smallOffice, evening).open).toBe(false);
  expect(openingAt(changed, evening).open).toBe(true);
  expect(openingAt(smallOffice, evening).open).toBe(false);
  for (const day of [30, 25, 28, 24, 26, 27, 24, 30])
    expect(openingAt(changed, stockholm(`2026-11-${day}T18:00`))).toEqual({
      open: true,
      closesAt: stockholm(`2026-11-${day}T20:00`),
    });
});
