/**
 * How a stream is found in the file. Entries lie in the order in which they came, whatever stream they are of, and each
 * says where the one before it in its stream lies; of each stream it is kept where its newest lies. So what is committed
 * together lies together, of however many streams it is. (An index over streams and versions has a page to write for
 * each of them: with 256 that was four fifths of the time.)
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Version } from './event-log.ts';

/** Of the tables below; kept in the file as PRAGMA user_version. The events' own shapes: event-format.ts. */
export const TABLES_VERSION = 2;

/** Of a file's own. */
export const tablesVersion = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

export const TABLES = `
  CREATE TABLE streams (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    version INTEGER NOT NULL, -- of its newest entry
    newest  INTEGER NOT NULL  -- the place of that
  ) STRICT;
  CREATE TABLE events (
    place    INTEGER PRIMARY KEY,
    stream   INTEGER NOT NULL, -- its id
    version  INTEGER NOT NULL CHECK (version > 0), -- position in the stream
    previous INTEGER,          -- the place of the entry before it in the stream; null for the first
    id       TEXT    NOT NULL,
    schema   INTEGER NOT NULL, -- shape of the event
    cause    TEXT,             -- JSON; null when nobody asked
    event    TEXT    NOT NULL  -- JSON
  ) STRICT;
`;

/** An entry as the table holds it; `cause` and `event` are JSON. */
export type EntryRow = readonly [id: string, schema: number, cause: string | null, event: string];
/** Without an id: one that is missing. */
export type RecordedRow = readonly [version: Version, ...entry: EntryRow | readonly [id: null]];

type Head = { id: number; version: Version; newest: number };

/** Of streams that were written to lately: as many as a city's offices write to in a day, and then some. */
const MOST_HEADS = 10_000;

/** Nobody else writes to the file: data-lock.ts. */
export class SqliteStreams {
  readonly #statements: Record<
    'head' | 'begin' | 'insert' | 'end' | 'read' | 'list' | 'dropChain' | 'dropAll' | 'forget',
    StatementSync
  >;
  readonly #heads = new Map<string, Head>();
  /** Whose rows in `streams` are not yet as they are here. */
  readonly #moved = new Set<Head>();

  constructor(db: DatabaseSync) {
    this.#statements = {
      head: db.prepare('SELECT id, version, newest FROM streams WHERE name = ?'),
      begin: db.prepare('INSERT INTO streams (name, version, newest) VALUES (?, 0, 0)'),
      insert: db.prepare(
        'INSERT INTO events (stream, version, previous, id, schema, cause, event) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      end: db.prepare('UPDATE streams SET version = ?, newest = ? WHERE id = ?'),
      read: db.prepare(READ),
      list: db.prepare(LIST),
      dropChain: db.prepare(DROP_CHAIN),
      dropAll: db.prepare('DELETE FROM events WHERE stream = ?'),
      forget: db.prepare('DELETE FROM streams WHERE id = ?'),
    };
    this.#statements.read.setReturnArrays(true);
  }

  /** @returns null: done. A number: not done, for the stream has that version instead. */
  append(stream: string, expected: Version, rows: readonly EntryRow[]): Version | null {
    const known = this.#headOf(stream);
    const current = known?.version ?? 0;
    if (current !== expected) return current;
    if (rows.length === 0) return null;
    const head = known ?? this.#begin(stream);
    for (const row of rows) {
      const previous = head.version === 0 ? null : head.newest;
      head.version += 1;
      head.newest = placeOf(this.#statements.insert.run(head.id, head.version, previous, ...row));
    }
    this.#moved.add(head);
    return null;
  }

  drop(stream: string): void {
    const head = this.#headOf(stream);
    if (head === undefined) return;
    const { changes } = this.#statements.dropChain.run(head.id, head.newest, head.version);
    // Where the chain is broken the rest is hidden, and must go nevertheless.
    if (changes !== head.version) this.#statements.dropAll.run(head.id);
    this.#statements.forget.run(head.id);
    this.#heads.delete(stream);
    this.#moved.delete(head);
  }

  /** Before what was appended is committed: where its streams end now. */
  settle(): void {
    for (const { id, version, newest } of this.#moved)
      this.#statements.end.run(version, newest, id);
    this.#moved.clear();
    if (this.#heads.size > MOST_HEADS) this.#heads.clear();
  }

  /** After what was done has been undone. */
  forgetHeads(): void {
    this.#heads.clear();
    this.#moved.clear();
  }

  /** At most `most` entries after a version, in order. */
  read(stream: string, after: Version, most: number): readonly RecordedRow[] {
    return this.#statements.read.all(stream, after, most) as unknown as RecordedRow[];
  }

  list(prefix: string): readonly string[] {
    return this.#statements.list.all(prefix).map(({ name }) => String(name));
  }

  #headOf(stream: string): Head | undefined {
    const known = this.#heads.get(stream);
    if (known) return known;
    const row = this.#statements.head.get(stream);
    if (row === undefined) return undefined;
    const head = row as Head;
    this.#heads.set(stream, head);
    return head;
  }

  #begin(stream: string): Head {
    const head = { id: placeOf(this.#statements.begin.run(stream)), version: 0, newest: 0 };
    this.#heads.set(stream, head);
    return head;
  }
}

const placeOf = ({ lastInsertRowid }: { lastInsertRowid: number | bigint }) =>
  Number(lastInsertRowid);

/**
 * From where a stream ends back to the entry after a version; of these the oldest, as they are. Where one is missing
 * the way back ends, and it comes first, with nothing in it.
 */
const READ = `
  WITH RECURSIVE back(stream, place, version) AS (
    SELECT id, newest, version FROM streams WHERE name = ?1 AND version > ?2
    UNION ALL
    SELECT back.stream, events.previous, back.version - 1
    FROM back JOIN events USING (place, stream, version) WHERE back.version - 1 > ?2
  )
  SELECT wanted.version, id, schema, cause, event
  FROM (SELECT * FROM back ORDER BY version LIMIT ?3) AS wanted
  LEFT JOIN events USING (place, stream, version) ORDER BY wanted.version
`;

const DROP_CHAIN = `
  WITH RECURSIVE back(place, version) AS (
    VALUES (?2, ?3)
    UNION ALL
    SELECT events.previous, back.version - 1
    FROM back JOIN events USING (place, version) WHERE back.version > 1
  )
  DELETE FROM events WHERE stream = ?1 AND place IN (SELECT place FROM back)
`;

/** No name has a character after U+10FFFF, for there is none. */
const LIST = `
  SELECT name FROM streams
  WHERE name >= ?1 AND name <= ?1 || char(0x10FFFF) ORDER BY name
`;
