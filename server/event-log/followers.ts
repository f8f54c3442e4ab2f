/**
 * Those who follow streams of one log: each hears every entry after the version it began at, in
 * order and once. What an adapter has just made durable is handed on as it is; whatever lies between
 * is read.
 */
import type { Recorded, Version } from './event-log.ts';

const RETRY_AFTER_MS = 1000;

type Read = (stream: string, after: Version) => Promise<readonly Recorded[]>;
type Listener = (entry: Recorded) => void;

export class Followers {
  readonly #read: Read;
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(read: Read) {
    this.#read = read;
  }

  follow(stream: string, after: Version, listener: Listener): () => void {
    const follower = new Follower((since) => this.#read(stream, since), after, listener);
    const others = this.#followers.get(stream) ?? new Set();
    this.#followers.set(stream, others.add(follower));
    follower.catchUp();
    return () => {
      follower.stop();
      others.delete(follower);
      if (others.size === 0 && this.#followers.get(stream) === others)
        this.#followers.delete(stream);
    };
  }

  /** @param entries made only when somebody follows. */
  announce(stream: string, entries: () => readonly Recorded[]): void {
    const followers = this.#followers.get(stream);
    if (!followers) return;
    const added = entries();
    for (const follower of [...followers]) follower.hear(added);
  }

  /** Somebody else has appended to it. */
  heardOf(stream: string, version: Version): void {
    for (const follower of this.#followers.get(stream) ?? []) follower.heardOf(version);
  }

  /** After a time in which nothing was heard. */
  catchUpAll(): void {
    for (const followers of this.#followers.values())
      for (const follower of followers) follower.heardOf(Number.POSITIVE_INFINITY);
  }

  stop(): void {
    for (const followers of this.#followers.values())
      for (const follower of followers) follower.stop();
    this.#followers.clear();
  }
}

class Follower {
  readonly #read: (after: Version) => Promise<readonly Recorded[]>;
  readonly #listener: Listener;
  #version: Version;
  #reading = false;
  /** Something was added while reading, which may have read past it or not. */
  #missed = false;
  #stopped = false;

  constructor(
    read: (after: Version) => Promise<readonly Recorded[]>,
    after: Version,
    listener: Listener,
  ) {
    this.#read = read;
    this.#version = after;
    this.#listener = listener;
  }

  hear(entries: readonly Recorded[]): void {
    if (this.#reading) this.#missed = true;
    else if ((entries[0]?.version ?? 0) > this.#version + 1) this.catchUp();
    else this.#hand(entries);
  }

  heardOf(version: Version): void {
    if (version <= this.#version) return;
    if (this.#reading) this.#missed = true;
    else this.catchUp();
  }

  catchUp(): void {
    this.#reading = true;
    this.#missed = false;
    this.#read(this.#version).then(
      (entries) => {
        this.#reading = false;
        this.#hand(entries);
        if (this.#missed && !this.#stopped) this.catchUp();
      },
      () => {
        // Nobody waits for this read; whoever asks the log next is told what is wrong with it.
        if (!this.#stopped)
          setTimeout(() => this.#stopped || this.catchUp(), RETRY_AFTER_MS).unref();
      },
    );
  }

  stop(): void {
    this.#stopped = true;
  }

  #hand(entries: readonly Recorded[]): void {
    for (const entry of entries) {
      if (this.#stopped) return;
      if (entry.version !== this.#version + 1) continue;
      this.#version = entry.version;
      this.#listener(entry);
    }
  }
}
