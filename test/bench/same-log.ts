import { randomUUID } from 'node:crypto';
import type { Entry, Version } from '#server/event-log/event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';

/**
 * The same durable append as the hub's: one entry in a stream of its log, and nothing decided about it. One append is
 * under way at a time; what comes meanwhile shares the next.
 */
export class SameLog {
  readonly #log: SqliteEventLog;
  readonly #entry: Entry;
  #version: Version = 0;
  #waiting: (() => void)[] = [];
  #appending = false;

  private constructor(log: SqliteEventLog, entry: Entry) {
    this.#log = log;
    this.#entry = entry;
  }

  static async open(path: string, entry: Entry): Promise<SameLog> {
    return new SameLog(await SqliteEventLog.open(path), entry);
  }

  /** Resolves when the entry, with an id of its own, would survive a power cut. */
  append(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    if (!this.#appending) void this.#append();
    return promise;
  }

  async #append(): Promise<void> {
    this.#appending = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      const entries = together.map(() => ({ ...this.#entry, id: randomUUID() }));
      const result = await this.#log.append('floor', entries, this.#version);
      if (!result.appended) throw new Error('Somebody else appends');
      this.#version = result.version;
      for (const durable of together) durable();
    }
    this.#appending = false;
  }
}
