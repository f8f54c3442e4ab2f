/** What the office's own people are told of their windows, from the glass to the desk: real Chromium, a real hub. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { Remark, Snapshot } from '#shared/views.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';

const FILLED = 'Provutrymning klockan elva';

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

describe('whoever writes the book', () => {
  const named = (more: object) => ({
    title: { sv: 'Rådgivning', fi: 'Elinkeinoelämänkehittämispalveluneuvontakeskustelutilaisuus' },
    hours: [{ rule: 'FREQ=DAILY', from: '2026-11-24', opens: '11:00', closes: '12:00' }],
    ...more,
  });
  const set = async (more: object = {}) =>
    (await api.post<{ remarks: Remark[] }>('/activities/radgivning/set', named(more))).body.remarks;
  const tooLong = (remarks: readonly Remark[]) =>
    remarks.filter(({ code }) => code === 'name-too-long');
  const all = async () => tooLong((await api.get<Remark[]>('/remarks')).body);
  const remark = {
    code: 'name-too-long',
    about: 'activities.radgivning',
    window: 'fonstret',
    language: 'fi',
    message: expect.stringMatching(
      /in Finnish: give activities.radgivning a shorter shortTitle.fi$/,
    ),
  };

  it('[W25] is told which name the window has no room for, until it has a shorter one', async () => {
    await office.page('/display', { width: 1920, height: 1080 });
    await set();
    await expect.poll(all, { timeout: 20_000 }).toContainEqual(expect.objectContaining(remark));
    expect(tooLong(await set({ place: { sv: 'Stora rummet' } }))).toEqual([
      expect.objectContaining(remark),
    ]);
    const short = { shortTitle: { sv: 'Råd', fi: 'Neuvonta' } };
    expect(tooLong(await set(short))).toEqual([]);
    expect((await all()).filter(({ about }) => about === remark.about)).toEqual([]);
  });

  it('[W25] is told that a panel is too small for its distance', async () => {
    await office.page('/display', { width: 1920, height: 1080 });
    const panel = { name: { sv: 'Fönstret' }, viewingDistanceMm: 30_000, panelWidthMm: 600 };
    await api.post('/displays/fonstret/set', panel);
    const small = async () =>
      (await api.get<Remark[]>('/remarks')).body.filter(({ code }) => code === 'window-too-small');
    await expect
      .poll(small, { timeout: 20_000 })
      .toEqual([expect.objectContaining({ about: 'displays.fonstret' })]);
    await api.post('/displays/fonstret/set', { ...panel, viewingDistanceMm: 2_000 });
    expect(await small()).toEqual([]);
  });
});

describe('a desk, while a takeover fills the windows', () => {
  const board = async () => (await api.get<Snapshot<'board'>>('/board')).body;

  it('[DK20] says so, asks after ten minutes whether it was forgotten, and ends it', async () => {
    const desk = await office.page('/staff?desk=bord-1', { width: 1280, height: 720 });
    await api.post('/takeover/begin', { text: { sv: FILLED }, seconds: 3_600 });
    await see(desk, FILLED);
    await see(desk, say('sv', 'staff.takeover', { until: '11.00' }));
    const question = desk.getByText(say('sv', 'staff.takeover-long', { since: '10.00' }));
    expect(await question.count()).toBe(0);
    await hub.stop();
    await hub.startAgain({ CLOCK: '2026-11-24T10:11:00+01:00[Europe/Stockholm]' });
    await question.waitFor();
    expect(await accessibilityFaults(desk)).toEqual([]);
    await desk.getByRole('button', { name: say('sv', 'staff.takeover-end') }).click();
    await see(desk, say('sv', 'staff.takeover-ended'));
    expect((await board()).takeover).toBeNull();
    await desk.getByText(FILLED).waitFor({ state: 'detached' });
  });

  it('[DK20] calls a drill a drill', async () => {
    const desk = await office.page('/staff?desk=bord-1', { width: 1280, height: 720 });
    await api.post('/takeover/begin', { text: { sv: FILLED }, seconds: 3_600, test: true });
    await see(desk, say('sv', 'staff.takeover-test', { until: '11.00' }));
    await see(desk, FILLED);
  });
});
