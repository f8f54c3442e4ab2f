/** The page of the virtual printer: somebody who develops or demonstrates lets things go wrong, and mends them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';

let browser: Browser;
let hub: TestHub;
beforeAll(async () => {
  browser = await openBrowser();
  hub = await TestHub.start();
});
afterAll(async () => {
  await browser.close();
  await hub.end();
});

async function open(language: 'sv' | 'en', width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.setDefaultTimeout(30_000); // a loaded machine is slow, and not wrong
  await page.goto(`${hub.url}/paper?language=${language}`);
  await see(page, 'paper.state.ready', language);
  return page;
}

const press = (page: Page, key: TextKey, language: 'sv' | 'en' = 'sv') =>
  page.getByRole('button', { name: say(language, key), exact: true }).click();

const see = (page: Page, key: TextKey, language: 'sv' | 'en' = 'sv') =>
  page
    .getByRole('status')
    .filter({ hasText: say(language, key) })
    .waitFor();

describe('somebody who pretends', () => {
  it.each<[fault: TextKey, state: TextKey, repair: TextKey]>([
    ['paper.pretend.paper-low', 'paper.state.near-end', 'paper.repair.refill'],
    ['paper.pretend.paper-out', 'paper.state.out', 'paper.repair.refill'],
    ['paper.pretend.leave-paper', 'paper.state.near-end', 'paper.repair.refill'],
    ['paper.pretend.open-cover', 'paper.state.open', 'paper.repair.close-cover'],
    ['paper.pretend.power-off', 'paper.state.off', 'paper.repair.power-on'],
    ['paper.pretend.power-cycle', 'paper.state.off', 'paper.repair.power-on'],
    ['paper.pretend.pull-cable', 'paper.state.unplugged', 'paper.repair.plug-in'],
    ['paper.pretend.chaos', 'paper.pretend.chaos', 'paper.repair.calm'],
  ])('[VP24] with %s sees it in words, and what puts it right', async (fault, state, repair) => {
    const page = await open('sv');
    await press(page, fault);
    if (state !== fault) await see(page, state);
    await press(page, repair);
    await see(page, 'paper.state.ready');
    await page.close();
  });

  it('[VP24] of a breakdown restarts the printer', async () => {
    const page = await open('en');
    await press(page, 'paper.pretend.break-down', 'en');
    await see(page, 'paper.state.broken', 'en');
    await press(page, 'paper.repair.power-cycle', 'en');
    await see(page, 'paper.state.off', 'en');
    await press(page, 'paper.repair.power-on', 'en');
    await see(page, 'paper.state.ready', 'en');
    await page.close();
  });

  it.each([390, 1280])('[VP24] can use the page whoever she is, %i pixels wide', async (width) => {
    const page = await open('sv', width);
    expect(await accessibilityFaults(page)).toEqual([]);
    await press(page, 'paper.pretend.open-cover');
    await press(page, 'paper.pretend.paper-out');
    await see(page, 'paper.state.out');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(WIDER_THAN_THE_SCREEN)).toBe(false);
    // By keyboard: focus is not lost when the button that had it goes away.
    for (const repair of ['paper.repair.close-cover', 'paper.repair.refill'] as const)
      await page.getByRole('button', { name: say('sv', repair), exact: true }).press('Enter');
    await see(page, 'paper.state.ready');
    expect(await page.evaluate(FOCUSED)).toBe('condition');
    await page.close();
  });
});

// In words of the browser, which the tests' compiler does not know.
const WIDER_THAN_THE_SCREEN =
  'document.documentElement.scrollWidth > document.documentElement.clientWidth';
/** The first class of whatever has focus, through every shadow root. */
const FOCUSED = `(function focused(root) {
  const { activeElement } = root;
  return activeElement?.shadowRoot ? focused(activeElement.shadowRoot) : activeElement?.classList[0];
})(document)`;
