/**
 * A day as it was, at any of its moments: what the window showed and how the queue stood, folded from the log. Each
 * day is folded once, and persistent queues share what did not change: every version of it is kept. Rules RP… in
 * docs/spec.md.
 *
 * Calendars of others stand as they are known now: what was last read of them is all that is kept understood.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Programme } from '#shared/programme.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { ReplayDay, ReplayMoment, ReplayQueue, Snapshot, Stamp } from '#shared/views.ts';
import type { EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import type { EventLog, Version } from '../event-log/event-log.ts';
import { evolve as evolveBook, type OfficeEvent } from '../office/office-book.ts';
import { officeFormat } from '../office/office-format.ts';
import { evolve as evolveQueue } from '../queue/evolve.ts';
import { emptyQueue, type Queue, type QueueEvent } from '../queue/queue.ts';
import { queueFormat } from '../queue/queue-format.ts';
import { dayBounds } from '../schedule/office-hours.ts';
import { dayQueue } from './day-view.ts';
import { boardView } from './views.ts';

export type ReplayParts = {
  log: EventLog;
  office: OfficeId;
  zone: string;
  /** The log's own name, for the stamps. */
  logName: () => string;
  /** The programme of a book at an instant. */
  programmeOf: (book: OfficeBook, at: EpochMs) => Programme;
};

/** A moment that is asked for: a version of the day's queue, an instant, or what the clock said at a version. */
export type MomentAsked = { version?: Version | undefined; at?: EpochMs | undefined };

type Refused = { ok: false; code: RefusalCode };
type Found<Answer> = { ok: true; answer: Answer } | Refused;

type Folded = {
  /** At the index of its version: 0 is the empty queue. */
  readonly queues: Queue[];
  readonly events: QueueEvent[];
};
type BookFrom = {
  readonly at: EpochMs;
  readonly book: OfficeBook;
  /** What made it so; null: it is how the office was founded. */
  readonly what: OfficeEvent['type'] | null;
};

/** Somebody compares this morning with yesterday's; nobody steps through a year. */
const DAYS_KEPT = 3;

export class Replay {
  readonly #parts: ReplayParts;
  readonly #folded = new Map<LocalDate, Folded>();
  /** In order: what the book has been since when. */
  readonly #books: BookFrom[] = [];
  #book: OfficeBook | null = null;
  #bookVersion: Version = 0;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /** Those that the log has, the newest first. @throws {EventLogUnavailable} */
  async days(): Promise<readonly LocalDate[]> {
    const { log, office } = this.#parts;
    const streams = await log.list(`queue/${office}/`);
    return streams.map((stream) => stream.split('/').at(-1) as LocalDate).toReversed();
  }

  /** @throws {EventLogUnavailable} */
  async day(day: LocalDate): Promise<Found<ReplayDay>> {
    const { events } = await this.#read(day);
    if (events.length === 0) return { ok: false, code: 'unknown-moment' };
    const { startsAt, endsAt } = dayBounds(this.#parts.zone, day);
    const ofQueue = events.map((event, index) => momentOf(event, index + 1));
    const ofBook = this.#books
      .filter(({ at }) => startsAt <= at && at < endsAt)
      .flatMap(({ at, what }) =>
        what === null ? [] : { version: versionAt(events, at), at, what, ...NOBODYS },
      );
    const moments = [...ofQueue, ...ofBook].sort(
      (one, other) => one.version - other.version || one.at - other.at,
    );
    return { ok: true, answer: { day, startsAt, endsAt, moments } };
  }

  /** What the window showed of the queue. @throws {EventLogUnavailable} */
  async board(day: LocalDate, asked: MomentAsked): Promise<Found<Snapshot<'board'>>> {
    return this.#at(day, asked, ({ stamp, book, queue }) => {
      const { revision } = this.#parts.programmeOf(book, stamp.at);
      return { ...stamp, ...boardView({ book, queue, at: stamp.at }, revision) };
    });
  }

  /** @throws {EventLogUnavailable} */
  async programme(day: LocalDate, asked: MomentAsked): Promise<Found<Programme>> {
    return this.#at(day, asked, ({ stamp, book }) => this.#parts.programmeOf(book, stamp.at));
  }

  /** @throws {EventLogUnavailable} */
  async queue(day: LocalDate, asked: MomentAsked): Promise<Found<ReplayQueue>> {
    return this.#at(day, asked, ({ stamp, book, queue }) => ({
      ...stamp,
      zone: book.zone,
      ...dayQueue({ book, queue, at: stamp.at, peopleAt: () => [] }),
    }));
  }

  async #at<Answer>(
    day: LocalDate,
    { version, at }: MomentAsked,
    answer: (then: { stamp: Stamp; book: OfficeBook; queue: Queue }) => Answer,
  ): Promise<Found<Answer>> {
    const { queues, events } = await this.#read(day);
    const { zone, office, logName } = this.#parts;
    const { startsAt } = dayBounds(zone, day);
    const wanted = version ?? versionAt(events, at ?? startsAt);
    const queue = queues[wanted];
    const then = at ?? events[wanted - 1]?.at ?? startsAt;
    const book = this.#bookAt(then);
    if (events.length === 0 || !queue || !book) return { ok: false, code: 'unknown-moment' };
    const stamp = { office, log: logName(), day, version: wanted, at: then };
    return { ok: true, answer: answer({ stamp, book, queue }) };
  }

  /** The latest that was there by then; as it was founded, for a moment before it. */
  #bookAt(at: EpochMs): OfficeBook | undefined {
    const foundedAt = this.#books[0]?.at ?? at;
    return this.#books.findLast((one) => one.at <= Math.max(at, foundedAt))?.book;
  }

  /** One reading at a time: each goes on where the last one ended. */
  #read(day: LocalDate): Promise<Folded> {
    const reading = this.#reading.then(async () => {
      await this.#readBook();
      return this.#readDay(day);
    });
    this.#reading = reading.catch(() => {}); // whoever asked is told; the next one tries again
    return reading;
  }

  async #readDay(day: LocalDate): Promise<Folded> {
    const { log, office } = this.#parts;
    const stream = `queue/${office}/${day}`;
    const known = this.#folded.get(day) ?? { queues: [emptyQueue], events: [] };
    if (!(await log.list(stream)).includes(stream)) {
      // There was nothing, or retention has removed it: what is gone is not told from memory either.
      this.#folded.delete(day);
      return { queues: [emptyQueue], events: [] };
    }
    for (const recorded of await log.read(stream, known.events.length)) {
      const event = queueFormat.decode(recorded, stream);
      known.queues.push(evolveQueue(known.queues.at(-1) ?? emptyQueue, event));
      known.events.push(event);
    }
    this.#folded.delete(day);
    this.#folded.set(day, known);
    for (const oldest of this.#folded.keys())
      if (this.#folded.size > DAYS_KEPT) this.#folded.delete(oldest);
    return known;
  }

  async #readBook(): Promise<void> {
    const stream = `office/${this.#parts.office}`;
    for (const recorded of await this.#parts.log.read(stream, this.#bookVersion)) {
      const event: OfficeEvent = officeFormat.decode(recorded, stream);
      this.#book = evolveBook(this.#book, event);
      this.#bookVersion = recorded.version;
      const what = recorded.cause ? event.type : null;
      if (this.#book) this.#books.push({ at: event.at, book: this.#book, what });
    }
  }
}

const NOBODYS = { number: null, desk: null } as const;

const momentOf = (event: QueueEvent, version: Version): ReplayMoment => ({
  ...{ version, at: event.at, what: event.type },
  number: 'number' in event ? event.number : null,
  desk: 'desk' in event ? event.desk : null,
});

/** How much had happened by then. A clock that was set back does not make undone what it had seen. */
const versionAt = (events: readonly QueueEvent[], at: EpochMs): Version =>
  events.findLastIndex((event) => event.at <= at) + 1;
