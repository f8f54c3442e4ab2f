/** A printer whose paper is a list, and whose troubles are said beforehand. Takes a second for a slip. */
import type {
  NotSentReason,
  PrintedWord,
  PrintJob,
  PrintOutcome,
  TicketPrinter,
  UnknownReason,
} from '#print/ticket-printer.ts';
import type { Timers } from '#print/timers.ts';
import type { PrinterState } from '#shared/printers.ts';

/** How the next slip will go. */
export type Fate =
  | { fate: 'printed' }
  | { fate: 'refused'; reason: NotSentReason }
  /** On paper in the end, and then said or never said. */
  | { fate: 'in doubt'; reason: UnknownReason; comesOut: boolean; saidAfterMs: number | null };

export const READY: PrinterState = { state: 'ready', paperLow: false, confirms: 'printed' };
const SLIP_MS = 1_000;

export class SimulatedPrinter implements TicketPrinter {
  readonly #timers: Timers;
  readonly #paper: string[];
  readonly #fate: (job: PrintJob) => Fate;
  readonly #statusListeners = new Set<(status: PrinterState) => void>();
  readonly #lateWordListeners = new Set<(id: string, word: PrintedWord) => void>();
  #isDead = false;
  #status = READY;

  /** @param paper what has come out, by the ids of the jobs; it stays when the printer's program is killed */
  constructor(
    timers: Timers,
    paper: string[],
    fate: (job: PrintJob) => Fate = () => ({ fate: 'printed' }),
  ) {
    this.#timers = timers;
    this.#paper = paper;
    this.#fate = fate;
  }

  get status(): PrinterState {
    return this.#status;
  }

  become(status: PrinterState): void {
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  }

  print(job: PrintJob): Promise<PrintOutcome> {
    const fate = this.#fate(job);
    if (fate.fate === 'refused')
      return Promise.resolve({ outcome: 'not-sent', reason: fate.reason });
    return new Promise((resolve) => {
      // The bytes are with the printer: whoever dies now, the slip may come out.
      this.#timers.after(SLIP_MS, () => {
        if (fate.fate === 'printed' || fate.comesOut) this.#paper.push(job.id);
        if (this.#isDead) return;
        if (fate.fate === 'printed') return resolve({ outcome: 'confirmed' });
        resolve({ outcome: 'unknown', reason: fate.reason });
        if (fate.comesOut && fate.saidAfterMs !== null)
          this.#timers.after(fate.saidAfterMs, () => this.#sayLate(job.id));
      });
    });
  }

  /** As when its program is killed: no word more. */
  die(): void {
    this.#isDead = true;
  }

  onLateWord(listener: (id: string, word: PrintedWord) => void): () => void {
    this.#lateWordListeners.add(listener);
    return () => this.#lateWordListeners.delete(listener);
  }

  onStatus(listener: (status: PrinterState) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  async close(): Promise<void> {}

  #sayLate(id: string): void {
    if (this.#isDead) return;
    for (const listener of this.#lateWordListeners) listener(id, { outcome: 'confirmed' });
  }
}
