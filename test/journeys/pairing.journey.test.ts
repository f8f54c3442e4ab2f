/** A window, from a device nobody knows to one that was revoked, with somebody at the console. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice, PASSPHRASE } from '#test/support/office-people.ts';

const WINDOW = { width: 1920, height: 1080 };
const TERMINAL = { width: 1080, height: 1920 };
const NAME = 'Fönstret mot torget';

let office: OfficeInABrowser;
let hub: TestHub;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  hub = await TestHub.start();
  office.moveTo(hub);
});
afterEach(async () => {
  await office.closePages();
  await hub.end();
});

it('[DV13] a window nobody knows shows a code and nothing of the office; paired it is the window, also after a power cut; revoked it shows another code', async () => {
  await foundOffice(hub);
  const window = await office.page('/display', WINDOW);
  const [code, fingerprint] = await shownCode(window);
  await see(window, say('sv', 'pairing.title-display'));
  expect(await nothingOfTheOffice(window)).toBe(true);
  expect(await accessibilityFaults(window)).toEqual([]);

  const console = await signedIn();
  await typedCode(console, code);
  const asks = console.locator('devices-screen dl');
  await expect.poll(() => asks.innerText()).toContain(fingerprint);
  expect(await asks.innerText()).toContain('127.0.0.1');
  // The answer at hand is no.
  await expect.poll(() => console.locator('devices-screen .no:focus').count()).toBe(1);
  await console.locator('input[name=name]').fill(NAME);
  await button(console, say('sv', 'staff.device-yes')).click();
  await see(console, say('sv', 'staff.device-is-paired', { name: NAME }));

  await window.locator('display-screen').waitFor();
  await window.reload();
  await window.locator('display-screen').waitFor();
  await open(console);
  await see(console, say('sv', 'staff.device-connected'));
  expect(await accessibilityFaults(console)).toEqual([]);

  await button(console, say('sv', 'staff.device-revoke-of', { name: NAME })).click();
  await console.locator('sure-press button.yes').click();
  await see(console, say('sv', 'staff.device-is-revoked', { name: NAME }));
  const [nextCode, nextFingerprint] = await shownCode(window);
  expect(nextCode).not.toBe(code);
  expect(nextFingerprint).not.toBe(fingerprint);
  expect(await nothingOfTheOffice(window)).toBe(true);
});

it('[DV13] a terminal that somebody said no to is told so, and takes no ticket', async () => {
  await foundOffice(hub);
  const terminal = await office.page('/terminal', TERMINAL);
  const [code] = await shownCode(terminal);
  expect(await accessibilityFaults(terminal)).toEqual([]);
  const console = await signedIn();
  await typedCode(console, code);
  await button(console, say('sv', 'staff.device-no')).click();
  await see(console, say('sv', 'staff.device-refused'));
  await see(terminal, say('sv', 'pairing.refused'));
  expect(await terminal.locator('terminal-screen').count()).toBe(0);
  await open(console);
  await see(console, say('sv', 'staff.devices-none'));
});

it('[DV14] a window whose browser keeps nothing says so, and shows a code once it does', async () => {
  await foundOffice(hub);
  const window = await office.page('/', WINDOW);
  await window.addInitScript(`
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
      if (!globalThis.allowed) throw new DOMException('no', 'SecurityError');
      return open.apply(this, given);
    };`);
  await window.goto(`${hub.url}/display`);
  await see(window, say('sv', 'pairing.nothing-kept'));
  expect(await nothingOfTheOffice(window)).toBe(true);
  expect(await accessibilityFaults(window)).toEqual([]);
  await window.evaluate('globalThis.allowed = true');
  await shownCode(window);
});

const button = (page: Page, name: string) => page.getByRole('button', { name }).first();

async function shownCode(page: Page): Promise<[code: string, fingerprint: string]> {
  const code = page.locator('pairing-screen .code');
  await code.waitFor();
  const words = await page.locator('pairing-screen .fingerprint').innerText();
  return [await code.innerText(), words.replace(/^.*: /, '')];
}

/** The code's screen is all there is, and knows no name of the office's. */
async function nothingOfTheOffice(page: Page): Promise<boolean> {
  const words = await page.locator('body').innerText();
  return (await page.locator('display-screen').count()) === 0 && !/Rågsved|A\d{3}/.test(words);
}

async function signedIn(): Promise<Page> {
  const page = await office.page('/staff');
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  await button(page, say('sv', 'staff.sign-in')).click();
  await see(page, 'Ada Administratör');
  return page;
}

async function open(page: Page): Promise<void> {
  await page.goto(`${hub.url}/staff?page=devices`);
  await page.locator('devices-screen h1').waitFor();
}

async function typedCode(page: Page, code: string): Promise<void> {
  await open(page);
  await page.locator('input[name=code]').fill(code);
  await button(page, say('sv', 'staff.device-look')).click();
  await page.locator('devices-screen dl').waitFor();
}
