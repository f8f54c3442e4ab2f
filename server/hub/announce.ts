/**
 * Brings every screen the newest snapshot of the view it follows.
 *
 * Snapshots are encoded once for all who share a view, and their words go apart. Each screen has at most one in flight;
 * while it has, newer ones replace each other and only the newest follows. A screen that does not say `shown` in
 * time is cut: under Socket.io a stalled reader otherwise fills the hub's memory without a sign.
 */
import type { Server, Socket } from 'socket.io';
import type {
  ClientToServerEvents,
  ServerToClientEvents,
  Shown,
  ToldSnapshot,
} from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import { WordsApart } from '#shared/words-apart.ts';

export type Hub = Server<ClientToServerEvents, ServerToClientEvents>;
export type ScreenSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

/** Every view is sent anew this often: screens know by it that the line lives, and what time it is. */
const REPEAT_MS = 5_000;
/** The first change goes at once; those that follow within this time go together. */
const COALESCE_MS = 50;
/** How long a screen may take to say `shown`. */
const SHOWN_WITHIN_MS = 5_000;

/** Sockets with a snapshot in flight are in this room of their channel, and skipped. */
const BUSY = ':busy';

type Follower = {
  inFlight: Shown | null;
  sentAt: number;
  /** Something was announced while it had one in flight. What a newcomer is sent is news to her alone. */
  owed: boolean;
  /** Which words it was sent; 0: none yet. */
  words: number;
};

type ChannelParts = {
  hub: Hub;
  room: string;
  /** Makes the snapshot as things stand; run only when somebody follows. */
  take: () => Snapshot;
  /** Which book the words of the view are from; null: it has few, and is sent with them. */
  bookOfWords: (() => object) | null;
};

/** One view of one office (and desk), with the screens that follow it. */
export class Channel {
  readonly #parts: ChannelParts;
  readonly #room: string;
  readonly #wordsApart = new WordsApart();
  readonly #followers = new Map<ScreenSocket, Follower>();
  #newest: ToldSnapshot | null = null;
  #pause: NodeJS.Timeout | undefined;
  #changed = false;
  /** From when the first screen came: those of many offices are not all written at once. */
  readonly #repeat = setInterval(() => this.announce(), REPEAT_MS);

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#room = parts.room;
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  get size(): number {
    return this.#followers.size;
  }

  /** For how long the slowest has not said that it shows what it was sent; 0 when none owes it. */
  oldestUnshownMs(now: number): number {
    let oldest = 0;
    for (const { inFlight, sentAt } of this.#followers.values())
      if (inFlight) oldest = Math.max(oldest, now - sentAt);
    return oldest;
  }

  async add(socket: ScreenSocket): Promise<void> {
    this.#followers.set(socket, { inFlight: null, sentAt: 0, owed: false, words: 0 });
    await socket.join(this.#room);
    this.#newest = this.#take();
    this.#sendTo(socket, this.#newest);
  }

  remove(socket: ScreenSocket): void {
    this.#followers.delete(socket);
    if (this.isEmpty) this.close();
  }

  /** Something the view rests on has changed, or time has passed. */
  announce(): void {
    if (this.isEmpty) return;
    if (this.#pause) {
      this.#changed = true;
      return;
    }
    this.#sendToAllFree();
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (!this.#changed) return;
      this.#changed = false;
      this.announce();
    }, COALESCE_MS);
  }

  /** The screen has what was in flight, and may have the next. @returns false for an answer to nothing that was sent */
  shown(socket: ScreenSocket, shown: Shown): boolean {
    const follower = this.#followers.get(socket);
    const sent = follower?.inFlight;
    if (!follower || !sent || !isSame(sent, shown)) return false;
    follower.inFlight = null;
    void socket.leave(this.#room + BUSY);
    if (follower.owed && this.#newest) this.#sendTo(socket, this.#newest);
    return true;
  }

  /** Cuts the screens that have not shown what they were sent in time. */
  cutStalled(now: number): void {
    for (const [socket, { inFlight, sentAt }] of this.#followers)
      if (inFlight && now - sentAt > SHOWN_WITHIN_MS) cut(socket);
  }

  close(): void {
    clearInterval(this.#repeat);
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#changed = false;
    this.#newest = null;
  }

  #take(): ToldSnapshot {
    const { take, bookOfWords } = this.#parts;
    const snapshot = take();
    if (!bookOfWords) return snapshot;
    const told = this.#wordsApart.apart(snapshot, bookOfWords());
    return { ...told, words: this.#wordsApart.words.revision };
  }

  #sendToAllFree(): void {
    const newest = this.#take();
    this.#newest = newest;
    const free: ScreenSocket[] = [];
    for (const [socket, follower] of this.#followers)
      if (follower.inFlight) follower.owed = true;
      else free.push(socket);
    if (free.length === 0) return;
    for (const socket of free) this.#sendWords(socket);
    // To the room at once, so that one encoding serves them all.
    this.#parts.hub
      .to(this.#room)
      .except(this.#room + BUSY)
      .emit('snapshot', newest);
    for (const socket of free) this.#markBusy(socket, newest);
  }

  #sendTo(socket: ScreenSocket, snapshot: ToldSnapshot): void {
    this.#sendWords(socket);
    socket.emit('snapshot', snapshot);
    this.#markBusy(socket, snapshot);
  }

  /** Before the first snapshot that refers to them. */
  #sendWords(socket: ScreenSocket): void {
    const { words } = this.#wordsApart;
    const follower = this.#followers.get(socket);
    if (!follower || follower.words === words.revision) return;
    socket.emit('words', words);
    follower.words = words.revision;
  }

  #markBusy(socket: ScreenSocket, { day, version, at }: ToldSnapshot): void {
    const follower = this.#followers.get(socket);
    if (!follower) return;
    follower.inFlight = { day, version, at };
    follower.sentAt = performance.now();
    follower.owed = false;
    void socket.join(this.#room + BUSY);
  }
}

/**
 * Ends the TCP connection now. (Measured: disconnect(true) and conn.close(true) leave a stalled peer
 * alive for half a minute, with everything queued for it; terminate() takes milliseconds.)
 */
export function cut(socket: Pick<ScreenSocket, 'conn' | 'disconnect'>): void {
  const transport = socket.conn.transport as unknown as { socket?: { terminate?: () => void } };
  if (transport.socket?.terminate) transport.socket.terminate();
  else socket.disconnect(true);
}

const isSame = (one: Shown, other: Shown): boolean =>
  one.day === other.day && one.version === other.version && one.at === other.at;
