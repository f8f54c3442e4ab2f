/**
 * One printer of an office, from what is to stand on paper to the printer's own word. A ticket is in the queue
 * whether or not its paper comes out, so whoever issued it waits for nothing here; what became of the paper is
 * told when it is known.
 */
import type { PrinterState, PrintReason } from '#shared/printers.ts';
import { type SlipFacts, slipOf } from './slip.ts';
import type { SlipDrawing } from './slip-drawing.ts';
import type { Paper } from './slip-paper.ts';
import type { StaffPageFacts } from './staff-pages.ts';
import type { PrintOutcome, TicketPrinter } from './ticket-printer.ts';

/** What became of a piece of paper. */
export type Printed =
  | { state: 'confirmed' }
  | { state: 'likely' }
  | { state: 'not-sent'; reason: Exclude<PrintReason, ''> }
  | { state: 'unknown'; reason: Exclude<PrintReason, ''> };

export type PrintingParts = {
  printer: TicketPrinter;
  /** Shared by all printers of a hub; whoever made it closes it, when these are closed. */
  drawing: SlipDrawing;
  paper: Paper;
  /** Told of paper that could not be drawn; its outcome is 'not-sent'. */
  onFault: (fault: unknown) => void;
};

export class Printing {
  readonly #parts: PrintingParts;
  readonly #underWay = new Set<Promise<Printed>>();
  #closing = false;

  constructor(parts: PrintingParts) {
    this.#parts = parts;
  }

  get status(): PrinterState {
    return this.#parts.printer.status;
  }

  /** Runs `listener` at every change of `status`, until the returned function is run. */
  onStatus(listener: (status: PrinterState) => void): () => void {
    return this.#parts.printer.onStatus(listener);
  }

  /** Runs `listener` when paper that nobody knew of has come out after all, until the returned function is run. */
  onLateWord(listener: (id: string, printed: Printed) => void): () => void {
    return this.#parts.printer.onLateWord((id, word) => listener(id, printedBy(word)));
  }

  /**
   * Prints after the papers already asked for. An `id` that went to the printer goes there once. Never rejects.
   * @param wanted resolves to whether it is to be printed after all; it is drawn meanwhile
   */
  print(id: string, facts: SlipFacts | StaffPageFacts, wanted: Promise<boolean>): Promise<Printed> {
    const printed = this.#print(id, facts, wanted);
    this.#underWay.add(printed);
    void printed.then(() => this.#underWay.delete(printed));
    return printed;
  }

  /** Gives the paper under way a moment and closes the printer; every outcome is known when this resolves. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#parts.printer.close();
    await Promise.all(this.#underWay);
  }

  async #print(
    id: string,
    facts: SlipFacts | StaffPageFacts,
    wanted: Promise<boolean>,
  ): Promise<Printed> {
    const { printer, onFault } = this.#parts;
    let bytes: Uint8Array;
    try {
      bytes = await this.#draw(facts);
    } catch (fault) {
      if (this.#closing) return { state: 'not-sent', reason: 'closed' };
      onFault(fault);
      return { state: 'not-sent', reason: 'not-drawn' };
    }
    if (!(await wanted)) return { state: 'not-sent', reason: 'not-recorded' };
    // Handed over as soon as it may be, and not when the printer is free: it answers at once those that
    // stand behind paper that has stopped.
    return printedBy(await printer.print({ id, bytes }));
  }

  #draw(facts: SlipFacts | StaffPageFacts): Promise<Uint8Array> {
    const { drawing, paper } = this.#parts;
    return 'page' in facts ? drawing.drawPage(facts, paper) : drawing.draw(slipOf(facts), paper);
  }
}

function printedBy({ outcome: state, ...why }: PrintOutcome): Printed {
  // Spread apart, TypeScript no longer sees that a reason goes with the outcomes that have one.
  return { state, ...why } as Printed;
}
