/**
 * One store that hubs share over a network that can fail, and each hub's way to it. The store is a list of texts and
 * never forgets; all that is wrong with it happens on the way, or is said beforehand.
 */
import {
  type AppendResult,
  type Entry,
  type EventLog,
  EventLogUnavailable,
  type Recorded,
  type Version,
} from '#server/event-log/event-log.ts';
import { Followers } from '#server/event-log/followers.ts';
import type { Machine, World } from './world.ts';

/** So long a hub waits for the store. */
const PATIENCE_MS = 2_000;

/** What one append brought: `count` entries from `from` on. */
export type Appended = { stream: string; from: Version; count: number };

/** What a store may be made to do, to see that it is found: say that it has kept what it has not; keep what builds on nothing. */
export type StoresFault = 'forgets' | 'takes-any-version';

export class SharedStore {
  readonly streams = new Map<string, string[]>();
  readonly appends: Appended[] = [];
  readonly #world: World;
  readonly #hubs = new Set<HubsEventLog>();
  /** Nothing more is taken: its disk has no room. */
  isFull = false;

  readonly #fault: StoresFault | undefined;

  constructor(world: World, fault?: StoresFault) {
    this.#world = world;
    this.#fault = fault;
  }

  enter(hub: HubsEventLog): void {
    this.#hubs.add(hub);
  }

  leave(hub: HubsEventLog): void {
    this.#hubs.delete(hub);
  }

  read(stream: string, after: Version): readonly Recorded[] {
    const texts = this.streams.get(stream)?.slice(after) ?? [];
    return texts.map((text, index) => ({
      version: after + index + 1,
      ...(JSON.parse(text) as Entry),
    }));
  }

  append(stream: string, texts: readonly string[], expected: Version): AppendResult {
    if (this.isFull) throw new EventLogUnavailable('no room');
    const there = this.streams.get(stream) ?? [];
    const isTaken = there.length !== expected && this.#fault !== 'takes-any-version';
    if (isTaken) return { appended: false, currentVersion: there.length };
    if (this.#fault === 'forgets' && this.#world.chance(0.02))
      return { appended: true, version: expected + texts.length };
    if (texts.length > 0) {
      this.streams.set(stream, [...there, ...texts]);
      const count = texts.length;
      this.appends.push({ stream, from: there.length + 1, count });
      this.#world.note(`${stream} ${there.length + count} `);
      for (const hub of this.#hubs) hub.heardOf(stream, there.length + count);
    }
    return { appended: true, version: expected + texts.length };
  }
}

/** How the way between a hub and the store is at the moment. */
export type Way = {
  /** Nothing gets through, in either direction. */
  cut: boolean;
  /** Of what is asked: lost before it is done, or done and the answer lost. */
  losesAsked: number;
  losesAnswers: number;
  /** What is asked is held up longer than anybody waits for it, and then done after all. */
  holdsUp: number;
  slowestMs: number;
};
export const GOOD_WAY: Way = {
  cut: false,
  losesAsked: 0,
  losesAnswers: 0,
  holdsUp: 0,
  slowestMs: 4,
};

export class HubsEventLog implements EventLog {
  readonly isShared = true;
  readonly #world: World;
  readonly #store: SharedStore;
  readonly #machine: Machine;
  readonly #way: () => Way;
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  /** One line keeps the order of what is sent on it; news of streams come on others. */
  #lastAsked = 0;
  #lastAnswered = 0;
  readonly #lastNews = new Map<string, number>();

  constructor(world: World, store: SharedStore, machine: Machine, way: () => Way) {
    this.#world = world;
    this.#store = store;
    this.#machine = machine;
    this.#way = way;
    store.enter(this);
  }

  read(stream: string, after: Version = 0): Promise<readonly Recorded[]> {
    return this.#ask(() => this.#store.read(stream, after));
  }

  append(stream: string, entries: readonly Entry[], expected: Version): Promise<AppendResult> {
    const texts = entries.map(({ id, schema, cause, event }) =>
      JSON.stringify({ id, schema, cause, event }),
    );
    return this.#ask(() => this.#store.append(stream, texts, expected));
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    return this.#followers.follow(stream, after, listener);
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#ask(() =>
      [...this.#store.streams.keys()].filter((name) => name.startsWith(prefix)).sort(),
    );
  }

  async drop(): Promise<void> {
    throw new Error('nobody drops a stream here');
  }

  async compact(): Promise<void> {}

  async close(): Promise<void> {
    this.#followers.stop();
    this.#store.leave(this);
  }

  /** Somebody has appended to it: this hub is told, in its time, unless the way is cut. */
  heardOf(stream: string, version: Version): void {
    if (this.#way().cut || !this.#machine.alive) return;
    const at = Math.max(this.#lastNews.get(stream) ?? 0, this.#world.now() + this.#delay() * 4);
    this.#lastNews.set(stream, at);
    this.#world.on(this.#machine, at - this.#world.now(), () =>
      this.#followers.heardOf(stream, version),
    );
  }

  /** The way is open again. */
  catchUp(): void {
    this.#world.on(this.#machine, this.#delay(), () => this.#followers.catchUpAll());
  }

  #ask<Answer>(work: () => Answer): Promise<Answer> {
    const world = this.#world;
    const way = this.#way();
    return new Promise((resolve, reject) => {
      const giveUp = world.on(this.#machine, PATIENCE_MS, () =>
        reject(new EventLogUnavailable('the store does not answer')),
      );
      if (way.cut || world.chance(way.losesAsked)) return;
      const isHeldUp = world.chance(way.holdsUp);
      let arrives = world.now() + this.#delay();
      if (isHeldUp) arrives += PATIENCE_MS + world.between(0, PATIENCE_MS);
      else {
        arrives = Math.max(arrives, this.#lastAsked);
        this.#lastAsked = arrives;
      }
      world.on(null, arrives - world.now(), () => {
        let answer: () => void;
        try {
          const done = work();
          answer = () => resolve(done);
        } catch (fault) {
          answer = () => reject(fault);
        }
        if (this.#way().cut || isHeldUp || world.chance(this.#way().losesAnswers)) return;
        this.#lastAnswered = Math.max(world.now() + this.#delay(), this.#lastAnswered);
        world.on(this.#machine, this.#lastAnswered - world.now(), () => {
          giveUp();
          answer();
        });
      });
    });
  }

  #delay(): number {
    return this.#world.between(1, this.#way().slowestMs + 1);
  }
}
