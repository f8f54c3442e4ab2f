import { describe, expect, it } from 'vitest';
import {
  type AgendaPage,
  agendaPages,
  linesOf,
  type MeasureWidth,
  visitsAhead,
} from '../../display/agenda-pages.ts';
import { board, NOW, visit, winter } from './display-board.ts';

/** Every letter is half as wide as it is high: 53 units where it must be read, 28 in the second language. */
const measure: MeasureWidth = (text, style) => text.length * (style === 'near' ? 28 : 53);
const box = { width: 1056, height: 788 };
const [today, tomorrow, friday] = ['2026-11-24', '2026-11-25', '2026-11-27'];

const insurance = visit('Försäkringskassan', today, '13:00', '16:00', 'Social insurance');
const debt = visit('Skuldrådgivare', today, '14:00', '17:00', 'Debt counsellor');
const police = visit('Närpolisen', today, '15:30', '18:00', 'Neighbourhood police');
const law = visit('Juridisk rådgivning', tomorrow, '13:00', '16:00', 'Legal advice');
const budget = visit('Budget- och skuldrådgivning', today, '14:00', '17:00');

const pagesOf = (given: Parameters<typeof board>[0], now = NOW, inBox = box) =>
  agendaPages(board(given), now, inBox, ['en'], measure);
const names = (pages: readonly AgendaPage[]) =>
  pages.map((page) => page.map(({ rows }) => rows.map(({ visit: { name } }) => name.sv)));
const next = { day: board({ day: tomorrow }).day, visits: [law] };

describe('who is here', () => {
  it('[D6] is told with until when for a body that is here now, and with its hours for one that comes later', () => {
    const [page] = pagesOf({ visits: [insurance, debt] });
    expect(page?.[0]?.rows).toMatchObject([
      { here: true, hours: 'nu\u00a0– 16.00' },
      { here: false, hours: '14.00–17.00' },
    ]);
  });

  it('[D6] leaves out who has gone, though the hub has not said so yet', () => {
    const { today: left } = visitsAhead(
      board({ visits: [insurance, police] }),
      winter(today, '16:00'),
    );
    expect(left).toEqual([police]);
  });

  it('[D6] is tomorrow’s visitors, once it is tomorrow, on a window that has lost its line', () => {
    const stale = board({ visits: [police], nextVisits: next });
    expect(visitsAhead(stale, NOW)).toEqual({ today: [police], next: [law] });
    expect(visitsAhead(stale, winter(tomorrow, '00:00'))).toEqual({ today: [law], next: [] });
  });

  it('[D6] goes on past midnight for a visit that does', () => {
    const late = { ...police, endsAt: winter(tomorrow, '01:00') };
    expect(visitsAhead(board({ visits: [late] }), winter(tomorrow, '00:30')).today).toEqual([late]);
  });
});

describe('the pages of the agenda', () => {
  it('[D7] hold three bodies with names of a line each', () => {
    expect(names(pagesOf({ visits: [insurance, debt, police] }))).toEqual([
      [['Försäkringskassan', 'Skuldrådgivare', 'Närpolisen']],
    ]);
  });

  it('[D7] turn when they are full: a long name takes two lines and is never cut', () => {
    expect(names(pagesOf({ visits: [insurance, budget, police] }))).toEqual([
      [['Försäkringskassan', 'Budget- och skuldrådgivning']],
      [['Närpolisen']],
    ]);
  });

  it('[D7] give a body that is taller than the page a page of its own', () => {
    const low = { width: 1056, height: 200 };
    expect(names(pagesOf({ visits: [insurance, police] }, NOW, low))).toHaveLength(2);
  });

  it('[D7] show the next day below when there is room, under a heading of its own', () => {
    expect(names(pagesOf({ visits: [police], nextVisits: next }))).toEqual([
      [['Närpolisen'], ['Juridisk rådgivning']],
    ]);
    expect(names(pagesOf({ visits: [insurance, debt, police], nextVisits: next }))).toHaveLength(1);
  });

  it('[D7] are the next day’s when nobody is left today, and none when nobody is known to come', () => {
    const far = { ...law, startsAt: winter(friday, '13:00'), endsAt: winter(friday, '16:00') };
    const pages = pagesOf({ nextVisits: { day: board({ day: friday }).day, visits: [far] } });
    expect(pages).toMatchObject([[{ at: winter(friday, '13:00'), rows: [{ visit: far }] }]]);
    expect(pagesOf({})).toEqual([]);
  });

  it('[D7] put the second language beside the hours, and below them when it needs more than two lines', () => {
    const wordy = {
      ...debt,
      name: { sv: 'Råd', en: 'Advice about money, debts and the enforcement authority' },
    };
    const [page] = pagesOf({ visits: [insurance, wordy] });
    expect(page?.[0]?.rows.map(({ second }) => second)).toEqual(['beside', 'below']);
  });
});

describe('the lines of a name', () => {
  const lines = (text: string, letters: number) => linesOf(text, letters, ({ length }) => length);

  it('[D7] end at spaces and hyphens, and not at a space that may not break', () => {
    expect(lines('Budget- och skuldrådgivning', 27)).toBe(1);
    expect(lines('Budget- och skuldrådgivning', 26)).toBe(2);
    expect(lines('Budget- och skuldrådgivning', 15)).toBe(2);
    expect(lines('Studie-och', 8)).toBe(2);
    expect(lines('Öppnar i\u00a0morgon 9.30', 13)).toBe(2);
    expect(lines('Öppnar i\u00a0morgon 9.30', 12)).toBe(3);
  });

  it('[D7] break a word only when it alone is too long', () => {
    expect(lines('Arbetsmarknadsförvaltningen', 10)).toBe(3);
    expect(lines('på Arbetsmarknadsförvaltningen', 27)).toBe(2);
  });
});
