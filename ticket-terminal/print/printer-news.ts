/** What a printer has to tell, and who listens: how it is, and what turned out late. All adapters of the port have one. */
import type { PrinterState } from '#shared/printers.ts';
import type { PrintedWord } from './ticket-printer.ts';

export class PrinterNews {
  readonly #statusListeners = new Set<(status: PrinterState) => void>();
  readonly #lateWordListeners = new Set<(id: string, word: PrintedWord) => void>();
  #status: PrinterState = { state: 'unknown' };
  #isOver = false;

  get status(): PrinterState {
    return this.#status;
  }

  onStatus(listener: (status: PrinterState) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onLateWord(listener: (id: string, word: PrintedWord) => void): () => void {
    this.#lateWordListeners.add(listener);
    return () => this.#lateWordListeners.delete(listener);
  }

  /** Whoever listens hears of it when it is a change. */
  become(status: PrinterState): void {
    if (this.#isOver) return;
    const changed = JSON.stringify(status) !== JSON.stringify(this.#status);
    this.#status = status;
    if (changed) for (const listener of this.#statusListeners) listener(status);
  }

  tellLateWord(id: string, word: PrintedWord): void {
    for (const listener of this.#lateWordListeners) listener(id, word);
  }

  /** No more jobs are taken here, so nobody may count on this printer: another hub that has it is to be first. */
  retire(): void {
    this.become({ state: 'unknown' });
    this.#isOver = true;
  }

  /** Nobody listens any longer. */
  close(): void {
    this.#statusListeners.clear();
    this.#lateWordListeners.clear();
  }
}
