/** Several real hubs that share their offices over a real Redis, and the counts over another. */
import { FaultProxy } from './fault-proxy.ts';
import { freePort } from './free-port.ts';
import { TestHub } from './hub.ts';
import { openRedis, type RedisServer } from './redis.ts';

export class HubsOnRedis {
  readonly hubs: readonly TestHub[];
  readonly redis: RedisServer;
  /** Of each hub to the log, where a line was asked for that can be spoiled. */
  readonly lines: readonly FaultProxy[];
  readonly tallies: RedisServer;

  private constructor(
    hubs: readonly TestHub[],
    redis: RedisServer,
    tallies: RedisServer,
    lines: readonly FaultProxy[],
  ) {
    this.hubs = hubs;
    this.redis = redis;
    this.lines = lines;
    this.tallies = tallies;
  }

  /** @param settings of each hub, beside where their log is; or what those of the nth are */
  static async start(
    count: number,
    settings: Record<string, string> | ((nth: number) => Record<string, string>) = {},
    { spoilable = false, ofRedis = {} as Record<string, string> } = {},
  ): Promise<HubsOnRedis> {
    const [redis, tallies] = await Promise.all([
      openRedis(ofRedis),
      openRedis({ appendonly: 'no' }),
    ]);
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const lines = spoilable ? await Promise.all(ports.map(() => FaultProxy.to(redis.port))) : [];
    const logAt = (nth: number) => {
      const line = lines[nth];
      return line ? `redis://127.0.0.1:${line.port}` : redis.url;
    };
    const shared = {
      TALLIES: tallies.url,
      HUBS: ports.map((port) => `http://127.0.0.1:${port}`).join(),
    };
    const own = typeof settings === 'function' ? settings : () => settings;
    const hubs = await Promise.all(
      ports.map((port, nth) =>
        TestHub.alone({ EVENT_LOG: logAt(nth), ...shared, PORT: String(port), ...own(nth) }),
      ),
    );
    return new HubsOnRedis(hubs, redis, tallies, lines);
  }

  async end(): Promise<void> {
    for (const hub of this.hubs) await hub.end();
    for (const line of this.lines) await line.close();
    await this.redis.close();
    await this.tallies.close();
  }
}
