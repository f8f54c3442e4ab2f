/** The file of the SQLite log: what is set in it, and which files are refused. Rules LF1… in docs/spec.md. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { EventLogUnavailable, EventLogUnusable } from '#server/event-log/event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { openSqliteFile } from '#server/event-log/sqlite-file.ts';
import { noted, notesIn } from '#test/support/notes.ts';
import { makeOlder } from '#test/support/older-log.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

/** Threads and processes start in a fraction of a second, or in some on a machine that is busy. */
vi.setConfig({ testTimeout: 60_000 });

const newFile = () => join(temporaryFolder(), 'log.db');

describe('durability', () => {
  it('[LF1] every commit is synced: write-ahead journal, synchronous FULL', () => {
    const { db } = openSqliteFile(newFile());
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.close();
  });

  it('[LF1] a file that cannot have that is refused', () => {
    // SQLite keeps a database in memory without a write-ahead journal, whatever it is asked.
    expect(() => openSqliteFile(':memory:')).toThrow(/cannot be kept durably: .*'memory'/);
  });

  it('[LF2] a closed log is one file', async () => {
    const file = await written(['a']);
    expect(() => statSync(`${file}-wal`)).toThrow('ENOENT');
    expect(notesIn(await readAll(file))).toEqual(['a']);
  });

  it('[LF2] the folder is made when it is missing', async () => {
    const log = await SqliteEventLog.open(join(temporaryFolder(), 'data', 'of', 'hub', 'log.db'));
    await log.close();
  });

  it('[LF3] what is dropped is nowhere in the file or beside it', async () => {
    const file = newFile();
    const log = await SqliteEventLog.open(file);
    const secret = 'a-word-that-must-go';
    await log.append(
      'gone',
      Array.from({ length: 200 }, () => noted(secret)),
      0,
    );
    await log.append('stays', [noted('a-word-that-stays')], 0);
    await log.drop('gone');
    const everything = [file, `${file}-wal`].map((name) => readFileSync(name, 'latin1')).join();
    expect(everything).toContain('a-word-that-stays');
    expect(everything).not.toContain(secret);
    await log.close();
  });
});

describe('a stream that is damaged', () => {
  it.each([
    ['is lost', 'PRAGMA secure_delete = ON; DELETE FROM events WHERE version = 2 AND stream = 1'],
    [
      'leads to another stream',
      'UPDATE events SET previous = previous + 1 WHERE version = 3 AND stream = 1',
    ],
  ])(
    '[LF3] is nowhere in the file after it was dropped, though the way to a part of it %s, and nothing else is touched',
    async (_way, sql) => {
      const file = newFile();
      const log = await SqliteEventLog.open(file);
      for (const version of [0, 1, 2])
        for (const stream of ['queue', 'other'])
          await log.append(stream, [noted(`of-the-${stream}`)], version);
      change(file, sql);
      await log.drop('queue');
      expect(notesIn(await log.read('other'))).toEqual(Array(3).fill('of-the-other'));
      const everything = [file, `${file}-wal`].map((name) => readFileSync(name, 'latin1')).join();
      expect(everything).not.toContain('of-the-queue');
      await log.append('queue', [noted('anew')], 0);
      expect(notesIn(await log.read('queue'))).toEqual(['anew']);
      await log.close();
    },
  );
});

describe('a file that an older hub left', () => {
  async function older(): Promise<string> {
    const file = newFile();
    const log = await SqliteEventLog.open(file);
    for (const version of [0, 2])
      for (const stream of ['queue', 'other'])
        await log.append(stream, [noted(`${stream} ${version}`), noted('with it')], version);
    await log.close();
    makeOlder(file);
    return file;
  }

  it('[LF11] holds all that it held, and is written on', async () => {
    const file = await older();
    const log = await SqliteEventLog.open(file);
    expect(log.wasOlder).toBe(true);
    for (const stream of ['queue', 'other'])
      expect(await log.read(stream)).toEqual(
        [`${stream} 0`, 'with it', `${stream} 2`, 'with it'].map((note, nth) => ({
          ...{ version: nth + 1, ...noted(note) },
        })),
      );
    expect(await log.list('')).toEqual(['other', 'queue']);
    expect(await log.append('queue', [noted('new')], 4)).toEqual({ appended: true, version: 5 });
    await log.close();
    expect(notesIn(await readAll(file)).at(-1)).toBe('new');
    const again = await SqliteEventLog.open(file);
    expect(again.wasOlder).toBe(false);
    await again.close();
    const { db } = openSqliteFile(file);
    expect(db.prepare('SELECT name FROM sqlite_schema WHERE type = ?').all('table')).toHaveLength(
      2,
    );
    db.close();
  });

  it('[LF11] for which there is no room is refused and left as it was', async () => {
    const file = await older();
    const { size } = statSync(file);
    truncateSync(file, 4e12); // a hole, which has a size and takes no room
    await expectRefused(file, /needs 12,000,000 MB of room; [\d,]+ are free\. Nothing was changed/);
    truncateSync(file, size);
    const log = await SqliteEventLog.open(file);
    expect(log.wasOlder).toBe(true);
    expect(await log.read('queue')).toHaveLength(4);
    await log.close();
  });

  it('[LF11] in which an entry is missing is refused and left as it was', async () => {
    const file = await older();
    change(file, `DELETE FROM events WHERE stream = 'other' AND version = 3`);
    const before = readFileSync(file);
    await expectRefused(file, /damaged: entry 3 of other is missing.*restore/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a compacted file', () => {
  it('[LF3] is as small as what is left in it', async () => {
    const file = newFile();
    const log = await SqliteEventLog.open(file);
    await log.append('stays', [noted('a')], 0);
    await log.compact();
    const small = statSync(file).size;
    const many = Array.from({ length: 5_000 }, (_, n) => noted(`${n} ${'x'.repeat(200)}`));
    await log.append('gone', many, 0);
    await log.drop('gone');
    expect(statSync(file).size).toBeGreaterThan(10 * small);
    await log.compact();
    expect(statSync(file).size).toBe(small);
    await log.close();
  });
});

describe('a full disk', () => {
  it('[LF4] AB-126 nothing is acknowledged that is not kept, and it goes on when there is room', async () => {
    const file = newFile();
    const log = await SqliteEventLog.open(file, { mostPages: 40 });
    const kept: string[] = [];
    let fault: unknown;
    for (let n = 0; fault === undefined; n++) {
      const note = `${n} ${'x'.repeat(1_000)}`;
      await log.append('queue', [noted(note)], n).then(
        () => kept.push(note),
        (error) => {
          fault = error;
        },
      );
    }
    expect(fault).toBeInstanceOf(EventLogUnavailable);
    expect(String(fault)).toMatch(/log\.db has no room left/);
    expect((fault as Error).cause).toBeInstanceOf(Error);
    expect(notesIn(await log.read('queue'))).toEqual(kept);

    await log.drop('queue');
    expect(await log.append('queue', [noted('room again')], 0)).toEqual({
      appended: true,
      version: 1,
    });
    await log.close();
    expect(notesIn(await readAll(file))).toEqual(['room again']);
  });

  it('[LF4] what shared a sync with an entry that found no room is not kept either, and can be appended again', async () => {
    const log = await SqliteEventLog.open(newFile(), { mostPages: 40 });
    const both = await Promise.allSettled([
      log.append('small', [noted('first')], 0),
      log.append('large', [noted('x'.repeat(500_000))], 0),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await log.append('small', [noted('first')], 0)).toEqual({ appended: true, version: 1 });
    await log.close();
  });
});

describe('a file that this hub cannot use', () => {
  it('[LF5] one that is no database', async () => {
    const file = newFile();
    writeFileSync(file, 'Dear diary, '.repeat(1_000));
    await expectRefused(file, /is not an event log, or its beginning is damaged/);
  });

  it("[LF5] another program's database, which is left as it was", async () => {
    const file = newFile();
    const db = new DatabaseSync(file);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    const before = readFileSync(file);
    await expectRefused(file, /of some other program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('[LF6] AB-134 one that a newer hub made, which is left as it was', async () => {
    const file = await written(['a']);
    change(file, 'PRAGMA user_version = 3');
    await expectRefused(file, /newer hub \(tables in version 3; this hub knows 2\)/);
  });

  it.each(['events', 'streams'])('[LF7] one whose table of %s is gone', async (table) => {
    const file = await written(['a']);
    change(file, `DROP TABLE ${table}`);
    await expectRefused(file, /damaged: a table of it is gone\..*restore/);
  });

  it.each([
    ['one row of a stream is gone', `DELETE FROM streams WHERE name = 'queue'`],
    ['an entry is gone', 'DELETE FROM events WHERE version = 2'],
    ['a stream ends elsewhere', `UPDATE streams SET version = 2 WHERE name = 'queue'`],
  ])('[LF7] one in which %s', async (_what, sql) => {
    const file = await written(['a', 'b', 'c']);
    change(file, sql);
    await expectRefused(file, /damaged: entries are missing, or the streams that they are of/);
  });

  it('[LF7] AB-127 one in which the name of a stream is not found', async () => {
    const file = await written(['a', 'b', 'c']);
    const bytes = readFileSync(file);
    const places = [bytes.indexOf('queue'), bytes.lastIndexOf('queue')];
    expect(places[0]).not.toBe(places[1]); // in the table, and in its index
    for (const place of places) {
      writeFileSync(file, bytes);
      overwrite(file, place, Buffer.from('Q'));
      await expectRefused(file, /damaged: /);
    }
  });

  it('[LF7] AB-127 one that was cut off', async () => {
    const file = await writtenLong();
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    await expectRefused(file, /is damaged/);
  });

  it('[LF7] AB-127 one with a page of noise in the middle', async () => {
    const file = await writtenLong();
    overwrite(file, 4096 * 3, Buffer.alloc(4096, 0xa5));
    await expectRefused(file, /is damaged/);
  });

  it('[LF7] AB-127 one whose first page is torn', async () => {
    const file = await writtenLong();
    overwrite(file, 100, Buffer.alloc(200, 0xa5));
    await expectRefused(file, /damaged/);
  });

  it.each([1, 2, 3])(
    '[LF8] one in which entry %i is missing, when its stream is read',
    async (missing) => {
      const file = await written(['a', 'b', 'c']);
      const log = await SqliteEventLog.open(file);
      change(file, `DELETE FROM events WHERE version = ${missing}`);
      await expect(log.read('queue')).rejects.toThrow(
        `damaged: entry ${missing} of queue is missing`,
      );
      await log.close();
    },
  );

  it('[LF8] one in which the way back leads to another stream', async () => {
    const file = newFile();
    const log = await SqliteEventLog.open(file);
    for (const version of [0, 1, 2])
      for (const stream of ['other', 'queue']) await log.append(stream, [noted(stream)], version);
    await log.close();
    change(
      file,
      `UPDATE events SET previous = previous - 1
       WHERE version = 3 AND stream = (SELECT id FROM streams WHERE name = 'queue')`,
    );
    await expect(readAll(file)).rejects.toThrow('damaged: entry 2 of queue is missing');
  });

  it('[LF8] one in which more is missing than is read at once', async () => {
    const file = await written(Array.from({ length: 5_010 }, (_, n) => String(n)));
    const log = await SqliteEventLog.open(file);
    change(file, 'DELETE FROM events WHERE version = 5005');
    await expect(log.read('queue')).rejects.toThrow('damaged: entry 5005 of queue is missing');
    await log.close();
  });

  it('[LF8] one in which an entry is not what was written', async () => {
    const file = await written(['a', 'b', 'c']);
    change(file, `UPDATE events SET event = '{"type":"No' WHERE version = 3`);
    await expect(readAll(file)).rejects.toThrow(
      /damaged: entry 3 of queue is not what was written/,
    );
  });

  it('[LF9] one that may not be written', async () => {
    const file = await written(['a']);
    // SQLite writes no file whose header asks for a format newer than it knows (byte 18).
    overwrite(file, 18, Buffer.from([3]));
    await expectRefused(file, /can be read but not written .*right to write/);
  });

  it('[LF9] one in a place where there can be none', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'log.db'));
    await expectRefused(join(folder, 'log.db'), /cannot be opened/);
    writeFileSync(join(folder, 'a-file'), '');
    await expectRefused(join(folder, 'a-file', 'log.db'), /a-file cannot be made/);
  });

  it('[LF9] one that another program holds', async () => {
    const file = await written(['a']);
    const other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await expectRefused(file, /held by another program/);
    other.close();
  });
});

async function expectRefused(file: string, sentence: RegExp): Promise<void> {
  const refusal = await SqliteEventLog.open(file).then(
    () => undefined,
    (error) => error,
  );
  expect(refusal).toBeInstanceOf(EventLogUnusable);
  expect(refusal.message).toMatch(sentence);
}

async function written(notes: readonly string[]): Promise<string> {
  const file = newFile();
  const log = await SqliteEventLog.open(file);
  await log.append('queue', notes.map(noted), 0);
  await log.close();
  return file;
}

/** Some hundred pages. */
const writtenLong = () =>
  written(Array.from({ length: 1_000 }, (_, n) => `${n} ${'x'.repeat(400)}`));

async function readAll(file: string) {
  const log = await SqliteEventLog.open(file);
  try {
    return await log.read('queue');
  } finally {
    await log.close();
  }
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

function overwrite(file: string, position: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, position);
  closeSync(handle);
}
