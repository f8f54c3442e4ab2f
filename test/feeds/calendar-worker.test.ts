/** Rules F18 and F32: a calendar that was made to never end, or to fill the memory, costs a thread and nothing else. */
import { expect, it } from 'vitest';
import { READING_LIMITS, readInWorker } from '#server/feeds/calendar-worker.ts';
import { calendarFile, calendarOf, event, read, FROM_NOVEMBER as span } from './calendar-text.ts';

/** Its own clock changes every second: whoever asks what time it is there has thousands of millions of answers to make. */
const ENDLESS_ZONE = `BEGIN:VTIMEZONE
TZID:Evig
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE`;
const endless = calendarOf(ENDLESS_ZONE, event('a', 'DTSTART;TZID=Evig:20261124T100000'));
const google = calendarFile('google');

it('[F18] a thread reads as one would without it', async () => {
  expect(await readInWorker({ text: google, span })).toEqual(read(google));
  expect(await readInWorker({ text: '<html>', span })).toEqual({
    ok: false,
    failure: 'not-a-calendar',
  });
});

it('[F18] (AB-083) one that takes too long, or too much memory, is given up, and the next is read', async () => {
  const tooLong = { ok: false, failure: 'takes-too-long' };
  const [slow, large, next] = await Promise.all([
    readInWorker({ text: endless, span }, { limits: { timeLimitMs: 500, memoryMb: 512 } }),
    readInWorker({ text: endless, span }, { limits: { timeLimitMs: 60_000, memoryMb: 24 } }),
    readInWorker({ text: google, span }),
  ]);
  expect([slow, large]).toEqual([tooLong, tooLong]);
  expect(next).toEqual(read(google));
});

it('[F32] what nobody waits for any longer is given up, and what waits behind it is not begun', async () => {
  const stop = new AbortController();
  const options = { limits: { timeLimitMs: 600_000, memoryMb: 512 }, signal: stop.signal };
  const readings = [1, 2].map(() => readInWorker({ text: endless, span }, options));
  await new Promise(setImmediate);
  stop.abort();
  const givenUp = { ok: false, failure: 'takes-too-long' };
  expect(await Promise.all(readings)).toEqual([givenUp, givenUp]);
  expect(await readInWorker({ text: google, span })).toEqual(read(google));
});

it('[F18] (AB-084) a text above two megabytes is not looked at', async () => {
  const text = google.replace(
    'END:VCALENDAR',
    `X-FILL:${'x'.repeat(2 * 1024 * 1024)}\r\nEND:VCALENDAR`,
  );
  expect(await readInWorker({ text, span })).toEqual({ ok: false, failure: 'too-large' });
});

it('[F18] (AB-084) within them, the worst that is known is read in time', async () => {
  const repeated = (line: string, head: string) =>
    calendarOf(
      head.replace('END:VEVENT', `${line.repeat(Math.floor(1_200_000 / line.length))}END:VEVENT`),
    );
  const at = event('a', 'DTSTART:20261124T100000', 'RRULE:FREQ=DAILY');
  const worst = [
    repeated('EXDATE:20261125T100000\n', at),
    repeated('RDATE:20261125T100000\n', at),
    repeated('BEGIN:VALARM\n', at),
    repeated(' x\n', at.replace('END:VEVENT', 'DESCRIPTION:x\nEND:VEVENT')),
    calendarOf(`${'x'.repeat(1_900_000)}`),
    calendarOf(
      event('a', 'DTSTART:20261124T100000', `DESCRIPTION:e${'\u0301\u0316'.repeat(30_000)}`),
    ),
    calendarOf(
      Array.from({ length: 4_900 }, (_, index) =>
        event(`u${index}`, 'DTSTART:19700101T100000', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
      ).join('\n'),
    ),
  ];
  const failures: (string | null)[] = [];
  for (const text of worst) {
    const limits = { ...READING_LIMITS, timeLimitMs: 60_000 };
    const reading = await readInWorker({ text, span }, { limits });
    failures.push(reading.ok ? null : reading.failure);
  }
  expect(failures).toEqual([null, null, 'not-a-calendar', null, null, null, null]);
});
