/** Whom a hub counts by, when a proxy asks for everybody. Rule OP19 in docs/spec.md. */
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Limits } from '#server/hub/limits.ts';
import type { Caller } from '#server/identity/caller.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice, type PersonApi } from '#test/support/office-people.ts';
import { connected, isGone, socketTo } from '#test/support/sockets.ts';

const LINES_AT_MOST = 50;
const [ONE, OTHER] = ['192.0.2.1', '192.0.2.2'] as const;

let hub: TestHub;

beforeAll(async () => {
  hub = await TestHub.start({ TRUST_PROXY: 'loopback' });
}, 60_000);
afterAll(() => hub.end());

const statusFor = async (address: string, path: string) =>
  (await fetch(`${hub.url}${path}`, { headers: { 'X-Forwarded-For': address } })).status;

/** Of as many as asked, one after another. */
const statusesFor = async (address: string, path: string, times: number) => {
  const statuses: number[] = [];
  for (let asked = 0; asked < times; asked++) statuses.push(await statusFor(address, path));
  return [...new Set(statuses)];
};

function lineFor(address: string, view: object, headers: Record<string, string> = {}): Socket {
  const socket = socketTo(hub.url, view, { headers: { ...headers, 'X-Forwarded-For': address } });
  onTestFinished(() => void socket.close());
  return socket;
}
const windowFor = (address: string) => lineFor(address, { view: 'board' });

describe('whom a line counts for', () => {
  const device = { kind: 'device', device: 'device-1' } as Caller;
  const person = { kind: 'person', account: 'ann' } as Caller;
  const stranger = { kind: 'stranger' } as Caller;

  it.each([
    { who: 'a device', from: device, others: [stranger, { ...device, device: 'device-2' }] },
    { who: 'a person', from: person, others: [stranger, { ...person, account: 'bo' }] },
    { who: 'whoever is not known', from: stranger, others: [device, person] },
  ])('[OP19] of one address $who counts for itself', ({ from, others }) => {
    const limits = new Limits(new InMemorySharedMemory(() => 0));
    const lines = Array.from({ length: LINES_AT_MOST }, () => limits.connected(from, ONE));
    expect(limits.mayConnect(from, ONE)).toBe(false);
    expect(limits.mayConnect(from, OTHER)).toBe(from === stranger);
    expect(limits.mayConnect(from, '127.0.0.1')).toBe(true);
    for (const other of others) expect(limits.mayConnect(other as Caller, ONE)).toBe(true);
    lines[0]?.();
    expect(limits.mayConnect(from, ONE)).toBe(true);
  });
});

describe('for whom the proxy asks', () => {
  it('[OP19] readings of the agenda are counted', async () => {
    const path = '/api/v1/offices/ragsved/agenda';
    expect(await statusesFor(ONE, path, 60)).toEqual([200]);
    expect([await statusFor(ONE, path), await statusFor(OTHER, path)]).toEqual([429, 200]);
  });

  it('[OP19] looks at tickets’ pages are counted', async () => {
    const hurried = await Promise.all(
      Array.from({ length: 400 }, () => statusFor(ONE, '/t/nobodys')),
    );
    expect(new Set(hurried)).toEqual(new Set([404, 429]));
    expect(await statusFor(OTHER, '/t/nobodys')).toBe(404);
  });

  it('[OP19] lines are counted until they end, of whoever is not known', async () => {
    const lines = Array.from({ length: LINES_AT_MOST }, () => windowFor(ONE));
    expect(new Set(await Promise.all(lines.map(connected)))).toEqual(new Set(['connected']));
    expect(await connected(windowFor(ONE))).toBe('too-many-connections');
    expect(await connected(windowFor(OTHER))).toBe('connected');
    const gone = isGone(lines[0] as Socket);
    lines[0]?.close();
    await gone;
    await expect.poll(() => connected(windowFor(ONE))).toBe('connected');
  });

  it('[OP19] the people of a city behind one address each count for themselves', async () => {
    const office = await foundOffice(hub);
    const guide = await office.comes('guide');
    const lineOf = ({ headers }: PersonApi) =>
      connected(lineFor(ONE, { view: 'desk', desk: 'bord-1' }, headers));
    const lines = Array.from({ length: LINES_AT_MOST }, () => lineOf(office.administrator));
    expect(new Set(await Promise.all(lines))).toEqual(new Set(['connected']));
    expect(await lineOf(office.administrator)).toBe('too-many-connections');
    expect(await lineOf(guide)).toBe('connected');
  });
});
