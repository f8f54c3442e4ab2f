/** A redis-server for the tests: the machine's own, else the distribution's package unpacked beside node_modules. Never asks for root. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CannotSetUp, TOOLS } from './house.mjs';
import { runQuietly } from './processes.mjs';
import { onPath } from './programs.mjs';

/** Two servers may be wanted at once. @type {Promise<string | undefined> | undefined} */
let unpacking;

/**
 * @param {(line: string) => void} say told which one it is
 * @returns {Promise<string>} the program's path
 * @throws {CannotSetUp} naming what to install
 */
export async function findRedisServer(say) {
  const named = process.env['REDIS_SERVER'];
  if (named) {
    if (!existsSync(named))
      throw new CannotSetUp(`REDIS_SERVER is ${named}, and there is no such file.`);
    say(`Redis: ${named} (REDIS_SERVER)`);
    return named;
  }
  for (const path of onPath(['redis-server'])) {
    say(`Redis: ${path}`);
    return path;
  }
  if (onPath(['apt-get']).length > 0) unpacking ??= unpacked(say);
  const path = await unpacking;
  if (path) return path;
  throw new CannotSetUp(
    'The tests need a redis-server and found none: install one (Debian: sudo apt-get install redis-server; macOS: brew install redis) or set REDIS_SERVER.',
  );
}

/**
 * Debian's and Ubuntu's own package, unpacked and not installed: no root, no service started.
 * @param {(line: string) => void} say
 */
async function unpacked(say) {
  const folder = join(TOOLS, 'redis');
  const program = join(folder, 'run');
  if (!existsSync(program)) {
    say("Redis: unpacking the distribution's package (apt-get download)…");
    const making = `${folder}.${process.pid}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    if (!(await fetchPackages(making))) return undefined;
    // One program with several names: it acts as the one it is called by.
    symlinkSync('redis-check-rdb', join(making, 'usr/bin/redis-server'));
    writeFileSync(join(making, 'run'), RUN);
    chmodSync(join(making, 'run'), 0o755);
    renameSync(making, folder);
  }
  if (!(await runQuietly(program, ['--version'])).ok) return undefined;
  say(`Redis: ${program} (unpacked)`);
  return program;
}

/**
 * Fetches redis-tools, which holds the server, and the libraries it wants, and unpacks them.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
async function fetchPackages(folder) {
  // A container's image often comes without the lists of what there is. Then we get our own.
  if (!((await download(folder, [])) || (await download(folder, await ownLists(folder)))))
    return false;
  for (const archive of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    const { ok } = await runQuietly('dpkg', ['-x', archive, '.'], { cwd: folder });
    if (!ok) return false;
    rmSync(join(folder, archive));
  }
  rmSync(join(folder, 'apt'), { recursive: true, force: true });
  return true;
}

/** @param {string} folder @param {readonly string[]} aptOptions */
async function download(folder, aptOptions) {
  const asked = await runQuietly('apt-cache', [...aptOptions, 'depends', PACKAGE]);
  if (!asked.ok) return false;
  const dependencies = [...asked.output.matchAll(/^ +Depends: ([a-z0-9][a-z0-9.+-]+)$/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !IN_EVERY_SYSTEM.includes(name));
  const args = [...aptOptions, 'download', PACKAGE, ...dependencies];
  return (await runQuietly('apt-get', args, { cwd: folder })).ok;
}

/**
 * What apt needs told to keep its lists in `folder`, where we may write; and fetches them.
 * @param {string} folder
 */
async function ownLists(folder) {
  const lists = join(folder, 'apt', 'lists');
  const cache = join(folder, 'apt', 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
  const options = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  await runQuietly('apt-get', [...options, 'update']);
  return options;
}

const PACKAGE = 'redis-tools';

/** The C library must be the system's own; the other is for making user accounts. */
const IN_EVERY_SYSTEM = ['libc6', 'adduser'];

const RUN = `#!/bin/sh
here=$(dirname "$0")
for folder in "$here"/lib/*-linux-gnu* "$here"/usr/lib/*-linux-gnu*; do
  [ -d "$folder" ] && LD_LIBRARY_PATH="$folder\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "$here/usr/bin/redis-server" "$@"
`;
