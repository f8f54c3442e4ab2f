/** The sockets of a real hub: who is let in, what is answered, and what is announced. */
import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bookRequests } from '#shared/book-requests.ts';
import type { Takeover } from '#shared/programme.ts';
import {
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  type Reply,
  type ServerToClientEvents,
  type ToldSnapshot,
} from '#shared/protocol.ts';
import type { Board, Snapshot, ViewName } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { onWholeView } from '#test/support/whole-view.ts';

type Screen = Socket<ServerToClientEvents, ClientToServerEvents>;

let hub: TestHub;
let api: OfficeApi;
const screens: Screen[] = [];

beforeAll(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
});
afterEach(() => {
  for (const screen of screens.splice(0)) screen.close();
});
afterAll(async () => {
  api.close();
  await hub.end();
});

describe('who is let in', () => {
  it.each([
    ['nothing', undefined, 'malformed-request'],
    ['a protocol of the past', { protocol: 0, view: 'board' }, 'protocol-too-old'],
    ['a protocol of the future', { protocol: 99, view: 'board' }, 'protocol-too-new'],
    [
      'an office that is not here',
      { protocol: PROTOCOL_VERSION, view: 'board', office: 'elsewhere' },
      'unknown-office',
    ],
    [
      'a desk that is not there',
      { protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-99' },
      'unknown-desk',
    ],
    ['a desk without a name', { protocol: PROTOCOL_VERSION, view: 'desk' }, 'malformed-request'],
    [
      'a room of its own choice',
      { protocol: PROTOCOL_VERSION, view: 'board', room: 'staff' },
      'malformed-request',
    ],
    ['a wrong token', { protocol: PROTOCOL_VERSION, view: 'board', token: 'wrong' }, 'not-allowed'],
  ])('[HB9] a screen that brings %s is told why not', async (_what, auth, why) => {
    expect(await refusal(auth)).toBe(why);
  });

  it('[HB9] a stranger sees what the window shows, and nothing else', async () => {
    const forwarded = { 'X-Forwarded-For': '192.0.2.1' };
    expect(await refusal({ protocol: PROTOCOL_VERSION, view: 'terminal' }, forwarded)).toBe(
      'not-allowed',
    );
    expect(
      await refusal({ protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-1' }, forwarded),
    ).toBe('not-allowed');
    const { snapshot } = await screen({ view: 'board' }, forwarded);
    expect(snapshot.office).toBe('ragsved');
    const desk = await screen({ view: 'desk', desk: 'bord-1', token: TOKEN }, forwarded);
    expect(desk.snapshot.office).toBe('ragsved');
  });

  it('[HB9] AB-035 AB-036 a page of another origin is turned away, token or not', async () => {
    const elsewhere = { Origin: 'https://evil.example' };
    const auth = { protocol: PROTOCOL_VERSION, view: 'board', token: TOKEN };
    expect(await refusal(auth, elsewhere)).toBe('not-allowed');
  });
});

describe('what is answered', () => {
  it('[HB10] a malformed request is refused before anyone sees it', async () => {
    const { socket } = await screen({ view: 'desk', desk: 'bord-1' });
    for (const request of [
      undefined,
      null,
      7,
      [],
      {},
      { requestId: 'a' },
      { requestId: 'a', desk: 7 },
    ])
      expect(await ask(socket, 'desk:open', request)).toEqual({
        ok: false,
        code: 'malformed-request',
      });
  });

  it('[HB10] an acknowledgement is answered whatever stands before it', async () => {
    const { socket } = await screen({ view: 'desk', desk: 'bord-1' });
    const raw = socket as unknown as { emit: (name: string, ...content: unknown[]) => void };
    const refused = { ok: false, code: 'malformed-request' };
    const request = { requestId: 'one-too-many', desk: 'bord-1' };
    expect(await new Promise((reply) => raw.emit('desk:open', request, 1, 2, reply))).toEqual(
      refused,
    );
    expect(await new Promise((reply) => raw.emit('desk:open', reply))).toEqual(refused);
  });

  it('[HB10] AB-044 AB-137 a request without an acknowledgement, and one nobody knows, crash nothing', async () => {
    const { socket } = await screen({ view: 'desk', desk: 'bord-1' });
    const raw = socket as unknown as { emit: (name: string, ...content: unknown[]) => void };
    raw.emit('desk:open', { requestId: 'unheard', desk: 'bord-1' });
    raw.emit('__proto__', {});
    raw.emit('no-such-thing', { deep: { er: 1 } });
    expect(await ask(socket, 'desk:open', { requestId: 'heard', desk: 'bord-1' })).toMatchObject({
      ok: true,
    });
  });

  it('[HB10] a window may ask for nothing, and a terminal for tickets only', async () => {
    const window = await screen({ view: 'board' });
    const terminal = await screen({ view: 'terminal' });
    const refused = { ok: false, code: 'not-allowed' };
    const issue = { requestId: 'from-the-window', topic: 'blanketter', language: 'sv' };
    expect(await ask(window.socket, 'ticket:issue', issue)).toEqual(refused);
    expect(
      await ask(terminal.socket, 'desk:call-next', { requestId: 'b', desk: 'bord-1' }),
    ).toEqual(refused);
    expect(
      await ask(terminal.socket, 'ticket:issue', { ...issue, requestId: 'from-the-terminal' }),
    ).toMatchObject({ ok: true });
  });

  it('[HB21] neither a window nor a terminal changes the office book, and a desk does', async () => {
    const names = Object.keys(bookRequests);
    // A few by each screen: one that asks for more than is patient is cut.
    for (const view of ['board', 'terminal'])
      for (let from = 0; from < names.length; from += 10) {
        const { socket } = await screen({ view });
        for (const name of names.slice(from, from + 10))
          expect([name, await ask(socket, name, { requestId: 'not-mine' })]).toEqual([
            name,
            { ok: false, code: 'not-allowed' },
          ]);
      }
    const window = await screen({ view: 'board' });
    const { socket: desk } = await screen({ view: 'desk', desk: 'bord-1' });
    const taken = next(window.socket, (board) => board.takeover !== null);
    const begin = { requestId: 'from-a-desk', text: { sv: 'Prov' }, seconds: 60, test: true };
    expect(await ask(desk, 'takeover:begin', begin)).toMatchObject({ ok: true });
    expect((await taken).takeover).toMatchObject({ text: { sv: 'Prov' }, test: true });
    const ended = next(window.socket, (board) => board.takeover === null);
    expect(await ask(desk, 'takeover:end', { requestId: 'and-ended' })).toMatchObject({ ok: true });
    await ended;
  });

  it('[TT21] a terminal is told of a takeover at once, and never of a drill', async () => {
    const { socket } = await screen({ view: 'terminal' });
    const seen: unknown[] = [];
    socket.on('snapshot', (one) => seen.push((one as Snapshot<'terminal'>).takeover?.id));
    const begin = async (more: object) => {
      const asked = { text: { sv: 'Gå ut' }, seconds: 60, ...more };
      const { body } = await api.post<{ takeover: Takeover }>('/takeover/begin', asked);
      return body.takeover;
    };
    const drill = await begin({ test: true });
    // In place of the drill: whatever the terminal was told in between, this comes after it.
    const real = await begin({});
    await expect.poll(() => seen).toContain(real.id);
    expect(seen).not.toContain(drill.id);
    await api.post('/takeover/end');
    await expect.poll(() => seen.at(-1)).toBeUndefined();
  });

  it('[HB10] a socket and HTTP are one path: a request id asked on both is done once', async () => {
    const { socket } = await screen({ view: 'desk', desk: 'bord-1', token: TOKEN });
    const issue = { requestId: 'on-both', topic: 'blanketter', language: 'sv' };
    const first = (await ask(socket, 'ticket:issue', issue)) as { answer: unknown };
    expect((await api.post('/tickets', issue)).body).toEqual(first.answer);
  });

  it('[HB10] what was done is answered with the version that has it, by which a desk knows its own effect', async () => {
    const { socket, snapshot } = await screen({ view: 'desk', desk: 'bord-1', token: TOKEN });
    const issue = { requestId: 'versioned', topic: 'blanketter', language: 'sv' };
    const { version } = (await ask(socket, 'ticket:issue', issue)) as { version: number };
    expect(version).toBeGreaterThan(snapshot.version);
    const { waiting } = (await api.get<Snapshot<'board'>>('/board')).body;
    const { snapshot: shown } = await screen({ view: 'board' });
    expect(shown).toMatchObject({ version, waiting });
  });
});

describe('what is announced', () => {
  it('[HB11] a screen is sent the whole view when it comes, and again when anything changes', async () => {
    const { socket, snapshot } = await screen({ view: 'board' });
    const before = (snapshot as Snapshot<'board'>).waiting;
    const changed = next(socket, (board) => board.waiting === before + 1);
    await api.issue('blanketter');
    const after = await changed;
    expect(after.version).toBeGreaterThan(snapshot.version);
  });

  it('[HB11] a change is told when it happens, and does not wait until the view is sent anew', async () => {
    const desk = await follows('desk', 'bord-1');
    const toldAfterMs: number[] = [];
    // Each right after the hub has spoken, when it would be silent for five seconds. By the hub's own clock.
    for (let ticket = 0; ticket < 4; ticket++) {
      const { body } = await api.issue('blanketter');
      const itsOwn = ({ number }: { number: string }) => number === body.number;
      const { at, waiting } = await desk.sees((view) => view.waiting.some(itsOwn));
      toldAfterMs.push(at - (waiting.find(itsOwn)?.issuedAt ?? 0));
    }
    expect(Math.min(...toldAfterMs.slice(1))).toBeLessThan(2_500);
  });

  it('[HB35] a desk is sent its words once, and again when there is another book; a window has its own in its snapshot', async () => {
    const window = await follows('board');
    expect(window.told[0]?.[0]).toBe('snapshot');

    const desk = await follows('desk', 'bord-1');
    expect(desk.told.slice(0, 2).map(([name]) => name)).toEqual(['words', 'snapshot']);
    await api.post('/takeover/begin', { text: { sv: 'Gå ut', en: 'Leave' }, seconds: 60 });
    const view = await desk.sees(({ takeover }) => takeover !== null);
    expect(view.takeover?.text).toEqual({ sv: 'Gå ut', en: 'Leave' });
    expect(view.topics[0]?.label.sv).toEqual(expect.any(String));
    const times = () => desk.told.filter(([name]) => name === 'words').length;
    expect(times()).toBe(2);

    const waiting = view.waiting.length;
    await api.issue('blanketter');
    await desk.sees((later) => later.waiting.length > waiting);
    expect(times()).toBe(2);
    // Nothing that is said in several languages is in what is sent again and again.
    const newest = desk.told.findLast(([name]) => name === 'snapshot');
    expect(JSON.stringify(newest)).not.toContain('"sv":');
    await api.post('/takeover/end');

    // Whoever comes later has them, too, and so have the terminal and the day.
    for (const other of [
      await follows('desk', 'bord-1'),
      await follows('terminal'),
      await follows('day'),
    ])
      expect(other.told.slice(0, 2).map(([name]) => name)).toEqual(['words', 'snapshot']);
  });

  it('[HB11] a screen that has not shown one snapshot is sent no other, and then only the newest', async () => {
    const { socket, snapshot } = await screen({ view: 'board' }, {}, { shows: false });
    const received: ToldSnapshot[] = [];
    socket.on('snapshot', (one) => received.push(one));
    for (let ticket = 0; ticket < 5; ticket++) await api.issue('blanketter');
    const other = await screen({ view: 'board' }); // the hub has by now announced all five to others
    expect(received).toEqual([]);
    const newest = next(socket, () => true);
    show(socket, snapshot);
    expect((await newest).version).toBe(other.snapshot.version);
    expect(received).toHaveLength(1);
  });

  it('[HB11] AB-047 a screen that says nothing of what it was sent is cut', async () => {
    const { socket } = await screen({ view: 'board' }, {}, { shows: false });
    const [reason] = (await once(socket as never, 'disconnect')) as [string];
    expect(reason).toMatch(/^transport/);
  });

  it('[HB11] the view is sent anew while nothing happens, so that silence means a dead line', async () => {
    const { socket, snapshot } = await screen({ view: 'board' });
    const again = await next(socket, () => true);
    expect(again.version).toBe(snapshot.version);
    expect(again.at).toBeGreaterThan(snapshot.at);
  });

  it('[HB12] nothing in the window points at a visitor: no topic, no time of arrival', async () => {
    await api.post('/desks/bord-2/open');
    expect((await api.issue('god-man')).status).toBe(201); // a sensitive topic
    await api.post('/desks/bord-2/call-next');
    const { snapshot } = await screen({ view: 'board' });
    const { calls } = snapshot as Snapshot<'board'>;
    expect(Object.keys(calls[0] ?? {}).toSorted()).toEqual(
      ['calledAt', 'desk', 'deskName', 'id', 'language', 'number'].toSorted(),
    );
    await api.post('/desks/bord-2/finish');
  });

  it('[HB36] a desk that the book loses is let go, and told why it is not let in; the hub goes on', async () => {
    const { socket } = await screen({ view: 'desk', desk: 'bord-2', token: TOKEN });
    await api.post('/desks/bord-2/close');
    const gone = once(socket as never, 'disconnect');
    expect((await api.post('/desk-cards/bord-2/remove')).status).toBe(200);
    await gone;
    const again = { protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-2', token: TOKEN };
    expect(await refusal(again)).toBe('unknown-desk');
    expect((await api.get('/board')).status).toBe(200);
    expect(hub.errors).not.toContain('bord-2'); // nor is it a fault that anybody need read
  });
});

describe('a peer that does not speak Socket.io', () => {
  it('[HB13] polling, a made-up version and plain noise are turned away, and the hub lives', async () => {
    for (const path of [
      '/socket.io/?EIO=4&transport=polling',
      '/socket.io/?EIO=3&transport=websocket',
    ])
      expect((await fetch(hub.url + path)).status).toBe(400);
    const noise: TcpSocket = connect(hub.port, '127.0.0.1');
    noise.on('error', () => {}); // reset, or answered 400: 'close' follows
    noise.end('\0\0\0 this is no request\r\n\r\n');
    await once(noise.resume(), 'close');
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });
});

type Auth = Record<string, unknown> | undefined;

function open(auth: Auth, headers: Record<string, string> = {}): Screen {
  const socket: Screen = io(hub.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(auth && { auth }),
    extraHeaders: headers,
  });
  screens.push(socket);
  return socket;
}

async function refusal(auth: Auth, headers?: Record<string, string>): Promise<string> {
  const socket = open(auth, headers);
  return new Promise((refused, letIn) => {
    socket.on('connect_error', (error) => refused(error.message));
    socket.on('connect', () => letIn(new Error('let in')));
  });
}

/** Connects, and resolves with the first snapshot, which it says to have shown unless told otherwise. */
async function screen(
  auth: Record<string, unknown>,
  headers: Record<string, string> = {},
  { shows = true } = {},
): Promise<{ socket: Screen; snapshot: ToldSnapshot }> {
  const socket = open({ protocol: PROTOCOL_VERSION, ...auth }, headers);
  const snapshot = await new Promise<ToldSnapshot>((first, failed) => {
    socket.once('snapshot', first);
    socket.once('connect_error', failed);
  });
  if (shows) {
    show(socket, snapshot);
    socket.on('snapshot', (one) => show(socket, one));
    socket.on('still', (stamp) => socket.emit('shown', stamp));
  }
  return { socket, snapshot };
}

/** As our own screens do: all that it is told, and its view with its words. */
async function follows(view: ViewName, desk?: string) {
  const socket = open({ protocol: PROTOCOL_VERSION, token: TOKEN, view, ...(desk && { desk }) });
  const told: [name: string, what: unknown][] = [];
  socket.onAny((name: string, what: unknown) => told.push([name, what]));
  let newest: Snapshot<'desk'> | undefined;
  onWholeView<Snapshot<'desk'>>(socket, (view) => {
    newest = view;
  });
  const sees = async (wanted: (view: Snapshot<'desk'>) => boolean): Promise<Snapshot<'desk'>> => {
    await expect.poll(() => newest !== undefined && wanted(newest)).toBe(true);
    return newest as Snapshot<'desk'>;
  };
  await sees(() => true);
  return { told, sees };
}

function show(socket: Screen, { day, version, at }: ToldSnapshot): void {
  socket.emit('shown', { day, version, at });
}

function next(socket: Screen, wanted: (board: Board) => boolean): Promise<Snapshot<'board'>> {
  return new Promise((found) => {
    socket.on('snapshot', (snapshot) => {
      if (wanted(snapshot as Snapshot<'board'>)) found(snapshot as Snapshot<'board'>);
    });
  });
}

function ask(socket: Screen, name: string, request: unknown): Promise<Reply<unknown>> {
  const raw = socket as unknown as {
    emitWithAck: (name: string, request: unknown) => Promise<Reply<unknown>>;
  };
  return raw.emitWithAck(name, request);
}
