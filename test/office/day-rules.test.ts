/** Rules O15…O17: what the book and its hours tell the queue at an instant. */
import { expect, it } from 'vitest';
import { dayRules } from '#server/office/day-rules.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import {
  desk1,
  desk3,
  guides,
  hoursOf,
  law,
  letters,
  papers,
  printing,
  smallOffice,
  stockholm,
  visitors,
} from '#test/support/office.ts';

const rulesAt = (wall: string, book = smallOffice) => dayRules(book, stockholm(wall));

it('[O15] the queue is told each topic’s line, series, cap and head start, and the office’s desks', () => {
  const rules = rulesAt('2026-11-24T10:00');
  expect(Object.fromEntries(rules.topics)).toEqual({
    [papers]: {
      line: null,
      series: null,
      mayWait: 0,
      headStartMinutes: 0,
      admission: 'open',
    },
    [letters]: {
      line: guides,
      series: 'A',
      mayWait: 20,
      headStartMinutes: 0,
      admission: 'open',
    },
    [printing]: {
      line: guides,
      series: 'A',
      mayWait: 20,
      headStartMinutes: 10,
      admission: 'open',
    },
    [law]: {
      line: visitors,
      series: 'B',
      mayWait: 5,
      headStartMinutes: 0,
      admission: 'later-today',
    },
  });
  expect([...rules.desks]).toEqual([desk1, desk3]);
  expect([...rules.languages]).toEqual(['sv', 'en']);
  expect(rules).toMatchObject({ callGivenTicket: false, callsBeforeNoShow: 2 });
});

it('[O17] a visit that was called off closes its topic, and says why; other hours that day are no calling off', () => {
  const [agency] = smallOffice.agencies;
  const day = '2026-11-24' as LocalDate;
  const withSpans = (spans: { opens: string; closes: string }[]) => ({
    ...smallOffice,
    agencies: agency ? [{ ...agency, changes: [{ day, spans, why: null }] }] : [],
  });
  const lawAt = (wall: string, book: OfficeBook) => rulesAt(wall, book).topics.get(law)?.admission;
  expect(lawAt('2026-11-24T10:00', withSpans([]))).toBe('called-off');
  expect(lawAt('2026-11-24T14:00', withSpans([]))).toBe('called-off');
  expect(lawAt('2026-11-25T10:00', withSpans([]))).toBe('closed');
  expect(lawAt('2026-12-01T14:00', withSpans([]))).toBe('open');
  const shorter = withSpans([{ opens: '13:00', closes: '13:30' }]);
  expect(lawAt('2026-11-24T13:10', shorter)).toBe('open');
  expect(lawAt('2026-11-24T13:40', shorter)).toBe('closed');
});

it('[O16] it is too late a quarter of an hour before the day’s last closing, and not before noon’s', () => {
  const late = (wall: string) => {
    const { officeOpen, tooLate } = rulesAt(wall);
    return { officeOpen, tooLate };
  };
  expect(late('2026-11-24T08:59')).toEqual({ officeOpen: false, tooLate: false });
  expect(late('2026-11-24T11:59')).toEqual({ officeOpen: true, tooLate: false });
  expect(late('2026-11-24T12:30')).toEqual({ officeOpen: false, tooLate: false });
  expect(late('2026-11-24T15:44')).toEqual({ officeOpen: true, tooLate: false });
  expect(late('2026-11-24T15:45')).toEqual({ officeOpen: true, tooLate: true });
  expect(late('2026-11-24T16:00')).toEqual({ officeOpen: false, tooLate: false });
});

it('[O17] a visiting body’s topic is open while it is here, and known to come later that day', () => {
  const admission = (wall: string) => rulesAt(wall).topics.get(law)?.admission;
  expect(admission('2026-11-24T09:00')).toBe('later-today');
  expect(admission('2026-11-24T13:00')).toBe('open');
  expect(admission('2026-11-24T14:59')).toBe('open');
  expect(admission('2026-11-24T15:00')).toBe('closed');
  expect(admission('2026-11-25T14:00')).toBe('closed');
});

it('[O15] what is kept between two changes is what would be made anew at any time', () => {
  const rules = (book: typeof smallOffice, minute: number) => {
    const { topics, ...rest } = dayRules(book, stockholm('2026-10-24T23:00') + minute * 60_000);
    return { ...rest, topics: [...topics] };
  };
  // From the night when the clocks change to the Tuesday after it; then back again.
  const anew = Array.from({ length: 3 * 24 * 3 }, (_, index) => {
    const minute = index * 20;
    return { minute, expected: rules({ ...smallOffice }, minute) };
  });
  for (const { minute, expected } of [...anew, ...anew.toReversed()])
    expect(rules(smallOffice, minute)).toEqual(expected);
});

it('[O15] the same rules are given out again until something changes', () => {
  const morning = rulesAt('2026-11-24T09:00');
  expect(rulesAt('2026-11-24T11:59')).toBe(morning);
  expect(rulesAt('2026-11-24T12:00')).not.toBe(morning);
  const open = { ...smallOffice, hours: [hoursOf('FREQ=DAILY', '06:00', '22:00')] };
  expect(rulesAt('2026-11-24T12:30', open).officeOpen).toBe(true);
  expect(rulesAt('2026-11-24T12:30').officeOpen).toBe(false);
});
