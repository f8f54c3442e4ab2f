/**
 * One office as the hub runs it: its book, its day, and everything that is asked of it. Sockets and HTTP
 * come through here alike, so that no caller has a path of her own.
 */

import type { FeedListed } from '#shared/feeds.ts';
import type { DeviceListed } from '#shared/identity.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Paper, PrinterListed } from '#shared/printers.ts';
import type { Opening, Programme } from '#shared/programme.ts';
import type { Answers, RefusalCode, Reply } from '#shared/protocol.ts';
import type { CityOffice, Remark, Snapshot, Stamp, Ticket, ViewName } from '#shared/views.ts';
import type {
  AgencyId,
  DeskId,
  EpochMs,
  LocalDate,
  OfficeId,
  PrinterId,
  Texts,
  TicketNumber,
} from '#shared/vocabulary.ts';
import {
  type Cause,
  type EventLog,
  EventLogUnavailable,
  type Version,
} from '../event-log/event-log.ts';
import type { RequestMark } from '../event-log/request-memory.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { dayRules } from '../office/day-rules.ts';
import type { OfficeClock } from '../office-clock.ts';
import { printersInDoubt } from '../print/print-jobs.ts';
import { decide } from '../queue/decide.ts';
import type { Queue } from '../queue/queue.ts';
import { ticketOf, waitingCount } from '../queue/views.ts';
import { dayBounds, localDate, localDaySpan, openingAt } from '../schedule/office-hours.ts';
import type { Tidings } from '../shared-memory/tidings.ts';
import type { Counters } from '../tallies/counters.ts';
import { isTally, Tallies } from '../tallies/tallies.ts';
import { BookChanges } from './book-changes.ts';
import { isErrand, isOfBook, type PlainBookAsked } from './book-commands.ts';
import { BookHistory } from './book-history.ts';
import { type Asked, type Asker, answerTo, commandFor, digestOf } from './commands.ts';
import { Day } from './day.ts';
import { cityOffice, type DayAt, dayView, type MachinesAt } from './day-view.ts';
import { Displays } from './displays.ts';
import { isOfAgency } from './of-agency.ts';
import { OfficeAgenda } from './office-agenda.ts';
import { OfficeErrands } from './office-errands.ts';
import type { OfficeFeeds } from './office-feeds.ts';
import { OfficePaper, type OfficePrinter } from './office-paper.ts';
import { isOfRoom, OfficeRoom } from './office-room.ts';
import type { LiveBook } from './open-book.ts';
import type { Presence } from './presence.ts';
import { Replay } from './replay.ts';
import { ShownLog, shownStreams } from './shown-log.ts';
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
  logName: () => string;
  /** Stays open; close it after the office. */
  book: LiveBook;
  feeds: OfficeFeeds;
  /** Stays open; close it after the office. */
  counters: Counters;
  presence: Presence;
  /** Those that are paired with the office. */
  devices?: (office: OfficeId) => readonly DeviceListed[];
  pictures: PictureStore;
  clock: OfficeClock;
  /**
   * Opens the printers, the one for tickets first.
   * @param inDoubt those in which a slip may stand that another hub began
   */
  openPrinters: (inDoubt: ReadonlySet<PrinterId>) => Promise<readonly OfficePrinter[]>;
  /** Where tickets have their own pages; null: nowhere that a phone can reach. */
  pagesAt: () => string | null;
  /** Of the other hubs, where there are any. Stays open; close it after the office. */
  tidings: Tidings;
  /** Somebody at the hub's own computer may try everything, and the screens say so. */
  trial: () => boolean;
  /** Told of what failed behind a screen's back: a roll-over, the record of a print. */
  onFault: (fault: unknown) => void;
};

export type BookPreview = {
  programme: Programme;
  board: Snapshot<'board'>;
  remarks: readonly Remark[];
};

/** A ticket as its visitor follows it on a phone. */
export type TicketPage = Ticket & {
  officeName: string;
  zone: string;
  deskName: Texts | null;
  /** The visiting body that was waited for, and does not come today. */
  calledOff: Texts | null;
  at: EpochMs;
};

/** How often the hub looks whether the office's midnight has passed. Whoever asks first looks, too. */
const LOOK_FOR_MIDNIGHT_MS = 1_000;

export class Office {
  readonly #parts: OfficeParts;
  readonly #listeners = new Set<() => void>();
  readonly #watch: NodeJS.Timeout;
  readonly #paper: OfficePaper;
  readonly displays: Displays;
  /** What is on, and what the author of the book should know of it. */
  readonly agenda: OfficeAgenda;
  /** Of the book. */
  readonly changes: BookChanges;
  readonly history: BookHistory;
  /** Of this day and those before it. */
  readonly replay: Replay;
  #day: Day;
  /** Its requests may be repeated after midnight; nothing else of it is asked for. */
  #yesterday: Day | undefined;
  #turning: Promise<void> | undefined;
  readonly #errands: OfficeErrands;
  readonly #room: OfficeRoom;
  /** What staff count of visits. */
  readonly tallies: Tallies;
  #logFails = false;

  private constructor(
    parts: OfficeParts,
    day: Day,
    printers: readonly OfficePrinter[],
    hasHadWindows: boolean,
    room: OfficeRoom,
  ) {
    this.#parts = parts;
    this.#day = day;
    const { book, clock, pagesAt, onFault, tidings } = parts;
    this.#paper = new OfficePaper({
      ...{ printers, pagesAt, onFault, tidings, isShared: parts.log.isShared },
      book: () => book.book,
      now: () => clock.now(),
      days: () => [this.#day, ...(this.#yesterday ? [this.#yesterday] : [])],
    });
    this.agenda = new OfficeAgenda({
      book,
      feeds: parts.feeds,
      clock,
      log: parts.logName,
      misfits: () => this.displays.misfits(),
    });
    this.history = new BookHistory(parts.log, `office/${this.book.id}`);
    this.replay = new Replay({
      ...{ log: parts.log, logName: parts.logName, office: this.book.id, zone: this.book.zone },
      programmeOf: (then, at) => this.agenda.programmeOf(then, at),
    });
    this.changes = new BookChanges({
      ...{ book, clock, agenda: this.agenda, history: this.history, pictures: parts.pictures },
      today: () => ({ date: this.#day.date, queue: this.#day.queue.state }),
    });
    this.displays = new Displays({
      ...{ office: this.book.id, tidings },
      listed: () => this.book.displays,
      programme: () => this.agenda.programme(),
      isOpen: () => this.opening().open,
      missesUnseen: !parts.trial() || hasHadWindows,
      now: () => clock.now(),
      steady: () => performance.now(),
      shown: new ShownLog({
        ...{ log: parts.log, office: this.book.id, zone: this.book.zone, onFault },
        now: () => clock.now(),
      }),
    });
    this.#room = room;
    this.tallies = new Tallies({
      ...{ counters: parts.counters, book: () => book.book, now: () => clock.now() },
      changed: () => this.#changed(),
    });
    this.#errands = new OfficeErrands({
      feeds: parts.feeds,
      displays: this.displays,
      hasDisplay: (display) => this.book.displays.some(({ id }) => id === display),
    });
    this.#watch = setInterval(() => {
      Promise.try(() => this.#today()).catch((fault) => {
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
    const { log, clock } = parts;
    const { book } = parts.book;
    const days = await log.list(`queue/${book.id}/`);
    const [before, newest] = [days.at(-2), days.at(-1)].map(dateIn);
    const date = newest ?? localDate(book.zone, clock.now());
    const day = await Day.open(log, book.id, date);
    const printers = await parts.openPrinters(printersInDoubt(day.paper.state));
    const shown = await log.list(shownStreams(book.id));
    const room = await OfficeRoom.open({
      ...{ log, book: () => parts.book.book, now: () => clock.now() },
    });
    const office = new Office(parts, day, printers, shown.length > 0, room);
    await office.tallies.open();
    if (before) office.#yesterday = await Day.open(log, book.id, before);
    office.#follow(office.#day);
    await office.#paper.giveUp(office.#day);
    await office.#today();
    await office.#endCalledOff(); // a hub may have been killed between the book's fact and the queue's
    office.#paper.onStatus(() => office.#changed());
    parts.book.onChange(() => office.#bookChanged());
    parts.feeds.onChange(() => office.#changed());
    room.onChange(() => office.#changed());
    parts.presence.onChange((where) => {
      if (where === book.id) office.#changed();
    });
    return office;
  }

  get book(): OfficeBook {
    return this.#parts.book.book;
  }

  /**
   * Does what is asked, durably, and once: a repeat of a request id answers as the first did. Refused with
   * 'not-allowed' when it is not the visiting body's that asks.
   * @throws {EventLogUnavailable} it is not known whether it was done; the same request may be repeated
   */
  async perform(asked: Asked, asker: Asker): Promise<Reply<unknown>> {
    try {
      const reply = await this.#perform(asked, asker);
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

  async #perform(asked: Asked, asker: Asker): Promise<Reply<unknown>> {
    const { requestId } = asked;
    const digest = digestOf(asked);
    const mark: RequestMark = asker.by
      ? { requestId, digest, by: asker.by }
      : { requestId, digest };
    for (;;) {
      const today = this.#today();
      const day = today instanceof Promise ? await today : today; // who need not wait does not
      const earlier = this.#answered(requestId);
      if (earlier) return repeat(earlier, mark);
      const isHers = (queue: Queue) =>
        asker.agency === null || isOfAgency(asker.agency, asked, { book: this.book, queue });
      if (!isHers(day.queue.state)) return NOT_HERS;
      const errand = this.#errands.repeat(mark);
      if (errand !== undefined) return errand;
      if (isErrand(asked)) return this.#errands.run(mark, asked);
      if (isOfBook(asked)) return this.changes.change(mark, asked);
      if (isOfRoom(asked)) return this.#room.perform(mark, asked);
      if (isTally(asked)) return this.tallies.perform(asked);
      if (asked.request === 'ticket:reprint') return this.#paper.reprint(day, mark, asked.number);
      if (asked.request === 'printer:print-page') return this.#paper.printPage(day, mark, asked);
      const reply = await day.queue.submit(
        mark,
        (queue) => {
          // Others may have sat down there since it was looked at.
          if (!isHers(queue)) return { accepted: false, refusal: NOT_HERS.code };
          const { book } = this;
          const at = this.#parts.clock.now();
          // It waited for the log, and would be of a day that is over.
          if (at >= dayBounds(book.zone, day.date).endsAt)
            return { accepted: false, refusal: 'day-has-ended' };
          return decide(queue, commandFor(asked, asker, { book, at }), dayRules(book, at));
        },
        (queue, events) => answerTo(asked, queue, events),
      );
      if (reply.ok || reply.code !== 'day-has-ended') return reply;
      // Midnight came between asking and deciding, here or at another hub: the new day decides.
      if (day === (await this.#today())) return reply;
    }
  }

  /** One request id is one request, whatever it was asked of. */
  #answered(requestId: string): Cause | undefined {
    return (
      this.#day.answered(requestId) ??
      this.#yesterday?.answered(requestId) ??
      this.#room.answered(requestId) ??
      this.#parts.book.answered(requestId)
    );
  }

  /**
   * @param desk with the view 'desk' only
   * @param ofAgency of a visiting body: whoever looks is shown its own visitors only
   */
  snapshot<Name extends ViewName>(
    view: Name,
    desk?: DeskId,
    ofAgency: AgencyId | null = null,
  ): Snapshot<Name> {
    const office = this.#now();
    const stamp: Stamp = {
      office: this.book.id,
      log: this.#parts.logName(),
      day: this.#day.date,
      version: this.#day.queue.version,
      at: office.at,
    };
    const views = {
      board: () => boardView(office, this.agenda.programme().revision),
      terminal: () => terminalView(office),
      desk: () => deskView(office, desk as DeskId, ofAgency),
      day: () => dayView(this.#dayAt(office), ofAgency),
    };
    // Which view belongs to which name is in `views`; the type of a name still open cannot say so.
    return { ...stamp, ...views[view]() } as unknown as Snapshot<Name>;
  }

  /** Which day remembers that a request was done; '' of the book's, which are remembered for ever. */
  rememberedBy(requestId: string): LocalDate | '' {
    const days = [this.#day, this.#yesterday];
    const own = days.find((day) => day?.answered(requestId));
    return own?.date ?? (this.#parts.book.answered(requestId) ? '' : this.#day.date);
  }

  /** Of the day's queue. */
  get version(): Version {
    return this.#day.queue.version;
  }

  /** Which state of the book it is, and since when. */
  get edition(): LiveBook['edition'] {
    return this.#parts.book.edition;
  }

  /** What the window would show after these requests. Nothing is kept. */
  preview(asked: readonly PlainBookAsked[]): Reply<BookPreview> {
    const reply = this.changes.preview(asked);
    if (!reply.ok) return reply;
    const { book, programme, remarks } = reply.answer;
    const { name: officeName, takeover } = book;
    const board = {
      ...this.snapshot('board'),
      officeName,
      takeover,
      programme: programme.revision,
    };
    return { ok: true, answer: { programme, board, remarks } };
  }

  now(): EpochMs {
    return this.#parts.clock.now();
  }

  feeds(): readonly FeedListed[] {
    return this.#parts.feeds.listed();
  }

  desks(): readonly DeskListed[] {
    return deskList(this.#now());
  }

  /** Its clock is made up. */
  get isDemonstration(): boolean {
    return this.#parts.clock.isMadeUp;
  }

  /** How many wait. */
  get waiting(): number {
    return waitingCount(this.#day.queue.state);
  }

  /** For whoever looks after several offices. */
  inCity(): CityOffice {
    return cityOffice(this.#machinesAt(this.#now()));
  }

  opening(): Opening {
    return openingAt(this.book, this.#parts.clock.now());
  }

  /** One of today's tickets, with what is known of its paper; null where none was asked for. */
  ticket(number: string): (Ticket & { paper: Paper | null }) | undefined {
    const ticket = ticketOf(this.#day.queue.state, number as TicketNumber);
    return ticket && { ...ticket, paper: this.#day.paperOf(ticket.number) };
  }

  /**
   * As `ticket`, but that there is none is said when the log has been looked at: another hub may have given it just now.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  async findTicket(number: string): Promise<ReturnType<Office['ticket']>> {
    const known = this.ticket(number);
    if (known) return known;
    await this.#day.queue.catchUp();
    return this.ticket(number);
  }

  /** What a ticket's own page shows; undefined for a token of no ticket of today or yesterday. */
  ticketPage(token: string): TicketPage | undefined {
    for (const day of [this.#day, this.#yesterday]) {
      const number = day?.numberBehind(token);
      const ticket = number && day && ticketOf(day.queue.state, number);
      if (!ticket) continue;
      const { name: officeName, zone, desks, topics, agencies } = this.book;
      const deskName = desks.find(({ id }) => id === ticket.desk)?.name ?? null;
      const whereabouts = day.queue.state.tickets.get(number)?.whereabouts;
      const agency = topics.find(({ id }) => id === ticket.topic)?.agency;
      const calledOff =
        whereabouts?.state === 'cancelled' && whereabouts.because === 'called-off'
          ? (agencies.find(({ id }) => id === agency)?.name ?? null)
          : null;
      return { ...ticket, officeName, zone, deskName, calledOff, at: this.#parts.clock.now() };
    }
    return undefined;
  }

  printers(): readonly PrinterListed[] {
    return this.#paper.listed(this.#day);
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
    await this.displays.close();
    await this.#room.close();
    await this.#turning?.catch(() => {}); // whoever waited for it has been told
    await this.#day.close();
    await this.#yesterday?.close();
  }

  #now(): OfficeAt {
    const { clock, trial } = this.#parts;
    const day = this.#day;
    return {
      book: this.book,
      queue: day.queue.state,
      at: clock.now(),
      papers: day.prints(),
      places: this.#room.places(),
      prints: this.tallies.prints,
      peopleAt: (desk) => this.#parts.presence.peopleAt(this.book.id, desk),
      paperOf: (number) => day.paperOf(number),
      printers: this.#paper.listed(day),
      windows: this.displays.troubles(),
      unwatchedWindows: this.displays.unwatched(),
      trial: trial(),
    };
  }

  #dayAt(office: OfficeAt): DayAt {
    const { startsAt, endsAt } = localDaySpan(this.book.zone, office.at);
    return {
      ...this.#machinesAt(office),
      agenda: this.agenda
        .programme()
        .items.filter((item) => item.startsAt < endsAt && item.endsAt > startsAt),
    };
  }

  #machinesAt(office: OfficeAt): MachinesAt {
    const devices = this.#parts.devices?.(this.book.id) ?? [];
    return { ...office, displays: this.displays.listed(), devices };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The day it is. Promised only where midnight has passed since somebody last looked: the day before is ended first. */
  #today(): Day | Promise<Day> {
    const { clock } = this.#parts;
    const { zone } = this.book;
    // A hub whose clock is a little ahead has ended it.
    if (this.#day.queue.state.ended) clock.notBefore(dayBounds(zone, this.#day.date).endsAt);
    const date = localDate(zone, clock.now());
    // A clock that was set back does not bring back a day that has been.
    if (date <= this.#day.date) return this.#day;
    this.#turning ??= this.#turnTo(date).finally(() => {
      this.#turning = undefined;
    });
    return this.#turning.then(() => this.#day);
  }

  async #turnTo(date: LocalDate): Promise<void> {
    const { log } = this.#parts;
    const { book } = this;
    const before = this.#day;
    await before.end(book);
    const day = await Day.open(log, book.id, date);
    this.#follow(day);
    const dayBeforeLast = this.#yesterday;
    this.#yesterday = before; // its last slips may still be on their way out of the printer
    this.#day = day;
    this.#changed();
    await dayBeforeLast?.close();
  }

  #bookChanged(): void {
    this.#changed();
    this.#followCalledOff();
    void this.#parts.feeds.look();
  }

  /**
   * Ends the tickets of visiting bodies that do not come today after all. Looked at after every change, of the
   * book and of the queue: a ticket may return to the line by an undo, or be given by another hub meanwhile.
   */
  async #endCalledOff(): Promise<void> {
    const { queue, date } = this.#day;
    const { endsAt } = dayBounds(this.book.zone, date);
    const rulesNow = () => {
      // Right after midnight, until the page is turned: what is called off the next day is not this day's.
      const at = Math.min(this.#parts.clock.now(), endsAt - 1);
      return [{ type: 'EndCalledOff', at }, dayRules(this.book, at)] as const;
    };
    const decision = decide(queue.state, ...rulesNow());
    if (!decision.accepted || decision.events.length === 0) return;
    await queue.submit(
      null,
      (state) => decide(state, ...rulesNow()),
      () => null,
    );
  }

  #followCalledOff(): void {
    this.#endCalledOff().catch((fault) => {
      // It is looked at again with the next change, and at the next start.
      if (!(fault instanceof EventLogUnavailable)) this.#parts.onFault(fault);
    });
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
      if (news.length > 0) this.#followCalledOff();
    });
    day.paper.onDurable((news) => {
      for (const { event } of news) this.#paper.hear(day, event);
    });
  }
}

const NOT_HERS = { ok: false, code: 'not-allowed' } as const;

/** Whoever sends somebody else's request is told nothing of it. */
const repeat = (first: Cause, { digest, by = null }: RequestMark): Reply<unknown> =>
  first.digest === digest && (first.by ?? null) === by
    ? { ok: true, answer: first.answer }
    : { ok: false, code: 'request-id-reused' satisfies RefusalCode };

const dateIn = (stream: string | undefined): LocalDate | undefined =>
  stream?.split('/').at(-1) as LocalDate | undefined;
