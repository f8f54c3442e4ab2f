/** Time that goes as fast as it can: whatever is next happens now. */
import type { Timers } from '#print/timers.ts';

type Due = { at: number; order: number; run: () => void };

export class SimulatedTimers implements Timers {
  #now = 0;
  #order = 0;
  readonly #due: Due[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const due = { at: this.#now + Math.max(0, ms), order: ++this.#order, run };
    // Few at a time, so a sorted list is quick enough.
    const before = this.#due.findLastIndex(({ at }) => at <= due.at);
    this.#due.splice(before + 1, 0, due);
    return () => {
      const at = this.#due.indexOf(due);
      if (at >= 0) this.#due.splice(at, 1);
    };
  }

  /**
   * Lets time pass until `done`, everything that is not waiting for time going first.
   * @throws when nothing is left to wait for, or after `mostMs` of made-up time
   */
  async until(done: () => boolean, mostMs = 24 * 3_600_000): Promise<void> {
    for (;;) {
      await settled();
      if (done()) return;
      const next = this.#due.shift();
      if (!next) throw new Error('nothing more will happen');
      if (next.at > mostMs) throw new Error(`not done after ${mostMs} ms`);
      this.#now = next.at;
      next.run();
    }
  }

  /** Resolves when `promise` has, time passing as it must. */
  async resolving<Result>(promise: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    void promise.then(over, over);
    await this.until(() => isOver);
    return promise;
  }
}

/** When streams and promises have handed on all that they hold. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
