/** docs/spec.md and the tests name the same rules: none untested, none tested that nobody wrote down. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const written = [...readFileSync('docs/spec.md', 'utf8').matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(
  ([, id]) => id,
);
const tested = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .flatMap((path) =>
    [...readFileSync(`test/${path}`, 'utf8').matchAll(/['"`]\[([A-Z]+\d+)\] /g)].map(
      ([, id]) => id,
    ),
  );

it('every rule has a test and every tested rule is written down', () => {
  expect([...new Set(tested)].sort()).toEqual([...new Set(written)].sort());
});

it('no rule is written down twice', () => {
  expect(written.filter((id, index) => written.indexOf(id) !== index)).toEqual([]);
});
