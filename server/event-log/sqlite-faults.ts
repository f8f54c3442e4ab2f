/** What goes wrong with a file of SQLite's, and what an operator is told of it. */
import { EventLogUnusable } from './event-log.ts';

/** SQLite's primary result code (sqlite.org/rescode.html); undefined for an error that is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export const SQLITE_BUSY = 5;
export const SQLITE_READONLY = 8;
export const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
export const SQLITE_CANTOPEN = 14;
export const SQLITE_NOTADB = 26;

export const RESTORE =
  'Nothing was changed. Keep the file and those beside it for whoever looks into it, and restore the newest back-up.';

export const damaged = (file: string, what: string): EventLogUnusable =>
  new EventLogUnusable(`${file} is damaged: ${what}. ${RESTORE}`);
