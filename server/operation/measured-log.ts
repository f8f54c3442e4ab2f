/**
 * The log as it does: every append is timed and counted on its way, whatever it is about. The one place where the log
 * is watched; neither its adapters nor those who write know of it.
 */
import type { AppendResult, Entry, EventLog, Recorded, Version } from '../event-log/event-log.ts';

export type AppendSeen = {
  stream: string;
  entries: readonly Entry[];
  seconds: number;
  /** 'conflict': another hub was first, and nothing was written. 'failed': the log did not take it, or one that it was to follow. */
  outcome: 'appended' | 'conflict' | 'failed';
};

export class MeasuredEventLog implements EventLog {
  readonly #log: EventLog;
  readonly #onAppend: (seen: AppendSeen) => void;
  #followed = 0;

  constructor(log: EventLog, onAppend: (seen: AppendSeen) => void) {
    this.#log = log;
    this.#onAppend = onAppend;
  }

  /** How many followers there are, of all streams. */
  get followed(): number {
    return this.#followed;
  }

  get isShared(): boolean {
    return this.#log.isShared;
  }

  read(stream: string, after?: Version): Promise<readonly Recorded[]> {
    return this.#log.read(stream, after);
  }

  async append(
    stream: string,
    entries: readonly Entry[],
    expected: Version,
  ): Promise<AppendResult> {
    const begun = performance.now();
    let outcome: AppendSeen['outcome'] = 'failed';
    try {
      const result = await this.#log.append(stream, entries, expected);
      if (result.appended) outcome = 'appended';
      // On a log of one's own nobody was first: it was to follow one that has failed.
      else if (this.isShared) outcome = 'conflict';
      return result;
    } finally {
      this.#onAppend({ stream, entries, seconds: (performance.now() - begun) / 1000, outcome });
    }
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    const unfollow = this.#log.follow(stream, after, listener);
    this.#followed += 1;
    let follows = true;
    return () => {
      if (follows) this.#followed -= 1;
      follows = false;
      unfollow();
    };
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#log.list(prefix);
  }

  drop(stream: string): Promise<void> {
    return this.#log.drop(stream);
  }

  compact(): Promise<void> {
    return this.#log.compact();
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}
