/** However many commands are started together in one checkout, one at a time sets it up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone } from '#setup/lock.mjs';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torget-lock-'));
  lock = join(folder, 'setup.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Adds one to a number in a file, in two steps with a turn of the event loop between them. */
const CLUMSY_COUNTING = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setImmediate as turn } from 'node:timers/promises';
  import { alone } from '#setup/lock.mjs';
  const [lock, tally] = process.argv.slice(1);
  for (let round = 0; round < 5; round += 1)
    await alone(lock, () => {}, async () => {
      const counted = Number(readFileSync(tally, 'utf8'));
      await turn();
      writeFileSync(tally, String(counted + 1));
    });
`;

describe('the lock of a set-up', () => {
  it('lets one process in at a time, also when all of them find a dead owner', async () => {
    const tally = join(folder, 'tally');
    writeFileSync(tally, '0');
    leaveBehind(await deadPid());
    const processes = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', CLUMSY_COUNTING, lock, tally], {
        stdio: 'inherit',
      }),
    );
    await Promise.all(processes.map((one) => once(one, 'exit')));
    expect(readFileSync(tally, 'utf8')).toBe('20');
    expect(existsSync(lock)).toBe(false);
  });

  it('tells whom it waits for while the owner lives', async () => {
    const owner = spawn(process.execPath, ['--eval', 'process.stdin.resume()']);
    leaveBehind(owner.pid ?? 0);
    const waitedFor: number[] = [];
    const result = await alone(
      lock,
      (pid) => {
        waitedFor.push(pid);
        owner.kill();
      },
      () => 'done',
    );
    expect({ waitedFor, result }).toEqual({ waitedFor: [owner.pid], result: 'done' });
  });

  it('is let go of when the work fails', async () => {
    const failing = alone(
      lock,
      () => {},
      () => Promise.reject(new Error('no network')),
    );
    await expect(failing).rejects.toThrow('no network');
    expect(existsSync(lock)).toBe(false);
  });
});

function leaveBehind(pid: number): void {
  mkdirSync(lock);
  writeFileSync(join(lock, String(pid)), '');
}

/** Of a process that has been, and is no more. */
async function deadPid(): Promise<number> {
  const brief = spawn(process.execPath, ['--eval', '']);
  await once(brief, 'exit');
  return brief.pid ?? 0;
}
