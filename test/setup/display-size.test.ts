/** How much the window loads. It is built here as `npm start` builds it, into a folder of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programOf } from '#setup/processes.mjs';

/** The service worker included. */
const MOST_BYTES = 77_000;

type Manifest = Record<
  string,
  { file: string; imports?: readonly string[]; dynamicImports?: readonly string[] }
>;

const folder = mkdtempSync(join(tmpdir(), 'torget-display-size-'));
let manifest: Manifest;

beforeAll(() => {
  // In a process of its own: a test's NODE_ENV would build the libraries as for their developers.
  execFileSync(
    process.execPath,
    [programOf('vite'), 'build', '--manifest', '--emptyOutDir', '--outDir', folder],
    { env: { PATH: process.env['PATH'] }, stdio: 'pipe' },
  );
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The page's script and whatever it imports, at once or later. */
function scriptsOf(page: string): string[] {
  const files = new Set<string>();
  const follow = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} was not built`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const other of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(other);
  };
  follow(page);
  return [...files];
}

const read = (file: string) => readFileSync(join(folder, file));

it('[L11] the scripts of the window are at most 77 kB, gzipped', () => {
  const sizes = [...scriptsOf('display/index.html'), 'display-worker.js'].map((file) => ({
    file,
    bytes: gzipSync(read(file), { level: 9 }).length,
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_BYTES);
});

it.each([
  ['the schemas of the hub', '_zod'],
  ['the parser of messages', 'EXPECT_ARGUMENT_CLOSING_BRACE'],
  ['texts for staff', 'staff.title'],
  ['texts of the terminal', 'terminal.topics'],
])('[L11] the window does not carry %s', (_what, sign) => {
  const code = scriptsOf('display/index.html').map((file) => read(file).toString());
  expect(code.filter((script) => script.includes(sign))).toEqual([]);
});

it('[L11] a screen has the texts of its audience', () => {
  for (const [page, sign] of [
    ['display/index.html', 'display.your-turn'],
    ['staff/index.html', 'staff.title'],
    ['ticket-terminal/index.html', 'terminal.topics'],
    ['ticket-terminal/paper.html', 'paper.title'],
    ['shared/ui/welcome.html', 'welcome.title'],
  ] as const)
    expect(
      scriptsOf(page).some((file) => read(file).toString().includes(`"${sign}":`)),
      page,
    ).toBe(true);
});
