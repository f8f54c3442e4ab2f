/** Whoever looks after ten offices: real Chromium, a real hub, the offices beside each other. Rules CI… in docs/spec.md. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults, faultsInBothSchemes } from '#test/support/axe.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { ManyOffices } from '#test/support/many-offices.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice, PASSPHRASE } from '#test/support/office-people.ts';

/** 1280 CSS pixels at 400 % (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
const NAMES = ['Rågsved', 'Farsta', 'Skärholmen', 'Älvsjö', 'Akalla'];
const HERS = ['kontor-0001', 'kontor-0002', 'kontor-0003', 'kontor-0004', 'kontor-0005'];
const ALPHABETICAL = ['Akalla', 'Farsta', 'Rågsved', 'Skärholmen', 'Älvsjö'];

let seeds: ManyOffices;
let browser: OfficeInABrowser;
let hub: TestHub;
let page: Page;

beforeAll(async () => {
  seeds = new ManyOffices(10, { names: NAMES });
  browser = await OfficeInABrowser.open();
  hub = await TestHub.start({ OFFICES: seeds.folder });
  browser.moveTo(hub);
  const people = await foundOffice(hub);
  await people.comes('guide', { name: 'Gun Guide', login: 'gun', offices: HERS });
  await people.comes('guide', { login: 'ett', offices: ['kontor-0002'] });
  for (let tickets = 0; tickets < 3; tickets += 1) await tell('kontor-0003', '/tickets', TICKET);
  await tell('kontor-0001', '/desks/bord-1/open', {});
  await tell('kontor-0001', '/tickets', TICKET);
  page = await signedIn('gun');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await hub.end();
  seeds.remove();
});

const TICKET = { topic: 'blanketter', language: 'sv' };
let asked = 0;

async function tell(office: string, path: string, body: object): Promise<void> {
  asked += 1;
  const response = await fetch(`${hub.url}/api/v1/offices/${office}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ requestId: `asked-${asked}`, ...body }),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}

async function signedIn(login: string): Promise<Page> {
  const someone = await browser.page('/staff');
  await someone.locator('input[name=login]').fill(login);
  await someone.locator('input[name=passphrase]').fill(PASSPHRASE);
  await someone.keyboard.press('Enter');
  await someone.locator('console-bar').waitFor();
  return someone;
}

const office = (name: string) =>
  page.locator('city-screen .offices > li').filter({ has: page.getByRole('heading', { name }) });
const openCity = async (): Promise<void> => {
  await page.goto(`${hub.url}/city`);
  await office('Akalla').waitFor();
};

describe('the offices beside each other', () => {
  it('[CI4] show hers and no others, each where it stood, with who waits, which desks are open and what needs somebody', async () => {
    await openCity();
    expect(await page.locator('city-screen h2').allTextContents()).toEqual(ALPHABETICAL);
    await see(page, say('sv', 'staff.city-summary', { open: 5, count: 5, waiting: 4 }));
    const skarholmen = await office('Skärholmen').innerText();
    expect(skarholmen).toContain(say('sv', 'staff.city-unserved', { count: 3 }));
    expect(skarholmen).toContain(say('sv', 'staff.day-window-unpaired'));
    expect(await office('Rågsved').innerText()).toContain(
      say('sv', 'staff.city-desks-of', { open: 1, all: 4 }),
    );
  });

  it('[CI4] change while one looks, and leave the focus where it is', async () => {
    await openCity();
    const day = office('Farsta').getByRole('link', { name: say('sv', 'staff.page-day') });
    await day.focus();
    await tell('kontor-0005', '/tickets', TICKET);
    await office('Akalla')
      .getByText(say('sv', 'staff.city-unserved', { count: 1 }))
      .waitFor();
    expect(await day.evaluate((link) => link.matches(':focus'))).toBe(true);
  });

  it('[CI4] are one press from an office’s desk and its day', async () => {
    await openCity();
    await page.getByRole('link', { name: 'Dagen, Skärholmen' }).click();
    await page.locator('day-screen h1').filter({ hasText: 'Skärholmen' }).waitFor();
    await page.getByRole('link', { name: say('sv', 'staff.page-city') }).click();
    await page.getByRole('link', { name: 'Bord, Älvsjö' }).click();
    await page.waitForURL(/office=kontor-0004/);
    expect(await page.locator('console-bar select').inputValue()).toBe('kontor-0004');
  });

  it('[CI4] are offered to nobody who has one office', async () => {
    const other = await signedIn('ett');
    await other.getByText('Farsta').first().waitFor();
    const links = await other.locator('console-bar a').allTextContents();
    expect(links).toContain(say('sv', 'staff.page-day'));
    expect(links).not.toContain(say('sv', 'staff.page-city'));
  });
});

describe.each([
  ['light', 'sv'],
  ['dark', 'en'],
] as const)('by %s, in %s', (colorScheme, language) => {
  it('[CI4] ACC-50 has no fault that axe-core finds, and nothing is cut at 320 px', async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate((tag) => localStorage.setItem('torget.staff.language', tag), language);
    await openCity();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});

it('[CI5] a hub that does not answer is told of, with the age of what stands there, and the page comes back by itself', async () => {
  await page.evaluate(() => localStorage.setItem('torget.staff.language', 'sv'));
  await openCity();
  expect(browser.complaints).toEqual([]);
  await hub.stop();
  const alert = page.getByRole('alert').filter({ hasText: 'Ingen kontakt med kösystemet' });
  await alert.waitFor();
  await see(page, /Det du ser är \d+ s gammalt/);
  expect(await page.locator('city-screen h2').allTextContents()).toEqual(ALPHABETICAL);
  expect(await faultsInBothSchemes(page)).toEqual([]);
  await hub.startAgain();
  await alert.waitFor({ state: 'detached' });
});
