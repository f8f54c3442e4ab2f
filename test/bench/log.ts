/** How fast the logs take what is appended, beside a bare synced file, a bare SQLite and a bare XADD. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from 'redis';
import type { EventLog } from '#server/event-log/event-log.ts';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { noted } from '#test/support/notes.ts';
import { openRedis } from '#test/support/redis.ts';
import { inTurns, type Round, roundOf } from './rounds.ts';
import { SyncedFile } from './synced-file.ts';
import type { Table } from './table.ts';

/** As an event of the queue with its cause. */
const ENTRY = { ...noted('x'.repeat(200)), id: '01234567-89ab-cdef-0123-456789abcdef' };
const TEXT = JSON.stringify(ENTRY);
const ROUNDS = 10;

export async function appends(table: Table): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'torget-bench-'));
  const log = await SqliteEventLog.open(join(folder, 'log.db'));
  const file = await SyncedFile.open(join(folder, 'synced'));
  const bare = new BareSqlite(join(folder, 'bare.db'));
  const bytes = Buffer.from(TEXT);
  for (const callers of [16, 256]) {
    const count = callers * 40;
    const ours = appendsTo(log, callers, count);
    const what = `append to SQLite, ${callers} callers`;
    table.compared(
      { what, floor: 'bare fdatasync, shared', goal: { rateAtLeast: 0.5 } },
      await inTurns(ROUNDS, {
        floor: () => roundOf(count, () => file.append(bytes), { atOnce: callers }),
        ours,
      }),
    );
    table.compared(
      { what, floor: 'bare node:sqlite, commits shared', goal: { rateAtLeast: 1 } },
      await inTurns(ROUNDS, {
        floor: () => roundOf(count, () => bare.append(TEXT), { atOnce: callers }),
        ours,
      }),
    );
  }
  await file.close();
  await log.close();
  bare.close();
  rmSync(folder, { recursive: true });
}

export async function appendsToRedis(table: Table): Promise<void> {
  const redis = await openRedis();
  const log = await RedisStreamsEventLog.open(redis.url, {
    durability: 'strict',
    onFault: (fault) => {
      throw fault;
    },
  });
  const bare = await createClient({ url: redis.url }).connect();
  for (const callers of [1, 16, 256]) {
    const count = Math.max(200, callers * 20);
    table.compared(
      {
        what: `append to Redis, ${callers} ${callers === 1 ? 'caller' : 'callers'}`,
        floor: 'bare XADD by the same client',
        ...(callers > 1 && { goal: { rateAtLeast: 0.6 } }),
      },
      await inTurns(ROUNDS, {
        floor: () =>
          roundOf(count, (caller) => bare.xAdd(`bare:${caller}`, '*', { e: TEXT }), {
            atOnce: callers,
          }),
        ours: appendsTo(log, callers, count),
      }),
    );
  }
  await bare.close();
  await log.close();
  await redis.close();
}

/** Each caller has a stream of her own, as offices have. */
function appendsTo(log: EventLog, callers: number, count: number): () => Promise<Round> {
  const versions = new Map<number, number>();
  const append = async (caller: number) => {
    const expected = versions.get(caller) ?? 0;
    const result = await log.append(`bench/of-${callers}-${caller}`, [ENTRY], expected);
    if (!result.appended) throw new Error('somebody else appends');
    versions.set(caller, result.version);
  };
  return () => roundOf(count, append, { atOnce: callers });
}

/** The same durability with nothing around it: what comes while a commit is under way shares the next. */
class BareSqlite {
  readonly #db: DatabaseSync;
  readonly #insert;
  #waiting: { text: string; durable: () => void }[] = [];

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.#db.exec('CREATE TABLE events (version INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT');
    this.#insert = this.#db.prepare('INSERT INTO events (event) VALUES (?)');
  }

  append(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ text, durable: resolve });
    if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    return promise;
  }

  close(): void {
    this.#db.close();
  }

  #commit(): void {
    const together = this.#waiting.splice(0);
    this.#db.exec('BEGIN');
    for (const { text } of together) this.#insert.run(text);
    this.#db.exec('COMMIT');
    for (const { durable } of together) durable();
  }
}
