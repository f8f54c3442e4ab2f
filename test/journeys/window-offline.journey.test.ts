/** A window that the hub has left alone: real Chromium, a real hub that is killed, and time that passes. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NO_LIVE = say('sv', 'display.no-live');

let browser: Browser;
let hub: TestHub;
let window: WindowInABrowser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await window.close();
  await hub.end();
});

/** A hub at `clock`, and a window that has heard it. */
async function windowAt(clock: string): Promise<void> {
  hub = await TestHub.start({ CLOCK: `${clock}[Europe/Stockholm]` });
  window = await WindowInABrowser.open(browser, hub.url);
  await window.settled();
}

/** No hub, no network. */
async function leaveAlone(): Promise<void> {
  await hub.stop();
  await window.context.setOffline(true);
}

describe('a window without its hub', () => {
  it('[W8] starts anew with no network: the agenda stands, the clock is right, and the queue says that it is not known', async () => {
    await windowAt('2026-11-24T10:00:00+01:00');
    await window.shows('Öppet till 16.00');
    await leaveAlone();
    await window.startAgain();
    await window.shows('Öppet till 16.00');
    await window.shows(say('sv', 'display.connecting'));
    const seen = new Set<string>();
    for (let turn = 0; turn < 20; turn++) {
      await window.leap(15_000);
      seen.add(await window.text());
    }
    expect(seen.size).toBeGreaterThan(10); // it goes on turning
    expect([...seen].join()).toMatch(/Uppdaterad/);
    await window.shows(NO_LIVE);
    expect(await accessibilityFaults(window.page)).toEqual([]);
    expect(window.faults).toEqual([]);
  });

  it('[W3] greys the queue, then says in words that it is not known; a call is not shown for ever', async () => {
    await windowAt('2026-11-24T10:00:00+01:00');
    const api = new OfficeApi(hub.url);
    await api.post('/desks/bord-1/open');
    await api.issue('blanketter');
    await api.post('/desks/bord-1/call-next');
    api.close();
    await window.shows('A001');
    await leaveAlone();
    await window.leap(20_000);
    await window.shows(/Uppdaterad 10[.:]00/);
    await window.shows('A001');
    await window.leap(45_000);
    await window.shows(NO_LIVE);
    expect(await window.text()).not.toContain('A001');
    expect(window.faults).toEqual([]);
  });

  it('[W7] has beside the end of a takeover when the hub was last heard, and ends it by the clock', async () => {
    await windowAt('2026-11-24T10:00:00+01:00');
    const api = new OfficeApi(hub.url);
    await api.post('/takeover/begin', { text: { sv: 'Gå ut till torget' }, seconds: 600 });
    api.close();
    await window.shows('Gå ut till torget');
    expect(await window.text()).not.toMatch(/Uppdaterad/);
    await leaveAlone();
    await window.leap(20_000);
    await window.shows(/Gäller till 10\.10 Uppdaterad 10\.00/);
    expect(await accessibilityFaults(window.page)).toEqual([]);
    await window.leap(10 * MINUTE);
    await window.shows('Öppet till 16.00');
    expect(await window.text()).not.toContain('Gå ut till torget');
    expect(window.faults).toEqual([]);
  });

  it('[W18] crosses closing time, midnight and opening time by its own clock', async () => {
    await windowAt('2026-11-24T15:30:00+01:00');
    await window.shows('Öppet till 16.00');
    await leaveAlone();
    await window.leap(31 * MINUTE);
    await window.shows('Öppnar i morgon 9.30');
    await window.leap(8 * HOUR); // five past midnight
    await window.shows(/Öppnar 9\.30|Öppnar i dag 9\.30/);
    await window.startAgain();
    await window.shows(/Öppnar 9\.30|Öppnar i dag 9\.30/);
    await window.leap(9 * HOUR + 30 * MINUTE);
    await window.shows('Öppet till');
    expect(window.faults).toEqual([]);
  });

  it.each([
    ['2027-03-27T17:00:00+01:00', 'forward', 15.75, '09:45'], // 16.75 hours by the clock on the wall
    ['2027-10-30T17:00:00+02:00', 'back', 17.75, '09:45'], // and 16.75 here, with an hour twice
  ])(
    '[W18] from %s crosses the night in which the clock goes %s',
    async (clock, _way, hours, wall) => {
      await windowAt(clock);
      await leaveAlone();
      await window.leap((hours as number) * HOUR);
      await window.shows(wall as string);
      await window.startAgain();
      await window.shows(wall as string);
      await window.leap(48 * HOUR); // a Tuesday, and in spring the first day after Easter
      await window.shows(/Öppet till .*09:45/);
      expect(window.faults).toEqual([]);
    },
  );

  it('[W19] shows nothing that depends on the time when its device’s clock is wrong, until the hub is back', async () => {
    await windowAt('2026-11-24T10:00:00+01:00');
    await leaveAlone();
    await window.page.clock.setSystemTime(new Date('2020-01-01T00:00:00Z'));
    await window.page.clock.runFor(1_100);
    await window.shows(say('sv', 'display.clock-unsure'));
    await window.startAgain();
    await window.page.clock.setSystemTime(new Date('2020-01-01T00:00:00Z'));
    await window.page.clock.runFor(1_100);
    await window.shows(say('sv', 'display.clock-unsure'));
    expect(await window.text()).not.toMatch(/Öppet till|10[.:]0/);
    await window.context.setOffline(false);
    await hub.startAgain();
    await window.shows('Öppet till 16.00');
    expect(await window.text()).not.toContain(say('sv', 'display.clock-unsure'));
    expect(window.faults).toEqual([]);
  });
});
