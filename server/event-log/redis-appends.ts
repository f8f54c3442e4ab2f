/**
 * Appends on their way to Redis: those of one turn of the event loop go in one call of the script, as they share a
 * commit in a file. Each of them is done or not by itself.
 */
import type { Version } from './event-log.ts';
import type { RedisLogClient } from './redis-log-client.ts';

/** Entries of one call, so that Redis is held up for two or three milliseconds and no longer; or one append's, if it has more. */
const MOST_TOGETHER = 128;

export type Append = { stream: string; texts: readonly string[]; expected: Version };
/** `version`: what the stream has now. */
export type Appended = { appended: boolean; version: Version };

type Waiting = Append & { resolve: (appended: Appended) => void; reject: (fault: unknown) => void };

export class RedisAppends {
  readonly #client: RedisLogClient;
  #waiting: Waiting[] = [];

  constructor(client: RedisLogClient) {
    this.#client = client;
  }

  /** @throws whatever Redis or the line to it says: then it is not known */
  append(append: Append): Promise<Appended> {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    this.#waiting.push({ ...append, resolve, reject });
    if (this.#waiting.length === 1) setImmediate(() => this.#sendAll());
    return promise;
  }

  #sendAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let together: Waiting[] = [];
    let entries = 0;
    for (const append of waiting) {
      if (together.length > 0 && entries + append.texts.length > MOST_TOGETHER) {
        void this.#send(together);
        together = [];
        entries = 0;
      }
      together.push(append);
      entries += append.texts.length;
    }
    void this.#send(together);
  }

  async #send(together: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#client.appendAll(together);
      for (const [nth, { resolve, reject }] of together.entries()) {
        const [what, version] = [answers[2 * nth], answers[2 * nth + 1]];
        if (what === 1 || what === 0) resolve({ appended: what === 1, version: Number(version) });
        else reject(new Error(`${version}`));
      }
    } catch (fault) {
      for (const { reject } of together) reject(fault);
    }
  }
}
