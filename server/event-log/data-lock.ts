/**
 * Keeps a folder of data for one hub at a time: an exclusive transaction held on a small database in it.
 * The operating system lets go of it with the process, however that ends, so there is nothing to clean up.
 *
 * Nothing else in the process may open `hub.lock.db`, not even to copy it: on POSIX systems, closing any
 * handle of a file gives up every lock the process has on it.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { EventLogUnusable } from './event-log.ts';
import { makeFolder } from './make-folder.ts';
import { SQLITE_BUSY, sqliteCode } from './sqlite-faults.ts';

/** A hub that is being restarted has this long to end. */
const WAIT_MS = 2_000;
const TRY_EVERY_MS = 50;

export class DataLock {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /**
   * Waits up to two seconds for another hub to end.
   * @param folder made when missing
   * @throws {EventLogUnusable} when another hub has it, or it cannot be written
   */
  static async acquire(folder: string): Promise<DataLock> {
    const file = join(folder, 'hub.lock.db');
    const giveUpAt = performance.now() + WAIT_MS;
    for (;;) {
      const lock = attempt(folder, file);
      if (lock) return new DataLock(lock);
      if (performance.now() >= giveUpAt)
        throw new EventLogUnusable(
          `Another hub is using ${folder}. Stop it first, or give this one a DATA_DIR of its own.`,
        );
      await pause(TRY_EVERY_MS);
    }
  }

  /** The last thing a hub does with its data. */
  release(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

/** @returns null when somebody else has it. */
function attempt(folder: string, file: string): DatabaseSync | null {
  let db: DatabaseSync | undefined;
  try {
    makeFolder(folder);
    db = new DatabaseSync(file, { timeout: 0 });
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE'); // and no second file
    return db;
  } catch (cause) {
    if (db?.isOpen) db.close();
    if (sqliteCode(cause) === SQLITE_BUSY) return null;
    throw new EventLogUnusable(
      `${file} cannot be locked (${cause instanceof Error ? cause.message : cause}). Check that the hub's user may write in ${folder}; if that is so, remove ${file}: it holds nothing.`,
      { cause },
    );
  }
}
