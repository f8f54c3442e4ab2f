/**
 * A console that nobody touches locks itself, and says so half a minute before. What counts is a press, here; the
 * hub is told of presses now and then, and locks by itself when it hears of none.
 */
const TELL_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 1_000;
const WARNING_MS = 30_000;

type IdleParts = {
  /** null: nobody is signed in, or it is locked already. */
  lockMs: () => number | null;
  tell: () => void;
  warn: (soon: boolean) => void;
  lock: () => void;
};

export class Idle {
  readonly #parts: IdleParts;
  #pressedAt = performance.now();
  #toldAt = Number.NEGATIVE_INFINITY;
  #isWarned = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: IdleParts) {
    this.#parts = parts;
  }

  begin(): void {
    for (const type of PRESSES)
      addEventListener(type, this.#pressed, { capture: true, passive: true });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  end(): void {
    for (const type of PRESSES) removeEventListener(type, this.#pressed, { capture: true });
    clearInterval(this.#timer);
  }

  readonly #pressed = (): void => {
    this.#pressedAt = performance.now();
    this.#warn(false);
    if (this.#parts.lockMs() === null || this.#pressedAt - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = this.#pressedAt;
    this.#parts.tell();
  };

  #look(): void {
    const lockMs = this.#parts.lockMs();
    if (lockMs === null) {
      this.#warn(false);
      return;
    }
    const idleMs = performance.now() - this.#pressedAt;
    if (idleMs >= lockMs) {
      this.#pressedAt = performance.now();
      this.#parts.lock();
      return;
    }
    this.#warn(idleMs >= lockMs - WARNING_MS);
  }

  #warn(soon: boolean): void {
    if (soon === this.#isWarned) return;
    this.#isWarned = soon;
    this.#parts.warn(soon);
  }
}

const PRESSES = ['pointerdown', 'keydown'] as const;
