/** The day view as a coordinator uses it: real Chromium, a real hub, the window and the terminal beside it. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import type { DisplayNow, ReplayQueue, Snapshot } from '#shared/views.ts';
import { faultsInBothSchemes } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';

const DAY = '/staff?page=day&office=ragsved';
const EVENING = Date.parse('2026-11-24T23:00:00+01:00');

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
  expect(office.complaints).toEqual([]);
  api.close();
  await office.closePages();
  await hub.end();
});

const button = (page: Page, name: string) => page.getByRole('button', { name });

describe('a coordinator at the day view', () => {
  it('[DY6] pauses a topic with a sentence in every language, and takes it back', async () => {
    const page = await office.page(DAY, { width: 1280, height: 720 });
    const topic = async () => {
      const { body } = await api.get<ReplayQueue>(`/replay/queue?day=2026-11-24&at=${EVENING}`);
      return body.topics.find(({ id }) => id === 'forskola');
    };
    await api.post('/desks/bord-1/open');
    expect(await topic()).toMatchObject({ paused: false });
    await button(page, say('sv', 'staff.day-pause')).click();
    await page.getByLabel(say('sv', 'staff.day-pause-which')).selectOption('forskola');
    await page.getByLabel(say('sv', 'staff.day-pause-why')).selectOption('soon');
    await page.getByRole('button', { name: say('sv', 'staff.day-pause-now'), exact: true }).click();
    await see(page, say('sv', 'staff.done.paused', { topic: 'Söka plats i förskola' }));
    expect(await topic()).toMatchObject({
      paused: true,
      pausedWhy: { sv: say('sv', 'pause-reason.soon'), ar: say('ar', 'pause-reason.soon') },
    });
    await button(page, say('sv', 'staff.undo')).click();
    await see(page, say('sv', 'staff.day-done.undone'));
    expect(await topic()).toMatchObject({ paused: false });
  });

  it('[DY6] calls a visit off with a reason in every language, and takes it back', async () => {
    const page = await office.page(DAY, { width: 1280, height: 720 });
    const body = 'Försäkringskassan';
    await button(page, say('sv', 'staff.day-not-today-of', { what: body })).click();
    await page.getByLabel(say('sv', 'staff.day-why')).selectOption('hindered');
    await page.locator('day-agenda form button.first').click();
    await see(page, say('sv', 'staff.day-done.cancelled', { what: body }));
    const item = async () => {
      const { body: told } = await api.get<Programme>('/programme');
      return told.items.find(({ title, id }) => title.sv === body && id.includes('2026-11-24'));
    };
    expect(await item()).toMatchObject({
      cancelled: true,
      text: { sv: 'Förhinder', ar: say('ar', 'visit-reason.hindered') },
    });
    await see(page, say('sv', 'staff.day-cancelled'));
    await button(page, say('sv', 'staff.undo')).click();
    await see(page, say('sv', 'staff.day-done.undone'));
    expect(await item()).toMatchObject({ cancelled: false });
  });

  it('[DY6] says that the office closes early, on every screen, and which visits are left behind, and takes it back', async () => {
    const page = await office.page(DAY, { width: 1280, height: 720 });
    await button(page, say('sv', 'staff.day-close-early')).click();
    await page.getByLabel(say('sv', 'staff.day-close-at')).fill('14:30');
    await button(page, say('sv', 'staff.day-close-now')).click();
    const what = 'Försäkringskassan';
    await see(page, say('sv', 'staff.day-done.closes-early-visits', { time: '14.30', what }));
    await see(page, say('sv', 'staff.day-outside-hours'));
    const closesAt = async () => {
      const { opening } = (await api.get<Snapshot<'board'>>('/board')).body;
      return opening.open && opening.closesAt;
    };
    const announced = async () =>
      (await api.get<Programme>('/programme')).body.notices.map(({ id }) => id);
    expect(await closesAt()).toBe(Date.parse('2026-11-24T14:30:00+01:00'));
    expect(await announced()).toContain('closes-early-2026-11-24');
    await button(page, say('sv', 'staff.undo')).click();
    await see(page, say('sv', 'staff.day-done.undone'));
    expect(await closesAt()).toBe(Date.parse('2026-11-24T16:00:00+01:00'));
    expect(await announced()).not.toContain('closes-early-2026-11-24');
  });

  it('[DY6] shows a prepared text on every screen with an end, reloads the window, prints a test page', async () => {
    const window = await office.page('/display', { width: 1920, height: 1080 });
    const page = await office.page(DAY, { width: 1280, height: 720 });
    await button(page, say('sv', 'staff.day-takeover-begin')).click();
    // Nothing is chosen before somebody chooses: one press more is not an evacuation.
    await button(page, say('sv', 'staff.day-takeover-now')).click();
    expect((await api.get<Snapshot<'board'>>('/board')).body.takeover).toBeNull();
    await page.getByRole('radio', { name: say('sv', 'takeover-text.closed') }).check();
    await page.getByLabel(say('sv', 'staff.day-takeover-for')).selectOption('5');
    await button(page, say('sv', 'staff.day-takeover-now')).click();
    await see(window, /Vi har stängt en stund/);
    const { takeover } = (await api.get<Snapshot<'board'>>('/board')).body;
    expect(takeover && takeover.until - takeover.from).toBe(300_000);
    expect(takeover?.text.so).toBe(say('so', 'takeover-text.closed'));
    await button(page, say('sv', 'staff.undo')).click();
    await expect
      .poll(async () => (await api.get<Snapshot<'board'>>('/board')).body.takeover)
      .toBeNull();

    await page.getByText(say('sv', 'staff.day-machines-all')).click();
    const [display] = (await api.get<DisplayNow[]>('/displays')).body;
    const reload = say('sv', 'staff.day-reload-of', { window: display?.name.sv ?? '' });
    await Promise.all([window.waitForEvent('load'), button(page, reload).click()]);
    await page
      .getByRole('button', { name: say('sv', 'staff.day-test-page') })
      .first()
      .click();
    await see(page, /Provutskrift/);
    await expect
      .poll(async () => (await api.get<{ page: object | null }[]>('/printers')).body[0]?.page)
      .toMatchObject({ page: 'test', state: 'confirmed' });
  });

  it('[DY7] a printer without paper stands first, with what to do', async () => {
    const page = await office.page(DAY, { width: 1280, height: 720 });
    await see(page, say('sv', 'staff.day-machines-away', { count: 1 }));
    await office.page('/display', { width: 1920, height: 1080 });
    await see(page, say('sv', 'staff.day-machines-well'));
    const paper = await office.page('/paper', { width: 900, height: 900 });
    await paper.getByRole('button', { name: say('sv', 'paper.pretend.paper-out') }).click();
    await see(page, say('sv', 'staff.day-machines-trouble', { count: 1 }));
    await see(page, say('sv', 'staff.printer.paper-out'));
  });
});

it('[DY8] the day is read and changed by keyboard, small and large, in both themes and languages, by all', async () => {
  await api.post('/desks/bord-1/open');
  for (const topic of ['myndighetsbrev', 'forskola']) await api.issue(topic);
  await api.post('/desks/bord-1/call-next');
  await api.post('/topics/skulder/pause', { why: { sv: 'Öppnar igen om en stund.' } });
  for (const language of ['sv', 'en'] as const)
    for (const viewport of [
      { width: 1280, height: 720 },
      { width: 320, height: 800 },
    ]) {
      const page = await office.page(DAY, viewport);
      await page.evaluate(
        (spoken) => localStorage.setItem('torget.staff.language', spoken),
        language,
      );
      await page.reload();
      await see(page, say(language, 'staff.day-desks'));
      for (const opens of ['staff.day-pause', 'staff.day-takeover-begin'] as const) {
        await button(page, say(language, opens)).focus();
        await page.keyboard.press('Enter');
      }
      await see(page, say(language, 'staff.day-takeover-sure'));
      expect(await faultsInBothSchemes(page)).toEqual([]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBe(0);
      await page.getByLabel(say(language, 'staff.day-pause-which')).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const undo = button(page, say(language, 'staff.undo'));
      await undo.waitFor();
      expect(await undo.evaluate((element) => element.matches(':focus'))).toBe(true);
      await page.keyboard.press('Enter');
      await see(page, say(language, 'staff.day-done.undone'));
      await page.close();
    }
}, 120_000);

it('[DY8] what stands there when the hub is gone can still be read, in both themes', async () => {
  const page = await office.page(DAY, { width: 1280, height: 720 });
  await see(page, say('sv', 'staff.day-desks'));
  await hub.stop();
  await see(page, /Ingen kontakt med kösystemet/);
  expect(await faultsInBothSchemes(page)).toEqual([]);
  office.complaints.length = 0; // of the hub, as they should be
});
