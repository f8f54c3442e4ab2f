/** A notice with a picture in a real window: with the hub, without it, and without the picture. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { WindowInABrowser } from '#test/support/window-in-a-browser.ts';

/** Of the picture on the window: how wide it is drawn, and what it says to whoever does not see it; null: there is none. */
const PICTURE = `(() => {
  const found = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.tagName === 'IMG') return element;
      const within = element.shadowRoot && found(element.shadowRoot);
      if (within) return within;
    }
    return null;
  };
  const image = found(document);
  return image && image.complete && { width: image.naturalWidth, alt: image.alt };
})()`;

let browser: Browser;
let hub: TestHub;
let window: WindowInABrowser;

const picture = () => window.page.evaluate(PICTURE);
const untilKept = () =>
  window.page.waitForFunction(
    `caches.open('pictures').then((cache) => cache.keys()).then((keys) => keys.length > 0)`,
  );

/** Puts up the notice with a picture of this colour. @returns the file that the hub keeps it in */
async function putUp(background: string): Promise<string> {
  const body = await sharp({ create: { width: 640, height: 360, channels: 3, background } })
    .png()
    .toBuffer();
  const sent = await fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
    ...{ method: 'POST', body: new Uint8Array(body) },
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  const { media } = (await sent.json()) as { media: string };
  const api = new OfficeApi(hub.url);
  await api.post('/notices/fest/set', {
    ...{ title: { sv: 'Höstfest' }, priority: 'urgent', image: { media, alt: { sv: 'En äng' } } },
    from: Date.parse('2026-11-24T09:00+01:00'),
    until: Date.parse('2026-11-25T09:00+01:00'),
  });
  api.close();
  return join(hub.folder, 'media', `${media}.webp`);
}

beforeAll(async () => {
  browser = await openBrowser();
  hub = await TestHub.start();
  await putUp('#3377dd');
  window = await WindowInABrowser.open(browser, hub.url);
  await window.settled();
});
afterAll(async () => {
  await window.close();
  await browser.close();
  await hub.end();
});

it('[ME7] is seen beside the words, and says what it shows', async () => {
  await window.shows('Höstfest');
  await expect.poll(picture).toEqual({ width: 640, alt: 'En äng' });
  await untilKept();
  expect(window.faults).toEqual([]);
});

it('[ME7] is there without the hub, after a power cut', async () => {
  await hub.stop();
  await window.startAgain();
  await window.shows('Höstfest');
  await expect.poll(picture).toEqual({ width: 640, alt: 'En äng' });
});

it('[ME7] AB-093 where it cannot be had the words are there all the same', async () => {
  await window.context.setOffline(true); // or it would have it before it is gone
  await hub.startAgain();
  rmSync(await putUp('#dd7733'));
  await window.context.setOffline(false);
  await window.startAgain();
  await window.shows('Höstfest');
  await expect.poll(picture).toBe(null);
  expect(window.faults).toEqual([]);
});
