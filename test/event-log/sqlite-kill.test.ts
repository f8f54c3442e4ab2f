/** A process is killed while it appends, again and again; its own record says what it was told is durable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { notesIn } from '#test/support/notes.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const ROUNDS = 5;
const LONGEST_MS = 60_000;

it('[LF10] nothing acknowledged is lost when the hub is killed', {
  timeout: LONGEST_MS,
}, async () => {
  const file = join(temporaryFolder(), 'log.db');
  const acknowledged = new Map<string, number>();
  for (let round = 1; round <= ROUNDS; round++) {
    await appendAndKill(file, acknowledged, round * 37);

    const log = await SqliteEventLog.open(file);
    for (const [stream, version] of acknowledged) {
      const notes = notesIn(await log.read(stream));
      expect(notes.length).toBeGreaterThanOrEqual(version);
      expect(notes.length % 2).toBe(0); // each append had two: all or none
      expect(notes).toEqual(notes.map((_, index) => `${stream} ${index + 1}`));
    }
    await log.close();
  }
});

/** @param after so many acknowledgements it is killed */
async function appendAndKill(
  file: string,
  acknowledged: Map<string, number>,
  after: number,
): Promise<void> {
  const program = join(import.meta.dirname, 'processes/append-until-killed.ts');
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [stream = '', version] = line.split(' ');
    acknowledged.set(stream, Number(version));
    heard += 1;
    if (heard === after) child.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
}
