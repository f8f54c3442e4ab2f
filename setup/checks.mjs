/** What can be said of the code without running it. */
import { say } from './house.mjs';
import { programOf, runInForeground } from './processes.mjs';

/** @type {readonly { name: string, run: () => Promise<number> }[]} */
const CHECKS = [
  {
    name: 'Format and lint (biome)',
    run: () => runInForeground([programOf('@biomejs/biome'), 'ci', '.']),
  },
  {
    name: 'Types (tsc)',
    run: () => runInForeground([programOf('typescript', 'tsc'), '--build']),
  },
  {
    name: 'Unused files, exports and dependencies (knip)',
    run: () => runInForeground([programOf('knip')]),
  },
];

/**
 * Runs every check, also after one has failed, so that all is mended in one go.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  let failed = 0;
  for (const { name, run } of CHECKS) {
    say(`${name}…`);
    if ((await run()) !== 0) {
      say(`${name}: failed`);
      failed += 1;
    }
  }
  return { passed: CHECKS.length - failed, failed };
}
