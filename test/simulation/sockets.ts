/**
 * Socket.io between screens and hubs, as far as ours use it, over lines that take time, stand still, break, and break so
 * that one side does not hear of it. What goes over one line stays in order and comes once, as TCP has it; what is lost
 * with a line is lost for good, and what comes twice comes because somebody sent it twice.
 */
import type { Machine, World } from './world.ts';

/** Of both sides: who hears nothing for so long knows that the line is dead. */
const PINGS_GIVE_UP_MS = 18_000;

type Listener = (...args: readonly never[]) => unknown;
type Message = {
  name: string;
  payload: unknown;
  answer?: ((reply: unknown) => void) | undefined;
};

const copyOf = <What>(what: What): What =>
  what === undefined ? what : (JSON.parse(JSON.stringify(what)) as What);

/** Names and who listens to them. */
class Listeners {
  readonly #byName = new Map<string, Listener[]>();

  on(name: string, listener: Listener): void {
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), listener]);
  }

  tell(name: string, ...args: readonly unknown[]): void {
    for (const listener of this.#byName.get(name) ?? []) listener(...(args as never[]));
  }
}

export type NetworkParts = {
  world: World;
  /** The hub that a screen reaches at the moment; undefined: none. */
  route: (screen: Machine) => SimulatedServer | undefined;
  slowestMs: () => number;
  /** Told of every snapshot that leaves a hub, and of every word that one still stands. */
  onSnapshot: (server: SimulatedServer, socket: ServerSocket, snapshot: unknown) => void;
};

export class Network {
  readonly parts: NetworkParts;
  readonly lines = new Set<Line>();
  #names = 0;

  constructor(parts: NetworkParts) {
    this.parts = parts;
  }

  nextName(): string {
    return `line-${++this.#names}`;
  }
}

/** The network that the modules of Socket.io stand for at the moment. */
let network: Network | null = null;
let dialling: Machine | null = null;

export function useNetwork(next: Network | null): void {
  network = next;
}

/** Runs what makes a screen's connection, on `screen`. */
export function onScreen<Made>(screen: Machine, make: () => Made): Made {
  dialling = screen;
  // Of the page that the screen is: there is one address for all hubs.
  const page = Object.assign(globalThis, { location: { origin: 'http://hubs.invalid' } });
  try {
    return make();
  } finally {
    dialling = null;
    Reflect.deleteProperty(page, 'location');
  }
}

/** In place of the client's `io`. */
export function io(
  _hub: string,
  options: { auth: (say: (who: unknown) => void) => void },
): ClientSocket {
  if (!network || !dialling) throw new Error('no screen is dialling');
  return new ClientSocket(network, dialling, options.auth);
}

/** One TCP connection, from when it is made until both sides have let go. */
export class Line {
  readonly client: ClientSocket;
  readonly server: ServerSocket;
  readonly #network: Network;
  readonly #arrived = { client: 0, server: 0 };
  readonly #hears = { client: true, server: true };
  /** Nothing of what is sent gets anywhere any more. */
  #broken = false;
  #standsUntil = 0;

  constructor(network: Network, client: ClientSocket, server: ServerSocket) {
    this.#network = network;
    this.client = client;
    this.server = server;
    network.lines.add(this);
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  to(side: 'client' | 'server', deliver: () => void): void {
    const { world, slowestMs } = this.#network.parts;
    const soon = world.now() + world.between(1, slowestMs() + 1);
    const at = Math.max(soon, this.#standsUntil, this.#arrived[side]);
    this.#arrived[side] = at;
    world.on(this.#machineOf(side), at - world.now(), () => {
      if (!this.#broken && this.#hears[side]) deliver();
    });
  }

  /** What is under way is lost. A side that is not told learns by its pings. */
  break({ clientAfter = 0, serverAfter = 0 }: { clientAfter?: number; serverAfter?: number } = {}) {
    if (this.#broken) return;
    this.#broken = true;
    this.#end('client', Math.min(clientAfter, PINGS_GIVE_UP_MS));
    this.#end('server', Math.min(serverAfter, PINGS_GIVE_UP_MS));
  }

  /** Nothing arrives for a while, and then all of it. */
  stand(ms: number): void {
    this.#standsUntil = this.#network.parts.world.now() + ms;
  }

  /** One side ends it and knows so at once. */
  endBy(side: 'client' | 'server', reason: string): void {
    if (!this.#hears[side]) return;
    this.#hears[side] = false;
    const other = side === 'client' ? 'server' : 'client';
    if (this.#broken) this.#told(side, reason);
    else {
      this.to(other, () => {
        this.#broken = true;
        this.#hears[other] = false;
        this.#told(other, 'transport close');
      });
      this.#told(side, reason);
    }
  }

  #end(side: 'client' | 'server', afterMs: number): void {
    this.#network.parts.world.on(this.#machineOf(side), afterMs, () => {
      if (!this.#hears[side]) return;
      this.#hears[side] = false;
      this.#told(side, afterMs < PINGS_GIVE_UP_MS ? 'transport close' : 'ping timeout');
    });
  }

  #told(side: 'client' | 'server', reason: string): void {
    this.#network.lines.delete(this);
    if (side === 'client') this.client.lost(this, reason);
    else this.server.lost(reason);
  }

  #machineOf(side: 'client' | 'server'): Machine {
    return side === 'client' ? this.client.machine : this.server.machine;
  }
}

/** A screen's side. */
export class ClientSocket {
  readonly machine: Machine;
  connected = false;
  active = true;
  readonly #network: Network;
  readonly #auth: (say: (who: unknown) => void) => void;
  readonly #listeners = new Listeners();
  readonly #unsent: Message[] = [];
  readonly #unanswered = new Set<() => void>();
  #line: Line | null = null;
  #attempts = 0;
  #stopRetry = () => {};

  constructor(network: Network, machine: Machine, auth: (say: (who: unknown) => void) => void) {
    this.#network = network;
    this.machine = machine;
    this.#auth = auth;
    network.parts.world.on(machine, 0, () => this.#open());
  }

  on(name: string, listener: Listener): this {
    this.#listeners.on(name, listener);
    return this;
  }

  emit(name: string, payload?: unknown): void {
    this.#send({ name, payload: copyOf(payload) });
  }

  timeout(ms: number) {
    return {
      emitWithAck: (name: string, payload: unknown): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const end = () => {
            stop();
            this.#unanswered.delete(giveUp);
          };
          const giveUp = () => {
            end();
            reject(new Error('operation has timed out'));
          };
          const stop = this.#network.parts.world.on(this.machine, ms, giveUp);
          this.#unanswered.add(giveUp);
          const answer = (reply: unknown) => {
            end();
            resolve(reply);
          };
          this.#send({ name, payload: copyOf(payload), answer });
        }),
    };
  }

  connect(): this {
    if (this.connected || this.#line) return this;
    this.active = true;
    this.#stopRetry();
    this.#open();
    return this;
  }

  disconnect(): this {
    this.active = false;
    this.#stopRetry();
    const line = this.#line;
    if (line) line.endBy('client', 'io client disconnect');
    return this;
  }

  close(): this {
    return this.disconnect();
  }

  lost(line: Line, reason: string): void {
    if (this.#line !== line) return;
    this.#line = null;
    const was = this.connected;
    this.connected = false;
    for (const giveUp of [...this.#unanswered]) giveUp();
    if (was) this.#listeners.tell('disconnect', reason);
    if (reason === 'io client disconnect') return;
    if (!was) this.#listeners.tell('connect_error', new Error('xhr poll error'));
    this.#retry();
  }

  /** The hub's word, over a line that stands. */
  admitted(line: Line): void {
    if (this.#line !== line) return;
    this.connected = true;
    this.#attempts = 0;
    for (const message of this.#unsent.splice(0)) this.#send(message);
    this.#listeners.tell('connect');
  }

  refused(line: Line, why: string): void {
    if (this.#line !== line) return;
    this.#line = null;
    this.active = false;
    this.#listeners.tell('connect_error', new Error(why));
  }

  receive(name: string, payload: unknown): void {
    this.#listeners.tell(name, payload);
  }

  #open(): void {
    const { world, route } = this.#network.parts;
    const server = route(this.machine);
    if (!server) {
      world.on(this.machine, world.between(1, 200), () => {
        this.#listeners.tell('connect_error', new Error('websocket error'));
        this.#retry();
      });
      return;
    }
    const socket = new ServerSocket(server, this.#network.nextName());
    const line = new Line(this.#network, this, socket);
    socket.line = line;
    this.#line = line;
    this.#auth((who) => {
      const auth = copyOf(who);
      line.to('server', () => server.meet(socket, auth));
    });
  }

  #retry(): void {
    if (!this.active) return;
    const { world } = this.#network.parts;
    const usual = Math.min(300 * 2 ** this.#attempts++, 5_000);
    this.#stopRetry();
    this.#stopRetry = world.on(this.machine, usual * (0.5 + world.random()), () => {
      if (!this.#line) this.#open();
    });
  }

  #send(message: Message): void {
    const line = this.#line;
    if (!this.connected || !line) {
      this.#unsent.push(message);
      return;
    }
    line.to('server', () => line.server.receive(message));
  }
}

/** A hub's side. */
export class ServerSocket {
  readonly server: SimulatedServer;
  readonly id: string;
  readonly request = { headers: {} };
  readonly data = {};
  handshake: { auth: unknown; address: string } = { auth: undefined, address: '192.0.2.1' };
  /** Sent and not said to be shown. */
  inFlight = 0;
  line!: Line;
  readonly #listeners = new Listeners();
  readonly #any: ((name: string, ...sent: unknown[]) => void)[] = [];
  readonly conn = {
    transport: { socket: { terminate: () => this.line.endBy('server', 'transport close') } },
    close: () => this.line.endBy('server', 'transport close'),
    /** @param packet an event of Socket.IO's, encoded */
    write: (packet: string) => {
      const [name, sent]: [string, unknown] = JSON.parse(packet.slice('2'.length));
      this.#send(name, sent);
    },
  };

  constructor(server: SimulatedServer, id: string) {
    this.server = server;
    this.id = id;
  }

  get machine(): Machine {
    return this.server.machine;
  }

  on(name: string, listener: Listener): this {
    this.#listeners.on(name, listener);
    return this;
  }

  onAny(listener: (name: string, ...sent: unknown[]) => void): this {
    this.#any.push(listener);
    return this;
  }

  emit(name: string, payload?: unknown): void {
    this.#send(name, copyOf(payload));
  }

  #send(name: string, sent: unknown): void {
    if (name === 'snapshot' || name === 'still') {
      this.inFlight++;
      this.server.network.parts.onSnapshot(this.server, this, sent);
    }
    const { line } = this;
    line.to('client', () => line.client.receive(name, sent));
  }

  disconnect(): void {
    this.line.endBy('server', 'server namespace disconnect');
  }

  receive({ name, payload, answer }: Message): void {
    if (name === 'shown') this.inFlight--;
    const { line } = this;
    const reply = (told: unknown) => {
      const copy = copyOf(told);
      line.to('client', () => answer?.(copy));
    };
    const sent = answer ? [payload, reply] : [payload];
    for (const listener of this.#any) listener(name, ...sent);
    this.#listeners.tell(name, ...sent);
  }

  lost(reason: string): void {
    this.server.sockets.delete(this.id);
    this.#listeners.tell('disconnect', reason);
  }
}

type Middleware = (socket: ServerSocket, next: (refusal?: Error) => void) => void;

/** In place of Socket.io's Server. */
export class SimulatedServer {
  readonly machine: Machine;
  readonly network: Network;
  readonly sockets = new Map<string, ServerSocket>();
  readonly engine = { use() {}, close() {} };
  readonly #middleware: Middleware[] = [];
  readonly #listeners = new Listeners();

  constructor(http: { serves: Machine; isServing: (server: SimulatedServer) => void }) {
    if (!network) throw new Error('there is no network');
    this.network = network;
    this.machine = http.serves;
    http.isServing(this);
  }

  use(middleware: Middleware): this {
    this.#middleware.push(middleware);
    return this;
  }

  on(name: string, listener: Listener): this {
    this.#listeners.on(name, listener);
    return this;
  }

  /** Agents come another way here. */
  of(space: string) {
    const sockets = space === '/' ? this.sockets : new Map<string, ServerSocket>();
    return { sockets, use() {}, on() {} };
  }

  meet(socket: ServerSocket, auth: unknown): void {
    socket.handshake = { auth, address: socket.line.client.machine.name };
    const { line } = socket;
    for (const middleware of this.#middleware)
      middleware(socket, (refusal) => {
        if (refusal) {
          line.to('client', () => line.client.refused(line, refusal.message));
          return;
        }
        this.sockets.set(socket.id, socket);
        line.to('client', () => line.client.admitted(line));
        this.#listeners.tell('connection', socket);
      });
  }
}
