/** Rules F12–F17: events that belong together, and what comes out in the end. */
import { expect, it } from 'vitest';
import type { CalendarSpan } from '#server/feeds/calendar-reading.ts';
import {
  calendarFile,
  calendarOf,
  days,
  event,
  FROM_NOVEMBER,
  read,
  told,
} from './calendar-text.ts';

const AT_TEN = 'DTSTART:20261125T100000';
const DAILY = 'RRULE:FREQ=DAILY;COUNT=4';
const all = (...parts: string[]) => {
  const { items, dropped } = read(calendarOf(...parts));
  return [...told(items), ...dropped.map(({ why }) => why)];
};

it('[F12] (AB-086) of two that are the same event the higher SEQUENCE counts, of equals the later', () => {
  const old = event('a', AT_TEN, 'SEQUENCE:1').replace('Kör', 'Gammal');
  const young = event('a', AT_TEN, 'SEQUENCE:2').replace('Kör', 'Ny');
  const equal = event('a', AT_TEN, 'SEQUENCE:2').replace('Kör', 'Nyast');
  expect(all(old, young)).toEqual(['Ny 2026-11-25 10:00–10:00']);
  expect(all(young, old)).toEqual(['Ny 2026-11-25 10:00–10:00']);
  expect(all(young, old, equal)).toEqual(['Nyast 2026-11-25 10:00–10:00']);
  // An older one does not come back because the newer cannot be read.
  expect(all(old, event('a', 'DTSTART:20270230T100000', 'SEQUENCE:2'))).toEqual(['no-such-time']);
});

it('[F13] (AB-086) what replaces a time takes its place, with the words it does not say itself', () => {
  const { items } = read(
    calendarOf(
      event('a', AT_TEN, 'DTEND:20261125T110000', 'LOCATION:Salen', DAILY),
      'BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261126T090000Z\nDTSTART:20261126T150000\nEND:VEVENT',
      event('a', 'RECURRENCE-ID:20261127T100000', 'DTSTART:20261130T100000', 'SEQUENCE:2'),
      event('a', 'RECURRENCE-ID:20261127T100000', 'DTSTART:20261129T100000', 'SEQUENCE:1'),
    ),
  );
  expect(told(items)).toEqual([
    'Kör 2026-11-25 10:00–11:00',
    'Kör 2026-11-26 15:00–16:00',
    'Kör 2026-11-28 10:00–11:00',
    'Kör 2026-11-30 10:00–11:00',
  ]);
  expect(new Set(items.map(({ place }) => place))).toEqual(new Set(['Salen']));
});

it('[F13] (AB-086) what replaces a time of an event that is not there stands for itself', () => {
  expect(all(event('a', 'RECURRENCE-ID:20261126T100000', 'DTSTART:20261127T150000'))).toEqual([
    'Kör 2026-11-27 15:00–15:00',
  ]);
});

it('[F13] what replaces a time the series does not have, or moves all that follows, is not guessed at', () => {
  expect(
    all(
      event('a', AT_TEN, DAILY),
      event('a', 'RECURRENCE-ID:20271126T100000', 'DTSTART:20261126T150000'),
    ).filter((text) => !text.startsWith('Kör 2026-11-2')),
  ).toEqual(['replaces-nothing']);
  expect(
    all(
      event('a', AT_TEN, DAILY),
      event('a', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261127T100000', 'DTSTART:20261127T150000'),
    ),
  ).toEqual([
    'Kör 2026-11-25 10:00–10:00',
    'Kör 2026-11-26 10:00–10:00',
    'Kör 2026-11-27 15:00–15:00',
    'moves-what-follows',
  ]);
});

it('[F13] a day of a series is replaced also by one who writes it as a time, and once only', () => {
  const days = event('a', 'DTSTART;VALUE=DATE:20261125', 'RRULE:FREQ=DAILY;COUNT=3');
  const moved = ['DTSTART;VALUE=DATE:20261130', 'SUMMARY:Kör'];
  expect(all(days, event('a', 'RECURRENCE-ID:20261125T230000Z', ...moved))).toEqual([
    'Kör 2026-11-25',
    'Kör 2026-11-27',
    'Kör 2026-11-30',
  ]);
  const twice = ['RECURRENCE-ID:20261126T100000', 'RECURRENCE-ID;VALUE=DATE:20261126'];
  expect(
    all(event('a', AT_TEN, DAILY), ...twice.map((id) => event('a', id, 'DTSTART:20261130T100000'))),
  ).toEqual([
    ...['25', '27', '28', '30'].map((day) => `Kör 2026-11-${day} 10:00–10:00`),
    'malformed',
  ]);
});

it('[F13] a time whose replacement cannot be read is not shown as it was', () => {
  expect(
    all(
      event('a', AT_TEN, DAILY),
      event('a', 'RECURRENCE-ID:20261126T100000', 'DTSTART:20261399T100000'),
    ),
  ).toEqual([...['25', '27', '28'].map((day) => `Kör 2026-11-${day} 10:00–10:00`), 'no-such-time']);
});

it('[F14] (AB-086) what is called off is told of as called off: one time, a series, a whole calendar', () => {
  const off = 'STATUS:CANCELLED';
  const [tuesday, wednesday] = ['Kör 2026-11-25 10:00–10:00', 'Kör 2026-11-26 10:00–10:00'];
  const series = (...more: string[]) => event('a', AT_TEN, 'RRULE:FREQ=DAILY;COUNT=2', ...more);
  expect(
    all(series(), `BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261126T100000\n${off}\nEND:VEVENT`),
  ).toEqual([tuesday, `${wednesday} (inställt)`]);
  const bothOff = [tuesday, wednesday].map((text) => `${text} (inställt)`);
  expect(all(series(off))).toEqual(bothOff);
  expect(all('METHOD:CANCEL', series())).toEqual(bothOff);
  expect(all('METHOD:PUBLISH', series())).toEqual([tuesday, wednesday]);
});

it('[F15] everything of which a part lies in the span comes, whole and in order', () => {
  const parts = [
    event('after', 'DTSTART:20261127T000000', 'DURATION:PT1H'),
    event('into', 'DTSTART:20261124T230000', 'DTEND:20261125T010000'),
    event('within', 'DTSTART:20261126T100000'),
    event('before', 'DTSTART:20261124T100000', 'DTEND:20261125T000000'),
    event('long', 'DTSTART;VALUE=DATE:20260401', 'DTEND;VALUE=DATE:20270301'),
    event('out', 'DTSTART:20261126T235900', 'DTEND:20261127T030000'),
    event('first', 'DTSTART:20261125T000000'),
  ];
  const { items } = read(calendarOf(...parts), days('2026-11-25', '2026-11-27'));
  expect(items.map(({ uid }) => uid)).toEqual(['long', 'into', 'first', 'within', 'out']);
});

it('[F15] the first two thousand are taken, and the rest is counted', () => {
  const daily = Array.from({ length: 10 }, (_, index) =>
    event(`u${index}`, 'DTSTART:20200101T100000', 'RRULE:FREQ=DAILY'),
  );
  const { items, dropped, droppedCount } = read(calendarOf(...daily));
  expect([items.length, dropped.length, droppedCount]).toEqual([2_000, 200, 2_300]);
  expect(new Set(dropped.map(({ why }) => why))).toEqual(new Set(['too-many-days']));
});

it('[F15] a time keeps its name whatever becomes of it, and whenever it is read', () => {
  const series = event('a', AT_TEN, DAILY);
  const moved = event('a', 'RECURRENCE-ID:20261127T100000', 'DTSTART:20261127T150000');
  const names = (text: string, span: CalendarSpan) => read(text, span).items.map(({ uid }) => uid);
  const expected = [
    'a/2026-11-25T10:00',
    'a/2026-11-26T10:00',
    'a/2026-11-27T10:00',
    'a/2026-11-28T10:00',
  ];
  expect(names(calendarOf(series), FROM_NOVEMBER)).toEqual(expected);
  expect(names(calendarOf(moved, series), FROM_NOVEMBER)).toEqual(expected);
  expect(names(calendarOf(series, moved), days('2026-11-27', '2026-12-01'))).toEqual(
    expected.slice(2),
  );
});

it('[F16] (AB-087) a UID or a property may be called anything', () => {
  for (const name of [
    '__proto__',
    'constructor',
    'type',
    'toString',
    'hasOwnProperty',
    'x'.repeat(9_000),
  ]) {
    const text = calendarOf(
      event(name, AT_TEN, `${name.slice(0, 40).replaceAll('_', '-')}:1`, '__proto__:1'),
    );
    expect(told(read(text).items)).toEqual(['Kör 2026-11-25 10:00–10:00']);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

it('[F17] what is kept of a calendar reads as the calendar did', () => {
  for (const name of ['google', 'outlook', 'municipality']) {
    const whole = read(calendarFile(name));
    expect(read(whole.kept)).toEqual(whole);
  }
});

it('[F17] stamps, links and the order of events make no other calendar; a time does', () => {
  const [a, b] = [event('a', AT_TEN, 'DTSTAMP:20261101T000000Z'), event('b', AT_TEN)];
  const digest = (...parts: string[]) => read(calendarOf(...parts)).digest;
  expect(digest(b, a.replace('20261101', '20261124'), 'X-PUBLISHED-TTL:PT1H')).toBe(digest(a, b));
  expect(digest(a, b.replace('T100000', 'T100100'))).not.toBe(digest(a, b));
  // Two that change titles are two that changed.
  const [x, y] = [a, b].map((text) => text.replace('Kör', 'Dans')) as [string, string];
  expect(digest(x, b)).not.toBe(digest(a, y));
});
