/**
 * A stranger on the network, by a script: every path that the hub's own sources name, by every method, with whatever
 * might pass for a credential. Rules ST… in docs/spec.md.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import sharp from 'sharp';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '#server/web/openapi.ts';
import { COMMAND_ROUTES } from '#server/web/routes.ts';
import { AGENT_NAMESPACE } from '#shared/agent-protocol.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import {
  foundOffice,
  type Office,
  PASSPHRASE,
  type PersonApi,
} from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';

/** Stands in everything that is not for the window. */
const MARK = 'Smultronstig';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** The whole Programme of an office with all its texts is a tenth of it. */
const MOST_BYTES = 1_000_000;

let hub: TestHub;
let office: Office;
let ticket: Ticket & { token: string };
/** Of a person who is signed in and of a device that is paired. */
let secrets: string[];
let sockets: Socket[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

beforeAll(async () => {
  hub = await TestHub.start({ HOST: '0.0.0.0' });
  office = await foundOffice(hub);
  const { administrator } = office;
  const guide = await office.comes('guide', { name: `Greta ${MARK}`, login: MARK.toLowerCase() });
  const device = await PairedDevice.pair(hub.url, administrator, {
    ...{ kind: 'display', name: `Fönstret ${MARK}` },
  });
  await tells(administrator, '/tokens', {
    ...{ name: MARK, scopes: ['book'], offices: 'all', expiresAt: null },
  });
  await tells(
    administrator,
    '/offices/ragsved/notices/prov/set',
    notice('Vi har öppet som vanligt'),
  );
  await tells(administrator, '/offices/ragsved/drafts/set', {
    draft: { kind: 'notice', id: 'utkast', ...notice(MARK) },
  });
  ticket = await tells(administrator, '/offices/ragsved/tickets', {
    ...{ topic: 'blanketter', language: 'so' },
  });
  secrets = [
    ...[MARK, MARK.toLowerCase(), PASSPHRASE, guide.account, device.id, ticket.token, hub.folder],
    ...[guide, administrator].map(({ headers }) => /=([^;]+)/.exec(headers.cookie)?.[1] ?? ''),
  ];
  expect(secrets).not.toContain('');
}, 60_000);
afterEach(() => {
  for (const socket of sockets) socket.close();
  sockets = [];
});
afterAll(async () => {
  agent.destroy();
  await hub.end();
});

async function tells<Body>(person: PersonApi, path: string, body: object): Promise<Body> {
  const answer = await person.post<Body>(path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

const notice = (title: string) => ({
  title: { sv: title },
  from: Date.parse('2026-11-24T08:00+01:00'),
  until: Date.parse('2026-11-25T08:00+01:00'),
});

/** What a stranger might put on to be taken for somebody. None of it is anybody's. */
const DISGUISES: Readonly<Record<string, Record<string, string>>> = {
  nothing: {},
  'a made-up session': { Cookie: `torget=${'a'.repeat(43)}; __Host-torget=b` },
  'a made-up token': { Authorization: `Bearer ${randomUUID()}` },
  'a made-up proof': { 'Device-Proof': `${randomUUID()}.${'n'.repeat(43)}.${'s'.repeat(86)}` },
  'a foreign page': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  'the hub’s own computer': {
    Host: 'localhost',
    'X-Forwarded-For': '127.0.0.1',
    Forwarded: 'for=127.0.0.1',
  },
};

type Answer = { status: number; body: string; headers: NodeJS.Dict<string | string[]> };

function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  return new Promise<Answer>((resolve, reject) => {
    const length = String(Buffer.byteLength(body ?? ''));
    const json = { 'Content-Type': 'application/json', 'Content-Length': length };
    const options = { method, agent, headers: { ...(body && json), ...headers } };
    const asked = request(`${hub.url}${path}`, options, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece as Buffer);
      const { statusCode: status = 0, headers } = response;
      resolve({ status, body: Buffer.concat(pieces).toString('latin1'), headers });
    });
    asked.once('error', reject).end(body);
  });
}

/** Every path that is written in the hub's sources, so that a new one is tried as soon as it is there. */
function everyPath(): string[] {
  const written = readdirSync('server/web').flatMap((file) =>
    [...readFileSync(`server/web/${file}`, 'utf8').matchAll(/['"`](\/[\w:{}./-]*)['"`]/g)].map(
      ([, path = '']) => path,
    ),
  );
  const documented = Object.keys((openApi() as { paths: object }).paths);
  const paths = [...written, ...documented, ...COMMAND_ROUTES.map(({ path }) => path)];
  return [...new Set(paths.map(filledIn))].sort();
}

/** With things that are there, so that it is the right that is missing and not the thing. */
const filledIn = (path: string): string =>
  path.replace(/[:{](\w+)\}?/g, (_whole, name: string) =>
    name === 'number' ? ticket.number : (THINGS[name] ?? name),
  );
const THINGS: Readonly<Record<string, string>> = {
  ...{ office: 'ragsved', desk: 'bord-1', topic: 'fraga', printer: 'automat-1' },
  ...{ display: 'fonstret', notice: 'prov', day: '2026-11-24', agency: 'arbetsformedlingen' },
};

function expectNothingOfOurs(answer: Answer, asked: string): void {
  expect(answer.body.length, asked).toBeLessThan(MOST_BYTES);
  for (const secret of secrets) expect(answer.body, asked).not.toContain(secret);
  if (!answer.headers['content-type']?.includes('html'))
    expect(answer.body, asked).not.toMatch(/\n\s+at \S+ \(|node_modules|\/server\//);
}

/** Every path by every method in every disguise. @returns which were answered with anything but a refusal */
async function walk(paths: readonly string[]): Promise<string[]> {
  const served = new Set<string>();
  const asking = paths.flatMap((path) =>
    METHODS.flatMap((method) =>
      Object.entries(DISGUISES).map(async ([disguise, headers]) => {
        const body = method === 'GET' ? undefined : JSON.stringify({ requestId: randomUUID() });
        const answer = await ask(method, path, headers, body);
        const asked = `${method} ${path} with ${disguise}`;
        expect(answer.status, asked).toBeLessThan(500);
        expectNothingOfOurs(answer, asked);
        if (answer.status < 400) served.add(`${method} ${path}`);
      }),
    ),
  );
  await Promise.all(asking);
  return [...served].sort();
}

/** All that could be altered, as the administrator reads it. */
async function everythingKept(): Promise<unknown> {
  const { administrator } = office;
  const read = async (path: string) => {
    const { status, body } = await administrator.get(path);
    expect(status, path).toBe(200);
    return body;
  };
  const [sessions, ...others] = await Promise.all(
    [
      ...['/sessions', '/accounts', '/tokens', '/retention'],
      ...['/book/export', '/book/history', '/devices', `/tickets/${ticket.number}`].map(
        (path) => `/offices/ragsved${path}`,
      ),
    ].map(read),
  );
  // When each was last active moves by itself.
  return [(sessions as { id: string }[]).map(({ id }) => id).sort(), ...others];
}

const API = '/api/v1';
/** What the window shows, what a terminal's door shows, and what it takes to come in. */
const FOR_EVERYBODY = [
  ...['DELETE /session', 'GET /session', 'GET /session/sso', 'GET /session/sso/callback'],
  'GET /pairing/pairing', // of no device: that it has ended
  ...['GET /book.schema.json', 'GET /languages', 'GET /offices', 'GET /openapi.json'],
  ...['agenda', 'agenda.ics', 'board', 'desks', 'programme', 'topics'].map(
    (what) => `GET /offices/ragsved/${what}`,
  ),
]
  .map((line) => line.replace(' ', ` ${API}`))
  .sort();
const PAGES = [
  ...['/', '/city', '/display', '/display-worker.js', '/display/preview', '/healthz', '/paper'],
  ...['/readyz', '/staff', '/terminal'],
].map((path) => `GET ${path}`);

describe('a stranger', () => {
  it('[ST1] is served nothing by the API but what the window shows and what it takes to come in, and alters nothing', async () => {
    const before = await everythingKept();
    const paths = everyPath();
    expect(paths.length).toBeGreaterThan(100);
    expect(await walk(paths.map((path) => API + path))).toEqual(FOR_EVERYBODY);
    expect(await everythingKept()).toEqual(before);
  });

  it('[ST1] is served our pages and no others, and neither papers nor tickets', async () => {
    const elsewhere = [
      '/paper/list',
      '/paper/state',
      '/paper/acts',
      '/paper/1.png',
      '/t/',
      '/media/',
    ];
    const odd = [
      ...[
        `/t/${ticket.number}`,
        `/media/${'0'.repeat(64)}.webp`,
        '/assets/',
        '/assets/..%2findex.html',
      ],
      ...[
        '/..%2f..%2fpackage.json',
        '/server/main.ts',
        '/.env',
        '/%00',
        '/torget.db',
        '/socket.io/',
      ],
    ];
    expect(await walk([...everyPath(), ...elsewhere, ...odd])).toEqual(PAGES);
  });

  it('[ST1] who knows how a request is written gets no further', async () => {
    const requestId = randomUUID();
    const well: [string, object][] = [
      ['/offices/ragsved/tickets', { requestId, topic: 'blanketter', language: 'sv' }],
      ['/offices/ragsved/desks/bord-1/call-next', { requestId }],
      ['/offices/ragsved/takeover/begin', { requestId, text: { sv: 'Utrym' }, seconds: 60 }],
      ['/offices/ragsved/notices/nytt/set', { requestId, ...notice('Nytt') }],
      ['/accounts', { requestId, name: 'E', login: 'e', role: 'administrator', offices: 'all' }],
      [
        '/first-administrator',
        { secret: 'a'.repeat(43), name: 'E', login: 'e', passphrase: PASSPHRASE },
      ],
      ['/invitation', { secret: 'a'.repeat(43), passphrase: PASSPHRASE }],
      ['/session', { login: 'ada', passphrase: `${PASSPHRASE}!` }],
      [
        '/session/pin',
        {
          account: office.administrator.account,
          pin: '274951',
          proof: { device: 'a', nonce: 'b', signature: 'c' },
        },
      ],
      ['/devices/look', { office: 'ragsved', code: 'BCDF GHJK' }],
      [
        '/retention/mark',
        { requestId, class: 'queue', decision: { name: 'E', day: '2026-11-01' } },
      ],
    ];
    for (const [path, body] of well)
      for (const [disguise, headers] of Object.entries(DISGUISES)) {
        const answer = await ask('POST', API + path, headers, JSON.stringify(body));
        expect([401, 403, 410, 429], `${path} with ${disguise}: ${answer.body}`).toContain(
          answer.status,
        );
        expectNothingOfOurs(answer, path);
      }
    const picture = { create: { width: 9, height: 9, channels: 3, background: '#fff' } } as const;
    const png = (await sharp(picture).png().toBuffer()).toString('latin1');
    expect((await ask('POST', `${API}/offices/ragsved/media`, {}, png)).status).toBe(401);
  });

  it('[ST2] follows no view and no printer by a socket, whatever it says of itself', async () => {
    const views = [
      ...[{ view: 'board' }, { view: 'board', display: 'fonstret' }, { view: 'terminal' }],
      ...[{ view: 'desk', desk: 'bord-1' }, { view: 'day' }, { view: '*' }, { view: '__proto__' }],
    ];
    const claims = [
      {},
      { token: randomUUID() },
      { token: '' },
      { role: 'administrator' },
      { proof: PROOF },
    ];
    const [{ Host: _, ...asComputer } = {}] = [DISGUISES['the hub’s own computer']];
    const headers = [{}, DISGUISES['a made-up session'], DISGUISES['a foreign page'], asComputer];
    const lines = views.flatMap((view) =>
      claims.flatMap((claim) =>
        headers.map((extraHeaders = {}) => connected('/', { ...view, ...claim }, extraHeaders)),
      ),
    );
    const agents = claims.map((claim) =>
      connected(AGENT_NAMESPACE, { agent: randomUUID(), ...claim }, {}),
    );
    const others = ['/staff', '/admin', '/*'].map((name) => connected(name, { view: 'board' }, {}));
    const refusals = new Set(await Promise.all([...lines, ...agents, ...others]));
    expect([...refusals].sort()).toEqual(
      ['Invalid namespace', 'malformed-request', 'not-allowed', 'not-paired', 'signed-out'].sort(),
    );
  });

  it('[ST1] leaves the hub as it was: it lives, and complains of nothing', async () => {
    expect((await ask('GET', '/healthz')).body).toBe('{"ok":true}');
    expect(hub.errors).toBe('');
  });
});

const PROOF = { device: randomUUID(), nonce: 'n'.repeat(43), signature: 's'.repeat(86) };

/** Resolves to why it was refused. */
function connected(
  name: string,
  auth: object,
  extraHeaders: Record<string, string>,
): Promise<string> {
  const socket = io(new URL(name, hub.url).href, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders },
    auth: { protocol: PROTOCOL_VERSION, ...auth },
  });
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', ({ message }) => resolve(message));
  });
}
