/** Rule F16: whatever the text. A failure prints its seed and path; give them to fc.assert to see it again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_ITEMS, MOST_LISTED, readCalendar } from '#server/feeds/calendar-reading.ts';
import { calendarFile, days } from './calendar-text.ts';

const CALENDARS = ['google', 'outlook', 'municipality'].map(calendarFile);
const SPANS = [days('2027-03-15', '2027-04-15'), days('2027-10-24', '2027-11-15')];

/** What calendars are made of, well and badly. */
const anyPiece = fc.oneof(
  fc.constantFrom(
    ...['BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR', 'BEGIN:VCALENDAR', 'BEGIN:VTIMEZONE'],
    ...['RRULE:FREQ=YEARLY', 'RRULE:FREQ=MONTHLY;BYDAY=-1SU,2MO;BYSETPOS=-1', 'RRULE:FREQ='],
    ...[
      'DTSTART:20270328T023000',
      'DTSTART;VALUE=DATE:20271031',
      'DTSTART;TZID="x:20270101T100000',
    ],
    ...[
      'DTEND:00000000T000000Z',
      'DTSTART:-000001T000000',
      'DURATION:P1W2DT3H',
      'DTSTART:20270328T256199Z',
    ],
    ...['RDATE;VALUE=PERIOD:20270328T100000Z/PT1H', 'EXDATE:20270328T140000', 'SEQUENCE:-1'],
    ...['RECURRENCE-ID;RANGE=THISANDFUTURE:20270328T140000', 'STATUS:CANCELLED', ' folded', 'UID:'],
    ...['TZOFFSETTO:+9999', 'SUMMARY;X="\u0000":\\', 'DTSTART;TZID=Egen tid:20270401T100000'],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Where, what is taken away there, and what comes instead. */
const anyMutation = fc.record({
  line: fc.nat(200),
  removed: fc.nat(3),
  added: fc.array(anyPiece, { maxLength: 3 }),
});

function mutated(
  text: string,
  mutations: readonly { line: number; removed: number; added: string[] }[],
) {
  const lines = text.split('\n');
  for (const { line, removed, added } of mutations)
    lines.splice(line % lines.length, removed, ...added);
  return lines.join('\n');
}

it('[F16] (AB-083, AB-085) any text is read without a fault, within the span and the limits', () => {
  let calendars = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...CALENDARS),
      fc.array(anyMutation, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...SPANS),
      (calendar, mutations, span) => {
        const reading = readCalendar(mutated(calendar, mutations), span);
        if (!reading.ok) return;
        calendars += 1;
        expect(reading.items.length).toBeLessThanOrEqual(MOST_ITEMS);
        expect(reading.dropped.length).toBeLessThanOrEqual(MOST_LISTED);
        for (const { title, startsAt, endsAt, uid } of reading.items) {
          expect(title).not.toBe('');
          expect(uid.length).toBeLessThanOrEqual(120);
          expect(startsAt).toBeLessThan(span.until);
          expect(endsAt).toBeGreaterThanOrEqual(Math.max(startsAt, span.from));
        }
        expect(new Set(reading.items.map(({ uid }) => uid)).size).toBe(reading.items.length);
        expect(readCalendar(reading.kept, span)).toEqual(reading);
      },
    ),
    { numRuns: 700 },
  );
  expect(calendars).toBeGreaterThan(150); // not only rubbish was tried
});
