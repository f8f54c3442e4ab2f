import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#server/config.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Board } from '#shared/views.ts';
import { TestHub, TUESDAY_AT_TEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { runProgram } from '#test/support/run-program.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('settings', () => {
  it('[HB14] AB-133 every mistake is named at once, with exit code 2', async () => {
    const { code, said } = await refusal({
      PORT: 'many',
      EVENT_LOG: 'file:torget.db',
      PRINTER: 'com1',
      PUBLIC_URL: 'ko.example.se',
      CLOCK: 'yesterday',
    });
    expect(code).toBe(2);
    for (const setting of ['PORT', 'EVENT_LOG', 'PRINTER', 'PUBLIC_URL', 'CLOCK'])
      expect(said).toContain(setting);
    expect(said).not.toContain('    at ');
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', ' '],
    ['PORT', '0x1000'],
    ['API_TOKEN', 'två ord'],
    ['EVENT_LOG', 'torget.db'],
    ['EVENT_LOG', 'sqlite:'],
    ['EVENT_LOG', 'redis:'],
    ['REDIS_DURABILITY', 'none'],
    ['TALLIES', 'tallies.db'],
    ['TALLIES', 'redis://localhost'],
    ['PRINTER', 'tcp://no-port'],
    ['PRINTER', 'lpt1'],
    ['VOICE', 'loud'],
    ['TRUST_PROXY', 'everybody'],
    ['TRUST_PROXY', '0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['IDLE_LOCK_MINUTES', '0'],
    ['ADMINISTRATOR_LINK', 'yes'],
    ['OIDC_ISSUER', 'login.example.se'],
    ['OIDC_ROLES', '{"guides": "guide"}'],
    ['OIDC_ROLES', '{"admins": {"role": "administrator", "offices": ["ragsved"]}}'],
    ['OIDC_ROLES', 'guides'],
    ['CLOCK', '2026-11-24T10:00:00'],
    ['CLOCK', '2026-11-24T10:00:00+05:00[Europe/Stockholm]'],
  ])('[HB14] %s=%s is refused by name', (name, value) => {
    const wrong = expect.objectContaining({
      name: 'ConfigError',
      message: expect.stringContaining(name),
    });
    expect(() => loadConfig({ [name]: value })).toThrow(wrong);
  });

  it('[HB14] counts beside a log on Redis are refused, and so is a log without a place for them', () => {
    const EVENT_LOG = 'redis://localhost:6379';
    expect(() => loadConfig({ EVENT_LOG })).toThrow(/TALLIES: is missing/);
    expect(() => loadConfig({ EVENT_LOG, TALLIES: 'redis://other@localhost:6379/' })).toThrow(
      /TALLIES: must be another Redis/,
    );
    expect(loadConfig({ EVENT_LOG, TALLIES: 'redis://localhost:6380' })).toMatchObject({
      EVENT_LOG: { kind: 'redis' },
    });
  });

  it('[HB14] one of several databases of a Redis is refused: hubs of all of them would hear one another', () => {
    const EVENT_LOG = 'redis://localhost:6379/1';
    expect(() => loadConfig({ EVENT_LOG })).toThrow(/EVENT_LOG: must be .*redis/);
  });

  it('[HB14] half of single sign-on is refused, by what is missing', () => {
    expect(() => loadConfig({ OIDC_ISSUER: 'https://login.example.se' })).toThrow(
      /OIDC_CLIENT_ID: is missing.*\n.*OIDC_ROLES: is missing/,
    );
  });

  it('[HB14] AB-133 a port that is taken is a sentence, not a stack', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await refusal({ PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(said).toContain('Another program listens there');
    expect(said).not.toContain('    at ');
  });
});

describe('the log a hub is given', () => {
  it('[HB15] a real office and a demonstration refuse each other’s files', async () => {
    const demonstration = await TestHub.start();
    await demonstration.stop();
    const real = await refusal({ DATA_DIR: demonstration.folder, CLOCK: '' });
    expect([real.code, real.said]).toEqual([1, expect.stringContaining('demonstration')]);
    await demonstration.end();

    const office = await TestHub.start({ CLOCK: '' });
    await office.stop();
    const other = await refusal({ DATA_DIR: office.folder });
    expect([other.code, other.said]).toEqual([1, expect.stringContaining('real office')]);
    await office.end();
  });

  it('[HB15] AB-128 a second hub on the same folder is refused, and the first goes on', async () => {
    const first = await TestHub.start();
    const second = await refusal({ DATA_DIR: first.folder });
    expect([second.code, second.said]).toEqual([
      1,
      expect.stringContaining('Another hub is using'),
    ]);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    await first.end();
  });

  it('[HB15] what a hub writes is for its own user to read', async () => {
    const hub = await TestHub.alone();
    const api = new OfficeApi(hub.url);
    await api.issue('blanketter');
    api.close();
    for (const name of readdirSync(hub.folder))
      expect([name, statSync(join(hub.folder, name)).mode & 0o077]).toEqual([name, 0]);
    await hub.end();
  });

  it('[HB15] a file that is no log is refused with a sentence', async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, 'torget.db'),
      'This is a letter, and no database at all.\n'.repeat(50),
    );
    const { code, said } = await refusal({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(said).toContain('torget.db');
    expect(said).not.toContain('    at ');
  });
});

describe('a made-up clock', () => {
  it('[HB16] starts where it is told, and never before the last event of the log', async () => {
    const hub = await TestHub.start({ CLOCK: '2026-11-24T11:00:00+01:00[Europe/Stockholm]' });
    const api = new OfficeApi(hub.url);
    const taken = (await api.issue('blanketter')).body.issuedAt;
    expect(taken).toBeGreaterThanOrEqual(Date.parse('2026-11-24T10:00:00Z'));
    api.close();
    await hub.stop();
    await hub.startAgain({ CLOCK: TUESDAY_AT_TEN }); // an hour earlier
    const board = (await (
      await fetch(`${hub.url}/api/v1/offices/ragsved/board`)
    ).json()) as Board & {
      at: number;
    };
    expect(board.at).toBeGreaterThanOrEqual(taken);
    expect(board.waiting).toBe(1);
    await hub.end();
  });

  it('[HB16] a day that was left open ends at its midnight, and numbers begin anew', async () => {
    const hub = await TestHub.alone();
    const tuesday = new OfficeApi(hub.url);
    await tuesday.issue('blanketter', { requestId: 'on-tuesday' });
    tuesday.close();
    await hub.stop('SIGKILL');
    await hub.startAgain({ CLOCK: '2026-11-25T10:00:00+01:00[Europe/Stockholm]' });
    const wednesday = new OfficeApi(hub.url);
    expect((await wednesday.get('/tickets/A001')).status).toBe(404);
    // A repeat of yesterday's request is answered as yesterday, and gives no ticket.
    expect((await wednesday.issue('blanketter', { requestId: 'on-tuesday' })).body.number).toBe(
      'A001',
    );
    expect((await wednesday.get('/tickets/A001')).status).toBe(404);
    expect((await wednesday.issue('blanketter')).body.number).toBe('A001');
    wednesday.close();
    await hub.end();
  });

  it('[HB16] midnight comes to a hub that runs: open tickets end, desks close, numbers begin anew', async () => {
    const hub = await TestHub.start();
    const early = new OfficeApi(hub.url);
    const first = await early.issue('blanketter', { requestId: 'before-midnight' });
    early.close();
    await hub.stop();
    await hub.startAgain({ CLOCK: '2026-11-24T23:59:58+01:00[Europe/Stockholm]' });
    const api = new OfficeApi(hub.url);
    await api.post('/desks/bord-1/open');
    const day = async () => (await api.get<{ day: string }>('/board')).body.day;
    expect(await day()).toBe('2026-11-24');
    while ((await day()) === '2026-11-24') await new Promise((later) => setTimeout(later, 20));
    expect(await day()).toBe('2026-11-25');
    const { body } = await api.get<{ open: boolean }[]>('/desks');
    expect(body.every(({ open }) => !open)).toBe(true);
    expect((await api.get<Board>('/board')).body.waiting).toBe(0);
    expect((await api.get('/tickets/A001')).status).toBe(404);
    expect(await api.issue('blanketter', { requestId: 'before-midnight' })).toEqual(first);
    api.close();
    await hub.end();
  });
});

describe('a closed office', () => {
  it('[HB17] gives no ticket to anyone, and says when it opens', async () => {
    const hub = await TestHub.start({ CLOCK: '2026-11-24T20:00:00+01:00[Europe/Stockholm]' });
    const api = new OfficeApi(hub.url);
    const { status, body } = await api.issue('blanketter');
    expect([status, body.code]).toEqual([409, 'office-closed']);
    const board = (await api.get<Board>('/board')).body;
    expect(board.opening).toEqual({ open: false, opensAt: Date.parse('2026-11-25T08:30:00Z') });
    api.close();
    await hub.end();
  });
});

describe('a signal', () => {
  it('[HB18] is obeyed within five seconds whoever dawdles: a screen, a connection, half a request', async () => {
    const hub = await TestHub.alone();
    const silent = io(hub.url, {
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION, view: 'board' },
    });
    await new Promise((shown) => silent.once('snapshot', shown));
    const half = connect(hub.port, '127.0.0.1');
    half.on('error', () => {}); // reset, when the hub lets go
    await once(half, 'connect');
    half.write(
      'POST /api/v1/offices/ragsved/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{',
    );
    expect(await hub.stop()).toBe(0);
    silent.close();
    half.destroy();
    await hub.end();
    expect(hub.errors).toBe('');
  });

  it.each([
    ['its own computer', '127.0.0.1', true],
    ['the network', '0.0.0.0', false],
  ])(
    '[HB6] a hub that %s can reach says at its start who may try it, and where it is',
    async (_whom, HOST, mayBeTried) => {
      const hub = await TestHub.alone({ HOST, PUBLIC_URL: 'https://ko.example.se' });
      expect(hub.output.includes('everything may be tried on this computer')).toBe(mayBeTried);
      expect(hub.output).toContain('https://ko.example.se/display\n');
      expect(hub.output).toContain('https://ko.example.se/staff#first=');
      await hub.end();
    },
  );

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '[HB18] %s ends the hub with exit code 0 and everything kept',
    async (signal) => {
      const hub = await TestHub.alone();
      const api = new OfficeApi(hub.url);
      const { body } = await api.issue('blanketter', { print: true });
      expect(await hub.stop(signal)).toBe(0);
      await hub.startAgain();
      expect((await api.get(`/tickets/${body.number}`)).status).toBe(200);
      api.close();
      await hub.end();
      expect(hub.errors).toBe('');
    },
  );
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'torget-'));
  folders.push(folder);
  return folder;
}

/** Starts a hub that is not to start, and waits for it to end. */
async function refusal(settings: Record<string, string>) {
  const env = { PORT: '0', DATA_DIR: newFolder(), CLOCK: TUESDAY_AT_TEN, ...settings };
  const { code, complaints } = await runProgram('server/main.ts', { env });
  return { code, said: complaints };
}
