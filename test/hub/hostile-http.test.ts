/** What a stranger, a broken program or a bored pupil sends to a real hub over HTTP. Rules HC1… in docs/spec.md. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Board } from '#shared/views.ts';
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

const waiting = async () => (await api.get<Board>('/board')).body.waiting;
const ticket = (fields: string) => `{"topic":"blanketter","language":"sv",${fields}}`;

/** Everything that comes back for these bytes, until the hub closes the connection or `ends` is found. */
async function raw(bytes: string, ends?: RegExp): Promise<string> {
  const line = connect(hub.port, '127.0.0.1');
  let said = '';
  line.on('error', () => {}); // a reset is an end
  line.write(bytes);
  line.setEncoding('utf8').on('data', (text) => {
    said += text;
    if (ends?.test(said)) line.destroy();
  });
  await once(line, 'close');
  return said;
}

describe('a command that is not well made', () => {
  it.each([
    ['AB-018 no request id', ticket('"print":false')],
    ['AB-018 an empty one', ticket('"requestId":""')],
    ['AB-018 one of a megabyte', ticket(`"requestId":"${'x'.repeat(1_000_000)}"`)],
    ['AB-018 a list', ticket('"requestId":["a"]')],
    ['AB-018 an object', ticket('"requestId":{"toString":"a"}')],
    ['AB-020 a role', ticket('"requestId":"r","role":"admin"')],
    ['AB-020 a number of its own', ticket('"requestId":"r","number":"A001"')],
    ['AB-020 a priority', ticket('"requestId":"r","priority":99')],
    ['AB-021 text for true', ticket('"requestId":"r","print":"true"')],
    ['AB-021 a number for true', ticket('"requestId":"r","print":1e309')],
    ['AB-021 nothing for true', ticket('"requestId":"r","print":null')],
    ['AB-023 ten thousand levels', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    [
      'AB-023 a hundred thousand keys',
      `{${Array.from({ length: 100_000 }, (_, nth) => `"k${nth}":1`).join()}}`,
    ],
    ['AB-023 a constructor', ticket('"requestId":"r","constructor":{"prototype":{"polluted":1}}')],
    ['AB-032 a body over its limit', ticket(`"requestId":"r","x":"${'x'.repeat(40_000)}"`)],
  ])('[HC1] %s is refused whole', async (_what, body) => {
    const before = await waiting();
    const { status, body: said } = await api.postRaw<Refused>('/tickets', body);
    expect([status, said.code]).toEqual([400, 'malformed-request']);
    expect(said.message.length).toBeLessThan(2_000);
    expect(await waiting()).toBe(before);
  });

  it('[HC1] AB-023 of two fields with one name the last counts, once for the digest and the deed', async () => {
    const twice = '{"requestId":"double","topic":"nothing","topic":"blanketter","language":"sv"}';
    expect((await api.postRaw('/tickets', twice)).status).toBe(201);
    const once = '{"requestId":"double","topic":"blanketter","language":"sv"}';
    expect((await api.postRaw('/tickets', once)).status).toBe(201); // a repeat, answered as the first
  });

  it.each([
    ['AB-019 a topic that was never here', 'no-such-topic'],
    ['AB-019 a name that all objects have', 'constructor'],
    ['AB-019 a topic that only groups others', 'brev-och-blanketter'],
  ])(
    '[HC1] %s gives no ticket, and the answer tells nothing of other offices',
    async (_what, topic) => {
      const before = await waiting();
      const { status, body } = await api.post<Refused>('/tickets', { topic, language: 'sv' });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(['unknown-topic', 'topic-is-a-group']).toContain(body.code);
      expect(body.message).not.toContain(topic);
      expect(await waiting()).toBe(before);
    },
  );

  it('[HC1] AB-022 half signs, controls and turned direction in a name are taken out or refused', async () => {
    const name = { sv: `A\u0000B\u202eC\u200dD\ud800E${'e\u0301'.repeat(10)}` };
    const { status, body } = await api.post<Refused & { name?: { sv: string } }>(
      '/agencies/forsakringskassan/set',
      { name },
    );
    if (status === 200) expect(body.name?.sv).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
    else expect(body.code).toBe('malformed-request');
    const long = await api.post<Refused>('/agencies/forsakringskassan/set', {
      name: { sv: 'e\u0301'.repeat(10_000) },
    });
    expect([long.status, long.body.code]).toEqual([400, 'malformed-request']);
  });
});

describe('a request that is not what it seems', () => {
  const send = (method: string, path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(`${hub.url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end();
    });

  it.each(['TRACE', 'PROPFIND', 'DELETE', 'PATCH'])(
    '[HC2] AB-031 %s does nothing',
    async (method) => {
      const before = await waiting();
      const status = await send(method, '/api/v1/offices/ragsved/tickets', {
        Authorization: `Bearer ${TOKEN}`,
      });
      expect([404, 405]).toContain(status);
      expect(await waiting()).toBe(before);
    },
  );

  it('[HC2] AB-031 a verb in a header or in the query is not heard', async () => {
    const path = '/api/v1/offices/ragsved/desks/bord-1/open';
    const headers = { 'X-HTTP-Method-Override': 'POST', Authorization: `Bearer ${TOKEN}` };
    expect(await send('GET', path, headers)).toBe(405);
    expect(await send('GET', `${path}?_method=POST`, headers)).toBe(405);
    const desks = await api.get<{ id: string; open: boolean }[]>('/desks');
    expect(desks.body.find(({ id }) => id === 'bord-1')?.open).toBe(false);
  });

  it('[HC2] AB-031 a request with two lengths is not served, and nothing is smuggled behind it', async () => {
    const smuggled = `POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n${ticket('"requestId":"smuggled"')}`;
    const before = await waiting();
    const said = await raw(
      `POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 400/);
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(await waiting()).toBe(before);
  });

  it('[HC2] AB-033 an address that somebody claims to forward for counts for nothing', async () => {
    const body = JSON.stringify({ requestId: 'forged', topic: 'blanketter', language: 'sv' });
    const said = await raw(
      `POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Forwarded-For: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 401/);
  });

  it('[HC2] AB-030 pages of tickets are not found by their numbers, nor by trying', async () => {
    await api.issue('blanketter');
    for (const guess of ['A001', 'a001', '1', `${'A'.repeat(22)}`, '../A001', 'A001%00'])
      expect((await fetch(`${hub.url}/t/${guess}`)).status).toBe(404);
  });
});

describe('somebody who dawdles', () => {
  it('[HC3] AB-034 is not waited for, and others are served meanwhile', async () => {
    const dawdlers = Array.from({ length: 300 }, () => {
      const line = connect(hub.port, '127.0.0.1');
      line.on('error', () => {});
      line.write('POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
      return line;
    });
    const halfBody = raw(
      `POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"requestId":`,
    );
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
    expect((await api.issue('blanketter')).status).toBe(201);
    // Cut by the hub's own limits, ten seconds for headers and twenty for the whole.
    await Promise.all(dawdlers.map((line) => once(line.resume(), 'close')));
    expect(await halfBody).toMatch(/^HTTP\/1\.1 408|^$/);
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });
});
