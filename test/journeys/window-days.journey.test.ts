/** What takes its time, beside one another: three days without the hub, and an alarm that waits two minutes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { DisplayNow } from '#shared/views.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

const MINUTE = 60_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function windowAndHub({ onTestFinished }: TestContext) {
  const hub = await TestHub.start();
  onTestFinished(() => hub.end());
  const window = await WindowInABrowser.open(browser, hub.url);
  onTestFinished(() => window.close());
  await window.settled();
  return { hub, window };
}

describe.concurrent('in the long run', { timeout: 600_000 }, () => {
  it('[W23] seventy-two hours alone leave heap, nodes and listeners as they were after a day', async (test) => {
    const { hub, window } = await windowAndHub(test);
    await hub.stop();
    await window.context.setOffline(true);
    const debug = await window.context.newCDPSession(window.page);
    await debug.send('Performance.enable');
    await debug.send('HeapProfiler.enable');

    const used = async () => {
      await debug.send('HeapProfiler.collectGarbage');
      const { metrics } = await debug.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
      return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
    };
    /** The most that was used at any of these hours: a slide has more on it than another. */
    const most = async (hours: number) => {
      const peak = { heap: 0, nodes: 0, listeners: 0 };
      for (let hour = 0; hour < hours; hour++) {
        await window.page.clock.runFor(2 * MINUTE); // second by second
        await window.page.clock.fastForward(58 * MINUTE);
        const now = await used();
        for (const what of ['heap', 'nodes', 'listeners'] as const)
          peak[what] = Math.max(peak[what], now[what]);
      }
      return peak;
    };
    await most(12);
    const firstDay = await most(24);
    await most(12);
    const lastDay = await most(24);
    expect(lastDay.heap).toBeLessThan(firstDay.heap * 1.1);
    expect(lastDay.nodes).toBeLessThan(firstDay.nodes * 1.5);
    expect(lastDay.listeners).toBeLessThanOrEqual(firstDay.listeners + 5);
    await window.shows(/Uppdaterad/);
    expect(window.faults).toEqual([]);
  });

  it('[W11] every desk is told that the window shows yesterday, and has it begin anew', async (test) => {
    const { hub, window } = await windowAndHub(test);
    const api = new OfficeApi(hub.url);
    test.onTestFinished(() => api.close());
    const isCurrent = async () =>
      (await api.get<DisplayNow[]>('/displays')).body.some((one) => one.isCurrent);
    while (!(await isCurrent())) await new Promise((resolve) => setTimeout(resolve, 50));
    await window.page.route('**/programme', (route) => route.abort());
    const from = Date.parse('2026-11-24T00:00:00+01:00');
    const notice = { title: { sv: 'Nytt' }, from, until: from + 6 * 1_440 * MINUTE };
    expect((await api.post('/notices/nytt/set', notice)).status).toBe(200);

    const desk = await (await browser.newContext()).newPage();
    test.onTestFinished(() => desk.context().close());
    await desk.goto(`${hub.url}/staff`);
    await desk.getByText('Bord 1').click();
    const alarm = desk.locator('window-alert .note');
    expect(await alarm.count()).toBe(0);
    await alarm.waitFor({ timeout: 300_000 });
    expect(await alarm.textContent()).toMatch(/visar sedan 10[.:]0\d något annat/);
    expect(await accessibilityFaults(desk)).toEqual([]);

    await window.page.unroute('**/programme');
    await alarm.getByText(say('sv', 'staff.window-reload')).click();
    await window.page.clock.runFor(5_000);
    await alarm.waitFor({ state: 'detached' });
  });
});
