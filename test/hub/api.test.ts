/** HTTP API v1 against a real hub. Rules HB… in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Response } from 'express';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { problem } from '#server/web/problem.ts';
import { REFUSAL_CODES, requests } from '#shared/protocol.ts';
import { HEADS_OF_THE_API, headsOf } from '#test/support/api-heads.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import { foundOffice } from '#test/support/office-people.ts';

let hub: TestHub;
let api: OfficeApi;
beforeAll(async () => {
  hub = await TestHub.alone();
  api = new OfficeApi(hub.url);
  for (const desk of ['bord-1', 'bord-2']) await api.post(`/desks/${desk}/open`);
});
afterAll(async () => {
  api.close();
  await hub.end();
});

const get = (path: string) => fetch(hub.url + path);

const TICKET = { topic: 'blanketter', language: 'sv' };

describe('what anyone may read', () => {
  it('[HB3] the offices, the board, the desks, the topics and the health need no credential', async () => {
    for (const path of [
      '/healthz',
      '/api/v1/offices',
      '/api/v1/openapi.json',
      ...['board', 'desks', 'topics'].map((list) => `/api/v1/offices/ragsved/${list}`),
    ])
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 });
  });

  it('[HB3] topics are one flat list in the language asked for, and say which can be taken now', async () => {
    const { body } =
      await api.get<{ id: string; label: string; open: boolean }[]>('/topics?language=en');
    expect(body.find(({ id }) => id === 'brev-och-blanketter')).toMatchObject({
      parent: null,
      open: false,
    });
    expect(body.filter(({ open }) => open).length).toBeGreaterThan(10);
    expect((await api.get('/topics?language=xx')).status).toBe(400);
  });

  it('[HB3] OpenAPI lists every request of the protocol, from the same schemas', async () => {
    const document = (await (await get('/api/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, { post?: { operationId: string } }>;
    };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.values(document.paths).flatMap(({ post }) => post?.operationId ?? []);
    expect(described.toSorted()).toEqual(
      Object.keys(requests)
        .map((name) => name.replace(':', '-'))
        .toSorted(),
    );
  });
});

it('[HB5] a page that is not there says so in two languages, under a title', async () => {
  const response = await get('/nosuchpage');
  const said = await response.text();
  expect([response.status, response.headers.get('Content-Type')]).toEqual([
    ...[404, 'text/html; charset=utf-8'],
  ]);
  expect(said).toContain('<title>Här finns ingen sida.</title>');
  expect(said).toContain('<p lang="en">There is no page here.');
});

describe('a request that is repeated', () => {
  it('[HB4] is answered 201 with the same body, and gives one ticket', async () => {
    const body = { requestId: 'pressed-twice', print: false };
    const first = await api.issue('blanketter', body);
    expect(first.status).toBe(201);
    expect(await api.issue('blanketter', body)).toEqual(first);
  });

  it('[HB4] AB-016 a thousand times at once gives one ticket and one answer', async () => {
    const body = { requestId: 'pressed-a-thousand-times' };
    const waiting = async () => (await api.get<{ waiting: number }>('/board')).body.waiting;
    const before = await waiting();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => api.issue('blanketter', body)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect([answers[0]?.status, await waiting()]).toEqual([201, before + 1]);
  });

  it('[HB4] AB-027 the next day is answered as it was, and does nothing to that day', async () => {
    const ownHub = await TestHub.alone();
    onTestFinished(() => ownHub.end());
    const office = new OfficeApi(ownHub.url);
    onTestFinished(() => office.close());
    const captured = { requestId: 'captured' };
    await office.post('/desks/bord-1/open');
    await office.issue('blanketter');
    const first = await office.post('/desks/bord-1/call-next', captured);
    await ownHub.stop('SIGKILL');
    await ownHub.startAgain({ CLOCK: '2026-11-25T10:00:00+01:00[Europe/Stockholm]' });
    await office.post('/desks/bord-1/open');
    const { body: waiting } = await office.issue('blanketter');
    expect(await office.post('/desks/bord-1/call-next', captured)).toEqual(first);
    expect((await office.get(`/tickets/${waiting.number}`)).body).toMatchObject({
      state: 'waiting',
    });
  });

  it('[HB4] is answered the same after the hub was killed', async () => {
    const first = await api.issue('blanketter', { requestId: 'before-the-kill' });
    await hub.stop('SIGKILL');
    await hub.startAgain();
    expect(await api.issue('blanketter', { requestId: 'before-the-kill' })).toEqual(first);
  });

  it('[HB4] AB-017 with other content is refused', async () => {
    await api.issue('blanketter', { requestId: 'used' });
    const { status, body } = await api.issue('myndighetsbrev', { requestId: 'used' });
    expect([status, body.code]).toEqual([409, 'request-id-reused']);
    const elsewhere = await api.post('/desks/bord-1/recall', { requestId: 'used' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'request-id-reused']);
  });

  it('[HB4] does not mind the order of its fields', async () => {
    const one = '{"requestId":"in-order","topic":"blanketter","language":"sv"}';
    const other = '{"language":"sv","topic":"blanketter","requestId":"in-order"}';
    const first = await api.postRaw('/tickets', one);
    expect(await api.postRaw('/tickets', other)).toEqual(first);
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no request id', '{"topic":"blanketter","language":"sv"}'],
    ['an empty request id', '{"requestId":"","topic":"blanketter","language":"sv"}'],
    [
      'an endless request id',
      JSON.stringify({ requestId: 'x'.repeat(101), topic: 'blanketter', language: 'sv' }),
    ],
    ['a request id that is an object', '{"requestId":{},"topic":"blanketter","language":"sv"}'],
    ['an extra field', '{"requestId":"a","topic":"blanketter","language":"sv","priority":99}'],
    ['a prototype', '{"requestId":"a","topic":"blanketter","language":"sv","__proto__":{"x":1}}'],
    ['a language nobody knows', '{"requestId":"a","topic":"blanketter","language":"tlh"}'],
    ['a number for a topic', '{"requestId":"a","topic":7,"language":"sv"}'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['more than 32 kB', JSON.stringify({ requestId: 'x'.repeat(40_000) })],
  ])('[HB5] %s is a malformed request, answered 4xx with a code', async (_what, body) => {
    const { status, body: answer } = await api.postRaw<Refused>('/tickets', body);
    expect([status, answer.code]).toEqual([400, 'malformed-request']);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it.each([
    ['/desks/no-such-desk/call-next', 'unknown-desk'],
    ['/desks/Bord-1/call-next', 'unknown-desk'],
    ['/topics/no-such-topic/pause', 'unknown-topic'],
    ['/tickets/Z999/cancel', 'unknown-ticket'],
    ['/tickets/hello/cancel', 'unknown-ticket'],
  ])('[HB5] %s is answered 404', async (path, code) => {
    const { status, body } = await api.post(path);
    expect([status, body.code]).toEqual([404, code]);
  });

  it.each(REFUSAL_CODES)('[HB5] %s has a sentence', (code) => {
    const said: Refused[] = [];
    const json = (body: Refused) => said.push(body);
    const response = { hasHeader: () => true, status: () => ({ json }) };
    problem(response as unknown as Response, code);
    expect(said[0]?.message).toMatch(/^[A-Z].* .*\.$/);
  });

  it.each([
    ['GET', '%E0%A4%A/tickets', 400],
    ['POST', '%E0%A4%A/tickets', 400],
    ['POST', 'ragsved/tickets', 400],
    ['GET', 'ragsved/board', 200],
    ['GET', '%E0%A4%A/board', 400],
    ['GET', 'ragsved/desks/bord-1/open', 405],
    ['DELETE', 'ragsved/tickets', 405],
  ])('[HB5] %s %s is answered with the heads of any answer', async (method, path, status) => {
    const response = await fetch(`${hub.url}/api/v1/offices/${path}`, { method });
    expect(response.status).toBe(status);
    if (status === 400) expect(await response.json()).toMatchObject({ code: 'malformed-request' });
    expect(headsOf(response)).toEqual(HEADS_OF_THE_API);
  });

  it.each([
    ['what is done', { path: 'tickets', says: TICKET, status: 201 }],
    ['what the rules do not allow', { path: 'desks/bord-2/recall', says: {}, status: 409 }],
    ['what is not well made', { path: 'tickets', says: { topic: 7 }, status: 400 }],
    ['what is too long', { path: 'tickets', says: { x: 'x'.repeat(40_000) }, status: 400 }],
    ['what is not there', { path: 'desks/no-such-desk/recall', says: {}, status: 404 }],
    ['what is of no office here', { path: '../elsewhere/tickets', says: TICKET, status: 404 }],
    ['a wrong token', { path: 'tickets', says: TICKET, token: 'wrong', status: 401 }],
    ['a foreign page', { path: 'tickets', says: TICKET, origin: 'https://x.example', status: 403 }],
  ])('[HB5] %s is answered with the heads of any answer, each once', async (_what, press) => {
    const { path, says, status, token, origin } = { token: TOKEN, origin: '', ...press };
    const response = await fetch(`${hub.url}/api/v1/offices/ragsved/${path}`, {
      method: 'POST',
      headers: {
        ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(origin && { Origin: origin }),
      },
      body: JSON.stringify({
        requestId: `heads of ${status} ${path}`.replace(/\W/g, '-'),
        ...says,
      }),
    });
    expect([response.status, headsOf(response)]).toEqual([status, HEADS_OF_THE_API]);
  });

  it('[HB5] what is done for somebody with a cookie, and what is too much at once, are answered so, too', async () => {
    const ownHub = await TestHub.start();
    onTestFinished(() => ownHub.end());
    const press = (headers: Record<string, string>) =>
      fetch(`${ownHub.url}/api/v1/offices/ragsved/tickets`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ requestId: randomUUID(), print: false, ...TICKET }),
      });
    const answers = await Promise.all(Array.from({ length: 7 }, () => press({})));
    const { administrator } = await foundOffice(ownHub);
    answers.push(await press(administrator.headers));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining([201, 429]));
    expect(statuses.at(-1)).toBe(201);
    for (const answer of answers) expect(headsOf(answer)).toEqual(HEADS_OF_THE_API);
  });

  it('[HB5] a path has one spelling', async () => {
    for (const path of ['/API/v1/offices/ragsved/tickets', '/api/v1/offices/ragsved/tickets/'])
      expect([path, (await fetch(`${hub.url}${path}`, { method: 'POST' })).status]).toEqual([
        path,
        404,
      ]);
  });

  it('[HB5] an office that is not here, an address that is not and a method that is not are told apart', async () => {
    const elsewhere = await get('/api/v1/offices/elsewhere/board');
    expect([elsewhere.status, ((await elsewhere.json()) as Refused).code]).toEqual([
      404,
      'unknown-office',
    ]);
    expect((await get('/api/v1/nothing')).status).toBe(404);
    expect((await fetch(`${hub.url}/api/v1/offices`, { method: 'DELETE' })).status).toBe(405);
    const voice = `${hub.url}/api/v1/offices/ragsved/calls/1/voice`;
    expect((await fetch(voice, { method: 'DELETE' })).status).toBe(405);
    expect((await get('/api/v1/offices/ragsved/desks/bord-1/open')).status).toBe(405);
    expect((await fetch(`${hub.url}/api/v1/nothing`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('who may do what', () => {
  const statusOf = (path: string, headers: Record<string, string>, method = 'POST') =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        `${hub.url}/api/v1/offices/ragsved${path}`,
        { method, headers: { 'Content-Type': 'application/json', ...headers } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{"requestId":"who"}' : undefined);
    });

  it('[HB6] a wrong token is turned away, also on the hub’s own computer', async () => {
    expect(await statusOf('/desks/bord-1/recall', { Authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf('/desks/bord-1/recall', { Authorization: 'Basic abc' })).toBe(401);
  });

  it('[HB6] on the hub’s own computer everything may be tried without a token', async () => {
    expect(await statusOf('/desks/bord-1/recall', {})).toBe(409);
    expect(await statusOf('/desks/bord-1/recall', { Origin: hub.url })).toBe(409);
  });

  it.each([
    ['was forwarded', { 'X-Forwarded-For': '127.0.0.1' }],
    ['was forwarded, in the standard way', { Forwarded: 'for=127.0.0.1' }],
    ['was forwarded, in a way of its own', { 'X-Client-IP': '127.0.0.1' }],
    ['names another host', { Host: 'torget.example' }],
  ])('[HB6] AB-033 a request that %s is a stranger’s', async (_what, headers) => {
    expect(await statusOf('/desks/bord-1/recall', headers)).toBe(401);
    expect(await statusOf('/tickets', headers)).toBe(401);
    expect(await statusOf('/tickets/A001', headers, 'GET')).toBe(401);
    expect(await statusOf('/board', headers, 'GET')).toBe(200);
    expect(
      (await fetch(`${hub.url}/paper/list`, { headers: { 'X-Real-IP': '192.0.2.1' } })).status,
    ).toBe(403);
  });

  it.each([
    ['of another origin', { Origin: 'https://evil.example' }],
    ['of a host that begins like ours', { Origin: 'http://127.0.0.1.evil.example' }],
    ['without an origin', { Origin: 'null' }],
    ['that the browser calls cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('[HB6] AB-064 a page %s may do nothing, token or not', async (_what, headers) => {
    expect(await statusOf('/desks/bord-1/recall', headers)).toBe(403);
    const withToken = { ...headers, Authorization: `Bearer ${TOKEN}` };
    expect(await statusOf('/desks/bord-1/recall', withToken)).toBe(403);
  });

  it('[HB7] without the token a caller is held to what one terminal may take', async () => {
    const terminal = new OfficeApi(hub.url, null);
    const taken: number[] = [];
    const first = await terminal.issue('blanketter', { requestId: 'the-first' });
    taken.push(first.status);
    for (let tap = 1; tap < 8; tap++) taken.push((await terminal.issue('blanketter')).status);
    expect(taken.slice(0, 6)).toEqual(Array(6).fill(201));
    expect(taken.slice(6)).toEqual([429, 429]);
    // A repeat of a ticket that was given takes nothing, and is answered as the first was.
    expect(await terminal.issue('blanketter', { requestId: 'the-first' })).toEqual(first);
    terminal.close();
    expect((await api.issue('blanketter')).status).toBe(201);
  });
});

describe('a ticket’s life over HTTP', () => {
  it('[HB8] is taken, called, called again, begun and finished, and says so at each step', async () => {
    const life = await TestHub.start();
    const office = new OfficeApi(life.url);
    const step = async (path: string, body = {}) => (await office.post(path, body)).body;

    expect((await office.post('/desks/bord-1/call-next')).body.code).toBe('desk-closed');
    expect(await step('/desks/bord-1/open', { topics: ['blanketter'], languages: ['sv'] })).toEqual(
      {
        desk: 'bord-1',
        topics: ['blanketter'],
        languages: ['sv'],
      },
    );
    expect((await office.post('/desks/bord-1/call-next')).body.code).toBe('nobody-waiting');
    const ticket = (await office.issue('blanketter')).body;
    expect(ticket).toMatchObject({ number: 'A001', state: 'waiting', ahead: 0, language: 'sv' });
    expect(await step('/desks/bord-1/call-next')).toMatchObject({
      number: 'A001',
      state: 'called',
      desk: 'bord-1',
    });
    expect((await office.post('/desks/bord-1/recall')).body.code).toBe('called-just-now');
    await step('/settings/set', {
      ...{ callGivenTicket: false, callsBeforeNoShow: 1, lastTicketMinutesBeforeClosing: 15 },
      ...{ recallAfterSeconds: 0, secondPairOfEyes: false },
    });
    expect(await step('/desks/bord-1/recall')).toMatchObject({ number: 'A001', state: 'called' });
    expect(await step('/desks/bord-1/start')).toMatchObject({ state: 'serving' });
    expect(await step('/desks/bord-1/hold')).toMatchObject({ state: 'held' });
    expect(await step('/tickets/A001/resume', { desk: 'bord-1' })).toMatchObject({
      state: 'called',
    });
    expect(await step('/tickets/A001/transfer', { topic: 'myndighetsbrev' })).toMatchObject({
      number: 'A001',
      state: 'waiting',
      topic: 'myndighetsbrev',
    });
    expect(await step('/desks/bord-1/undo')).toMatchObject({
      state: 'called',
      topic: 'blanketter',
    });
    expect(await step('/desks/bord-1/no-show')).toMatchObject({ state: 'no-show' });
    expect(await step('/tickets/A001/restore')).toMatchObject({ state: 'waiting' });
    await step('/desks/bord-1/call-next');
    expect(await step('/desks/bord-1/finish')).toMatchObject({ state: 'finished' });
    expect((await office.get('/tickets/A001')).body).toMatchObject({ state: 'finished' });
    expect(await step('/topics/blanketter/pause')).toEqual({ topic: 'blanketter' });
    expect((await office.issue('blanketter')).body.code).toBe('topic-paused');
    expect(await step('/topics/blanketter/resume')).toEqual({ topic: 'blanketter' });
    expect(await step('/desks/bord-1/close')).toEqual({ desk: 'bord-1' });

    office.close();
    await life.end();
  });
});
