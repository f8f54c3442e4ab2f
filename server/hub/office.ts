/**
 * One office as the hub runs it: its book, its day, and everything that is asked of it. Sockets and HTTP
 * come through here alike, so that no caller has a path of her own.
 */
import type {
  Answers,
  Opening,
  Paper,
  PrinterListed,
  RefusalCode,
  Reply,
  Snapshot,
  Stamp,
  Ticket,
  ViewName,
} from '#shared/protocol.ts';
import type {
  DeskId,
  EpochMs,
  LocalDate,
  PrinterId,
  Texts,
  TicketNumber,
} from '#shared/vocabulary.ts';
import { type Cause, type EventLog, EventLogUnavailable } from '../event-log/event-log.ts';
import { dayRules } from '../office/day-rules.ts';
import type { OfficeBook } from '../office/office-book.ts';
import type { OfficeClock } from '../office-clock.ts';
import { printersInDoubt } from '../print/print-jobs.ts';
import { decide } from '../queue/decide.ts';
import { ticketOf } from '../queue/views.ts';
import { dayBounds, localDate, openingAt } from '../schedule/office-hours.ts';
import { type Asked, type Asker, answerTo, commandFor, digestOf } from './commands.ts';
import { Day } from './day.ts';
import { OfficePaper, type OfficePrinter } from './office-paper.ts';
import {
  boardView,
  type DeskListed,
  deskList,
  deskView,
  type OfficeAt,
  terminalView,
} from './views.ts';

export type OfficeParts = {
  log: EventLog;
  /** The log's own name, for the stamps. */
  logName: string;
  book: OfficeBook;
  clock: OfficeClock;
  /**
   * Opens the printers, the one for tickets first.
   * @param inDoubt those in which a slip may stand that another hub began
   */
  openPrinters: (inDoubt: ReadonlySet<PrinterId>) => Promise<readonly OfficePrinter[]>;
  /** Where tickets have their own pages; null: nowhere that a phone can reach. */
  pagesAt: () => string | null;
  /** Somebody at the hub's own computer may try everything, and the screens say so. */
  trial: boolean;
  /** Told of what failed behind a screen's back: a roll-over, the record of a print. */
  onFault: (fault: unknown) => void;
};

/** A ticket as its visitor follows it on a phone. */
export type TicketPage = Ticket & {
  officeName: string;
  zone: string;
  deskName: Texts | null;
  at: EpochMs;
};

/** How often the hub looks whether the office's midnight has passed. Whoever asks first looks, too. */
const LOOK_FOR_MIDNIGHT_MS = 1_000;

export class Office {
  readonly #parts: OfficeParts;
  readonly #listeners = new Set<() => void>();
  readonly #watch: NodeJS.Timeout;
  readonly #paper: OfficePaper;
  #day: Day;
  /** Its requests may be repeated after midnight; nothing else of it is asked for. */
  #yesterday: Day | undefined;
  #turning: Promise<void> | undefined;
  #logFails = false;

  private constructor(parts: OfficeParts, day: Day, printers: readonly OfficePrinter[]) {
    this.#parts = parts;
    this.#day = day;
    const { book, clock, pagesAt, onFault } = parts;
    this.#paper = new OfficePaper({
      ...{ book, printers, pagesAt, onFault },
      now: () => clock.now(),
      dayOf: (date) => [this.#day, this.#yesterday].find((one) => one?.date === date),
    });
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
    const { log, book, clock } = parts;
    const days = await log.list(`queue/${book.id}/`);
    const [before, newest] = [days.at(-2), days.at(-1)].map(dateIn);
    const date = newest ?? localDate(book.zone, clock.now());
    const day = await Day.open(log, book.id, date);
    const printers = await parts.openPrinters(printersInDoubt(day.paper.state));
    const office = new Office(parts, day, printers);
    if (before) office.#yesterday = await Day.open(log, book.id, before);
    office.#follow(office.#day);
    await office.#paper.giveUp(office.#day);
    await office.#today();
    office.#paper.onStatus(() => office.#changed());
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
      const earlier =
        this.#yesterday?.queue.answered(asked.requestId) ??
        this.#yesterday?.paper.answered(asked.requestId);
      if (earlier) return repeat(earlier, mark.digest);
      if (asked.name === 'ticket:reprint') return this.#paper.reprint(day, mark, asked.number);
      if (asked.name === 'printer:print-page') return this.#paper.printPage(day, mark, asked);
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

  /** One of today's tickets, with what is known of its paper; null where none was asked for. */
  ticket(number: string): (Ticket & { paper: Paper | null }) | undefined {
    const ticket = ticketOf(this.#day.queue.state, number as TicketNumber);
    return ticket && { ...ticket, paper: this.#day.paperOf(ticket.number) };
  }

  /** What a ticket's own page shows; undefined for a token of no ticket of today or yesterday. */
  ticketPage(token: string): TicketPage | undefined {
    for (const day of [this.#day, this.#yesterday]) {
      const number = day?.numberBehind(token);
      const ticket = number && day && ticketOf(day.queue.state, number);
      if (!ticket) continue;
      const { name: officeName, zone, desks } = this.book;
      const deskName = desks.find(({ id }) => id === ticket.desk)?.name ?? null;
      return { ...ticket, officeName, zone, deskName, at: this.#parts.clock.now() };
    }
    return undefined;
  }

  printers(): readonly PrinterListed[] {
    return this.#paper.listed(this.#day);
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
    await this.#paper.close();
    await this.#turning?.catch(() => {}); // whoever waited for it has been told
    await this.#day.close();
    await this.#yesterday?.close();
  }

  #now(): OfficeAt {
    const { book, clock, trial } = this.#parts;
    const day = this.#day;
    return {
      book,
      queue: day.queue.state,
      at: clock.now(),
      prints: day.prints(),
      paperOf: (number) => day.paperOf(number),
      printers: this.#paper.listed(day),
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
          this.#paper.ticketIssued(day, event, said?.ahead ?? 0);
        }
      this.#changed();
    });
  }
}

const repeat = (first: Cause, digest: string): Reply<unknown> =>
  first.digest === digest
    ? { ok: true, answer: first.answer }
    : { ok: false, code: 'request-id-reused' satisfies RefusalCode };

const dateIn = (stream: string | undefined): LocalDate | undefined =>
  stream?.split('/').at(-1) as LocalDate | undefined;
