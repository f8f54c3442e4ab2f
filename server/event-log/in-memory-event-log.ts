/** An event log that ends with the process: for tests and for measuring. Never for an office. */
import {
  type AppendResult,
  type Entry,
  type EventLog,
  EventLogUnavailable,
  type Recorded,
  type Version,
} from './event-log.ts';
import { Followers } from './followers.ts';

export class InMemoryEventLog implements EventLog {
  readonly isShared: boolean;
  /** Entries as JSON texts, so that nothing is shared with whoever appended or read them. */
  readonly #streams = new Map<string, string[]>();
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  #closed = false;

  /** @param isShared whether several hubs are given it */
  constructor({ isShared = true } = {}) {
    this.isShared = isShared;
  }

  async read(stream: string, after: Version = 0): Promise<readonly Recorded[]> {
    this.#refuseWhenClosed();
    return recorded(this.#streams.get(stream)?.slice(after) ?? [], after);
  }

  async append(
    stream: string,
    entries: readonly Entry[],
    expected: Version,
  ): Promise<AppendResult> {
    this.#refuseWhenClosed();
    const texts = this.#streams.get(stream) ?? [];
    if (texts.length !== expected) return { appended: false, currentVersion: texts.length };
    const added = entries.map(({ id, schema, cause, event }) =>
      JSON.stringify({ id, schema, cause, event }),
    );
    if (added.length > 0) this.#streams.set(stream, [...texts, ...added]);
    this.#followers.announce(stream, () => recorded(added, expected));
    return { appended: true, version: expected + added.length };
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    return this.#followers.follow(stream, after, listener);
  }

  async list(prefix: string): Promise<readonly string[]> {
    this.#refuseWhenClosed();
    return [...this.#streams.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  async drop(stream: string): Promise<void> {
    this.#refuseWhenClosed();
    this.#streams.delete(stream);
  }

  async compact(): Promise<void> {
    this.#refuseWhenClosed(); // what was dropped is gone already
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#followers.stop();
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new EventLogUnavailable('The event log is closed.');
  }
}

function recorded(texts: readonly string[], after: Version): Recorded[] {
  return texts.map((text, index) => ({
    version: after + index + 1,
    ...(JSON.parse(text) as Entry),
  }));
}
