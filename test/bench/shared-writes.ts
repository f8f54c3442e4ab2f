/** One write is under way at a time; what comes meanwhile shares the next. */
export class SharedWrites<Item> {
  readonly #write: (together: readonly Item[]) => Promise<void>;
  #waiting: { item: Item; durable: () => void }[] = [];
  #writing = false;

  /** @param write makes all of them durable */
  constructor(write: (together: readonly Item[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when `item` is durable. */
  add(item: Item): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ item, durable: resolve });
    if (!this.#writing) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      await this.#write(together.map(({ item }) => item));
      for (const { durable } of together) durable();
    }
    this.#writing = false;
  }
}
