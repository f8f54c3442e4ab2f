/** What we depend on is exact, explained, and installable wherever Torget is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Package = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
};

const ours: Package = JSON.parse(readFileSync('package.json', 'utf8'));
const locked: Record<string, Package> = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
).packages;
const direct = Object.entries({
  ...ours.dependencies,
  ...ours.optionalDependencies,
  ...ours.devDependencies,
});

describe('every direct dependency', () => {
  it('is pinned to one version', () => {
    const loose = direct.filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range));
    expect(loose).toEqual([]);
  });

  it('is explained in docs/dependencies.md, and nothing else is', () => {
    const explained = [
      ...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| `([^`]+)`/gm),
    ].map(([, name]) => name);
    expect(explained.toSorted()).toEqual(direct.map(([name]) => name).toSorted());
  });
});

describe('package-lock.json', () => {
  // A registry that lacks one platform's package makes npm leave it out without a word, and `npm ci` refuse the file.
  it('names every platform package of every release', () => {
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`node_modules/${name}` in locked) && !(`${path}/node_modules/${name}` in locked),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('brings nothing that runs a script when it is installed', () => {
    // fsevents is for a Mac, where its prebuilt part is used.
    const scripted = Object.keys(locked).filter(
      (path) => locked[path]?.hasInstallScript && !path.endsWith('/fsevents'),
    );
    expect(scripted).toEqual([]);
  });
});
