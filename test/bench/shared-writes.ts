/** What comes while no more writes may be under way shares the next. */
export class SharedWrites<Item> {
  readonly #write: (together: readonly Item[]) => Promise<void>;
  readonly #atOnce: number;
  #waiting: { item: Item; durable: () => void }[] = [];
  #underWay = 0;

  /**
   * @param write makes all of them durable; it begins in the order in which it is called
   * @param atOnce so many writes may be under way
   */
  constructor(write: (together: readonly Item[]) => Promise<void>, atOnce = 1) {
    this.#write = write;
    this.#atOnce = atOnce;
  }

  /** Resolves when `item` is durable. */
  add(item: Item): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ item, durable: resolve });
    if (this.#underWay < this.#atOnce) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#underWay += 1;
    // With what comes in the same turn; the second would go alone, as the first does.
    if (this.#underWay > 1) await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      await this.#write(together.map(({ item }) => item));
      for (const { durable } of together) durable();
    }
    this.#underWay -= 1;
  }
}
