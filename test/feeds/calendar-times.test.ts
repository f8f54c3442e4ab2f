/** Rules F6–F11: when the events of others take place. */
import { describe, expect, it } from 'vitest';
import { calendarOf, event, read, told, when } from './calendar-text.ts';

describe('zones', () => {
  it('[F6] (AB-085) a time without a zone is the office\u2019s', () => {
    expect(when('DTSTART:20261124T100000', 'DTEND:20261124T110000')).toEqual([
      '2026-11-24 10:00–11:00',
    ]);
  });

  it('[F6] a zone known by name is that zone, in the words of IANA, of Windows, and after a path', () => {
    const names = [
      'Europe/Stockholm',
      'W. Europe Standard Time',
      '"W. Europe Standard Time"',
      '/citadel.org/20260101_1/Europe/Stockholm',
    ];
    for (const name of names)
      expect([name, when(`DTSTART;TZID=${name}:20270701T100000`)]).toEqual([
        name,
        ['2027-07-01 10:00–10:00'],
      ]);
    expect(when('DTSTART:20270701T080000Z')).toEqual(['2027-07-01 10:00–10:00']);
    expect(when('DTSTART;TZID=Europe/Helsinki:20270701T110000')).toEqual([
      '2027-07-01 10:00–10:00',
    ]);
  });

  it('[F6] (AB-085) what a calendar says of a zone that is known is not heard', () => {
    const text = calendarOf(
      zone('Europe/Stockholm', '+0900', '+1000'),
      event('a', 'DTSTART;TZID=Europe/Stockholm:20270701T100000'),
    );
    expect(told(read(text).items)).toEqual(['Kör 2027-07-01 10:00–10:00']);
  });

  it('[F6] a zone that only the calendar describes is read by its description, summer and winter', () => {
    const at = (time: string) => `DTSTART;TZID=Egen tid:${time}`;
    const text = calendarOf(
      zone('Egen tid', '+0200', '+0300'),
      event('a', at('20270115T110000')),
      event('b', at('20270715T110000')),
      event('c', at('20270327T110000'), 'RRULE:FREQ=DAILY;UNTIL=20270329T080000Z'),
    );
    expect(told(read(text).items)).toEqual([
      'Kör 2027-01-15 10:00–10:00',
      ...['2027-03-27', '2027-03-28', '2027-03-29'].map((day) => `Kör ${day} 10:00–10:00`),
      'Kör 2027-07-15 10:00–10:00',
    ]);
  });

  it('[F6] (AB-085) a time in a zone that nobody knows is left out', () => {
    expect(when('DTSTART;TZID=Mars/Base:20261124T100000')).toEqual(['unknown-time-zone']);
    expect(when('DTSTART;TZID=2026-01-01T00:00[Europe/Paris]:20261124T100000')).toEqual([
      'unknown-time-zone',
    ]);
    expect(
      when('DTSTART:20261124T100000', 'RRULE:FREQ=DAILY', 'EXDATE;TZID=Mars/Base:20261125T100000'),
    ).toEqual(['unknown-time-zone']);
    const empty = 'BEGIN:VTIMEZONE\nTZID:Tom\nEND:VTIMEZONE';
    const { dropped } = read(calendarOf(empty, event('a', 'DTSTART;TZID=Tom:20261124T100000')));
    expect(dropped.map(({ why }) => why)).toEqual(['unknown-time-zone']);
  });

  it('[F7] (AB-085) a time the clock jumps over is as much later; of a time it shows twice, the first', () => {
    expect(when('DTSTART:20270328T023000')).toEqual(['2027-03-28 03:30–03:30']);
    const { items } = read(calendarOf(event('a', 'DTSTART:20271031T023000', 'DURATION:PT1H')));
    expect(items.map(({ startsAt, endsAt }) => [startsAt, endsAt].map(utc))).toEqual([
      ['2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
    ]);
    // A rule loses no day to the clock.
    expect(when('DTSTART:20270327T023000', 'RRULE:FREQ=DAILY;COUNT=3')).toEqual([
      '2027-03-27 02:30–02:30',
      '2027-03-28 03:30–03:30',
      '2027-03-29 02:30–02:30',
    ]);
  });
});

describe('days and lengths', () => {
  it('[F8] (AB-085) days are local days, from the first up to and not including the end', () => {
    const day = (start: string, ...more: string[]) => when(`DTSTART;VALUE=DATE:${start}`, ...more);
    expect(day('20270327', 'DTEND;VALUE=DATE:20270330')).toEqual(['2027-03-27–2027-03-29']);
    expect(day('20271030', 'DTEND;VALUE=DATE:20271102')).toEqual(['2027-10-30–2027-11-01']);
    expect(day('20270328')).toEqual(['2027-03-28']);
    expect(day('20270328', 'DTEND;VALUE=DATE:20270328')).toEqual(['2027-03-28']);
    expect(day('20270328', 'DURATION:P2D')).toEqual(['2027-03-28–2027-03-29']);
    expect(day('20271030', 'RRULE:FREQ=DAILY;COUNT=3')).toEqual([
      '2027-10-30',
      '2027-10-31',
      '2027-11-01',
    ]);
    expect(when('DTSTART:20270327T230000Z', 'DTEND:20270328T220000Z')).toEqual(['2027-03-28']);
  });

  it('[F9] an end is an end, a length is a length, and none is none', () => {
    const at = 'DTSTART:20261124T100000';
    expect(when(at, 'DTEND:20261125T010000')).toEqual(['2026-11-24 10:00–2026-11-25 01:00']);
    expect(when(at, 'DURATION:PT1H30M')).toEqual(['2026-11-24 10:00–11:30']);
    expect(when(at)).toEqual(['2026-11-24 10:00–10:00']);
    expect(when('DTSTART;TZID=Europe/Helsinki:20261124T110000', 'DTEND:20261124T103000')).toEqual([
      '2026-11-24 10:00–10:30',
    ]);
  });

  it('[F9] each time of a series ends when the wall clock shows what it did for the first', () => {
    expect(
      when('DTSTART:20270327T220000', 'DTEND:20270328T060000', 'RRULE:FREQ=DAILY;COUNT=2'),
    ).toEqual(['2027-03-27 22:00–2027-03-28 06:00', '2027-03-28 22:00–2027-03-29 06:00']);
  });

  it('[F9] (AB-085) an end before the start, and more than a year, are left out', () => {
    const at = 'DTSTART:20261124T100000';
    expect(when(at, 'DTEND:20261124T090000')).toEqual(['ends-before-it-starts']);
    expect(when(at, 'DURATION:-PT1H')).toEqual(['ends-before-it-starts']);
    expect(when(at, 'DURATION:P999999999D')).toEqual(['too-long']);
    expect(when(at, `DURATION:P${'9'.repeat(400)}D`)).toEqual(['too-long']);
    expect(when(at, 'DTEND:99991231T235959')).toEqual(['too-long']);
    expect(when('DTSTART:99991231T100000', 'DTEND:99991231T110000')).toEqual([]);
    expect(when('DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20271125')).toEqual([
      '2026-11-24–2027-11-24',
    ]);
  });
});

describe('series', () => {
  const AT_TEN = 'DTSTART:20261125T100000'; // a Wednesday
  const ruled = (rule: string) => when(AT_TEN, `RRULE:${rule}`).map((text) => text.slice(0, 10));

  it('[F10] the first time counts whether or not the rule would give it', () => {
    expect(ruled('FREQ=WEEKLY;COUNT=3')).toEqual(['2026-11-25', '2026-12-02', '2026-12-09']);
    expect(ruled('FREQ=WEEKLY;BYDAY=MO;COUNT=3')).toEqual([
      '2026-11-25',
      '2026-11-30',
      '2026-12-07',
    ]);
    expect(ruled('FREQ=WEEKLY;BYDAY=MO;COUNT=1')).toEqual(['2026-11-25']);
  });

  it('[F10] UNTIL is included, a date until its end, and UTC on the clock of the event', () => {
    expect(ruled('FREQ=DAILY;UNTIL=20261126')).toEqual(['2026-11-25', '2026-11-26']);
    expect(ruled('FREQ=DAILY;UNTIL=20261126T100000')).toEqual(['2026-11-25', '2026-11-26']);
    expect(ruled('FREQ=DAILY;UNTIL=20261126T090000Z')).toEqual(['2026-11-25', '2026-11-26']);
    expect(ruled('FREQ=DAILY;UNTIL=20261126T085959Z')).toEqual(['2026-11-25']);
    expect(when('DTSTART;VALUE=DATE:20261125', 'RRULE:FREQ=DAILY;UNTIL=20261125T230000Z')).toEqual([
      '2026-11-25',
      '2026-11-26',
    ]);
  });

  it('[F10] (AB-083) a rule says days: what repeats within a day, or is counted for ever, is left out', () => {
    for (const often of ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY;BYHOUR=9,10'])
      expect([often, ruled(`FREQ=${often}`)]).toEqual([often, ['repeats-to']]);
    expect(ruled('FREQ=DAILY;COUNT=1000000000')).toEqual(['too-many-d']);
    expect(ruled('FREQ=DAILY;BYHOUR=10;BYMINUTE=0;BYSECOND=00;COUNT=1')).toEqual(['2026-11-25']);
    // No February has thirty days: the first time is all there is.
    expect(ruled('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')).toEqual(['2026-11-25']);
  });

  it('[F10] a rule that is not wholly understood is not guessed at', () => {
    const odd = [
      'FREQ=YEARLY;BYEASTER=1',
      'FREQ=DAILY;BYMONTH=0',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=DAILY;COUNT=2;UNTIL=20261130',
      'FREQ=WEEKLY;BYDAY=2MO',
      'FREQ=DAILY;FREQ=WEEKLY',
      'FREQ=DAILY;BYHOUR=9',
      'RSCALE=CHINESE;FREQ=YEARLY',
      '__proto__=1;FREQ=DAILY',
      'BYDAY=MO',
      '',
    ];
    for (const rule of odd) expect([rule, ruled(rule)]).toEqual([rule, ['rule-is-no']]);
    expect(when(AT_TEN, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY')).toEqual([
      'rule-is-not-understood',
    ]);
    expect(when(AT_TEN, 'RRULE:FREQ=DAILY', 'EXRULE:FREQ=WEEKLY')).toEqual([
      'rule-is-not-understood',
    ]);
  });

  it('[F11] times are added, and taken away by time or by day, in whatever zone they are written', () => {
    const added = [
      'RDATE:20261201T100000,20261202T100000',
      'RDATE;TZID=Europe/Helsinki:20261203T110000',
    ];
    const days = (...more: string[]) =>
      when(AT_TEN, 'DURATION:PT1H', ...added, ...more).map((text) => text.slice(5, 16));
    expect(days()).toEqual(['11-25 10:00', '12-01 10:00', '12-02 10:00', '12-03 10:00']);
    expect(
      days('EXDATE:20261125T090000Z', 'EXDATE;VALUE=DATE:20261202', 'EXDATE:20261203T110000'),
    ).toEqual(['12-01 10:00', '12-03 10:00']);
    expect(
      when('DTSTART;VALUE=DATE:20261125', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261126T000000'),
    ).toEqual(['2026-11-25', '2026-11-27']);
  });

  it('[F11] (AB-083) ten thousand exceptions are ten thousand', () => {
    const first = Temporal.PlainDate.from('2026-11-25');
    const excepted = Array.from(
      { length: 10_000 },
      (_, index) => `EXDATE:${first.add({ days: index }).toString().replaceAll('-', '')}T100000`,
    );
    expect(when(AT_TEN, 'RRULE:FREQ=DAILY', ...excepted)).toEqual([]);
  });
});

const utc = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

const zone = (tzid: string, winter: string, summer: string) =>
  `BEGIN:VTIMEZONE
TZID:${tzid}
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:${summer}
TZOFFSETTO:${winter}
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:${winter}
TZOFFSETTO:${summer}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE`;
