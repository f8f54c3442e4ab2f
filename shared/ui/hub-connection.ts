/**
 * A screen's line to the hub: the newest snapshot of one view, whether it can be trusted, and requests.
 *
 * A snapshot older than the one on the screen is refused. Every snapshot is answered with `shown`; the
 * hub repeats the newest one every few seconds, or says that it stands, so silence means the line is dead whatever the
 * socket says.
 */
import { io, type Socket } from 'socket.io-client';
import type { DeviceProof } from '../identity.ts';
import type {
  Answers,
  ClientToServerEvents,
  ConnectRefusal,
  Handshake,
  Reply,
  RequestInput,
  RequestName,
  ServerToClientEvents,
  ShowingSaid,
  ToldSnapshot,
} from '../protocol.ts';
import { PROTOCOL_VERSION } from '../protocol-version.ts';
import type { Snapshot, Stamp, ViewName } from '../views.ts';
import type { EpochMs } from '../vocabulary.ts';
import { putTogether, type Words } from '../words-apart.ts';
import type { KnownHubs } from './known-hubs.ts';

/** The hub speaks at least every 5 s; three times that is silence. */
const SILENCE_MS = 15_000;
const ANSWER_WITHIN_MS = 3_000;
const DRAWN_WITHIN_MS = 500;
/** Five hundred screens of a hub that died do not come to another at once. */
const MOVE_ON_WITHIN_MS = 2_000;
/** A screen that was refused may be paired, or the hub upgraded, while it waits. */
const RETRY_REFUSED_MS = 5_000;
/** How long a request is tried, with the same id, before the screen says that the hub is out of reach. */
const GIVE_UP_AFTER_MS = 9_000;

export type Feed<Name extends ViewName> =
  | { state: 'connecting' }
  | { state: 'live'; snapshot: Snapshot<Name> }
  /** The hub is out of reach since `since` (device time). `snapshot` is the last one known, and old. */
  | { state: 'stale'; snapshot: Snapshot<Name>; since: EpochMs }
  | { state: 'refused'; why: ConnectRefusal };

/** The part of the connection that a screen needs; tests pass another. */
export interface FeedSource<Name extends ViewName> {
  readonly feed: Feed<Name>;
  /** Runs `listener` at every change of `feed`, until the returned function is run. */
  onChange(listener: () => void): () => void;
  /** Office time, as the hub has it; device time until the hub has spoken. */
  now(): EpochMs;
}

type Asked<Name extends RequestName> = Omit<RequestInput<Name>, 'requestId'> & {
  requestId?: string;
};

export interface RequestSink {
  /**
   * Asks the hub and waits for its one answer, asking again with the same request id while the line is
   * bad. Never rejects: a hub out of reach is the refusal 'hub-unavailable'. The id is a new one unless
   * `request` has one of its own, to ask again what may already have been done.
   */
  request<Name extends RequestName>(
    name: Name,
    request: Asked<Name>,
  ): Promise<Reply<Answers[Name]>>;
}

/** What a window has to say to the hub, and the hub to it. */
export interface WindowLine extends FeedSource<'board'> {
  /** Where the hub is, as an origin: what else is asked of it is asked there. */
  readonly hub: string;
  /** Says it now, and again each time the line is back: the hub forgets whoever it lost. */
  say(showing: ShowingSaid): void;
  /** Runs `listener` when staff want this window to begin anew. */
  onReload(listener: () => void): void;
}

type HubSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export class HubConnection<Name extends ViewName> implements FeedSource<Name>, RequestSink {
  readonly #who: Omit<Handshake, 'protocol' | 'proof'> & { view: Name };
  readonly #prove: (hub: string) => Promise<DeviceProof | null>;
  readonly #hubs: KnownHubs | null;
  #socket: HubSocket;
  readonly #listeners = new Set<() => void>();
  #feed: Feed<Name> = { state: 'connecting' };
  #aheadOfDeviceMs = 0;
  /** Device time. */
  #connectedAt: EpochMs = 0;
  /** How many times in a row the hub has ended it soon after it began. */
  #cutShort = 0;
  #showing: ShowingSaid | null = null;
  readonly #onReload: (() => void)[] = [];
  #silence: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /**
   * Connects at once to the hub that served the page.
   * @param prove that it is a paired device, to the hub at an origin and anew for each connection; null: it is none
   * @param hubs where it may go on when its hub does not answer; null: nowhere else
   */
  constructor(
    who: Omit<Handshake, 'protocol' | 'proof'> & { view: Name },
    prove: (hub: string) => Promise<DeviceProof | null> = async () => null,
    hubs: KnownHubs | null = null,
  ) {
    this.#who = who;
    this.#prove = prove;
    this.#hubs = hubs;
    this.#socket = this.#connect();
  }

  #connect(): HubSocket {
    const { hub } = this;
    const socket: HubSocket = io(hub, {
      transports: ['websocket'],
      auth: (say) => {
        this.#prove(hub).then(
          (proof) => say({ protocol: PROTOCOL_VERSION, ...this.#who, ...(proof && { proof }) }),
          // Nothing is said, so the hub ends the line, and it is tried again: without its proof it would be a stranger.
          () => {},
        );
      },
      reconnectionDelay: 300,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
      forceNew: true,
    });
    // Of this line, and not of the one before it: what that brought may be old.
    let said: { words?: Words; view?: Snapshot<Name> } = {};
    socket.on('words', (words) => {
      said.words = words;
    });
    // The hub sends only the view that was asked for; the event map cannot say so.
    socket.on('snapshot', ({ words, ...view }: ToldSnapshot & { words?: number }) => {
      if (words !== said.words?.revision) return;
      said.view = putTogether<unknown>(view, said.words?.texts) as Snapshot<Name>;
      this.#receive(said.view);
    });
    socket.on('still', ({ day, version, at }) => {
      // Of another view nothing is said to be shown, and the hub ends the line.
      if (said.view?.day === day && said.view.version === version)
        this.#receive({ ...said.view, at });
    });
    socket.on('hubs', (hubs) => this.#hubs?.told(hubs));
    socket.on('connect', () => {
      this.#connectedAt = Date.now();
      this.#expectWord();
      if (this.#showing) socket.emit('showing', this.#showing);
    });
    socket.on('disconnect', (reason) => {
      said = {};
      this.#lost();
      // Socket.io does not come back by itself when the hub closed the connection; we do.
      if (reason === 'io server disconnect') this.#comeBack();
      else if (reason !== 'io client disconnect') this.#moveOn();
    });
    socket.on('connect_error', (error) => {
      if (socket.active) {
        // The line, and not the hub's word: it tries again by itself, or elsewhere.
        this.#lost();
        this.#moveOn();
        return;
      }
      this.#become({ state: 'refused', why: error.message as ConnectRefusal });
      this.#retry = setTimeout(() => socket.connect(), RETRY_REFUSED_MS);
    });
    for (const listener of this.#onReload) socket.on('reload', listener);
    return socket;
  }

  /** To the next of several hubs; the only one is tried again by Socket.io. */
  #moveOn(): void {
    if (!this.#hubs?.areSeveral) return;
    this.#socket.close();
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    this.#hubs.moveOn();
    this.#retry = setTimeout(() => {
      this.#socket = this.#connect();
    }, Math.random() * MOVE_ON_WITHIN_MS);
  }

  /**
   * At once, unless the hub ends it again and again: two that have one key end each other, and would spend
   * what everybody behind their address may ask of the hub.
   */
  #comeBack(): void {
    const wasCutShort = Date.now() - this.#connectedAt < RETRY_REFUSED_MS;
    this.#cutShort = wasCutShort ? this.#cutShort + 1 : 0;
    if (this.#cutShort < 2) this.#socket.connect();
    else this.#retry = setTimeout(() => this.#socket.connect(), RETRY_REFUSED_MS);
  }

  get hub(): string {
    return this.#hubs?.current ?? location.origin;
  }

  get feed(): Feed<Name> {
    return this.#feed;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  now(): EpochMs {
    return Date.now() + this.#aheadOfDeviceMs;
  }

  say(showing: ShowingSaid): void {
    this.#showing = showing;
    // Not while it is away: Socket.io would keep each of them, and tell the hub of all that is past.
    if (this.#socket.connected) this.#socket.emit('showing', showing);
  }

  onReload(listener: () => void): void {
    this.#onReload.push(listener);
    this.#socket.on('reload', listener);
  }

  async request<Of extends RequestName>(name: Of, request: Asked<Of>): Promise<Reply<Answers[Of]>> {
    const whole = { requestId: randomId(), ...request } as RequestInput<Of>;
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
    do {
      try {
        // Socket.io's types cannot follow a name that is still open.
        const socket = this.#socket.timeout(ANSWER_WITHIN_MS) as unknown as {
          emitWithAck(name: string, request: unknown): Promise<Reply<Answers[Of]>>;
        };
        if (this.#socket.connected) return await socket.emitWithAck(name, whole);
        await new Promise((resolve) => setTimeout(resolve, 200));
      } catch {
        // No answer in time. Asking again with the same id is harmless: the hub does it once.
      }
    } while (performance.now() < giveUpAt);
    return { ok: false, code: 'hub-unavailable' };
  }

  close(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    this.#socket.close();
  }

  #receive(snapshot: Snapshot<Name>): void {
    const { day, version, at } = snapshot;
    whenDrawn(() => this.#socket.emit('shown', { day, version, at }));
    this.#aheadOfDeviceMs = at - Date.now();
    this.#expectWord();
    if ('snapshot' in this.#feed && isOlder(snapshot, this.#feed.snapshot)) return;
    this.#become({ state: 'live', snapshot });
  }

  /** From whenever the hub last spoke, or let this screen in. */
  #expectWord(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#startOver(), SILENCE_MS);
  }

  /** The socket says that it is connected, and the hub says nothing: the socket is not to be believed. */
  #startOver(): void {
    this.#lost();
    if (this.#hubs?.areSeveral) this.#moveOn();
    else this.#socket.disconnect().connect();
  }

  #lost(): void {
    if (this.#feed.state === 'refused') this.#become({ state: 'connecting' });
    if (this.#feed.state !== 'live') return;
    this.#become({ state: 'stale', snapshot: this.#feed.snapshot, since: Date.now() });
  }

  #become(feed: Feed<Name>): void {
    this.#feed = feed;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * By day, then version: a screen never goes back. At equal versions the later to arrive is the newer: a
 * printer's state or the hour has changed. (Not `at`: office time may be set back when the hub restarts.)
 */
export function isOlder(one: Stamp, other: Stamp): boolean {
  if (one.log !== other.log) return false;
  if (one.day !== other.day) return one.day < other.day;
  return one.version < other.version;
}

/**
 * After the next frame, so that the hub hears of what can be seen; at once on a page nobody sees. A panel
 * that sleeps draws no frames and calls itself visible: it is not waited for, or the hub would cut it.
 */
function whenDrawn(then: () => void): void {
  if (document.visibilityState !== 'visible') {
    then();
    return;
  }
  const frame = requestAnimationFrame(() => {
    clearTimeout(late);
    then();
  });
  const late = setTimeout(() => {
    cancelAnimationFrame(frame);
    then();
  }, DRAWN_WITHIN_MS);
}

/** 128 random bits. (crypto.randomUUID exists only in a secure context; a window on plain HTTP has none.) */
export const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
