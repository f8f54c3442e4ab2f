/**
 * Counters in a file of their own beside the log, so that no back-up of the one joins the other. Its journal is
 * truncated after every commit and what is overwritten is zeroed: the file holds the sums of now, and no trace of how
 * they came about. On the hub's own thread: a few presses a minute.
 */
import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Bucket, type Counters, CountersUnavailable } from './counters.ts';
import { hashOf } from './in-memory-counters.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS counts (
    bucket TEXT NOT NULL,
    key    TEXT NOT NULL,
    count  INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;
  -- Of the buckets that are open. In order of their hashes, which say nothing of when.
  CREATE TABLE IF NOT EXISTS salts (
    bucket TEXT PRIMARY KEY,
    salt   BLOB -- null: the bucket has been closed
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS requests (
    bucket TEXT NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (bucket, hash)
  ) STRICT, WITHOUT ROWID;
`;
const WAIT_FOR_OTHERS_MS = 2_000;

export class SqliteCounters implements Counters {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  /** @throws {CountersUnavailable} */
  constructor(file: string) {
    this.#file = file;
    this.#db = this.#attempt(() => {
      const db = new DatabaseSync(file, { timeout: WAIT_FOR_OTHERS_MS });
      // A write-ahead journal would tell which counts changed together, and in which order.
      db.exec(
        'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
      );
      db.exec(TABLES);
      return db;
    });
    this.#statements = {
      add: this.#db.prepare(STATEMENTS.add),
      takeAway: this.#db.prepare(STATEMENTS.takeAway),
      salt: this.#db.prepare(STATEMENTS.salt),
      open: this.#db.prepare(STATEMENTS.open),
      reopen: this.#db.prepare(STATEMENTS.reopen),
      knows: this.#db.prepare(STATEMENTS.knows),
      remember: this.#db.prepare(STATEMENTS.remember),
      forget: this.#db.prepare(STATEMENTS.forget),
      shut: this.#db.prepare(STATEMENTS.shut),
      buckets: this.#db.prepare(STATEMENTS.buckets),
      read: this.#db.prepare(STATEMENTS.read),
    };
  }

  async add(bucket: Bucket, request: string, counts: Readonly<Record<string, number>>) {
    return this.#change('add', bucket, request, counts) ? 'added' : 'repeated';
  }

  async takeAway(bucket: Bucket, request: string, counts: Readonly<Record<string, number>>) {
    return this.#change('takeAway', bucket, request, counts) ? 'taken-away' : 'repeated';
  }

  async knows(bucket: Bucket, request: string): Promise<boolean> {
    return this.#attempt(() => {
      const salt = this.#statements.salt.get(bucket)?.['salt'] as Uint8Array | null | undefined;
      return !!salt && this.#statements.knows.get(bucket, hashOf(salt, request)) !== undefined;
    });
  }

  async keyOf(bucket: Bucket): Promise<Buffer | null> {
    const salt = this.#attempt(() => this.#saltOf(bucket));
    return salt && Buffer.from(salt);
  }

  async closeAllBut(prefix: string, open: readonly Bucket[]): Promise<void> {
    this.#transact(() => {
      for (const row of this.#statements.buckets.all(prefix)) {
        const bucket = String(row['bucket']);
        if (open.includes(bucket)) continue;
        this.#statements.forget.run(bucket);
        this.#statements.shut.run(bucket);
      }
    });
  }

  async read(prefix: string) {
    const found = new Map<Bucket, Record<string, number>>();
    for (const { bucket, key, count } of this.#attempt(() => this.#statements.read.all(prefix))) {
      const counts = found.get(String(bucket)) ?? {};
      counts[String(key)] = Number(count);
      found.set(String(bucket), counts);
    }
    return found;
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #change(
    how: 'add' | 'takeAway',
    bucket: Bucket,
    request: string,
    counts: Readonly<Record<string, number>>,
  ): boolean {
    return this.#transact(() => {
      const salt = this.#saltOf(bucket) ?? this.#reopened(bucket);
      const hash = hashOf(salt, request);
      if (this.#statements.knows.get(bucket, hash)) return false;
      this.#statements.remember.run(bucket, hash);
      for (const [key, count] of Object.entries(counts))
        this.#statements[how].run({ bucket, key, count });
      return true;
    });
  }

  /** Of an open bucket, or of one that nobody has counted in; null of one that has been closed. */
  #saltOf(bucket: Bucket): Uint8Array | null {
    const known = this.#statements.salt.get(bucket);
    if (known) return known['salt'] as Uint8Array | null;
    const salt = randomBytes(32);
    this.#statements.open.run(bucket, salt);
    return salt;
  }

  /** A clock that was set back has brought its part of the day back. */
  #reopened(bucket: Bucket): Uint8Array {
    const salt = randomBytes(32);
    this.#statements.reopen.run(salt, bucket);
    return salt;
  }

  #transact<Result>(work: () => Result): Result {
    return this.#attempt(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } finally {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      }
    });
  }

  #attempt<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof Error && 'errcode' in cause)) throw cause;
      throw new CountersUnavailable(`${this.#file} could not be read or written.`, { cause });
    }
  }
}

const STATEMENTS = {
  add: `INSERT INTO counts (bucket, key, count) VALUES (:bucket, :key, :count)
        ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  takeAway:
    'UPDATE counts SET count = max(0, count - :count) WHERE bucket = :bucket AND key = :key',
  salt: 'SELECT salt FROM salts WHERE bucket = ?',
  open: 'INSERT INTO salts (bucket, salt) VALUES (?, ?)',
  reopen: 'UPDATE salts SET salt = ? WHERE bucket = ?',
  knows: 'SELECT 1 FROM requests WHERE bucket = ? AND hash = ?',
  remember: 'INSERT INTO requests (bucket, hash) VALUES (?, ?)',
  forget: 'DELETE FROM requests WHERE bucket = ?',
  shut: 'UPDATE salts SET salt = NULL WHERE bucket = ?',
  buckets: `SELECT bucket FROM salts WHERE salt IS NOT NULL AND substr(bucket, 1, length(?1)) = ?1`,
  read: `SELECT bucket, key, count FROM counts
         WHERE substr(bucket, 1, length(?1)) = ?1 ORDER BY bucket, key`,
} as const;
