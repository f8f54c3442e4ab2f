/** The printer as the hub sees it. Adapters: one file each in this folder, all under test/print/ticket-printer.contract.test.ts. */
import type { PrinterFault, PrinterState, PrintReason } from '#shared/printers.ts';

/** One piece of paper to print. `id` makes a repeated submit harmless: what has gone to the printer goes once. */
export type PrintJob = {
  id: string;
  /** What is to be on the paper, as escpos.ts makes it. What comes before, the cut and the questions are the printer's. */
  bytes: Uint8Array;
};

/** Why nothing of a job has reached the printer. It may be submitted again under the same id. */
export type NotSentReason = PrinterFault | Extract<PrintReason, 'closed' | 'agent-restarted'>;

/** Why nobody knows. Some, all or none of it may be on paper. */
export type UnknownReason =
  | PrinterFault
  | Extract<PrintReason, 'connection-lost' | 'no-confirmation' | 'closed' | 'agent-restarted'>;

/** The printer's own word, given after the cut. */
export type PrintedWord =
  /** Its paper has stopped. */
  | { outcome: 'confirmed' }
  /** It has carried out all it was sent, or says so sooner than paper moves: probably printed. */
  | { outcome: 'likely' };

export type PrintOutcome =
  | PrintedWord
  | { outcome: 'not-sent'; reason: NotSentReason }
  | { outcome: 'unknown'; reason: UnknownReason };

export interface TicketPrinter {
  /**
   * Prints after the jobs already submitted. An id that went to the printer before is not sent again and
   * answers what it answered. Never rejects. Paper that stops in the middle is 'unknown' within seconds, and
   * the jobs behind it are 'not-sent' at once: none of them comes out later.
   */
  print(job: PrintJob): Promise<PrintOutcome>;

  /**
   * Runs `listener` when a job that was answered 'unknown' turns out to be on paper after all, as when the roll
   * was changed, until the returned function is run.
   */
  onLateWord(listener: (id: string, word: PrintedWord) => void): () => void;

  /** 'unknown' until the printer has been heard for the first time. */
  readonly status: PrinterState;

  /** Runs `listener` at every change of `status`, until the returned function is run. */
  onStatus(listener: (status: PrinterState) => void): () => void;

  /** Answers the jobs that have not begun with 'closed', gives the one under way a moment, and lets the printer go. */
  close(): Promise<void>;
}
