/** Paired devices that somebody else has taken over, on a real hub. Rule ST3 in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_NAMESPACE } from '#shared/agent-protocol.ts';
import type { AuditLine, DeviceListed, PairingSeen } from '#shared/identity.ts';
import type { Paper } from '#shared/printers.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Snapshot, Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice, type Office } from '#test/support/office-people.ts';
import { PairedDevice } from '#test/support/paired-device.ts';
import { connected, isGone, socketTo } from '#test/support/sockets.ts';

let hub: TestHub;
let office: Office;
let sockets: Socket[] = [];

beforeAll(async () => {
  hub = await TestHub.start({ PRINTER: 'agent' });
  office = await foundOffice(hub);
}, 60_000);
afterEach(() => {
  for (const socket of sockets) socket.close();
  sockets = [];
});
afterAll(() => hub.end());

const pair = (kind: 'display' | 'terminal' | 'agent') =>
  PairedDevice.pair(hub.url, office.administrator, { kind });

function opened(name: string, auth: object): Socket {
  const socket = socketTo(new URL(name, hub.url).href, auth);
  sockets.push(socket);
  return socket;
}
const board = async (device: PairedDevice, more: object = {}) =>
  opened('/', { view: 'board', screen: 'a'.repeat(32), proof: await device.prove(), ...more });
const trailOf = async (device: PairedDevice) =>
  (await office.administrator.get<AuditLine[]>(`/audit?who=device:${device.id}`)).body;

describe('a window', () => {
  it('[ST3] AB-046 that speaks a thousand times is cut, which is in the trail once, and nothing is done', async () => {
    const window = await pair('display');
    const before = (await office.administrator.get('/offices/ragsved/board')).body;
    const line = await board(window);
    expect(await connected(line)).toBe('connected');
    const names = ['ticket:issue', 'takeover:begin', 'shown', 'showing', 'no-such-thing'];
    for (let n = 0; n < 1_000; n++) line.emit(names[n % names.length] ?? '', { requestId: `${n}` });
    await isGone(line);
    const misbehaved = async () =>
      (await trailOf(window)).filter(({ what }) => what === 'device:misbehaves').length;
    await expect.poll(misbehaved).toBe(1);
    const after = (await office.administrator.get('/offices/ragsved/board')).body;
    expect(after).toMatchObject({ version: (before as { version: number }).version });
  });

  it('[ST3] AB-054 chooses no room: it is sent its board and nothing else, however it asks', async () => {
    const window = await pair('display');
    for (const room of [{ room: 'ragsved/day' }, { rooms: ['*'] }, { view: ['board', 'day'] }])
      expect(await connected(await board(window, room))).toBe('malformed-request');
    const line = await board(window);
    const sent: string[] = [];
    line.onAny((name: string, { day, version, at, ...snapshot }: Snapshot<'board'>) => {
      sent.push([name, ...Object.keys({ day, version, at, ...snapshot }).sort()].join(' '));
      line.emit('shown', { day, version, at }); // so that the next one comes
    });
    expect(await connected(line)).toBe('connected');
    for (const name of ['join', 'subscribe', 'room', 'follow'])
      for (const room of ['ragsved/day', 'ragsved/desk/bord-1', '*']) line.emit(name, room);
    await office.administrator.post('/offices/ragsved/desks/bord-1/open');
    await expect.poll(() => sent.length).toBeGreaterThan(1);
    const { body } = await office.administrator.get<object>('/offices/ragsved/board');
    expect(new Set(sent)).toEqual(new Set([`snapshot ${Object.keys(body).sort().join(' ')}`]));
  });

  it.each([
    ['older', 0, 'protocol-too-old'],
    ['newer', PROTOCOL_VERSION + 1, 'protocol-too-new'],
  ])(
    '[ST3] AB-079 that is %s than the hub is told so, and keeps its key',
    async (_what, protocol, why) => {
      const window = await pair('display');
      const proof = await window.prove();
      expect(await connected(await board(window, { protocol, proof }))).toBe(why);
      // The word that was signed is not used up by it.
      expect(await connected(await board(window, { proof }))).toBe('connected');
    },
  );
});

describe('an agent', () => {
  it('[ST3] AB-077 tells of paper that it was given, and of no other', async () => {
    const agent = await pair('agent');
    const line = opened(AGENT_NAMESPACE, { agent: randomUUID(), proof: await agent.prove() });
    expect(await connected(line)).toBe('connected');
    const offered = new Promise<string>((given) =>
      line.once('job', ({ job }: { job: string }) => given(job)),
    );
    line.emit('status', { state: 'ready', paperLow: false, confirms: 'printed' });
    const { number } = (
      await office.administrator.post<Ticket>('/offices/ragsved/tickets', {
        ...{ topic: 'blanketter', language: 'sv', print: true },
      })
    ).body;
    const job = await offered;
    const paper = async () =>
      (
        await office.administrator.get<{ paper: Paper | null }>(
          `/offices/ragsved/tickets/${number}`,
        )
      ).body.paper?.state;
    const confirmed = { ended: { outcome: 'confirmed' } };
    const forged = [
      job.replace(/[^/]+$/, randomUUID()),
      job.replace(/^[^/]+/, 'elsewhere'),
      job.replace('2026-11-24', '2026-11-23'),
      ...['/', '../../x', `ragsved/2026-11-24/${number}`],
    ];
    for (const other of forged)
      await line.timeout(9_000).emitWithAck('outcome', { job: other, ...confirmed });
    expect(await paper()).toBe('printing');
    expect(await line.timeout(9_000).emitWithAck('begin', { job })).toBe(true);
    await line.timeout(9_000).emitWithAck('outcome', { job, ...confirmed });
    await expect.poll(paper).toBe('confirmed');
    expect(hub.errors).not.toContain('"level":"error"');
  });

  it('[ST3] AB-077 a window and a terminal tell of no paper at all', async () => {
    for (const kind of ['display', 'terminal'] as const) {
      const proof = await (await pair(kind)).prove();
      const line = opened(AGENT_NAMESPACE, { agent: randomUUID(), proof });
      expect(await connected(line)).toBe('not-allowed');
    }
  });
});

describe('a name', () => {
  const look = async (device: PairedDevice, kind: 'display') => {
    const { code } = await device.begin(kind);
    const seen = await office.administrator.post<PairingSeen>('/devices/look', {
      ...{ office: 'ragsved', code },
    });
    return seen.body.pairing;
  };
  const named = async (pairing: string, name: unknown) =>
    office.administrator.post<DeviceListed & { code: string }>('/devices/pair', {
      ...{ office: 'ragsved', pairing, kind: 'display', name, display: null },
    });

  it('[ST3] AB-080 of a device is text, sixty letters at most, and nothing unseen', async () => {
    const pairing = await look(await pair('display'), 'display');
    for (const name of [
      'n'.repeat(10_240),
      'n'.repeat(61),
      '',
      ' ',
      '\u202e\u200b',
      '\ud83d',
      7,
      null,
    ])
      expect([name, (await named(pairing, name)).status]).toEqual([name, 400]);
    const name = '<script>alert(1)</script> 👩‍👩‍👧';
    const made = await named(pairing, `\u202e${name}\u0000`);
    expect([made.status, made.body.name]).toEqual([201, name]);
    const listed = await office.administrator.get<DeviceListed[]>('/offices/ragsved/devices');
    expect(listed.body.map((device) => device.name)).toContain(name);
  });

  it('[ST3] AB-080 by which a device calls its own browser is as long as our pages make it, or it is not heard', async () => {
    const begin = (browser: unknown) =>
      office.stranger().post('/pairing', {
        ...{ requestId: undefined, kind: 'display', publicKey: 'A'.repeat(43), browser },
      });
    expect((await begin('b'.repeat(10_240))).status).toBe(400);
    expect((await begin('b'.repeat(81))).status).toBe(400);
    expect((await begin(['b'])).status).toBe(400);
    expect((await begin('<img src=x onerror=alert(1)>')).status).toBe(201);
  });
});
