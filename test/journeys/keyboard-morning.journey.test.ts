/** A guide's whole morning without a mouse, heard as a screen reader has it: real Chromium, a real hub. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { liveTexts, nameless, toldOf } from '#test/support/accessibility-tree.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';

const SMALL = { width: 1280, height: 720 };
const SETTINGS = {
  callGivenTicket: true,
  callsBeforeNoShow: 2,
  lastTicketMinutesBeforeClosing: 15,
  recallAfterSeconds: 1,
  secondPairOfEyes: false,
};
/** More than there is to come to on the page. */
const MOST_TABS = 120;

let office: OfficeInABrowser;
let hub: TestHub;
let api: OfficeApi;
let desk: Page;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
  office.moveTo(hub);
  expect((await api.post('/settings/set', SETTINGS)).status).toBe(200);
  desk = await office.page('/staff?desk=bord-1', SMALL);
  await see(desk, say('sv', 'staff.desk-is-closed'));
});
afterEach(async () => {
  expect(office.complaints).toEqual([]);
  api.close();
  await office.closePages();
  await hub.end();
});

/** Of what has focus: what it is called. The words of a ready-made button are its host's. */
const focused = (): Promise<string> =>
  desk.evaluate(() => {
    type Focused = {
      shadowRoot: { activeElement: Focused | null } | null;
      innerText: string;
      getAttribute(name: string): string | null;
    };
    const { document } = globalThis as unknown as { document: { activeElement: Focused | null } };
    let [host, inner] = [document.activeElement, document.activeElement];
    while (inner?.shadowRoot?.activeElement)
      [host, inner] = [inner, inner.shadowRoot.activeElement];
    const words = inner?.getAttribute('aria-label') || inner?.innerText || host?.innerText || '';
    return words.trim();
  });

/** From wherever focus is, onwards, until something is called so. */
async function tabTo(name: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if ((await focused()).startsWith(name)) return;
    await desk.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${name}`);
}

/** Keys, and what a live region says when the hub has done what they stand for. */
async function press(keys: string, said: string): Promise<void> {
  await desk.keyboard.press(keys);
  await hears(said);
  await desk.locator('desk-action[pending]').waitFor({ state: 'detached' });
}

async function hears(said: string): Promise<void> {
  await expect.poll(async () => liveTexts(await toldOf(desk)), { timeout: 10_000 }).toContain(said);
}

async function openDesk(): Promise<void> {
  await tabTo(say('sv', 'staff.open-desk'));
  await press('Enter', say('sv', 'staff.done.opened'));
}

describe('a morning by keyboard', () => {
  it('[DK34] ACC-51 every step of it is done without a mouse and heard, and nothing on the way is nameless', async () => {
    expect(nameless(await toldOf(desk))).toEqual([]);
    await openDesk();
    for (const topic of ['myndighetsbrev', 'forskola', 'bostadsko', 'skolor'])
      await api.issue(topic, { language: topic === 'forskola' ? 'ar' : 'sv' });
    await see(desk, 'A004');

    await press('F8', say('sv', 'staff.done.called', { number: 'A001' }));
    await press('F4', say('sv', 'staff.done.started', { number: 'A001' }));
    expect(nameless(await toldOf(desk))).toEqual([]);

    // She has to look for a paper: another visitor comes meanwhile.
    await tabTo(say('sv', 'staff.hold-reasons'));
    await desk.keyboard.press('Enter');
    await tabToMenu('staff.hold-reason.papers');
    await press('Enter', say('sv', 'staff.done.held', { number: 'A001' }));
    await press('F8', say('sv', 'staff.done.called', { number: 'A002' }));
    await recall('A002');
    await press('F10', say('sv', 'staff.done.no-show', { number: 'A002' }));
    await press('Control+z', say('sv', 'staff.done.undone.called', { number: 'A002' }));
    await press('F9', say('sv', 'staff.done.finished', { number: 'A002' }));

    // What it was about, and the next visitor before that is counted.
    await press('F8', say('sv', 'staff.done.called', { number: 'A003' }));
    await see(desk, say('sv', 'staff.note-before'));
    await desk.keyboard.press('Shift+F9');
    await see(desk, say('sv', 'staff.note-of', { number: 'A003' }));
    await desk.keyboard.press('Tab');
    await desk.keyboard.press('Enter');
    await tabTo(say('sv', 'staff.note-visitor.woman'));
    await desk.keyboard.press('Enter');
    expect(nameless(await toldOf(desk))).toEqual([]);
    await press('Control+Enter', say('sv', 'staff.done.noted'));
    await tabTo(say('sv', 'staff.note-undo'));
    await press('Enter', say('sv', 'staff.done.note-undone'));

    // She belongs at another topic.
    await desk.keyboard.press('Shift+F6');
    await see(desk, say('sv', 'staff.transfer-to'));
    await expect.poll(() => desk.getByRole('combobox').isVisible()).toBe(true);
    expect(nameless(await toldOf(desk))).toEqual([]);
    await desk.getByRole('combobox').focus();
    await desk.keyboard.type('kultur');
    const topic = await desk.locator('[role=option][aria-selected=true]').innerText();
    await desk.keyboard.press('Enter');
    await hears(say('sv', 'staff.done.transferred', { number: 'A003', topic }));
    await desk.getByRole('dialog').waitFor({ state: 'hidden' });

    // The one who looked for her paper is back.
    await tabTo(say('sv', 'staff.take-up-number', { number: 'A001' }));
    await press('Enter', say('sv', 'staff.done.called', { number: 'A001' }));
    await press('F9', say('sv', 'staff.done.finished', { number: 'A001' }));

    // Somebody who cannot use the terminal.
    await desk.keyboard.press('Shift+F8');
    await expect.poll(() => desk.getByRole('combobox').first().isVisible()).toBe(true);
    await desk.getByRole('combobox').first().focus();
    await desk.keyboard.type('förskola');
    await desk.keyboard.press('Enter');
    expect(nameless(await toldOf(desk))).toEqual([]);
    await tabTo(say('sv', 'staff.issue-give'));
    await desk.keyboard.press('Enter');
    await expect.poll(focused, { timeout: 10_000 }).toBe('A005');
    await desk.keyboard.press('Escape');
    await desk.getByRole('dialog').waitFor({ state: 'hidden' });

    await tabTo(say('sv', 'staff.print-count'));
    await press('Enter', say('sv', 'staff.done.print-counted'));
    const [computer, room] = ['Dator 1', 'Inre rummet'];
    await tabTo(say('sv', 'staff.place-lend-of', { place: computer }));
    await press('Enter', say('sv', 'staff.done.lent', { place: computer }));
    await tabTo(say('sv', 'staff.place-return-of', { place: computer }));
    await press('Enter', say('sv', 'staff.done.returned', { place: computer }));
    await tabTo(say('sv', 'staff.room-book-of', { place: room, minutes: 30 }));
    await press('Enter', say('sv', 'staff.done.room-booked', { place: room, until: '10.30' }));
    await tabTo(`${say('sv', 'staff.room-unbook')} ${room}`);
    await press('Enter', say('sv', 'staff.done.room-unbooked', { place: room }));
    await tabTo(say('sv', 'staff.close'));
    await press('Enter', say('sv', 'staff.done.closed'));
    expect(nameless(await toldOf(desk))).toEqual([]);
    expect(await accessibilityFaults(desk)).toEqual([]);
  }, 120_000);

  it('[DK34] a key held down calls one visitor, and a key after it none that is not asked for', async () => {
    await openDesk();
    for (const topic of ['myndighetsbrev', 'forskola']) await api.issue(topic);
    await see(desk, 'A002');
    await desk.keyboard.down('F8');
    for (let repeat = 0; repeat < 20; repeat++) await desk.keyboard.down('F8');
    await desk.keyboard.up('F8');
    await hears(say('sv', 'staff.done.called', { number: 'A001' }));
    // The next press counts when the screen shows the effect of this one.
    await desk.locator('desk-action[pending]').waitFor({ state: 'detached' });
    await press('F9', say('sv', 'staff.done.finished', { number: 'A001' }));
    const { body } = await api.get<readonly { id: string; number: string | null }[]>('/desks');
    expect(body.find(({ id }) => id === 'bord-1')?.number).toBeNull();
    expect(await desk.locator('waiting-list li .number').allInnerTexts()).toEqual(['A002']);
  });
});

describe('the same desk elsewhere', () => {
  it('[DK30] shows the same visitor in the same state after a reload, in a second tab and on another computer', async () => {
    await openDesk();
    for (const topic of ['myndighetsbrev', 'forskola', 'bostadsko']) await api.issue(topic);
    await see(desk, 'A003');
    await press('F8', say('sv', 'staff.done.called', { number: 'A001' }));
    await press('F6', say('sv', 'staff.done.held', { number: 'A001' }));
    await press('F8', say('sv', 'staff.done.called', { number: 'A002' }));
    await press('F4', say('sv', 'staff.done.started', { number: 'A002' }));

    const stands = async (page: Page) => {
      await page.locator('visitor-card .big', { hasText: 'A002' }).waitFor();
      return {
        state: await page.locator('visitor-card .state').innerText(),
        held: await page.locator('aside-list[kind=held] li .number').allInnerTexts(),
        waiting: await page.locator('waiting-list li .number').allInnerTexts(),
        undo: await page.locator('.said desk-action .detail').innerText(),
      };
    };
    const before = await stands(desk);
    expect(before).toEqual({
      state: say('sv', 'staff.serving'),
      held: ['A001'],
      waiting: ['A003'],
      undo: `A002 · ${say('sv', 'staff.undo-step.start')}`,
    });
    await desk.reload();
    expect(await stands(desk)).toEqual(before);
    const elsewhere = await office.page('/staff?desk=bord-1', SMALL);
    expect(await stands(elsewhere)).toEqual(before);

    // What is pressed on one is seen on the other, and nobody was called by any of them.
    await desk.keyboard.press('F9');
    await see(elsewhere, say('sv', 'staff.nobody-here'));
    const waiting = await elsewhere.locator('waiting-list li .number').allInnerTexts();
    expect(waiting).toEqual(['A003']);
  });
});

describe('two tabs of one desk', () => {
  it('[DK30] AB-070 that are told opposite things at once: one is done, the other is refused in words, and both show what is', async () => {
    await openDesk();
    for (const topic of ['myndighetsbrev', 'forskola']) await api.issue(topic);
    await see(desk, 'A002');
    await press('F8', say('sv', 'staff.done.called', { number: 'A001' }));
    const other = await office.page('/staff?desk=bord-1', SMALL);
    await other.locator('visitor-card .big', { hasText: 'A001' }).waitFor();

    await Promise.all([desk.keyboard.press('F9'), other.keyboard.press('F6')]);
    const said = (page: Page) => page.locator('.work [role=status]').innerText();
    await expect.poll(async () => (await said(desk)) && (await said(other))).not.toBe('');
    const told = [await said(desk), await said(other)];
    const finished = say('sv', 'staff.done.finished', { number: 'A001' });
    const held = say('sv', 'staff.done.held', { number: 'A001' });
    const noTicket = [say('sv', 'refusal.desk-has-no-ticket'), say('sv', 'staff.why.no-visitor')];
    expect(told.filter((words) => words === finished || words === held)).toHaveLength(1);
    expect(told.filter((words) => noTicket.includes(words))).toHaveLength(1);
    for (const page of [desk, other]) {
      await see(page, say('sv', 'staff.nobody-here'));
      const aside = await page.locator('aside-list[kind=held] li .number').allInnerTexts();
      expect(aside).toEqual(told[1] === held ? ['A001'] : []);
    }
  });
});

async function recall(number: string): Promise<void> {
  const button = desk.getByRole('button', { name: say('sv', 'staff.recall') });
  await expect.poll(() => button.getAttribute('aria-disabled'), { timeout: 10_000 }).toBeNull();
  await press('F7', say('sv', 'staff.done.recalled', { number }));
}

async function tabToMenu(reason: 'staff.hold-reason.papers'): Promise<void> {
  await desk.getByRole('menu').waitFor();
  for (let item = 0; item < 10 && (await focused()) !== say('sv', reason); item++)
    await desk.keyboard.press('ArrowDown');
  expect(await focused()).toBe(say('sv', reason));
}
