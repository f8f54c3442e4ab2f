/** The pictures in docs/pictures, made anew: the window in six of its states, a visit on three screens, and its desk alone. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { TestHub } from '#test/support/hub.ts';
import { indexedPng } from '#test/support/indexed-png.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { type Picture, PictureStage, picture } from '#test/support/window-pictures.ts';

const FOLDER = 'docs/pictures';
const COLOUR_STEP = 6;
const CALLS_SHOWN_IN_MS = 180_000;
const BEST: readonly Picture[] = [
  picture('open', 'ar', 'large'),
  picture('call', 'en', 'large'),
  picture('closed', 'ti', 'large'),
  picture('takeover', 'en', 'large'),
  picture('stale', 'fi', 'large'),
  picture('call', 'ar', 'largePortrait'),
];

export async function docsPictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const stage = await PictureStage.open();
  try {
    for (const one of BEST) {
      const png = await stage.takeWhole(one);
      const upright = one.shape === 'largePortrait';
      const file = `${FOLDER}/window-${one.state}${upright ? '-portrait' : ''}.png`;
      writeFileSync(
        file,
        await indexedPng(png, { width: upright ? 720 : 1280, step: COLOUR_STEP }),
      );
    }
  } finally {
    await stage.close();
  }
  const { whole, desk } = await visit();
  for (const [name, png] of [
    ['visit', whole],
    ['desk', desk],
  ] as const)
    writeFileSync(
      `${FOLDER}/${name}.png`,
      await indexedPng(png, { width: 1280, step: COLOUR_STEP }),
    );
}

/** The terminal, the window during a call, and the desk that called: of a real hub. */
async function visit(): Promise<{ whole: Buffer; desk: Buffer }> {
  const hub = await TestHub.start({ VOICE: 'off' });
  const office = await OfficeInABrowser.open();
  const api = new OfficeApi(hub.url);
  try {
    office.moveTo(hub);
    const topics = ['myndighetsbrev', 'forskola', 'bostadsko', 'annat'];
    for (let place = 0; place < 45; place++)
      await api.issue(topics[place % topics.length] ?? 'annat', {
        language: place % 3 === 0 ? 'ar' : 'sv',
      });
    for (const desk of ['bord-1', 'bord-2', 'bord-3']) await api.post(`/desks/${desk}/open`);
    const terminal = await office.page('/terminal', { width: 1080, height: 1920 });
    await see(terminal, say('sv', 'terminal.choose-language'));
    const desk = await office.page('/staff?desk=bord-2', { width: 1320, height: 832 });
    for (let served = 0; served < 38; served++) {
      await api.post('/desks/bord-1/call-next');
      await api.post('/desks/bord-1/start');
      await api.post('/desks/bord-1/finish');
    }
    for (const one of ['bord-1', 'bord-3', 'bord-2']) await api.post(`/desks/${one}/call-next`);
    // Opened now, it has few of the calls before to show.
    const window = await office.page('/display', { width: 1920, height: 1080 });
    await see(desk, say('sv', 'staff.called'));
    // Each call before it is shown its full time.
    await window
      .locator('call-board .number', { hasText: 'A041' })
      .waitFor({ timeout: CALLS_SHOWN_IN_MS });
    if (office.complaints.length > 0) throw new Error(office.complaints.join('\n'));
    return {
      whole: await composed(terminal, window, desk),
      desk: await desk.screenshot({ animations: 'disabled' }),
    };
  } finally {
    api.close();
    await office.close();
    await hub.end();
  }
}

const EDGE = 28;
const GROUND = '#e6e2d5';
const CORNER = 14;

/** The upright screen at the left, the two others above each other. */
async function composed(upright: Page, above: Page, below: Page): Promise<Buffer> {
  const shots = [upright, above, below].map(async (page) => {
    await page.evaluate('document.fonts.ready');
    return loadImage(await page.screenshot({ animations: 'disabled' }));
  });
  const [left, top, bottom] = await Promise.all(shots);
  if (!left || !top || !bottom) throw new Error('A screen is missing');
  const [widthRight, height] = [1_100, (1_100 * top.height) / top.width];
  const heightBelow = (widthRight * bottom.height) / bottom.width;
  const whole = height + EDGE + heightBelow;
  const widthLeft = (whole * left.width) / left.height;
  const canvas = createCanvas(Math.round(widthLeft + widthRight + 3 * EDGE), whole + 2 * EDGE);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const right = widthLeft + 2 * EDGE;
  for (const [image, x, y, width, tall] of [
    [left, EDGE, EDGE, widthLeft, whole],
    [top, right, EDGE, widthRight, height],
    [bottom, right, 2 * EDGE + height, widthRight, heightBelow],
  ] as const) {
    context.save();
    context.beginPath();
    context.roundRect(x, y, width, tall, CORNER);
    context.clip();
    context.drawImage(image, x, y, width, tall);
    context.restore();
  }
  return canvas.encode('png');
}
