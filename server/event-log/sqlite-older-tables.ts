/** Brings a log's file to the tables of today. */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { EventLogUnusable, type Version } from './event-log.ts';
import { damaged, SQLITE_FULL, sqliteCode } from './sqlite-faults.ts';
import { type EntryRow, SqliteStreams, TABLES, TABLES_VERSION } from './sqlite-streams.ts';

/**
 * Version 1 had one table, with stream and version as its key. All of it in one commit: a hub that is killed meanwhile
 * finds the file as it was.
 */
export function bringUpToDate(db: DatabaseSync, file: string): void {
  refuseNoRoom(file);
  db.exec(`BEGIN IMMEDIATE; ALTER TABLE events RENAME TO keyed; ${TABLES}`);
  const streams = new SqliteStreams(db);
  const of = db.prepare(
    'SELECT version, id, schema, cause, event FROM keyed WHERE stream = ? ORDER BY version',
  );
  of.setReturnArrays(true);
  for (const { stream } of db.prepare('SELECT DISTINCT stream FROM keyed').all()) {
    const rows = of.all(String(stream)) as unknown as [Version, ...EntryRow][];
    const gap = rows.findIndex(([version], nth) => version !== nth + 1);
    if (gap >= 0) throw damaged(file, `entry ${gap + 1} of ${stream} is missing`);
    streams.append(
      String(stream),
      0,
      rows.map(([, ...row]) => row),
    );
  }
  streams.settle();
  db.exec(`DROP TABLE keyed; PRAGMA user_version = ${TABLES_VERSION}; COMMIT`);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)'); // all of it passed through the journal
  } catch (error) {
    if (sqliteCode(error) !== SQLITE_FULL) throw error; // it is done, and the journal can wait
  }
}

/** New tables beside the old, and both once more in the journal. (Measured: 2.8 times the file.) */
const ROOM_IN_FILES = 3;

function refuseNoRoom(file: string): void {
  const { bavail, bsize } = statfsSync(dirname(file));
  const [needed, free] = [ROOM_IN_FILES * statSync(file).size, bavail * bsize];
  if (free >= needed) return;
  const inMB = (bytes: number) => Math.ceil(bytes / 1e6).toLocaleString('en');
  throw new EventLogUnusable(
    `${file} is as an older hub left it, and to bring it up to date needs ${inMB(needed)} MB of room; ${inMB(free)} are free. Nothing was changed. Make room, and start again.`,
  );
}
