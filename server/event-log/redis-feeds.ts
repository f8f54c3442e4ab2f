/**
 * What other hubs append, heard through a feed for each office. One line waits in the server for all of them; what it
 * hears is that a stream has moved, and whoever follows it reads on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Version } from './event-log.ts';
import { FEED, keyOf, officeIn, type RedisLogClient } from './redis-log-client.ts';

/** Less than after what silence a line is dead. */
const BLOCK_MS = 3_000;
const LOOK_AGAIN_MS = 100;
/** A read names every feed, which costs the server a microsecond and more for each: of a thousand it is asked forty times a second. */
const FEEDS_PER_MS_OF_REST = 40;

type News = {
  name: string;
  messages: readonly { id: string; message: { s?: string; v?: string } }[];
};

export class RedisFeeds {
  readonly #reader: RedisLogClient;
  /** Ends the reader's waiting: it may be for other feeds. */
  readonly #unblock: (reader: number) => Promise<unknown>;
  readonly #heardOf: (stream: string, version: Version) => void;
  /** Those that are listened to, and where each was last read. */
  readonly #feeds = new Map<string, { position: string; followers: number }>();
  /** Of the reader's line, as the server calls it. */
  #readerId: number | null = null;
  #closed = false;
  #wake = () => {};
  readonly #listening: Promise<void>;

  /** @param reader a line of its own; it is ended by close() */
  constructor(parts: {
    reader: RedisLogClient;
    unblock: (reader: number) => Promise<unknown>;
    heardOf: (stream: string, version: Version) => void;
  }) {
    this.#reader = parts.reader;
    this.#unblock = parts.unblock;
    this.#heardOf = parts.heardOf;
    this.#reader.on('ready', () => {
      this.#readerId = null;
      this.#wake();
    });
    this.#listening = this.#listen();
  }

  /** @returns what ends it, once for each time */
  follow(office: string): () => void {
    const feed = this.#feeds.get(office);
    if (feed) feed.followers += 1;
    else {
      // From its beginning: feeds are short, and what was heard of before is not read again.
      this.#feeds.set(office, { position: '0', followers: 1 });
      this.#listenAnew();
    }
    return () => {
      const left = this.#feeds.get(office);
      if (left && --left.followers === 0) this.#feeds.delete(office);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    if (this.#reader.isOpen) this.#reader.destroy();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    while (!this.#closed) {
      if (this.#feeds.size === 0 || !this.#reader.isReady) {
        await this.#pauseUntilWoken();
        continue;
      }
      const asked = [...this.#feeds].map(([office, { position }]) => ({
        key: keyOf(office, FEED),
        id: position,
      }));
      try {
        this.#readerId ??= await this.#reader.clientId();
        const news = await this.#reader.xRead(asked, { BLOCK: BLOCK_MS, COUNT: 1_000 });
        if (news !== null) this.#hear(news as readonly News[]);
        const restMs = Math.floor(asked.length / FEEDS_PER_MS_OF_REST);
        if (restMs > 0) await pause(restMs);
      } catch {
        // The line broke: it comes back by itself, and what was missed is still in the feed.
        await this.#pauseUntilWoken();
      }
    }
  }

  #hear(news: readonly News[]): void {
    for (const { name, messages } of news) {
      const feed = this.#feeds.get(officeIn(name));
      const last = messages.at(-1);
      if (feed && last) feed.position = last.id;
      const versions = new Map(messages.map(({ message: { s, v } }) => [s, Number(v)]));
      for (const [stream, version] of versions)
        if (stream !== undefined) this.#heardOf(stream, version);
    }
  }

  #listenAnew(): void {
    this.#wake();
    // Where it does not work, they are asked for with the next turn.
    if (this.#readerId !== null) this.#unblock(this.#readerId).catch(() => {});
  }

  #pauseUntilWoken(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_AGAIN_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
