/** Windows on the line of a real hub: what they say, what it answers, what it puts up with. */
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Programme } from '#shared/programme.ts';
import {
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
  type ShowingSaid,
} from '#shared/protocol.ts';
import type { DisplayNow, Snapshot } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import { onWholeView } from '#test/support/whole-view.ts';

type Window = Socket<ServerToClientEvents, ClientToServerEvents>;

let hub: TestHub;
let api: OfficeApi;
const windows: Window[] = [];

beforeAll(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
});
afterEach(() => {
  for (const window of windows.splice(0)) window.close();
});
afterAll(async () => {
  api.close();
  await hub.end();
});

function open(auth: Record<string, unknown>, headers: Record<string, string> = {}): Window {
  const window: Window = io(hub.url, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    auth: { protocol: PROTOCOL_VERSION, view: 'board', ...auth },
    extraHeaders: headers,
  });
  window.on('snapshot', ({ day, version, at }) => window.emit('shown', { day, version, at }));
  windows.push(window);
  return window;
}

async function opened(auth: Record<string, unknown>, headers: Record<string, string> = {}) {
  const window = open(auth, headers);
  window.once('connect_error', (refused) => expect.unreachable(refused.message));
  const [board] = (await once(window as never, 'snapshot')) as [Snapshot<'board'>];
  return { window, board };
}

const saying = (more: Partial<ShowingSaid> = {}): ShowingSaid => ({
  ...{ programme: null, programmeAt: null, slide: 'today', language: 'en' },
  ...{ call: null, takeover: null, faults: [], soundless: false, offlineReady: false, fit: null },
  ...more,
});

const listed = async (screen: string): Promise<DisplayNow | undefined> =>
  (await api.get<DisplayNow[]>('/displays')).body.find((one) => one.screen === screen);

async function until<Found>(look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a window', () => {
  it('[W9] is told which programme the hub has, fetches it, and says that it shows it', async () => {
    const { window, board } = await opened({ screen: 'chromium1' });
    const { status, body } = await api.get<Programme>('/programme');
    expect([status, body.revision]).toEqual([200, board.programme]);
    window.emit('showing', saying({ programme: body.revision, programmeAt: body.at }));
    const said = await until(async () => {
      const one = await listed('chromium1');
      return one?.isCurrent && one;
    });
    expect(said).toMatchObject({ connected: true, trusted: true, slide: 'today', language: 'en' });
    window.close();
    await until(async () => (await listed('chromium1'))?.connected === false);
  });

  it('[W10] is a board that says which browser it is in; others are nobody’s window', async () => {
    const before = (await api.get<DisplayNow[]>('/displays')).body.length;
    const { window } = await opened({});
    window.emit('showing', saying({ slide: 'nobody' }));
    await opened({ screen: 'chromium2' });
    await until(() => listed('chromium2'));
    const after = (await api.get<DisplayNow[]>('/displays')).body;
    expect(after.length).toBeLessThanOrEqual(before + 1);
    expect(after.map(({ slide }) => slide)).not.toContain('nobody');
  });

  it('[W12] of a stranger is not believed', async () => {
    const forwarded = { 'X-Forwarded-For': '192.0.2.1' };
    await opened({ screen: 'chromium3' }, forwarded);
    expect(await until(() => listed('chromium3'))).toMatchObject({ trusted: false });
    const deskView = () => {
      const desk = open({ view: 'desk', desk: 'bord-1', token: TOKEN });
      return new Promise<Snapshot<'desk'>>((told) => onWholeView(desk, told));
    };
    const told = await until(async () => {
      const { unwatchedWindows } = await deskView();
      return unwatchedWindows.length > 0 && unwatchedWindows;
    });
    expect(told).toEqual([expect.objectContaining({ sv: expect.any(String) })]);
  });

  it.each([
    ['on a terminal', { view: 'terminal', display: 'fonstret' }],
    ['at a desk', { view: 'desk', desk: 'bord-1', screen: 'chromium4' }],
    ['with a name that is none', { screen: '<script>' }],
    ['with a window that is none', { display: '../../etc' }],
  ])('[W10] %s is not let in', async (_what, auth) => {
    const window = open(auth);
    const [refused] = (await once(window as never, 'connect_error')) as [Error];
    expect(refused.message).toBe('malformed-request');
  });

  it('[W16] that says what no window says, or says it without end, is cut, and the hub lives', async () => {
    for (const said of [
      { ...saying(), visitor: 'A001' },
      saying({ slide: 'x'.repeat(121) }),
      saying({ faults: Array(21).fill({ panel: 'a', why: 'b' }) }),
      saying({
        fit: {
          ...{ programme: 'one', panelTooSmall: false },
          namesTooLong: Array(51).fill({ item: 'visit/advice/2026-11-24/0', language: 'fi' }),
        },
      }),
      'today',
      null,
    ]) {
      const { window } = await opened({ screen: 'chromium5' });
      const cut = once(window as never, 'disconnect');
      for (let n = 0; n < 30; n++) window.emit('showing', said as ShowingSaid);
      await cut;
    }
    const { window } = await opened({ screen: 'chromium6' });
    const cut = once(window as never, 'disconnect');
    for (let n = 0; n < 1_000; n++) window.emit('showing', saying({ slide: `slide-${n}` }));
    await cut;
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });
});

describe('staff', () => {
  it('[W13] have a window begin anew by one command, and are told when it is not there', async () => {
    const { window } = await opened({ screen: 'chromium7', display: 'fonstret' });
    const told = once(window as never, 'reload');
    expect((await api.post('/displays/fonstret/reload')).status).toBe(200);
    await told;
    const unknown = await api.post<Refused>('/displays/elsewhere/reload');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-display']);
    for (const one of windows.splice(0)) one.close();
    await until(async () => {
      const { body } = await api.get<DisplayNow[]>('/displays');
      return body.every(({ connected }) => !connected);
    });
    const away = await api.post<Refused>('/displays/fonstret/reload');
    expect([away.status, away.body.code]).toEqual([409, 'display-not-connected']);
  });

  it('[W14] read what was shown on a day, and nobody else does', async () => {
    const { window, board } = await opened({ screen: 'chromium8' });
    window.emit('showing', saying({ programme: board.programme, call: 7 }));
    const proof = await until(async () => {
      const { body } = await api.get<{ type: string; screen?: string }[]>(
        '/displays/proof?day=2026-11-24',
      );
      const own = body.filter(({ screen }) => screen === 'chromium8');
      return own.length > 1 && [body, own];
    });
    const [all, own] = proof;
    expect(own?.map(({ type }) => type)).toEqual(['ProgrammeShown', 'CallShown']);
    expect(all?.filter(({ type }) => type === 'ProgrammeMade')).toHaveLength(1);
    for (const day of [
      '',
      '?day=',
      '?day=2026-02-30',
      '?day=today',
      '?day=2026-11-24&day=2026-11-25',
    ])
      expect((await api.get(`/displays/proof${day}`)).status).toBe(400);
    const stranger = new OfficeApi(hub.url, 'wrong');
    expect((await stranger.get('/displays/proof?day=2026-11-24')).status).toBe(401);
    stranger.close();
  });
});
