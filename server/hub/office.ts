/**
 * One office as the hub runs it: its book, its day, and everything that is asked of it. Sockets and HTTP
 * come through here alike, so that no caller has a path of her own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SlipFacts } from '#print/slip.ts';
import type {
  Answers,
  Opening,
  PrinterState,
  RefusalCode,
  Reply,
  Snapshot,
  Stamp,
  Ticket,
  ViewName,
} from '#shared/protocol.ts';
import type { DeskId, LocalDate, TicketNumber } from '#shared/vocabulary.ts';
import { type Cause, type EventLog, EventLogUnavailable } from '../event-log/event-log.ts';
import { dayRules } from '../office/day-rules.ts';
import type { OfficeBook } from '../office/office-book.ts';
import type { OfficeClock } from '../office-clock.ts';
import { decide } from '../queue/decide.ts';
import type { QueueEvent } from '../queue/queue.ts';
import { ticketOf } from '../queue/views.ts';
import { dayBounds, localDate, openingAt } from '../schedule/office-hours.ts';
import { type Asked, type Asker, answerTo, commandFor, digestOf } from './commands.ts';
import { Day } from './day.ts';
import type { SettledPrint } from './print-record.ts';
import {
  boardView,
  type DeskListed,
  deskList,
  deskView,
  type OfficeAt,
  terminalView,
} from './views.ts';

type Printed = { outcome: SettledPrint; reason: string };

/** The office's printer, and what it takes to fill a slip. */
interface SlipPrinting {
  readonly status: PrinterState;
  /** Runs `listener` at every change of `status`, until the returned function is run. */
  onStatus(listener: () => void): () => void;
  /** Prints after the slips already asked for. An id is printed once. Never rejects. */
  print(id: string, slip: SlipFacts): Promise<Printed>;
}

export type OfficeParts = {
  log: EventLog;
  /** The log's own name, for the stamps. */
  logName: string;
  book: OfficeBook;
  clock: OfficeClock;
  printing: SlipPrinting;
  /** Somebody at the hub's own computer may try everything, and the screens say so. */
  trial: boolean;
  /** Told of what failed behind a screen's back: a roll-over, the record of a print. */
  onFault: (fault: unknown) => void;
};

/** How often the hub looks whether the office's midnight has passed. Whoever asks first looks, too. */
const LOOK_FOR_MIDNIGHT_MS = 1_000;
const SETTLE_AGAIN_MS = 5_000;

export class Office {
  readonly #parts: OfficeParts;
  readonly #listeners = new Set<() => void>();
  readonly #watch: NodeJS.Timeout;
  /** Slips whose outcome is not in the log yet. */
  readonly #printed = new Set<Promise<void>>();
  #day: Day;
  /** Its requests may be repeated after midnight; nothing else of it is asked for. */
  #yesterday: Day | undefined;
  #turning: Promise<void> | undefined;
  #logFails = false;
  readonly #closing = new AbortController();

  private constructor(parts: OfficeParts, day: Day) {
    this.#parts = parts;
    this.#day = day;
    this.#watch = setInterval(() => {
      this.#today().catch((fault) => {
        // Without its log an office cannot turn the page; every request says so until it can.
        if (!(fault instanceof EventLogUnavailable)) parts.onFault(fault);
      });
    }, LOOK_FOR_MIDNIGHT_MS);
  }

  /**
   * Goes on with the newest day in the log, and ends it first when its midnight has passed.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(parts: OfficeParts): Promise<Office> {
    const { log, book, clock, printing } = parts;
    const days = await log.list(`queue/${book.id}/`);
    const [before, newest] = [days.at(-2), days.at(-1)].map(dateIn);
    const date = newest ?? localDate(book.zone, clock.now());
    const office = new Office(parts, await Day.open(log, book.id, date));
    if (before) office.#yesterday = await Day.open(log, book.id, before);
    office.#follow(office.#day);
    await office.#giveUpPrints();
    await office.#today();
    printing.onStatus(() => office.#changed());
    return office;
  }

  get book(): OfficeBook {
    return this.#parts.book;
  }

  /**
   * Does what is asked, durably, and once: a repeat of a request id answers as the first did.
   * @throws {EventLogUnavailable} it is not known whether it was done; the same request may be repeated
   */
  async perform(asked: Asked, from: Asker): Promise<Reply<unknown>> {
    try {
      const reply = await this.#perform(asked, from);
      this.#logFails = false;
      return reply;
    } catch (fault) {
      // Told once, and not for everybody who presses meanwhile.
      if (fault instanceof EventLogUnavailable && !this.#logFails) {
        this.#logFails = true;
        this.#parts.onFault(fault);
      }
      throw fault;
    }
  }

  /** Whether the request has been done: a repeat takes nothing from anybody. */
  knows(requestId: string): boolean {
    const days = [this.#day, this.#yesterday];
    return days.some((day) => day?.queue.answered(requestId) !== undefined);
  }

  async #perform(asked: Asked, from: Asker): Promise<Reply<unknown>> {
    const mark = { requestId: asked.requestId, digest: digestOf(asked) };
    for (;;) {
      const day = await this.#today();
      const earlier = this.#yesterday?.queue.answered(asked.requestId);
      if (earlier) return repeat(earlier, mark.digest);
      const reply = await day.queue.submit(
        mark,
        (queue) => {
          const { book, clock } = this.#parts;
          const at = clock.now();
          return decide(queue, commandFor(asked, from, { book, at }), dayRules(book, at));
        },
        (queue, events) => answerTo(asked, queue, events),
      );
      if (reply.ok || reply.code !== 'day-has-ended') return reply;
      // Midnight came between asking and deciding: the new day decides.
      await this.#turning;
      if (day === this.#day) return reply;
    }
  }

  /** @param desk with the view 'desk' only. */
  snapshot<Name extends ViewName>(view: Name, desk?: DeskId): Snapshot<Name> {
    const office = this.#now();
    const stamp: Stamp = {
      office: this.book.id,
      log: this.#parts.logName,
      day: this.#day.date,
      version: this.#day.queue.version,
      at: office.at,
    };
    const views = {
      board: () => boardView(office),
      terminal: () => terminalView(office),
      desk: () => deskView(office, desk as DeskId),
    };
    // Which view belongs to which name is in `views`; the type of a name still open cannot say so.
    return { ...stamp, ...views[view]() } as unknown as Snapshot<Name>;
  }

  desks(): readonly DeskListed[] {
    return deskList(this.#now());
  }

  opening(): Opening {
    return openingAt(this.book, this.#parts.clock.now());
  }

  /** One of today's tickets. */
  ticket(number: string): Ticket | undefined {
    return ticketOf(this.#day.queue.state, number as TicketNumber);
  }

  /** Whether the log answers, and took what it was last given. */
  async healthy(): Promise<boolean> {
    try {
      await this.#parts.log.list(`queue/${this.book.id}/`);
      return !this.#logFails;
    } catch (fault) {
      if (fault instanceof EventLogUnavailable) return false;
      throw fault;
    }
  }

  /** Runs `listener` after anything that a view may show has become durable, until the returned function is run. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything asked for has its answer, on paper too: close the printing first. The log stays open. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#closing.abort();
    await Promise.all(this.#printed);
    await this.#turning?.catch(() => {}); // whoever waited for it has been told
    await this.#day.close();
    await this.#yesterday?.close();
  }

  #now(): OfficeAt {
    const { book, clock, printing, trial } = this.#parts;
    const { queue } = this.#day;
    return {
      book,
      queue: queue.state,
      at: clock.now(),
      prints: this.#day.prints(),
      printer: printing.status,
      trial,
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The day it is, ended and begun anew when midnight has passed since somebody last looked. */
  async #today(): Promise<Day> {
    const date = localDate(this.book.zone, this.#parts.clock.now());
    // A clock that was set back does not bring back a day that has been.
    if (date > this.#day.date) {
      this.#turning ??= this.#turnTo(date).finally(() => {
        this.#turning = undefined;
      });
      await this.#turning;
    }
    return this.#day;
  }

  async #turnTo(date: LocalDate): Promise<void> {
    const { log, book } = this.#parts;
    const before = this.#day;
    const { endsAt } = dayBounds(book.zone, before.date);
    const ended = await before.queue.submit(
      null,
      (queue) => decide(queue, { type: 'EndDay', at: endsAt }, dayRules(book, endsAt)),
      () => null,
    );
    if (!ended.ok && ended.code !== 'day-has-ended')
      throw new Error(`${before.queue.stream} refuses to end: ${ended.code}`);
    const day = await Day.open(log, book.id, date);
    this.#follow(day);
    const dayBeforeLast = this.#yesterday;
    this.#yesterday = before; // its last slips may still be on their way out of the printer
    this.#day = day;
    this.#changed();
    await dayBeforeLast?.close();
  }

  #follow(day: Day): void {
    day.onDurable((news) => {
      for (const { event, cause } of news)
        if (event.type === 'TicketIssued' && event.paper) {
          // The paper says what the screen said.
          const said = cause?.answer as Answers['ticket:issue'] | undefined;
          const printed = this.#print(day, event, said?.ahead ?? 0).finally(() =>
            this.#printed.delete(printed),
          );
          this.#printed.add(printed);
        }
      this.#changed();
    });
  }

  async #print(
    day: Day,
    issued: Extract<QueueEvent, { type: 'TicketIssued' }>,
    ahead: number,
  ): Promise<void> {
    const { book, printing } = this.#parts;
    const { number, language, at } = issued;
    const topic = book.topics.find(({ id }) => id === issued.topic);
    if (!topic)
      throw new Error(`${book.id} gave ${number} for ${issued.topic}, which it does not have`);
    const printed = await printing.print(`${book.id}/${day.date}/${number}`, {
      officeName: book.name,
      zone: book.zone,
      number,
      language,
      topic: topic.discreetLabel ?? topic.label,
      ahead,
      bring: topic.bring,
      issuedAt: at,
    });
    await this.#settle(day, number, printed);
  }

  /** What became of the paper is tried again until the log takes it, or the hub stops and gives it up. */
  async #settle(day: Day, number: TicketNumber, printed: Printed): Promise<void> {
    const { clock, onFault } = this.#parts;
    for (;;)
      try {
        const { outcome, reason } = printed;
        return await day.settlePrint(number, outcome, { reason, at: clock.now() });
      } catch (fault) {
        const { signal } = this.#closing;
        if (!(fault instanceof EventLogUnavailable) || signal.aborted) return onFault(fault);
        await pause(SETTLE_AGAIN_MS, undefined, { signal }).catch(() => {}); // closing: once more, then given up
      }
  }

  /**
   * What a hub that was killed left without an outcome: some of it may be on paper. It is not printed
   * again, so that nobody is handed a slip of an hour ago.
   */
  async #giveUpPrints(): Promise<void> {
    const at = this.#parts.clock.now();
    await Promise.all(
      this.#day
        .unsettledPrints()
        .map((number) => this.#day.settlePrint(number, 'unknown', { reason: 'hub-restarted', at })),
    );
  }
}

const repeat = (first: Cause, digest: string): Reply<unknown> =>
  first.digest === digest
    ? { ok: true, answer: first.answer }
    : { ok: false, code: 'request-id-reused' satisfies RefusalCode };

const dateIn = (stream: string | undefined): LocalDate | undefined =>
  stream?.split('/').at(-1) as LocalDate | undefined;
