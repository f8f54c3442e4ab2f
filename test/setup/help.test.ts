/** Whoever asks a command what it takes is told, and nothing else is done. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runProgram } from '#test/support/run-program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const RUN = 'setup/run.mjs';

async function said(program: string, args: readonly string[]) {
  const folder = temporaryFolder();
  const env = { DATA_DIR: folder, PORT: '1' }; // a hub that did start would fail there
  const asked = await runProgram(program, { args, env });
  expect(readdirSync(folder)).toEqual([]);
  expect(asked.complaints).toBe('');
  return asked;
}

it.each([
  ['server/take-back-up.ts', [], 'npm run backup -- --to <folder>'],
  ['server/restore-back-up.ts', [], 'npm run restore -- <folder of a back-up>'],
  ['test/load/load.ts', [], '--offices <n>'],
  ['ticket-terminal/agent.ts', [], '--printer'],
  [RUN, ['start'], 'takes no arguments'],
  [RUN, ['test'], 'npm run test [-- <path>…]'],
  [RUN, ['simulate'], '--minutes 30'],
])('%s %j tells what it takes', async (program, args, words) => {
  expect(await said(program, [...args, '--help'])).toMatchObject({
    code: 0,
    said: expect.stringContaining(words),
  });
});

it('an office is not opened with an argument that nobody reads', async () => {
  expect(await said(RUN, ['start', '8080'])).toMatchObject({
    code: 2,
    said: expect.stringContaining('takes no arguments'),
  });
});
