/**
 * The database file of SqliteEventLog: its tables, its settings, and whether a file found on disk is one
 * this hub can use. Runs in the writer's thread.
 */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventLogUnusable, type Version } from './event-log.ts';
import { type EntryRow, SqliteStreams, TABLES, TABLES_VERSION } from './sqlite-streams.ts';

/** 'Torg' in ASCII: how the file says whose it is (SQLite file format 1.3.17; `file` shows it). */
export const APPLICATION_ID = 0x546f7267;

/** A backup program or an operator's shell may hold the file for a moment. */
const WAIT_FOR_OTHERS_MS = 2_000;
/** Up to here every page is read at start, which takes at most a second or so from a cold disk. */
const CHECKED_WHOLE_UP_TO_BYTES = 128 * 1024 * 1024;

/**
 * Opens the file, or makes it, with everything that durability rests on set and read back.
 * @param mostPages the file may not grow beyond this many pages of 4,096 bytes; 0 for no limit
 * @param isToStand an older hub may be using it: it is not brought up to date, but refused
 * @returns with whether it was an older hub's until now
 * @throws {EventLogUnusable} saying which file, what is wrong with it and what to do
 */
export function openSqliteFile(
  file: string,
  { mostPages = 0, isToStand = false } = {},
): { db: DatabaseSync; wasOlder: boolean } {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: WAIT_FOR_OTHERS_MS });
    const isNew = refuseForeign(db, file);
    setDurable(db, file);
    if (isNew) createTables(db);
    else refuseDamaged(db, file);
    const wasOlder = numberOf(db, 'PRAGMA user_version') < TABLES_VERSION;
    if (wasOlder) {
      if (isToStand)
        throw new EventLogUnusable(
          `${file} is as an older hub left it, and nobody looked into it. Restart the hub with this version, which brings it up to date, and look again.`,
        );
      bringUpToDate(db, file);
    }
    if (mostPages > 0) db.exec(`PRAGMA max_page_count = ${mostPages}`);
    return { db, wasOlder };
  } catch (error) {
    if (db?.isOpen) db.close();
    throw sqliteCode(error) === undefined ? error : unusable(file, error);
  }
}

/** SQLite's primary result code (sqlite.org/rescode.html); undefined for an error that is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
export const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
export const SQLITE_NOTADB = 26;

/** @returns true for a file nobody has written to yet. Changes nothing in a file that is not ours. */
function refuseForeign(db: DatabaseSync, file: string): boolean {
  const application = numberOf(db, 'PRAGMA application_id');
  const version = numberOf(db, 'PRAGMA user_version');
  const tables = numberOf(db, 'SELECT count(*) FROM sqlite_schema');
  if (application === 0 && version === 0 && tables === 0) return true;
  if (application !== APPLICATION_ID)
    throw new EventLogUnusable(
      `${file} is a database of some other program, not an event log. Set EVENT_LOG or DATA_DIR to another place.`,
    );
  if (version > TABLES_VERSION)
    throw new EventLogUnusable(
      `${file} was made by a newer hub (tables in version ${version}; this hub knows ${TABLES_VERSION}). Start the newer version again, or restore a back-up from before the upgrade.`,
    );
  return false;
}

function setDurable(db: DatabaseSync, file: string): void {
  // A file that may only be read opens without complaint, until something is written to it.
  db.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${TABLES_VERSION}; ROLLBACK`);
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  // A ticket that was given out must survive a power cut; NORMAL would keep it through a crash only.
  db.exec('PRAGMA synchronous = FULL');
  // What is dropped is overwritten, not only forgotten.
  db.exec('PRAGMA secure_delete = ON');
  if (mode !== 'wal' || numberOf(db, 'PRAGMA synchronous') !== 2)
    throw new EventLogUnusable(
      `${file} cannot be kept durably: its journal is '${mode}' instead of 'wal'. Put it on a local disk; a network drive will not do.`,
    );
}

function createTables(db: DatabaseSync): void {
  db.exec(`
    BEGIN IMMEDIATE;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${TABLES_VERSION};
    ${TABLES}
    COMMIT;
  `);
}

function refuseDamaged(db: DatabaseSync, file: string): void {
  const tables = numberOf(
    db,
    `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('events', 'streams')`,
  );
  const isOlder = numberOf(db, 'PRAGMA user_version') < TABLES_VERSION;
  const damaged = (what: string) => new EventLogUnusable(`${file} is damaged: ${what}. ${RESTORE}`);
  if (tables < (isOlder ? 1 : 2)) throw damaged('a table of it is gone');
  // A stream that is not found would be begun anew.
  const found = isOlder ? 'ok' : textOf(db, 'PRAGMA integrity_check(streams)');
  if (found !== 'ok') throw damaged(found);
  // A larger file is checked where it is read: every stream for gaps, and every back-up whole.
  if (statSync(file).size > CHECKED_WHOLE_UP_TO_BYTES) return;
  const verdict = textOf(db, 'PRAGMA quick_check(1)');
  if (verdict !== 'ok') throw damaged(verdict);
  if (!isOlder && numberOf(db, LACKS_ENTRIES) === 1)
    throw damaged('entries are missing, or the streams that they are of');
}

/**
 * Version 1 had one table, with stream and version as its key. All of it in one commit: a hub that is killed meanwhile
 * finds the file as it was.
 */
function bringUpToDate(db: DatabaseSync, file: string): void {
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
    if (gap >= 0)
      throw new EventLogUnusable(
        `${file} is damaged: entry ${gap + 1} of ${stream} is missing. ${RESTORE}`,
      );
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

const LACKS_ENTRIES =
  'SELECT (SELECT total(version) FROM streams) <> (SELECT count(*) FROM events)';

const RESTORE =
  'Nothing was changed. Keep the file and those beside it for whoever looks into it, and restore the newest back-up.';

/** What SQLite's own words at opening mean to an operator. */
function unusable(file: string, cause: unknown): EventLogUnusable {
  const said = cause instanceof Error ? cause.message : String(cause);
  const sentence = (what: string) => new EventLogUnusable(`${file} ${what}`, { cause });
  switch (sqliteCode(cause)) {
    case SQLITE_NOTADB:
      return sentence(`is not an event log, or its beginning is damaged (${said}). ${RESTORE}`);
    case SQLITE_CORRUPT:
      return sentence(`is damaged (${said}). ${RESTORE}`);
    case SQLITE_READONLY:
      return sentence(
        `can be read but not written (${said}). Give the hub's user the right to write to it and to its folder.`,
      );
    case SQLITE_CANTOPEN:
      return sentence(
        `cannot be opened (${said}). Check that its folder exists and that the hub's user may write there.`,
      );
    case SQLITE_BUSY:
      return sentence(`is held by another program (${said}). End that program and start again.`);
    default:
      return sentence(`cannot be used: ${said}. Check the disk it is on.`);
  }
}

const textOf = (db: DatabaseSync, sql: string): string =>
  String(Object.values(db.prepare(sql).get() ?? {})[0]);

const numberOf = (db: DatabaseSync, sql: string): number => Number(textOf(db, sql));
