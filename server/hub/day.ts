/** One day of one office, as the hub holds it: its queue, and what became of its paper. */
import type { OfficeBook } from '#shared/office-book.ts';
import type { Paper } from '#shared/printers.ts';
import type { LocalDate, OfficeId, TicketNumber } from '#shared/vocabulary.ts';
import type { Cause, EventLog, Recorded } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { dayRules } from '../office/day-rules.ts';
import { printFormat } from '../print/print-format.ts';
import {
  evolve as evolvePrints,
  noPrintJobs,
  type PrintEvent,
  type PrintJobs,
  paperOf,
} from '../print/print-jobs.ts';
import { decide } from '../queue/decide.ts';
import { evolve } from '../queue/evolve.ts';
import { emptyQueue, type Queue, type QueueEvent } from '../queue/queue.ts';
import { queueFormat } from '../queue/queue-format.ts';
import { dayBounds } from '../schedule/office-hours.ts';

/** As many as the terminal looks through for its own. */
const PRINTS_SHOWN = 20;

export class Day {
  readonly date: LocalDate;
  readonly queue: StreamWriter<Queue, QueueEvent>;
  readonly paper: StreamWriter<PrintJobs, PrintEvent>;
  /** Tickets for which paper was asked, in order of issue. */
  readonly #wanted: TicketNumber[];
  /** Leads from a ticket's page to the ticket, as far as `#unlisted` has been gone through. */
  readonly #byToken = new Map<string, TicketNumber>();
  /** Issued since somebody last looked at a page. */
  readonly #unlisted: TicketNumber[];

  private constructor(
    date: LocalDate,
    queue: StreamWriter<Queue, QueueEvent>,
    paper: StreamWriter<PrintJobs, PrintEvent>,
  ) {
    this.date = date;
    this.queue = queue;
    this.paper = paper;
    this.#wanted = [...queue.state.tickets.values()]
      .filter((ticket) => ticket.paper)
      .sort((one, other) => one.order - other.order)
      .map((ticket) => ticket.number);
    this.#unlisted = [...queue.state.tickets.keys()];
    queue.onDurable((news) => {
      for (const { event } of news) {
        if (event.type !== 'TicketIssued') continue;
        if (event.paper) this.#wanted.push(event.number);
        this.#unlisted.push(event.number);
      }
    });
  }

  static async open(log: EventLog, office: OfficeId, date: LocalDate): Promise<Day> {
    const queue = await StreamWriter.open({
      log,
      stream: `queue/${office}/${date}`,
      format: queueFormat,
      initial: emptyQueue,
      evolve,
    });
    try {
      const paper = await StreamWriter.open({
        log,
        stream: `print/${office}/${date}`,
        format: printFormat,
        initial: noPrintJobs,
        evolve: evolvePrints,
      });
      return new Day(date, queue, paper);
    } catch (fault) {
      await queue.close(); // it may follow the log, until it is told not to
      throw fault;
    }
  }

  /** Ends it at its midnight, where that was not done yet. */
  async end(book: OfficeBook): Promise<void> {
    const { endsAt } = dayBounds(book.zone, this.date);
    const ended = await this.queue.submit(
      null,
      (queue) => decide(queue, { type: 'EndDay', at: endsAt }, dayRules(book, endsAt)),
      () => null,
    );
    if (!ended.ok && ended.code !== 'day-has-ended')
      throw new Error(`${this.queue.stream} refuses to end: ${ended.code}`);
  }

  /** The request as this day knows it: undefined when it brought nothing about here. */
  answered(requestId: string): Cause | undefined {
    return this.queue.answered(requestId) ?? this.paper.answered(requestId);
  }

  /** Newest first. */
  prints(): readonly ({ number: TicketNumber } & Paper)[] {
    return this.#wanted
      .slice(-PRINTS_SHOWN)
      .reverse()
      .map((number) => ({ number, ...(this.paperOf(number) ?? ASKED_FOR) }));
  }

  /** What is known of a ticket's paper; null when none was asked for. */
  paperOf(number: TicketNumber): Paper | null {
    const known = paperOf(this.paper.state, number);
    // Between the ticket and its print job lies a moment.
    return known ?? (this.queue.state.tickets.get(number)?.paper ? ASKED_FOR : null);
  }

  /** Paper was asked for with the ticket, and no job was made of it: what a hub that was killed leaves behind. */
  unaskedPapers(): readonly TicketNumber[] {
    return this.#wanted.filter((number) => !this.paper.state.papers.has(number));
  }

  /** @param token of the ticket's own page; '' is nobody's. */
  numberBehind(token: string): TicketNumber | undefined {
    if (token === '') return undefined;
    for (const number of this.#unlisted.splice(0)) {
      const ticket = this.queue.state.tickets.get(number);
      if (ticket) this.#byToken.set(ticket.token, number);
    }
    return this.#byToken.get(token);
  }

  /** Runs `listener` when anything has become durable, with what the queue has new. */
  onDurable(listener: (news: readonly Recorded<QueueEvent>[]) => void): void {
    this.queue.onDurable(listener);
    this.paper.onDurable(() => listener([]));
  }

  /** Resolves when everything submitted has its outcome. What was answered can still be asked for. */
  async close(): Promise<void> {
    await this.queue.close();
    await this.paper.close();
  }
}

/**
 * The queue of a day's stream, as it stands in the log.
 * @throws {EventLogUnavailable | EventLogUnusable}
 */
export async function readQueue(log: EventLog, stream: string): Promise<Queue> {
  const entries = await log.read(stream);
  return entries
    .map((entry) => queueFormat.decode(entry, stream))
    .reduce((before, event) => evolve(before, event), emptyQueue);
}

const ASKED_FOR: Paper = { state: 'printing', reason: '', copy: 1 };
