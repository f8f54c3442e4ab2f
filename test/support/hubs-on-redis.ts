/** Several real hubs that share their offices over a real Redis, and the counts over another. */
import { TestHub } from './hub.ts';
import { openRedis, type RedisServer } from './redis.ts';

export class HubsOnRedis {
  readonly hubs: readonly TestHub[];
  readonly redis: RedisServer;
  readonly #tallies: RedisServer;

  private constructor(hubs: readonly TestHub[], redis: RedisServer, tallies: RedisServer) {
    this.hubs = hubs;
    this.redis = redis;
    this.#tallies = tallies;
  }

  /** @param settings of each hub, beside where their log is; or what those of the nth are */
  static async start(
    count: number,
    settings: Record<string, string> | ((nth: number) => Record<string, string>) = {},
  ): Promise<HubsOnRedis> {
    const [redis, tallies] = await Promise.all([openRedis(), openRedis({ appendonly: 'no' })]);
    const shared = { EVENT_LOG: redis.url, TALLIES: tallies.url };
    const own = typeof settings === 'function' ? settings : () => settings;
    const hubs = await Promise.all(
      Array.from({ length: count }, (_, nth) => TestHub.start({ ...shared, ...own(nth) })),
    );
    return new HubsOnRedis(hubs, redis, tallies);
  }

  async end(): Promise<void> {
    for (const hub of this.hubs) await hub.end();
    await this.redis.close();
    await this.#tallies.close();
  }
}
