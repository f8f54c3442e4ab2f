import { describe, expect, it } from 'vitest';
import type { LocalDate } from '#shared/vocabulary.ts';
import {
  closureAt,
  hoursRows,
  houseAt,
  openingAt,
  takesTicketsAt,
  ticketsAheadToday,
  usualHours,
} from '../../display/opening.ts';
import { board, call, NOW, programmeOf, winter } from './display-board.ts';

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
    expect(openingAt(opening, programmeOf(hours), NOW)).toBe(opening);
  });

  it('[D8] closes at closing time and opens in the morning on a window that has lost its line', () => {
    const { opening } = board();
    expect(openingAt(opening, programmeOf(hours), winter('2026-11-24', '16:00'))).toEqual({
      open: false,
      opensAt: winter('2026-11-25', '09:30'),
    });
    expect(openingAt(opening, programmeOf(hours), winter('2026-11-26', '18:59'))).toEqual({
      open: true,
      closesAt: winter('2026-11-26', '19:00'),
    });
  });

  it('[D8] promises no opening that is not known', () => {
    const later = winter('2026-11-27', '12:00');
    const after = openingAt(board().opening, programmeOf(hours), later);
    expect(after).toEqual({ open: false, opensAt: null });
  });

  it('[D8] stays closed before its time though the hours would have it open', () => {
    const opening = { open: false, opensAt: winter('2026-11-25', '09:30') } as const;
    expect(openingAt(opening, programmeOf(hours), NOW)).toBe(opening);
  });
});

describe('a door that nobody knows of', () => {
  it('[D8] is neither open nor closed: without a word of the hub’s and after what the programme is sure of', () => {
    expect(openingAt(null, null, NOW)).toBeNull();
    const ends = { validUntil: winter('2026-11-25', '00:00') };
    expect(openingAt(null, programmeOf(hours, ends), NOW)).toMatchObject({ open: true });
    expect(openingAt(null, programmeOf(hours, ends), winter('2026-11-25', '10:00'))).toBeNull();
    expect(houseAt(null, [], NOW)).toBe('unknown');
  });
});

describe('a ticket', () => {
  const programme = programmeOf(hours);
  const at = (time: string) => winter('2026-11-24', time);
  const live = (more = {}) => ({ state: 'live', board: board(more) }) as const;
  const stale = (more = {}) => ({ ...live(more), state: 'stale', silentForMs: 20_000 }) as const;

  it('[D25] is given as long as the hub says, whatever the hours are', () => {
    expect(takesTicketsAt(live(), programme, at('15:50'))).toBe(true);
    expect(takesTicketsAt(live({ takesTickets: false }), programme, at('13:24'))).toBe(false);
  });

  it('[D25] is given by the hours when the hub is not heard, and not again after its no', () => {
    expect(takesTicketsAt(stale(), programme, at('15:44'))).toBe(true);
    expect(takesTicketsAt(stale(), programme, at('15:45'))).toBe(false);
    expect(takesTicketsAt(stale({ takesTickets: false }), programme, at('15:44'))).toBe(false);
    const connecting = { state: 'connecting', silentForMs: 0 } as const;
    expect(takesTicketsAt(connecting, programme, at('15:45'))).toBe(false);
    expect(takesTicketsAt(connecting, programmeOf([]), at('15:45'))).toBe(true);
  });

  it('[D25] is given from the moment the door opens, before the hub has said so', () => {
    const opening = { open: false, opensAt: at('09:30') } as const;
    const before = live({ opening, takesTickets: false });
    expect(takesTicketsAt(before, programme, at('09:30'))).toBe(true);
  });

  it('[D25] is spoken of for later in the day until the last one has been given', () => {
    const day = programmeOf([
      span('2026-11-24', '09:30', '12:00'),
      span('2026-11-24', '13:00', '16:00'),
    ]);
    expect(ticketsAheadToday(day, at('12:30'))).toBe(true);
    expect(ticketsAheadToday(day, at('15:45'))).toBe(false);
    expect(ticketsAheadToday(day, winter('2026-11-25', '15:45'))).toBe(true);
  });
});

describe('the house', () => {
  const closed = { open: false, opensAt: null } as const;

  it('[D9] is dark when it is closed and nobody is called', () => {
    expect(houseAt(board().opening, [], NOW)).toBe('open');
    expect(houseAt(closed, [], NOW)).toBe('closed');
  });

  it('[D9] keeps its queue on the wall after closing time while the last visitors are called', () => {
    const calls = [call(1, 'A041')];
    expect(houseAt(closed, calls, NOW)).toBe('last-visits');
    expect(houseAt(closed, calls, NOW + 30 * 60_000)).toBe('closed');
  });
});

describe('the table of opening hours', () => {
  const rows = (given: typeof hours) =>
    hoursRows(programmeOf(given), NOW).map(({ times }) => times);

  it('[D10] joins days that follow each other with the same hours', () => {
    expect(hoursRows(programmeOf(hours), NOW)).toEqual([
      {
        firstDay: winter('2026-11-24', '09:30'),
        lastDay: winter('2026-11-25', '09:30'),
        times: '9.30–16',
        closed: null,
      },
      {
        firstDay: winter('2026-11-26', '09:30'),
        lastDay: winter('2026-11-26', '09:30'),
        times: '9.30–19',
        closed: null,
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
    expect(hoursRows(programmeOf([saturday, sunday]), saturday.opensAt)).toHaveLength(1);
  });
});

describe('a day on which the office is closed', () => {
  const name = { sv: 'Planeringsdag' };
  const closures = [{ day: '2026-11-25' as LocalDate, name }];
  const [today, , thursday] = hours;
  const open = [today, thursday].filter((one) => one !== undefined);

  it('[D10] stands in the table by its name, if it has one', () => {
    const rows = hoursRows(programmeOf(open, { closures }), NOW);
    expect(rows.map(({ times, closed }) => closed?.sv ?? times)).toEqual([
      '9.30–16',
      'Planeringsdag',
      '9.30–19',
    ]);
    const unnamed = [{ day: '2026-11-25' as LocalDate, name: null }];
    expect(hoursRows(programmeOf(open, { closures: unnamed }), NOW)).toHaveLength(2);
  });

  it('[D10] is told of on that day', () => {
    const programme = programmeOf(open, { closures });
    expect(closureAt(programme, NOW)).toBeNull();
    expect(closureAt(programme, winter('2026-11-25', '10:00'))?.name).toBe(name);
  });
});

describe('usual hours', () => {
  it('[D11] are those of the days of the week that are the same every time', () => {
    const next = [span('2026-12-01', '09:30', '16:00'), span('2026-12-02', '10:00', '16:00')];
    const rows = usualHours(programmeOf([...hours, ...next]));
    // Tuesdays; Wednesdays differ, and there is only one Thursday to judge by.
    expect(rows).toEqual([{ day: winter('2026-11-24', '09:30'), times: '9.30–16' }]);
  });
});
