/** Opens what several hubs share over Redis: the log, the counters and what they remember together. */
import { DataLock } from './event-log/data-lock.ts';
import type { Durability } from './event-log/redis-promises.ts';
import { RedisStreamsEventLog } from './event-log/redis-streams-event-log.ts';
import { sharedKey } from './identity/session-cookie.ts';
import type { OnNews, OpenLog } from './open-log.ts';
import { RedisHubsLine } from './shared-memory/redis-hubs-line.ts';
import { RedisSharedMemory } from './shared-memory/redis-shared-memory.ts';
import { RedisCounters } from './tallies/redis-counters.ts';

export async function openSharedLog({
  url,
  tallies,
  durability,
  folder,
  onFault,
  onNews,
}: {
  url: string;
  /** Of the Redis that keeps no journal. */
  tallies: string;
  durability: Durability;
  /** Of this hub's own. */
  folder: string;
  onFault: (fault: unknown) => void;
  onNews: OnNews;
}): Promise<OpenLog> {
  const lock = await DataLock.acquire(folder);
  const log = await RedisStreamsEventLog.open(url, {
    ...{ durability, onFault },
    onNews: (news) => onNews('Redis', news),
  });
  const counters = await RedisCounters.open(tallies, (news) =>
    onNews('The Redis of the tallies', news),
  );
  const memory = await RedisSharedMemory.open(url);
  const hubsLine = await RedisHubsLine.open(url);
  const close = async () => {
    await memory.close();
    await counters.close();
    await log.close();
    lock.release();
  };
  return {
    ...{ log, counters, memory, hubsLine, where: `Redis at ${new URL(url).host}`, folder, close },
    sessionKey: await sharedKey(memory, 'session-key'),
    epoch: () => log.epoch,
    state: () => log.state,
    remark: log.promises,
  };
}
