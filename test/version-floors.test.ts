/**
 * No copy of a library is older than the version that closed its last known hole. `npm audit` asks a
 * registry that may be out of reach; this asks node_modules. An engine.io of today still names an older ws,
 * hence the override in package.json.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Package → the first version without the hole, and the hole. */
const FLOORS: Record<string, readonly [version: string, hole: string]> = {
  ws: ['8.23.0', 'flood of automatic pongs'],
  'engine.io': ['6.6.9', 'CVE-2026-59725, and CVE-2026-48779 through ws'],
  'socket.io': ['4.6.2', 'CVE-2024-38355'],
  'socket.io-parser': ['4.2.7', 'CVE-2026-69185'],
  'socket.io-adapter': ['2.5.8', 'CVE-2026-48779 through ws'],
  'path-to-regexp': ['8.4.0', 'CVE-2026-4926'],
  'body-parser': ['2.3.0', 'CVE-2026-12590'],
  qs: ['6.16.0', 'CVE-2026-82417'],
};

/** Not here today. Whoever brings one in brings in this version or a later one. */
const FLOORS_OF_THE_ABSENT: Record<string, readonly [version: string, hole: string]> = {
  multer: ['2.2.0', 'CVE-2026-5079'],
  morgan: ['1.11.0', 'CVE-2026-5078'],
  multiparty: ['4.3.0', 'CVE-2026-8159'],
};

const installed = copiesIn('node_modules');

it.each(Object.entries(FLOORS))('AB-138 every copy of %s is safe: %s', (name, [floor]) => {
  const copies = installed.filter((copy) => copy.name === name);
  expect(copies).not.toEqual([]);
  expect(copies.filter(({ version }) => isOlder(version, floor))).toEqual([]);
});

it.each(Object.entries(FLOORS_OF_THE_ABSENT))(
  'AB-138 no unsafe copy of %s came in: %s',
  (name, [floor]) => {
    const copies = installed.filter((copy) => copy.name === name);
    expect(copies.filter(({ version }) => isOlder(version, floor))).toEqual([]);
  },
);

type Copy = { name: string; version: string; folder: string };

/** Every package in this node_modules and in those inside it. */
function copiesIn(modules: string): Copy[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`)
        : [name],
    )
    .flatMap((name) => {
      const folder = join(modules, name);
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return [{ name, version, folder }, ...copiesIn(join(folder, 'node_modules'))];
    });
}

function isOlder(version: string, floor: string): boolean {
  // A prerelease comes before its release.
  const [numbers = '', prerelease] = version.split('-');
  const [have, need] = [numbers, floor].map((text) => text.split('.').map(Number));
  for (const [place, number] of (need ?? []).entries()) {
    const ours = have?.[place] ?? 0;
    if (ours !== number) return ours < number;
  }
  return prerelease !== undefined;
}
