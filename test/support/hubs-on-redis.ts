/** Several real hubs that share their offices over a real Redis, and the counts over another. */
import { freePort } from './free-port.ts';
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
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const shared = {
      ...{ EVENT_LOG: redis.url, TALLIES: tallies.url },
      HUBS: ports.map((port) => `http://127.0.0.1:${port}`).join(),
    };
    const own = typeof settings === 'function' ? settings : () => settings;
    const hubs = await Promise.all(
      ports.map((port, nth) => TestHub.start({ ...shared, PORT: String(port), ...own(nth) })),
    );
    return new HubsOnRedis(hubs, redis, tallies);
  }

  async end(): Promise<void> {
    for (const hub of this.hubs) await hub.end();
    await this.redis.close();
    await this.#tallies.close();
  }
}
