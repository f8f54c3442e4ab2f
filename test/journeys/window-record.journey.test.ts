/** What a window keeps, damaged in every way, and what the hub has that is odd: real Chromium, its own storage. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let browser: Browser;
let hub: TestHub;
let window: WindowInABrowser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  hub = await TestHub.start();
  window = await WindowInABrowser.open(browser, hub.url);
  await window.settled();
});
afterEach(async () => {
  await window.close();
  await hub.end();
});

async function startsWithTheHub(): Promise<void> {
  await window.startAgain();
  await window.shows('Öppet till 16.00');
  await window.settled();
}

describe('a record that is damaged', () => {
  it.each([
    ['a text', '"gone"'],
    ['of another format', { format: 99 }],
    ['cut short', { format: 1, programme: { revision: 'x' }, reloads: [] }],
    ['full of what is not there', { format: 1, programme: null, clock: 'noon', reloads: [null] }],
  ])(
    '[W8] %s: with the hub nothing is seen of it, and it is whole again',
    async (_what, record) => {
      await window.putRecord(record);
      await startsWithTheHub();
      expect((await window.record())?.programme?.officeName).toContain('Rågsved');
      expect(window.faults).toEqual([]);
    },
  );

  it('[W8] a database that is not ours is made anew', async () => {
    await window.page.goto(`${hub.url}/healthz`); // the window's own page has it open
    await window.page.evaluate(`(async () => {
      await new Promise((done) => { indexedDB.deleteDatabase('torget-display').onsuccess = done; });
      const opened = indexedDB.open('torget-display', 3);
      opened.onupgradeneeded = () => opened.result.createObjectStore('pictures');
      await new Promise((done) => { opened.onsuccess = done; });
      opened.result.close();
    })()`);
    await window.page.goto(`${hub.url}/display`);
    await startsWithTheHub();
    expect(window.faults).toEqual([]);
  });

  it('[W8] a browser that keeps nothing at all shows what the hub says', async () => {
    await window.page.addInitScript(`
      Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });
      Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
    `);
    await window.startAgain();
    await window.shows('Öppet till 16.00');
    expect(window.faults).toEqual([]);
  });

  it('[W8] a database that never answers keeps nobody waiting', async () => {
    await window.page.addInitScript(`IDBFactory.prototype.open = () => new EventTarget();`);
    await window.startAgain();
    await window.shows('Öppet till 16.00');
  });

  it('[W8] without a record and without the hub the window is not black: it says that it is not connected', async () => {
    await window.putRecord('gone');
    await hub.stop();
    await window.startAgain();
    await window.shows(say('sv', 'display.ask-reception'));
    expect(window.faults).toEqual([]);
  });
});

describe('what a programme may hold', () => {
  it('[W20] when its time has passed the window says so, and is not empty', async () => {
    await hub.stop();
    await window.leap(20 * DAY);
    for (let turn = 0; turn < 10; turn++) {
      await window.leap(15_000);
      expect((await window.text()).length).toBeGreaterThan(20);
      expect(await window.text()).not.toMatch(/Här i dag|Försäkringskassan/);
    }
    await window.shows(/Uppdaterad/);
    expect(window.faults).toEqual([]);
  });

  it('[W20] nothing at all: something is shown all the same', async () => {
    const record = await window.record();
    await hub.stop();
    const nothing = {
      days: [],
      hours: [],
      closures: [],
      items: [],
      notices: [],
      feeds: [],
      displays: [],
    };
    await window.putRecord({ ...record, programme: { ...record?.programme, ...nothing } });
    await window.startAgain();
    for (let turn = 0; turn < 5; turn++) {
      await window.leap(15_000);
      expect((await window.text()).length).toBeGreaterThan(20);
    }
    expect(window.faults).toEqual([]);
  });

  it('[W20] a notice that wants to stay for three hundred years does not', async () => {
    const record = await window.record();
    const at = record?.programme?.at ?? 0;
    const notice = {
      id: 'for-ever',
      title: { sv: 'Jag stannar här' },
      text: null,
      priority: 'normal',
      from: at - DAY,
      until: at + 10 * DAY,
      weight: 1,
      seconds: 1e13,
    };
    await hub.stop();
    await window.putRecord({ ...record, programme: { ...record?.programme, notices: [notice] } });
    await window.startAgain();
    const seen: string[] = [];
    for (let turn = 0; turn < 60; turn++) {
      await window.leap(9_000);
      seen.push(await window.text());
    }
    expect(seen.some((text) => text.includes('Jag stannar här'))).toBe(true);
    expect(seen.some((text) => !text.includes('Jag stannar här'))).toBe(true);
    expect(window.faults).toEqual([]);
  });
});

it('[W24] what the browser keeps is the window’s own, whole, and no data', async () => {
  const kept = await window.page.evaluate<string[]>(`(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  })()`);
  expect(kept).toContain('/display');
  const others = kept.filter((path) => path !== '/display');
  expect(others.filter((path) => !path.startsWith('/assets/'))).toEqual([]);
  for (const script of [
    'latin-wght',
    'latin-ext',
    'arabic-arabic',
    'ethiopic-ethiopic',
    'cyrillic-wght',
  ])
    expect(others.filter((path) => path.includes(script)).length, script).toBeGreaterThan(0);
  for (const page of ['staff', 'terminal', 'paper']) {
    const html = await (await fetch(`${hub.url}/${page}`)).text();
    const [, entry] = /<script type="module"[^>]* src="([^"]+)"/.exec(html) ?? [];
    expect(entry).toBeDefined();
    expect(kept).not.toContain(entry);
  }
  const own = await (await fetch(`${hub.url}/display`)).text();
  for (const [, path] of own.matchAll(/(?:src|href)="([^"]+)"/g)) expect(kept).toContain(path);
});

describe('a hub that is older than the window', () => {
  it('[W5] its older programme is refused, by the page and by its record', async () => {
    const before = (await window.record())?.programme;
    await window.page.route('**/programme', async (route) => {
      const { programme } = (await window.record()) ?? {};
      await route.fulfill({
        json: { ...programme, revision: 'of-yesterday', at: (programme?.at ?? 0) - DAY, items: [] },
      });
    });
    const asked = window.page.waitForResponse('**/programme');
    await window.leap(61_000);
    expect(((await (await asked).json()) as { revision: string }).revision).toBe('of-yesterday');
    await window.leap(61_000);
    expect((await window.record())?.programme?.revision).toBe(before?.revision);
    await window.startAgain();
    await window.shows('Öppet till 16.00');
    expect((await window.record())?.programme?.revision).toBe(before?.revision);
  });
});
