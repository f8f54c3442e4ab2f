/** A morning looked at again: the window's own picture in a frame, the queue beside it, and a scrubber. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { faultsInBothSchemes } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';

const REPLAY = '/staff?page=replay&office=ragsved';

let office: OfficeInABrowser;
let hub: TestHub;
let api: OfficeApi;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
  office.moveTo(hub);
  await api.post('/desks/bord-1/open');
  for (let visitor = 0; visitor < 3; visitor++) {
    await api.issue('myndighetsbrev');
    await api.post('/desks/bord-1/call-next');
    await new Promise((later) => setTimeout(later, 1_100));
    await api.post('/desks/bord-1/finish');
  }
});
afterAll(async () => {
  api.close();
  await office.close();
  await hub.end();
});

describe('a morning that is replayed', () => {
  let page: Page;
  beforeAll(async () => {
    page = await office.page(REPLAY, { width: 1280, height: 720 });
    await see(page, say('sv', 'staff.replay-past'));
    await page.getByRole('slider').waitFor();
  });
  const picture = async (): Promise<Frame> => {
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    if (!frame) throw new Error('there is no picture of the window');
    return frame;
  };
  const time = () => page.getByRole('slider').getAttribute('aria-valuetext');
  const shows = async (words: string) => (await picture()).getByText(words).first().waitFor();

  it('[RP9] jumps from call to call, and shows the window and the queue as they were', async () => {
    const before = page.getByRole('button', { name: say('sv', 'staff.replay-call-before') });
    const after = page.getByRole('button', { name: say('sv', 'staff.replay-call-after') });
    await before.click();
    await before.click();
    await before.click();
    await shows('A001');
    await page.locator('day-desks').getByText('A001').waitFor();
    expect(await (await picture()).getByText('A002').count()).toBe(0);
    await after.click();
    await shows('A002');
    await page.locator('day-desks').getByText('A002').waitFor();
    await see(page, say('sv', 'staff.replay-past'));
  });

  it('[RP9] is scrubbed by keyboard, and plays', async () => {
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    const first = await time();
    await page.keyboard.press('ArrowRight');
    expect(await time()).not.toBe(first);
    await page.keyboard.press('Home');
    await page
      .getByRole('radio', { name: say('sv', 'staff.replay-speed-of', { times: 60 }) })
      .check();
    await page.getByRole('button', { name: say('sv', 'staff.replay-play') }).click();
    await expect.poll(time, { timeout: 10_000 }).not.toBe(first);
    await shows('A003');
  });

  it('[RP8] the picture hears the page around it only, has no line and keeps nothing', async () => {
    const frame = await picture();
    expect(new URL(frame.url()).pathname).toBe('/display/preview');
    const kept = await frame.evaluate(
      'Object.keys(localStorage).filter((key) => key.includes("display"))',
    );
    expect(kept).toEqual([]);
    const sockets: string[] = [];
    const asked: string[] = [];
    const [alone] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(`globalThis.alone = open('about:blank')`),
    ]);
    alone.on('websocket', (socket) => sockets.push(socket.url()));
    alone.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await alone.goto(`${hub.url}/display/preview`);
    await alone.waitForLoadState('networkidle');
    expect(asked).toContain('/display/preview');
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    expect(sockets).toEqual([]);
    // The same words that its frame draws, from a page that is not around it.
    const drawn = await page.evaluate(`(async () => {
      const here = '/api/v1/offices/ragsved';
      const [board, programme] = await Promise.all(
        [here + '/board', here + '/programme'].map(async (at) => (await fetch(at)).json()),
      );
      const words = { kind: 'torget:show', board, programme, at: board.at, runs: false, display: null };
      alone.postMessage(words, location.origin);
      await new Promise((later) => setTimeout(later, 500));
      return alone.document.querySelectorAll('display-screen').length;
    })()`);
    expect(drawn).toBe(0);
    expect(await frame.locator('display-screen').count()).toBe(1);
    await alone.close();
  });

  it('[RP9] reads well by all, small and large, in both themes and languages', async () => {
    for (const language of ['sv', 'en'] as const)
      for (const viewport of [
        { width: 1280, height: 720 },
        { width: 320, height: 800 },
      ]) {
        const other = await office.page(REPLAY, viewport);
        await other.evaluate(
          (spoken) => localStorage.setItem('torget.staff.language', spoken),
          language,
        );
        await other.reload();
        await see(other, say(language, 'staff.day-desks'));
        expect(await faultsInBothSchemes(other)).toEqual([]);
        expect(await other.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        await other.close();
      }
    expect(office.complaints).toEqual([]);
  }, 120_000);
});
