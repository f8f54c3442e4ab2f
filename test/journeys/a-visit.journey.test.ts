/** A visit, as the visitor, the guide and the room see it: real Chromium, a real hub, its file, its printer. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { TestHub } from '#test/support/hub.ts';

let browser: Browser;
let hub: TestHub;
const pages: Page[] = [];
/** What any page wrote to its console as an error, or threw. */
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  hub = await TestHub.start();
  complaints.length = 0;
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  await hub.end();
});

const VISITS = {
  sv: {
    name: 'Svenska',
    group: 'Brev, blanketter och klagomål',
    topic: 'Förstå ett brev från en myndighet',
  },
  en: {
    name: 'English',
    group: 'Letters, forms and complaints',
    topic: 'Understand a letter from an authority',
  },
} as const;

describe.each(['sv', 'en'] as const)('a visit in %s', (language) => {
  it('[JO1] takes a ticket, sees it on paper, is called to a desk, and the window shows it', async () => {
    const { terminal, desk, window } = await openTheOffice();

    await takeATicket(terminal, language);
    await see(terminal, 'A001');
    await see(terminal, say(language, 'terminal.paper-confirmed'));
    expect(await accessibilityFaults(terminal)).toEqual([]);

    const paper = await open('/paper');
    await paper.locator('img').first().waitFor();
    expect(await accessibilityFaults(paper)).toEqual([]);

    await see(desk, 'A001');
    await desk.keyboard.press('F8');
    await see(window, 'A001');
    await see(window, 'Bord 1');
    expect(await accessibilityFaults(window)).toEqual([]);

    await see(desk, /^Kallad$/);
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.keyboard.press('F9');
    await see(desk, say('sv', 'staff.nobody-here'));
    expect(complaints).toEqual([]);
  });
});

describe('a hub that is killed in the middle of a visit', () => {
  it('[JO2] every screen says so, comes back by itself, and the visit goes on where it was', async () => {
    const { terminal, desk, window } = await openTheOffice();
    await takeATicket(terminal, 'sv');
    await see(desk, 'A001');
    await desk.keyboard.press('F8');
    await see(window, 'A001');
    await press(terminal, say('sv', 'terminal.done'));

    await hub.stop('SIGKILL');
    await see(desk, /Ingen kontakt med kösystemet/);
    await see(window, /Uppdaterad/);
    await see(terminal, say('sv', 'terminal.lost'));
    for (const page of [desk, window, terminal])
      expect(await accessibilityFaults(page)).toEqual([]);

    await hub.startAgain();
    await see(terminal, say('sv', 'terminal.choose-language'));
    await desk.getByText(/Ingen kontakt med kösystemet/).waitFor({ state: 'detached' });
    await window.getByText(/Uppdaterad/).waitFor({ state: 'detached' });
    await see(window, 'A001');
    await desk.keyboard.press('F9');
    await see(desk, say('sv', 'staff.nobody-here'));

    await takeATicket(terminal, 'sv');
    await see(terminal, 'A002');
    await desk.keyboard.press('F8');
    await see(window, 'A002');
  });
});

describe('a finger on the terminal', () => {
  it('[JO3] pressed twice, or with two fingers, gives one ticket', async () => {
    const { terminal } = await openTheOffice();
    await chooseATopic(terminal, 'sv');
    await terminal
      .getByRole('button', { name: say('sv', 'terminal.take-ticket') })
      .click({ clickCount: 3, delay: 5 });
    await see(terminal, 'A001');
    await see(terminal, say('sv', 'terminal.paper-confirmed'));
    const board = await (await fetch(`${hub.url}/api/v1/offices/ragsved/board`)).json();
    expect((board as { waiting: number }).waiting).toBe(1);
  });

  it('[JO4] back and start over are always there, and starting over forgets everything', async () => {
    const { terminal } = await openTheOffice();
    await chooseATopic(terminal, 'en');
    const place = () =>
      terminal.getByRole('button', { name: say('en', 'terminal.start-over') }).boundingBox();
    const before = await place();
    await press(terminal, say('en', 'terminal.back'));
    await terminal.getByRole('button', { name: VISITS.en.topic }).waitFor();
    expect(await place()).toEqual(before);
    await press(terminal, say('en', 'terminal.start-over'));
    await see(terminal, say('sv', 'terminal.choose-language'));
    expect(
      await terminal.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
    ).toBe('[{},{}]');
  });
});

describe('a newcomer', () => {
  it('[JO5] finds every screen from the first page', async () => {
    const welcome = await open('/');
    for (const path of ['/display', '/terminal', '/staff', '/paper'])
      expect(await welcome.locator(`a[href="${path}"]`).count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(welcome)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('[JO6] comes when the office is closed, and is told when it opens', async () => {
    await hub.end();
    hub = await TestHub.start({ CLOCK: '2026-11-24T20:00:00+01:00[Europe/Stockholm]' });
    const window = await open('/display');
    await see(window, say('sv', 'display.closed-now'));
    const terminal = await open('/terminal', { width: 1080, height: 1920 });
    await see(terminal, say('sv', 'terminal.closed'));
    await terminal
      .getByText(/9[.:]30/)
      .first()
      .waitFor();
    for (const page of [window, terminal]) expect(await accessibilityFaults(page)).toEqual([]);
  });
});

/** The terminal, the window, and a guide at an open desk. */
async function openTheOffice(): Promise<{ terminal: Page; desk: Page; window: Page }> {
  const terminal = await open('/terminal', { width: 1080, height: 1920 });
  const window = await open('/display', { width: 1920, height: 1080 });
  const desk = await open('/staff', { width: 1440, height: 900 });
  expect(await accessibilityFaults(desk)).toEqual([]);
  await desk.getByText('Bord 1').click();
  await desk.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
  await see(desk, say('sv', 'staff.nobody-here'));
  return { terminal, desk, window };
}

async function open(path: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const page = await browser.newPage({ viewport });
  pages.push(page);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${path}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
  await page.goto(hub.url + path);
  await page.locator('body *').first().waitFor();
  return page;
}

/** From the language to the confirmation, looking at each screen on the way. */
async function chooseATopic(
  terminal: Page,
  language: keyof typeof VISITS & Language,
): Promise<void> {
  const { name, group, topic } = VISITS[language];
  await see(terminal, say('sv', 'terminal.choose-language'));
  expect(await accessibilityFaults(terminal)).toEqual([]);
  await press(terminal, name);
  await terminal.getByRole('button', { name: group }).waitFor();
  expect(await accessibilityFaults(terminal)).toEqual([]);
  await press(terminal, group);
  await press(terminal, topic);
  await terminal.getByRole('button', { name: say(language, 'terminal.take-ticket') }).waitFor();
  expect(await accessibilityFaults(terminal)).toEqual([]);
}

async function takeATicket(
  terminal: Page,
  language: keyof typeof VISITS & Language,
): Promise<void> {
  await chooseATopic(terminal, language);
  await press(terminal, say(language, 'terminal.take-ticket'));
}

/** Somebody looking at the screen finds the words. */
async function see(page: Page, words: string | RegExp): Promise<void> {
  await page.getByText(words).first().waitFor();
}

/** A calm finger. The terminal takes a quicker second press in one place for an echo of the first. */
async function press(terminal: Page, name: string): Promise<void> {
  await terminal.getByRole('button', { name }).click({ delay: 600 });
}
