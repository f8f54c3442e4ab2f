/** Rules S16…S18: days on which nothing recurs. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { agendaItems } from '#server/schedule/agenda.ts';
import { holidayOn, isHolidayCountry } from '#server/schedule/holidays.ts';
import { agencyAdmission, openingAt, visitsBetween } from '#server/schedule/office-hours.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import {
  activityOf,
  agencyOf,
  hoursOf,
  lawyer,
  smallOffice,
  stockholm,
} from '#test/support/office.ts';

const day = (text: string) => text as LocalDate;
const times = [{ opens: '10:00', closes: '12:00' }];
const daily = [hoursOf('FREQ=DAILY', '09:00', '15:00')];
const swedish: OfficeBook = {
  ...smallOffice,
  holidayCountry: 'SE',
  hours: daily,
  agencies: [agencyOf(lawyer, { visits: daily })],
};

const christmasEve = stockholm('2026-12-24T11:00');
const isOpen = (book: OfficeBook) => openingAt(book, christmasEve).open;
const isLawyerHere = (book: OfficeBook) => agencyAdmission(book, lawyer, christmasEve).here;
const christmas = (book: OfficeBook) =>
  agendaItems(book, stockholm('2026-12-24T00:00'), stockholm('2026-12-25T00:00'), []);

describe('on a holiday', () => {
  it('[S16] the rules give neither opening hours nor visits', () => {
    expect(isOpen(swedish)).toBe(false);
    expect(isLawyerHere(swedish)).toBe(false);
    expect(openingAt(swedish, christmasEve)).toEqual({
      open: false,
      opensAt: stockholm('2026-12-27T09:00'),
    });
    expect(
      visitsBetween(swedish, stockholm('2026-12-23T12:00'), stockholm('2026-12-28T00:00')).map(
        ({ startsAt }) => startsAt,
      ),
    ).toEqual([stockholm('2026-12-23T09:00'), stockholm('2026-12-27T09:00')]);
  });

  it('[S16] an event falls away, too, unless it takes place on holidays', () => {
    const carols = activityOf('carols', { hours: daily });
    expect(christmas({ ...swedish, activities: [carols] })).toEqual([]);
    expect(christmas({ ...swedish, activities: [{ ...carols, onHolidays: true }] })).toHaveLength(
      1,
    );
  });

  it('[S16] what was decided about that very day counts all the same', () => {
    const change = { day: day('2026-12-24'), spans: times, why: null };
    expect(isOpen({ ...swedish, hoursChanges: [change] })).toBe(true);
    expect(isOpen({ ...swedish, hoursChanges: [{ ...change, day: day('2026-12-25') }] })).toBe(
      false,
    );
    const coming = {
      ...swedish,
      agencies: [agencyOf(lawyer, { visits: daily, changes: [change] })],
    };
    expect(isLawyerHere(coming)).toBe(true);
    expect(isOpen(coming)).toBe(false);
  });

  it('[S16] a visit that was called off for a holiday would not have come: nothing is said of it', () => {
    const off = { day: day('2026-12-24'), spans: [], why: { sv: 'Sjuk' } };
    expect(
      christmas({ ...swedish, agencies: [agencyOf(lawyer, { visits: daily, changes: [off] })] }),
    ).toEqual([]);
  });
});

describe('which days', () => {
  it('[S17] days off by law and the four eves, and no half days or days that only have a name', () => {
    expect(holidaysOf(swedish, 2026)).toEqual([
      '2026-01-01 nyårsdagen',
      '2026-01-06 trettondedag jul',
      '2026-04-03 långfredagen',
      '2026-04-04 påskafton',
      '2026-04-05 påskdagen',
      '2026-04-06 annandag påsk',
      '2026-05-01 första maj',
      '2026-05-14 Kristi himmelsfärdsdag',
      '2026-05-24 pingstdagen',
      '2026-06-06 nationaldagen',
      '2026-06-19 midsommarafton',
      '2026-06-20 midsommardagen',
      '2026-10-31 alla helgons dag',
      '2026-12-24 julafton',
      '2026-12-25 juldagen',
      '2026-12-26 annandag jul',
      '2026-12-31 nyårsafton',
    ]);
  });

  it('[S17] they move with Easter and midsummer', () => {
    expect(holidaysOf(swedish, 2027)).toEqual(
      expect.arrayContaining([
        '2027-03-26 långfredagen',
        '2027-03-27 påskafton',
        '2027-05-06 Kristi himmelsfärdsdag',
        '2027-06-25 midsommarafton',
        '2027-11-06 alla helgons dag',
      ]),
    );
  });

  it('[S17] are named in each language that has a right name for them, and in no other', () => {
    const names = (text: string) => holidayOn(swedish, day(text))?.name;
    expect(names('2026-12-25')).toMatchObject({
      sv: 'juldagen',
      fi: 'joulupäivä',
      en: 'Christmas Day',
      ar: 'عيد الميلاد المجيد',
      uk: 'Різдво Христове',
    });
    expect(names('2026-12-25')).not.toHaveProperty('so');
    // The library says Assumption, and Labour Day in Amharic.
    expect(names('2026-05-14')).not.toHaveProperty('es');
    expect(names('2026-05-01')).not.toHaveProperty('ti');
    expect(names('2026-06-06')).toEqual({ sv: 'nationaldagen', en: 'National Day' });
  });

  it('[S17] the office takes days away, adds days of its own and gives them its own names', () => {
    const holiday = (text: string, closed: boolean, name: string | null = null): OfficeBook => ({
      ...swedish,
      holidays: [{ day: day(text), closed, name: name === null ? null : { sv: name } }],
    });
    expect(holidayOn(holiday('2026-04-04', false), day('2026-04-04'))).toBeNull();
    expect(holidayOn(holiday('2026-12-31', false), day('2026-12-31'))).toBeNull();
    expect(holidayOn(holiday('2026-05-23', true, 'Pingstafton'), day('2026-05-23'))).toEqual({
      name: { sv: 'Pingstafton' },
    });
    expect(holidayOn(holiday('2026-05-23', true), day('2026-05-23'))).toEqual({ name: null });
    expect(holidayOn(holiday('2026-12-24', true, 'Jul!'), day('2026-12-24'))).toEqual({
      name: { sv: 'Jul!' },
    });
    expect(holidayOn(holiday('2026-12-24', true), day('2026-12-24'))?.name?.sv).toBe('julafton');
  });

  it('[S17] without a country only those of the office count', () => {
    const book = { ...swedish, holidayCountry: null };
    expect(holidaysOf(book, 2026)).toEqual([]);
    expect(['SE', 'FI', 'XX', 'constructor'].map(isHolidayCountry)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('[S17] a holiday of several days has all of them, and one that begins at noon is a working day', () => {
    const of = (country: string) =>
      holidaysOf({ ...swedish, holidayCountry: country }, 2026).map((line) => line.slice(0, 10));
    expect(of('RU')).toEqual(
      expect.arrayContaining([
        '2026-01-02',
        '2026-01-03',
        '2026-01-04',
        '2026-01-05',
        '2026-01-06',
      ]),
    );
    expect(of('AT')).toContain('2026-12-25');
    expect(of('AT')).not.toContain('2026-12-24'); // from 14:00
  });
});

it.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])(
  '[S18] are the same local days on a computer that is set to %s',
  (TZ) => {
    const script = `
      import { holidayOn } from '#server/schedule/holidays.ts';
      const book = { holidayCountry: 'SE', holidays: [] };
      const days = [];
      for (let day = Temporal.PlainDate.from('2026-01-01'); day.year < 2028; day = day.add({ days: 1 }))
        if (holidayOn(book, day.toString())) days.push(day.toString());
      console.log(JSON.stringify([new Date(2026, 0, 1).toISOString(), days]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    const [newYear, days] = JSON.parse(printed);
    expect(newYear).toBe(
      Temporal.PlainDate.from('2026-01-01').toZonedDateTime(TZ).toInstant().toString({
        fractionalSecondDigits: 3,
      }),
    );
    expect(days).toEqual(
      [...holidaysOf(swedish, 2026), ...holidaysOf(swedish, 2027)].map((line) => line.slice(0, 10)),
    );
  },
);

function holidaysOf(book: OfficeBook, year: number): string[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, days) =>
    first.add({ days }).toString(),
  ).flatMap((text) => {
    const holiday = holidayOn(book, day(text));
    return holiday ? [`${text} ${holiday.name?.sv}`] : [];
  });
}
