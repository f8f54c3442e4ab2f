/**
 * Which days are holidays at an office, and what they are called: its country's, and where the office
 * differs from them. Pure.
 *
 * The library knows which days; its times of day are read as the calendar writes them and never as instants,
 * so neither its zones nor that of the process can move a holiday to the day before.
 */
import Library, { type HolidaysTypes } from 'date-holidays';
import type { OfficeBook } from '#shared/office-book.ts';
import { LANGUAGE_TAGS, type Language, type LocalDate, type Texts } from '#shared/vocabulary.ts';

/** A day on which the office is closed, with its name where it has one. */
export type HolidayKept = { readonly name: Texts | null };

/** null: a day like others. */
export function holidayOn(book: OfficeBook, day: LocalDate): HolidayKept | null {
  const { holidayCountry, holidays } = book;
  const own = holidays.find((holiday) => holiday.day === day);
  if (own && !own.closed) return null;
  const name = holidayCountry === null ? undefined : publicHoliday(holidayCountry, day);
  return own || name ? { name: own?.name ?? name ?? null } : null;
}

/** On which days what recurs at this office does not take place, unless somebody has decided about that very day. */
export const holidayRule =
  (book: OfficeBook) =>
  (day: LocalDate): boolean =>
    holidayOn(book, day) !== null;

/** Whether anything is known of the holidays of `country`, an ISO 3166 code. */
export const isHolidayCountry = (country: string): boolean =>
  Object.hasOwn(new Library().getCountries(), country);

/** Days off by law, and the eves that are treated as such: midsommarafton, julafton, nyårsafton. */
const TYPES: HolidaysTypes.HolidayType[] = ['public', 'bank'];

/**
 * Days that are only observed, and on which public offices are closed all the same, by the library's rule. In
 * Sweden påskafton: a Saturday, in some years the first of a month. Pingstafton is a Saturday like others since 2005.
 */
const ALSO_KEPT: ReadonlyMap<string, readonly string[]> = new Map([['SE', ['easter -1']]]);

/**
 * Names that the library has wrong, by its rule: Assumption for Ascension, and Amharic for Tigrinya. They
 * are shown in Swedish instead.
 */
const WRONG_NAMES: Readonly<Record<string, Language>> = { 'easter 39': 'es', '05-01': 'ti' };

/** Which of the year's holidays, as the library lists them, a day is. */
type Days = ReadonlyMap<LocalDate, number>;

/** By country and year, of which there are few. */
const knownDays = new Map<string, Days>();
/** By country and year. Read when a holiday is met: twelve languages take a tenth of a second. */
const knownNames = new Map<string, readonly Texts[]>();

function publicHoliday(country: string, day: LocalDate): Texts | undefined {
  const year = Number(day.slice(0, 4));
  const key = `${country} ${year}`;
  const days = knownDays.get(key) ?? daysOfYear(country, year);
  knownDays.set(key, days);
  const nth = days.get(day);
  if (nth === undefined) return undefined;
  const names = knownNames.get(key) ?? namesOfYear(country, year);
  knownNames.set(key, names);
  return names[nth];
}

function daysOfYear(country: string, year: number): Days {
  const days = new Map<LocalDate, number>();
  for (const [nth, span] of read(country, year, 'sv').entries())
    for (const day of daysOf(span)) if (!days.has(day)) days.set(day, nth);
  return days;
}

function namesOfYear(country: string, year: number): readonly Texts[] {
  const inLanguage = new Map(LANGUAGE_TAGS.map((tag) => [tag, read(country, year, tag)]));
  return (inLanguage.get('sv') ?? []).map(({ name, rule }, nth) => {
    const texts: { sv: string } & Partial<Record<Language, string>> = { sv: name };
    const english = inLanguage.get('en')?.[nth]?.name;
    for (const [tag, holidays] of inLanguage) {
      const text = holidays[nth]?.name;
      // What the library has no word for it says in Swedish or in English.
      const borrowed = text === name || (tag !== 'en' && text === english);
      if (text !== undefined && !borrowed && WRONG_NAMES[rule] !== tag) texts[tag] = text;
    }
    return texts;
  });
}

function read(country: string, year: number, language: Language): HolidaysTypes.Holiday[] {
  const alsoKept = ALSO_KEPT.get(country) ?? [];
  // One reader for each language: the library's own switch of language leaves the former one behind.
  return new Library(country, { languages: [language], types: [...TYPES, 'observance'] })
    .getHolidays(year)
    .filter(({ type, rule }) => type !== 'observance' || alsoKept.includes(rule));
}

const HOUR_MS = 3_600_000;

/** The days of which more than half is holiday: one that begins in the afternoon is a working day. */
function daysOf({ date, start, end }: Pick<HolidaysTypes.Holiday, 'date' | 'start' | 'end'>) {
  const first = Temporal.PlainDate.from(date.slice(0, 10));
  const beginsHour = Number(date.slice(11, 13));
  const endsHour = beginsHour + (end.getTime() - start.getTime()) / HOUR_MS;
  const days: LocalDate[] = [];
  for (let day = 0; day * 24 < endsHour; day++)
    if (Math.min(endsHour, (day + 1) * 24) - Math.max(beginsHour, day * 24) > 12)
      days.push(first.add({ days: day }).toString() as LocalDate);
  return days;
}
