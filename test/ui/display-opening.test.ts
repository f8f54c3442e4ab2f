import { describe, expect, it } from 'vitest';
import { hoursRows, houseAt, openingAt } from '../../display/opening.ts';
import { board, call, NOW, winter, ZONE } from './display-board.ts';

const span = (day: string, from: string, to: string) => ({
  opensAt: winter(day, from),
  closesAt: winter(day, to),
});
const hours = [
  span('2026-11-24', '09:30', '16:00'),
  span('2026-11-25', '09:30', '16:00'),
  span('2026-11-26', '09:30', '19:00'),
];

describe('the door', () => {
  it('[D8] is as the hub says', () => {
    const { opening } = board();
    expect(openingAt({ opening, hours }, NOW)).toBe(opening);
  });

  it('[D8] closes at closing time and opens in the morning on a window that has lost its line', () => {
    const { opening } = board();
    expect(openingAt({ opening, hours }, winter('2026-11-24', '16:00'))).toEqual({
      open: false,
      opensAt: winter('2026-11-25', '09:30'),
    });
    expect(openingAt({ opening, hours }, winter('2026-11-26', '18:59'))).toEqual({
      open: true,
      closesAt: winter('2026-11-26', '19:00'),
    });
  });

  it('[D8] promises no opening that is not known', () => {
    const after = openingAt({ opening: board().opening, hours }, winter('2026-11-27', '12:00'));
    expect(after).toEqual({ open: false, opensAt: null });
  });

  it('[D8] stays closed before its time though the hours would have it open', () => {
    const opening = { open: false, opensAt: winter('2026-11-25', '09:30') } as const;
    expect(openingAt({ opening, hours }, NOW)).toBe(opening);
  });
});

describe('the house', () => {
  const opening = { open: false, opensAt: null } as const;

  it('[D9] is dark when it is closed and nobody is called', () => {
    expect(houseAt(board(), NOW)).toBe('open');
    expect(houseAt(board({ opening }), NOW)).toBe('night');
  });

  it('[D9] keeps its queue on the wall after closing time while the last visitors are called', () => {
    const calls = [call(1, 'A041')];
    expect(houseAt(board({ opening, calls }), NOW)).toBe('last-visits');
    expect(houseAt(board({ opening, calls }), NOW + 30 * 60_000)).toBe('night');
  });
});

describe('the table of opening hours', () => {
  const rows = (given: typeof hours) => hoursRows(given, NOW, ZONE, 'sv').map(({ times }) => times);

  it('[D10] joins days that follow each other with the same hours', () => {
    expect(hoursRows(hours, NOW, ZONE, 'sv')).toEqual([
      {
        firstDay: winter('2026-11-24', '09:30'),
        lastDay: winter('2026-11-25', '09:30'),
        times: '9.30–16',
      },
      {
        firstDay: winter('2026-11-26', '09:30'),
        lastDay: winter('2026-11-26', '09:30'),
        times: '9.30–19',
      },
    ]);
    const withGap = [span('2026-11-24', '09:30', '16:00'), span('2026-11-26', '09:30', '16:00')];
    expect(rows(withGap)).toHaveLength(2);
  });

  it('[D10] has the fore- and the afternoon on one line, and nothing that has ended', () => {
    const day = [span('2026-11-25', '09:30', '12:00'), span('2026-11-25', '13:00', '15:30')];
    expect(rows(day)).toEqual(['9.30–12 · 13–15.30']);
    expect(rows([span('2026-11-24', '09:30', '12:00'), ...day])).toHaveLength(1);
  });

  it('[D10] joins the days around a night when the clock is moved', () => {
    const saturday = {
      opensAt: Date.parse('2026-10-24T11:00+02:00'),
      closesAt: Date.parse('2026-10-24T14:00+02:00'),
    };
    const sunday = {
      opensAt: Date.parse('2026-10-25T11:00+01:00'),
      closesAt: Date.parse('2026-10-25T14:00+01:00'),
    };
    expect(hoursRows([saturday, sunday], saturday.opensAt, ZONE, 'sv')).toHaveLength(1);
  });
});
