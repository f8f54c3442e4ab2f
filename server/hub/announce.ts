/**
 * Brings every screen the newest snapshot of the view it follows.
 *
 * Snapshots are encoded once for all who share a view; their words go apart, to each screen before its first. Each screen
 * has at most one snapshot in flight; while it has, newer ones replace each other and only the newest follows. A screen that
 * does not say `shown` in time is cut: under Socket.io a stalled reader otherwise fills the hub's memory without a sign.
 */
import type { Server, Socket } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents, Shown } from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Apart, Words, WordsApart } from '#shared/words-apart.ts';
import { sayToAll } from './to-screens.ts';

export type Hub = Server<ClientToServerEvents, ServerToClientEvents>;
export type ScreenSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

/** Every view is sent anew or said to stand this often: screens know by it that the line lives, and what time it is. */
const REPEAT_MS = 5_000;
/** The first change goes at once; those that follow within this time go together. */
const COALESCE_MS = 50;
/** How long a screen may take to say `shown`. */
const SHOWN_WITHIN_MS = 5_000;

type Follower = {
  inFlight: Shown | null;
  sentAt: number;
  /** Something was announced while it had one in flight. What a newcomer is sent is news to her alone. */
  owed: boolean;
  /** Which words it was sent; 0: none yet. */
  words: number;
};

/** What is kept of a snapshot. */
type Newest = {
  at: EpochMs;
  /** All of it but the time; of a large view with its words apart. */
  view: Apart<Omit<Snapshot, 'at'>>;
  /** Those that `view` refers to; undefined: it has its own. */
  words: Words | undefined;
  /**
   * Of a small view, as JSON: hundreds of windows may be owed it. null: a large one, which few follow, is written whenever
   * it is sent. Kept, its text would be copied by V8, twice, and then be in the way.
   */
  text: string | null;
};

type Following = readonly [ScreenSocket, Follower];

type ChannelParts = {
  /** Makes the snapshot as things stand; run only when somebody follows. null: there is no such view any more. */
  take: () => Snapshot | null;
  /** Takes the words of the view apart, and of others like it; null: the view is small, and is always sent whole and with its words. */
  wordsApart: WordsApart | null;
  /** Told why the view could not be made. */
  onFault: (fault: unknown) => void;
};

/** One view of one office (and desk), with the screens that follow it. */
export class Channel {
  readonly #parts: ChannelParts;
  readonly #followers = new Map<ScreenSocket, Follower>();
  #newest: Newest | null = null;
  /** Whoever has nothing in flight has the newest. Not so when a screen comes and is sent one that the others are not. */
  #allHaveNewest = false;
  #pause: NodeJS.Timeout | undefined;
  #changed = false;
  /** From when the first screen came: the views of many offices are not all written at once. */
  readonly #repeat = setInterval(() => this.#sayAgain(), REPEAT_MS);

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  get wordsApart(): WordsApart | null {
    return this.#parts.wordsApart;
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

  add(socket: ScreenSocket): void {
    const follower = { inFlight: null, sentAt: 0, owed: false, words: 0 };
    this.#followers.set(socket, follower);
    this.#allHaveNewest = false;
    const snapshot = this.#take();
    if (!snapshot) return;
    this.#newest = this.#told(snapshot);
    this.#send([[socket, follower]], this.#newest);
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
    const snapshot = this.#take();
    if (snapshot) this.#sendToAllFree(this.#told(snapshot));
    this.#pauses();
  }

  /** What changes meanwhile is announced at its end. */
  #pauses(): void {
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
    if (follower.owed && this.#newest) this.#send([[socket, follower]], this.#newest);
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

  /** As things stand. Where there is no such view any more, whoever follows it is let go, and nothing else ends with it. */
  #take(): Snapshot | null {
    const snapshot = this.#taken();
    // By a word of ours: they come back, and not at once each time.
    if (!snapshot) for (const socket of this.#followers.keys()) socket.disconnect(true);
    return snapshot;
  }

  #taken(): Snapshot | null {
    const { take, onFault } = this.#parts;
    try {
      return take();
    } catch (fault) {
      onFault(fault);
      return null;
    }
  }

  #told({ at, ...view }: Snapshot): Newest {
    const { wordsApart } = this.#parts;
    if (!wordsApart) return { at, view, words: undefined, text: textOf(view) };
    return { at, ...wordsApart.takeApart(view), text: null };
  }

  /** Where nothing has changed but the time, that is all that is sent. */
  #sayAgain(): void {
    const { wordsApart } = this.#parts;
    const before = this.#allHaveNewest ? this.#newest : null;
    if (!before || !wordsApart || this.#pause) {
      this.announce();
      return;
    }
    const snapshot = this.#take();
    if (!snapshot) return;
    const { at, ...view } = snapshot;
    if (!wordsApart.stands(view, before)) {
      this.#sendToAllFree(this.#told(snapshot));
      this.#pauses();
      return;
    }
    this.#newest = { ...before, at };
    const free = this.#freeOnes();
    if (free.length === 0) return;
    const { day, version } = snapshot;
    sayToAll(free, 'still', JSON.stringify({ at, day, version } satisfies Shown));
    markInFlight(free, snapshot);
  }

  #sendToAllFree(newest: Newest): void {
    this.#newest = newest;
    this.#allHaveNewest = true;
    for (const follower of this.#followers.values()) if (follower.inFlight) follower.owed = true;
    this.#send(this.#freeOnes(), newest);
  }

  #freeOnes(): Following[] {
    return [...this.#followers].filter(([, { inFlight }]) => !inFlight);
  }

  #send(to: readonly Following[], newest: Newest): void {
    if (to.length === 0) return;
    const { at, view, words } = newest;
    if (words) sendWords(to, words);
    const text = newest.text ?? textOf(view, words?.revision);
    sayToAll(to, 'snapshot', `{"at":${at},${text.slice('{'.length)}`);
    markInFlight(to, { at, day: view.day, version: view.version });
  }
}

/** Before the first snapshot that refers to them. */
function sendWords(to: readonly Following[], words: Words): void {
  for (const [socket, follower] of to) {
    if (follower.words === words.revision) continue;
    socket.emit('words', words);
    follower.words = words.revision;
  }
}

/** The rest of its stamp first, for whoever reads no more of it. */
const textOf = ({ day, version, ...view }: Newest['view'], words?: Words['revision']): string =>
  JSON.stringify({ day, version, ...view, words });

function markInFlight(to: readonly Following[], { day, version, at }: Shown): void {
  const stamp: Shown = { day, version, at };
  const sentAt = performance.now();
  for (const [, follower] of to) {
    follower.inFlight = stamp;
    follower.sentAt = sentAt;
    follower.owed = false;
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
