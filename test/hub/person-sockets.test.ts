/** Sockets of people who are signed in, on a real hub: what they may, and that they end with the session. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientToServerEvents, Reply, ServerToClientEvents } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';
import {
  foundOffice,
  type Office,
  PASSPHRASE,
  type PersonApi,
} from '#test/support/office-people.ts';
import { connected, isGone, socketTo } from '#test/support/sockets.ts';

type Screen = Socket<ServerToClientEvents, ClientToServerEvents>;
type Line = { who: string; what: string; result: string };

let hub: TestHub;
let office: Office;
const screens: Screen[] = [];

/** Opened before anybody has an account. */
let tried: Screen;

beforeAll(async () => {
  hub = await TestHub.start();
  tried = opened({ origin: hub.url });
  await connected(tried);
  office = await foundOffice(hub);
}, 60_000);
afterEach(() => {
  for (const screen of screens.splice(0)) screen.close();
});
afterAll(() => hub.end());

function opened(
  headers: Record<string, string>,
  view: object = { view: 'desk', desk: 'bord-1' },
): Screen {
  const screen: Screen = socketTo(hub.url, view, { headers });
  screens.push(screen);
  return screen;
}
const asks = (screen: Screen, name: string, body: object): Promise<Reply<unknown>> =>
  screen.timeout(9_000).emitWithAck(
    name as 'desk:open',
    {
      ...{ requestId: randomUUID(), ...body },
    } as never,
  ) as Promise<Reply<unknown>>;
const desk = (person: PersonApi) => opened(person.headers);

describe('a person’s socket', () => {
  it('[ID1] what was open in trial is cut when the first administrator comes', async () => {
    await isGone(tried);
    const again = opened({ origin: hub.url });
    expect(await connected(again)).toBe('signed-out');
  });

  it('[ID14] is hers only where it says that it comes from our own page', async () => {
    const guide = await office.comes('guide');
    expect(await connected(desk(guide))).toBe('connected');
    const { cookie } = guide.headers;
    expect(await connected(opened({ cookie }))).toBe('not-allowed');
    expect(await connected(opened({ cookie, origin: 'https://evil.example' }))).toBe('not-allowed');
  });

  it('[ID3] AB-066 is refused what is not hers, whatever she sends, and it is in the trail', async () => {
    const body = await office.comes('agency');
    // A desk of the guides is none of hers.
    expect(await connected(desk(body))).toBe('unknown-desk');
    const guide = await office.comes('guide');
    const hers = desk(guide);
    await connected(hers);
    const asked = await asks(hers, 'feed:remove', { feed: 'sommar' });
    expect(asked).toMatchObject({ ok: false, code: 'not-allowed' });
    const { body: lines } = await office.administrator.get<Line[]>('/audit?what=feed:remove');
    expect(lines).toMatchObject([{ who: `account:${guide.account}`, result: 'not-allowed' }]);
  });

  it('[ID11] AB-053 is cut when her session is ended, and does not come back', async () => {
    const guide = await office.comes('guide');
    const screen = desk(guide);
    await connected(screen);
    await office.administrator.post(`/accounts/${guide.account}/end-sessions`);
    await isGone(screen);
    expect(await connected(desk(guide))).toBe('signed-out');
  });

  it('[ID11] AB-053 is cut when her role changes', async () => {
    const guide = await office.comes('guide', { login: 'rut', name: 'Rut' });
    const screen = desk(guide);
    await connected(screen);
    await office.administrator.post(`/accounts/${guide.account}/set`, {
      ...{ name: 'Rut', login: 'rut', role: 'coordinator', offices: ['ragsved'], agency: null },
    });
    await isGone(screen);
  });

  it('[ID11] AB-053 is cut when her account is removed', async () => {
    const guide = await office.comes('guide');
    const screen = desk(guide);
    await connected(screen);
    await office.administrator.post(`/accounts/${guide.account}/remove`);
    await isGone(screen);
    expect(await connected(desk(guide))).toBe('signed-out');
  });

  it('[ID12] is cut when she locks, is told so, and comes back when she unlocks', async () => {
    const guide = await office.comes('guide');
    const screen = desk(guide);
    await connected(screen);
    await guide.post('/session/lock');
    await isGone(screen);
    expect(await connected(desk(guide))).toBe('locked');
    await guide.post('/session/unlock', { passphrase: PASSPHRASE });
    expect(await connected(desk(guide))).toBe('connected');
  });
});
