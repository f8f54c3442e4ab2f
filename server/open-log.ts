/** Opens the log, the counters and the memory that the settings name: a file beside the hub, or what several hubs share. */
import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Config } from './config.ts';
import { DataLock } from './event-log/data-lock.ts';
import type { EventLog } from './event-log/event-log.ts';
import { RedisStreamsEventLog } from './event-log/redis-streams-event-log.ts';
import { SqliteEventLog } from './event-log/sqlite-event-log.ts';
import { sessionKey, sharedKey } from './identity/session-cookie.ts';
import { InMemorySharedMemory } from './shared-memory/in-memory-shared-memory.ts';
import { RedisSharedMemory } from './shared-memory/redis-shared-memory.ts';
import type { SharedMemory } from './shared-memory/shared-memory.ts';
import type { Counters } from './tallies/counters.ts';
import { RedisCounters } from './tallies/redis-counters.ts';
import { SqliteCounters } from './tallies/sqlite-counters.ts';

export type OpenLog = {
  log: EventLog;
  counters: Counters;
  /** What hubs remember together for minutes. */
  memory: SharedMemory;
  /** Signs the cookies' ids: the same at every start, and at all hubs. */
  sessionKey: string;
  /** Where it is, for an operator. */
  where: string;
  /** Of this hub's own, for pictures and keys. */
  folder: string;
  /** Another one when screens must take what is older than they have seen: a back-up was put back. */
  epoch: () => string;
  /** Whether it may be asked at all, and offices of which nothing may be; for whoever keeps the hub running. */
  state: () => { away: boolean; stopped: readonly string[] };
  /** What the store promises, where that is a question; for whoever starts the hub. */
  promises: string | null;
  /** Lets go of all of it. */
  close: () => Promise<void>;
};

/** @throws {EventLogUnavailable | EventLogUnusable | CountersUnavailable | SharedMemoryUnavailable} */
export async function openLog(
  { DATA_DIR, EVENT_LOG, REDIS_DURABILITY, TALLIES }: Config,
  onFault: (fault: unknown) => void,
  /** The store is away, or back. */
  onNews: (news: 'away' | 'back') => void,
): Promise<OpenLog> {
  if (EVENT_LOG.kind === 'sqlite') {
    const file = resolve(DATA_DIR, EVENT_LOG.file);
    const folder = dirname(file);
    const lock = await DataLock.acquire(folder);
    const log = await SqliteEventLog.open(file);
    const counters = new SqliteCounters(resolve(folder, 'tallies.db'));
    // A start is an epoch: the file may be yesterday's.
    const start = randomUUID();
    const close = async () => {
      await counters.close();
      await log.close();
      lock.release();
    };
    return {
      ...{ log, counters, where: file, folder, promises: null, close },
      memory: new InMemorySharedMemory(() => Date.now()),
      sessionKey: sessionKey(resolve(folder, 'session-key')),
      epoch: () => start,
      state: () => ({ away: false, stopped: [] }),
    };
  }
  const folder = resolve(DATA_DIR);
  const lock = await DataLock.acquire(folder);
  const log = await RedisStreamsEventLog.open(EVENT_LOG.url, {
    durability: REDIS_DURABILITY,
    onFault,
    onNews,
  });
  const counters = await RedisCounters.open(TALLIES ?? '');
  const memory = await RedisSharedMemory.open(EVENT_LOG.url);
  const close = async () => {
    await memory.close();
    await counters.close();
    await log.close();
    lock.release();
  };
  const { host } = new URL(EVENT_LOG.url);
  return {
    ...{ log, counters, memory, where: `Redis at ${host}`, folder, close },
    sessionKey: await sharedKey(memory, 'session-key'),
    epoch: () => log.epoch,
    state: () => log.state,
    promises: log.promises,
  };
}
