import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { untilNothingMoves } from './at-rest.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All that another colour scheme can change. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core finds wrong on the page, target sizes included, one line each.
 *
 * @param contrast what text must have at least
 */
export function accessibilityFaults(
  page: Page,
  { contrast = '4.5:1' }: { contrast?: '4.5:1' | '7:1' } = {},
): Promise<readonly string[]> {
  return faultsFoundBy(page, {
    rules: {
      'target-size': { enabled: true },
      'color-contrast-enhanced': { enabled: contrast === '7:1' },
    },
  });
}

/** Of those, what another colour scheme can change: for a page that was looked at whole in one. */
export const colourFaults = (page: Page): Promise<readonly string[]> =>
  faultsFoundBy(page, { runOnly: { type: 'rule', values: COLOURS } });

/** As `accessibilityFaults`, by day and in the dark. The page is left dark. */
export async function faultsInBothSchemes(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await colourFaults(page);
  return [...light.map((fault) => `light: ${fault}`), ...dark.map((fault) => `dark: ${fault}`)];
}

async function faultsFoundBy(page: Page, options: object): Promise<readonly string[]> {
  // Once for each page, as it takes as long as a look. Not by a script tag: our policy lets none in.
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(AXE);
  await untilNothingMoves(page); // what fades in has not its colours yet
  return page.evaluate(
    async (asked) => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(options: object): Promise<{
            violations: { id: string; help: string; nodes: { target: unknown[] }[] }[];
          }>;
        };
      };
      const { violations } = await axe.run(asked);
      return violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
      );
    },
    {
      ...options,
      resultTypes: ['violations'],
    },
  );
}
