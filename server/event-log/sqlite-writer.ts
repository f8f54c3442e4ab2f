/**
 * What the writer's thread does with the database: everything that writes in one transaction, so that
 * one sync serves all, then everything that reads. Nothing is answered before the transaction is durable.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AppendResult, EventLogUnusable, type Version } from './event-log.ts';
import { SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB, sqliteCode } from './sqlite-file.ts';

/** An entry as the table holds it; `cause` and `event` are JSON. */
export type EntryRow = { id: string; schema: number; cause: string | null; event: string };
export type RecordedRow = EntryRow & { version: Version };

export type Call =
  | { do: 'read'; stream: string; after: Version; most: number }
  | { do: 'append'; stream: string; rows: readonly EntryRow[]; expected: Version }
  | { do: 'list'; prefix: string }
  | { do: 'drop'; stream: string }
  | { do: 'compact' }
  | { do: 'close' };

export type Results = {
  /** At most `most` of them, in order. */
  read: RecordedRow[];
  append: AppendResult;
  list: string[];
  drop: null;
  compact: null;
  close: null;
};
type Result = Results[Call['do']];

/** Why a call failed. An Error loses its own fields on the way between threads, so it goes as this. */
export type Fault = { unusable: boolean; message: string; cause: string };
export type Reply = { result: Result } | { fault: Fault };

const MOST_HEADS = 10_000;

export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #statements: Record<'head' | 'insert' | 'read' | 'list' | 'drop', StatementSync>;
  /** Of streams that were written to lately. Nobody else writes: data-lock.ts. */
  readonly #heads = new Map<string, Version>();

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
    this.#file = file;
    this.#statements = {
      head: db.prepare('SELECT max(version) AS version FROM events WHERE stream = ?'),
      insert: db.prepare(
        'INSERT INTO events (stream, version, id, schema, cause, event) VALUES (?, ?, ?, ?, ?, ?)',
      ),
      read: db.prepare(
        'SELECT version, id, schema, cause, event FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?',
      ),
      list: db.prepare(NAMES_FROM_PREFIX),
      drop: db.prepare('DELETE FROM events WHERE stream = ?'),
    };
  }

  /** Answers every call, in their order. */
  answer(calls: readonly Call[]): Reply[] {
    const written = this.#write(calls.filter(writes));
    return calls.map((call) => written.get(call) ?? this.#attempt(() => this.#do(call)));
  }

  #write(calls: readonly Call[]): ReadonlyMap<Call, Reply> {
    if (calls.length === 0) return new Map();
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const replies = calls.map((call): [Call, Reply] => [call, { result: this.#do(call) }]);
      this.#db.exec('COMMIT');
      // What was dropped still stands in the journal until that is begun anew.
      if (calls.some((call) => call.do === 'drop'))
        this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return new Map(replies);
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#heads.clear(); // some may be of what was not kept
      const fault = faultOf(error, this.#file);
      return new Map(calls.map((call) => [call, { fault }]));
    }
  }

  #attempt(work: () => Result): Reply {
    try {
      return { result: work() };
    } catch (error) {
      return { fault: faultOf(error, this.#file) };
    }
  }

  #do(call: Call): Result {
    switch (call.do) {
      case 'append':
        return this.#append(call.stream, call.rows, call.expected);
      case 'drop':
        this.#statements.drop.run(call.stream);
        this.#heads.delete(call.stream);
        return null;
      case 'read':
        return this.#statements.read.all(call.stream, call.after, call.most) as RecordedRow[];
      case 'list':
        return this.#statements.list.all(call.prefix).map(({ stream }) => String(stream));
      case 'compact':
        // The pages of what was dropped are zeroed already (secure_delete); this gives them back to the disk.
        this.#db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
        return null;
      case 'close':
        this.#db.close(); // the last connection: SQLite moves its journal into the file first
        return null;
      default:
        return call satisfies never;
    }
  }

  #append(stream: string, rows: readonly EntryRow[], expected: Version): AppendResult {
    const currentVersion = this.#headOf(stream);
    if (currentVersion !== expected) return { appended: false, currentVersion };
    let version = expected;
    for (const { id, schema, cause, event } of rows) {
      version += 1;
      this.#statements.insert.run(stream, version, id, schema, cause, event);
    }
    if (this.#heads.size >= MOST_HEADS) this.#heads.clear();
    this.#heads.set(stream, version);
    return { appended: true, version };
  }

  #headOf(stream: string): Version {
    return this.#heads.get(stream) ?? Number(this.#statements.head.get(stream)?.['version'] ?? 0);
  }
}

const writes = ({ do: what }: Call): boolean => what === 'append' || what === 'drop';

/** Hops from name to name along the key: as many steps as streams, however many events they hold. */
const NAMES_FROM_PREFIX = `
  WITH RECURSIVE names(stream) AS (
    SELECT min(stream) FROM events WHERE stream >= ?1
    UNION ALL
    SELECT (SELECT min(stream) FROM events WHERE stream > names.stream)
    FROM names WHERE substr(names.stream, 1, length(?1)) = ?1
  )
  SELECT stream FROM names WHERE substr(stream, 1, length(?1)) = ?1
`;

export function faultOf(error: unknown, file: string): Fault {
  if (error instanceof EventLogUnusable)
    return { unusable: true, message: error.message, cause: causeOf(error) };
  const code = sqliteCode(error);
  if (code === undefined) throw error;
  const said = (error as Error).message;
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) {
    const message = `${file} is damaged (${said}). Stop the hub and restore the newest back-up.`;
    return { unusable: true, message, cause: said };
  }
  const what = code === SQLITE_FULL ? 'has no room left' : 'could not be read or written';
  return { unusable: false, message: `${file} ${what} (${said}).`, cause: said };
}

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? cause.message : '');
