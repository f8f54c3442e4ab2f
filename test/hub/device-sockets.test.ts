/** Sockets of paired devices, on a real hub: what each may, and that they end with the pairing. */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_NAMESPACE } from '#shared/agent-protocol.ts';
import type { AuditLine, DeviceListed, DeviceProof, SessionNow } from '#shared/identity.ts';
import { PROTOCOL_VERSION, type Reply } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice, type Office, PASSPHRASE } from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';
import { connected, isGone, socketTo } from '#test/support/sockets.ts';

let hub: TestHub;
let office: Office;
const sockets: Socket[] = [];

/** Let in before anybody had an account. */
let triedAgent: Socket;

beforeAll(async () => {
  hub = await TestHub.start({ PRINTER: 'agent' });
  triedAgent = io(new URL(AGENT_NAMESPACE, hub.url).href, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { protocol: PROTOCOL_VERSION, agent: randomUUID() },
  });
  sockets.push(triedAgent);
  expect(await connected(triedAgent)).toBe('connected');
  office = await foundOffice(hub);
}, 60_000);
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => hub.end());

const pair = (kind: 'display' | 'terminal' | 'staff' | 'agent') =>
  PairedDevice.pair(hub.url, office.administrator, { kind });

function opened(view: object, proof?: DeviceProof): Socket {
  const socket = socketTo(hub.url, view, proof && { proof });
  sockets.push(socket);
  return socket;
}
const BOARD = { view: 'board', screen: 'a'.repeat(32) };
const TERMINAL = { view: 'terminal' };

const takesTicket = (socket: Socket): Promise<Reply<unknown>> =>
  socket.timeout(9_000).emitWithAck('ticket:issue', {
    ...{ requestId: randomUUID(), topic: 'blanketter', language: 'sv' },
  });
const revoke = (device: PairedDevice) =>
  office.administrator.post(`/offices/ragsved/devices/${device.id}/revoke`);

describe('a device’s socket', () => {
  it('[DV6] is refused without a proof once there is an administrator, and an agent of trial mode is cut', async () => {
    await isGone(triedAgent);
    for (const view of [{ view: 'board' }, TERMINAL])
      expect(await connected(opened(view))).toBe('not-paired');
  });

  it('[DV6] AB-075 follows what the device is for, and asks nothing else', async () => {
    const [window, terminal, agent] = [
      await pair('display'),
      await pair('terminal'),
      await pair('agent'),
    ];
    const board = opened(BOARD, await window.prove());
    expect(await connected(board)).toBe('connected');
    expect(await takesTicket(board)).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await connected(opened(TERMINAL, await window.prove()))).toBe('not-allowed');
    const desk = { view: 'desk', desk: 'bord-1' };
    for (const device of [window, terminal, agent]) {
      expect(await connected(opened(desk, await device.prove()))).toBe('not-allowed');
      expect(await connected(opened({ view: 'day' }, await device.prove()))).toBe('not-allowed');
    }
    const touch = opened(TERMINAL, await terminal.prove());
    expect(await connected(touch)).toBe('connected');
    expect(await takesTicket(touch)).toMatchObject({ ok: true });
    const called = await touch
      .timeout(9_000)
      .emitWithAck('ticket:call', { requestId: randomUUID(), number: 'A001', desk: 'bord-1' });
    expect(called).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  it('[DV7] AB-076 is cut when the device is revoked, and what comes back is told so', async () => {
    const window = await pair('display');
    const board = opened(BOARD, await window.prove());
    await connected(board);
    const proofBefore = await window.prove();
    expect((await revoke(window)).status).toBe(204);
    await isGone(board);
    expect(await connected(opened(BOARD, proofBefore))).toBe('revoked');
    expect(await connected(opened(BOARD, await window.prove()))).toBe('revoked');
  });

  it('[DV7] is cut when the device is another window from now on, and comes back', async () => {
    const window = await pair('display');
    const board = opened(BOARD, await window.prove());
    await connected(board);
    await office.administrator.post(`/offices/ragsved/devices/${window.id}/set`, {
      ...{ name: 'Ett annat namn', display: 'fonstret' },
    });
    await isGone(board);
    expect(await connected(opened(BOARD, await window.prove()))).toBe('connected');
  });

  it('[DV7] a revoked computer signs out whoever sits at it, and nobody else', async () => {
    const computer = await pair('staff');
    const guide = await office.comes('guide', { login: 'rita' });
    const here = office.stranger();
    const proof = await computer.prove();
    const came = await here.post('/session', { login: 'rita', passphrase: PASSPHRASE, proof });
    expect(came.body.device?.id).toBe(computer.id);
    await revoke(computer);
    const who = async (person: typeof here) =>
      (await person.get<SessionNow>('/session')).body.who.kind;
    await expect.poll(() => who(here)).toBe('stranger');
    expect(await who(guide)).toBe('person');
  });

  it('[DV11] is not begun from a foreign page, nor told of a window that is none', async () => {
    const foreign = (path: string, body: object) =>
      fetch(`${hub.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
        body: JSON.stringify(body),
      });
    const window = await pair('display');
    const asked = { kind: 'display', publicKey: window.publicKey, browser: 'Test' };
    expect((await foreign('/pairing', asked)).status).toBe(403);
    expect((await foreign('/device/challenge', { device: window.id })).status).toBe(403);
    const set = await office.administrator.post(`/offices/ragsved/devices/${window.id}/set`, {
      ...{ name: 'Fönstret', display: 'no-such-window' },
    });
    expect(set.body).toMatchObject({ code: 'unknown-display' });
  });

  it('[DV8] AB-074 of two machines with one key the newer is believed, and both are told of', async () => {
    const window = await pair('display');
    const one = opened(BOARD, await window.prove());
    await connected(one);
    const ended = isGone(one);
    const other = opened({ ...BOARD, screen: 'b'.repeat(32) }, await window.prove());
    expect(await connected(other)).toBe('connected');
    // By the hub's word, so that it does not come back at once each time (HB32).
    expect(await ended).toBe('io server disconnect');
    const { body: devices } = await office.administrator.get<DeviceListed[]>(
      '/offices/ragsved/devices',
    );
    const listed = devices.find(({ id }) => id === window.id);
    expect(listed).toMatchObject({ connected: true, doubledAt: expect.any(Number) });
    const { body: lines } = await office.administrator.get<AuditLine[]>(
      `/audit?what=device:doubled&who=device:${window.id}`,
    );
    expect(lines).toHaveLength(1);
  });

  it('[DV9] a device whose hub was started again while it proved itself is not told that it is revoked', async () => {
    const window = await pair('display');
    const proof = await window.prove();
    await hub.stop();
    await hub.startAgain();
    expect(await connected(opened(BOARD, proof))).toBe('not-allowed');
    expect(await connected(opened(BOARD, await window.prove()))).toBe('connected');
  });
});
