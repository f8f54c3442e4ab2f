/** Opens the log, the counters and the memory that the settings name: a file beside the hub, or what several hubs share. */
import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Config } from './config.ts';
import { DataLock } from './event-log/data-lock.ts';
import type { EventLog } from './event-log/event-log.ts';
import { SqliteEventLog } from './event-log/sqlite-event-log.ts';
import { sessionKey } from './identity/session-cookie.ts';
import type { HubsLine } from './shared-memory/hubs-line.ts';
import { InMemorySharedMemory } from './shared-memory/in-memory-shared-memory.ts';
import type { SharedMemory } from './shared-memory/shared-memory.ts';
import type { Counters } from './tallies/counters.ts';
import { SqliteCounters } from './tallies/sqlite-counters.ts';

export type OpenLog = {
  log: EventLog;
  counters: Counters;
  /** What hubs remember together for minutes. */
  memory: SharedMemory;
  /** To the other hubs; null: there are none. Whoever speaks there closes it. */
  hubsLine: HubsLine | null;
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
  /** What whoever starts the hub must know of the store: what it promises, or has become. */
  remark: string | null;
  /** Lets go of all of it. */
  close: () => Promise<void>;
};

/** A store that several hubs share is away, or back. */
export type OnNews = (store: 'Redis' | 'The Redis of the tallies', news: 'away' | 'back') => void;

/** @throws {EventLogUnavailable | EventLogUnusable | CountersUnavailable | SharedMemoryUnavailable} */
export async function openLog(
  { DATA_DIR, EVENT_LOG, REDIS_DURABILITY, TALLIES }: Config,
  onFault: (fault: unknown) => void,
  onNews: OnNews,
): Promise<OpenLog> {
  if (EVENT_LOG.kind === 'sqlite') return openFiles(resolve(DATA_DIR, EVENT_LOG.file));
  // Only now: a hub of its own starts nearly a tenth faster without it.
  const { openSharedLog } = await import('./open-shared-log.ts');
  return openSharedLog({
    ...{ url: EVENT_LOG.url, tallies: TALLIES ?? '', durability: REDIS_DURABILITY },
    ...{ folder: resolve(DATA_DIR), onFault, onNews },
  });
}

async function openFiles(file: string): Promise<OpenLog> {
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
    ...{ log, counters, where: file, folder, close },
    remark: log.wasOlder
      ? `${file} was an older hub's. It was brought up to date, and an older hub refuses it from now on.`
      : null,
    memory: new InMemorySharedMemory(() => Date.now()),
    hubsLine: null,
    sessionKey: sessionKey(resolve(folder, 'session-key')),
    epoch: () => start,
    state: () => ({ away: false, stopped: [] }),
  };
}
