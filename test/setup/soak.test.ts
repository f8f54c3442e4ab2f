/** What `npm test` takes a part of, `npm run soak` takes whole. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { SOAKED } from '#setup/commands.mjs';
import { times } from '#test/support/sweep.ts';

it('every test that sweeps is soaked', () => {
  const others = globSync('test/**/*.test.ts').filter((file) => !file.startsWith('test/setup/'));
  const sweeping = others.filter((file) =>
    /^import .* from '#test\/support\/sweep.ts';$/m.test(readFileSync(file, 'utf8')),
  );
  expect(sweeping.length).toBeGreaterThan(10);
  expect(sweeping.filter((file) => !SOAKED.some((path) => file.startsWith(path)))).toEqual([]);
});

it.each(['', '0', '1k', '-3'])('no sweep goes %j times', (asked) => {
  vi.stubEnv('ROUNDS_OF_NOTHING', asked);
  expect(() => times('ROUNDS_OF_NOTHING', 1, 2)).toThrow('ROUNDS_OF_NOTHING is a whole number');
  vi.unstubAllEnvs();
});
