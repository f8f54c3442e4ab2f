/**
 * The database file of SqliteEventLog: its tables, its settings, and whether a file found on disk is one
 * this hub can use. Runs in the writer's thread.
 */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EventLogUnusable } from './event-log.ts';
import {
  damaged,
  RESTORE,
  SQLITE_BUSY,
  SQLITE_CANTOPEN,
  SQLITE_CORRUPT,
  SQLITE_NOTADB,
  SQLITE_READONLY,
  sqliteCode,
} from './sqlite-faults.ts';
import { bringUpToDate } from './sqlite-older-tables.ts';
import { TABLES, TABLES_VERSION, tablesVersion } from './sqlite-streams.ts';

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
    const wasOlder = tablesVersion(db) < TABLES_VERSION;
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

/** @returns true for a file nobody has written to yet. Changes nothing in a file that is not ours. */
function refuseForeign(db: DatabaseSync, file: string): boolean {
  const application = numberOf(db, 'PRAGMA application_id');
  const version = tablesVersion(db);
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
  const isOlder = tablesVersion(db) < TABLES_VERSION;
  if (tables < (isOlder ? 1 : 2)) throw damaged(file, 'a table of it is gone');
  // A stream that is not found would be begun anew.
  const found = isOlder ? 'ok' : textOf(db, 'PRAGMA integrity_check(streams)');
  if (found !== 'ok') throw damaged(file, found);
  // A larger file is checked where it is read: every stream for gaps, and every back-up whole.
  if (statSync(file).size > CHECKED_WHOLE_UP_TO_BYTES) return;
  const verdict = textOf(db, 'PRAGMA quick_check(1)');
  if (verdict !== 'ok') throw damaged(file, verdict);
  if (!isOlder && numberOf(db, LACKS_ENTRIES) === 1)
    throw damaged(file, 'entries are missing, or the streams that they are of');
}

const LACKS_ENTRIES =
  'SELECT (SELECT total(version) FROM streams) <> (SELECT count(*) FROM events)';

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
