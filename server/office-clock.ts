import type { EpochMs } from '#shared/vocabulary.ts';

/**
 * Office time. The only clock of the queue, the agenda and the screens; sessions, limits and logs use
 * the machine's own. It never goes back while the hub runs, whatever is done to the machine's clock:
 * a ticket taken later must never look older.
 */
export class OfficeClock {
  readonly #read: () => EpochMs;
  #latest: EpochMs = Number.NEGATIVE_INFINITY;

  /** It does not go by the machine's. */
  readonly isMadeUp: boolean;

  private constructor(read: () => EpochMs, isMadeUp: boolean) {
    this.#read = read;
    this.isMadeUp = isMadeUp;
  }

  /** The machine's own time. */
  static real(): OfficeClock {
    return new OfficeClock(Date.now, false);
  }

  /** Time that starts at `startsAt` now and runs on: for a demonstration, and for tests. */
  static startingAt(startsAt: EpochMs): OfficeClock {
    const begun = performance.now();
    return new OfficeClock(() => Math.round(startsAt + performance.now() - begun), true);
  }

  /** Time that somebody else moves. */
  static movedBy(read: () => EpochMs): OfficeClock {
    return new OfficeClock(read, true);
  }

  /** Another hub's clock has been there already. This one stands still until it is there, too. */
  notBefore(at: EpochMs): void {
    this.#latest = Math.max(this.#latest, at);
  }

  now(): EpochMs {
    this.#latest = Math.max(this.#latest, this.#read());
    return this.#latest;
  }
}
