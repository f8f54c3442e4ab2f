import { randomUUID } from 'node:crypto';
import type { Entry, Version } from '#server/event-log/event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { SharedWrites } from './shared-writes.ts';

/** As many as the hub has under way. */
export const AT_ONCE = 2;

/** The same durable append as the hub's: to a stream of such a log, and nothing is decided about it. */
export class SameLog {
  readonly #log: SqliteEventLog;
  #version: Version = 0;
  readonly #appends = new SharedWrites<Entry>(async (together) => {
    const expected = this.#version;
    this.#version += together.length;
    const { appended } = await this.#log.append('floor', together, expected);
    if (!appended) throw new Error('Somebody else appends');
  }, AT_ONCE);

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
