/** Every custom property that is read is declared somewhere, so that a misspelt one is found here and not on the wall. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = ['shared/ui', 'display', 'staff', 'ticket-terminal']
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`),
  )
  .filter((path) => /\.(ts|css|html)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** In a stylesheet, by a script, or in an element's documentation (`@cssprop [--call-board-rows=6]`). */
const declared = new Set(
  sources.flatMap(({ text }) =>
    [
      ...text.matchAll(
        /(?:^|[\s;{"'`])(--[\w-]+)\s*:|setProperty\(\s*['"](--[\w-]+)|@cssprop \[?(--[\w-]+)/g,
      ),
    ].map(([, css, script, documented]) => css ?? script ?? documented ?? ''),
  ),
);

it('every custom property that is read is declared', () => {
  const unknown = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/var\(\s*(--[\w-]+)/g)]
      .map(([, name = '']) => name)
      // Web Awesome declares its own.
      .filter((name) => !name.startsWith('--wa-') && !declared.has(name))
      .map((name) => `${path}: ${name}`),
  );
  expect([...new Set(unknown)]).toEqual([]);
});

it('every token of tokens.css is used', () => {
  const tokens = sources.find(({ path }) => path === 'shared/ui/tokens.css')?.text ?? '';
  const names = [...tokens.matchAll(/^\s*(--[\w-]+)\s*:/gm)].map(([, name = '']) => name);
  const unused = names.filter((name) => !sources.some(({ text }) => text.includes(`var(${name}`)));
  expect(new Set(unused)).toEqual(new Set());
});
