/** Whoever asks a command what it takes is told, and nothing else is done. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runProgram } from '#test/support/run-program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

it.each([
  ['server/take-back-up.ts', [], 'npm run backup -- --to <folder>'],
  ['server/restore-back-up.ts', [], 'npm run restore -- <folder of a back-up>'],
  ['test/load/load.ts', [], '--offices <n>'],
  ['ticket-terminal/agent.ts', [], '--printer'],
  ['setup/run.mjs', ['start'], 'takes no arguments'],
])('%s', async (program, args, words) => {
  const folder = temporaryFolder();
  const asked = await runProgram(program, {
    args: [...args, '--help'],
    env: { DATA_DIR: folder, PORT: '1' }, // a hub that did start would fail there
  });
  expect(asked).toMatchObject({ code: 0, said: expect.stringContaining(words), complaints: '' });
  expect(readdirSync(folder)).toEqual([]);
});
