/**
 * Tickets on their way to paper. A ticket is in the queue whether or not its paper comes out, so whoever
 * issued it waits for nothing here; what became of the paper is told when it is known.
 */
import type { PrinterState, PrintState } from '#shared/protocol.ts';
import { type SlipFacts, slipOf } from './slip.ts';
import { SlipDrawing } from './slip-drawing.ts';
import type { NotSentReason, TicketPrinter, UnknownReason } from './ticket-printer.ts';

/** What became of a slip. */
export type Printed = {
  outcome: Exclude<PrintState, 'printing'>;
  /** For a person who asks why; '' when it came out. */
  reason: NotSentReason | UnknownReason | 'not-drawn' | '';
};

export class Printing {
  readonly #printer: TicketPrinter;
  readonly #onFault: (fault: unknown) => void;
  readonly #drawing = SlipDrawing.open();
  readonly #underWay = new Set<Promise<Printed>>();
  #closing = false;

  /** @param onFault told of a slip that could not be drawn; its outcome is 'not-sent'. */
  constructor(printer: TicketPrinter, onFault: (fault: unknown) => void) {
    this.#printer = printer;
    this.#onFault = onFault;
  }

  get status(): PrinterState {
    return this.#printer.status;
  }

  /** Runs `listener` at every change of `status`, until the returned function is run. */
  onStatus(listener: (status: PrinterState) => void): () => void {
    return this.#printer.onStatus(listener);
  }

  /** Prints after the slips already asked for. An `id` that went to the printer goes there once. Never rejects. */
  print(id: string, facts: SlipFacts): Promise<Printed> {
    const printed = this.#print(id, facts);
    this.#underWay.add(printed);
    void printed.then(() => this.#underWay.delete(printed));
    return printed;
  }

  /** Gives the slip under way a moment and closes the printer; every outcome is known when this resolves. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.#printer.close(), this.#drawing.close()]);
    await Promise.all(this.#underWay);
  }

  async #print(id: string, facts: SlipFacts): Promise<Printed> {
    let bytes: Uint8Array;
    try {
      bytes = await this.#drawing.draw(slipOf(facts));
    } catch (fault) {
      if (this.#closing) return { outcome: 'not-sent', reason: 'closed' };
      this.#onFault(fault);
      return { outcome: 'not-sent', reason: 'not-drawn' };
    }
    // Handed over as soon as it is drawn, and not when the printer is free: it answers at once those that
    // stand behind a slip waiting for new paper.
    const printed = await this.#printer.print({ id, bytes });
    return printed.outcome === 'confirmed' ? { outcome: 'confirmed', reason: '' } : printed;
  }
}
