/** A guide at a small screen, by keyboard, by day and in the evening: real Chromium, a real hub, its printer. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';

const SMALL = { width: 1280, height: 720 };
const TOPICS = ['myndighetsbrev', 'forskola', 'bostadsko', 'skolor'];

let office: OfficeInABrowser;
let hub: TestHub;
let api: OfficeApi;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
  office.moveTo(hub);
});
afterEach(async () => {
  api.close();
  await office.closePages();
  await hub.end();
});

async function openDesk(): Promise<Page> {
  const desk = await office.page('/staff?desk=bord-1', SMALL);
  await desk.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
  await see(desk, say('sv', 'staff.nobody-here'));
  return desk;
}

/** A key, and what is said when the hub has done what it stands for. */
async function press(desk: Page, key: string, said: string): Promise<void> {
  await desk.keyboard.press(key);
  await see(desk, said);
  // The next press counts when the screen shows the effect of this one.
  await desk.locator('desk-action[pending]').waitFor({ state: 'detached' });
}

/** Nobody has to be called twice. */
const SETTINGS = {
  callGivenTicket: true,
  callsBeforeNoShow: 1,
  lastTicketMinutesBeforeClosing: 15,
  recallAfterSeconds: 10,
  secondPairOfEyes: false,
};

/** One ticket laid aside, one called in vain, one called. */
async function busy(desk: Page): Promise<void> {
  expect((await api.post('/settings/set', SETTINGS)).status).toBe(200);
  for (const topic of TOPICS) await api.issue(topic);
  await see(desk, 'A003');
  await press(desk, 'F8', say('sv', 'staff.done.called', { number: 'A001' }));
  await press(desk, 'F6', say('sv', 'staff.done.held', { number: 'A001' }));
  await press(desk, 'F8', say('sv', 'staff.done.called', { number: 'A002' }));
  await press(desk, 'F10', say('sv', 'staff.done.no-show', { number: 'A002' }));
  await press(desk, 'F8', say('sv', 'staff.done.called', { number: 'A003' }));
}

describe('a desk on a small screen', () => {
  it('[DK16] says what Undo would take back, and of whom', async () => {
    const desk = await openDesk();
    await busy(desk);
    const undo = desk.getByRole('button', { name: /^Ångra A003 · anropet/ });
    expect(await undo.getAttribute('aria-disabled')).toBeNull();
  });

  it('[DK17] has everything in sight that is needed for the visitor', async () => {
    const desk = await openDesk();
    await busy(desk);
    for (const part of [
      'visitor-card',
      ...['finish', 'recall', 'start', 'no-show', 'hold', 'transfer', 'undo', 'next'].map(
        (action) => `desk-action >> text=${say('sv', `staff.${action}` as 'staff.next')} >> nth=0`,
      ),
      'aside-list[kind=held] li',
      'aside-list[kind=no-show] li',
    ]) {
      const box = await desk.locator(part).first().boundingBox();
      expect(box, part).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), part).toBeLessThanOrEqual(SMALL.height);
    }
  });
});

describe('a ticket that belongs elsewhere', () => {
  it('[DK15] is sent on without a mouse', async () => {
    const desk = await openDesk();
    await busy(desk);
    await desk.getByRole('button', { name: say('sv', 'staff.transfer') }).press('Enter');
    await see(desk, say('sv', 'staff.transfer-to'));
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.keyboard.type('skola');
    const marked = desk.locator('[role=option][aria-selected=true]');
    const first = await marked.innerText();
    await desk.keyboard.press('ArrowDown');
    await expect.poll(() => marked.innerText()).not.toBe(first);
    await desk.keyboard.press('ArrowUp');
    await expect.poll(() => marked.innerText()).toBe(first);
    await desk.keyboard.press('Enter');
    await see(desk, say('sv', 'staff.done.transferred', { number: 'A003', topic: first }));
    await see(desk, say('sv', 'staff.nobody-here'));
  });

  it('[DK15] is not sent to a topic that is paused, nor anywhere when nothing is called that', async () => {
    const desk = await openDesk();
    await busy(desk);
    await api.post('/topics/intern-bostadsko/pause');
    await desk.getByRole('button', { name: say('sv', 'staff.transfer') }).press('Enter');
    await desk.getByRole('combobox').fill(say('sv', 'staff.paused'));
    await see(desk, say('sv', 'staff.topic-none'));
    await desk.keyboard.press('Enter');
    await desk.getByRole('combobox').fill('Byta lägenhet i den interna kön');
    await desk.getByRole('option', { disabled: true }).waitFor();
    await desk.keyboard.press('Enter');
    await desk.keyboard.press('Escape');
    await desk.getByRole('combobox').waitFor({ state: 'hidden' });
    await see(desk, /^Kallad$/);
  });
});

describe('a topic of a visiting body that is not here', () => {
  it('[DK38] says so in the list and is not chosen', async () => {
    const desk = await openDesk();
    await busy(desk);
    await desk.getByRole('button', { name: say('sv', 'staff.transfer') }).press('Enter');
    await desk.getByRole('combobox').fill('jurist');
    const lawyer = desk.getByRole('option', { disabled: true, name: /^Prata med en jurist/ });
    expect(await lawyer.innerText()).toContain(`(${say('sv', 'staff.topic-not-here')})`);
    await desk.keyboard.press('Enter');
    await desk.keyboard.press('Escape');
    await desk.getByRole('combobox').waitFor({ state: 'hidden' });
    await see(desk, /^Kallad$/);
  });
});

describe('a long line', () => {
  it('[DK18] tells of marks that are not in sight', async () => {
    const desk = await openDesk();
    await fetch(`${hub.url}/paper/acts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ act: 'paper-out' }),
    });
    for (let ticket = 0; ticket < 10; ticket++) await api.issue('utskrift', { print: true });
    await see(desk, say('sv', 'staff.hidden-no-paper', { count: 2 }));
    await desk.getByRole('button', { name: /^Visa alla 10/ }).click();
    await see(desk, say('sv', 'staff.show-fewer'));
    expect(await desk.getByText(say('sv', 'staff.hidden-no-paper', { count: 2 })).count()).toBe(0);
    expect(await desk.locator('waiting-list li .paper').count()).toBe(10);
  });
});

describe('in the evening', () => {
  it('[DK19] a desk, the first page, a ticket and the paper are dark for those who like that', async () => {
    const desk = await openDesk();
    await busy(desk);
    const ticket = (await api.issue('utskrift')).body as { token?: string };
    const pages = [
      desk,
      await office.page('/'),
      await office.page('/paper'),
      await office.page('/staff'),
      await office.page(`/t/${ticket.token}`, { width: 390, height: 844 }),
    ];
    for (const page of pages) {
      const light = await groundOf(page);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await groundOf(page), page.url()).not.toBe(light);
      expect(await accessibilityFaults(page), page.url()).toEqual([]);
    }
    for (const dialog of [say('sv', 'staff.transfer'), say('sv', 'staff.keys')]) {
      await desk.getByRole('button', { name: dialog }).click();
      await desk.getByRole('dialog').waitFor();
      expect(await accessibilityFaults(desk), dialog).toEqual([]);
      await desk.keyboard.press('Escape');
      await desk.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await hub.stop();
    await see(desk, /Ingen kontakt med kösystemet/);
    expect(await accessibilityFaults(desk)).toEqual([]);
  });

  it('[DK19] window and terminal keep to the office and not to the system', async () => {
    const terminal = await office.page('/terminal', { width: 1080, height: 1920 });
    const light = await groundOf(terminal);
    await terminal.emulateMedia({ colorScheme: 'dark' });
    expect(await groundOf(terminal)).toBe(light);
  });
});

const groundOf = (page: Page): Promise<string> =>
  page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
