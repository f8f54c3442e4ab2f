/** The console's doors and its pages about people: in every state, both themes, both languages, narrow, by keyboard. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice, PASSPHRASE, printedSecret } from '#test/support/office-people.ts';

/** 1280 CSS pixels at 400 % (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
const PAGES = ['people', 'devices', 'tokens', 'audit', 'account', 'retention'] as const;

let office: OfficeInABrowser;
let hub: TestHub;
/** Signed in as the administrator, and a computer that nobody has signed in at. */
let page: Page;
let stranger: Page;
let link: string;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
  hub = await TestHub.start();
  office.moveTo(hub);
  page = await office.page('/staff');
  await page.goto(`${hub.url}/staff?page=people`);
  await see(page, say('sv', 'staff.people-trial'));
  expect(await accessibilityFaults(page)).toEqual([]);
  const secret = printedSecret(hub);
  const { administrator, invite } = await foundOffice(hub);
  expect(secret).not.toBe('');
  for (const role of ['guide', 'agency', 'coordinator'] as const)
    ({ invitation: link } = await invite(role, { name: `Någon som är ${role}` }));
  await administrator.post('/tokens', {
    ...{ name: 'Webbplatsen', scopes: ['read'], offices: 'all', expiresAt: null },
  });
  await page.goto(`${hub.url}/staff`);
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await see(page, 'Ada Administratör');
  stranger = await office.page('/staff');
});
afterAll(async () => {
  expect(office.complaints).toEqual([]);
  await office.close();
  await hub.end();
});

async function open(name: string, language: 'sv' | 'en' = 'sv'): Promise<void> {
  await page.evaluate((tag) => localStorage.setItem('torget.staff.language', tag), language);
  await page.goto(`${hub.url}/staff?page=${name}`);
  await page.locator(`${name}-screen h1`).waitFor();
  await page.waitForLoadState('networkidle');
}

const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
const overflow = (of: Page): Promise<number> =>
  of.evaluate('document.documentElement.scrollWidth - innerWidth');

describe.each([
  ['light', 'sv'],
  ['dark', 'en'],
] as const)('by %s, in %s', (colorScheme, language) => {
  it('[SH7] ACC-50 no page about people has a fault that axe-core finds, with its forms and questions open', async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of PAGES) {
      await open(name, language);
      expect([name, await accessibilityFaults(page)]).toEqual([name, []]);
    }
    await open('people', language);
    await button(say(language, 'staff.account-add')).click();
    await page.locator('select[name=role]').selectOption('agency');
    expect(await accessibilityFaults(page)).toEqual([]);
    await button(say(language, 'staff.cancel')).click();
    await button(/^(Ta bort|Remove) Någon/).click();
    await page.getByRole('alert').filter({ hasText: 'Någon som är' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await open('tokens', language);
    await button(say(language, 'staff.token-make')).click();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('[SH7] ACC-50 nor has any door: sign-in, its pairing code, a lock, an invitation', async () => {
    await stranger.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await stranger.evaluate((tag) => localStorage.setItem('torget.staff.language', tag), language);
    await stranger.goto(`${hub.url}/staff`);
    await stranger.locator('sign-in-screen h1').waitFor();
    expect(await accessibilityFaults(stranger)).toEqual([]);
    await stranger.locator('summary').click();
    await stranger.locator('pairing-screen .code').waitFor();
    expect(await accessibilityFaults(stranger)).toEqual([]);
    await stranger.goto(`${hub.url}/staff#invitation=${link}`);
    await stranger.locator('first-steps-screen h1').waitFor();
    expect(await accessibilityFaults(stranger)).toEqual([]);

    await open('people', language);
    await button(say(language, 'staff.lock')).click();
    await page.locator('lock-screen h1').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.locator('people-screen h1').waitFor();
  });
});

it('[SH7] ACC-52 nothing is cut at 320 px', async () => {
  await page.setViewportSize(NARROW);
  await stranger.setViewportSize(NARROW);
  for (const name of PAGES) {
    await open(name);
    expect([name, await overflow(page)]).toEqual([name, 0]);
  }
  await open('people');
  await button(say('sv', 'staff.account-add')).click();
  expect(await overflow(page)).toBe(0);
  await stranger.goto(`${hub.url}/staff`);
  await stranger.locator('sign-in-screen h1').waitFor();
  expect(await overflow(stranger)).toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
});

it('[SH8] ACC-53 a password manager knows the fields, and pasting is let through', async () => {
  await stranger.goto(`${hub.url}/staff`);
  const login = stranger.locator('input[name=login]');
  const passphrase = stranger.locator('input[name=passphrase]');
  expect(await login.getAttribute('autocomplete')).toBe('username');
  expect(await passphrase.getAttribute('autocomplete')).toBe('current-password');
  await passphrase.evaluate((field) => {
    const pasted = new Event('paste', { bubbles: true, cancelable: true, composed: true });
    if (!field.dispatchEvent(pasted)) throw new Error('Pasting is stopped');
  });
});

it('[SH9] by keyboard alone somebody is added, and removed only by a second, other press', async () => {
  await open('people');
  await button(say('sv', 'staff.account-add')).focus();
  await page.keyboard.press('Enter');
  await page.locator('account-form input[name=name]:focus').waitFor();
  await page.keyboard.type('Tove Tangent');
  await page.keyboard.press('Tab');
  await page.keyboard.type('tove');
  await page.keyboard.press('Enter');
  await page.locator('shown-once input:focus').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Tove Tangent' }).waitFor();
  expect(await page.locator('shown-once').count()).toBe(0);

  const remove = button(say('sv', 'staff.remove-of', { name: 'Tove Tangent' }));
  await remove.focus();
  await page.keyboard.press('Enter');
  // No is what has focus: a second press of the same key removes nobody.
  expect(await page.locator('sure-press button:focus').innerText()).toBe(
    say('sv', 'staff.no-leave'),
  );
  await page.keyboard.press('Enter');
  await remove.waitFor();
  await page.getByRole('heading', { name: 'Tove Tangent' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await see(page, say('sv', 'staff.person-removed', { name: 'Tove Tangent' }));
});

it('[SH10] the log says in sentences who did what, of one day and one kind, and names a failed sign-in', async () => {
  await stranger.evaluate(() => localStorage.setItem('torget.staff.language', 'sv'));
  await stranger.goto(`${hub.url}/staff`);
  await stranger.locator('input[name=login]').fill('ada');
  await stranger.locator('input[name=passphrase]').fill('inte alls det rätta');
  await stranger.keyboard.press('Enter');
  await see(stranger, say('sv', 'refusal.wrong-credentials'));
  office.complaints.length = 0; // the browser's own word of the 401
  await open('audit');
  await page.getByLabel(say('sv', 'staff.audit-what')).selectOption('session:');
  const somebody = say('sv', 'staff.who.perhaps', { name: 'Ada Administratör' });
  await page.locator('.lines').getByText(somebody).first().waitFor();
  const lines = await page.locator('.lines li').allInnerTexts();
  expect(
    lines.some((line) =>
      line.includes(
        `${say('sv', 'staff.audit-not-done')} ${say('sv', 'refusal.wrong-credentials')}`,
      ),
    ),
  ).toBe(true);
  expect(lines.every((line) => /logga|låste|lösenord/.test(line))).toBe(true);
});

it('[SH12] the language is chosen at the door, before anybody has come in', async () => {
  await stranger.goto(`${hub.url}/staff`);
  await stranger.getByRole('heading', { name: say('sv', 'staff.sign-in-title') }).waitFor();
  await stranger.getByRole('button', { name: 'English' }).click();
  await stranger.getByRole('heading', { name: say('en', 'staff.sign-in-title') }).waitFor();
  await stranger.getByText(say('en', 'staff.pair-this-computer')).click();
  await see(stranger, say('en', 'pairing.how'));
  expect(await stranger.getByText(say('sv', 'pairing.how')).isVisible()).toBe(false);
  await stranger.getByRole('button', { name: 'Svenska' }).click();
});

it('[SH13] where the office’s clock is made up, the pages that go by the computer’s say so, and no other', async () => {
  await open('audit');
  await see(page, say('sv', 'staff.two-clocks'));
  await open('day');
  expect(await page.getByText(say('sv', 'staff.two-clocks')).count()).toBe(0);
});

it('[RT9] what is kept for ever says that a rule comes first; then what is too old is marked in the same place', async () => {
  await open('retention');
  await page
    .getByRole('button', { name: new RegExp(say('sv', 'staff.retention-class-paper')) })
    .click();
  await see(page, say('sv', 'staff.retention-first-days'));
  await page.getByLabel(say('sv', 'staff.retention-days')).first().fill('40');
  await page.getByLabel(say('sv', 'staff.retention-basis')).fill('Gallringsbeslut 2026:1');
  await page.keyboard.press('Enter');
  await see(page, say('sv', 'staff.retention-done'));
  expect(await page.getByText(say('sv', 'staff.retention-first-days')).count()).toBe(0);
  await page.getByLabel(say('sv', 'staff.retention-decision')).fill('2026:17');
  await page.getByLabel(say('sv', 'staff.retention-decided-on')).fill('2026-01-15');
  await button(say('sv', 'staff.retention-mark')).click();
  await see(page, say('sv', 'refusal.nothing-is-due'));
  office.complaints.length = 0; // the browser's own word of the refusal
});
