/**
 * Changes the office book for whoever asks: what the book itself cannot know is looked at here – the queue of
 * today, the pictures, the history – and everything else is for the book to decide.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Programme } from '#shared/programme.ts';
import type { RefusalCode, Reply } from '#shared/protocol.ts';
import type { Remark } from '#shared/views.ts';
import type { AgencyId, DeskId, EpochMs, LocalDate, TopicId } from '#shared/vocabulary.ts';
import type { RequestMark } from '../event-log/request-memory.ts';
import { feedAddress } from '../feeds/calendar-fetch.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { inWords } from '../office/book-mistakes.ts';
import { decide } from '../office/decide.ts';
import { evolve, type OfficeCommand, type OfficeEvent } from '../office/office-book.ts';
import type { OfficeClock } from '../office-clock.ts';
import type { Queue } from '../queue/queue.ts';
import { waitingInOrder } from '../queue/views.ts';
import {
  type BookAsked,
  bookAnswerTo,
  bookCommandFor,
  inThePast,
  type PlainBookAsked,
} from './book-commands.ts';
import { picturesIn, readBookFile } from './book-file.ts';
import type { BookHistory } from './book-history.ts';
import type { OfficeAgenda } from './office-agenda.ts';
import type { LiveBook } from './open-book.ts';

type BookChangesParts = {
  book: LiveBook;
  clock: OfficeClock;
  agenda: OfficeAgenda;
  pictures: PictureStore;
  history: BookHistory;
  /** Of the present day. */
  today: () => { date: LocalDate; queue: Queue };
};

/** A book that may never be the office's. */
type Tried = { book: OfficeBook; programme: Programme; remarks: readonly Remark[] };

type Refused = Extract<Reply<unknown>, { ok: false }>;

/** Such an address would never be fetched; see server/feeds. */
/** Of a picture that a file names. */
export const NOT_AS_DRAWN = 'must be there, as a hub has drawn it';
const NOT_ON_THE_INTERNET =
  'must begin with https:// and a name on the Internet: no number, no port and no user';

export class BookChanges {
  readonly #parts: BookChangesParts;

  constructor(parts: BookChangesParts) {
    this.#parts = parts;
  }

  /** Does it durably, and once. @throws {EventLogUnavailable} */
  async change(mark: RequestMark, asked: BookAsked): Promise<Reply<unknown>> {
    const { book: live, clock, agenda } = this.#parts;
    const made = await this.#commandFor(asked, clock.now());
    if ('code' in made) return made;
    const command: OfficeCommand = { ...made, by: mark.by ?? null };
    const refused = this.#refusedByToday(command);
    if (refused) return { ok: false, code: refused };
    const reply = await live.submit(mark, command, (book, events, version) =>
      bookAnswerTo(asked, book, events, {
        version,
        remarks: [
          ...agenda.remarksOn(book, command.at),
          ...inThePast(asked, book.zone, command.at),
        ],
        waiting: 'agency' in asked && 'day' in asked ? this.#waitingFor(asked) : 0,
      }),
    );
    if (reply.ok) return reply;
    if (reply.code === 'already-seeded') throw new Error(`${mark.requestId} seeded an office`);
    if (reply.code !== 'book-has-mistakes') return { ok: false, code: reply.code };
    // A refusal in the log's memory has no room for them: they are found once more.
    return mistaken(mistakesIn(live.book, command));
  }

  /** The programme as it would be after these, in order. Nothing is kept, and a second pair of eyes not asked for. */
  preview(asked: readonly PlainBookAsked[]): Reply<Tried> {
    const { book: live, clock, agenda } = this.#parts;
    const at = clock.now();
    const settings = { ...live.book.settings, secondPairOfEyes: false };
    let book: OfficeBook = { ...live.book, settings };
    for (const one of asked) {
      const command = bookCommandFor(one, at, book);
      if (typeof command === 'string') return { ok: false, code: command };
      const decision = decide(book, command);
      if (!decision.accepted)
        return 'mistakes' in decision
          ? mistaken(decision.mistakes.map(inWords))
          : { ok: false, code: decision.refusal as RefusalCode };
      book = afterAll(book, decision.events);
    }
    const remarks = agenda.remarksOn(book, at);
    return { ok: true, answer: { book, programme: agenda.programmeOf(book, at), remarks } };
  }

  async #commandFor(asked: BookAsked, at: EpochMs): Promise<OfficeCommand | Refused> {
    if (asked.request === 'book:undo') return this.#undoing(asked.version, at);
    if (asked.request === 'book:import') return this.#importing(asked.file, at);
    if (asked.request === 'feed:set' && asked.url !== null && !feedAddress(asked.url))
      return mistaken([`feeds.${asked.feed}.url ${NOT_ON_THE_INTERNET}`]);
    if (!this.#hasPictures(asked)) return { ok: false, code: 'unknown-picture' };
    const command = bookCommandFor(asked, at, this.#parts.book.book);
    return typeof command === 'string' ? { ok: false, code: command } : command;
  }

  async #undoing(version: number, at: EpochMs): Promise<OfficeCommand | Refused> {
    const { history, book, pictures } = this.#parts;
    const things = await history.changesWith(version);
    if (!things) {
      const isThere = version <= book.edition.version;
      return { ok: false, code: isThere ? 'cannot-be-undone' : 'unknown-version' };
    }
    const command: OfficeCommand = { type: 'PutBack', things, at };
    // What nothing named any more may have been let go.
    const named = picturesIn(book.book);
    const lacks = picturesIn(this.#after(command)).some(
      (name) => !named.includes(name) && !pictures.has(name),
    );
    return lacks ? { ok: false, code: 'unknown-picture' } : command;
  }

  /** Pictures first: a book that names them must find them. Those of a book that is refused do no harm. */
  async #importing(sent: unknown, at: EpochMs): Promise<OfficeCommand | Refused> {
    const { pictures, book: live } = this.#parts;
    const read = readBookFile(sent);
    if ('mistakes' in read) return mistaken(read.mistakes);
    const { media, book } = read.file;
    const command: OfficeCommand = { type: 'ImportBook', book, at };
    const decision = decide(live.book, command);
    if (!decision.accepted) return command; // and it is refused for that, before any picture is kept
    const missing: string[] = [];
    for (const name of picturesIn(book)) {
      const bytes = media[name];
      const isKept =
        pictures.has(name) ||
        (bytes !== undefined && (await pictures.takeAsIs(name, Buffer.from(bytes, 'base64'))));
      if (!isKept) missing.push(`media.${name} ${NOT_AS_DRAWN}`);
    }
    return missing.length > 0 ? mistaken(missing) : command;
  }

  #hasPictures(asked: PlainBookAsked): boolean {
    const content = 'draft' in asked ? asked.draft : asked;
    const image = 'image' in content ? content.image : null;
    return !image || this.#parts.pictures.has(image.media);
  }

  /** What would leave somebody who waits today without a desk, or a desk without itself. */
  #refusedByToday(command: OfficeCommand): RefusalCode | undefined {
    const { book } = this.#parts.book;
    const after = this.#after(command);
    const { queue } = this.#parts.today();
    const lost = new Set<TopicId>(
      book.topics.filter(({ id, line }) => lineOf(after, id) !== line).map((topic) => topic.id),
    );
    const isThere = new Set<DeskId>(after.desks.map(({ id }) => id));
    if (book.desks.some(({ id }) => queue.desks.has(id) && !isThere.has(id))) return 'desk-is-busy';
    const waits = queue.tickets
      .valueSeq()
      .some(({ topic, whereabouts }) => lost.has(topic) && !HAS_ENDED.has(whereabouts.state));
    return waits ? 'tickets-wait-for-it' : undefined;
  }

  /** The book if this were done; as it is where it would be refused. */
  #after(command: OfficeCommand): OfficeBook {
    const { book } = this.#parts.book;
    const decision = decide(book, command);
    return decision.accepted ? afterAll(book, decision.events) : book;
  }

  /** How many of today wait for a visiting body, when it is today's visit that is changed or moved. */
  #waitingFor({ agency, day, movedFrom }: VisitAsked): number {
    const { date, queue } = this.#parts.today();
    if (day !== date && movedFrom?.day !== date) return 0;
    const topics = new Set(
      this.#parts.book.book.topics.filter((topic) => topic.agency === agency).map(({ id }) => id),
    );
    return waitingInOrder(queue).filter(({ topic }) => topics.has(topic)).length;
  }
}

type VisitAsked = {
  agency: AgencyId;
  day: LocalDate;
  movedFrom?: { day: LocalDate } | undefined;
};

const afterAll = (book: OfficeBook, events: readonly OfficeEvent[]): OfficeBook =>
  events.reduce<OfficeBook | null>(evolve, book) ?? book;

const HAS_ENDED: ReadonlySet<string> = new Set(['finished', 'cancelled', 'unserved']);

const lineOf = ({ topics }: OfficeBook, id: TopicId) =>
  topics.find((topic) => topic.id === id)?.line ?? null;

const mistaken = (details: readonly string[]): Refused => ({
  ok: false,
  code: 'book-has-mistakes',
  details,
});

function mistakesIn(book: OfficeBook, command: OfficeCommand): readonly string[] {
  const decision = decide(book, command);
  return 'mistakes' in decision ? decision.mistakes.map(inWords) : [];
}
