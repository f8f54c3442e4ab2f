/**
 * The hubs that a screen may go to: the one that served its page, and those that a hub has told it of. Kept by the
 * browser, so that a screen that is started while its own hub is away knows where else to ask.
 */

const KEPT_AS = 'torget.hubs';

export class KnownHubs {
  readonly #own: string;
  #others: readonly string[];
  #current: string;

  /** @param own origin of the page: 'https://ko1.example.se' */
  constructor(own: string) {
    this.#own = own;
    this.#current = own;
    this.#others = kept().filter((hub) => hub !== own);
  }

  /** Where to ask, as an origin. */
  get current(): string {
    return this.#current;
  }

  get areSeveral(): boolean {
    return this.#others.length > 0;
  }

  /** A hub says which there are. Whatever it forgets is not asked again; the page's own always may be. */
  told(hubs: readonly string[]): void {
    this.#others = hubs.filter((hub) => hub !== this.#own);
    if (!this.#all().includes(this.#current)) this.#current = this.#own;
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(this.#others));
    } catch {
      // Where nothing is kept it is told anew.
    }
  }

  /** The one after that which does not answer. */
  moveOn(): void {
    const all = this.#all();
    this.#current = all[(all.indexOf(this.#current) + 1) % all.length] ?? this.#own;
  }

  #all(): readonly string[] {
    return [this.#own, ...this.#others];
  }
}

function kept(): readonly string[] {
  try {
    const hubs: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '[]');
    return Array.isArray(hubs) ? hubs.filter((hub) => typeof hub === 'string') : [];
  } catch {
    return []; // nothing is kept here, or not by us
  }
}
