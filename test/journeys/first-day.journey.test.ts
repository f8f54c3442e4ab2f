/** An office's first day: from the printed link to a served visitor, and everybody's ways in and out. */
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { PASSPHRASE, printedSecret } from '#test/support/office-people.ts';

const PIN = '314159';
const WRONG_PIN = '271828';

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

it('[SH1] begins with the printed link and ends with a visitor served by an invited guide at a paired terminal', async () => {
  const administrator = await founded();
  expect(administrator.url()).not.toContain('first=');
  const link = await invited(administrator, { name: 'Gunvor Guide', login: 'gunvor' });
  const guide = await comesBy(link);
  await see(guide, 'Gunvor Guide');
  expect(await pagesOf(guide)).toEqual(['desk', 'day', 'replay', 'devices']);

  const terminal = await office.page('/terminal', { width: 1080, height: 1920 });
  await paired(administrator, terminal, 'Automaten vid dörren');
  await guide.getByText('Bord 1').click();
  await button(guide, say('sv', 'staff.open-desk')).click();
  await office.takeATicket(terminal, 'sv');
  await see(guide, 'A001');
  await guide.keyboard.press('F8');
  await see(guide, say('sv', 'staff.done.called', { number: 'A001' }));
  await see(guide, /^Kallad$/);
  expect(await accessibilityFaults(guide)).toEqual([]);
  await guide.keyboard.press('F9');
  await see(guide, say('sv', 'staff.nobody-here'));

  await guide.goto(link);
  await guide.locator('input[name=passphrase]').fill(PASSPHRASE);
  await guide.locator('form button.main').click();
  await see(guide, say('sv', 'refusal.invitation-has-ended'));
});

it('[SH3] a wrong passphrase is told, a PIN is taken at a paired computer, and another person comes in by hers', async () => {
  const administrator = await founded();
  const guide = await comesBy(
    await invited(administrator, { name: 'Gunvor Guide', login: 'gunvor' }),
    PIN,
  );
  await comesBy(await invited(administrator, { name: 'Sam Ek', login: 'sam' }), WRONG_PIN);
  await button(guide, say('sv', 'staff.sign-out')).click();
  await signIn(guide, 'gunvor', 'inte det rätta lösenordet');
  await see(guide, say('sv', 'refusal.wrong-credentials'));
  expect(await accessibilityFaults(guide)).toEqual([]);

  await guide.getByText(say('sv', 'staff.pair-this-computer')).click();
  await paired(administrator, guide, 'Datorn i hörnet');
  await button(guide, 'Gunvor Guide').click();
  await typed(guide, WRONG_PIN);
  await see(guide, say('sv', 'staff.pin-wrong'));
  await typed(guide, PIN);
  await guide.getByText('Bord 1').click();
  await button(guide, say('sv', 'staff.open-desk')).waitFor();

  await guide.keyboard.press('Control+Alt+KeyL');
  await see(guide, say('sv', 'staff.locked'));
  expect(await guide.locator('desk-screen').count()).toBe(0);
  await guide.reload();
  await see(guide, say('sv', 'staff.locked'));
  await typed(guide, PIN);
  await button(guide, say('sv', 'staff.open-desk')).waitFor();

  await button(guide, say('sv', 'staff.lock')).click();
  await button(guide, say('sv', 'staff.sign-out-of', { name: 'Gunvor Guide' })).click();
  await button(guide, 'Sam Ek').click();
  await typed(guide, WRONG_PIN);
  await see(guide, 'Sam Ek');
  await button(guide, say('sv', 'staff.sign-out')).waitFor();
});

it('[SH4] a locked console has nothing of the office, also after a reload, and is opened by a passphrase or left', async () => {
  const administrator = await founded();
  await invited(administrator, { name: 'Gunvor Guide', login: 'gunvor' });
  await button(administrator, say('sv', 'staff.lock')).click();
  for (const _ of ['at once', 'after a reload']) {
    await see(administrator, say('sv', 'staff.locked'));
    expect(await administrator.locator('console-bar, people-screen').count()).toBe(0);
    expect(await administrator.getByText('Gunvor Guide').count()).toBe(0);
    await administrator.reload();
  }
  const passphrase = administrator.locator('lock-screen input[name=passphrase]');
  await passphrase.fill('inte det rätta lösenordet');
  await passphrase.press('Enter');
  await see(administrator, say('sv', 'refusal.wrong-credentials'));
  await passphrase.fill(PASSPHRASE);
  await passphrase.press('Enter');
  await administrator.locator('people-screen h1').waitFor();
  await administrator.keyboard.press('Control+Alt+KeyL');
  // Until then the page has a button of that name, too: it ends one of her sessions.
  await see(administrator, say('sv', 'staff.locked'));
  await button(
    administrator,
    say('sv', 'staff.sign-out-of', { name: 'Ada Administratör' }),
  ).click();
  await administrator.locator('sign-in-screen').waitFor();
});

it('[SH4] what the hub said of her before she locked does not open the console when it comes late', async () => {
  const administrator = await founded();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const late = new Promise<void>((resolve) => {
    const hold = async (route: Route) => {
      const response = await route.fetch();
      resolve();
      await released;
      await route.fulfill({ response });
    };
    void administrator.route('**/api/v1/session', hold, { times: 1 });
  });
  await administrator.evaluate('document.dispatchEvent(new Event("visibilitychange")); 0');
  await late;
  await button(administrator, say('sv', 'staff.lock')).click();
  await see(administrator, say('sv', 'staff.locked'));
  const told = administrator.waitForResponse('**/api/v1/session');
  release();
  await (await told).finished();
  await administrator.evaluate('fetch("/healthz").then((answer) => answer.text())');
  expect(await administrator.locator('lock-screen').count()).toBe(1);
  expect(await administrator.locator('console-bar, desk-choice-screen').count()).toBe(0);
});

it('[SH5] a session that is ended from elsewhere leaves the page at once', async () => {
  const administrator = await founded();
  const guide = await comesBy(
    await invited(administrator, { name: 'Gunvor Guide', login: 'gunvor' }),
  );
  await guide.getByText('Bord 1').click();
  await button(guide, say('sv', 'staff.open-desk')).waitFor();
  await open(administrator, 'people');
  const at = say('sv', 'staff.another-computer');
  const end = say('sv', 'staff.end-session-of', { name: 'Gunvor Guide', device: at });
  await button(administrator, end).click();
  await see(administrator, say('sv', 'staff.session-ended', { name: 'Gunvor Guide' }));
  await guide.locator('sign-in-screen').waitFor();
  expect(await guide.locator('desk-screen').count()).toBe(0);
});

it('[SH6] a person of a visiting body is shown desks and her own account, and no page of the rest', async () => {
  const administrator = await founded();
  const link = await invited(administrator, {
    ...{ name: 'Försäkrings-Fia', login: 'fia', role: 'agency' },
  });
  const guest = await comesBy(link);
  await see(guest, 'Försäkrings-Fia');
  expect(await pagesOf(guest)).toEqual(['desk']);
  for (const page of ['day', 'people', 'audit', 'book'])
    await guest.goto(`${hub.url}/staff?page=${page}`).then(() => see(guest, 'Bord 1'));
});

it('[SH11] a console that nobody touches says so half a minute before, and locks; a press is enough to go on', async () => {
  const administrator = await founded();
  await administrator.clock.install();
  await administrator.reload();
  await see(administrator, 'Ada Administratör');
  const soon = say('sv', 'staff.locking-soon');
  await administrator.keyboard.press('Shift');
  await administrator.clock.fastForward('04:40');
  await see(administrator, soon);
  await administrator.keyboard.press('Shift');
  expect(await administrator.getByText(soon).count()).toBe(0);
  await administrator.clock.fastForward('04:40');
  await see(administrator, soon);
  await administrator.clock.fastForward('00:21');
  await see(administrator, say('sv', 'staff.locked'));
  expect(await administrator.locator('desk-choice-screen').count()).toBe(0);
});

// What people do

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

async function founded(): Promise<Page> {
  const page = await office.page(`/staff#first=${printedSecret(hub)}`);
  await page.locator('input[name=name]').fill('Ada Administratör');
  await page.locator('input[name=login]').fill('ada');
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.locator('form button.main').click();
  await see(page, 'Ada Administratör');
  return page;
}

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`${hub.url}/staff?page=${name}`);
  await page.locator(`${name}-screen h1`).waitFor();
}

async function invited(
  administrator: Page,
  { name, login, role }: { name: string; login: string; role?: string },
): Promise<string> {
  await open(administrator, 'people');
  await button(administrator, say('sv', 'staff.account-add')).click();
  const form = administrator.locator('account-form');
  await form.locator('input[name=name]').fill(name);
  await form.locator('input[name=login]').fill(login);
  if (role) await form.locator('select[name=role]').selectOption(role);
  await form.locator('button.main').click();
  await see(administrator, say('sv', 'staff.invitation-of', { name }));
  return administrator.locator('shown-once input').inputValue();
}

async function comesBy(link: string, pin?: string): Promise<Page> {
  const page = await office.page(link.slice(hub.url.length));
  await page.locator('input[name=passphrase]').fill(PASSPHRASE);
  if (pin) await page.locator('input[name=pin]').fill(pin);
  await page.locator('form button.main').click();
  await button(page, say('sv', 'staff.sign-out')).waitFor();
  return page;
}

async function signIn(page: Page, login: string, passphrase: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=passphrase]').fill(passphrase);
  await button(page, say('sv', 'staff.sign-in')).click();
}

async function typed(page: Page, pin: string): Promise<void> {
  await page.locator('pin-pad input').waitFor();
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
}

/** The device shows its code; somebody who sees both screens types it and compares. */
async function paired(administrator: Page, device: Page, name: string): Promise<void> {
  const code = await device.locator('pairing-screen .code').innerText();
  await open(administrator, 'devices');
  await administrator.locator('input[name=code]').fill(code.toLowerCase());
  await button(administrator, say('sv', 'staff.device-look')).click();
  const fingerprint = await administrator.locator('.compare').innerText();
  await see(device, new RegExp(fingerprint));
  // The answer at hand is no.
  expect(await administrator.locator('devices-screen button:focus').innerText()).toBe(
    say('sv', 'staff.device-no'),
  );
  await administrator.locator('input[name=name]').fill(name);
  await button(administrator, say('sv', 'staff.device-yes')).click();
  await see(administrator, say('sv', 'staff.device-is-paired', { name }));
}

/** Which pages the bar leads to. */
async function pagesOf(page: Page): Promise<string[]> {
  const links = await page.locator('console-bar li a').all();
  const addresses = await Promise.all(links.map((link) => link.getAttribute('href')));
  return addresses.map((address) => new URLSearchParams(address ?? '').get('page') ?? 'desk');
}
