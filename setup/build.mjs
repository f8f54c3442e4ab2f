/** dist/ as the screens' sources say, and only then. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotSetUp, inside, say } from './house.mjs';
import { install, oneAtATime } from './install.mjs';
import { modernNode, programOf, runQuietly } from './processes.mjs';

/** Whatever can change what Vite makes. */
const INPUTS = [
  'shared',
  'display',
  'ticket-terminal',
  'staff',
  'vite.config.ts',
  'setup/built-catalogs.ts',
  'setup/display-worker.ts',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.browser.json',
  'package.json',
  'package-lock.json',
];

/** Vite empties dist/ when it begins, so a build that was broken off leaves no stamp. */
const STAMP = inside('dist', '.torget-build');

/**
 * Installs and builds what is missing or out of date. A few milliseconds when nothing is.
 * @throws {CannotSetUp}
 */
export async function bringUpToDate() {
  await install();
  if (built() === digestOfInputs()) return;
  await oneAtATime(async () => {
    const wanted = digestOfInputs();
    if (built() === wanted) return;
    say('Building the screens (vite build)…');
    const { ok, output } = await runQuietly(modernNode(), [
      programOf('vite'),
      'build',
      '--logLevel=warn',
    ]);
    if (!ok)
      throw new CannotSetUp(`${output.trimEnd()}\nThe screens could not be built: see above.`);
    writeFileSync(STAMP, wanted);
  });
}

/** @returns {string | undefined} */
function built() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // never built, or broken off
  }
}

/** By name, size and time of change: reading every file would be slower than the rest of a warm start. */
function digestOfInputs() {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesIn(input).sort()) {
      const { size, mtimeMs } = statSync(inside(file));
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  if (!statSync(inside(path)).isDirectory()) return [path];
  return readdirSync(inside(path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)],
  );
}
