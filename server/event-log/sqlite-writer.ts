/**
 * What the writer's thread does with the database: everything that writes in one transaction, so that
 * one sync serves all, then everything that reads. Nothing is answered before the transaction is durable.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { EventLogUnusable, type Version } from './event-log.ts';
import { SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB, sqliteCode } from './sqlite-file.ts';

// What goes between the threads is tuples: a message carries the names of an object's fields once for every object,
// which of many appends took longer than what they say.

/** An entry as the table holds it; `cause` and `event` are JSON. */
export type EntryRow = readonly [id: string, schema: number, cause: string | null, event: string];
type RecordedRow = readonly [version: Version, ...entry: EntryRow];

export type Call =
  | readonly [what: 'read', stream: string, after: Version, most: number]
  | readonly [what: 'append', stream: string, expected: Version, rows: readonly EntryRow[]]
  | readonly [what: 'list', prefix: string]
  | readonly [what: 'drop', stream: string]
  | readonly [what: 'compact']
  | readonly [what: 'close'];

export type Results = {
  /** At most `most` of them, in order. */
  read: readonly RecordedRow[];
  /** null: done. A number: not done, for the stream has that version instead. */
  append: Version | null;
  list: readonly string[];
  drop: null;
  compact: null;
  close: null;
};
type Result = Results[Call[0]];

/** Why a call failed. An Error loses its own fields on the way between threads, so it goes as this. */
export type Fault = { unusable: boolean; message: string; cause: string };
export type Reply = Result | { fault: Fault };

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
    this.#statements.read.setReturnArrays(true);
  }

  /** Answers every call, in their order. */
  answer(calls: readonly Call[]): Reply[] {
    const written = this.#write(calls.filter(writes));
    return calls.map((call) => {
      const reply = written.get(call);
      return reply === undefined ? this.#attempt(() => this.#do(call)) : reply; // null is one
    });
  }

  #write(calls: readonly Call[]): ReadonlyMap<Call, Reply> {
    if (calls.length === 0) return new Map();
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const replies = calls.map((call): [Call, Reply] => [call, this.#do(call)]);
      this.#db.exec('COMMIT');
      // What was dropped still stands in the journal until that is begun anew.
      if (calls.some(([what]) => what === 'drop')) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
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
      return work();
    } catch (error) {
      return { fault: faultOf(error, this.#file) };
    }
  }

  #do(call: Call): Result {
    switch (call[0]) {
      case 'append':
        return this.#append(call[1], call[2], call[3]);
      case 'drop':
        this.#statements.drop.run(call[1]);
        this.#heads.delete(call[1]);
        return null;
      case 'read':
        return this.#statements.read.all(call[1], call[2], call[3]) as unknown as RecordedRow[];
      case 'list':
        return this.#statements.list.all(call[1]).map(({ stream }) => String(stream));
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

  #append(stream: string, expected: Version, rows: readonly EntryRow[]): Version | null {
    const current = this.#headOf(stream);
    if (current !== expected) return current;
    let version = expected;
    for (const row of rows) {
      version += 1;
      this.#statements.insert.run(stream, version, ...row);
    }
    if (this.#heads.size >= MOST_HEADS) this.#heads.clear();
    this.#heads.set(stream, version);
    return null;
  }

  #headOf(stream: string): Version {
    return this.#heads.get(stream) ?? Number(this.#statements.head.get(stream)?.['version'] ?? 0);
  }
}

const writes = ([what]: Call): boolean => what === 'append' || what === 'drop';

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
