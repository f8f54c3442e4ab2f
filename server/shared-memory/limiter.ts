/** How often a caller may: counted by rate-limiter-flexible, wherever the memory is. */
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { SharedMemoryUnavailable } from './shared-memory.ts';

export class Limiter {
  readonly #limiter: RateLimiterAbstract;

  constructor(limiter: RateLimiterAbstract) {
    this.#limiter = limiter;
  }

  /** Takes one's worth. Resolves to 0, or to the seconds to wait. @throws {SharedMemoryUnavailable} */
  async consume(caller: string): Promise<number> {
    try {
      await this.#limiter.consume(caller);
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
      throw new SharedMemoryUnavailable('Nobody counts.', { cause: refused });
    }
  }

  /** Gives back what was taken. @throws {SharedMemoryUnavailable} */
  async reward(caller: string): Promise<void> {
    try {
      await this.#limiter.reward(caller);
    } catch (cause) {
      throw new SharedMemoryUnavailable('Nobody counts.', { cause });
    }
  }
}
