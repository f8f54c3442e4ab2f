/**
 * The append-only log every state in the hub is rebuilt from. Adapters: one file each in this folder.
 * All of them pass test/event-log/event-log.contract.test.ts.
 *
 * A stream is `queue/<office>/<local date>`, `office/<office>`, `print/<office>/<local date>` or
 * another subject. The log knows nothing of what its events mean.
 */

/** Position in one stream: 0 before the first event, then 1, 2, 3… without gaps. */
export type Version = number;

/** The request that caused an event, kept with it so that a repeat can be answered as the first was. */
export type Cause = {
  requestId: string;
  /** Of the request's whole content: the same id with another digest is another request. */
  digest: string;
  /** Who asked, where she had signed in: 'account:ann'. */
  by?: string | null;
  /** What was answered, as JSON. */
  answer: unknown;
};

/** One fact on its way into the log. Everything in it is JSON. */
export type Entry<Event = unknown> = {
  /** Unique over all logs. */
  id: string;
  /** Version of the event's shape; see event-format.ts. */
  schema: number;
  /** null when nobody asked: the clock did, or the hub at its start. */
  cause: Cause | null;
  event: Event;
};

export type Recorded<Event = unknown> = Entry<Event> & { version: Version };

export type AppendResult =
  | { appended: true; version: Version }
  /** Another writer came first. Nothing was written; re-read and decide again. */
  | { appended: false; currentVersion: Version };

export interface EventLog {
  /**
   * Whether other hubs append to the same store. Where none does, a stream has one writer, nothing comes between two of its
   * appends, and it need not follow.
   */
  readonly isShared: boolean;

  /**
   * Entries of `stream` after `after` (0 when left out), oldest first. An unknown stream is an empty one.
   * @throws {EventLogUnavailable}
   */
  read(stream: string, after?: Version): Promise<readonly Recorded[]>;

  /**
   * Adds all `entries` or none; appends to one stream take effect in the order they are asked for. Durable once the promise
   * resolves; what is read before it does may be the stream as it was.
   * @throws {EventLogUnavailable} when the store cannot be reached or is full; whether anything was written is not known.
   */
  append(stream: string, entries: readonly Entry[], expected: Version): Promise<AppendResult>;

  /**
   * Hands every entry of `stream` after `after` to `listener`, in order and once, whoever appended it,
   * until the returned function is run.
   */
  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void;

  /** Names of the streams that begin with `prefix` and hold anything, in order of name. */
  list(prefix: string): Promise<readonly string[]>;

  /** Removes a stream and everything in it. By decision only; nothing in the hub does it by itself. */
  drop(stream: string): Promise<void>;

  /**
   * Resolves when nothing of what was dropped is left in the store. The store may grow for a while; what
   * back-ups hold is not its to say.
   * @throws {EventLogUnavailable}
   */
  compact(): Promise<void>;

  /** Resolves when everything appended is durable and the store is let go. */
  close(): Promise<void>;
}

/** The store behind the log cannot be reached or is out of space. Worth retrying; `cause` says why. */
export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';
}

/** The log is not one this hub can use: damaged, made by a newer hub, or in use by another. The message is a sentence for the operator. */
export class EventLogUnusable extends Error {
  override readonly name = 'EventLogUnusable';
}

/** The log holds what this hub is too old for. */
export class EventLogNewer extends EventLogUnusable {}
