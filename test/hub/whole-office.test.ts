/** The whole office by request, against a real hub: history, drafts, previews, pictures, export and import. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Programme } from '#shared/programme.ts';
import type { Board, Ticket } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

type Answer = Record<string, unknown> & Partial<Refused> & { details?: string[] };
type Change = { version: number; by: string | null; what: string; about: string } & {
  before: unknown;
  after: unknown;
};
const post = (path: string, asked: object = {}) => api.post<Answer>(path, asked);
const ok = async (path: string, asked: object = {}) => {
  const { status, body } = await post(path, asked);
  expect([status, body.code, body.details]).toEqual([200, undefined, undefined]);
  return body;
};
const book = async () => (await api.get<Record<string, { id: string }[]>>('/book')).body;
const history = async (query = '') => (await api.get<Change[]>(`/book/history${query}`)).body;
const inBook = async (list: string, id: string) =>
  (await book())[list]?.find((one) => one.id === id);

const label = { sv: 'Fiskekort', en: 'Fishing permits' };
const noon = Date.parse('2026-11-24T12:00:00+01:00');
const notice = (sv: string) => ({
  title: { sv },
  from: noon,
  until: noon + 3_600_000,
});

/** In this order each finds what it needs. */
const CHANGES: [path: string, asked: object, list: string, id: string][] = [
  ['/lines/fiske/set', { series: 'Q', mayWait: 5 }, 'lines', 'fiske'],
  [
    '/topics/fiskekort/set',
    { label, pictogram: 'leaf', line: 'fiske', parent: 'annat', desks: ['bord-1', 'bord-2'] },
    'topics',
    'fiskekort',
  ],
  [
    '/desk-cards/bord-9/set',
    { name: { sv: 'Bord 9' }, topics: ['fiskekort'], languages: ['sv'] },
    'desks',
    'bord-9',
  ],
  ['/place-cards/dator-9/set', { kind: 'computer', name: { sv: 'Dator 9' } }, 'places', 'dator-9'],
  ['/inquiries/fiske/set', { label }, 'inquiries', 'fiske'],
  ['/destinations/fiskeriet/set', { label }, 'destinations', 'fiskeriet'],
  ['/printers/extra/set', { name: { sv: 'Extra' }, connection: 'virtual' }, 'printers', 'extra'],
];

describe('a change of any part', () => {
  it.each(CHANGES)('[HI1] %s is in the book and in its history', async (path, asked, list, id) => {
    const before = (await history())[0]?.version ?? 0;
    await ok(path, asked);
    expect(await inBook(list, id)).toBeDefined();
    const [latest] = await history(`?about=${list}.${id}`);
    expect(latest).toMatchObject({ about: `${list}.${id}`, before: null, after: { id } });
    expect(latest?.version).toBeGreaterThan(before);
  });

  it('[HI1] the order of topics, the name, the settings and the country too', async () => {
    const topics = (await book())['topics']?.map(({ id }) => id) ?? [];
    await ok('/topics/order', { topics: topics.toReversed() });
    expect((await book())['topics']?.map(({ id }) => id)).toEqual(topics.toReversed());
    const { languages, settings } = (await book()) as unknown as Record<string, object>;
    await ok('/set', { name: 'Kontoret', languages });
    await ok('/settings/set', { ...settings, recallAfterSeconds: 20 });
    await ok('/holiday-country/set', { country: null });
    expect((await history()).map(({ what }) => what).slice(0, 4)).toEqual([
      'HolidayCountrySet',
      'SettingsSet',
      'OfficeNamed',
      'TopicsOrdered',
    ]);
    expect(await book()).toMatchObject({ name: 'Kontoret', holidayCountry: null });
  });

  it('[HI1] a page of the history is followed by the one before it', async () => {
    const all = await history();
    const [first, ...rest] = all;
    expect((await history(`?after=${first?.version}`)).slice(0, rest.length)).toEqual(rest);
    expect((await api.get('/book/history?about=../x')).status).toBe(400);
    expect((await api.get('/book/history?x=1')).status).toBe(400);
  });

  it('[HI1] the connection of a printer is not told by the answer', async () => {
    const said = await ok('/printers/extra/set', {
      name: { sv: 'Extra' },
      connection: 'tcp://10.0.0.9:9100',
    });
    expect(JSON.stringify(said)).not.toContain('10.0.0.9');
  });
});

describe('taking back', () => {
  it('[HI2] puts the thing back, as a new change, and can be taken back itself', async () => {
    await ok('/inquiries/fiske/set', { label: { sv: 'Fiske' } });
    const [change] = await history('?about=inquiries.fiske');
    const undone = await ok('/book/undo', { version: change?.version });
    expect(undone['about']).toBe('inquiries.fiske');
    expect(await inBook('inquiries', 'fiske')).toEqual({ id: 'fiske', label });
    const [latest] = await history('?about=inquiries.fiske');
    expect(latest).toMatchObject({ what: 'ThingPutBack', after: change?.before });
    await ok('/book/undo', { version: latest?.version });
    expect(await inBook('inquiries', 'fiske')).toEqual({ id: 'fiske', label: { sv: 'Fiske' } });
  });

  it('[HI2] takes back all that one request changed', async () => {
    const { hoursChanges, notices } = await book();
    await ok('/notices/announce', { what: 'closes-early', closes: '14:00' });
    const [change] = await history('?about=hoursChanges');
    await ok('/book/undo', { version: change?.version });
    expect(await book()).toMatchObject({ hoursChanges, notices });
  });

  it('[HI3] is refused where the thing has changed since, or nothing is to be taken back', async () => {
    await ok('/inquiries/fiske/set', { label: { sv: 'En' } });
    const [change] = await history('?about=inquiries.fiske');
    await ok('/inquiries/fiske/set', { label: { sv: 'Två' } });
    expect((await post('/book/undo', { version: change?.version })).body.code).toBe(
      'changed-since',
    );
    expect((await post('/book/undo', { version: 1 })).body.code).toBe('cannot-be-undone');
    expect((await post('/book/undo', { version: 99_999 })).body.code).toBe('unknown-version');
  });

  it('[HI5] the history is the same after a restart, and so is the day', async () => {
    const before = await history();
    await hub.stop();
    await hub.startAgain();
    expect(await history()).toEqual(before);
    // What was written down of it beside the book goes by the machine's clock, and moves no office's day.
    expect((await api.get<Board & { day: string }>('/board')).body.day).toBe('2026-11-24');
  });
});

describe('what waits today', () => {
  it('[O41] a topic with tickets of today stays, and so does an open desk', async () => {
    await ok('/desks/bord-9/open');
    expect((await post('/desk-cards/bord-9/remove')).body.code).toBe('desk-is-busy');
    const { body: ticket } = await api.issue('fiskekort');
    expect((await post('/topics/fiskekort/remove')).body.code).toBe('tickets-wait-for-it');
    await post(`/tickets/${(ticket as Ticket).number}/cancel`);
    await ok('/desks/bord-9/close');
    await ok('/desk-cards/bord-9/remove');
    await ok('/topics/fiskekort/remove');
    expect(await inBook('topics', 'fiskekort')).toBe(undefined);
  });
});

describe('closing early', () => {
  it('[O37] is said in every language of the office, and the door closes', async () => {
    await ok('/notices/announce', { what: 'closes-early', closes: '14:30' });
    const { body: programme } = await api.get<Programme>('/programme');
    const said = programme.notices.find(({ id }) => id === 'closes-early-2026-11-24');
    expect(said).toMatchObject({
      ...{ priority: 'normal', weight: 10, until: Date.parse('2026-11-24T16:00+01:00') },
    });
    expect(said?.title).toMatchObject({
      sv: 'Vi stänger klockan 14.30 i dag',
      en: 'We close at 14:30 today',
      ar: 'نغلق اليوم الساعة 14:30',
    });
    expect(Object.keys(said?.title ?? {}).toSorted()).toEqual([...programme.languages].toSorted());
    const { body: board } = await api.get<Board>('/board');
    expect(board.opening).toEqual({ open: true, closesAt: Date.parse('2026-11-24T14:30+01:00') });
  });

  it.each(['14:30', '17:00', '03:00', '25:00'])('[O37] not at %s', async (closes) => {
    const { body } = await post('/notices/announce', { what: 'closes-early', closes });
    expect(body.code).toBe('not-open-then');
  });
});

describe('drafts', () => {
  it('[O35] AB-089 are on no screen until they are published', async () => {
    const draft = { kind: 'notice', id: 'hot', ...notice('Ett utkast') };
    await ok('/drafts/set', { draft });
    const { body: programme } = await api.get<Programme>('/programme');
    expect(JSON.stringify(programme)).not.toContain('Ett utkast');
    await ok('/drafts/publish', { kind: 'notice', id: 'hot' });
    const { body: after } = await api.get<Programme>('/programme');
    expect(after.notices.map(({ id }) => id)).toContain('hot');
    expect((await book())['noticeDrafts']).toEqual([]);
  });

  it('[O36] AB-089 with a second pair of eyes nobody publishes her own', async () => {
    const { settings } = (await book()) as unknown as { settings: object };
    await ok('/settings/set', { ...settings, secondPairOfEyes: true });
    expect((await post('/notices/hot/set', notice('Direkt'))).body.code).toBe('needs-a-draft');
    await ok('/drafts/set', { draft: { kind: 'notice', id: 'hot', ...notice('Hot') } });
    const published = await post('/drafts/publish', { kind: 'notice', id: 'hot' });
    expect(published.body.code).toBe('needs-another-person');
    await ok('/settings/set', { ...settings, secondPairOfEyes: false });
  });
});

describe('a program that may read', () => {
  it('[HI6] is told no printer’s connection, no history, and gives and takes nothing', async () => {
    const made = await fetch(`${hub.url}/api/v1/tokens`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ requestId: 'a-reader', name: 'Läsaren', scopes: ['read'] },
        ...{ offices: 'all', expiresAt: null },
      }),
    });
    const { token } = (await made.json()) as { token: string };
    const reader = new OfficeApi(hub.url, token);
    const { status, body } = await reader.get<{ printers: object[] }>('/book');
    expect(status).toBe(200);
    expect(body.printers.length).toBeGreaterThan(0);
    for (const printer of body.printers) expect(printer).not.toHaveProperty('connection');
    expect((await reader.get('/book/history')).status).toBe(403);
    expect((await reader.get('/book/export')).status).toBe(403);
    expect((await reader.post('/media')).status).toBe(403);
    expect((await reader.post('/book/import', { file: {} })).status).toBe(403);
    reader.close();
  });
});

describe('a visiting body with its hours in one request', () => {
  const visits = (closes: string) => [
    { rule: 'FREQ=WEEKLY;BYDAY=TU', from: '2026-01-01', opens: '10:00', closes },
  ];

  it('[BK16] is refused whole, and kept whole', async () => {
    const { body } = await post('/agencies/kronofogden/set', {
      ...{ name: { sv: 'Kronofogden' }, visits: visits('09:00') },
    });
    expect(body.code).toBe('book-has-mistakes');
    expect(await inBook('agencies', 'kronofogden')).toBeUndefined();
    await ok('/agencies/kronofogden/set', {
      ...{ name: { sv: 'Kronofogden' }, visits: visits('11:00') },
    });
    expect(await inBook('agencies', 'kronofogden')).toMatchObject({
      visits: [{ closes: '11:00' }],
    });
  });

  it('[BK16] keeps its hours where none are sent, and is taken back by one version', async () => {
    const before = await inBook('agencies', 'kronofogden');
    await ok('/agencies/kronofogden/set', { name: { sv: 'Kronofogdemyndigheten' } });
    expect(await inBook('agencies', 'kronofogden')).toMatchObject({
      visits: [{ closes: '11:00' }],
    });
    await ok('/agencies/kronofogden/set', {
      ...{ name: { sv: 'KFM' }, visits: visits('15:00') },
    });
    const [latest] = await history('?about=agencies.kronofogden');
    await ok('/book/undo', { version: latest?.version });
    expect(await inBook('agencies', 'kronofogden')).toEqual({
      ...before,
      name: { sv: 'Kronofogdemyndigheten' },
    });
    await ok('/agencies/kronofogden/remove');
  });
});

describe('what is moved to another day, in one request', () => {
  const spans = [{ opens: '13:00', closes: '14:00' }];
  const daysOf = async () =>
    ((await inBook('agencies', 'fk')) as { changes?: object[] } | undefined)?.changes;

  beforeAll(async () => {
    await ok('/agencies/fk/set', {
      name: { sv: 'FK' },
      visits: [
        { rule: 'FREQ=WEEKLY;BYDAY=TU', from: '2026-01-01', opens: '10:00', closes: '12:00' },
      ],
    });
  });
  afterAll(() => ok('/agencies/fk/remove'));

  it('[BK16] is on both days or on neither, and is taken back by the version of its answer', async () => {
    const moved = (day: string, from: string) =>
      post(`/agencies/fk/visits/${day}/change`, { spans, movedFrom: { day: from, spans: [] } });
    const refused = await moved('2026-12-02', '2026-12-03'); // it does not come on Thursdays
    expect(refused.body.code).toBe('no-visit-that-day');
    expect(await daysOf()).toEqual([]);
    const { body } = await moved('2026-12-02', '2026-12-01');
    expect(await daysOf()).toMatchObject([
      { day: '2026-12-01', spans: [] },
      { day: '2026-12-02', spans },
    ]);
    await ok('/agencies/fk/set', { name: { sv: 'Försäkringskassan' }, visits: [] }); // a colleague
    const late = await post('/book/undo', { version: body['version'] });
    expect(late.body.code).toBe('changed-since');
  });

  it('[BK16] is where it was when it is taken back: opening hours and public holidays', async () => {
    const before = await book();
    for (const [path, asked] of [
      ['/hours/2026-12-02/change', { spans, movedFrom: { day: '2026-12-01', spans: [] } }],
      ['/holidays/2026-12-02/set', { closed: true, movedFrom: '2026-12-24' }],
    ] as const) {
      if (path.startsWith('/holidays')) await ok('/holidays/2026-12-24/set', { closed: true });
      const was = await book();
      const { status, body } = await post(path, asked);
      expect(status).toBe(200);
      await ok('/book/undo', { version: body['version'] });
      for (const days of ['hoursChanges', 'holidays'])
        expect((await book())[days]).toEqual(was[days]);
    }
    await ok('/holidays/2026-12-24/remove');
    expect((await book())['hoursChanges']).toEqual(before['hoursChanges']);
  });
});

describe('a preview', () => {
  it('[O42] shows what the window would, and keeps nothing', async () => {
    const { edition } = (await book()) as unknown as { edition: { version: number } };
    const { body } = await post('/programme/preview', {
      requests: [
        { request: 'notice:set', notice: 'maybe', ...notice('Kanske') },
        { request: 'office:set', name: 'Ett annat namn', languages: ['sv'] },
      ],
    });
    expect(body.code).toBe('book-has-mistakes'); // desks speak more
    const { body: fine } = await api.post<{ programme: Programme; board: Board }>(
      '/programme/preview',
      { requests: [{ request: 'notice:set', notice: 'maybe', ...notice('Kanske') }] },
    );
    expect(fine.programme.notices.map(({ id }) => id)).toContain('maybe');
    expect(fine.board.programme).toBe(fine.programme.revision);
    expect(((await book()) as unknown as { edition: object }).edition).toEqual(edition);
    expect((await api.get<Programme>('/programme')).body.notices.map(({ id }) => id)).not.toContain(
      'maybe',
    );
  });

  it.each([{ request: 'book:undo', version: 1 }, { request: 'ticket:issue' }, { request: 'x' }])(
    '[O42] of nothing but the book: $request',
    async (asked) => {
      const { status } = await post('/programme/preview', { requests: [asked] });
      expect(status).toBe(400);
    },
  );
});

const picture = () =>
  sharp({ create: { width: 640, height: 360, channels: 3, background: '#3a7d44' } })
    .jpeg()
    .toBuffer();

const give = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
    method: 'POST',
    body,
    headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
  });

describe('pictures', () => {
  let media: string;
  beforeAll(async () => {
    ({ media } = (await (await give(await picture())).json()) as { media: string });
  });

  it('[ME4] AB-107 are served as what they are and nothing else', async () => {
    const answer = await fetch(`${hub.url}/media/${media}.webp`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).format).toBe('webp');
  });

  it.each([
    '..%2f..%2fmain.ts',
    '%2e%2e/%2e%2e/package.json',
    '....//x.webp',
    `${'0'.repeat(64)}.webp`,
    'x.webp',
    `%00.webp`,
    '',
  ])('[ME4] AB-107 there is nothing at /media/%s', async (name) => {
    expect((await fetch(`${hub.url}/media/${name}`)).status).toBe(404);
  });

  it('[ME4] AB-107 a piece of one, or of many pieces, is the whole', async () => {
    const whole = (await (await fetch(`${hub.url}/media/${media}.webp`)).arrayBuffer()).byteLength;
    for (const Range of ['bytes=0-,0-,0-,0-,0-', 'bytes=1-2', 'bytes=-1']) {
      const answer = await fetch(`${hub.url}/media/${media}.webp`, { headers: { Range } });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, whole]);
    }
  });

  it('[ME2] AB-101 AB-104 AB-106 is not taken in any form, by any name, packed or too large', async () => {
    const form = new FormData();
    form.append('a[b][c]__proto__', new Blob([new Uint8Array(await picture())]), '../../x.png');
    expect((await give(form)).status).toBe(415);
    expect((await give(new Uint8Array(9 * 1024 * 1024))).status).toBe(413);
    const packed = await give(new Uint8Array(await picture()), { 'Content-Encoding': 'gzip' });
    expect(packed.status).toBe(400);
    expect((await give('')).status).toBe(415);
    const stranger = await fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
      method: 'POST',
      body: await picture(),
      headers: { Authorization: 'Bearer wrong' },
    });
    expect(stranger.status).toBe(401);
  });

  it('[ME3] AB-105 one that is broken off leaves nothing', async () => {
    const before = await readdir(join(hub.folder, 'media'));
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const broken = new AbortController();
        const sent = new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(1000));
            setTimeout(() => broken.abort(), 20);
          },
        });
        await expect(
          fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
            ...{ method: 'POST', body: sent, signal: broken.signal, duplex: 'half' },
            headers: { Authorization: `Bearer ${TOKEN}` },
          } as RequestInit),
        ).rejects.toThrow();
      }),
    );
    expect(await readdir(join(hub.folder, 'media'))).toEqual(before);
  });

  it('[ME6] go with an event and a notice to the window, and only those that are here', async () => {
    const image = { media, alt: { sv: 'En grön äng' } };
    await ok('/notices/meadow/set', { ...notice('Äng'), image });
    const { body: programme } = await api.get<Programme>('/programme');
    expect(programme.notices.find(({ id }) => id === 'meadow')?.image).toEqual(image);
    const gone = { media: '0'.repeat(64), alt: null };
    const refused = await post('/notices/meadow/set', { ...notice('Äng'), image: gone });
    expect([refused.status, refused.body.code]).toEqual([404, 'unknown-picture']);
  });

  it('[ME6] are not put back by undo once they have been let go', async () => {
    const sent = await sharp({ create: { width: 31, height: 9, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    const kept = (await (await give(new Uint8Array(sent))).json()) as { media: string };
    await ok('/notices/brief/set', {
      ...notice('Kort'),
      image: { media: kept.media, alt: { sv: 'Blått' } },
    });
    await ok('/notices/brief/remove');
    const [removal] = await history();
    await hub.stop();
    await rm(join(hub.folder, 'media', `${kept.media}.webp`));
    await hub.startAgain();
    expect((await post('/book/undo', { version: removal?.version })).body.code).toBe(
      'unknown-picture',
    );
    expect(await inBook('notices', 'brief')).toBeUndefined();
  });

  it('[ME6] AB-092 a picture, a frame or a film from elsewhere is nothing that the book or the window takes', async () => {
    for (const more of [
      { image: { media: 'https://example.org/x.png' } },
      { image: { media, url: 'https://example.org/x.png' } },
      { embed: 'https://example.org/film' },
    ])
      expect((await post('/notices/meadow/set', { ...notice('Äng'), ...more })).status).toBe(400);
    const page = await fetch(`${hub.url}/display`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
    expect(policy).not.toMatch(/frame-src (?!'self'|'none')/);
  });

  it('[S34] whoever writes is told of a picture that nobody has described, and of missing languages', async () => {
    const said = await ok('/notices/meadow/set', { ...notice('Äng'), image: { media } });
    const codes = (said['remarks'] as { code: string; message: string }[]).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['no-alternative-text', 'language-missing']));
  });
});

describe('the whole office', () => {
  it('[O43] a file with anything else in it is refused, with where it is, and nothing is changed', async () => {
    const exported = await api.get<Record<string, Record<string, unknown>>>('/book/export');
    const { edition } = (await book()) as unknown as { edition: object };
    const wrong: [object, string][] = [
      [{ ...exported.body, extra: 1 }, 'the whole file'],
      [{ ...exported.body, format: 2 }, 'format'],
      [{ ...exported.body, book: { ...exported.body['book'], nope: 1 } }, 'book'],
      [{ ...exported.body, book: { ...exported.body['book'], desks: [] } }, 'topics.'],
    ];
    for (const [file, place] of wrong) {
      const { body } = await post('/book/import', { file });
      expect(body.code).toBe('book-has-mistakes');
      expect(body.details?.[0]).toContain(place);
    }
    expect(((await book()) as unknown as { edition: object }).edition).toEqual(edition);
  });

  it('[O43] is described by a schema that names every field', async () => {
    const answer = await fetch(`${hub.url}/api/v1/book.schema.json`);
    const schema = (await answer.json()) as {
      additionalProperties: boolean;
      properties: { book: { properties: object } };
    };
    expect(schema.additionalProperties).toBe(false);
    const { edition: _, takeover: __, at: ___, ...whole } = await book();
    expect(Object.keys(schema.properties.book.properties).toSorted()).toEqual(
      Object.keys(whole).toSorted(),
    );
  });

  it('[O43] exported, wiped and imported is the same, byte for byte', async () => {
    const file = async (of: TestHub) => {
      const answer = await fetch(`${of.url}/api/v1/offices/ragsved/book/export`, {
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      return answer.text();
    };
    await ok('/activities/meadow/set', {
      title: { sv: 'Äng <img src=x onerror=alert(1)>' },
      hours: [
        { rule: 'FREQ=WEEKLY;BYDAY=TU', from: '2026-01-01', opens: '17:00', closes: '18:00' },
      ],
    });
    await ok('/activities/meadow/days/2026-12-01/change', {
      spans: [{ opens: '15:00', closes: '16:00' }],
    });
    await ok('/activities/meadow/days/2026-12-01/cancel');
    await ok('/drafts/set', { draft: { kind: 'notice', id: 'later', ...notice('Sen') } });
    const exported = await file(hub);
    expect(JSON.parse(exported)['media']).not.toEqual({});

    const other = await TestHub.start();
    const otherApi = new OfficeApi(other.url);
    try {
      expect(await file(other)).not.toBe(exported);
      const bare = { ...JSON.parse(exported), media: {} };
      const refused = await otherApi.post<Answer>('/book/import', { file: bare });
      expect(refused.body.details?.[0]).toMatch(/^media\.[0-9a-f]{64} /);
      const { status, body } = await otherApi.post<Answer>('/book/import', {
        file: JSON.parse(exported),
      });
      expect([status, body.details]).toEqual([200, undefined]);
      expect(await file(other)).toBe(exported);
      await other.stop();
      await other.startAgain();
      expect(await file(other)).toBe(exported);

      // Without one of its pictures it would be no whole office, and says where it is missed.
      const [picture = ''] = await readdir(join(other.folder, 'media'));
      await rm(join(other.folder, 'media', picture));
      const { status: halved, body: lacks } = await otherApi.get<Answer>('/book/export');
      expect([halved, lacks.code]).toEqual([404, 'unknown-picture']);
      expect(lacks.details?.[0]).toMatch(/^media\.\S+ .*: (notices|activities|drafts)\.\S/);
    } finally {
      otherApi.close();
      await other.end();
    }
  });
});
