/**
 * What is asked of an office and leaves no fact of its own in the log: a calendar brought or read, a window that
 * is to begin anew. A repeat is answered by memory, so after a restart it is run once more.
 */
import type { Reply } from '#shared/protocol.ts';
import type { DisplayId } from '#shared/vocabulary.ts';
import { type RequestMark, RequestMemory } from '../event-log/request-memory.ts';
import type { ErrandAsked } from './book-commands.ts';
import type { Displays } from './displays.ts';
import type { OfficeFeeds } from './office-feeds.ts';

type OfficeErrandsParts = {
  feeds: OfficeFeeds;
  displays: Displays;
  hasDisplay: (display: DisplayId) => boolean;
};

export class OfficeErrands {
  readonly #parts: OfficeErrandsParts;
  readonly #memory = new RequestMemory();

  constructor(parts: OfficeErrandsParts) {
    this.#parts = parts;
  }

  /** What an errand of this request id has been, or will be, answered; undefined: there is none. */
  repeat(mark: RequestMark): Promise<Reply<unknown>> | undefined {
    return this.#memory.repeat(mark) as Promise<Reply<unknown>> | undefined;
  }

  run(mark: RequestMark, asked: ErrandAsked): Promise<Reply<unknown>> {
    const reply = this.#run(asked);
    this.#memory.begin(mark, reply);
    reply.then(
      (outcome) => this.#memory.end(mark, outcome),
      () => this.#memory.end(mark, null),
    );
    return reply;
  }

  async #run(asked: ErrandAsked): Promise<Reply<unknown>> {
    const { feeds } = this.#parts;
    if (asked.request === 'display:reload') return this.#reload(asked.display);
    const read = await (asked.request === 'feed:import'
      ? feeds.import(asked.feed, asked.text)
      : feeds.read(asked.feed));
    if (read.ok) return { ok: true, answer: read.listed };
    if (read.code === 'unknown-feed') return { ok: false, code: read.code };
    return { ok: false, code: 'feed-cannot-be-read', details: [read.code] };
  }

  #reload(display: DisplayId): Reply<unknown> {
    if (!this.#parts.hasDisplay(display)) return { ok: false, code: 'unknown-display' };
    return this.#parts.displays.reload(display)
      ? { ok: true, answer: { display } }
      : { ok: false, code: 'display-not-connected' };
  }
}
