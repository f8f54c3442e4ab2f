/** The office book, live: as the log has it at any moment, whichever hub changed it last. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Cause, EventLog, Version } from '../event-log/event-log.ts';
import type { Outcome, RequestMark } from '../event-log/request-memory.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { decide, type OfficeDecision } from '../office/decide.ts';
import { evolve, type OfficeCommand, type OfficeEvent } from '../office/office-book.ts';
import { officeFormat } from '../office/office-format.ts';

type Refusal = Extract<OfficeDecision, { accepted: false }>['refusal'];
type Told = { readonly book: OfficeBook | null; readonly changedAt: EpochMs };
type BookWriter = StreamWriter<Told, OfficeEvent>;

const UNTOLD: Told = { book: null, changedAt: 0 };

export class LiveBook {
  readonly #writer: BookWriter;
  /** A book that has been told of stays: evolve() never takes one away. */
  #book: OfficeBook;

  private constructor(writer: BookWriter, book: OfficeBook) {
    this.#writer = writer;
    this.#book = book;
  }

  /**
   * Follows the office that the log has, seeded first when the log has none. From then on the log is what
   * counts, and the seed is not read again.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(log: EventLog, seed: OfficeBook, at: EpochMs): Promise<LiveBook> {
    const writer = await StreamWriter.open<Told, OfficeEvent>({
      log,
      stream: `office/${seed.id}`,
      format: officeFormat,
      initial: UNTOLD,
      evolve: ({ book }, event) => ({ book: evolve(book, event), changedAt: event.at }),
    });
    if (!writer.state.book)
      await writer.submit(
        null,
        ({ book }) => decide(book, { type: 'SeedOffice', book: seed, at }),
        () => null,
      );
    const { book } = writer.state;
    if (book) return new LiveBook(writer, book);
    await writer.close();
    throw new Error(`office/${seed.id} could not be seeded`);
  }

  /** Another object after every change, and the same until then. */
  get book(): OfficeBook {
    this.#book = this.#writer.state.book ?? this.#book;
    return this.#book;
  }

  /** Which state of the book this is, and since when. */
  get edition(): { version: Version; at: EpochMs } {
    return { version: this.#writer.version, at: this.#writer.state.changedAt };
  }

  /** Changes the book, durably and once; see StreamWriter.submit. */
  submit<Answer>(
    request: RequestMark,
    command: OfficeCommand,
    answer: (after: OfficeBook, events: readonly OfficeEvent[], version: Version) => Answer,
  ): Promise<Outcome<Answer, Refusal | 'request-id-reused'>> {
    return this.#writer.submit(
      request,
      ({ book }) => decide(book, command),
      ({ book }, events, version) => answer(book ?? this.#book, events, version),
    );
  }

  answered(requestId: string): Cause | undefined {
    return this.#writer.answered(requestId);
  }

  /** Runs `listener` after every change, whichever hub made it. */
  onChange(listener: () => void): void {
    this.#writer.onDurable(() => listener());
  }

  /** Resolves when every change asked for has its outcome. The log stays open. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}
