/** A window and a terminal of an office that two hubs serve, when one of them dies. Real Chromium, hubs and Redis. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { Ticket } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice, type Office } from '#test/support/office-people.ts';

/** As `PATIENCE.beforeLostMs` of the terminal has it. */
const SENT_AWAY_AFTER_MS = 5_000;

let hubs: HubsOnRedis;
let browser: OfficeInABrowser;
let people: Office;

beforeAll(async () => {
  hubs = await HubsOnRedis.start(2);
  const [one = expect.unreachable('there is no hub')] = hubs.hubs;
  people = await foundOffice(one);
  browser = await OfficeInABrowser.open();
  browser.moveTo(one);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await hubs.end();
});

/** Opened at the first hub, and its code typed by somebody there. */
async function paired(path: string, kind: 'display' | 'terminal'): Promise<Page> {
  const page = await browser.page(path);
  const code = await page.locator('pairing-screen .code').innerText();
  const { body } = await people.administrator.post<{ pairing: string }>('/devices/look', {
    ...{ office: 'ragsved', code },
  });
  await people.administrator.post('/devices/pair', {
    ...{ office: 'ragsved', pairing: body.pairing, kind, name: kind, display: null },
  });
  await page.locator(kind === 'display' ? 'display-screen' : 'terminal-screen').waitFor();
  return page;
}

/** On which grounds its steps stand, and since when, by the time it is asked for. */
async function groundsFromNowOn(
  terminal: Page,
): Promise<() => Promise<{ ground: string; at: EpochMs }[]>> {
  await terminal.evaluate(`
    globalThis.grounds = [];
    new MutationObserver(([{ target }]) =>
      grounds.push({ ground: target.getAttribute('ground'), at: Date.now() }),
    ).observe(document.querySelector('terminal-screen'), { attributeFilter: ['ground'] });
  `);
  return () => terminal.evaluate('grounds');
}

it('[HB33] the window goes on at the other hub and shows who is called there, and the terminal gives tickets', async () => {
  const window = await paired('/display', 'display');
  const terminal = await paired('/terminal', 'terminal');
  const [one, other] = hubs.hubs;
  if (!one || !other) expect.unreachable('two hubs were started');
  // Both have heard from the hub, and thereby of the other: a screen that has not knows of no hub but the page's.
  await see(window, say('sv', 'display.waiting'));
  await see(terminal, say('sv', 'terminal.choose-language'));
  const grounds = await groundsFromNowOn(terminal);
  const diedAt = Date.now();
  await one.stop('SIGKILL');

  const api = new OfficeApi(other.url);
  await api.post('/desks/bord-1/open');
  const { body } = await api.issue('myndighetsbrev');
  await api.post<Ticket>('/desks/bord-1/call-next');
  await see(window, body.number);

  await browser.takeATicket(terminal, 'sv');
  // Nor has she been sent away meanwhile: a machine that took longer to find the other hub may say so, and no sooner.
  const tooSoon = diedAt + SENT_AWAY_AFTER_MS;
  const stood = await grounds();
  expect(stood.length).toBeGreaterThan(0);
  expect(stood.filter(({ ground, at }) => ground === 'night' && at < tooSoon)).toEqual([]);
  await expect
    .poll(async () => (await api.get<{ waiting: number }>('/board')).body.waiting)
    .toBe(1);
  api.close();
});
