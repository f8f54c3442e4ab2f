import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HubConnection, isOlder } from '#shared/ui/hub-connection.ts';
import { KnownHubs } from '#shared/ui/known-hubs.ts';
import type { Stamp } from '#shared/views.ts';
import type { LocalDate, OfficeId } from '#shared/vocabulary.ts';

const shown: Stamp = {
  office: 'ragsved' as OfficeId,
  log: 'one-log',
  day: '2026-11-24' as LocalDate,
  version: 41,
  at: 1_000,
};

describe('a screen that is sent a snapshot', () => {
  it('[HB19] refuses an earlier version of the day, and an earlier day whatever its version', () => {
    expect(isOlder({ ...shown, version: 40, at: 2_000 }, shown)).toBe(true);
    expect(isOlder({ ...shown, day: '2026-11-23' as LocalDate, version: 900 }, shown)).toBe(true);
  });

  it('[HB19] goes on to a later version, and to a new day that begins at nought', () => {
    expect(isOlder({ ...shown, version: 42 }, shown)).toBe(false);
    expect(isOlder({ ...shown, day: '2026-11-25' as LocalDate, version: 0 }, shown)).toBe(false);
  });

  it('[HB19] takes what arrives later at the same version: the hour or the printer has changed', () => {
    expect(isOlder({ ...shown, at: 2_000 }, shown)).toBe(false);
    expect(isOlder({ ...shown, at: 500 }, shown)).toBe(false); // office time set back at a restart
  });

  it('[HB19] follows the hub to another log, which is another truth', () => {
    expect(isOlder({ ...shown, log: 'another-log', version: 0 }, shown)).toBe(false);
  });
});

describe('a screen that hears nothing', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A hub that never says a word, and a screen's line to it, whose time is moved by hand. */
  async function wordlessHub() {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    // It does not even ask whether the screen is there.
    const hub = new Server(http, { pingInterval: 3_600_000 });
    closing.push(() => hub.close());
    const { port } = http.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    vi.stubGlobal('location', { protocol: 'http:', host, port, origin: `http://${host}` });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let connections = 0;
    hub.on('connection', () => connections++);
    const line = new HubConnection({ view: 'board', screen: 'one' });
    closing.push(() => line.close());
    return {
      hub,
      connections: () => connections,
      /** A real while, for what goes over the line. */
      soon: () => setTimeout(20),
    };
  }

  it('[HB29] though it was let in, connects anew, again and again', async () => {
    const { connections, soon } = await wordlessHub();
    for (let seconds = 0; connections() < 3; seconds++) {
      if (seconds > 60) expect.unreachable(`connected ${connections()} times in a minute`);
      await soon();
      if (connections() > 0) vi.advanceTimersByTime(1_000);
    }
  });

  it('[HB32] that the hub ends as soon as it begins comes back at once, and then every five seconds', async () => {
    const { hub, connections, soon } = await wordlessHub();
    hub.on('connection', (socket) => socket.disconnect(true));
    while (connections() < 2) await soon();
    for (const expected of [2, 3, 4]) {
      // Long enough for many more, had it come back at once.
      for (let whiles = 0; whiles < 10; whiles++) await soon();
      expect(connections()).toBe(expected);
      vi.advanceTimersByTime(4_900);
      for (let whiles = 0; whiles < 5; whiles++) await soon();
      expect(connections()).toBe(expected);
      vi.advanceTimersByTime(100);
    }
  });
});

describe('a screen that is sent its words apart', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    vi.unstubAllGlobals();
  });

  it('[HB35] puts them in again, and takes no snapshot that refers to others', async () => {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const hub = new Server(http);
    closing.push(() => hub.close());
    vi.stubGlobal('location', {
      origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    });
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    const shownVersions: number[] = [];
    const words = (revision: number, ...swedish: string[]) => ({
      revision,
      texts: swedish.map((sv) => ({ sv })),
    });
    hub.on('connection', (socket) => {
      socket.on('shown', ({ version }) => shownVersions.push(version));
      const name = { nthWords: 1 };
      socket.emit('words', words(1, 'Ärende', 'Blanketter'));
      socket.emit('snapshot', { ...shown, version: 1, words: 1, name });
      socket.emit('snapshot', { ...shown, version: 2, words: 2, name });
      socket.emit('words', words(3, 'Ärende', 'Papper'));
      socket.emit('snapshot', { ...shown, version: 3, words: 3, name });
    });
    const line = new HubConnection({ view: 'terminal' });
    closing.push(() => line.close());
    const seen: unknown[] = [];
    line.onChange(() => seen.push(line.feed));
    await expect.poll(() => shownVersions).toEqual([1, 3]);
    expect(seen).toEqual([
      { state: 'live', snapshot: { ...shown, version: 1, name: { sv: 'Blanketter' } } },
      { state: 'live', snapshot: { ...shown, version: 3, name: { sv: 'Papper' } } },
    ]);

    // They were of that line, and so was what stands.
    hub.removeAllListeners('connection');
    let again = 0;
    hub.on('connection', (socket) => {
      socket.emit('snapshot', { ...shown, version: 4, words: 3, name: { nthWords: 1 } });
      socket.emit('still', { day: shown.day, version: 3, at: 9_000 });
      again++;
    });
    hub.disconnectSockets(true);
    await expect.poll(() => again).toBe(1);
    await setTimeout(100);
    expect(line.feed).toMatchObject({ state: 'stale', snapshot: { version: 3, at: shown.at } });
    const last = words(5, 'Ärende', 'Blad');
    for (const socket of await hub.fetchSockets()) {
      socket.emit('words', last);
      socket.emit('snapshot', { ...shown, version: 4, words: 5, name: { nthWords: 1 } });
      socket.emit('still', { day: shown.day, version: 4, at: 9_000 });
    }
    await expect
      .poll(() => line.feed)
      .toMatchObject({ state: 'live', snapshot: { version: 4, at: 9_000, name: { sv: 'Blad' } } });

    // Nor does another view stand for the one it has.
    hub.emit('still', { day: shown.day, version: 5, at: 12_000 });
    await setTimeout(100);
    expect(line.feed).toMatchObject({ snapshot: { version: 4, at: 9_000 } });
  });
});

describe('a screen of several hubs', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    vi.unstubAllGlobals();
  });

  async function aHub() {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const hub = new Server(http, { cors: { origin: false } });
    let connections = 0;
    hub.on('connection', () => connections++);
    closing.push(() => hub.close());
    const { port } = http.address() as AddressInfo;
    return { hub, origin: `http://127.0.0.1:${port}`, connections: () => connections };
  }

  it('[HB33] goes on with the next when its own is gone, and knows it when it is started anew', async () => {
    const [one, other] = [await aHub(), await aHub()];
    const keeps = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => keeps.get(key) ?? null,
      setItem: (key: string, text: string) => keeps.set(key, text),
    });
    vi.stubGlobal('location', { ...new URL(one.origin), origin: one.origin });
    one.hub.on('connection', (socket) => socket.emit('hubs', [one.origin, other.origin]));
    const line = new HubConnection(
      { view: 'board', screen: 'one' },
      async () => null,
      new KnownHubs(one.origin),
    );
    closing.push(() => line.close());
    await expect.poll(() => keeps.size).toBe(1);
    expect(line.hub).toBe(one.origin);
    await one.hub.close();
    await expect.poll(() => other.connections()).toBe(1);
    expect(line.hub).toBe(other.origin);

    // Started while its own hub is away: it begins there, and does not stay.
    const again = new HubConnection(
      { view: 'board', screen: 'one' },
      async () => null,
      new KnownHubs(one.origin),
    );
    closing.push(() => again.close());
    await expect.poll(() => other.connections()).toBe(2);
  });

  it('[HB33] asks none that it is not told of any more', () => {
    const hubs = new KnownHubs('http://one');
    hubs.told(['http://one', 'http://two', 'http://three']);
    hubs.moveOn();
    hubs.moveOn();
    expect(hubs.current).toBe('http://three');
    hubs.told(['http://one', 'http://two']);
    expect(hubs.current).toBe('http://one');
    hubs.moveOn();
    hubs.moveOn();
    expect(hubs.current).toBe('http://one');
    hubs.told(['http://one']);
    expect(hubs.areSeveral).toBe(false);
  });
});
