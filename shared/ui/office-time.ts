/**
 * Instants as the office's people read them: its own zone, the reader's language, Western digits and the
 * Gregorian calendar everywhere, so that a screen, a ticket and the clock on the wall agree.
 * Pure: the time now is an argument. Words come from the language's catalog where that has them – browsers
 * lack the dates of Somali, Tigrinya and Sorani – and else from Intl; a language that neither has is given in
 * Swedish, and dateLanguage() says so.
 */
import { dateWord } from '../languages/texts.ts';
import type { EpochMs, Language, LocalDate } from '../vocabulary.ts';

/** '09:05', on a clock; the same in every language. */
export function clockText(at: EpochMs, zone: string): string {
  const { hour, minute } = partsOf(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** '9.05' in Swedish and Finnish, '9:05' elsewhere: an hour in a line of text. */
export function timeText(at: EpochMs, zone: string, language: Language): string {
  const { hour, minute } = partsOf(at, zone);
  return `${hour}${HOUR_POINT.has(language) ? '.' : ':'}${two(minute)}`;
}

/** '14.00–17.00', with the dash of spans that Swedish writes without spaces. */
export function spanText(
  startsAt: EpochMs,
  endsAt: EpochMs,
  zone: string,
  language: Language,
): string {
  return `${timeText(startsAt, zone, language)}–${timeText(endsAt, zone, language)}`;
}

/** 'tisdag', or 'tis' when short; a catalog's own names are never shortened. */
export const weekdayText = (
  at: EpochMs,
  zone: string,
  language: Language,
  width: 'long' | 'short' = 'long',
): string =>
  dateWord(language, `date.weekday.${isoWeekday(at, zone)}`) ??
  dateFormat(language, { weekday: width }, zone).format(at);

/** The nearest name of a day: 'i dag', 'i morgon', 'torsdag' within a week, 'tis 1 dec.' beyond. */
export function dayText(at: EpochMs, now: EpochMs, zone: string, language: Language): string {
  const days = daysUntil(at, now, zone);
  if (days === 0 || days === 1) {
    const word =
      dateWord(language, days === 0 ? 'date.today' : 'date.tomorrow') ?? relative(language, days);
    if (word !== undefined) return word;
  }
  return days >= 0 && days < 7 ? weekdayText(at, zone, language) : shortDayText(at, zone, language);
}

/** When something happens, as short as it can be told: '16.00' today, 'i morgon 9.30', 'torsdag 9.30'. */
export function momentText(at: EpochMs, now: EpochMs, zone: string, language: Language): string {
  const time = timeText(at, zone, language);
  return daysUntil(at, now, zone) === 0 ? time : `${dayText(at, now, zone, language)} ${time}`;
}

/** 'I morgon', at the head of a line. */
export const capitalised = (text: string): string =>
  text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Midnights of the office between two instants: 0 today, 1 tomorrow, −1 yesterday, on days of 23 and 25 hours too. */
export const daysUntil = (at: EpochMs, now: EpochMs, zone: string): number =>
  Math.round((Date.parse(localDate(at, zone)) - Date.parse(localDate(now, zone))) / 86_400_000);

/** The office's own date: '2026-11-24'. */
export function localDate(at: EpochMs, zone: string): LocalDate {
  const { year, month, day } = partsOf(at, zone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` as LocalDate;
}

/** In which language the names of days and months come out: `language`, or 'sv'. For the lang attribute. */
export const dateLanguage = (language: Language): Language =>
  dateWord(language, 'date.today') !== undefined || intlKnows(language) ? language : 'sv';

/** 'tis 24 nov.' */
function shortDayText(at: EpochMs, zone: string, language: Language): string {
  const { day, month } = partsOf(at, zone);
  const ownMonth = dateWord(language, `date.month.${month}`);
  if (ownMonth === undefined) {
    const fields = { weekday: 'short', day: 'numeric', month: 'short' } as const;
    return dateFormat(language, fields, zone).format(at);
  }
  // As on the slip. Sorani ties a day to its month by a letter.
  const ownDay = language === 'ckb' ? `${day}ی` : day;
  return `${weekdayText(at, zone, language)}${COMMAS[language] ?? ','} ${ownDay} ${ownMonth}`;
}

const COMMAS: { readonly [Tag in Language]?: string } = { ti: '፣', ckb: '،' };

/** 1 for Monday to 7 for Sunday, as ISO 8601 counts. */
const isoWeekday = (at: EpochMs, zone: string): number =>
  new Date(localDate(at, zone)).getUTCDay() || 7;

/** Where an hour is written with a point. */
const HOUR_POINT: ReadonlySet<Language> = new Set(['sv', 'fi']);

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>;

const MINUTE_MS = 60_000;
/** All that a window tells of in a fortnight, and the minutes of some hours. */
const PARTS_KEPT = 2_000;
const parts = new Map<string, Parts>();

/** Intl takes its time, and a window asks for the same few instants in every language that it speaks. */
function partsOf(at: EpochMs, zone: string): Parts {
  const key = `${Math.floor(at / MINUTE_MS)} ${zone}`;
  let known = parts.get(key);
  if (!known) {
    known = partsByIntl(at, zone);
    if (parts.size >= PARTS_KEPT) parts.clear();
    parts.set(key, known);
  }
  return known;
}

function partsByIntl(at: EpochMs, zone: string): Parts {
  const format = dateFormat(
    'en',
    { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    zone,
  );
  return Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  ) as Parts;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using one, and a screen draws every second. */
function dateFormat(
  language: Language,
  fields: Intl.DateTimeFormatOptions,
  zone: string,
): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${Object.entries(fields).join()}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(localeOf(language), {
      ...fields,
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(key, format);
  }
  return format;
}

const nearDays = new Map<string, string | undefined>();

/** 'i morgon'; undefined where Intl has no word of the language's own and would answer in English. */
function relative(language: Language, days: 0 | 1): string | undefined {
  const key = `${language} ${days}`;
  if (!nearDays.has(key)) {
    const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
    const word = format.format(days, 'day');
    const isEnglish = language !== 'en' && (word === 'today' || word === 'tomorrow');
    nearDays.set(key, isEnglish ? undefined : word);
  }
  return nearDays.get(key);
}

/** The day stands before the month, as on every other paper here. */
const localeOf = (language: Language): string => {
  if (language === 'en') return 'en-GB';
  return intlKnows(language) ? language : 'sv';
};

const supported = new Map<Language, boolean>();

function intlKnows(language: Language): boolean {
  let knows = supported.get(language);
  if (knows === undefined) {
    knows = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
    supported.set(language, knows);
  }
  return knows;
}

const two = (value: number): string => String(value).padStart(2, '0');
