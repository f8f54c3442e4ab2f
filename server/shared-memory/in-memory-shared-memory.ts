/** Of a hub that shares with nobody; and for tests. It ends with the hub. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Limiter } from './limiter.ts';
import type { Lasting, Limit, SharedMemory } from './shared-memory.ts';

const LEAST_TO_LOOK_THROUGH = 1_000;

export class InMemorySharedMemory implements SharedMemory {
  readonly #kept = new Map<string, { value: string; endsAt: number }>();
  readonly #now: () => number;
  #lookThroughAt = LEAST_TO_LOOK_THROUGH;

  /** @param now the machine's own time */
  constructor(now: () => number) {
    this.#now = now;
  }

  async put(key: string, value: string, ms: Lasting): Promise<void> {
    this.#forgetOld();
    this.#kept.set(key, { value, endsAt: this.#now() + (ms ?? Number.POSITIVE_INFINITY) });
  }

  async claim(key: string, value: string, ms: Lasting): Promise<boolean> {
    if (this.#current(key)) return false;
    await this.put(key, value, ms);
    return true;
  }

  async get(key: string): Promise<string | null> {
    return this.#current(key)?.value ?? null;
  }

  async take(key: string): Promise<string | null> {
    const value = this.#current(key)?.value ?? null;
    this.#kept.delete(key);
    return value;
  }

  async count(key: string, ms: Lasting): Promise<number> {
    const counted = this.#current(key);
    const next = Number(counted?.value ?? 0) + 1;
    if (counted) counted.value = String(next);
    else await this.put(key, String(next), ms);
    return next;
  }

  limiter(_name: string, limit: Limit): Limiter {
    return new Limiter(new RateLimiterMemory(limit));
  }

  async close(): Promise<void> {}

  #current(key: string) {
    const kept = this.#kept.get(key);
    if (!kept || this.#now() < kept.endsAt) return kept;
    this.#kept.delete(key);
    return undefined;
  }

  /** Whenever there is twice as much as last time: each is looked at but a few times. */
  #forgetOld(): void {
    if (this.#kept.size < this.#lookThroughAt) return;
    for (const key of this.#kept.keys()) this.#current(key);
    this.#lookThroughAt = Math.max(LEAST_TO_LOOK_THROUGH, 2 * this.#kept.size);
  }
}
