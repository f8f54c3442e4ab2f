/** One after another, and no more than so many waiting. */
export class Turns {
  readonly #mostWaiting: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  /** @returns undefined, and nothing is done, when too many wait already */
  take<Result>(work: () => Promise<Result>): Promise<Result> | undefined {
    if (this.#waiting >= this.#mostWaiting) return undefined;
    this.#waiting += 1;
    const done = this.#last.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done.catch(() => {}); // whoever asked for it is told
    return done;
  }
}
