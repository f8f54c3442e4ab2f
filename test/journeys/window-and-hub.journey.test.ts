/** A window and its hub: restarts on either side, new builds, HTTPS. Real Chromium, a real hub. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { DisplayNow } from '#shared/views.ts';
import { AlteredHub } from '#test/support/altered-hub.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { selfSigned } from '#test/support/self-signed.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

const DISPLAY = 'fonstret';

let browser: Browser;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startHub(start = TestHub.start()) {
  const hub = await start;
  closing.push(() => hub.end());
  const api = new OfficeApi(hub.url);
  closing.push(() => api.close());
  return { hub, api };
}

async function openWindow(url: string, by: Browser = browser): Promise<WindowInABrowser> {
  const window = await WindowInABrowser.open(by, url);
  closing.push(() => window.close());
  return window;
}

/** So that it is seen when the page is another. */
const mark = (window: WindowInABrowser) => window.page.evaluate('globalThis.marked = true');
const isMarked = (window: WindowInABrowser) =>
  window.page.evaluate('globalThis.marked === true') as Promise<boolean>;

const displayNow = async (api: OfficeApi): Promise<DisplayNow | undefined> =>
  (await api.get<DisplayNow[]>('/displays')).body.find(({ connected }) => connected);

async function until(isSo: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isSo().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect.unreachable(`It never is so: ${isSo}`);
}

describe('a hub that is killed in the middle of a slide', () => {
  it('[W21] the window goes on turning, comes back by itself, and shows what any other window shows', async () => {
    const { hub, api } = await startHub(TestHub.alone());
    const window = await openWindow(hub.url);
    await window.settled();
    await mark(window);
    await hub.stop('SIGKILL');
    const before = await window.text();
    await window.leap(40_000);
    expect(await window.text()).not.toBe(before);
    await hub.startAgain();
    await until(async () => (await displayNow(api))?.isCurrent);
    const other = await openWindow(hub.url);
    await other.settled();
    const rotation = (one: WindowInABrowser) =>
      one.page.evaluate<string>(`document
        .querySelector('display-screen').shadowRoot.querySelector('slide-panel').shadowRoot.textContent`);
    expect(await rotation(other)).not.toBe('');
    await until(async () => (await rotation(window)) === (await rotation(other)));
    expect(await isMarked(window)).toBe(true);
    expect([...window.faults, ...other.faults]).toEqual([]);
  });
});

describe('a window that is told to begin anew', () => {
  it('[W17] does so three times within an hour, and the fourth time stays and says why', async () => {
    const { hub, api } = await startHub();
    const window = await openWindow(hub.url);
    await window.settled();
    for (let time = 1; time <= 3; time++) {
      await until(async () => (await displayNow(api))?.isCurrent);
      await mark(window);
      expect((await api.post(`/displays/${DISPLAY}/reload`)).status).toBe(200);
      await window.page.clock.runFor(5_000); // each window waits its own while
      await until(async () => !(await isMarked(window)));
      await window.settled();
      expect((await window.record())?.reloads).toHaveLength(time);
    }
    await until(async () => (await displayNow(api))?.isCurrent);
    await mark(window);
    await api.post(`/displays/${DISPLAY}/reload`);
    await window.page.clock.runFor(5_000);
    await until(async () => {
      const [fault] = (await displayNow(api))?.faults ?? [];
      return fault?.panel === 'reload' && fault.why.includes('three times');
    });
    expect(await isMarked(window)).toBe(true);
  });

  it('[W17] nor does it begin anew for ever for a hub that finds it too old each time', async () => {
    const { hub } = await startHub();
    const altered = await AlteredHub.before(hub);
    closing.push(() => altered.close());
    altered.alter = (path, body) =>
      path.startsWith('/assets/') ? body.replace(/protocol:\w+,/, 'protocol:0,') : body;
    const window = await openWindow(altered.url);
    let begun = 0; // it keeps that it begins anew before it does
    window.page.on('load', () => begun++);
    await until(async () => {
      await window.page.clock.runFor(5_000);
      return begun === 3;
    });
    expect((await window.record())?.reloads).toHaveLength(3);
    await mark(window);
    await window.page.clock.runFor(600_000);
    expect(await isMarked(window)).toBe(true);
    await window.shows(say('sv', 'display.refused-why', { why: 'protocol-too-old' }));
    await window.page.clock.fastForward(3_600_000);
    await until(async () => {
      await window.page.clock.runFor(5_000);
      return !(await isMarked(window)); // an hour later it tries again
    });
  });

  it('[W13] has the new build whole before it goes, and until then a new build changes nothing', async () => {
    const { hub, api } = await startHub();
    const altered = await AlteredHub.before(hub);
    closing.push(() => altered.close());
    const window = await openWindow(altered.url);
    await window.settled();
    const title = () => window.page.title();
    const old = await title();
    altered.alter = (path, body) => {
      if (path.startsWith('/display-worker'))
        return body.replace(/("?revision"?: ?")\w+/, '$1another');
      return path.startsWith('/display')
        ? body.replace(/<title>.*<\/title>/, '<title>Ny</title>')
        : body;
    };
    await window.startAgain();
    expect(await title()).toBe(old);
    await window.settled();
    await until(async () => (await displayNow(api))?.isCurrent);
    await mark(window);
    await api.post(`/displays/${DISPLAY}/reload`);
    await window.page.clock.runFor(5_000);
    await until(async () => !(await isMarked(window)));
    expect(await title()).toBe('Ny');
    await hub.stop();
    await window.startAgain();
    expect(await title()).toBe('Ny');
    await window.shows('Öppet till 16.00');
  });
});

describe('a secure context', () => {
  it('[W22] over HTTPS from the hub itself the window starts without it', async () => {
    const { cert, key } = selfSigned();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), key);
    const trusting = await openBrowser(['--ignore-certificate-errors']);
    closing.push(() => trusting.close());
    const hub = await TestHub.start({
      TLS_CERT: join(folder, 'cert.pem'),
      TLS_KEY: join(folder, 'key.pem'),
    });
    closing.push(() => hub.end());
    const window = await openWindow(hub.url, trusting);
    await window.settled();
    await window.shows('Öppet till 16.00');
    await hub.stop();
    await window.startAgain();
    await window.shows('Öppet till 16.00');
    expect(window.faults).toEqual([]);
  });

  it('[W22] without one the window works while the hub is there, and says what it cannot', async () => {
    const elsewhere = await openBrowser(['--host-resolver-rules=MAP torget.test 127.0.0.1']);
    closing.push(() => elsewhere.close());
    const { hub, api } = await startHub();
    const window = await openWindow(`http://torget.test:${hub.port}`, elsewhere);
    await window.shows('Öppet till 16.00');
    await window.shows(say('sv', 'display.not-secure'));
    await until(async () => (await displayNow(api))?.isCurrent);
    expect(await displayNow(api)).toMatchObject({ offlineReady: false });
    expect(window.faults).toEqual([]);
  });
});
