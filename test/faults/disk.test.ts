/** A real hub on a real disk that is full, may only be read, or whose files are not what they were. Rules FA… in docs/spec.md. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import type { Board, Snapshot } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { noted, notesIn } from '#test/support/notes.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import { PeopleAtWork } from '#test/support/people-at-work.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { WindowLine } from '#test/support/window-line.ts';

const DISK_BYTES = 8 * 1024 * 1024;

/** A small disk of its own; undefined where this user may not mount one. */
function smallDisk(bytes = DISK_BYTES): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'torget-disk-'));
  const args = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder];
  if (spawnSync('mount', args).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}
const remove = (disk: string) => {
  spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
};
/** A disk that takes what is written, and can fail to sync it: its blocks are in a file on another, which can be full. */
function diskOnDisk(): { disk: string; under: string } | undefined {
  const under = smallDisk(3 * DISK_BYTES);
  if (!under) return undefined;
  const disk = mkdtempSync(join(tmpdir(), 'torget-disk-'));
  const image = join(under, 'image');
  writeFileSync(image, '');
  truncateSync(image, 8 * DISK_BYTES);
  const isMade =
    spawnSync('mkfs.ext4', ['-q', '-O', '^has_journal', image]).status === 0 &&
    spawnSync('mount', ['-o', 'loop', image, disk]).status === 0;
  if (isMade) return { disk, under };
  for (const one of [disk, under]) remove(one);
  return undefined;
}
/** To the last page. */
function fill(disk: string): void {
  for (let bytes = DISK_BYTES; bytes >= 4_096; bytes /= 2)
    try {
      for (let nth = 0; ; nth++)
        writeFileSync(join(disk, `filler-${bytes}-${nth}`), Buffer.alloc(bytes));
    } catch {
      // There is no room for one of this size any more; smaller ones follow.
    }
}
function makeRoom(disk: string): void {
  for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(join(disk, name));
}
/** The disks are removed with it, in this order. */
async function hubOn(disk: string, ...under: readonly string[]): Promise<TestHub> {
  const hub = await TestHub.alone({ DATA_DIR: disk });
  onTestFinished(async () => {
    await hub.end();
    for (const one of [disk, ...under]) remove(one);
  });
  return hub;
}
/** Whoever may not mount hears of it here, and the rest of these rules are tried all the same. */
const probe = smallDisk();
if (probe) remove(probe);
const WHERE_MOUNTED = probe ? '' : ' (left out: only root may mount a small disk)';

describe.skipIf(!probe)(`a disk${WHERE_MOUNTED}`, () => {
  it('[FA11] AB-126 that is full: refused in words, still shown, nothing lost, and well when there is room', async () => {
    const disk = smallDisk() ?? expect.unreachable('mounted a moment ago');
    const hub = await hubOn(disk);
    const window = WindowLine.to(hub.port);
    const people = new PeopleAtWork([hub.url]);
    await people.untilIssued(10);
    fill(disk);
    await expect.poll(() => people.unanswered).toBeGreaterThan(20);
    expect(people.excuses).toEqual(new Set(['hub-unavailable']));
    expect(hub.errors).toMatch(/torget\.db has no room left|could not be read or written/);
    const api = new OfficeApi(hub.url);
    const { body } = await api.get<Board>('/board');
    expect(body.waiting).toBeGreaterThan(0);
    expect(window.state).toBe('live');
    makeRoom(disk);
    await people.untilIssued(20);
    await people.stop();
    await people.expectNothingLostOrDoubled();
    await hub.stop('SIGKILL');
    await hub.startAgain();
    await people.expectNothingLostOrDoubled();
    api.close();
  });

  it('[FA11] AB-126 that takes what is written and cannot keep it: refused in words, nothing lost, and well when it can', async ({
    skip,
  }) => {
    const made = diskOnDisk() ?? skip('There is no loop device, or no mkfs.ext4.');
    const hub = await hubOn(made.disk, made.under);
    const people = new PeopleAtWork([hub.url]);
    await people.untilIssued(10);
    fill(made.under);
    await expect.poll(() => people.unanswered).toBeGreaterThan(20);
    expect(people.excuses).toEqual(new Set(['hub-unavailable']));
    expect(hub.errors).toMatch(/torget\.db could not be read or written/);
    makeRoom(made.under);
    await people.untilIssued(20);
    await people.stop();
    await people.expectNothingLostOrDoubled();
    await hub.stop('SIGKILL');
    await hub.startAgain();
    await people.expectNothingLostOrDoubled();
  });

  it('[FA11] AB-126 that may only be read: the hub does not start, and says what to do', async () => {
    const disk = smallDisk() ?? expect.unreachable('mounted a moment ago');
    const hub = await hubOn(disk);
    await hub.stop();
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    await expect(hub.startAgain()).rejects.toThrow(/ended with 1:/);
    expect(hub.errors).toMatch(/right to write|cannot be/);
    expect(hub.errors).not.toContain('    at ');
    spawnSync('mount', ['-o', 'remount,rw', disk]);
    await hub.startAgain();
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  });
});

describe('files that are not what they were', () => {
  const files = ['', '-wal', '-shm'] as const;
  const copy = (from: string, to: string, which: readonly string[] = files) => {
    for (const end of which) if (existsSync(from + end)) copyFileSync(from + end, to + end);
  };

  /** A log as a killed hub leaves it: its newest entries stand in the journal beside it. */
  async function leftOpen(notes: readonly string[], more: readonly string[]) {
    const folder = temporaryFolder();
    const file = join(folder, 'log.db');
    const log = await SqliteEventLog.open(file);
    await log.append('queue', notes.map(noted), 0);
    await log.close();
    const open = await SqliteEventLog.open(file);
    await open.append('queue', more.map(noted), notes.length);
    const left = join(folder, 'left.db');
    copy(file, left);
    await open.close();
    return left;
  }
  const readBack = async (file: string) => {
    const log = await SqliteEventLog.open(file);
    try {
      return notesIn(await log.read('queue'));
    } finally {
      await log.close();
    }
  };

  it('[FA12] AB-127 copied while it is open, with what lies beside it: every entry is there', async () => {
    expect(await readBack(await leftOpen(['a', 'b'], ['c', 'd']))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('[FA12] AB-127 without its journal: what is there is whole, and no entry is there by half', async () => {
    const left = await leftOpen(['a', 'b'], ['c', 'd']);
    const bare = join(temporaryFolder(), 'log.db');
    copy(left, bare, ['']);
    expect(await readBack(bare)).toEqual(['a', 'b']);
  });

  it('[FA12] AB-127 with the journal of another file: refused, or read as it was; never mixed', async () => {
    const [left, other] = [await leftOpen(['a', 'b'], ['c']), await leftOpen(['x'], ['y', 'z'])];
    copy(other, left, ['-wal']);
    const read = await readBack(left).catch((refusal: Error) => refusal.message);
    if (typeof read === 'string') expect(read).toMatch(/damaged|is not an event log/);
    // SQLite’s journal holds whole pages: where it fits the file at all, the file is then the other one.
    else
      expect([
        ['a', 'b'],
        ['x', 'y', 'z'],
      ]).toContainEqual(read);
  });

  it.each([1, 30, 400, 4_000])(
    '[FA12] AB-127 with a journal whose last %i bytes are torn off: what is left is whole',
    async (bytes) => {
      const left = await leftOpen(['a', 'b'], ['c']);
      const wal = `${left}-wal`;
      truncateSync(wal, statSync(wal).size - bytes);
      expect(['a,b', 'a,b,c']).toContain((await readBack(left)).join());
    },
  );
});

describe('yesterday’s copy', () => {
  it('[FA15] AB-135 put back under a window that has seen later: it takes what there is now', async () => {
    const hub = await TestHub.alone();
    onTestFinished(() => hub.end());
    const api = new OfficeApi(hub.url);
    const window = WindowLine.to(hub.port);
    await api.issue('blanketter');
    await hub.stop();
    const [log, backup] = [join(hub.folder, 'torget.db'), join(temporaryFolder(), 'backup.db')];
    copyFileSync(log, backup);
    await hub.startAgain();
    for (let nth = 0; nth < 5; nth++) await api.issue('blanketter');
    await expect.poll(() => window.shown?.waiting).toBe(6);
    const seen = window.shown;
    await hub.stop();
    copyFileSync(backup, log);
    await hub.startAgain();
    await expect.poll(() => [window.state, window.shown?.waiting]).toEqual(['live', 1]);
    expect(window.shown?.version).toBeLessThan(seen?.version ?? 0);
    expect(window.shown?.log).not.toBe(seen?.log);
    const { body } = await api.get<Snapshot<'board'> & Refused>('/board');
    expect(window.shown?.version).toBe(body.version);
    api.close();
  });
});
