import { DatabaseSync } from 'node:sqlite';

/** Gives a log's file the tables of version 1, as a hub before this one left it: one table, its rows as they came. */
export function makeOlder(file: string): void {
  const db = new DatabaseSync(file);
  db.exec(`
    BEGIN IMMEDIATE;
    ALTER TABLE events RENAME TO now;
    CREATE TABLE events (
      stream  TEXT    NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      id      TEXT    NOT NULL,
      schema  INTEGER NOT NULL,
      cause   TEXT,
      event   TEXT    NOT NULL,
      PRIMARY KEY (stream, version)
    ) STRICT;
    INSERT INTO events
      SELECT name, now.version, now.id, schema, cause, event
      FROM now JOIN streams ON streams.id = now.stream ORDER BY place;
    DROP TABLE now;
    DROP TABLE streams;
    PRAGMA user_version = 1;
    COMMIT;
  `);
  db.close();
}
