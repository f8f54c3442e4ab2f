/**
 * A log with the troubles of a real one, at moments a test chooses: its store fails before or after it
 * has written, its answers take their time, its followers hear nothing.
 */
import {
  type AppendResult,
  type Entry,
  type EventLog,
  EventLogUnavailable,
  type Recorded,
  type Version,
} from '#server/event-log/event-log.ts';

/** 'unwritten': it failed and wrote nothing. 'written': it wrote, and the answer was lost. */
export type Trouble = 'unwritten' | 'written';

export class TamperedEventLog implements EventLog {
  readonly isShared: boolean;
  readonly #log: EventLog;
  readonly #hearing: boolean;
  /** What becomes of the next appends; those after the last go well. */
  troubles: (Trouble | null)[] = [];
  /** While true, nothing can be read. */
  unreadable = false;
  /** Runs before each call goes to the log and again before its answer comes back. */
  pause: () => Promise<void> = async () => {};
  /** Entries of each append that reached the log. */
  readonly appends: (readonly Entry[])[] = [];

  constructor(log: EventLog, { hearing = true, isShared = log.isShared } = {}) {
    this.isShared = isShared;
    this.#log = log;
    this.#hearing = hearing;
  }

  async read(stream: string, after?: Version): Promise<readonly Recorded[]> {
    await this.pause();
    if (this.unreadable) throw new EventLogUnavailable('unreadable, says the test');
    const entries = await this.#log.read(stream, after);
    await this.pause();
    return entries;
  }

  async append(
    stream: string,
    entries: readonly Entry[],
    expected: Version,
  ): Promise<AppendResult> {
    await this.pause();
    const trouble = this.troubles.shift();
    if (trouble === 'unwritten') throw new EventLogUnavailable('unwritten, says the test');
    const result = await this.#log.append(stream, entries, expected);
    if (result.appended) this.appends.push(entries);
    await this.pause();
    if (trouble === 'written') throw new EventLogUnavailable('written, says the test');
    return result;
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    return this.#hearing ? this.#log.follow(stream, after, listener) : () => {};
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
