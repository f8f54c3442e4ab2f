/** Every change of an office's book: who, when, and how the thing was before and after. Read from the log. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { EventLog, Version } from '../event-log/event-log.ts';
import { type About, aboutOf, type BookThing, thingAt } from '../office/book-things.ts';
import { evolve, type OfficeEvent } from '../office/office-book.ts';
import { officeFormat } from '../office/office-format.ts';

export type BookChange = {
  /** Of the book right after it. */
  version: Version;
  at: EpochMs;
  /** As the log has her, 'account:ann'; null: nobody who had signed in. */
  by: string | null;
  /** The kind of fact: 'NoticeSet'. */
  what: OfficeEvent['type'];
  about: About;
  before: BookThing['is'];
  after: BookThing['is'];
};

type Entry = Omit<BookChange, 'before' | 'after'> & {
  before: BookThing;
  after: BookThing;
  /** What one request changed is taken back together. */
  requestId: string;
};

const PAGE = 50;

export class BookHistory {
  readonly #log: EventLog;
  readonly #stream: string;
  #book: OfficeBook | null = null;
  #version: Version = 0;
  /** Oldest first. What an office was founded with is no change. */
  readonly #entries: Entry[] = [];
  #reading: Promise<void> = Promise.resolve();

  constructor(log: EventLog, stream: string) {
    this.#log = log;
    this.#stream = stream;
  }

  /**
   * Newest first, at most 50.
   * @param asked.about a thing by name, or all of a kind: 'notices.summer', 'notices'
   * @param asked.before only those that were earlier than this version
   * @throws {EventLogUnavailable}
   */
  async page(asked: { about?: string; before?: Version }): Promise<readonly BookChange[]> {
    await this.#readOn();
    const { about, before = Number.POSITIVE_INFINITY } = asked;
    const isAsked = (entry: Entry) =>
      entry.version < before &&
      (about === undefined || entry.about === about || entry.about.startsWith(`${about}.`));
    return this.#entries.toReversed().filter(isAsked).slice(0, PAGE).map(listed);
  }

  /**
   * What the request behind a version changed, each thing once; undefined where there is nothing to take back.
   * @throws {EventLogUnavailable}
   */
  async changesWith(
    version: Version,
  ): Promise<readonly { before: BookThing; after: BookThing }[] | undefined> {
    await this.#readOn();
    const asked = this.#entries.find((entry) => entry.version === version);
    if (!asked) return undefined;
    const things = new Map<About, { before: BookThing; after: BookThing }>();
    for (const { requestId, about, before, after } of this.#entries) {
      if (requestId !== asked.requestId) continue;
      things.set(about, { before: things.get(about)?.before ?? before, after });
    }
    return [...things.values()];
  }

  /** One reading at a time: each goes on where the last one ended. */
  #readOn(): Promise<void> {
    const reading = this.#reading.then(() => this.#read());
    this.#reading = reading.catch(() => {}); // whoever asked is told; the next one tries again
    return reading;
  }

  async #read(): Promise<void> {
    for (const recorded of await this.#log.read(this.#stream, this.#version)) {
      const event = officeFormat.decode(recorded, this.#stream);
      const before = this.#book;
      this.#book = evolve(before, event);
      this.#version = recorded.version;
      const about = aboutOf(event);
      if (!before || !this.#book || !recorded.cause || about === null) continue;
      const was = thingAt(before, about);
      const is = thingAt(this.#book, about);
      if (!was || !is) continue;
      const { by = null, requestId } = recorded.cause;
      this.#entries.push({
        ...{ version: recorded.version, at: event.at, by, requestId },
        ...{ what: event.type, about, before: was, after: is },
      });
    }
  }
}

/** The whole book is not told over and over. */
const listed = ({ requestId: _, before, after, ...entry }: Entry): BookChange => ({
  ...entry,
  before: before.kind === 'book' ? null : before.is,
  after: after.kind === 'book' ? null : after.is,
});
