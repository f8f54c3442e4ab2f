/**
 * What several hubs remember together, in the Redis that has their log. All of it has one hash tag, and goes by Redis's
 * clock. On a line of its own, so that who appends to the log does not wait behind it.
 */
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { lineTo, notOpened, type Opening } from '../redis/redis-line.ts';
import { Limiter } from './limiter.ts';
import {
  type Lasting,
  type Limit,
  type SharedMemory,
  SharedMemoryUnavailable,
} from './shared-memory.ts';

type Client = ReturnType<typeof clientOf>;

export class RedisSharedMemory implements SharedMemory {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** @throws {SharedMemoryUnavailable} nobody answers there */
  static async open(url: string): Promise<RedisSharedMemory> {
    const opening = { isOpen: false };
    const client = clientOf(url, opening);
    client.on('error', () => {}); // told by whoever asks
    try {
      await client.connect();
      opening.isOpen = true;
      return new RedisSharedMemory(client);
    } catch (cause) {
      if (client.isOpen) client.destroy();
      throw new SharedMemoryUnavailable(notOpened(url, 'EVENT_LOG', cause), { cause });
    }
  }

  async put(key: string, value: string, ms: Lasting): Promise<void> {
    await this.#ask(() => this.#client.set(keyOf(key), value, lasting(ms)));
  }

  async claim(key: string, value: string, ms: Lasting): Promise<boolean> {
    const options = { ...lasting(ms), condition: 'NX' } as const;
    return (await this.#ask(() => this.#client.set(keyOf(key), value, options))) !== null;
  }

  get(key: string): Promise<string | null> {
    return this.#ask(() => this.#client.get(keyOf(key)));
  }

  take(key: string): Promise<string | null> {
    return this.#ask(() => this.#client.getDel(keyOf(key)));
  }

  count(key: string, ms: Lasting): Promise<number> {
    return this.#ask(async () => {
      const counting = this.#client.multi().incr(keyOf(key));
      if (ms !== null) counting.pExpire(keyOf(key), ms, 'NX');
      const [counted] = await counting.exec();
      return Number(counted);
    });
  }

  limiter(name: string, limit: Limit, whenAway: 'refuse' | 'let-through'): Limiter {
    return new Limiter(
      new RateLimiterRedis({
        ...limit,
        storeClient: this.#client,
        keyPrefix: keyOf(`limit:${name}`),
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
        ...(whenAway === 'let-through' && { insuranceLimiter: new RateLimiterMemory(limit) }),
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
    else if (this.#client.isOpen) this.#client.destroy();
  }

  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (cause) {
      throw new SharedMemoryUnavailable('What the hubs remember together cannot be reached.', {
        cause,
      });
    }
  }
}

const keyOf = (key: string): string => `torget:{hub}:memory:${key}`;

const lasting = (ms: Lasting) =>
  ms === null ? {} : { expiration: { type: 'PX', value: Math.max(1, Math.ceil(ms)) } as const };

const clientOf = (url: string, opening: Opening) =>
  lineTo(url, 'torget-memory', opening, (line) => createClient(line));
