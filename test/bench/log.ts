/** How fast the logs take what is appended, beside a bare synced file, a bare SQLite and a bare XADD. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { createClient } from 'redis';
import type { AppendResult, EventLog, Version } from '#server/event-log/event-log.ts';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { openSqliteFile } from '#server/event-log/sqlite-file.ts';
import { type Call, SqliteWriter } from '#server/event-log/sqlite-writer.ts';
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
  const threadless = new Threadless(join(folder, 'threadless.db'));
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
      { what, floor: 'bare node:sqlite, stream and version as key', goal: { rateAtLeast: 1 } },
      await inTurns(ROUNDS, { floor: appendsTo(bare, callers, count), ours }),
    );
    table.compared(
      { what, floor: "our writer on the caller's own thread" },
      await inTurns(ROUNDS, { floor: appendsTo(threadless, callers, count), ours }),
    );
  }
  await file.close();
  await log.close();
  bare.close();
  threadless.close();
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
function appendsTo(
  log: Pick<EventLog, 'append'>,
  callers: number,
  count: number,
): () => Promise<Round> {
  const versions = new Map<number, number>();
  const append = async (caller: number) => {
    const expected = versions.get(caller) ?? 0;
    const result = await log.append(`bench/of-${callers}-${caller}`, [ENTRY], expected);
    if (!result.appended) throw new Error('somebody else appends');
    versions.set(caller, result.version);
  };
  return () => roundOf(count, append, { atOnce: callers });
}

/** What comes in one turn of the event loop shares a commit, on the caller's own thread. */
abstract class TurnByTurn {
  #waiting: Asked[] = [];

  /** Of ENTRY, whatever it is given. */
  append(stream: string, _entries: unknown, expected: Version): Promise<AppendResult> {
    const { promise, resolve } = Promise.withResolvers<AppendResult>();
    this.#waiting.push({ stream, expected, done: resolve });
    if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    return promise;
  }

  abstract close(): void;
  protected abstract commit(together: readonly Asked[]): void;

  #commit(): void {
    const together = this.#waiting.splice(0);
    this.commit(together);
    for (const { expected, done } of together) done({ appended: true, version: expected + 1 });
  }
}
type Asked = { stream: string; expected: Version; done: (result: AppendResult) => void };

/** With the same settings, and the table that anyone would write: a row for an entry, and its stream and version as key. */
class BareSqlite extends TurnByTurn {
  readonly #db: DatabaseSync;
  readonly #head: StatementSync;
  readonly #insert: StatementSync;

  constructor(file: string) {
    super();
    this.#db = openSqliteFile(file).db;
    this.#db.exec(`
      CREATE TABLE bare (
        stream TEXT NOT NULL, version INTEGER NOT NULL, id TEXT NOT NULL, schema INTEGER NOT NULL,
        cause TEXT, event TEXT NOT NULL, PRIMARY KEY (stream, version)
      ) STRICT
    `);
    this.#head = this.#db.prepare('SELECT max(version) AS version FROM bare WHERE stream = ?');
    this.#insert = this.#db.prepare('INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)');
  }

  override close(): void {
    this.#db.close();
  }

  protected override commit(together: readonly Asked[]): void {
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { stream, expected } of together) {
      if (Number(this.#head.get(stream)?.['version'] ?? 0) !== expected)
        throw new Error('somebody else appends');
      const { id, schema, event } = ENTRY;
      this.#insert.run(stream, expected + 1, id, schema, null, JSON.stringify(event));
    }
    this.#db.exec('COMMIT');
  }
}

/** The log without its thread. */
class Threadless extends TurnByTurn {
  readonly #writer: SqliteWriter;

  constructor(file: string) {
    super();
    this.#writer = new SqliteWriter(openSqliteFile(file).db, file);
  }

  override close(): void {
    this.#writer.answer([['close']]);
  }

  protected override commit(together: readonly Asked[]): void {
    const { id, schema, event } = ENTRY;
    const replies = this.#writer.answer(
      together.map(({ stream, expected }): Call => {
        return ['append', stream, expected, [[id, schema, null, JSON.stringify(event)]]];
      }),
    );
    if (replies.some((reply) => reply !== null)) throw new Error('somebody else appends');
  }
}
