/**
 * The default event log: one file beside the hub, for a hub of its own. Every append is synced to the
 * disk before it resolves; appends that meet share a sync.
 *
 * One process at a time (data-lock.ts keeps it so): `follow` hears what was appended through this object.
 */
import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  type AppendResult,
  type Entry,
  type EventLog,
  EventLogUnavailable,
  EventLogUnusable,
  type Recorded,
  type Version,
} from './event-log.ts';
import { Followers } from './followers.ts';
import { makeFolder } from './make-folder.ts';
import type { EntryRow } from './sqlite-streams.ts';
import type { Call, Fault, Reply, Results } from './sqlite-writer.ts';
import type { Answered, Asked, Opened, WriterSettings } from './sqlite-writer.worker.ts';

/**
 * Entries fetched at once, so that reading a long stream holds up those who append for a moment only. Each time is the way back
 * from the stream's end: of a hundred thousand entries, not of a day's hundreds.
 */
const ENTRIES_PER_READ = 5_000;

type Waiting = {
  resolve: (result: Results[Call[0]]) => void;
  reject: (fault: Error) => void;
};

export class SqliteEventLog implements EventLog {
  readonly isShared = false;
  /** An older hub left the file, which refuses it from now on. */
  readonly wasOlder: boolean;
  readonly #file: string;
  readonly #thread: Worker;
  /** Of whoever asks: its own writers do not, since nobody else appends to it. */
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  /** Called and not answered yet, in the order in which the thread answers. */
  readonly #waiting: Waiting[] = [];
  /** Calls of this turn of the event loop; they go to the thread in one message. */
  #outbox: Call[] = [];
  /** Why nothing can be asked any more. */
  #ended: Error | null = null;

  private constructor(file: string, thread: Worker, wasOlder: boolean) {
    this.#file = file;
    this.wasOlder = wasOlder;
    this.#thread = thread;
    thread.on('message', (answered: Answered) => this.#deliver(answered));
    thread.on('error', (cause) => this.#end(`The writer of ${file} has failed.`, { cause }));
    thread.on('exit', () => this.#end(`The writer of ${file} has ended.`));
  }

  /**
   * @param file made when missing, with its folder
   * @param mostPages the file may not grow beyond this many pages of 4,096 bytes; 0 for no limit
   * @param isToStand an older hub may be using it: it is not brought up to date, but refused
   * @throws {EventLogUnusable} when it is not a log this hub can write: damaged, newer, another program's, read-only
   */
  static async open(
    file: string,
    { mostPages = 0, isToStand = false } = {},
  ): Promise<SqliteEventLog> {
    const path = resolve(file);
    makeFolderOf(path);
    const thread = new Worker(new URL('./sqlite-writer.worker.ts', import.meta.url), {
      name: 'event-log',
      workerData: { file: path, mostPages, isToStand } satisfies WriterSettings,
    });
    // Rejects when the thread fails instead.
    const [opened] = (await once(thread, 'message')) as [Opened];
    if (opened.opened) return new SqliteEventLog(path, thread, opened.wasOlder);
    await thread.terminate();
    throw errorOf(opened.fault);
  }

  async read(stream: string, after: Version = 0): Promise<readonly Recorded[]> {
    const entries: Recorded[] = [];
    let last = after;
    for (;;) {
      const rows = await this.#ask(['read', stream, last, ENTRIES_PER_READ]);
      for (const [version, ...row] of rows) {
        const [id] = row;
        if (id === null) throw this.#damaged(stream, version, 'is missing');
        entries.push(this.#recorded(stream, version, row));
        last = version;
      }
      if (rows.length < ENTRIES_PER_READ) return entries;
    }
  }

  async append(
    stream: string,
    entries: readonly Entry[],
    expected: Version,
  ): Promise<AppendResult> {
    const rows = entries.map(rowOf);
    const currentVersion = await this.#ask(['append', stream, expected, rows]);
    if (currentVersion !== null) return { appended: false, currentVersion };
    this.#followers.announce(stream, () =>
      rows.map((row, index) => this.#recorded(stream, expected + index + 1, row)),
    );
    return { appended: true, version: expected + rows.length };
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    return this.#followers.follow(stream, after, listener);
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#ask(['list', prefix]);
  }

  async drop(stream: string): Promise<void> {
    await this.#ask(['drop', stream]);
  }

  async compact(): Promise<void> {
    await this.#ask(['compact']);
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#followers.stop();
    const closed = this.#ask(['close']);
    this.#ended = new EventLogUnavailable(`${this.#file} is closed.`);
    await closed;
  }

  #ask<Asking extends Call>(call: Asking): Promise<Results[Asking[0]]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const { promise, resolve, reject } = Promise.withResolvers<Results[Call[0]]>();
    this.#waiting.push({ resolve, reject });
    this.#outbox.push(call);
    if (this.#outbox.length === 1) queueMicrotask(() => this.#send());
    return promise as Promise<Results[Asking[0]]>; // the thread answers each call with its own kind of result
  }

  #send(): void {
    this.#thread.postMessage(this.#outbox satisfies Asked);
    this.#outbox = [];
  }

  #deliver(replies: Answered): void {
    const answered = this.#waiting.splice(0, replies.length);
    for (const [nth, { resolve, reject }] of answered.entries()) {
      const reply = replies[nth] as Reply;
      if (isFault(reply)) reject(errorOf(reply.fault));
      else resolve(reply);
    }
  }

  #end(message: string, options?: ErrorOptions): void {
    this.#ended ??= new EventLogUnavailable(message, options);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  #recorded(stream: string, version: Version, [id, schema, cause, event]: EntryRow): Recorded {
    try {
      return {
        version,
        id,
        schema,
        cause: cause === null ? null : JSON.parse(cause),
        event: JSON.parse(event),
      };
    } catch (error) {
      throw this.#damaged(stream, version, `is not what was written (${error})`);
    }
  }

  #damaged(stream: string, version: Version, what: string): EventLogUnusable {
    return new EventLogUnusable(
      `${this.#file} is damaged: entry ${version} of ${stream} ${what}. Stop the hub and restore the newest back-up.`,
    );
  }
}

/** Written as text here, once: the caller cannot change it afterwards and the thread need not look at it. */
function rowOf({ id, schema, cause, event }: Entry): EntryRow {
  return [id, schema, cause && JSON.stringify(cause), JSON.stringify(event)];
}

const isFault = (reply: Reply): reply is Extract<Reply, { fault: Fault }> =>
  reply !== null && typeof reply === 'object' && 'fault' in reply;

function errorOf({ unusable, message, cause }: Fault): EventLogUnusable | EventLogUnavailable {
  const Kind = unusable ? EventLogUnusable : EventLogUnavailable;
  return new Kind(message, { cause: new Error(cause) });
}

function makeFolderOf(file: string): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new EventLogUnusable(
      `${folder} cannot be made (${cause instanceof Error ? cause.message : cause}). Make it, and give the hub's user the right to write there.`,
      { cause },
    );
  }
}
