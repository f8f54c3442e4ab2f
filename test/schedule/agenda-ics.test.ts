/** Rules S30…S32: the agenda as iCalendar, read back by two readers that others wrote. */
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { describe, expect, it } from 'vitest';
import { agendaItems } from '#server/schedule/agenda.ts';
import { agendaIcs } from '#server/schedule/agenda-ics.ts';
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

const at = stockholm('2027-03-22T15:00');
const edition = { version: 41, at: stockholm('2027-03-20T10:00') };
const written = (book: OfficeBook, given: Partial<Parameters<typeof agendaIcs>[1]> = {}): string =>
  agendaIcs(book, { at, language: 'sv', edition, ...given });

const mondays = [hoursOf('FREQ=WEEKLY;BYDAY=MO,SU', '13:00', '15:00')];
const book: OfficeBook = {
  ...smallOffice,
  agencies: [
    agencyOf(lawyer, {
      name: { sv: 'Juridisk rådgivning', ar: 'استشارة قانونية' },
      place: { sv: 'Rum 2' },
      visits: mondays,
      changes: [{ day: '2027-03-29' as LocalDate, spans: [], why: { sv: 'Sjuk' } }],
    }),
  ],
  activities: [activityOf('cafe', { hours: mondays, text: { sv: 'Kom och prata' } })],
};

type Read = {
  uid: string;
  summary: string;
  location: string | undefined;
  description: string | undefined;
  status: string;
  startsAt: number;
  endsAt: number;
};

describe('read back', () => {
  const untilMs = stockholm('2027-05-23T00:00');
  const meant = agendaItems(book, stockholm('2027-03-22T00:00'), untilMs, []).map(
    ({ id, title, place, text, cancelled, startsAt, endsAt }): Read => ({
      uid: `${id}@small.torget`,
      summary: title.sv,
      location: place?.sv,
      description: text?.sv,
      status: cancelled ? 'CANCELLED' : 'CONFIRMED',
      startsAt,
      endsAt,
    }),
  );

  it('[S30] has every visit and event of 62 days, today’s that have ended among them', () => {
    expect(meant.length).toBeGreaterThan(30);
    expect(meant[0]).toMatchObject({ startsAt: stockholm('2027-03-22T13:00') });
    expect(meant.filter(({ status }) => status === 'CANCELLED')).toMatchObject([
      { startsAt: stockholm('2027-03-29T13:00'), description: 'Sjuk' },
    ]);
    expect(byIcalJs(written(book))).toEqual(meant);
    expect(byNodeIcal(written(book))).toEqual(meant);
  });

  it('[S30] both readers see 13:00 on the wall before and after the change of clock', () => {
    for (const read of [byIcalJs, byNodeIcal])
      expect(
        read(written(book))
          .slice(0, 4)
          .map(({ startsAt }) => startsAt),
      ).toEqual([
        stockholm('2027-03-22T13:00'),
        stockholm('2027-03-22T13:00'),
        stockholm('2027-03-28T13:00'),
        stockholm('2027-03-28T13:00'),
      ]);
  });

  it('[S30] is named after the office and says its zone and how often to look again', () => {
    const calendar = new ICAL.Component(ICAL.parse(written(book)));
    const property = (name: string) => String(calendar.getFirstPropertyValue(name));
    expect(property('version')).toBe('2.0');
    expect(property('x-wr-calname')).toBe('The small office');
    expect(property('x-wr-timezone')).toBe('Europe/Stockholm');
    expect(property('refresh-interval')).toBe('PT1H');
  });

  it('[S30] opening hours are not in it, nor what other calendars have', () => {
    const quiet = written({ ...book, agencies: [], activities: [] });
    expect(byIcalJs(quiet)).toEqual([]);
  });

  it('[S31] is in the language that is asked for, and in Swedish where that is missing', () => {
    const arabic = byIcalJs(written(book, { language: 'ar' })).map(({ summary }) => summary);
    expect(new Set(arabic)).toEqual(new Set(['استشارة قانونية', 'cafe']));
  });

  it('[S31] is the same text for the same edition all day, and another edition says so in each event', () => {
    const evening = written({ ...book }, { at: stockholm('2027-03-22T23:59') });
    expect(evening).toBe(written(book));
    expect(written(book)).toContain('SEQUENCE:41\r\nDTSTAMP:20270320T090000Z\r\n');
    const changed = written(book, { edition: { version: 42, at } });
    expect(new Set(changed.match(/SEQUENCE:\d+/g))).toEqual(new Set(['SEQUENCE:42']));
    expect(new Set(changed.match(/LAST-MODIFIED:.*/g))).toEqual(
      new Set(['LAST-MODIFIED:20270322T140000Z']),
    );
  });
});

describe('whatever anyone wrote', () => {
  const injected = 'END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT';
  it.each([
    ['an end of its own', `a\r\n${injected}`, `a\n${injected.replaceAll('\r\n', '\n')}`],
    ['lone line ends', 'a\nUID:x\rURL:javascript:alert(1)', 'a\nUID:x\nURL:javascript:alert(1)'],
    ['signs that mean something', 'a\\, b; c: "d" \\x', 'a\\, b; c: "d" \\x'],
    ['HTML', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['controls', 'a\u0000b\u001b[0m\u0085c\u2028d', 'a b [0m c d'],
    ['half a letter', 'a\ud800', 'a\ufffd'],
    ['many bytes', '🏳️‍🌈مرحبا'.repeat(60), '🏳️‍🌈مرحبا'.repeat(60)],
  ])('[S32] %s stays text in every field', (_, hostile, text) => {
    const ics = written({
      ...book,
      name: hostile,
      agencies: [],
      activities: [
        activityOf('cafe', {
          title: { sv: hostile },
          text: { sv: hostile },
          place: { sv: hostile },
          hours: [
            { ...hoursOf('FREQ=DAILY;COUNT=1', '10:00', '11:00'), from: '2027-03-23' as LocalDate },
          ],
        }),
      ],
    });
    for (const read of [byIcalJs, byNodeIcal])
      expect(read(ics)).toEqual([
        {
          uid: 'event/cafe/2027-03-23/1@small.torget',
          summary: text,
          location: text,
          description: text,
          status: 'CONFIRMED',
          startsAt: stockholm('2027-03-23T10:00'),
          endsAt: stockholm('2027-03-23T11:00'),
        },
      ]);
    // ical.js leaves what it does not know as it is written.
    expect(nodeIcal.sync.parseICS(ics)).toMatchObject({ vcalendar: { 'WR-CALNAME': text } });

    const lines = ics.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => /[\p{Cc}\u2028]/u.test(line))).toEqual([]);
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  });
});

it('[S32] a backslash before an n stays one, for a reader that knows the difference', () => {
  // node-ical 0.27 takes it for the end of a line.
  const [event] = byIcalJs(
    written({
      ...book,
      agencies: [agencyOf(lawyer, { name: { sv: 'C:\\nytt' }, visits: mondays })],
    }),
  );
  expect(event?.summary).toBe('C:\\nytt');
});

function byIcalJs(ics: string): Read[] {
  return new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      location: event.location ?? undefined,
      description: event.description ?? undefined,
      status: String(component.getFirstPropertyValue('status')),
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
    };
  });
}

function byNodeIcal(ics: string): Read[] {
  return Object.values(nodeIcal.sync.parseICS(ics)).flatMap((entry) => {
    if (entry?.type !== 'VEVENT') return [];
    const { uid, summary, location, description, status, start, end } = entry;
    return [
      {
        uid,
        summary: textOf(summary) ?? '',
        location: textOf(location),
        description: textOf(description),
        status: String(status),
        startsAt: start.getTime(),
        endsAt: end?.getTime() ?? Number.NaN,
      },
    ];
  });
}

const textOf = (value: string | { val: string } | undefined): string | undefined =>
  typeof value === 'object' ? value.val : value;
