/** Every custom property that is read is declared somewhere, so that a misspelt one is found here and not on the wall. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const TOKENS = 'shared/ui/tokens.css';

const sources = ['shared/ui', 'display', 'staff', 'ticket-terminal']
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`),
  )
  .filter((path) => /\.(ts|css|html)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** In a stylesheet, by a script, or in an element's documentation (`@cssprop [--call-board-rows=6]`). */
const declared = new Set(
  sources.flatMap(({ text }) => [
    ...namesIn(text, /(?<![\w-])(--[\w-]+)\s*:/g),
    ...namesIn(text, /['"](--[\w-]+)['"]/g),
    ...namesIn(text, /@cssprop \[?(--[\w-]+)/g),
  ]),
);

const read = sources.flatMap(({ path, text }) =>
  namesIn(text.replaceAll(/\/\*[\s\S]*?\*\//g, ''), /var\(\s*(--[\w-]+)/g).map((name) => ({
    path,
    name,
  })),
);

it('every custom property that is read is declared', () => {
  // Web Awesome declares its own.
  const unknown = read.filter(({ name }) => !name.startsWith('--wa-') && !declared.has(name));
  expect(unknown).toEqual([]);
});

it('every token is read', () => {
  const tokens = sources.find(({ path }) => path === TOKENS)?.text ?? '';
  const unread = namesIn(tokens, /(?<![\w-])(--[\w-]+)\s*:/g).filter(
    (token) => !read.some(({ name }) => name === token),
  );
  expect(unread).toEqual([]);
});

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}
