/** What `npm test` takes a part of, `npm run soak` takes whole. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SOAKED } from '#setup/commands.mjs';

it('every test that sweeps is soaked', () => {
  const sweeping = globSync('test/**/*.test.ts').filter((file) =>
    /^import .* from '#test\/support\/sweep.ts';$/m.test(readFileSync(file, 'utf8')),
  );
  expect(sweeping.length).toBeGreaterThan(10);
  expect(sweeping.filter((file) => !SOAKED.some((path) => file.startsWith(path)))).toEqual([]);
});
