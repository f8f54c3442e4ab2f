/** The office book changed by request, against a real hub. Rules HB21, HB22, HB23, HB26 and HB27. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { StreamWriter } from '#server/event-log/stream-writer.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { decide } from '#server/office/decide.ts';
import { evolve, type OfficeEvent } from '#server/office/office-book.ts';
import { officeFormat } from '#server/office/office-format.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Programme } from '#shared/programme.ts';
import type { Admission, Board, Ticket } from '#shared/views.ts';
import type { AgencyId, LocalDate } from '#shared/vocabulary.ts';
import { TestHub } from '#test/support/hub.ts';
import { smallOffice, stockholm } from '#test/support/office.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

const TODAY = '2026-11-24';
const body = 'arbetsformedlingen';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  hub = await TestHub.alone();
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

type Answer = Record<string, unknown> & Partial<Refused> & { details?: string[] };
const post = (path: string, asked: object = {}) => api.post<Answer>(path, asked);
/** Without what time it was when it was told. */
const bookNow = async () => {
  const { at: _, ...book } = (await api.get<Record<string, unknown>>('/book')).body;
  return book;
};

const hours = [
  { rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-01-01', opens: '09:00', closes: '12:00' },
];
const endless = hours.map((one) => ({ ...one, until: null }));
const title = { sv: 'Rubrik', en: 'Title' };
const spans = [{ opens: '10:00', closes: '11:00' }];

/** In this order each finds what it needs. */
const CHANGES: [path: string, asked: object, answer: object][] = [
  ['/hours/set', { hours }, { hours: endless }],
  [`/hours/${TODAY}/change`, { spans, why: title }, { day: TODAY, spans, why: title }],
  [`/hours/${TODAY}/restore`, {}, { day: TODAY }],
  [
    '/holidays/2026-12-07/set',
    { closed: true, name: title },
    { day: '2026-12-07', closed: true, name: title },
  ],
  ['/holidays/2026-12-07/remove', {}, { day: '2026-12-07' }],
  [
    '/agencies/skatteverket/set',
    { name: title },
    { agency: 'skatteverket', name: title, shortName: null, speaks: null },
  ],
  [
    '/agencies/skatteverket/set-visits',
    { visits: hours },
    { agency: 'skatteverket', visits: endless },
  ],
  [
    '/agencies/skatteverket/visits/2026-11-30/change',
    { spans },
    { agency: 'skatteverket', day: '2026-11-30', spans, waiting: 0 },
  ],
  [
    '/agencies/skatteverket/visits/2026-11-30/cancel',
    { why: title },
    { agency: 'skatteverket', day: '2026-11-30', why: title, waiting: 0 },
  ],
  [
    '/agencies/skatteverket/visits/2026-11-30/restore',
    {},
    { agency: 'skatteverket', day: '2026-11-30', waiting: 0 },
  ],
  [
    '/activities/bokbuss/set',
    { title, hours, speaks: 'fi' },
    { activity: 'bokbuss', title, hours: endless, speaks: 'fi', onHolidays: false },
  ],
  [
    '/activities/bokbuss/days/2026-11-30/change',
    { spans },
    { activity: 'bokbuss', day: '2026-11-30', spans },
  ],
  [
    '/activities/bokbuss/days/2026-11-30/cancel',
    {},
    { activity: 'bokbuss', day: '2026-11-30', why: null },
  ],
  ['/activities/bokbuss/days/2026-11-30/restore', {}, { activity: 'bokbuss', day: '2026-11-30' }],
  ['/activities/bokbuss/remove', {}, { activity: 'bokbuss' }],
  [
    '/notices/ny-tid/set',
    { title, from: 1795510800000, until: 1795597200000 },
    { notice: 'ny-tid', title, priority: 'normal', weight: 1, seconds: null },
  ],
  ['/notices/ny-tid/remove', {}, { notice: 'ny-tid' }],
  [
    '/feeds/folkets-hus/set',
    { name: 'Folkets Hus' },
    { feed: 'folkets-hus', name: 'Folkets Hus', url: null, shown: true, watched: true },
  ],
  ['/feeds/folkets-hus/remove', {}, { feed: 'folkets-hus' }],
  [
    '/displays/baksidan/set',
    { name: title, viewingDistanceMm: 3000, panelWidthMm: 900 },
    { display: 'baksidan', viewingDistanceMm: 3000 },
  ],
  ['/displays/baksidan/remove', {}, { display: 'baksidan' }],
  [
    '/takeover/begin',
    { text: title, seconds: 60, test: true },
    { takeover: { text: title, test: true } },
  ],
  ['/takeover/end', {}, { takeover: expect.any(String) }],
];

describe('each change of the book', () => {
  it.each(CHANGES)(
    '[HB21] %s is done, and answered with what stands',
    async (path, asked, answer) => {
      const requestId = `once ${path}`.replaceAll(' ', '-');
      const before = await bookNow();
      const first = await post(path, { ...asked, requestId });
      expect(first).toMatchObject({ status: 200, body: answer });
      const after = await bookNow();
      expect(after).not.toEqual(before);
      expect(await post(path, { ...asked, requestId })).toEqual(first);
      expect(await bookNow()).toEqual(after);
    },
  );

  it('[HB21] is answered the same after the hub was killed, and is still there', async () => {
    const asked = { requestId: 'before-the-kill', name: title };
    const first = await post('/agencies/migrationsverket/set', asked);
    await hub.stop('SIGKILL');
    await hub.startAgain();
    expect(await post('/agencies/migrationsverket/set', asked)).toEqual(first);
    const { agencies } = (await bookNow()) as { agencies: { id: string }[] };
    expect(agencies.filter(({ id }) => id === 'migrationsverket')).toHaveLength(1);
  });

  it('[HB21] a request id that the queue or the book has seen is not used for the other', async () => {
    await api.post('/desks/bord-1/open', { requestId: 'for-a-desk' });
    const { status, body } = await post('/notices/x/remove', { requestId: 'for-a-desk' });
    expect([status, body.code]).toEqual([409, 'request-id-reused']);
    const reused = await api.issue('annat', { requestId: 'before-the-kill' });
    expect([reused.status, reused.body.code]).toEqual([409, 'request-id-reused']);
  });

  it('[HB21] with mistakes is refused with each of them, also when it is asked again', async () => {
    const asked = {
      requestId: 'with-mistakes',
      visits: [{ rule: 'FREQ=HOURLY', from: '2026-02-30', opens: '12:00', closes: '09:00' }],
    };
    for (let times = 0; times < 2; times++) {
      const { status, body: refused } = await post(`/agencies/${body}/set-visits`, asked);
      expect([status, refused.code]).toEqual([400, 'book-has-mistakes']);
      expect(refused.details).toHaveLength(3);
      for (const detail of refused.details ?? [])
        expect(detail).toMatch(/^agencies\.arbetsformedlingen\.visits\.0 must /);
    }
  });

  it.each([
    ['/agencies/no-such/visits/2026-11-24/cancel', 404, 'unknown-agency'],
    [`/agencies/${body}/visits/2026-11-25/cancel`, 409, 'no-visit-that-day'],
    [`/agencies/${body}/visits/2026-11-25/restore`, 409, 'day-not-changed'],
    ['/agencies/No-Such/visits/2026-11-24/cancel', 404, 'unknown-agency'],
    [`/agencies/${body}/visits/tomorrow/cancel`, 400, 'malformed-request'],
    ['/activities/sprakkafe/days/2026-11-24/cancel', 409, 'no-event-that-day'],
    ['/activities/no-such/remove', 404, 'unknown-activity'],
    ['/notices/no-such/remove', 404, 'unknown-notice'],
    ['/feeds/no-such/remove', 404, 'unknown-feed'],
    ['/feeds/no-such/read', 404, 'unknown-feed'],
    ['/displays/no-such/remove', 404, 'unknown-display'],
    ['/displays/no-such/reload', 404, 'unknown-display'],
    ['/displays/fonstret/reload', 409, 'display-not-connected'],
    ['/takeover/end', 409, 'no-takeover'],
  ])('[HB21] %s is refused %d %s', async (path, status, code) => {
    const refused = await post(path);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  it.each([
    ['no end', {}],
    ['two ends', { seconds: 60, until: Date.now() }],
    ['an extra field', { seconds: 60, priority: 99 }],
    ['a time by halves', { seconds: 10.5 }],
    ['a number in words', { seconds: '60' }],
    ['no Swedish', { seconds: 60, text: { en: 'Leave' } }],
    ['a language nobody knows', { seconds: 60, text: { sv: 'Ut', tlh: 'X' } }],
    ['an end in no time there is', { until: 1e16 }],
  ])('[HB21] a takeover with %s is malformed', async (_what, asked) => {
    const { status, body: refused } = await post('/takeover/begin', { text: title, ...asked });
    expect([status, refused.code]).toEqual([400, 'malformed-request']);
  });

  it.each([
    ['/agencies/Skatteverket/set', { name: title }, /^agency: is an id: 1 to 40/],
    ['/notices/ny tid/set', { title, from: 1, until: 2 }, /^notice: is an id/],
    ['/holidays/jul/set', { closed: true }, /^day: is a day such as 2026-11-24$/],
    ['/agencies/nytt/set', {}, /^name: is missing$/],
    [
      '/hours/set',
      { hours: [{ ...hours[0], opens: '9' }] },
      /^hours\.0\.opens: is a time of day such as 09:30$/,
    ],
  ])('[HB21] %s written wrongly is told in words', async (path, asked, said) => {
    const { status, body: refused } = await post(path.replaceAll(' ', '%20'), asked);
    expect([status, refused.code]).toEqual([400, 'malformed-request']);
    expect(refused.message).toMatch(said);
  });

  it('[HB21] a takeover that is too short is refused with what it may be', async () => {
    const { body: refused } = await post('/takeover/begin', { text: title, seconds: 5 });
    expect(refused.details).toEqual([
      expect.stringMatching(/^takeover .*seconds from 10 to 43200/),
    ]);
  });

  it.each([
    'https://127.0.0.1/agenda.ics',
    'https://0x7f000001/agenda.ics',
    'https://[::1]/agenda.ics',
    'https://skrivare.local/agenda.ics',
    'https://example.org:8443/agenda.ics',
    'webcal://user:password@example.org/agenda.ics',
  ])('[HB28] a calendar at %s is refused when it is set', async (url) => {
    const { status, body: refused } = await post('/feeds/inside/set', { name: 'Inside', url });
    expect([status, refused.code]).toEqual([400, 'book-has-mistakes']);
    expect(refused.details).toEqual([expect.stringMatching(/^feeds\.inside\.url must begin/)]);
    const { feeds } = (await bookNow()) as { feeds: { id: string }[] };
    expect(feeds.map(({ id }) => id)).not.toContain('inside');
  });

  it('[HB21] says what its author should know: a visit when nobody is here to open', async () => {
    const { body: answer } = await post(`/agencies/${body}/set-visits`, {
      visits: [
        { rule: 'FREQ=WEEKLY;BYDAY=SU', from: '2026-01-01', opens: '09:00', closes: '10:00' },
      ],
    });
    expect(answer['remarks']).toContainEqual(
      expect.objectContaining({
        code: 'visit-outside-opening-hours',
        about: `agencies.${body}`,
        message: expect.stringMatching(/when the office is not open, on 2026-11-29/),
      }),
    );
    const { body: all } = await api.get<{ code: string }[]>('/remarks');
    expect(all).toContainEqual(expect.objectContaining({ about: `agencies.${body}` }));
  });

  it.each<[path: string, asked: object, about: string[]]>([
    [`/hours/2026-11-23/change`, { spans: [] }, ['hours']],
    [`/hours/${TODAY}/change`, { spans: [] }, []],
    ['/agencies/skatteverket/visits/2026-11-23/change', { spans }, ['agencies.skatteverket']],
    [
      '/activities/i-somras/set',
      { title, hours: [{ ...hours[0], rule: 'FREQ=DAILY;COUNT=1', from: '2026-06-06' }] },
      ['activities.i-somras'],
    ],
    ['/activities/i-vinter/set', { title, hours }, []],
  ])('[HB31] %s is done, and says when nothing of it is ahead', async (path, asked, about) => {
    const { status, body: answer } = await post(path, asked);
    expect(status).toBe(200);
    const remarks = answer['remarks'] as { code: string; about: string }[];
    const past = remarks.filter(({ code }) => code === 'lies-in-the-past');
    expect(past.map((remark) => remark.about)).toEqual(about);
    for (const day of ['2026-11-23', TODAY]) await post(`/hours/${day}/restore`);
  });

  it('[HB27] the book, the windows, the calendars and the remarks are not for strangers', async () => {
    for (const list of ['book', 'displays', 'feeds', 'remarks']) {
      expect((await api.get(`/${list}`)).status).toBe(200);
      const headers = { 'X-Forwarded-For': '192.0.2.1' };
      const response = await fetch(`${hub.url}/api/v1/offices/ragsved/${list}`, { headers });
      expect([list, response.status]).toEqual([list, 401]);
    }
  });
});

describe('a calendar brought as a file', () => {
  const calendar = (title: string) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//test//test//EN',
      'BEGIN:VEVENT',
      'UID:one@example.org',
      'DTSTAMP:20261101T000000Z',
      'DTSTART:20261126T170000Z',
      'DTEND:20261126T180000Z',
      `SUMMARY:${title}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');

  it('[HB21] is in the agenda when the answer comes, and a repeat answers the same', async () => {
    await post('/feeds/folkets-hus/set', { name: 'Folkets Hus' });
    const asked = { requestId: 'one-file', text: calendar('Dans för alla') };
    const first = await post('/feeds/folkets-hus/import', asked);
    expect(first).toMatchObject({
      status: 200,
      body: { id: 'folkets-hus', state: 'ok', items: 1 },
    });
    expect(await post('/feeds/folkets-hus/import', asked)).toEqual(first);
    const { body: agenda } = await api.get<{ items: object[] }>('/agenda');
    expect(agenda.items).toContainEqual(
      expect.objectContaining({
        kind: 'event',
        title: 'Dans för alla',
        start: '2026-11-26T18:00:00+01:00',
        source: 'Folkets Hus',
      }),
    );
    const other = { requestId: 'one-file', text: calendar('Något annat') };
    expect((await post('/feeds/folkets-hus/import', other)).body.code).toBe('request-id-reused');
  });

  it('[HB21] that is none is refused with why, and what was read stays', async () => {
    const { status, body: refused } = await post('/feeds/folkets-hus/import', { text: '<html>' });
    expect([status, refused.code]).toEqual([409, 'feed-cannot-be-read']);
    expect(refused.details).toHaveLength(1);
    const { body: feeds } = await api.get<{ id: string; items: number }[]>('/feeds');
    expect(feeds).toContainEqual(expect.objectContaining({ id: 'folkets-hus', items: 1 }));
  });

  it('[HB21] may be two megabytes, and everything else 32 kilobytes', async () => {
    const padding = 'X-PADDING:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n';
    const large = calendar('Stor').replace(
      'VERSION:2.0\r\n',
      `VERSION:2.0\r\n${padding.repeat(20_000)}`,
    );
    expect(large.length).toBeGreaterThan(1_300_000);
    expect((await post('/feeds/folkets-hus/import', { text: large })).status).toBe(200);
    const tooLarge = await post('/feeds/folkets-hus/import', { text: 'x'.repeat(2_200_000) });
    expect([tooLarge.status, tooLarge.body.code]).toEqual([400, 'malformed-request']);
    const elsewhere = await post('/notices/large/set', { text: 'x'.repeat(40_000) });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'malformed-request']);
  });
});

describe('text that comes in', () => {
  const saidIn = async (text: string) => {
    const { status, body: answer } = await post('/notices/text/set', {
      title: { sv: text },
      from: 1795510800000,
      until: 1795597200000,
    });
    return status === 200 ? (answer as { title?: { sv: string } }).title?.sv : answer.code;
  };

  it.each([
    ['a decomposed letter', 'Ra\u030agsved', 'Rågsved'],
    ['controls and a tab', 'Ro\u0000p\tet\u0007', 'Rop et'],
    ['fifty new lines', `Upp${'\n'.repeat(50)}ner`, 'Upp ner'],
    ['an override of direction', 'Vi \u202Eregnår\u202C öppnar', 'Vi regnår öppnar'],
    ['isolates and no width', '\u2066Av\u2069\u200Bsa\uFEFFgt', 'Avsagt'],
    ['heaped marks', `Z${'\u0301'.repeat(10_0)}`, 'Ź\u0301\u0301\u0301\u0301'],
    ['joiners that a script needs', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['a family', '👨‍👩‍👧‍👦 '.repeat(3), '👨‍👩‍👧‍👦 👨‍👩‍👧‍👦 👨‍👩‍👧‍👦'],
    ['markup', '<b>Nu</b> & då', '<b>Nu</b> & då'],
    ['eighty families', '👨‍👩‍👧‍👦'.repeat(70), '👨‍👩‍👧‍👦'.repeat(70)],
  ])('[HB26] %s becomes plain', async (_what, text, plain) => {
    expect(await saidIn(text)).toBe(plain);
  });

  it.each([
    ['only spaces', ' \n\u200B\u2800 '],
    ['nothing', ''],
    ['half a letter', 'Hej \uD83D'],
    ['81 letters', 'å'.repeat(81)],
    ['ten thousand marks', `Z${'\u0301'.repeat(10_000)}`],
  ])('[HB26] %s is refused', async (_what, text) => {
    expect(await saidIn(text)).toBe('malformed-request');
  });

  it('[HB26] a notice in twelve languages, each as long as it may be, goes through', async () => {
    const texts = Object.fromEntries(
      ['sv', 'fi', 'en', 'so', 'ar', 'ti', 'fa', 'ckb', 'tr', 'es', 'pl', 'uk'].map((tag) => [
        tag,
        'ሰ'.repeat(400),
      ]),
    );
    const asked = { title, text: texts, from: 1795510800000, until: 1795597200000 };
    expect((await post('/notices/long/set', asked)).status).toBe(200);
  });
});

describe('a visiting body that does not come', () => {
  let office: TestHub;
  let desk: OfficeApi;
  beforeAll(async () => {
    office = await TestHub.alone();
    desk = new OfficeApi(office.url);
  });
  afterAll(async () => {
    desk.close();
    await office.end();
  });
  const take = (language: string) =>
    desk.post<Ticket & { token: string }>('/tickets', { topic: body, language });
  const stateOf = async (number: string) =>
    (await desk.get<Ticket>(`/tickets/${number}`)).body.state;
  /** What follows a change follows at once, but not before its answer. */
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000 });
  const pageOf = async (token: string) => (await fetch(`${office.url}/t/${token}`)).text();
  const visit = `/agencies/${body}/visits/${TODAY}`;

  it('[HB23] says so once, and the terminal, the agenda and the tickets follow (AB-094)', async () => {
    await desk.post('/desks/bord-3/open');
    const [called, waiting, held] = [
      (await desk.issue(body)).body,
      (await take('en')).body,
      (await desk.issue(body)).body,
    ];
    for (const _ of [called, waiting, held]) {
      await desk.post('/desks/bord-3/call-next');
      await desk.post('/desks/bord-3/hold');
    }
    await desk.post(`/tickets/${waiting.number}/resume`);
    await desk.post(`/tickets/${called.number}/resume`, { desk: 'bord-3' });
    const other = (await desk.issue('annat')).body;

    const cancelled = await desk.post(`${visit}/cancel`, { why: { sv: 'Sjuk' } });
    expect(cancelled).toMatchObject({
      status: 200,
      body: { agency: body, day: TODAY, waiting: 1 },
    });

    // The topic, at once.
    expect((await desk.issue(body)).body).toMatchObject({ code: 'topic-closed' });
    const { body: topics } = await desk.get<{ id: string; admission: Admission }[]>('/topics');
    expect(topics.find(({ id }) => id === body)?.admission).toMatchObject({
      ...{ state: 'away', opensAt: expect.any(Number), calledOff: { why: { sv: 'Sjuk' } } },
    });
    // The agenda and the window.
    const { body: agenda } = await desk.get<{ items: { id: string; cancelled: boolean }[] }>(
      `/agenda?days=1`,
    );
    expect(agenda.items.find(({ id }) => id.startsWith(`visit/${body}/`))?.cancelled).toBe(true);
    const { body: programme } = await desk.get<Programme>('/programme');
    expect(programme.items.find(({ agency }) => agency === body)?.cancelled).toBe(true);
    // The tickets.
    await eventually(async () => {
      for (const { number } of [waiting, held]) expect(await stateOf(number)).toBe('cancelled');
    });
    expect(await stateOf(called.number)).toBe('called');
    expect(await stateOf(other.number)).toBe('waiting');
  });

  it('[HB23] taken back, it gives tickets again; those that ended stay ended', async () => {
    expect((await desk.post(`${visit}/restore`)).status).toBe(200);
    const { status, body: ticket } = await desk.issue(body);
    expect([status, ticket.state]).toEqual([201, 'waiting']);
    expect(await stateOf('B002')).toBe('cancelled');
    expect(await stateOf(ticket.number)).toBe('waiting');
  });

  it('[HB23] shorter hours end nobody’s wait, and say how many wait', async () => {
    const { body: answer } = await desk.post<Answer>(`${visit}/change`, {
      spans: [{ opens: '09:30', closes: '09:45' }],
    });
    expect(answer).toMatchObject({ waiting: 1 });
    expect((await desk.issue(body)).body).toMatchObject({ code: 'topic-closed' });
    expect(await stateOf('B004')).toBe('waiting');
    await desk.post(`${visit}/restore`);
  });

  it('[HB23] a hub that was killed between the two facts goes on where it stopped', async () => {
    expect(await stateOf('B004')).toBe('waiting');
    await office.stop('SIGKILL');
    // The book's fact, as the killed hub left it; the queue's is not there.
    const log = await SqliteEventLog.open(`${office.folder}/torget.db`);
    const writer = await StreamWriter.open<OfficeBook | null, OfficeEvent>({
      ...{ log, stream: 'office/ragsved', format: officeFormat, initial: null, evolve },
    });
    const told = await writer.submit(
      { requestId: 'just-before-the-kill', digest: 'x' },
      (book) =>
        decide(book, {
          type: 'ChangeVisit',
          agency: body as AgencyId,
          change: { day: TODAY as LocalDate, spans: [], why: null },
          at: stockholm(`${TODAY}T10:00`),
        }),
      () => null,
    );
    expect(told.ok).toBe(true);
    await writer.close();
    await log.close();

    await office.startAgain();
    expect(await stateOf('B004')).toBe('cancelled');
    expect(await stateOf('B001')).toBe('called');
  });

  it('[HB23] a ticket’s own page says who does not come, in its language', async () => {
    await desk.post(`${visit}/restore`);
    const { token, number } = (await take('en')).body;
    await desk.post(`${visit}/cancel`);
    await eventually(async () => expect(await stateOf(number)).toBe('cancelled'));
    expect(await pageOf(token)).toContain('Employment service is not coming today');
  });
});

it('[HB21] the id of what was asked of a calendar is used up for everything else', async () => {
  await post('/feeds/once/set', { name: 'Once' });
  const read = await post('/feeds/once/read', { requestId: 'read-once' });
  expect(read).toMatchObject({ status: 409, body: { details: ['no-address'] } });
  expect(await post('/feeds/once/read', { requestId: 'read-once' })).toEqual(read);
  expect((await post('/feeds/once/remove', { requestId: 'read-once' })).body.code).toBe(
    'request-id-reused',
  );
  expect((await post('/feeds/once/remove')).status).toBe(200);
});

it('[HB21] a calendar of two megabytes comes whole, also as JSON writes it', async () => {
  await post('/feeds/stor/set', { name: 'Stor' });
  const [head, tail] = [
    ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:a', 'SUMMARY:Kör', 'DTSTART:20261125T180000'],
    ['END:VEVENT', 'END:VCALENDAR', ''],
  ].map((lines) => lines.join('\r\n'));
  const short = '\r\nX-A:å';
  const text = `${head}${short.repeat(2_090_000 / short.length)}\r\n${tail}`;
  expect((await post('/feeds/stor/import', { text })).body).toMatchObject({
    state: 'ok',
    items: 1,
  });
  await post('/feeds/stor/remove');
});

it('[HB22] the board changes at once, for those who follow the same hub', async () => {
  const before = (await api.get<Board>('/board')).body;
  await post('/takeover/begin', { text: title, seconds: 3600 });
  const during = (await api.get<Board>('/board')).body;
  expect([before.takeover, during.takeover?.text]).toEqual([null, title]);
  await post('/takeover/end');
  expect((await api.get<Board>('/board')).body.takeover).toBeNull();
  await post('/displays/ny/set', { name: title, viewingDistanceMm: 3000, panelWidthMm: 900 });
  expect((await api.get<Board>('/board')).body.programme).not.toBe(before.programme);
});

it('[HB22] what another hub changes is followed, and told', async () => {
  const log = new InMemoryEventLog();
  const at = stockholm('2026-11-24T09:00');
  const one = await LiveBook.open(log, smallOffice, at);
  const other = await LiveBook.open(log, smallOffice, at);
  const heard = new Promise<void>((resolve) => other.onChange(resolve));
  const before = other.book;
  await one.submit(
    { requestId: 'one', digest: 'x' },
    { type: 'SetHours', hours: [], at: at + 1 },
    () => null,
  );
  await heard;
  expect(before.hours).not.toEqual([]);
  expect(other.book).toEqual({ ...before, hours: [] });
  expect(other.edition).toEqual({ ...one.edition, at: at + 1 });
  expect(other.answered('one')).toBeDefined();
  await one.close();
  await other.close();
  await log.close();
});
