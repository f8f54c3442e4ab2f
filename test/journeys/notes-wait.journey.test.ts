/** A guide with a note that waits: other pages, a locked screen, signing out. Real Chromium, a real hub. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice, PASSPHRASE } from '#test/support/office-people.ts';

let office: OfficeInABrowser;
let hub: TestHub;
let page: Page;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
  hub = await TestHub.start();
  office.moveTo(hub);
  await foundOffice(hub);
  page = await office.page('/staff');
  await signIn();
});
afterAll(async () => {
  expect(office.complaints).toEqual([]);
  await office.close();
  await hub.end();
});

async function signIn(): Promise<void> {
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await see(page, 'Ada Administratör');
}

const press = (key: 'staff.lock' | 'staff.sign-out') =>
  page
    .locator('console-bar')
    .getByRole('button', { name: say('sv', key) })
    .click();
const goTo = (name: 'desk' | 'day') =>
  page.getByRole('link', { name: say('sv', `staff.page-${name}`), exact: true }).click();
const chosen = () => page.locator('visit-note').getByRole('button', { pressed: true });

it('[DK37] keeps it over other pages and a locked screen, asks before a reload, and forgets it when she signs out', async () => {
  await page.getByText('Bord 1').click();
  await page.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
  await see(page, say('sv', 'staff.nobody-here'));
  await page.keyboard.press('Control+F9');
  await page.getByRole('button', { name: 'Skola', exact: true }).click();

  await goTo('day');
  await page.locator('day-screen h1').waitFor();
  await goTo('desk');
  await expect.poll(() => chosen().allInnerTexts()).toEqual(['Skola']);

  await press('staff.lock');
  await see(page, say('sv', 'staff.locked'));
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect.poll(() => chosen().allInnerTexts()).toEqual(['Skola']);

  const asked = page.waitForEvent('dialog');
  void page.evaluate('location.reload()');
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  expect(await chosen().allInnerTexts()).toEqual(['Skola']);
  expect(await page.evaluate('JSON.stringify([sessionStorage, localStorage])')).not.toContain(
    'skola',
  );

  await press('staff.sign-out');
  await signIn();
  await see(page, say('sv', 'staff.nobody-here'));
  expect(await page.locator('visit-note').count()).toBe(0);
});

it('[DK40] leads back to the desk where she sat, and the choice says which it was', async () => {
  await goTo('day');
  await page.locator('day-screen h1').waitFor();
  await goTo('desk');
  await see(page, say('sv', 'staff.nobody-here'));
  await goTo('desk');
  const own = page.getByRole('link', { name: new RegExp(say('sv', 'staff.your-desk')) });
  await own.waitFor();
  expect(await own.innerText()).toContain('Bord 1');
  await page.goBack();
  await see(page, say('sv', 'staff.nobody-here'));
});
