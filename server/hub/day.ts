/** One day of one office, as the hub holds it: its queue, and what became of its paper. */
import type { PrintState } from '#shared/protocol.ts';
import type { EpochMs, LocalDate, OfficeId, TicketNumber } from '#shared/vocabulary.ts';
import type { EventLog, Recorded } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { evolve } from '../queue/evolve.ts';
import { emptyQueue, type Queue, type QueueEvent } from '../queue/queue.ts';
import { queueFormat } from '../queue/queue-format.ts';
import {
  emptyPrintRecord,
  evolvePrints,
  type PrintEvent,
  type PrintRecord,
  printFormat,
  type SettledPrint,
} from './print-record.ts';

/** As many as the terminal looks through for its own. */
const PRINTS_SHOWN = 20;

export class Day {
  readonly date: LocalDate;
  readonly queue: StreamWriter<Queue, QueueEvent>;
  readonly #paper: StreamWriter<PrintRecord, PrintEvent>;
  /** Tickets for which paper was asked, in order of issue. */
  readonly #wanted: TicketNumber[];

  private constructor(
    date: LocalDate,
    queue: StreamWriter<Queue, QueueEvent>,
    paper: StreamWriter<PrintRecord, PrintEvent>,
  ) {
    this.date = date;
    this.queue = queue;
    this.#paper = paper;
    this.#wanted = [...queue.state.tickets.values()]
      .filter((ticket) => ticket.paper)
      .sort((one, other) => one.order - other.order)
      .map((ticket) => ticket.number);
    queue.onDurable((news) => this.#wanted.push(...news.flatMap(paperWantedIn)));
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
        initial: emptyPrintRecord,
        evolve: evolvePrints,
      });
      return new Day(date, queue, paper);
    } catch (fault) {
      await queue.close(); // it follows the log until it is told not to
      throw fault;
    }
  }

  /** Newest first. */
  prints(): readonly { number: TicketNumber; state: PrintState }[] {
    const record = this.#paper.state;
    return this.#wanted
      .slice(-PRINTS_SHOWN)
      .reverse()
      .map((number) => ({ number, state: record.get(number) ?? 'printing' }));
  }

  /** Asked for, and nothing is known of them: what a hub that was killed leaves behind. */
  unsettledPrints(): readonly TicketNumber[] {
    return this.#wanted.filter((number) => !this.#paper.state.has(number));
  }

  /** @throws {EventLogUnavailable} */
  async settlePrint(
    number: TicketNumber,
    outcome: SettledPrint,
    { reason, at }: { reason: string; at: EpochMs },
  ): Promise<void> {
    await this.#paper.submit(
      null,
      () => ({
        accepted: true,
        events: [{ type: 'PrintSettled', number, outcome, reason, at }],
      }),
      () => null,
    );
  }

  /** Runs `listener` when anything has become durable, with what the queue has new. */
  onDurable(listener: (news: readonly Recorded<QueueEvent>[]) => void): void {
    this.queue.onDurable(listener);
    this.#paper.onDurable(() => listener([]));
  }

  /** Resolves when everything submitted has its outcome. What was answered can still be asked for. */
  async close(): Promise<void> {
    await this.queue.close();
    await this.#paper.close();
  }
}

const paperWantedIn = ({ event }: Recorded<QueueEvent>): TicketNumber[] =>
  event.type === 'TicketIssued' && event.paper ? [event.number] : [];
