import { randomUUID } from 'node:crypto';
import type { Entry, Version } from '#server/event-log/event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { SharedWrites } from './shared-writes.ts';

/** The same durable append as the hub's: to a stream of such a log, and nothing is decided about it. */
export class SameLog {
  readonly #log: SqliteEventLog;
  #version: Version = 0;
  readonly #appends = new SharedWrites<Entry>(async (together) => {
    const result = await this.#log.append('floor', together, this.#version);
    if (!result.appended) throw new Error('Somebody else appends');
    this.#version = result.version;
  });

  private constructor(log: SqliteEventLog) {
    this.#log = log;
  }

  static async open(path: string): Promise<SameLog> {
    return new SameLog(await SqliteEventLog.open(path));
  }

  /** Resolves when `entry`, with an id of its own, would survive a power cut. */
  append(entry: Entry): Promise<void> {
    return this.#appends.add({ ...entry, id: randomUUID() });
  }
}
