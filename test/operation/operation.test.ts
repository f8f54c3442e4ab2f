/** What a hub tells whoever keeps it running. Rules OP… in docs/spec.md. */
import { Agent, get, request } from 'node:http';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EventLogUnavailable, EventLogUnusable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { isOfAStore } from '#server/is-of-a-store.ts';
import { MeasuredEventLog } from '#server/operation/measured-log.ts';
import { lineForAPerson, notesTo } from '#server/operation/notes.ts';
import { Readiness } from '#server/operation/readiness.ts';
import { SharedMemoryUnavailable } from '#server/shared-memory/shared-memory.ts';
import { CountersUnavailable } from '#server/tallies/counters.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { noted } from '#test/support/notes.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const METRICS_TOKEN = 'a-token-for-figures-only';

async function start(settings: Record<string, string> = {}): Promise<TestHub> {
  const hub = await TestHub.alone(settings);
  onTestFinished(() => hub.end());
  return hub;
}

/** As a program of the machine asks, and as one that a browser or a proxy would not let say this. */
function ask(
  hub: TestHub,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(`${hub.url}${path}`, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** Of one line of the figures, with its labels as they stand. */
async function figure(hub: TestHub, line: string): Promise<number> {
  const { body } = await ask(hub, '/metrics');
  const found = body.split('\n').find((text) => text.startsWith(`${line} `));
  return found === undefined ? Number.NaN : Number(found.slice(line.length + 1));
}

describe('figures', () => {
  let hub: TestHub;
  let api: OfficeApi;
  beforeAll(async () => {
    hub = await TestHub.alone({ PRINTER: 'virtual' });
    api = new OfficeApi(hub.url);
  });
  afterAll(async () => {
    api.close();
    await hub.end();
  });

  it('[OP1] count appends by subject, answers by status, and what became of paper', async () => {
    const before = await figure(hub, 'torget_log_append_seconds_count{subject="queue"}');
    for (let count = 0; count < 3; count++) await api.issue('blanketter');
    await api.issue('blanketter', { print: true });
    await api.get('/nothing-here');
    expect(await figure(hub, 'torget_log_append_seconds_count{subject="queue"}')).toBe(
      (before || 0) + 4,
    );
    expect(await figure(hub, 'torget_http_requests_total{status="201"}')).toBe(4);
    expect(await figure(hub, 'torget_http_requests_total{status="404"}')).toBe(1);
    await expect
      .poll(() =>
        figure(hub, 'torget_print_outcomes_total{office="ragsved",outcome="confirmed",reason=""}'),
      )
      .toBe(1);
    expect(await figure(hub, 'torget_log_append_failures_total{subject="queue"}')).toBe(0);
    expect(await figure(hub, 'torget_log_verified')).toBe(1);
    expect(await figure(hub, 'torget_log_streams_followed')).toBe(0); // its file is its own
    expect(await figure(hub, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(await figure(hub, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });

  it('[OP1] tell which screens are there, and for how long the slowest has owed its word', async () => {
    const auth = { protocol: PROTOCOL_VERSION, view: 'board' };
    const silent = io(hub.url, { transports: ['websocket'], auth });
    onTestFinished(() => void silent.close());
    await new Promise((sent) => silent.once('snapshot', sent));
    expect(await figure(hub, 'torget_screens{office="ragsved",view="board"}')).toBe(1);
    // And which are not, and whether they are missed at this hour.
    expect(await figure(hub, 'torget_screens{office="ragsved",view="terminal"}')).toBe(0);
    expect(await figure(hub, 'torget_office_open{office="ragsved"}')).toBe(1);
    const owed = await figure(hub, 'torget_screen_oldest_unshown_seconds');
    expect(owed).toBeGreaterThan(0);
    // It is cut for it, in the end.
    await expect
      .poll(() => figure(hub, 'torget_screen_oldest_unshown_seconds'), { interval: 200 })
      .toBe(0);
  });

  it('[OP1] hold no ticket, no address and nobody', async () => {
    const { body: ticket } = await api.issue('blanketter');
    const { body } = await ask(hub, '/metrics');
    for (const secret of ['127.0.0.1', ticket.number, 'blanketter', hub.folder, TOKEN])
      expect(body).not.toContain(secret);
  });

  it('[OP2] are for the hub’s own computer; to anybody else there is nothing at this address', async () => {
    const nothing = await ask(hub, '/nothing-at-all');
    for (const headers of [
      { 'X-Forwarded-For': '192.0.2.1' },
      { Host: 'ko.example.se' },
      { Authorization: 'Bearer wrong' },
    ])
      expect(await ask(hub, '/metrics', headers)).toEqual({ ...nothing, status: 404 });
    expect((await ask(hub, '/metrics')).status).toBe(200);
    const operator = { Host: 'ko.example.se', Authorization: `Bearer ${TOKEN}` };
    expect((await ask(hub, '/metrics', operator)).status).toBe(200);
  });
});

it('[OP2] of a hub that the network reaches are for nobody without METRICS_TOKEN', async () => {
  const hub = await start({ HOST: '0.0.0.0' });
  expect((await ask(hub, '/metrics')).status).toBe(404);
});

it('[OP2] with METRICS_TOKEN are for whoever sends it, and open nothing else', async () => {
  const hub = await start({ METRICS_TOKEN });
  const bearer = { Authorization: `Bearer ${METRICS_TOKEN}` };
  expect((await ask(hub, '/metrics')).status).toBe(404);
  expect((await ask(hub, '/metrics', { Authorization: `Bearer ${METRICS_TOKEN}x` })).status).toBe(
    404,
  );
  const afar = { ...bearer, Host: 'ko.example.se', 'X-Forwarded-For': '192.0.2.1' };
  expect((await ask(hub, '/metrics', afar)).status).toBe(200);
  const elsewhere = await ask(hub, '/api/v1/offices/ragsved/printers', bearer);
  expect(elsewhere.status).toBe(401);
});

describe('ready', () => {
  it('[OP3] is a hub whose log answers, whose offices are open and whose screens are built', async () => {
    const hub = await start();
    expect(await ask(hub, '/readyz')).toEqual({ status: 200, body: '{"ready":true,"why":[]}' });
    expect(await ask(hub, '/healthz')).toEqual({ status: 200, body: '{"ok":true}' });
  });

  it('[OP3] is none whose log does not answer or did not take what it was given, and for no longer', async () => {
    let state: { away: boolean; stopped: string[] } = { away: false, stopped: [] };
    let now = 0;
    const log = new InMemoryEventLog();
    const parts = { log, state: () => state, screensBuilt: () => true, steady: () => now };
    const hub = new Readiness(parts);
    expect((await hub.look()).why).toEqual(['The offices are not open yet.']);
    hub.opened(['ragsved', 'skarpnack']);
    expect(await hub.look()).toEqual({ ready: true, why: [] });

    hub.appended('failed');
    expect((await hub.look()).why).toEqual(['The log did not take what it was last given.']);
    hub.appended('appended');
    expect((await hub.look()).ready).toBe(true);
    // Whoever is sent no work any more takes none: in the end it is tried again.
    hub.appended('failed');
    now += 30_000;
    expect((await hub.look()).ready).toBe(true);

    state = { away: true, stopped: [] };
    expect((await hub.look()).why).toEqual(['The log does not answer.']);
    state = { away: false, stopped: ['ragsved'] };
    expect((await hub.look()).ready).toBe(true); // the other office is served
    state = { away: false, stopped: ['ragsved', 'skarpnack'] };
    expect((await hub.look()).why).toEqual([expect.stringContaining('Every office has stopped')]);

    state = { away: false, stopped: [] };
    await log.close();
    expect((await hub.look()).why).toEqual(['The log does not answer.']);
    const unbuilt = new Readiness({
      ...parts,
      log: new InMemoryEventLog(),
      screensBuilt: () => false,
    });
    unbuilt.opened([]);
    expect((await unbuilt.look()).why).toEqual(['The screens are not built.']);
  });

  it.each([
    { isShared: false, ready: false },
    { isShared: true, ready: true }, // another hub was first, so the log takes something
  ])(
    '[OP3] an append that was to follow one that failed has failed, too, where there is no other hub (shared: $isShared)',
    async ({ isShared, ready }) => {
      const log = new TamperedEventLog(new InMemoryEventLog({ isShared }));
      const hub = new Readiness({
        ...{ log, screensBuilt: () => true },
        state: () => ({ away: false, stopped: [] }),
      });
      hub.opened(['ragsved']);
      const measured = new MeasuredEventLog(log, ({ outcome }) => hub.appended(outcome));
      log.troubles = ['unwritten'];
      const first = measured.append('queue', [noted('first')], 0);
      const second = measured.append('queue', [noted('second')], 1);
      await expect(first).rejects.toThrow(EventLogUnavailable);
      expect(await second).toEqual({ appended: false, currentVersion: 0 });
      expect((await hub.look()).ready).toBe(ready);
    },
  );

  it('[OP4] is no hub any more that was told to stop, while it still serves', async () => {
    const hub = await start({ DRAIN_SECONDS: '60' });
    hub.signal('SIGTERM');
    await expect
      .poll(async () => (await ask(hub, '/readyz')).body, { interval: 50 })
      .toBe('{"ready":false,"why":["This hub is stopping."]}');
    expect((await ask(hub, '/healthz')).status).toBe(200);
    const api = new OfficeApi(hub.url);
    expect((await api.issue('blanketter')).status).toBe(201);
    api.close();
    expect(await hub.stop()).toBe(0); // told twice, it waits no more
    expect(hub.errors).toBe('');
  });

  it('[OP18] behind a proxy it says that it keeps a connection that nobody uses for 130 seconds, and stops all the same', async () => {
    const proxied = await start({ TRUST_PROXY: 'loopback' });
    const proxy = new Agent({ keepAlive: true });
    onTestFinished(() => proxy.destroy());
    const keptIdle = (hub: TestHub) =>
      new Promise((resolve, reject) => {
        get(`${hub.url}/healthz`, { agent: proxy }, (response) => {
          response.resume().on('end', () => resolve(response.headers['keep-alive']));
        }).on('error', reject);
      });
    expect(await keptIdle(proxied)).toBe('timeout=130');
    expect(await keptIdle(await start())).toBe('timeout=5');
    expect(await proxied.stop()).toBe(0);
    expect(proxied.errors).toBe('');
  });
});

describe('what a hub says', () => {
  it('[OP10] is a line of JSON when it has started, when it stops and when it has stopped; nothing on standard error', async () => {
    const hub = await start();
    await hub.stop();
    const lines = () =>
      hub.output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
    const said = ['started', 'stopping', 'stopped'];
    await expect.poll(() => lines().map(({ msg }) => msg)).toEqual(said);
    expect(lines()[0]).toMatchObject({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      offices: 1,
    });
    expect(hub.errors).toBe('');
  });

  it('[OP10] is a line for a person on a terminal, with where a fault came from', () => {
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) };
    const { said, faults, onFault } = notesTo(terminal, terminal, isOfAStore);
    said.info({ offices: 1 }, 'started');
    faults.warn('Redis is away');
    onFault(new RangeError('too far'));
    expect(written.slice(0, 2)).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d info {2}started offices=1\n$/),
      expect.stringMatching(/^\d\d:\d\d:\d\d warn {2}Redis is away\n$/),
    ]);
    const [fault, from] = written[2]?.split('\n') ?? [];
    expect(fault).toMatch(/^\d\d:\d\d:\d\d error fault: RangeError: too far$/);
    expect(from).toContain('operation.test.ts');
    expect(() => lineForAPerson('half a li')).toThrow();
  });

  it('[OP10] tells where in the code also a mistake of ours that a store’s adapter told of', () => {
    const written: string[] = [];
    const file = { write: (text: string) => written.push(text) };
    const cause = new EventLogUnavailable('Redis did not do it.', {
      cause: new TypeError('of undefined'),
    });
    notesTo(file, file, isOfAStore).onFault(cause);
    expect(JSON.parse(written[0] ?? '').err.stack).toContain('operation.test.ts');
  });

  it('[OP10] does not say twice what was behind it', () => {
    const written: string[] = [];
    const file = { write: (text: string) => written.push(text) };
    const cause = new Error('disk is full');
    const message = 'torget.db has no room left (disk is full).';
    notesTo(file, file, isOfAStore).onFault(new EventLogUnavailable(message, { cause }));
    expect(JSON.parse(written[0] ?? '').err.message).toBe(message);
  });

  it.each([EventLogUnavailable, EventLogUnusable, CountersUnavailable, SharedMemoryUnavailable])(
    '[OP10] is one line with what was behind it where it is a store’s: %o',
    (Fault) => {
      const fault = () =>
        new Fault('Redis did not do it.', { cause: new Error('connect ECONNREFUSED') });
      const written: string[] = [];
      const file = { write: (text: string) => written.push(text) };
      notesTo(file, file, isOfAStore).onFault(fault());
      expect(JSON.parse(written[0] ?? '').err).toEqual({
        type: fault().name,
        message: 'Redis did not do it: connect ECONNREFUSED',
      });
      const terminal = { ...file, isTTY: true };
      notesTo(terminal, terminal, isOfAStore).onFault(fault());
      expect(written[1]).toMatch(/^[^\n]*fault: \w+: Redis did not do it[^\n]*REFUSED\n$/);
    },
  );
});
