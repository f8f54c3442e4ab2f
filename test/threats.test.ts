/** What is tried against Torget: each case of abuse has a test named by it, or a line in docs/threats.md that says why not. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const CASES = Array.from({ length: 138 }, (_, index) => `AB-${String(index + 1).padStart(3, '0')}`);

const tested = new Set(
  readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && path !== 'threats.test.ts')
    .flatMap((path) => readFileSync(`test/${path}`, 'utf8').split('\n'))
    .filter((text) => !/^\s*(\/\/|\/?\*)/.test(text)) // a title, or a row of a table of them
    .flatMap((text) => text.match(/AB-\d{3}/g) ?? []),
);

const page = readFileSync('docs/threats.md', 'utf8');
const line = (id: string) => page.split('\n').find((text) => text.startsWith(`| ${id} |`));

it.each(CASES)('%s is tried, or it is said why not', (id) => {
  expect(line(id), `${id} has no line in docs/threats.md`).toBeDefined();
  const said = line(id)?.split('|')[3]?.trim() ?? '';
  // 'Tested' is a claim that this list can check; anything else is a reason, and a reason has words.
  if (said.startsWith('Tested')) expect(tested).toContain(id);
  else expect(said.length, `${id}: ${said}`).toBeGreaterThan(20);
});

it('says tested of whatever a test is named by', () => {
  const unsaid = [...tested].filter((id) => CASES.includes(id) && !line(id)?.includes('Tested'));
  expect(unsaid).toEqual([]);
});
