/**
 * An office's printers as the hub runs them: what is asked for on paper becomes a job of the day's print stream,
 * goes to its printer, and what the printer says becomes the next fact. Paper never holds up a queue.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Printed } from '#print/printing.ts';
import type { SlipFacts } from '#print/slip.ts';
import type { StaffPageFacts } from '#print/staff-pages.ts';
import { agentStatus } from '#shared/agent-protocol.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { PrinterFault, PrinterListed, PrinterState } from '#shared/printers.ts';
import type { Answers, RefusalCode, Reply } from '#shared/protocol.ts';
import type { EpochMs, PrinterId, StaffPage, Texts, TicketNumber } from '#shared/vocabulary.ts';
import { EventLogUnavailable } from '../event-log/event-log.ts';
import type { RequestMark } from '../event-log/request-memory.ts';
import {
  decide,
  type PrintCommand,
  type PrintDecision,
  type PrintEvent,
  type PrintJobId,
} from '../print/print-jobs.ts';
import type { QueueEvent } from '../queue/queue.ts';
import { ticketOf } from '../queue/views.ts';
import type { Tidings } from '../shared-memory/tidings.ts';
import type { Day } from './day.ts';
import { dayFigures } from './day-figures.ts';
import { ToldByOthers } from './told-by-others.ts';

/** As it stands in the log, and as the printer's side knows it. */
type Job = { job: PrintJobId; key: string };
/** `offered`: to the hub that has the printer. */
type NewJob = Job & { offered: boolean };
type Facts = SlipFacts | StaffPageFacts;

/** One of the office's printers. What a hub needs of it is a part of Printing (ticket-terminal/print). */
export type OfficePrinter = {
  id: PrinterId;
  name: Texts;
  printing: {
    readonly status: PrinterState;
    onStatus(listener: () => void): () => void;
    onLateWord(listener: (id: string, printed: Printed) => void): () => void;
    print(id: string, facts: Facts, wanted: Promise<boolean>): Promise<Printed>;
  };
};

export type OfficePaperParts = {
  /** As it stands. */
  book: () => OfficeBook;
  /** The first prints the tickets. */
  printers: readonly OfficePrinter[];
  now: () => EpochMs;
  /** Where tickets have their own pages: 'https://ko.example.se'. null: nowhere that a phone can reach. */
  pagesAt: () => string | null;
  /** Those that may still hear of their paper: today and yesterday. */
  days: () => readonly Day[];
  onFault: (fault: unknown) => void;
  /** Other hubs serve the office, too, and one of them may have the printer. */
  isShared: boolean;
  tidings: Tidings;
};

const SETTLE_AGAIN_MS = 5_000;
/** A hub that cannot print now lets others be first. */
const GIVE_WAY_MS = 3_000;
/** What no hub takes by then is not printed: whoever asked for it still stands there. */
const TAKE_WITHIN_MS = 4_000;
/** What no hub has settled by then was another's, which is gone: a slip is out, or has failed, in a fraction of it. */
const SURELY_OVER_MS = 60_000;
const LOOK_FOR_LEFT_MS = 10_000;

export class OfficePaper {
  readonly #parts: OfficePaperParts;
  /** Jobs whose outcome is not in the log yet. */
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #watch: NodeJS.Timeout | undefined;
  readonly #statesElsewhere: ToldByOthers<PrinterState>;
  readonly #statusListeners = new Set<() => void>();
  /** Jobs that the log did not answer for: they may be there all the same, and nobody prints them. By their keys. */
  readonly #inDoubt = new WeakMap<Day, Set<string>>();

  constructor(parts: OfficePaperParts) {
    this.#parts = parts;
    this.#statesElsewhere = new ToldByOthers(parts.tidings, this.#aboutStates, agentStatus, () =>
      this.#statusChanged(),
    );
    for (const printer of parts.printers) {
      this.#tellState(printer);
      printer.printing.onStatus(() => {
        this.#tellState(printer);
        this.#statusChanged();
      });
    }
    if (parts.isShared)
      this.#watch = setInterval(() => this.#track(this.#giveUpLeft()), LOOK_FOR_LEFT_MS);
    for (const { printing } of parts.printers)
      printing.onLateWord((id, printed) => this.#hearLate(id, printed));
  }

  listed(day: Day): PrinterListed[] {
    const { jobs, pages } = day.paper.state;
    return this.#parts.printers.map((printer) => {
      const { id, name } = printer;
      const job = jobs.get(pages.get(id, ''));
      const page = job && 'page' in job.subject ? job.subject.page : null;
      return {
        id,
        name,
        state: this.#stateOf(printer),
        page: job && page ? { page, state: job.state, at: job.requestedAt } : null,
      };
    });
  }

  /** Runs `listener` when a printer's state has changed. */
  onStatus(listener: () => void): void {
    this.#statusListeners.add(listener);
  }

  /** A ticket has been issued with paper: the slip is drawn while the job is written down, and then goes to the printer. */
  ticketIssued(
    day: Day,
    { number, at, topic }: Extract<QueueEvent, { type: 'TicketIssued' }>,
    ahead: number,
  ): void {
    const { isShared, book, now, printers } = this.#parts;
    const [printer] = printers;
    if (!printer) return;
    if (isShared && at + SURELY_OVER_MS <= now()) return; // heard of late: giveUp tells of it
    const isDrawnHere = book().topics.some(({ id }) => id === topic);
    if (isShared && !(printer.printing.status.state === 'ready' && isDrawnHere)) {
      const waited = pause(GIVE_WAY_MS, undefined, { signal: this.#closing.signal }).catch(
        () => {},
      );
      this.#track(
        waited.then(() => {
          if (day.paper.state.papers.has(number)) return; // a hub that has the printer was first
          if (this.#closing.signal.aborted) return; // others go on, and one may get the printer
          this.#askFor(day, number, printer, ahead);
        }),
      );
    } else this.#askFor(day, number, printer, ahead);
  }

  #askFor(day: Day, number: TicketNumber, printer: OfficePrinter, ahead: number): void {
    const at = this.#parts.now();
    const request: PrintCommand = {
      ...{ type: 'RequestPaper', number, printer: printer.id, key: randomUUID(), at },
    };
    const wanted = record(day, request).then(
      ({ ok }) => ok,
      (fault) => {
        this.#tell(fault);
        return false; // a slip that is in no record must not be in anybody's hand
      },
    );
    const slip = this.#slip(day, number, { copy: 1, ahead, at });
    this.#run(day, { job: number, key: request.key }, printer, slip, { wanted, first: [request] });
  }

  async reprint(
    day: Day,
    mark: RequestMark,
    number: TicketNumber,
  ): Promise<Reply<Answers['ticket:reprint']>> {
    const printer = this.#parts.printers[0];
    const at = this.#parts.now();
    const ticket = ticketOf(day.queue.state, number);
    if (!ticket) return refused('unknown-ticket');
    if (ENDED.has(ticket.state)) return refused('ticket-has-ended');
    const reply = await this.#request(
      day,
      mark,
      printer,
      (to) => ({ type: 'Reprint', number, ...to, at }),
      (copy, id) => ({ number, copy, printer: id }),
    );
    if (!reply.ok) return reply;
    const { newJob, answer } = reply;
    if (newJob && printer) {
      const slip = this.#slip(day, number, { copy: answer.copy, ahead: ticket.ahead, at });
      this.#begin(day, newJob, printer, slip);
    }
    return { ok: true, answer };
  }

  async printPage(
    day: Day,
    mark: RequestMark,
    { printer: id, page }: { printer: PrinterId; page: StaffPage },
  ): Promise<Reply<Answers['printer:print-page']>> {
    const printer = this.#parts.printers.find((one) => one.id === id);
    const at = this.#parts.now();
    if (!printer) return refused('unknown-printer');
    const reply = await this.#request(
      day,
      mark,
      printer,
      (to) => ({ type: 'RequestPage', page, ...to, at }),
      () => ({ printer: id, page }),
    );
    if (!reply.ok) return reply;
    const { newJob, answer } = reply;
    if (newJob) this.#begin(day, newJob, printer, this.#page(day, printer, page, at));
    return { ok: true, answer };
  }

  /** Of the day's print stream, whichever hub wrote it. */
  hear(day: Day, event: PrintEvent): void {
    // A hub was asked for it and does not have the printer: the one that has it prints it.
    if (event.type === 'PrintOffered') this.#track(this.#take(day, event.job));
    else if ('key' in event && this.#inDoubt.get(day)?.delete(event.key)) {
      const { job, key } = event;
      const at = this.#parts.now();
      const notSent = { type: 'Settle', state: 'not-sent', reason: 'not-recorded' } as const;
      this.#track(this.#record(day, [{ ...notSent, job, key, at }]));
    }
  }

  /**
   * What a hub that was killed left behind. What was begun may be on paper, wholly or in part; what was only
   * asked for is not. Neither is printed now, so that nobody is handed a slip of an hour ago. Where hubs share the
   * office, what is new may be another's, and on its way.
   * @throws {EventLogUnavailable}
   */
  async giveUp(day: Day): Promise<void> {
    const at = this.#parts.now();
    const isLeft = (since: EpochMs) => !this.#parts.isShared || since + SURELY_OVER_MS <= at;
    const printer = this.#parts.printers[0]?.id ?? ('none' as PrinterId);
    for (const { state, requestedAt, job, key, offered } of day.paper.state.jobs.values()) {
      if (state !== 'printing' || !isLeft(requestedAt)) continue;
      const known = offered ? 'not-sent' : 'unknown';
      await record(day, { ...HUB_RESTARTED, state: known, job, key, at });
    }
    for (const number of day.unaskedPapers()) {
      if (!isLeft(day.queue.state.tickets.get(number)?.issuedAt ?? at)) continue;
      const key = randomUUID();
      await record(day, { type: 'RequestPaper', number, printer, key, at });
      await record(day, { ...HUB_RESTARTED, state: 'not-sent', job: number, key, at });
    }
  }

  async #giveUpLeft(): Promise<void> {
    try {
      for (const day of this.#parts.days()) await this.giveUp(day);
    } catch (fault) {
      this.#tell(fault); // and it is looked at again
    }
  }

  /** Resolves when every outcome is in the log, or given up: close the printers first. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#statesElsewhere.close();
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }

  get #aboutStates(): string {
    return `printers/${this.#parts.book().id}`;
  }

  /** As whichever hub has it says. */
  #stateOf(printer: OfficePrinter): PrinterState {
    const here = printer.printing.status;
    if (isReached(here)) return here;
    const elsewhere = this.#statesElsewhere.of(printer.id);
    return elsewhere.find(({ state }) => state === 'ready') ?? elsewhere[0] ?? here;
  }

  #isElsewhere({ id, printing }: OfficePrinter): boolean {
    return !isReached(printing.status) && this.#statesElsewhere.of(id).length > 0;
  }

  #tellState({ id, printing }: OfficePrinter): void {
    const { status } = printing;
    this.#parts.tidings.tell(this.#aboutStates, id, isReached(status) ? status : null);
  }

  #statusChanged(): void {
    for (const listener of this.#statusListeners) listener();
  }

  /** Writes a job down that staff asked for, when its printer can take it. A repeat is answered and not printed again. */
  async #request<Answer>(
    day: Day,
    mark: RequestMark,
    printer: OfficePrinter | undefined,
    command: (to: { printer: PrinterId; key: string; offered: boolean }) => PrintCommand,
    answer: (copy: number, printer: PrinterId) => Answer,
  ): Promise<
    { ok: true; newJob: NewJob | null; answer: Answer } | { ok: false; code: RefusalCode }
  > {
    let newJob: NewJob | null = null;
    const key = randomUUID();
    const asking = day.paper.submit(
      mark,
      (jobs): PrintDecision => {
        if (!printer || this.#stateOf(printer).state === 'fault')
          return { accepted: false, refusal: 'printer-cannot-print' };
        const offered = this.#isElsewhere(printer);
        return decide(jobs, command({ printer: printer.id, key, offered }));
      },
      (_jobs, [event, ...more]) => {
        const offered = more.some(({ type }) => type === 'PrintOffered');
        newJob = event ? { job: event.job, key, offered } : null;
        const copy = event?.type === 'ReprintRequested' ? event.copy : 1;
        return answer(copy, printer?.id ?? ('' as PrinterId));
      },
    );
    const reply = await this.#elseInDoubt(day, key, asking);
    return reply.ok ? { ok: true, newJob, answer: reply.answer } : reply;
  }

  async #elseInDoubt<Answer>(day: Day, key: string, writing: Promise<Answer>): Promise<Answer> {
    try {
      return await writing;
    } catch (fault) {
      this.#inDoubt.set(day, (this.#inDoubt.get(day) ?? new Set()).add(key));
      throw fault;
    }
  }

  /** Here, or at the hub that has the printer. */
  #begin(day: Day, job: NewJob, printer: OfficePrinter, facts: Facts | null): void {
    if (job.offered) this.#awaitTaken(day, job);
    else this.#run(day, job, printer, facts);
  }

  async #take(day: Day, job: PrintJobId): Promise<void> {
    const offer = day.paper.state.jobs.get(job);
    const printer = this.#parts.printers.find(({ id }) => id === offer?.printer);
    if (!offer || printer?.printing.status.state !== 'ready') return;
    const { subject, copy } = offer;
    // The ticket may have been given at another hub a moment ago: the streams of a day are heard each by itself.
    if ('number' in subject && !day.queue.state.tickets.has(subject.number))
      await day.queue.catchUp();
    const [at, key] = [this.#parts.now(), randomUUID()];
    const facts =
      'page' in subject
        ? this.#page(day, printer, subject.page, at)
        : this.#slip(day, subject.number, {
            ...{ copy, at },
            ahead: ticketOf(day.queue.state, subject.number)?.ahead ?? null,
          });
    if (!facts) return;
    const taking = day.paper.submit(
      null,
      (jobs) => decide(jobs, { type: 'Take', job, offer: offer.key, key, at }),
      (_jobs, events) => events.length > 0,
    );
    const taken = await this.#elseInDoubt(day, key, taking);
    if (taken.ok && taken.answer) this.#run(day, { job, key }, printer, facts);
  }

  /** Nothing comes of it once another hub has taken it, and knows it by a key of its own. */
  #awaitTaken(day: Day, { job, key }: Job): void {
    const { signal } = this.#closing;
    const waited = pause(TAKE_WITHIN_MS, undefined, { signal }).catch(() => {});
    const notTaken = { type: 'Settle', state: 'not-sent', reason: 'agent-away', job, key } as const;
    this.#track(waited.then(() => this.#record(day, [{ ...notTaken, at: this.#parts.now() }])));
  }

  #run(
    day: Day,
    { job, key }: Job,
    printer: OfficePrinter,
    facts: Facts | null,
    /** `first`: what must be in the log before what became of it; once more, should that have failed. */
    {
      wanted = Promise.resolve(true),
      first = [],
    }: {
      wanted?: Promise<boolean>;
      first?: readonly PrintCommand[];
    } = {},
  ): void {
    const { book, now } = this.#parts;
    const id = `${book().id}/${day.date}/${job}/${key}`;
    const printed = facts
      ? printer.printing.print(id, facts, wanted)
      : Promise.resolve({ state: 'not-sent', reason: 'not-drawn' } as const);
    this.#track(
      printed.then((known) =>
        this.#record(day, [...first, { type: 'Settle', job, key, ...known, at: now() }]),
      ),
    );
  }

  /** Of a job of ours, and not of one with its number in another log. */
  #hearLate(id: string, printed: Printed): void {
    const { book, days, now } = this.#parts;
    const [office, date = '', ...rest] = id.split('/');
    const [job, key = ''] = [rest.slice(0, -1).join('/'), rest.at(-1)];
    const day = office === book().id ? days().find((one) => one.date === date) : undefined;
    if (day) this.#track(this.#record(day, [{ type: 'Settle', job, key, ...printed, at: now() }]));
  }

  #track(work: Promise<void>): void {
    const done = work
      .catch((fault) => this.#tell(fault))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** What became of paper is tried again until the log takes it, or the hub stops and gives it up. */
  async #record(day: Day, commands: readonly PrintCommand[]): Promise<void> {
    for (;;)
      try {
        for (const command of commands) await record(day, command);
        return;
      } catch (fault) {
        const { signal } = this.#closing;
        if (!(fault instanceof EventLogUnavailable) || signal.aborted) return this.#tell(fault);
        await pause(SETTLE_AGAIN_MS, undefined, { signal }).catch(() => {}); // closing: once more, then given up
      }
  }

  #tell(fault: unknown): void {
    // Of the log's own, the office tells, once.
    if (!(fault instanceof EventLogUnavailable) || this.#closing.signal.aborted)
      this.#parts.onFault(fault);
  }

  /** null: its topic is not in this hub's book. Somebody took it away meanwhile, or this hub has not heard of it. */
  #slip(
    day: Day,
    number: TicketNumber,
    { copy, ahead, at }: { copy: number; ahead: number | null; at: EpochMs },
  ): SlipFacts | null {
    const { printers } = this.#parts;
    const book = this.#parts.book();
    const pagesAt = this.#parts.pagesAt();
    const ticket = day.queue.state.tickets.get(number);
    const topic = book.topics.find(({ id }) => id === ticket?.topic);
    if (!ticket || !topic) return null;
    return {
      officeName: book.name,
      zone: book.zone,
      number,
      language: ticket.language,
      topic: topic.discreetLabel ?? topic.label,
      ahead,
      minutes: null,
      bring: topic.bring,
      issuedAt: ticket.issuedAt,
      printedAt: at,
      copy,
      terminal: printers[0]?.name ?? { sv: '' },
      follow: pagesAt && ticket.token ? `${pagesAt}/t/${ticket.token}` : null,
    };
  }

  #page(day: Day, { name, printing }: OfficePrinter, page: StaffPage, at: EpochMs): StaffPageFacts {
    const book = this.#parts.book();
    const heading = { officeName: book.name, zone: book.zone, at };
    if (page === 'back') return { ...heading, page };
    if (page === 'day')
      return { ...heading, page, ...dayFigures(book, day.queue.state, day.paper.state) };
    const { status } = printing;
    const confirms = status.state === 'ready' ? status.confirms : null;
    return { ...heading, page, printer: name.sv, confirms, address: this.#parts.pagesAt() };
  }
}

/** Not for what such a fault says: the printer is at another hub, if at any. */
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  'agent-away',
  'offline',
  'silent',
] satisfies PrinterFault[]);

const isReached = (status: PrinterState): boolean =>
  status.state === 'ready' || (status.state === 'fault' && !OUT_OF_REACH.has(status.fault));

const HUB_RESTARTED = { type: 'Settle', reason: 'hub-restarted' } as const;
const ENDED: ReadonlySet<string> = new Set(['finished', 'cancelled', 'unserved']);
const refused = (code: RefusalCode) => ({ ok: false, code }) as const;

/** A fact that is not asked for by anybody with a request of her own. */
const record = (day: Day, command: PrintCommand) =>
  day.paper.submit(
    null,
    (jobs) => decide(jobs, command),
    () => null,
  );
