/** The service worker that lets the window start without the hub: registered at once, or when the hub is there. */

const TRY_AGAIN_AFTER_MS = 60_000;

export class WorkerRegistration {
  readonly #register: () => Promise<ServiceWorkerRegistration>;
  readonly #steady: () => number;
  #triedAt = Number.NEGATIVE_INFINITY;
  #isMissing = true;
  /** Of the latest attempt; undefined: the hub was away, or the browser allows none. Never rejects. */
  current: Promise<ServiceWorkerRegistration | undefined> = Promise.resolve(undefined);

  /** @param steady milliseconds that nobody can set: performance.now */
  constructor(register: () => Promise<ServiceWorkerRegistration>, steady: () => number) {
    this.#register = register;
    this.#steady = steady;
    this.tryAgain();
  }

  /** To be run whenever the hub is heard. Where there is one already, or somebody just tried, it does nothing. */
  tryAgain(): void {
    if (!this.#isMissing || this.#steady() - this.#triedAt < TRY_AGAIN_AFTER_MS) return;
    this.#triedAt = this.#steady();
    this.#isMissing = false;
    this.current = this.#register().catch(() => {
      this.#isMissing = true;
      return undefined;
    });
  }
}
