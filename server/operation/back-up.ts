/**
 * A back-up of one office's data, taken while its hub runs: a folder with the log as of one instant, the pictures, and
 * a paper that says what must be in it. Whole or not there at all: it is written under another name, looked through,
 * and renamed. Rules OP… in docs/spec.md.
 *
 * The log is copied by SQLite itself (VACUUM INTO), in a read transaction: the hub goes on writing beside it, and
 * nothing of what was dropped is in the copy. `hub.lock.db` is never touched: event-log/data-lock.ts says why.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { makeFolder } from '../event-log/make-folder.ts';
import { SQLITE_CORRUPT, SQLITE_NOTADB, sqliteCode } from '../event-log/sqlite-faults.ts';
import { APPLICATION_ID } from '../event-log/sqlite-file.ts';
import { endsOfStreams, lookThrough } from '../event-log/sqlite-look.ts';
import { TABLES_VERSION, tablesVersion } from '../event-log/sqlite-streams.ts';

/** In a back-up; in DATA_DIR it is called as EVENT_LOG says. */
const LOG = 'torget.db';
const MEDIA = 'media';
/** What is in a back-up, and in what state: written last. */
const PAPER = 'back-up.json';
const PARTIAL = '.partial';
/** How the folder of a back-up begins; its date follows. */
const NAMED = 'torget-';
/** The hub may be writing its journal into the file. */
const WAIT_FOR_HUB_MS = 10_000;

const paper = z.strictObject({
  what: z.literal('torget back-up'),
  form: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Of each stream of the log: how many entries it has. */
  streams: z.record(z.string(), z.int().min(1)),
  /** Of each file: its bytes as SHA-256. */
  files: z.record(z.string(), z.string()),
});
export type BackUpPaper = z.output<typeof paper>;

/** The message is a sentence for the operator. */
export class BackUpRefused extends Error {
  override readonly name = 'BackUpRefused';
}

/** Where a hub has its data. */
export type DataPlaces = { log: string; folder: string };

/**
 * @param to folder of back-ups; made when missing
 * @returns the new back-up's folder, and what is in it
 * @throws {BackUpRefused}
 */
export async function backUp(
  { log, folder }: DataPlaces,
  to: string,
  now: Date,
): Promise<{ at: string; paper: BackUpPaper }> {
  if (!existsSync(log)) throw new BackUpRefused(`There is no log at ${log}. Set DATA_DIR.`);
  if (isInside(to, folder))
    throw new BackUpRefused(
      `${to} is inside the data itself. Choose another disk, or at least another folder.`,
    );
  const at = join(resolve(to), NAMED + nameOf(now));
  if (existsSync(at)) throw new BackUpRefused(`${at} is there already.`);
  const partial = at + PARTIAL;
  try {
    await rm(partial, { recursive: true, force: true });
    makeFolder(join(partial, MEDIA), 0o700);
  } catch (fault) {
    throw new BackUpRefused(
      `Nothing can be written at ${to} (${messageOf(fault)}). Choose a folder on a disk that is there.`,
    );
  }
  try {
    // What had been acknowledged before must be in the copy; what is acknowledged meanwhile may be.
    const before = headsIn(log);
    copyDatabase(log, join(partial, LOG));
    // After the log, so that every picture it names is there.
    await copyMedia(join(folder, MEDIA), join(partial, MEDIA));
    const streams = readWhole(join(partial, LOG));
    const lost = [...before].find(([stream, version]) => (streams.get(stream) ?? 0) < version);
    const after = lost && headsIn(log).get(lost[0]);
    if (lost && after !== undefined)
      // otherwise it was purged meanwhile, by decision
      throw new BackUpRefused(`The copy lacks entries of ${lost[0]} that the log has.`);
    const written: BackUpPaper = {
      what: 'torget back-up',
      form: 1,
      takenAt: now.toISOString(),
      streams: Object.fromEntries(streams),
      files: await filesIn(partial),
    };
    await writeFile(join(partial, PAPER), `${JSON.stringify(written, null, 1)}\n`);
    await syncAll(partial);
    await rename(partial, at);
    await sync(dirname(at));
    return { at, paper: written };
  } catch (fault) {
    await rm(partial, { recursive: true, force: true });
    // What else SQLite says is of the disk, and the log may be well.
    if (![SQLITE_CORRUPT, SQLITE_NOTADB].includes(sqliteCode(fault) ?? 0)) throw fault;
    throw new BackUpRefused(
      `${log} is damaged, or no event log (${messageOf(fault)}). Stop the hub and restore the newest back-up.`,
    );
  }
}

/**
 * The sums of what staff count, and nothing else of that file: no salt and no hash of a request, with which a count
 * could be told from the log whose it was.
 * @returns the new file
 */
export async function backUpTallies(folder: string, to: string, now: Date): Promise<string> {
  const source = join(folder, 'tallies.db');
  if (!existsSync(source)) throw new BackUpRefused(`There are no tallies at ${source}.`);
  const at = join(resolve(to), `tallies-${nameOf(now)}.db`);
  if (existsSync(at)) throw new BackUpRefused(`${at} is there already.`);
  const partial = at + PARTIAL;
  await rm(partial, { force: true });
  makeFolder(dirname(at), 0o700);
  const db = new DatabaseSync(source, { timeout: WAIT_FOR_HUB_MS });
  try {
    db.prepare('ATTACH ? AS copy').run(partial);
    db.exec(`
      CREATE TABLE copy.counts (
        bucket TEXT NOT NULL,
        key    TEXT NOT NULL,
        count  INTEGER NOT NULL CHECK (count >= 0),
        PRIMARY KEY (bucket, key)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO copy.counts SELECT bucket, key, count FROM main.counts ORDER BY bucket, key;
    `);
    db.close();
    await sync(partial);
    await rename(partial, at);
    await sync(dirname(at));
    return at;
  } finally {
    if (db.isOpen) db.close();
    await rm(partial, { force: true });
  }
}

/**
 * Whether a back-up is whole, file by file, and its log one that can be read to the end.
 * @throws {BackUpRefused} saying what is wrong with it
 */
export async function checkBackUp(at: string): Promise<BackUpPaper> {
  const refuse = (why: string) =>
    new BackUpRefused(`${at} is no whole back-up: ${why}. Nothing was changed. Take another one.`);
  if (!existsSync(at)) throw new BackUpRefused(`There is no ${at}. Nothing was changed.`);
  const text = await readFile(join(at, PAPER), 'utf8').catch(() => null);
  if (text === null) {
    const inIt = await readdir(at).catch(() => []);
    const newest = inIt
      .filter((name) => name.startsWith(NAMED) && !name.endsWith(PARTIAL))
      .toSorted()
      .at(-1);
    if (newest === undefined) throw refuse(`${PAPER} is missing`);
    throw new BackUpRefused(
      `${at} holds back-ups and is none: name one, such as ${join(at, newest)}. Nothing was changed.`,
    );
  }
  const said = paper.safeParse(parsed(text));
  if (!said.success) throw refuse(`${PAPER} is not as this hub writes it`);
  const there = await filesIn(at);
  for (const [file, digest] of Object.entries(said.data.files)) {
    if (there[file] === undefined) throw refuse(`${file} is missing`);
    if (there[file] !== digest) throw refuse(`${file} is not what was written`);
  }
  if (said.data.files[LOG] === undefined) throw refuse(`${LOG} is missing`);
  const streams = readWhole(join(at, LOG));
  for (const [stream, version] of Object.entries(said.data.streams))
    if (streams.get(stream) !== version) throw refuse(`entries of ${stream} are missing`);
  return said.data;
}

/**
 * Puts a back-up where a hub will look for it. Whoever is interrupted has the one log or the other, and never none:
 * a hub that found none would begin a new one.
 *
 * @param aside new folder for what was there
 * @param complete writes into the file what the log must know that the back-up does not, while all else is as it was
 */
export async function putBack(
  at: string,
  { log, folder }: DataPlaces,
  aside: string,
  complete: (file: string) => Promise<void>,
): Promise<void> {
  if (existsSync(aside)) throw new BackUpRefused(`${aside} is there already. Nothing was changed.`);
  const partial = log + PARTIAL;
  const removePartial = async () => {
    for (const end of ['', '-wal', '-shm']) await rm(partial + end, { force: true });
  };
  await removePartial(); // a journal that was left behind would be taken for this file's
  try {
    await copyFile(join(at, LOG), partial);
    await complete(partial);
  } catch (fault) {
    await removePartial();
    throw fault;
  }
  await sync(partial);
  await mkdir(aside, { mode: 0o700 });
  makeFolder(join(folder, MEDIA));
  await copyMedia(join(at, MEDIA), join(folder, MEDIA));
  if (existsSync(log)) await link(log, join(aside, basename(log)));
  // It belongs to the log that was there, and must not be taken for the other's.
  for (const journal of [`${log}-wal`, `${log}-shm`])
    if (existsSync(journal)) await rename(journal, join(aside, basename(journal)));
  await sync(aside);
  await rename(partial, log);
  await sync(folder);
}

/** The sums that were counted, in the place of those that are there. */
export async function putTalliesBack(from: string, folder: string, aside: string): Promise<void> {
  const tallies = join(folder, 'tallies.db');
  await copyFile(from, tallies + PARTIAL);
  await sync(tallies + PARTIAL);
  if (existsSync(tallies)) await link(tallies, join(aside, basename(tallies)));
  await rename(tallies + PARTIAL, tallies);
  await sync(folder);
}

/** Of an instant, as part of a file's name: sorts by date, and is a name on every system. */
export const nameOf = (instant: Date): string =>
  instant.toISOString().slice(0, 19).replaceAll(':', '-');

/** Whether one place is the other, or in it. */
export function isInside(place: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(place));
  return way === '' || !(way.startsWith('..') || resolve(way) === way);
}

function copyDatabase(from: string, to: string): void {
  const db = new DatabaseSync(from, { timeout: WAIT_FOR_HUB_MS, readOnly: true });
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

/** How many entries each stream has. */
function headsIn(log: string): Map<string, number> {
  const db = new DatabaseSync(log, { timeout: WAIT_FOR_HUB_MS, readOnly: true });
  try {
    const version = tablesVersion(db);
    if (version > TABLES_VERSION) throw new BackUpRefused(`${log} ${ofNewerHub(version)}`);
    return endsOfStreams(db);
  } finally {
    db.close();
  }
}

/** Reads a log that nobody writes, to its end: every page, every stream for gaps, every entry as JSON. */
function readWhole(log: string): Map<string, number> {
  const refuse = (why: string) => new BackUpRefused(`${basename(log)} of the back-up ${why}.`);
  const db = new DatabaseSync(log, { readOnly: true });
  try {
    const application = db.prepare('PRAGMA application_id').get()?.['application_id'];
    if (application !== APPLICATION_ID) throw refuse('is not an event log');
    const version = tablesVersion(db);
    if (version > TABLES_VERSION)
      throw new BackUpRefused(`${log} ${ofNewerHub(version)} Nothing was changed.`);
    const verdict = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (verdict !== 'ok') throw refuse(`is damaged: ${verdict}`);
    const streams = new Map<string, number>();
    for (const { stream, version, isWhole, isReadable } of lookThrough(db)) {
      if (stream === null) throw refuse('has entries of no stream');
      if (!isWhole) throw refuse(`has a gap in ${stream}`);
      if (!isReadable) throw refuse(`has entries of ${stream} that cannot be read`);
      streams.set(stream, version);
    }
    return streams;
  } catch (fault) {
    if (fault instanceof BackUpRefused) throw fault;
    throw refuse(`cannot be read (${messageOf(fault)})`);
  } finally {
    db.close();
  }
}

const ofNewerHub = (version: number): string =>
  `was made by a newer hub (tables in version ${version}; this one knows ${TABLES_VERSION}). Use that version.`;

/** Pictures are named by what is in them: what is there already need not be copied, and is never another. */
async function copyMedia(from: string, to: string): Promise<void> {
  const names = existsSync(from) ? await readdir(from) : [];
  for (const name of names) {
    if (name.endsWith('.part') || existsSync(join(to, name))) continue;
    const half = join(to, `${name}.part`);
    try {
      await copyFile(join(from, name), half);
      await sync(half);
      await rename(half, join(to, name));
    } catch (fault) {
      // One that was thrown away meanwhile is named by nothing any more.
      if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
    }
  }
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const path of await pathsIn(folder))
    if (path !== PAPER) digests[path] = await digestOf(join(folder, path));
  return digests;
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function syncAll(folder: string): Promise<void> {
  for (const path of await pathsIn(folder)) await sync(join(folder, path));
  await sync(join(folder, MEDIA));
  await sync(folder);
}

/** To the disk, before anything is said of it. */
async function sync(path: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  // Windows has no way to ask it of a folder.
  if (isFolder && process.platform === 'win32') return;
  const file = await open(path, isFolder ? 'r' : 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message : String(fault);
