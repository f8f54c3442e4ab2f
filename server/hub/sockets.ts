/**
 * The hub's sockets: who may connect, which view she follows, what she may ask. Websocket only; one
 * connection follows one view, named when it connects, and no screen ever chooses a room.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Server } from 'socket.io';
import {
  type ConnectRefusal,
  type Handshake,
  handshake,
  OLDEST_PROTOCOL_SERVED,
  PROTOCOL_VERSION,
  type RequestName,
  requests,
  showing,
  shown,
  type ViewName,
} from '#shared/protocol.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Caller, Doorkeeper } from '../identity/doorkeeper.ts';
import { type AgentPrinters, serveAgents } from './agents.ts';
import { Channel, cut, type Hub, type ScreenSocket } from './announce.ts';
import { answer } from './answer.ts';
import type { ScreenLine } from './displays.ts';
import type { Limits } from './limits.ts';
import type { Office } from './office.ts';

/** Every view is sent anew this often: screens know by it that the line lives, and what time it is. */
const REPEAT_MS = 5_000;
const CUT_STALLED_EVERY_MS = 1_000;
/** So many unknown or ill-timed messages, and the connection is cut. */
const PATIENCE = 20;

/** What each screen may ask. A window only looks. */
const RIGHTS: Record<ViewName, (name: RequestName) => boolean> = {
  board: () => false,
  terminal: (name) => name === 'ticket:issue',
  desk: () => true,
};

export type SocketParts = {
  http: HttpServer | HttpsServer;
  offices: ReadonlyMap<OfficeId, Office>;
  doorkeeper: Doorkeeper;
  limits: Limits;
  onFault: (fault: unknown) => void;
  /** The printers that other computers' agents come for. */
  agentPrinters: AgentPrinters;
};

/** @returns a function that lets every screen go, at once. */
export function serveSockets({
  http,
  offices,
  doorkeeper,
  limits,
  onFault,
  agentPrinters,
}: SocketParts): () => void {
  const hub: Hub = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    cors: { origin: false },
    allowEIO3: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 5_000,
    cleanupEmptyChildNamespaces: true,
  });
  const closeAgents = serveAgents({
    ...{ hub, offices, doorkeeper, limits },
    printers: agentPrinters,
  });
  const channels = new Map<string, Channel>();
  const quit = [...offices.values()].map((office) =>
    office.onChange(() => {
      for (const [room, channel] of channels)
        if (room.startsWith(`${office.book.id}/`)) channel.announce();
    }),
  );
  const repeat = setInterval(() => {
    for (const channel of channels.values()) channel.announce();
  }, REPEAT_MS);
  const watch = setInterval(() => {
    for (const channel of channels.values()) channel.cutStalled(performance.now());
  }, CUT_STALLED_EVERY_MS);

  hub.use((socket, next) => {
    const refuse = (why: ConnectRefusal) => {
      next(new Error(why));
      // After the refusal, which Socket.io sends in the next tick: who guesses at tokens connects anew for each.
      setImmediate(() => socket.conn.close());
    };
    const admitted = admit(socket.request, socket.handshake.auth);
    if (!admitted.ok) return refuse(admitted.why);
    if (!limits.mayConnect(socket.handshake.address)) return refuse('too-many-connections');
    Object.assign(socket.data, admitted);
    next();
  });

  hub.on('connection', (socket) => {
    const { office, view, desk, display, screen, caller } = socket.data as Admitted;
    const room = [office.book.id, view, ...(desk ? [desk] : [])].join('/');
    const channel = channels.get(room) ?? new Channel(hub, room, () => office.snapshot(view, desk));
    channels.set(room, channel);
    limits.connected(socket.handshake.address);

    answer(socket, {
      refuse: async (name) => {
        if ((await limits.messageFrom(socket.id)) > 0) return 'too-many-requests';
        return RIGHTS[view](name) ? undefined : 'not-allowed';
      },
      perform: async (asked) => {
        if (view !== 'terminal') return office.perform(asked, { from: 'counter', by: null });
        const isHeld = caller.kind !== 'token' && !office.knows(asked.requestId);
        if (isHeld && (await limits.ticketFrom(socket.handshake.address)) > 0)
          return { ok: false, code: 'too-many-requests' };
        return office.perform(asked, { from: 'terminal', by: null });
      },
      onOutOfTurn: () => losePatience(socket),
      onFault,
    });
    socket.on('shown', (message: unknown) => {
      const parsed = shown.safeParse(message);
      if (!parsed.success || !channel.shown(socket, parsed.data)) losePatience(socket);
    });
    const line =
      screen === undefined
        ? undefined
        : followAsWindow(socket, office, { display, screen, caller });
    socket.onAny((name: string) => {
      const isSaid = name === 'shown' || (name === 'showing' && line);
      if (!isSaid && !Object.hasOwn(requests, name)) losePatience(socket);
    });
    socket.on('disconnect', () => {
      limits.disconnected(socket.handshake.address);
      channel.remove(socket);
      line?.gone();
      if (channel.isEmpty && channels.get(room) === channel) channels.delete(room);
    });
    void channel.add(socket).catch(onFault);
  });

  return () => {
    clearInterval(repeat);
    clearInterval(watch);
    for (const leave of quit) leave();
    for (const channel of channels.values()) channel.close();
    for (const socket of hub.of('/').sockets.values()) cut(socket);
    closeAgents();
    hub.engine.close(); // those that never said which view they follow
  };

  function admit(
    request: IncomingMessage,
    auth: unknown,
  ): ({ ok: true } & Admitted) | { ok: false; why: ConnectRefusal } {
    const refused = (why: ConnectRefusal) => ({ ok: false, why }) as const;
    const parsed = handshake.safeParse(auth);
    if (!parsed.success) return refused('malformed-request');
    const { protocol, view, desk, display, screen, token } = parsed.data;
    if (protocol < OLDEST_PROTOCOL_SERVED) return refused('protocol-too-old');
    if (protocol > PROTOCOL_VERSION) return refused('protocol-too-new');
    const office = officeFor(parsed.data);
    if (!office) return refused('unknown-office');
    if ((view === 'desk') !== (desk !== undefined)) return refused('malformed-request');
    if (view !== 'board' && (display ?? screen)) return refused('malformed-request');
    if (desk && !office.book.desks.some(({ id }) => id === desk)) return refused('unknown-desk');
    const trust = doorkeeper.recognise(request, token);
    if (!trust.ok) return refused('not-allowed');
    // What the window shows, everybody may see from the square.
    if (trust.caller.kind === 'stranger' && view !== 'board') return refused('not-allowed');
    return { ok: true, office, view, desk, display, screen, caller: trust.caller };
  }

  /** A board that says which browser it is in is a window: what it shows is kept, and missed when it is gone. */
  function followAsWindow(
    socket: ScreenSocket,
    office: Office,
    { display, screen, caller }: Pick<Admitted, 'display' | 'caller'> & { screen: string },
  ): ScreenLine {
    const line = office.displays.connected({
      ...{ display, screen, trusted: caller.kind !== 'stranger' },
      reload: () => socket.emit('reload'),
    });
    socket.on('showing', async (message: unknown) => {
      const parsed = showing.safeParse(message);
      if (!parsed.success || (await limits.messageFrom(socket.id)) > 0) return losePatience(socket);
      try {
        line.said(parsed.data);
      } catch (fault) {
        onFault(fault); // nobody waits for an answer, and the hub must not end for a window's word
      }
    });
    return line;
  }

  /** The office that is named, or the only one. */
  function officeFor({ office }: Handshake): Office | undefined {
    if (office) return offices.get(office);
    return offices.size === 1 ? [...offices.values()][0] : undefined;
  }
}

type Admitted = {
  office: Office;
  view: ViewName;
  desk: Handshake['desk'];
  display: Handshake['display'];
  screen: Handshake['screen'];
  caller: Caller;
};

/** Patience with a screen that speaks out of turn is finite. */
function losePatience(socket: ScreenSocket): void {
  const data = socket.data as { outOfTurn?: number };
  data.outOfTurn = (data.outOfTurn ?? 0) + 1;
  if (data.outOfTurn > PATIENCE) cut(socket);
}
