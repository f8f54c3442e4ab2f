import { describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import {
  clockText,
  dateLanguage,
  daysUntil,
  dayText,
  localDate,
  momentText,
  spanText,
  timeText,
  weekdayText,
} from '#shared/ui/office-time.ts';
import { type EpochMs, LANGUAGE_TAGS } from '#shared/vocabulary.ts';

const zone = 'Europe/Stockholm';
const at = (instant: string): EpochMs => Date.parse(instant);
const tuesday = at('2026-11-24T13:24:00+01:00');

describe('an instant in the office', () => {
  it('[OT1] is written with a point in a Swedish line and with a colon on the clock', () => {
    expect(timeText(tuesday, zone, 'sv')).toBe('13.24');
    expect(timeText(tuesday, zone, 'en')).toBe('13:24');
    expect(clockText(tuesday, zone)).toBe('13:24');
  });

  it('[OT1] has two digits of hours on the clock only', () => {
    const morning = at('2026-11-24T09:05:00+01:00');
    expect(clockText(morning, zone)).toBe('09:05');
    expect(spanText(morning, tuesday, zone, 'sv')).toBe('9.05–13.24');
  });

  it('[OT2] is told in the zone of the office wherever the screen believes it is', () => {
    expect(clockText(tuesday, 'America/New_York')).toBe('07:24');
    expect(localDate(at('2026-11-24T23:30:00Z'), zone)).toBe('2026-11-25');
  });

  it('[OT3] has Western digits and our calendar in every language', () => {
    for (const language of LANGUAGE_TAGS) {
      expect(momentText(at('2026-12-24T10:00:00+01:00'), tuesday, zone, language)).toContain('24');
      expect(timeText(tuesday, zone, language)).toMatch(/^13[.:]24$/);
    }
  });
});

describe('the name of a day', () => {
  it('[OT4] is today, tomorrow, a weekday within the week, and then a date', () => {
    const day = (instant: string) => dayText(at(instant), tuesday, zone, 'sv');
    expect(day('2026-11-24T18:00:00+01:00')).toBe('i dag');
    expect(day('2026-11-25T09:30:00+01:00')).toBe('i morgon');
    expect(day('2026-11-30T09:30:00+01:00')).toBe('måndag');
    expect(day('2026-12-01T09:30:00+01:00')).toBe('tis 1 dec.');
    expect(dayText(at('2026-12-01T09:30:00+01:00'), tuesday, zone, 'en')).toBe('Tue 1 Dec');
  });

  it('[OT4] is left out for what happens today', () => {
    expect(momentText(at('2026-11-24T18:00:00+01:00'), tuesday, zone, 'sv')).toBe('18.00');
    expect(momentText(at('2026-11-25T09:30:00+01:00'), tuesday, zone, 'sv')).toBe('i morgon 9.30');
    expect(momentText(at('2026-11-25T09:30:00+01:00'), tuesday, zone, 'en')).toBe('tomorrow 9:30');
  });

  it.each([
    ['so', 'maanta', 'berri', 'Khamiis', 'Talaado, 1 Diseembar'],
    ['ti', 'ሎሚ', 'ጽባሕ', 'ሓሙስ', 'ሰሉስ፣ 1 ታሕሳስ'],
    ['ckb', 'ئەمڕۆ', 'سبەینێ', 'پێنجشەممە', 'سێشەممە، 1ی کانوونی یەکەم'],
  ] as const)(
    '[OT6] is known in %s, which browsers lack',
    (language, today, tomorrow, thursday, date) => {
      const day = (instant: string) => dayText(at(instant), tuesday, zone, language);
      expect(day('2026-11-24T18:00:00+01:00')).toBe(today);
      expect(day('2026-11-25T09:30:00+01:00')).toBe(tomorrow);
      expect(day('2026-11-26T09:30:00+01:00')).toBe(thursday);
      expect(day('2026-12-01T09:30:00+01:00')).toBe(date);
      expect(dateLanguage(language)).toBe(language);
    },
  );

  it('[OT6] is of the day that it is in the office', () => {
    const lateOnSunday = at('2026-11-29T22:59:59Z');
    expect(weekdayText(lateOnSunday, zone, 'so')).toBe('Axad');
    expect(weekdayText(lateOnSunday + 1_000, zone, 'so')).toBe('Isniin');
  });

  it('[OT4] counts yesterday as yesterday', () => {
    expect(daysUntil(at('2026-11-23T23:59:00+01:00'), tuesday, zone)).toBe(-1);
  });
});

describe('the nights when the clock is moved', () => {
  it('[OT5] tomorrow is tomorrow from a day of 25 hours', () => {
    const midnight = at('2026-10-25T00:00:00+02:00');
    const lastMinute = at('2026-10-25T23:59:00+01:00');
    expect(daysUntil(lastMinute, midnight, zone)).toBe(0);
    expect(daysUntil(at('2026-10-26T00:00:00+01:00'), midnight, zone)).toBe(1);
    expect(momentText(at('2026-10-26T09:30:00+01:00'), midnight, zone, 'sv')).toBe('i morgon 9.30');
  });

  it('[OT5] tomorrow is tomorrow from a day of 23 hours', () => {
    const midnight = at('2027-03-28T00:00:00+01:00');
    expect(daysUntil(at('2027-03-28T23:59:00+02:00'), midnight, zone)).toBe(0);
    expect(daysUntil(at('2027-03-29T00:00:00+02:00'), midnight, zone)).toBe(1);
    expect(daysUntil(midnight, at('2027-03-29T00:00:00+02:00'), zone)).toBe(-1);
  });

  it('[OT5] the clock says 02:30 twice in October and never in March', () => {
    expect(clockText(at('2026-10-25T02:30:00+02:00'), zone)).toBe('02:30');
    expect(clockText(at('2026-10-25T02:30:00+01:00'), zone)).toBe('02:30');
    expect(clockText(at('2027-03-28T01:59:00+01:00'), zone)).toBe('01:59');
    expect(clockText(at('2027-03-28T01:59:00+01:00') + 60_000, zone)).toBe('03:00');
  });
});
