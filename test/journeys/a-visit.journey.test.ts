/** A visit, as the visitor, the guide and the room see it: real Chromium, a real hub, its file, its printer. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, press, rest, see } from '#test/support/office-in-a-browser.ts';
import { sweep } from '#test/support/sweep.ts';

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

async function another(started: Promise<TestHub>): Promise<void> {
  await hub.end();
  hub = await started;
  office.moveTo(hub);
}

const TOLD_IN = ['sv', 'en'] as const;
describe.each(sweep(TOLD_IN, (language) => language === 'sv'))('a visit in %s', (language) => {
  it('[JO1] takes a ticket, sees it on paper, is called to a desk, and the window shows it', async () => {
    const { terminal, desk, window } = await office.atWork();
    const hasNoFault = async (page: Page) => expect(await accessibilityFaults(page)).toEqual([]);
    await hasNoFault(desk);

    await office.takeATicket(terminal, language, hasNoFault);
    await see(terminal, 'A001');
    await see(terminal, say(language, 'terminal.paper-confirmed'));
    await hasNoFault(terminal);

    const paper = await office.page('/paper');
    await paper.locator('img').first().waitFor();
    await hasNoFault(paper);

    await see(desk, 'A001');
    await desk.keyboard.press('F8');
    await see(window, 'A001');
    await see(window, 'Bord 1');
    await hasNoFault(window);

    await see(desk, /^Kallad$/);
    await hasNoFault(desk);
    await desk.keyboard.press('F9');
    await see(desk, say('sv', 'staff.nobody-here'));
    expect(office.complaints).toEqual([]);
  });
});

describe('a hub that is killed in the middle of a visit', () => {
  it('[JO2] every screen says so, comes back by itself, and the visit goes on where it was', async () => {
    await another(TestHub.alone());
    const { terminal, desk, window } = await office.atWork();
    await office.takeATicket(terminal, 'sv');
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

    await office.takeATicket(terminal, 'sv');
    await see(terminal, 'A002');
    await desk.keyboard.press('F8');
    await see(window, 'A002');
  });
});

describe('a finger on the terminal', () => {
  it('[JO3] AB-003 pressed twice, or with two fingers, gives one ticket', async () => {
    const terminal = await office.terminal();
    await office.chooseATopic(terminal, 'sv');
    await rest(terminal);
    await terminal
      .getByRole('button', { name: say('sv', 'terminal.take-ticket') })
      .click({ clickCount: 3, delay: 5 });
    await see(terminal, 'A001');
    await see(terminal, say('sv', 'terminal.paper-confirmed'));
    const board = await (await fetch(`${hub.url}/api/v1/offices/ragsved/board`)).json();
    expect((board as { waiting: number }).waiting).toBe(1);
  });

  it('[JO4] AB-005 back and start over are always there, and starting over forgets everything', async () => {
    const terminal = await office.terminal();
    await office.chooseATopic(terminal, 'en');
    const place = () =>
      terminal.getByRole('button', { name: say('en', 'terminal.start-over') }).boundingBox();
    const before = await place();
    await press(terminal, say('en', 'terminal.back'));
    await terminal.getByRole('button', { name: 'Understand a letter from an authority' }).waitFor();
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
    const welcome = await office.page('/');
    for (const path of ['/display', '/terminal', '/staff', '/paper'])
      expect(await welcome.locator(`a[href="${path}"]`).count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(welcome)).toEqual([]);
    expect(office.complaints).toEqual([]);
  });

  it('[JO6] comes when the office is closed, and is told when it opens', async () => {
    await another(TestHub.start({ CLOCK: '2026-11-24T20:00:00+01:00[Europe/Stockholm]' }));
    const window = await office.page('/display');
    await see(window, say('sv', 'display.closed-now'));
    const terminal = await office.page('/terminal', { width: 1080, height: 1920 });
    await see(terminal, say('sv', 'terminal.closed'));
    await terminal
      .getByText(/9[.:]30/)
      .first()
      .waitFor();
    for (const page of [window, terminal]) expect(await accessibilityFaults(page)).toEqual([]);
  });
});
