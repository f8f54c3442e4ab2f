import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds wrong on the page, target sizes included, one line each.
 *
 * @param contrast what text must have at least
 */
export async function accessibilityFaults(
  page: Page,
  { contrast = '4.5:1' }: { contrast?: '4.5:1' | '7:1' } = {},
): Promise<readonly string[]> {
  await page.evaluate(AXE); // not a script tag: our policy lets none in
  return page.evaluate(async (enhanced) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{
          violations: { id: string; help: string; nodes: { target: unknown[] }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run({
      rules: {
        'target-size': { enabled: true },
        'color-contrast-enhanced': { enabled: enhanced },
      },
    });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
    );
  }, contrast === '7:1');
}
