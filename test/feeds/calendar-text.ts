/** Calendars for tests: short to write, and read over as they stand on a Swedish wall clock. */
import { readFileSync } from 'node:fs';
import {
  type CalendarItem,
  type CalendarReading,
  type CalendarSpan,
  readCalendar,
} from '#server/feeds/calendar-reading.ts';

const ZONE = 'Europe/Stockholm';
const midnight = (day: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds;

export const days = (from: string, until: string): CalendarSpan => ({
  zone: ZONE,
  from: midnight(from),
  until: midnight(until),
});
/** As the hub asks in November 2026. */
export const FROM_NOVEMBER = days('2026-11-24', '2028-01-28');

export const calendarOf = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', '']
    .join('\n')
    .replaceAll('\n', '\r\n');

export const event = (uid: string, ...lines: string[]): string =>
  ['BEGIN:VEVENT', `UID:${uid}`, 'SUMMARY:Kör', ...lines, 'END:VEVENT'].join('\n');

export const calendarFile = (name: string): string =>
  readFileSync(new URL(`./calendars/${name}.ics`, import.meta.url), 'utf8');

type Read = Extract<CalendarReading, { ok: true }>;

/** Of a text that is a calendar. */
export function read(text: string, span = FROM_NOVEMBER): Read {
  const reading = readCalendar(text, span);
  if (!reading.ok) throw new Error(`It was taken for ${reading.failure}.`);
  return reading;
}

/** 'Kör 2026-11-24 10:00–11:00', a day without times, with '(inställt)' where it is called off. */
export const told = (items: readonly CalendarItem[]): readonly string[] =>
  items.map(({ title, startsAt, endsAt, allDay, cancelled }) => {
    const [start, end] = [startsAt, endsAt].map((at) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE),
    ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
    const time = (at: Temporal.ZonedDateTime) =>
      at.toPlainTime().toString({ smallestUnit: 'minute' });
    const isOneDay = start.toPlainDate().equals(end.toPlainDate());
    const until = isOneDay ? time(end) : `${end.toPlainDate()} ${time(end)}`;
    const last = end.subtract({ milliseconds: 1 }).toPlainDate();
    const day = start.toPlainDate();
    const when = allDay
      ? day.equals(last)
        ? `${day}`
        : `${day}–${last}`
      : `${day} ${time(start)}–${until}`;
    return `${title} ${when}${cancelled ? ' (inställt)' : ''}`;
  });

/** One event, read: when it takes place, or why not. */
export function when(...lines: string[]): readonly string[] {
  const { items, dropped } = read(calendarOf(event('a', ...lines)));
  return [...told(items), ...dropped.map(({ why }) => why)].map((text) => text.replace('Kör ', ''));
}
