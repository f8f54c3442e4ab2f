/**
 * The agent's side of a print job: asks the hub for it right before printing, writes down that it has begun, prints,
 * writes down what became of it, and tells the hub until the hub has answered. Knows nothing of sockets
 * (agent-connection.ts).
 */
import type { PrinterState } from '#shared/printers.ts';
import type { AgentJournal } from './agent-journal.ts';
import type { PrintJob, PrintOutcome, TicketPrinter } from './ticket-printer.ts';

/** One connection to the hub. What is said over it arrives in order, or the connection is lost. */
export interface HubLine {
  status(state: PrinterState): void;
  /** 'lost': the hub may have given the job away without our hearing of it. */
  begin(job: string): Promise<'granted' | 'refused' | 'lost'>;
  /** Resolves to whether the hub has answered that it knows. */
  outcome(job: string, outcome: PrintOutcome): Promise<boolean>;
}

export type AgentPrintingParts = {
  printer: TicketPrinter;
  journal: AgentJournal;
  /** Told of a journal that cannot be read or written. Until it can, nothing is printed. */
  onFault: (fault: unknown) => void;
};

export class AgentPrinting {
  readonly #printer: TicketPrinter;
  readonly #journal: AgentJournal;
  readonly #onFault: (fault: unknown) => void;
  #line: HubLine | null = null;
  /** What the hub offers and this agent has not asked for yet. */
  #offer: PrintJob | null = null;
  #isServing = false;
  #served: Promise<void> = Promise.resolve();
  readonly #telling = new Set<Promise<void>>();

  constructor({ printer, journal, onFault }: AgentPrintingParts) {
    this.#printer = printer;
    this.#journal = journal;
    this.#onFault = onFault;
    printer.onStatus((state) => this.#line?.status(state));
    printer.onLateWord((job, word) => this.#ended(job, word));
  }

  /** What is owed from before goes first: the hub offers nothing until it hears how the printer is. */
  connected(line: HubLine): void {
    this.#line = line;
    try {
      const owed = [...this.#journal.lastPrinted(), ...this.#journal.untold()];
      for (const { job, outcome } of owed) this.#tell(job, outcome);
    } catch (fault) {
      this.#onFault(fault); // it is told at the next connection
    }
    this.repeatStatus();
  }

  /** The hub knows by it that the agent lives. */
  repeatStatus(): void {
    this.#line?.status(this.#printer.status);
  }

  /** What was on offer is not any more. What has begun goes on. */
  disconnected(): void {
    this.#line = null;
    this.#offer = null;
  }

  offered(job: PrintJob): void {
    this.#offer = job;
    if (!this.#isServing) this.#served = this.#serve();
  }

  withdrawn(job: string): void {
    if (this.#offer?.id === job) this.#offer = null;
  }

  /** Gives the slip under way a moment, and the hub one to hear of it. The line must still be there. */
  async close(): Promise<void> {
    await this.#printer.close();
    await this.#served;
    await Promise.all(this.#telling);
    this.#line = null;
  }

  /** One after the other, for as long as something is on offer. */
  async #serve(): Promise<void> {
    this.#isServing = true;
    while (this.#offer !== null && this.#line !== null) {
      const job = this.#offer;
      this.#offer = null;
      try {
        await this.#print(job, this.#line);
      } catch (fault) {
        this.#onFault(fault);
        this.#tell(job.id, NOT_WRITTEN_DOWN);
      }
    }
    this.#isServing = false;
  }

  async #print(job: PrintJob, line: HubLine): Promise<void> {
    const known = this.#journal.outcomeOf(job.id);
    if (known && known.outcome !== 'not-sent') return this.#tell(job.id, known);
    const answer = await line.begin(job.id);
    if (answer === 'refused') return;
    // If it was given to us all the same, the hub hears that it did not come out.
    if (answer === 'lost') return this.#ended(job.id, NOT_HERE);
    this.#journal.begun(job.id);
    this.#ended(job.id, await this.#printer.print(job));
  }

  #ended(job: string, outcome: PrintOutcome): void {
    try {
      this.#journal.ended(job, outcome);
    } catch (fault) {
      // It is told all the same. An agent killed before the hub has heard it would say 'unknown'.
      this.#onFault(fault);
    }
    this.#tell(job, outcome);
  }

  #tell(job: string, outcome: PrintOutcome): void {
    if (this.#line === null) return; // at the next connection
    const telling = this.#line.outcome(job, outcome).then((isKnown) => {
      if (!isKnown) return;
      try {
        this.#journal.told(job, outcome);
      } catch (fault) {
        this.#onFault(fault); // it is told once more at the next connection
      }
    });
    this.#telling.add(telling);
    void telling.then(() => this.#telling.delete(telling));
  }
}

const NOT_HERE: PrintOutcome = { outcome: 'not-sent', reason: 'agent-away' };
const NOT_WRITTEN_DOWN: PrintOutcome = { outcome: 'not-sent', reason: 'error' };
