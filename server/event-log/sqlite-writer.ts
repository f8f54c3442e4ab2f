/**
 * What the writer's thread does with the database: everything that writes in one transaction, so that
 * one sync serves all, then everything that reads. Nothing is answered before the transaction is durable.
 */
import type { DatabaseSync } from 'node:sqlite';
import { EventLogUnusable, type Version } from './event-log.ts';
import { SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB, sqliteCode } from './sqlite-faults.ts';
import { type EntryRow, type RecordedRow, SqliteStreams } from './sqlite-streams.ts';

// What goes between the threads is tuples: a message carries the names of an object's fields once for every object,
// which of many appends took longer than what they say.

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

export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #streams: SqliteStreams;

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
    this.#file = file;
    this.#streams = new SqliteStreams(db);
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
      this.#streams.settle();
      this.#db.exec('COMMIT');
      // What was dropped still stands in the journal until that is begun anew.
      if (calls.some(([what]) => what === 'drop')) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return new Map(replies);
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#streams.forgetHeads();
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
        return this.#streams.append(call[1], call[2], call[3]);
      case 'drop':
        this.#streams.drop(call[1]);
        return null;
      case 'read':
        return this.#streams.read(call[1], call[2], call[3]);
      case 'list':
        return this.#streams.list(call[1]);
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
}

const writes = ([what]: Call): boolean => what === 'append' || what === 'drop';

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
