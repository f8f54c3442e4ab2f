/** Rules F2–F5: what of a calendar is read at all, and how its words are made fit for a wall. */
import { expect, it } from 'vitest';
import { readCalendar } from '#server/feeds/calendar-reading.ts';
import { cleanText } from '#server/feeds/imported.ts';
import { calendarFile, calendarOf, event, FROM_NOVEMBER, read } from './calendar-text.ts';

const AT_TEN = 'DTSTART:20261124T100000';

it('[F1] (AB-084, AB-088) a page, half a calendar and too much of one are not believed', () => {
  const whole = calendarOf(event('a', AT_TEN));
  const failure = (text: string) => {
    const reading = readCalendar(text, FROM_NOVEMBER);
    return reading.ok ? 'ok' : reading.failure;
  };
  const many = (count: number) =>
    calendarOf(event('a', AT_TEN).concat('\n').repeat(count).trimEnd());
  expect(failure(whole)).toBe('ok');
  expect(failure(`\ufeff\r\n${whole}${whole}`)).toBe('ok');
  expect(failure('<!DOCTYPE html><title>Logga in</title>')).toBe('not-a-calendar');
  expect(failure('')).toBe('not-a-calendar');
  for (let length = 1; length < whole.length - 2; length += 7)
    expect([length, failure(whole.slice(0, length))]).toEqual([length, 'not-a-calendar']);
  expect(failure(many(5_000))).toBe('ok');
  expect(failure(many(5_001))).toBe('too-many-events');
});

it('[F2] (AB-082) guests, alarms, links, attachments and HTML are neither kept nor shown', () => {
  const invited = read(calendarFile('google'));
  expect(invited.kept).not.toMatch(/Arne|ATTENDEE|VALARM|LAST-MODIFIED|DTSTAMP/);
  const attached = read(
    calendarOf(
      event(
        'a',
        AT_TEN,
        'ATTACH:http://169.254.169.254/',
        'URL:javascript:alert(1)',
        'X-ALT-DESC;FMTTYPE=text/html:<script>alert(1)</script>',
        'ORGANIZER;CN=Anna:mailto:anna@example.com',
      ),
    ),
  );
  expect(attached.kept).not.toMatch(/169|script|Anna/);
  expect(attached.items).toEqual([
    expect.objectContaining({ title: 'Kör', place: null, text: null }),
  ]);
});

it('[F3] what is private is left out with its words, and a private series with all its exceptions', () => {
  const secret = 'SUMMARY:Lönesamtal Anna';
  const { items, dropped, kept } = read(
    calendarOf(
      ...['PRIVATE', 'CONFIDENTIAL', 'X-HEMLIG'].map((kind) =>
        event(kind, AT_TEN, `CLASS:${kind}`).replace('SUMMARY:Kör', secret),
      ),
      event('series', AT_TEN, 'RRULE:FREQ=DAILY;COUNT=2', 'CLASS:PRIVATE'),
      event('series', 'RECURRENCE-ID:20261125T100000', 'DTSTART:20261125T110000'),
      event('open', AT_TEN, 'CLASS:PUBLIC'),
    ),
  );
  expect(items.map(({ uid }) => uid)).toEqual(['open']);
  expect(dropped.map(({ why, title }) => [why, title])).toEqual([
    ...Array(4).fill(['private', null]),
    ['private', 'Kör'],
  ]);
  expect(kept).not.toContain('Anna');
});

it('[F4] (AB-081, AB-082) words are letters, whatever they look like', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '</title><script>alert(1)</script>',
    '{{7*7}}',
    'javascript:alert(1)',
    'url(https://example.com/x.png)',
    '&lt;b&gt;',
  ];
  for (const words of hostile) {
    const lines = ['LOCATION', 'DESCRIPTION'].map((name) => `${name}:${words}`);
    const text = calendarOf(
      event('a', AT_TEN, ...lines).replace('SUMMARY:Kör', `SUMMARY:${words}`),
    );
    expect(read(text).items).toEqual([
      expect.objectContaining({ title: words, place: words, text: words }),
    ]);
  }
});

it('[F4] (AB-090) words are one line, normalized, and turn no letters around them', () => {
  expect(cleanText(`\u202egpj.exe\u2066 a\u0000\u0007b\u2028c\ufeff`, 120)).toBe('gpj.exe ab c');
  expect(cleanText('a\n\n\n\r\n\t\u00a0 b', 120)).toBe('a b');
  expect(cleanText('A\u030a', 120)).toBe('Å');
  expect(cleanText(' \u200b\u2800\u3164\u00ad ', 120)).toBe('');
  expect(cleanText('\ud800x', 120)).toBe('\ufffdx');
  // What Persian and families need stays.
  expect(cleanText('می\u200cخواهم 👨‍👩‍👧', 120)).toBe('می\u200cخواهم 👨‍👩‍👧');
});

it('[F4] (AB-090) a text that is too long is cut between what is seen as letters', () => {
  expect(cleanText('x'.repeat(120), 120)).toBe('x'.repeat(120));
  expect(cleanText('x'.repeat(121), 120)).toBe(`${'x'.repeat(119)}…`);
  expect(cleanText('🇸🇪'.repeat(200), 120)).toBe(`${'🇸🇪'.repeat(119)}…`);
  expect(cleanText('👩🏽‍🚒'.repeat(200), 120)).toBe(`${'👩🏽‍🚒'.repeat(119)}…`);
  expect(cleanText(`e${'\u0301'.repeat(10_000)}`, 120)).toBe(`é${'\u0301'.repeat(4)}`);
  expect(cleanText('👩\u200d'.repeat(1_000), 120)).toBe('👩');
  const { items } = read(
    calendarOf(
      event('a', AT_TEN, `DESCRIPTION:${'ord '.repeat(5_000)}`, `LOCATION:${'x'.repeat(300)}`),
    ),
  );
  expect([items[0]?.text?.length, items[0]?.place?.length]).toEqual([400, 120]);
});

it('[F5] what cannot be read is left out by itself, and listed with its reason', () => {
  const unreadable = [
    ['no-title', event('1', AT_TEN).replace('SUMMARY:Kör', 'SUMMARY: \\n ')],
    ['no-such-time', event('2', 'DTSTART:20270230T100000')],
    ['no-such-time', event('3')],
    ['malformed', event('4', AT_TEN, 'DURATION:en stund')],
    ['malformed', event('5', 'DTSTART;VALUE=DATE:20261124', 'DTEND:20261124T100000')],
    ['malformed', event('6', AT_TEN, `EXDATE:${'20261124T100000,'.repeat(5_000)}20261124T100000`)],
  ] as const;
  const { items, dropped, droppedCount, understood } = read(
    calendarOf(...unreadable.map(([, text]) => text), event('good', AT_TEN)),
  );
  expect(items.map(({ uid }) => uid)).toEqual(['good']);
  expect(understood).toBe(1);
  expect(dropped.map(({ uid, why }) => [why, uid])).toEqual(
    unreadable.map(([why], index) => [why, String(index + 1)]),
  );
  expect(droppedCount).toBe(unreadable.length);

  const many = read(calendarOf(...Array.from({ length: 300 }, (_, i) => event(`n${i}`))));
  expect([many.dropped.length, many.droppedCount]).toEqual([200, 300]);
});
