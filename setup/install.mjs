/** node_modules as package-lock.json says, and only then. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { CannotSetUp, inside, say, TOOLS } from './house.mjs';
import { alone } from './lock.mjs';
import { runQuietly } from './processes.mjs';

/** Inside node_modules, so that whoever deletes the one deletes the other. */
const STAMP = inside('node_modules', '.torget-install');

/**
 * Runs `npm ci` when what is installed is not what the lockfile names.
 * @throws {CannotSetUp} with npm's own words when it fails
 */
export async function install() {
  const wanted = digestOfWhatToInstall();
  if (installed() === wanted) return;
  await oneAtATime(async () => {
    if (installed() === wanted) return;
    say('Installing what package-lock.json names (npm ci)…');
    const { ok, output } = await npm('ci', '--loglevel=error', '--no-audit', '--no-fund');
    if (!ok) throw new CannotSetUp(`${output.trimEnd()}\nnpm could not install: see above.`);
    writeFileSync(STAMP, wanted);
  });
}

/**
 * @template Result
 * @param {() => Promise<Result>} work
 */
export const oneAtATime = (work) =>
  alone(
    join(TOOLS, 'setup.lock'),
    (owner) => say(`Waiting for another set-up of this checkout (process ${owner})…`),
    work,
  );

/** @returns {string | undefined} */
function installed() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // nothing is installed, or not by us
  }
}

function digestOfWhatToInstall() {
  const { dependencies, optionalDependencies, devDependencies, overrides } = JSON.parse(
    readFileSync(inside('package.json'), 'utf8'),
  );
  return createHash('sha256')
    .update(JSON.stringify([dependencies, optionalDependencies, devDependencies, overrides]))
    .update(readFileSync(inside('package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

/**
 * The npm that started us, on the Node it runs on itself: the one in node_modules goes away meanwhile.
 * @param {string[]} args
 */
function npm(...args) {
  const { npm_execpath: program = '', npm_node_execpath: node } = process.env;
  if (basename(program) === 'npm-cli.js' && node) return runQuietly(node, [program, ...args]);
  // On Windows npm is a command file, which only a shell can run.
  return runQuietly('npm', args, { shell: process.platform === 'win32' });
}
