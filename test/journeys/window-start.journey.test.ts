/** What is there before the window is: the page's first frame, and what a start takes from the browser. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

const COUNTED = 'torget.display.words';

let browser: Browser;
let hub: TestHub;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  hub = await TestHub.start();
});
afterEach(() => hub.end());

it('[W27] a page whose scripts never come is its deep ground, and after three seconds has words', async () => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto(`${hub.url}/display`);
  const [before, ground, delays, after] = await page.evaluate<
    [number[], string[], number[], { heightPx: number; sizePx: number; text: string }[]]
  >(`(() => {
    const words = [...document.querySelectorAll('.starting > p')];
    const heights = () => words.map(({ clientHeight }) => clientHeight);
    const before = heights();
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.background = 'var(--color-deep)';
    const ground = [document.querySelector('.starting'), probe].map((one) => getComputedStyle(one).backgroundColor);
    const movements = document.getAnimations();
    const delays = movements.map((one) => one.effect.getTiming().delay);
    for (const one of movements) one.finish();
    const after = words.map((one, index) => ({
      heightPx: heights()[index],
      sizePx: parseFloat(getComputedStyle(one).fontSize),
      text: one.textContent,
    }));
    return [before, ground, delays, after];
  })()`);
  expect(before).toEqual([0, 0]);
  expect(ground[0]).toBe(ground[1]);
  expect(delays).toEqual([3_000, 3_000]);
  expect(after.map(({ text }) => text)).toEqual(
    (['sv', 'en'] as const).map(
      (language) =>
        `${say(language, 'display.starting')}. ${say(language, 'display.ask-reception')}.`,
    ),
  );
  for (const { heightPx, sizePx } of after) expect(heightPx).toBeGreaterThanOrEqual(sizePx);
  expect(after[0]?.sizePx).toBeGreaterThan(105); // as large as what must be read
  await context.close();
});

it('[W27] the words go when the window shows something', async () => {
  const window = await WindowInABrowser.open(browser, hub.url);
  await window.shows('Öppet till 16.00');
  expect(await window.text()).not.toContain(say('sv', 'display.starting'));
  // And the styles that came after them stay.
  expect(await window.page.evaluate('getComputedStyle(document.body).fontFamily')).toMatch(/^"Atk/);
  await window.close();
});

it('[W26] a window that starts again shows the same, whatever has become of what it counted', async () => {
  const window = await WindowInABrowser.open(browser, hub.url);
  await window.settled();
  await window.shows('Öppet till 16.00');
  const kept = (): Promise<string | null> =>
    window.page.evaluate<string | null>(`localStorage.getItem('${COUNTED}')`);
  await expect.poll(kept).not.toBeNull();
  const whole = await kept();
  expect(JSON.parse(whole ?? '').counted.length).toBeGreaterThan(3);
  const of: string = JSON.parse(whole ?? '').of;
  for (const damaged of [
    '{',
    'null',
    '[]',
    '{"of":1}',
    JSON.stringify({ of, counted: [['x', null]] }),
  ]) {
    await window.page.evaluate(`localStorage.setItem('${COUNTED}', ${JSON.stringify(damaged)})`);
    await window.startAgain();
    await window.shows('Öppet till 16.00');
    await expect.poll(kept).toBe(whole);
  }
  expect(window.faults).toEqual([]);
  await window.close();
});
