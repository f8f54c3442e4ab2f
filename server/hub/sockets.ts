/**
 * The hub's sockets: who may connect, which view she follows, what she may ask. Websocket only; one
 * connection follows one view, named when it connects, and no screen ever chooses a room.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Server } from 'socket.io';
import { AGENT_NAMESPACE } from '#shared/agent-protocol.ts';
import type { ActName, SessionId } from '#shared/identity.ts';
import {
  type ConnectRefusal,
  type Handshake,
  handshake,
  OLDEST_PROTOCOL_SERVED,
  PROTOCOL_VERSION,
  type RequestName,
  showing,
  shown,
} from '#shared/protocol.ts';
import type { ViewName } from '#shared/views.ts';
import type { AgencyId, DeskId, OfficeId } from '#shared/vocabulary.ts';
import { WordsApart } from '#shared/words-apart.ts';
import { EventLogUnavailable } from '../event-log/event-log.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import type { Caller } from '../identity/caller.ts';
import type { Doorkeeper } from '../identity/doorkeeper.ts';
import type { LiveDevices } from '../identity/live-devices.ts';
import type { People } from '../identity/live-people.ts';
import { mayFollow } from '../identity/rights.ts';
import type { SessionCookie } from '../identity/session-cookie.ts';
import type { Sessions } from '../identity/sessions.ts';
import { SharedMemoryUnavailable } from '../shared-memory/shared-memory.ts';
import { type AgentPrinters, serveAgents } from './agents.ts';
import { Channel, cut, type Hub, type ScreenSocket } from './announce.ts';
import { answer, isRequest } from './answer.ts';
import type { ScreenLine } from './displays.ts';
import type { Limits } from './limits.ts';
import { desksOf } from './of-agency.ts';
import type { Office } from './office.ts';
import { performFor } from './perform-for.ts';
import type { Presence } from './presence.ts';

const CUT_STALLED_EVERY_MS = 1_000;
/** So many unknown or ill-timed messages, and the connection is cut. */
const PATIENCE = 20;

/** What each screen may ask. A window only looks. */
const RIGHTS: Record<ViewName, (name: RequestName) => boolean> = {
  board: () => false,
  terminal: (name) => name === 'ticket:issue',
  desk: () => true,
  day: () => true,
};

export type SocketParts = {
  http: HttpServer | HttpsServer;
  offices: ReadonlyMap<OfficeId, Office>;
  doorkeeper: Doorkeeper;
  limits: Limits;
  /** Whoever is signed in, and what she does; a device that is paired. */
  identity: {
    cookie: Pick<SessionCookie, 'read'>;
    sessions: Pick<Sessions, 'onEnd' | 'pressed'>;
    devices: Pick<LiveDevices, 'onChange'>;
    people: Pick<People, 'onChange'>;
    presence: Presence;
    audit: Pick<AuditTrail, 'record'>;
  };
  onFault: (fault: unknown) => void;
  /** The printers that other computers' agents come for. */
  agentPrinters: AgentPrinters;
  /** Whose request it is: behind a proxy that is trusted, whom that names. */
  addressOf: (request: IncomingMessage) => string;
  /** Where the same offices are served, as origins. */
  hubs: readonly string[];
};

export type OpenSockets = {
  /** Lets every screen go, at once. */
  close: () => void;
  /** For each view that is followed, which screens follow it. */
  screens: () => { office: OfficeId; view: ViewName; screens: number; oldestUnshownMs: number }[];
};

export function serveSockets({
  http,
  offices,
  doorkeeper,
  limits,
  identity,
  onFault,
  agentPrinters,
  addressOf,
  hubs,
}: SocketParts): OpenSockets {
  const { cookie, sessions, devices, people, presence, audit } = identity;
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
  hub.engine.use(cookie.read);
  const closeAgents = serveAgents({
    ...{ hub, offices, doorkeeper, limits, presence, addressOf, onAway },
    printers: agentPrinters,
    onDoubled: (caller) => note(caller, caller.office, 'device:doubled'),
  });
  /** Of each office that somebody follows, by view and whose it is. */
  const channelsOf = new Map<Office, Map<string, Channel>>();
  const allChannels = () => [...channelsOf.values()].flatMap((channels) => [...channels.values()]);
  const bySession = new Map<SessionId, Set<ScreenSocket>>();
  const quit = [
    // What hangs on a session or a device ends with it, at once.
    sessions.onEnd((session) => {
      for (const socket of bySession.get(session) ?? []) cut(socket);
    }),
    devices.onChange((device) => {
      presence.cutDevice(device);
      // The day tells which there are.
      for (const channel of allChannels()) channel.announce();
    }),
    people.onChange((event) => {
      if (event.type === 'TokenRevoked')
        cutAll((caller) => caller.kind === 'token' && caller.token === event.token);
      // Trial mode ends for whoever is in the middle of it, too.
      if (event.type === 'AccountAdded' && doorkeeper.founded)
        cutAll(({ kind }) => kind === 'trial' || kind === 'stranger');
    }),
    ...[...offices.values()].map((office) =>
      office.onChange(() => {
        for (const channel of channelsOf.get(office)?.values() ?? []) channel.announce();
      }),
    ),
  ];
  const watch = setInterval(() => {
    for (const channel of allChannels()) channel.cutStalled(performance.now());
  }, CUT_STALLED_EVERY_MS);

  hub.use((socket, next) => {
    letIn(socket, next).catch(onFault);
  });

  hub.on('connection', (socket) => {
    const { office, view, desk, display, screen, caller } = socket.data as Admitted;
    const address = addressOf(socket.request);
    const agency = agencyOf(caller);
    const kind = `${office.book.id}/${view}/${agency ?? ''}/`;
    const key = `${kind}${desk ?? ''}`;
    const channels = channelsOf.get(office) ?? new Map<string, Channel>();
    channelsOf.set(office, channels);
    const channel =
      channels.get(key) ??
      new Channel({
        onFault,
        // null: the book has lost the desk since.
        take: () => (desk && !hasDesk(office, desk) ? null : office.snapshot(view, desk, agency)),
        wordsApart: view === 'board' ? null : wordsFor(kind, channels, office),
      });
    channels.set(key, channel);
    if (hubs.length > 0) socket.emit('hubs', hubs);
    const disconnected = limits.connected(caller, address);
    const leave = enter(socket, socket.data as Admitted);

    answer(socket, {
      refuse: async (name) => {
        if ((await limits.messageFrom(socket.id)) > 0) return 'too-many-requests';
        return RIGHTS[view](name) ? undefined : 'not-allowed';
      },
      perform: async (asked) => {
        if (caller.kind === 'person') sessions.pressed(caller.session);
        if (view !== 'terminal') {
          const reply = await performFor(caller, office, asked, { audit, from: 'counter' });
          return reply.ok ? { ...reply, version: office.version } : reply;
        }
        const isHeld = caller.kind !== 'operator' && !office.knows(asked.requestId);
        const terminal = caller.kind === 'device' ? caller.device : address;
        if (isHeld && (await limits.ticketFrom(terminal)) > 0)
          return { ok: false, code: 'too-many-requests' };
        return performFor(caller, office, asked, { audit, from: 'terminal' });
      },
      onOutOfTurn: () => outOfTurn(),
      onFault,
    });
    const outOfTurn = () => {
      if (losePatience(socket)) misbehaves(caller, office.book.id);
    };
    socket.on('shown', (message: unknown) => {
      const parsed = shown.safeParse(message);
      if (!parsed.success || !channel.shown(socket, parsed.data)) outOfTurn();
    });
    const line =
      screen === undefined
        ? undefined
        : followAsWindow(socket, office, { display, screen, caller });
    socket.onAny((name: string) => {
      const isSaid = name === 'shown' || (name === 'showing' && line);
      if (!isSaid && !isRequest(name)) outOfTurn();
    });
    socket.on('disconnect', () => {
      disconnected();
      channel.remove(socket);
      leave();
      line?.gone();
      if (channel.isEmpty && channels.get(key) === channel) channels.delete(key);
    });
    try {
      channel.add(socket);
    } catch (fault) {
      onFault(fault);
    }
  });

  const close = () => {
    clearInterval(watch);
    for (const leave of quit) leave();
    for (const channel of allChannels()) channel.close();
    for (const socket of hub.of('/').sockets.values()) cut(socket);
    closeAgents();
    hub.engine.close(); // those that never said which view they follow
  };
  const screens = () =>
    [...channelsOf].flatMap(([office, channels]) =>
      [...channels].map(([key, channel]) => {
        const view = key.split('/')[1] as ViewName;
        const oldestUnshownMs = channel.oldestUnshownMs(performance.now());
        return { office: office.book.id, view, screens: channel.size, oldestUnshownMs };
      }),
    );
  return { close, screens };

  function onAway(fault: unknown): null {
    if (!(fault instanceof SharedMemoryUnavailable || fault instanceof EventLogUnavailable))
      onFault(fault);
    return null;
  }

  async function letIn(socket: ScreenSocket, next: (fault?: Error) => void): Promise<void> {
    const refuse = (why: ConnectRefusal) => {
      next(new Error(why));
      // After the refusal, which Socket.io sends in the next tick: who guesses at tokens connects anew for each.
      setImmediate(() => socket.conn.close());
    };
    const admitted = await admit(socket.request, socket.handshake.auth).catch(onAway);
    if (!admitted) {
      socket.conn.close(); // it comes again, and until then shows what it has
      return;
    }
    if (!admitted.ok) return refuse(admitted.why);
    if (!limits.mayConnect(admitted.caller, addressOf(socket.request)))
      return refuse('too-many-connections');
    Object.assign(socket.data, admitted);
    // Connected a tick later, with nothing read from log or network in between: what is admitted here holds there.
    next();
  }

  /** @throws {EventLogUnavailable | SharedMemoryUnavailable} */
  async function admit(
    request: IncomingMessage,
    auth: unknown,
  ): Promise<({ ok: true } & Admitted) | { ok: false; why: ConnectRefusal }> {
    const refused = (why: ConnectRefusal) => ({ ok: false, why }) as const;
    const parsed = handshake.safeParse(auth);
    if (!parsed.success) return refused('malformed-request');
    const { protocol, view, desk, display, screen, token, proof } = parsed.data;
    if (protocol < OLDEST_PROTOCOL_SERVED) return refused('protocol-too-old');
    if (protocol > PROTOCOL_VERSION) return refused('protocol-too-new');
    // First: nothing is waited for after it, so that all the rest is as it stands now.
    const proven = proof && (await doorkeeper.prove(request, proof));
    const office = officeFor(parsed.data);
    if (!office) return refused('unknown-office');
    if ((view === 'desk') !== (desk !== undefined)) return refused('malformed-request');
    if (view !== 'board' && display) return refused('malformed-request');
    if (view !== 'board' && screen && !proof) return refused('malformed-request');
    if (desk && !hasDesk(office, desk)) return refused('unknown-desk');
    const trust = doorkeeper.recognise(request, token, proven);
    if (!trust.ok) {
      if (trust.why === 'locked') return refused('locked');
      return refused(proof && trust.why === 'wrong-credential' ? 'revoked' : 'not-allowed');
    }
    const { caller } = trust;
    const mine = { ok: true, office, view, desk, screen, caller } as const;
    if (caller.kind === 'device') {
      if (!mayFollow(caller, view, office.book.id)) return refused('not-allowed');
      return { ...mine, display: caller.display ?? undefined };
    }
    if (caller.kind === 'stranger') {
      // Until somebody can pair it, a window shows what everybody may see from the square.
      if (view === 'board' && !doorkeeper.founded) return { ...mine, display };
      if (view === 'board' || view === 'terminal')
        return refused(doorkeeper.founded ? 'not-paired' : 'not-allowed');
      return refused(doorkeeper.founded ? 'signed-out' : 'not-allowed');
    }
    if (!mayFollow(caller, view, office.book.id)) return refused('not-allowed');
    const agency = agencyOf(caller);
    if (agency && desk && !desksOf(office.book, agency).has(desk)) return refused('unknown-desk');
    return { ...mine, display };
  }

  function cutAll(whose: (caller: Caller) => boolean): void {
    for (const space of [hub.of('/'), hub.of(AGENT_NAMESPACE)])
      for (const socket of space.sockets.values())
        if (whose((socket.data as Admitted).caller)) cut(socket);
  }

  /** What hangs on the line: a session, a device, a person at a desk. @returns what ends it */
  function enter(socket: ScreenSocket, { office, desk, screen, caller }: Admitted): () => void {
    if (caller.kind === 'device') {
      // By a word of ours: two that have one key come back, and not at once each time.
      return presence.deviceOnLine(caller.device, {
        screen: screen ?? socket.id,
        cut: () => void socket.disconnect(true),
        onDoubled: () => note(caller, office.book.id, 'device:doubled'),
      });
    }
    if (caller.kind !== 'person') return () => {};
    const { session, account, name, device } = caller;
    const sockets = bySession.get(session) ?? new Set();
    bySession.set(session, sockets.add(socket));
    const leaves = device && presence.worksAt(device, office.book.id);
    const stands = desk && presence.sits({ office: office.book.id, desk, account, name });
    return () => {
      sockets.delete(socket);
      if (sockets.size === 0 && bySession.get(session) === sockets) bySession.delete(session);
      if (leaves) leaves();
      if (stands) stands();
    };
  }

  /** A device of ours does not speak out of turn: something else does, in its name. */
  function misbehaves(caller: Caller, office: OfficeId): void {
    if (caller.kind === 'device') note(caller, office, 'device:misbehaves');
  }

  function note(caller: Caller, office: OfficeId, what: ActName): void {
    const on = caller.kind === 'device' ? `device:${caller.device}` : '';
    audit.record({ caller, office, what, on, result: 'done' }).catch(onFault);
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
      if (!parsed.success || (await limits.messageFrom(socket.id)) > 0) {
        losePatience(socket);
        return;
      }
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

const hasDesk = ({ book }: Office, desk: DeskId): boolean =>
  book.desks.some(({ id }) => id === desk);

/** The desks of an office say mostly the same, and share their words. */
function wordsFor(
  kind: string,
  channels: ReadonlyMap<string, Channel>,
  office: Office,
): WordsApart {
  const [, likeIt] = [...channels].find(([key]) => key.startsWith(kind)) ?? [];
  return likeIt?.wordsApart ?? new WordsApart(() => office.book);
}

const agencyOf = (caller: Caller): AgencyId | null =>
  caller.kind === 'person' ? caller.agency : null;

/** Patience with a screen that speaks out of turn is finite. @returns whether it has just ended */
function losePatience(socket: ScreenSocket): boolean {
  const data = socket.data as { outOfTurn?: number };
  data.outOfTurn = (data.outOfTurn ?? 0) + 1;
  if (data.outOfTurn !== PATIENCE + 1) return false;
  cut(socket);
  return true;
}
