/**
 * The one-time link by which whoever runs the hub makes an administrator: the first, or one more when nobody can come
 * in. New at every start. The hubs remember together which links are good, by their hashes: each is good at any of
 * them, once at all of them.
 */
import { randomBytes } from 'node:crypto';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import { digest } from './live-people.ts';

/** A first administrator's ends with her; one for one more, should its hub be killed before it can take it back. */
const ONE_MORE_MS = 24 * 60 * 60_000;
const LASTING = { first: null, 'one-more': ONE_MORE_MS } as const;
type Kind = keyof typeof LASTING;

export class FoundingLinks {
  readonly #memory: SharedMemory;
  readonly #isFounded: () => boolean;
  #own: string | null = null;

  /** @param isFounded there is an administrator, whichever hub she came by */
  constructor(memory: SharedMemory, isFounded: () => boolean) {
    this.#memory = memory;
    this.#isFounded = isFounded;
  }

  /** The secret of the link that this hub prints: 144 bits, nobody guesses it. */
  get printed(): string | null {
    return this.#own;
  }

  /** @throws {SharedMemoryUnavailable} as do all of these */
  async make(kind: Kind): Promise<void> {
    this.#own = randomBytes(18).toString('base64url');
    await this.#memory.put(keyOf(this.#own), kind, LASTING[kind]);
  }

  async isRight(presented: string): Promise<boolean> {
    return this.#isGood(await this.#memory.get(keyOf(presented)));
  }

  /** Of all who come with it at once, one. @returns what gives it back, when nothing came of it; null: it is not good */
  async spend(presented: string): Promise<(() => Promise<void>) | null> {
    const kind = await this.#memory.take(keyOf(presented));
    if (!this.#isGood(kind)) return null;
    return () => this.#memory.put(keyOf(presented), kind, LASTING[kind]);
  }

  /** What this hub printed is worth nothing after it. */
  async close(): Promise<void> {
    if (this.#own !== null) await this.#memory.take(keyOf(this.#own));
  }

  #isGood(kind: string | null): kind is Kind {
    return kind === 'one-more' || (kind === 'first' && !this.#isFounded());
  }
}

const keyOf = (secret: string): string => `founding:${digest(secret)}`;
