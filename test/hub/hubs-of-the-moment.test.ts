/** What two real hubs on one Redis know of the moment together: who is on the line, and how the printer is. Rules MH… in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { AGENT_NAMESPACE } from '#shared/agent-protocol.ts';
import type { AuditLine, DeviceListed, DeviceProof } from '#shared/identity.ts';
import type { Paper, PrinterListed, PrinterState } from '#shared/printers.ts';
import type { ShowingSaid } from '#shared/protocol.ts';
import type { DisplayNow, Snapshot } from '#shared/views.ts';
import { AgentProcess } from '#test/support/agent-process.ts';
import { type TestHub, TOKEN } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import { foundOffice, type Office } from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';
import { connected, socketTo } from '#test/support/sockets.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { onWholeView } from '#test/support/whole-view.ts';

/** What both are called from outside. */
const HOST = 'ko.example';
const HEADERS = { host: HOST };

let house: HubsOnRedis;
let a: TestHub;
let b: TestHub;
let office: Office;
let apiOf: Map<TestHub, OfficeApi>;
const sockets: Socket[] = [];

beforeAll(async () => {
  house = await HubsOnRedis.start(2, { PRINTER: 'agent' });
  [a, b] = house.hubs as [TestHub, TestHub];
  office = await foundOffice(a);
  apiOf = new Map(house.hubs.map((hub) => [hub, new OfficeApi(hub.url)]));
}, 60_000);
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  for (const api of apiOf.values()) api.close();
  await house.end();
});

const BOARD = { view: 'board' };
const DESK = { view: 'desk', desk: 'bord-1' };
const DAY = { view: 'day' };

type Comes = { proof?: DeviceProof; headers?: Record<string, string> };

function opened(hub: TestHub, view: object, comes: Comes = {}): Socket {
  const socket = socketTo(hub.url, view, comes);
  sockets.push(socket);
  return socket;
}

const pairedWindow = () => PairedDevice.pair(a.url, office.administrator, { kind: 'display' });

/** A window's page at a hub, in the browser that it calls `screen`. */
async function windowAt(hub: TestHub, device: PairedDevice, screen: string): Promise<Socket> {
  const proof = await device.prove(HOST);
  const socket = opened(hub, { ...BOARD, screen }, { proof, headers: HEADERS });
  onWholeView(socket, () => {});
  expect(await connected(socket)).toBe('connected');
  return socket;
}

const saying = (more: Partial<ShowingSaid>): ShowingSaid => ({
  ...{ programme: null, programmeAt: null, slide: 'today', language: 'en' },
  ...{ call: null, takeover: null, faults: [], soundless: false, offlineReady: false, fit: null },
  ...more,
});

async function read<Body>(hub: TestHub, path: string): Promise<Body> {
  const answer = await apiOf.get(hub)?.get<Body>(path);
  return answer?.body as Body;
}
const screenAt = async (hub: TestHub, screen: string) =>
  (await read<DisplayNow[]>(hub, '/displays')).find((one) => one.screen === screen);
const deviceAt = async (hub: TestHub, { id }: PairedDevice) =>
  (await read<DeviceListed[]>(hub, '/devices')).find((one) => one.id === id);
const isConnectedAt = (hub: TestHub, device: PairedDevice) =>
  expect.poll(async () => (await deviceAt(hub, device))?.connected);

describe('who is on the line', () => {
  it('[MH13] devices that are at one hub are on the line at the other, and gone at both when they go', async () => {
    const device = await pairedWindow();
    const line = await windowAt(a, device, 'chromium1');
    for (const hub of [a, b]) await isConnectedAt(hub, device).toBe(true);
    line.close();
    for (const hub of [a, b]) await isConnectedAt(hub, device).toBe(false);
    expect((await deviceAt(b, device))?.lastSeenAt).toBeGreaterThan(Date.now() - 60_000);
  });

  it('[MH13] whoever sits at a desk by one hub is seen there by the other', async () => {
    const [guide, coordinator] = [await office.comes('guide'), await office.comes('coordinator')];
    let people: readonly string[] | undefined;
    const day = opened(b, DAY, { headers: coordinator.at(b).headers });
    onWholeView<Snapshot<'day'>>(day, ({ desks }) => {
      people = desks.find(({ id }) => id === 'bord-1')?.people;
    });
    await expect.poll(() => people).toEqual([]);
    const desk = opened(a, DESK, { headers: guide.headers });
    expect(await connected(desk)).toBe('connected');
    await expect.poll(() => people).toEqual(['En guide']);
    desk.close();
    await expect.poll(() => people).toEqual([]);
  });

  it('[MH16] of one key at two hubs the newer line is kept, and two machines are marked at both, in the trail once', async () => {
    const device = await pairedWindow();
    const moved = await windowAt(a, device, 'chromium2');
    await isConnectedAt(b, device).toBe(true);
    const same = await windowAt(b, device, 'chromium2');
    await expect.poll(() => moved.connected).toBe(false);
    expect(same.connected).toBe(true);
    for (const hub of [a, b]) expect((await deviceAt(hub, device))?.doubledAt).toBe(null);
    await isConnectedAt(a, device).toBe(true);
    const copied = await windowAt(a, device, 'chromium3');
    await expect.poll(() => same.connected).toBe(false);
    expect(copied.connected).toBe(true);
    for (const hub of [a, b])
      await expect.poll(async () => (await deviceAt(hub, device))?.doubledAt).not.toBe(null);
    expect(await toldOf(device)).toHaveLength(1);
  });

  it('[MH16] [DV8] AB-074 and so are two agents with one key: of them the newer has the printer', async () => {
    const device = await PairedDevice.pair(a.url, office.administrator, { kind: 'agent' });
    const comes = async (hub: TestHub) => {
      const agents = new URL(AGENT_NAMESPACE, hub.url).href;
      const proof = await device.prove(HOST);
      const socket = socketTo(agents, { agent: randomUUID() }, { proof, headers: HEADERS });
      sockets.push(socket);
      expect(await connected(socket)).toBe('connected');
      return socket;
    };
    const own = await comes(a);
    await isConnectedAt(b, device).toBe(true);
    const copied = await comes(b);
    await expect.poll(() => own.connected).toBe(false);
    expect(copied.connected).toBe(true);
    for (const hub of [a, b])
      await expect.poll(async () => (await deviceAt(hub, device))?.doubledAt).not.toBe(null);
    await expect.poll(() => toldOf(device)).toHaveLength(1);
  });

  const toldOf = async ({ id }: PairedDevice) => {
    const asked = `/audit?what=device:doubled&who=device:${id}`;
    return (await office.administrator.get<AuditLine[]>(asked)).body;
  };
});

describe('a window', () => {
  it('[MH14] that is at one hub is not missed at the other, which tells what it shows and has it begin anew', async () => {
    const device = await pairedWindow();
    const line = await windowAt(a, device, 'chromium4');
    const { revision, at } = await read<{ revision: string; at: number }>(a, '/programme');
    const faults = [{ panel: 'queue', why: 'it cannot be drawn' }];
    line.emit('showing', saying({ programme: revision, programmeAt: at, faults }));
    for (const hub of [a, b])
      await expect
        .poll(() => screenAt(hub, 'chromium4'))
        .toMatchObject({ connected: true, trusted: true, isCurrent: true, faults });
    const reloaded = new Promise((resolve) => line.once('reload', () => resolve('reloaded')));
    const [{ id = '' } = {}] = await read<DisplayNow[]>(b, '/displays');
    expect((await apiOf.get(b)?.post(`/displays/${id}/reload`))?.status).toBe(200);
    expect(await reloaded).toBe('reloaded');
  });

  it('[MH14] is there all the time while it goes from one hub to the other', async () => {
    const device = await pairedWindow();
    const first = await windowAt(a, device, 'chromium5');
    await expect.poll(async () => (await screenAt(b, 'chromium5'))?.connected).toBe(true);
    await windowAt(b, device, 'chromium5');
    await expect.poll(() => first.connected).toBe(false);
    for (const hub of [a, b])
      await expect.poll(async () => (await screenAt(hub, 'chromium5'))?.connected).toBe(true);
  });
});

describe('a printer', () => {
  let server: VirtualPrinterServer;
  let agent: AgentProcess;
  beforeEach(async () => {
    server = await VirtualPrinterServer.open({ mmPerSecond: 1_000 });
    agent = new AgentProcess(
      [
        ...['--hub', a.url, '--printer', `tcp://127.0.0.1:${server.port}`],
        ...['--data', temporaryFolder()],
      ],
      { AGENT_TOKEN: TOKEN },
    );
    for (const hub of [a, b]) await expect.poll(() => stateAt(hub)).toBe('ready');
  });
  afterEach(async () => {
    await agent.stop('SIGKILL');
    await server.close();
  });

  const stateAt = async (hub: TestHub) => {
    const [printer] = await read<PrinterListed[]>(hub, '/printers');
    return printer?.state.state === 'fault' ? printer.state.fault : printer?.state.state;
  };
  const pageAt = async (hub: TestHub) =>
    (await read<PrinterListed[]>(hub, '/printers'))[0]?.page?.state;
  const paperOf = (hub: TestHub, number: string) =>
    read<{ paper: Paper | null }>(hub, `/tickets/${number}`);

  it('[MH15] whose agent is at one hub is told of at the other, also at a desk, whatever is the matter with it', async () => {
    const guide = await office.comes('guide');
    const told: (PrinterState | undefined)[] = [];
    const desk = opened(b, DESK, { headers: guide.at(b).headers });
    onWholeView<Snapshot<'desk'>>(desk, ({ printers }) => told.push(printers[0]?.state));
    server.printer.apply({ act: 'paper-out' });
    for (const hub of [a, b]) await expect.poll(() => stateAt(hub)).toBe('paper-out');
    await expect.poll(() => told.at(-1)).toEqual({ state: 'fault', fault: 'paper-out' });
    server.printer.apply({ act: 'refill' });
    for (const hub of [a, b]) await expect.poll(() => stateAt(hub)).toBe('ready');
    await agent.stop('SIGKILL');
    for (const hub of [a, b]) await expect.poll(() => stateAt(hub)).toBe('agent-away');
  });

  it('[PJ14] prints once more, and a page, for whoever asks at the hub that does not have it', async () => {
    const api = apiOf.get(b);
    const cut = server.printer.state.counters.slipsCut;
    const { number = '' } = (await api?.issue('blanketter', { print: true }))?.body ?? {};
    await expect.poll(() => paperOf(b, number)).toMatchObject({ paper: { state: 'confirmed' } });
    expect((await api?.post(`/tickets/${number}/reprint`))?.status).toBe(200);
    await expect
      .poll(() => paperOf(b, number))
      .toMatchObject({ paper: { state: 'confirmed', copy: 2 } });
    expect((await api?.post('/printers/automat-1/print-page', { page: 'test' }))?.status).toBe(200);
    await expect.poll(() => pageAt(b)).toBe('confirmed');
    expect(server.printer.state.counters.slipsCut).toBe(cut + 3);
    server.printer.apply({ act: 'open-cover' });
    await expect.poll(() => stateAt(b)).toBe('cover-open');
    const refused = await api?.post<Refused>(`/tickets/${number}/reprint`);
    expect(refused?.body.code).toBe('printer-cannot-print');
  });
});

describe('a hub that is killed, or not heard', () => {
  it('[MH13] is forgotten within seconds while Redis is away, and known again when it is back', async () => {
    const device = await pairedWindow();
    await windowAt(a, device, 'chromium7');
    await isConnectedAt(b, device).toBe(true);
    house.redis.pause();
    try {
      await isConnectedAt(b, device).toBe(false);
      await isConnectedAt(a, device).toBe(true);
      expect((await screenAt(b, 'chromium7'))?.connected).toBe(false);
    } finally {
      house.redis.resume();
    }
    await isConnectedAt(b, device).toBe(true);
    expect((await screenAt(b, 'chromium7'))?.connected).toBe(true);
  });

  it('[MH13] is forgotten within seconds, with what it alone knew', async () => {
    const device = await pairedWindow();
    await windowAt(a, device, 'chromium6');
    await isConnectedAt(b, device).toBe(true);
    await expect.poll(async () => (await screenAt(b, 'chromium6'))?.connected).toBe(true);
    const killedAt = performance.now();
    await a.stop('SIGKILL');
    await isConnectedAt(b, device).toBe(false);
    expect((await screenAt(b, 'chromium6'))?.connected).toBe(false);
    expect(performance.now() - killedAt).toBeLessThan(15_000);
    await a.startAgain();
    await windowAt(a, device, 'chromium6');
    await isConnectedAt(b, device).toBe(true);
  });
});
