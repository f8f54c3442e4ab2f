/**
 * Office time in the window. The hub says what time it is with everything it sends; between its words time is
 * carried forward by the browser's steady clock, so that nobody who sets the device's clock moves the window's.
 *
 * Without the hub the device's clock is believed only where it can be right: see `sure`. Rules W1… in docs/spec.md.
 */
import type { EpochMs } from '#shared/vocabulary.ts';

/** How the device's clock stood to office time when both were known. */
export type ClocksCompared = { readonly officeMs: EpochMs; readonly deviceMs: EpochMs };

export type ClockParts = {
  /** The device's own clock: Date.now. */
  device: () => EpochMs;
  /** Milliseconds that nobody can set: performance.now. */
  steady: () => number;
  /** When this page was built: a device's clock that is earlier is wrong. */
  builtAt: EpochMs;
};

/** The hub speaks every five seconds: the least delayed of a minute's words. */
const WORDS_KEPT = 12;
/** More than any clock drifts in the days that a hub may be away. */
const JUMP_MS = 60_000;
/** A step back that is larger is the hub's own clock, and followed. */
const DELAYS_MS = 5_000;

export class DisplayClock {
  readonly #parts: ClockParts;
  /** How far office time is ahead of the steady clock, by each of the hub's last words; newest last. */
  #words: number[] = [];
  #log: string | null = null;
  /** How far the device was ahead of the steady clock when the hub was last heard, or at the start. */
  #deviceAhead: number;
  /** How far office time was ahead of the device's in the record; null: there is no record to believe. */
  #recordedAhead: number | null = null;
  /** So that it never goes back by what one word was later than another. */
  #latest: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(parts: ClockParts) {
    this.#parts = parts;
    this.#deviceAhead = parts.device() - parts.steady();
  }

  /** What was written down before this page was loaded. Counts until the hub is heard. */
  recall({ officeMs, deviceMs }: ClocksCompared): void {
    const device = this.#parts.device();
    if (device >= deviceMs && device >= this.#parts.builtAt)
      this.#recordedAhead = officeMs - deviceMs;
  }

  /** The hub said that it is `at`. @param log another log is another hub's clock, and the old one's words count no more */
  hear(at: EpochMs, log: string): void {
    const steady = this.#parts.steady();
    if (log !== this.#log) this.#words = [];
    this.#log = log;
    this.#words = [...this.#words, at - steady].slice(-WORDS_KEPT);
    this.#deviceAhead = this.#parts.device() - steady;
  }

  now(): EpochMs {
    const now = Math.round(this.#ahead + this.#parts.steady());
    if (now >= this.#latest || this.#latest - now > DELAYS_MS) this.#latest = now;
    return this.#latest;
  }

  /** False: nothing that depends on what time it is may be shown. */
  get sure(): boolean {
    const { device, steady } = this.#parts;
    // It was set, or it slept; while the hub is away nobody knows which of the two clocks is right.
    if (Math.abs(device() - steady() - this.#deviceAhead) > JUMP_MS) return false;
    return this.#words.length > 0 || this.#recordedAhead !== null;
  }

  /** Every word is late by what its way took: the one that says the latest time was the least delayed. */
  get #ahead(): number {
    if (this.#words.length > 0) return Math.max(...this.#words);
    return this.#deviceAhead + (this.#recordedAhead ?? 0);
  }

  /** For the record; null while office time is not known from the hub. */
  get compared(): ClocksCompared | null {
    if (this.#words.length === 0 || !this.sure) return null;
    return { officeMs: this.now(), deviceMs: this.#parts.device() };
  }
}
