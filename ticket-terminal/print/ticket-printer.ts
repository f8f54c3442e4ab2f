/** The printer as the hub sees it. Adapters: one file each in this folder, all under test/print/ticket-printer.contract.test.ts. */
import type { PrinterFault, PrinterState } from '#shared/protocol.ts';

/** One slip to print. `id` makes a repeated submit harmless: what has gone to the printer goes once. */
export type PrintJob = {
  id: string;
  /** Rasters and a cut, as escpos.ts makes them; the printer adds what it needs before and after. */
  bytes: Uint8Array;
};

/** Why nothing of a job has reached the printer. It may be submitted again under the same id. */
export type NotSentReason =
  | PrinterFault
  /** It takes connections and does not answer: busy with somebody else, or not a printer. */
  | 'silent'
  /** Ours, not the printer's: close() had been run. */
  | 'closed'
  | 'not-drawn';

/** Why nobody knows. Some, all or none of the slip may be on paper. */
export type UnknownReason =
  | 'connection-lost'
  /** All was sent; the printer has not said that it is done. */
  | 'no-confirmation'
  | 'closed';

export type PrintOutcome =
  /** The printer itself said so, after the cut: that its paper has stopped, or (a lesser printer) that it got so far. */
  | { outcome: 'confirmed'; by: 'process-id' | 'status' }
  | { outcome: 'not-sent'; reason: NotSentReason }
  | { outcome: 'unknown'; reason: UnknownReason };

export interface TicketPrinter {
  /**
   * Prints after the jobs already submitted. An id that went to the printer before is not sent again and
   * answers what it answered. Never rejects. While a person changes the paper in the middle of a slip
   * this waits with them; the jobs behind it are answered 'not-sent' at once.
   */
  print(job: PrintJob): Promise<PrintOutcome>;

  /** 'unknown' until the printer has been heard for the first time. */
  readonly status: PrinterState;

  /** Runs `listener` at every change of `status`, until the returned function is run. */
  onStatus(listener: (status: PrinterState) => void): () => void;

  /** Answers the jobs that have not begun with 'closed', gives the one under way a moment, and lets the printer go. */
  close(): Promise<void>;
}
