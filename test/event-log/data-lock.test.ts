/** One hub on a folder of data. The other hub is a real process. Rules DL1… in docs/spec.md. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { DataLock } from '#server/event-log/data-lock.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

/** Threads and processes start in a fraction of a second, or in some on a machine that is busy. */
vi.setConfig({ testTimeout: 60_000 });

it('[DL1] a second hub is told which folder is in use', async () => {
  const folder = temporaryFolder();
  await anotherHub(folder);
  await expect(DataLock.acquire(folder)).rejects.toThrow(`Another hub is using ${folder}.`);
});

it('[DL1] nor do two in one process share a folder', async () => {
  const folder = temporaryFolder();
  const lock = await DataLock.acquire(folder);
  await expect(DataLock.acquire(folder)).rejects.toThrow('Another hub');
  lock.release();
  (await DataLock.acquire(folder)).release();
});

it('[DL2] a hub that starts while the other is ending waits for it', async () => {
  const folder = temporaryFolder();
  const other = await anotherHub(folder);
  const waiting = DataLock.acquire(folder);
  other.kill('SIGTERM');
  (await waiting).release();
});

it('[DL3] a hub that is killed leaves nothing in the way', async () => {
  const folder = temporaryFolder();
  const other = await anotherHub(folder);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(readdirSync(folder)).toEqual(['hub.lock.db']);
  (await DataLock.acquire(folder)).release();
});

it('[DL4] a lock file that is none is named, and what to do about it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'hub.lock.db'), 'x'.repeat(4096));
  await expect(DataLock.acquire(folder)).rejects.toThrow(/hub\.lock\.db cannot be locked .*remove/);
});

it('[DL4] a folder that cannot be made is named', async () => {
  const folder = join(temporaryFolder(), 'a-file');
  writeFileSync(folder, '');
  await expect(DataLock.acquire(join(folder, 'data'))).rejects.toThrow(/a-file.*may write/);
  mkdirSync(`${folder}-beside`);
  (await DataLock.acquire(join(`${folder}-beside`, 'data'))).release();
});

async function anotherHub(folder: string): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'processes/hold-lock.ts');
  const hub = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    hub.kill('SIGKILL');
  });
  await once(hub.stdout, 'data');
  return hub;
}
