/** `npm test`: everything, or with paths only the tests there. Ends with `N passed, N failed, N skipped`. */
import { bringUpToDate } from './build.mjs';
import { runChecks } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { CannotSetUp, say } from './house.mjs';
import { programOf, runInForeground } from './processes.mjs';
import { findRedisServer } from './redis.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts each check counts as one */

/**
 * @param {readonly string[]} paths
 * @returns {Promise<number>} the exit code
 */
export async function test(paths) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    await bringUpToDate();
    const tools = {
      CHROMIUM_PATH: await findChromium(say),
      REDIS_SERVER: await findRedisServer(say),
    };
    if (paths.length === 0) add(counts, { ...(await runChecks()), skipped: 0 });
    add(counts, await runTests(paths, tools));
  } catch (problem) {
    if (!(problem instanceof CannotSetUp)) throw problem;
    say(problem.message);
    counts.failed += 1;
  }
  say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} paths
 * @param {Record<string, string>} env
 * @returns {Promise<Counts>}
 */
async function runTests(paths, env) {
  say('Tests (vitest)…');
  /** @type {Counts | undefined} */
  let counted;
  const exitCode = await runInForeground([programOf('vitest'), 'run', ...paths], {
    env,
    // test/support/reporter.ts sends one message, when all is over.
    onMessage: (message) => {
      counted = message;
    },
  });
  if (exitCode === 0 || (counted && counted.failed > 0))
    return counted ?? { passed: 0, failed: 1, skipped: 0 };
  // It ended badly without a failed test: stopped, out of memory, or wrongly configured.
  return { passed: counted?.passed ?? 0, failed: 1, skipped: counted?.skipped ?? 0 };
}

/** @param {Counts} sum @param {Counts} more */
function add(sum, more) {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
}
