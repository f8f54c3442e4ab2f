/** A Chromium for the tests: the machine's own, else the one inside an npm package. Never asks for root. */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CannotSetUp, inside, TOOLS } from './house.mjs';
import { modernNode, runQuietly } from './processes.mjs';
import { installedAt, onPath } from './programs.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * @param {(line: string) => void} say told which one it is
 * @returns {Promise<string>} the program's path
 * @throws {CannotSetUp} naming what to install
 */
export async function findChromium(say) {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (!existsSync(named))
      throw new CannotSetUp(`CHROMIUM_PATH is ${named}, and there is no such file.`);
    say(`Chromium: ${named} (CHROMIUM_PATH)`);
    return named;
  }
  for (const path of [...onPath(NAMES), ...installedAt(ELSEWHERE)]) {
    // Ubuntu's chromium-browser may be no browser but advice to install one. On Windows --version opens a window.
    if (process.platform !== 'win32' && !(await runQuietly(path, ['--version'])).ok) continue;
    say(`Chromium: ${path}`);
    return path;
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const path = await unpacked(say);
    if (path) return path;
  }
  throw new CannotSetUp(
    'The tests need a Chromium and found none: install one (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

/**
 * The Chromium of @sparticuz/chromium, unpacked beside node_modules, with the libraries and fonts that
 * come with it for machines that lack their own.
 * @param {(line: string) => void} say
 */
async function unpacked(say) {
  const folder = join(TOOLS, 'chromium');
  const program = join(folder, 'run');
  if (!existsSync(program)) {
    say('Chromium: unpacking the one in @sparticuz/chromium…');
    const making = `${folder}.${process.pid}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    const { ok } = await runQuietly(modernNode(), ['--input-type=module', '--eval', UNPACK], {
      env: { TMPDIR: making },
    });
    if (!ok) return undefined;
    writeFileSync(join(making, 'run'), RUN);
    chmodSync(join(making, 'run'), 0o755);
    renameSync(making, folder);
  }
  if (!(await runQuietly(program, ['--version'])).ok) return undefined;
  say(`Chromium: ${program} (from @sparticuz/chromium)`);
  return program;
}

/** The package unpacks into the folder for temporary files, which TMPDIR names. */
const UNPACK = `
  import { inflate } from '@sparticuz/chromium';
  const bin = ${JSON.stringify(inside('node_modules/@sparticuz/chromium/bin'))};
  for (const part of ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br', 'fonts.tar.br'])
    await inflate(\`\${bin}/\${part}\`);
`;

/** What comes along with it is used only where the machine lacks its own. */
const RUN = `#!/bin/sh
here=$(dirname "$0")
ldd "$here/chromium" 2>/dev/null | grep -q 'not found' && export LD_LIBRARY_PATH="$here/al2023/lib"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;
