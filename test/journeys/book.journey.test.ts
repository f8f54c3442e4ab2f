/** The office book as those who run an office use it: real Chromium, a real hub, the window and the terminal beside it. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page, Route } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { faultsInBothSchemes } from '#test/support/axe.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, press, see } from '#test/support/office-in-a-browser.ts';
import { sweep } from '#test/support/sweep.ts';
import type { Book } from '../../staff/book/book.ts';

const TUESDAY = new Date('2026-11-24T10:00:00+01:00');
const PARTS = [
  ...(['schedule', 'activities', 'notices', 'takeover', 'agencies', 'topics', 'desks'] as const),
  ...(['office', 'holidays', 'feeds', 'displays', 'places', 'inquiries', 'destinations'] as const),
  ...(['lines', 'history', 'file'] as const),
];
/** 1280 CSS pixels at 400 % (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };

let office: OfficeInABrowser;
let hub: TestHub;
let api: OfficeApi;
let page: Page;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  hub = await TestHub.start();
  api = new OfficeApi(hub.url);
  office.moveTo(hub);
  page = await office.page('/staff');
  await page.clock.setSystemTime(TUESDAY); // the calendar opens on the week of the browser's own day
});
afterEach(async () => {
  expect(office.complaints).toEqual([]);
  api.close();
  await office.closePages();
  await hub.end();
});

async function open(part: (typeof PARTS)[number], of: Page = page): Promise<void> {
  await of.goto(`${new URL(of.url()).origin}/staff?page=book&office=ragsved&part=${part}`);
  await of.locator('main h1').waitFor();
}
const book = async (): Promise<Book> => (await api.get<Book>('/book')).body;
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (name: string): Locator => page.locator('form').getByLabel(name).first();

/** Writes a text in the languages of the office. */
async function write(label: string, words: Partial<Record<Language, string>>): Promise<void> {
  const texts = page.locator('texts-field').filter({ hasText: label }).first();
  const { sv = '', ...others } = words;
  await texts.locator('input, textarea').first().fill(sv);
  if (Object.keys(others).length === 0) return;
  await texts.locator('summary').click();
  for (const [tag, text] of Object.entries(others))
    await texts.locator(`label [lang=${tag}]:is(input, textarea)`).fill(text);
}
async function save(words = say('sv', 'staff.save')): Promise<void> {
  await button(words).click();
  await see(page, say('sv', 'staff.book-saved'));
}

describe('a coordinator with the office book', () => {
  it('[BK10] writes a new visiting body in three languages; window, terminal and ticket have it', async () => {
    await open('agencies');
    await button(say('sv', 'staff.book-add-agency')).click();
    const name = { sv: 'Skatteverket', en: 'The tax agency', ar: 'مصلحة الضرائب' };
    await write(say('sv', 'staff.name'), name);
    await button(say('sv', 'staff.hours-add')).click();
    const tuesday = page.getByRole('checkbox', { name: say('sv', 'staff.weekday-TU') });
    await tuesday.check();
    await field(say('sv', 'staff.hours-opens')).fill('09:45');
    await field(say('sv', 'staff.hours-closes')).fill('15:15');
    await see(page, 'Måndag och tisdag 9.45–15.15');
    await save();

    await open('lines');
    await button(say('sv', 'staff.book-add-line')).click();
    await field(say('sv', 'staff.book-series')).fill('T');
    await save();

    await open('topics');
    await button(say('sv', 'staff.book-add-topic')).click();
    const label = { sv: 'Fråga om skatt', en: 'Ask about tax', ar: 'سؤال عن الضريبة' };
    await write(say('sv', 'staff.book-label'), label);
    await field(say('sv', 'staff.book-parent')).selectOption('arbete-och-pengar');
    await field(say('sv', 'staff.book-line')).selectOption('t');
    await field(say('sv', 'staff.book-of-agency')).selectOption('skatteverket');
    await page.getByRole('checkbox', { name: 'Bord 2' }).check();
    await save();
    const { agencies, topics, desks } = await book();
    expect(agencies.find(({ id }) => id === 'skatteverket')?.name).toEqual(name);
    expect(topics.find(({ id }) => id === 'fraga-om-skatt')?.label).toEqual(label);
    const serving = desks.filter(({ topics }) => topics.some((id) => id === 'fraga-om-skatt'));
    expect(serving.map((desk) => desk.name.sv)).toEqual(['Bord 2']);

    const window = await office.page('/display', { width: 1920, height: 1080 });
    await see(window, 'Skatteverket');
    const terminal = await office.page('/terminal', { width: 1080, height: 1920 });
    await press(terminal, LANGUAGES.ar.name);
    const { topics: all } = await book();
    const group = all.find(({ id }) => id === 'arbete-och-pengar')?.label.ar ?? '';
    await press(terminal, group);
    await press(terminal, label.ar);
    await press(terminal, say('ar', 'terminal.take-ticket'));
    await see(terminal, 'T001');
    await see(terminal, say('ar', 'terminal.paper-confirmed'));
    const paper = await office.page('/paper');
    await paper.locator('img').first().waitFor();
    const { body: ticket } = await api.get<{ topic: string; language: string }>('/tickets/T001');
    expect(ticket).toMatchObject({ topic: 'fraga-om-skatt', language: 'ar' });
  });

  it('[BK11] writes an event with a picture as a draft, sees it as the window would, publishes and takes it back', async () => {
    await open('activities');
    await button(say('sv', 'staff.book-add-activity')).click();
    await write(say('sv', 'staff.book-title'), { sv: 'Julpyssel', en: 'Christmas crafts' });
    await button(say('sv', 'staff.hours-add')).click();
    await field(say('sv', 'staff.hours-every')).selectOption('once');
    const buffer = await sharp({
      create: { width: 640, height: 480, channels: 3, background: '#7a1f1f' },
    })
      .png()
      .toBuffer();
    await field(say('sv', 'staff.picture')).setInputFiles({
      ...{ name: 'pyssel.png', mimeType: 'image/png', buffer },
    });
    await page.locator('picture-field img').waitFor();
    await write(say('sv', 'staff.picture-alt'), { sv: 'Saxar och rött papper' });
    const shown = page.frameLocator('window-preview iframe');
    await shown.getByText('Julpyssel').first().waitFor();
    await save(say('sv', 'staff.book-save-draft'));
    const programme = async () =>
      (await api.get<Programme>('/programme')).body.items.map(({ title }) => title.sv);
    expect(await programme()).not.toContain('Julpyssel');
    await save(say('sv', 'staff.book-publish'));
    expect(await programme()).toContain('Julpyssel');
    const { activities } = await book();
    const published = activities.find(({ id }) => id === 'julpyssel');
    expect(published?.image).toMatchObject({ alt: { sv: 'Saxar och rött papper' } });
    await button(say('sv', 'staff.undo')).click();
    await see(page, say('sv', 'staff.book-undone'));
    expect(await programme()).not.toContain('Julpyssel');
    expect((await book()).activityDrafts.map(({ id }) => id)).toEqual(['julpyssel']);
  });

  it('[BK12] drags a visit to another time for that day only, and by keyboard alone changes every time', async () => {
    await open('schedule');
    const visit = page.locator('.ec-event', { hasText: 'Försäkringskassan' }).first();
    await visit.scrollIntoViewIfNeeded();
    const box = await visit.boundingBox();
    if (!box) throw new Error('The visit is not in the calendar');
    const hour = box.height / 3; // 13.00–16.00
    const at = { x: box.x + 20, y: box.y + 20 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x, at.y + hour / 2, { steps: 4 });
    await page.mouse.move(at.x, at.y + hour, { steps: 4 });
    await page.mouse.up();
    expect(await field(say('sv', 'staff.hours-opens')).inputValue()).toBe('14:00');
    await button(say('sv', 'staff.book-this-day')).click();
    await see(page, say('sv', 'staff.book-saved'));
    const body = async () =>
      (await book()).agencies.find(({ name }) => name.sv === 'Försäkringskassan');
    const before = await body();
    expect(before?.changes).toMatchObject([
      { day: '2026-11-24', spans: [{ opens: '14:00', closes: '17:00' }] },
    ]);
    await page.locator('.ec-event', { hasText: '14.00–17.00' }).first().waitFor();

    await page.getByRole('button', { name: /^26 november 2026 .*Försäkringskassan/ }).focus();
    await page.keyboard.press('Enter');
    await field(say('sv', 'staff.hours-closes')).fill('11:30');
    await button(say('sv', 'staff.book-every-time')).focus();
    await page.keyboard.press('Enter');
    await see(page, say('sv', 'staff.book-saved'));
    const visits = (await body())?.visits ?? [];
    expect(visits).toContainEqual(
      expect.objectContaining({ rule: 'FREQ=WEEKLY;BYDAY=TH', closes: '11:30' }),
    );
    expect(visits.length).toBe(before?.visits.length);
    await button(say('sv', 'staff.undo')).click();
    await see(page, say('sv', 'staff.book-undone'));
    expect(await body()).toEqual(before);
  });

  it('[BK13] takes the office out as a file and into a new hub, which then gives the same bytes', async () => {
    await open('notices');
    await button(say('sv', 'staff.book-add-notice')).click();
    await write(say('sv', 'staff.book-title'), { sv: 'Stängt på julafton' });
    await save(say('sv', 'staff.book-publish'));
    const file = await fileFrom(page);
    const another = await TestHub.start();
    try {
      const beside = office.beside(another);
      const other = await beside.page('/staff?page=book&office=ragsved&part=file');
      await other.getByLabel(say('sv', 'staff.book-import')).setInputFiles({
        ...{ name: 'kontoret.json', mimeType: 'application/json', buffer: file },
      });
      await see(other, say('sv', 'staff.book-replace', { name: 'kontoret.json' }));
      await other.getByRole('button', { name: say('sv', 'staff.book-yes-replace') }).click();
      await see(other, say('sv', 'staff.book-saved'));
      const again = await fileFrom(other);
      expect(again.equals(file)).toBe(true);
      expect(beside.complaints).toEqual([]);
      await beside.closePages();
    } finally {
      await another.end();
    }
  });

  it('[BK14] keeps what was typed when the hub refuses, says what is wrong at its field, and what a colleague did meanwhile', async () => {
    await open('topics');
    await button(`${say('sv', 'staff.change')}: Förstå ett brev från en myndighet`).click();
    await write(say('sv', 'staff.book-label'), { sv: 'Läsa ett brev' });
    await page.getByRole('checkbox', { name: /^Känsligt/ }).check();
    await button(say('sv', 'staff.save')).click();
    const fault = page.locator('thing-form .fault', {
      hasText: say('sv', 'staff.fault-discreet'),
    });
    await see(page, say('sv', 'refusal.book-has-mistakes'));
    const first = page.locator('texts-field').first().locator('input').first();
    expect(await first.inputValue()).toBe('Läsa ett brev');
    await fault.waitFor();
    // The browser says so itself, of every answer that is a refusal.
    expect(office.complaints.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')]);
    expect(await page.locator('thing-form .fault').count()).toBe(1);

    const label = { sv: 'Brev från en myndighet' };
    const topic = (await book()).topics.find(({ id }) => id === 'myndighetsbrev');
    const { id: _, ...rest } = topic ?? { id: '' };
    expect((await api.post('/topics/myndighetsbrev/set', { ...rest, label })).status).toBe(200);
    await see(page, say('sv', 'staff.book-overtaken'));
    expect(await first.inputValue()).toBe('Läsa ett brev');

    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: say('sv', 'staff.book-displays'), exact: true }).click();
    expect(await first.inputValue()).toBe('Läsa ett brev');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: say('sv', 'staff.book-history'), exact: true }).click();
    await see(page, 'Brev från en myndighet');
    await page.locator('summary').first().click();
    await see(page, 'Förstå ett brev från en myndighet');
  });

  it('[BK16] what is refused is not there in part, and saved after it is the same thing, under its own name', async () => {
    await open('agencies');
    await button(say('sv', 'staff.book-add-agency')).click();
    await write(say('sv', 'staff.name'), { sv: 'Skatteverket' });
    await button(say('sv', 'staff.hours-add')).click();
    await field(say('sv', 'staff.hours-closes')).fill('09:00');
    await button(say('sv', 'staff.save')).click();
    await see(page, say('sv', 'refusal.book-has-mistakes'));
    expect(office.complaints.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')]);
    const ids = async () => (await book()).agencies.map(({ id }) => String(id));
    expect((await ids()).filter((id) => id.startsWith('skatte'))).toEqual([]);
    await field(say('sv', 'staff.hours-closes')).fill('11:00');
    await save();
    expect((await ids()).filter((id) => id.startsWith('skatte'))).toEqual(['skatteverket']);
  });

  it('[BK16] what is saved again when its answer was lost is the same thing, and not a second', async () => {
    await open('inquiries');
    await button(say('sv', 'staff.book-add-inquiry')).click();
    await write(say('sv', 'staff.name'), { sv: 'Fiskekort' });
    const lost = async (route: Route) => {
      await route.fetch();
      await route.fulfill({ status: 403, json: { code: 'not-allowed' } });
    };
    await page.route('**/inquiries/*/set', lost, { times: 1 });
    await button(say('sv', 'staff.save')).click();
    await see(page, say('sv', 'refusal.not-allowed'));
    office.complaints.splice(0); // the browser's own word of the refusal
    await save();
    const made = (await book()).inquiries.filter(({ label }) => label.sv === 'Fiskekort');
    expect(made.map(({ id }) => String(id))).toEqual(['fiskekort']);
  });

  it('[BK17] says that it is saved where one is, brings one to it, and covers nothing that has focus at 400 %', async () => {
    await open('topics');
    const changes = page.locator('.things button', { hasText: say('sv', 'staff.change') });
    const last = changes.last();
    const name = await last.getAttribute('aria-label');
    await last.click();
    await save();
    const status = page.getByRole('status').filter({ hasText: say('sv', 'staff.book-saved') });
    const again = page.getByRole('button', { name: name ?? '' });
    for (const size of [
      { width: 1280, height: 800 },
      { width: 320, height: 256 },
    ]) {
      await page.setViewportSize(size);
      expect(await isInView(status)).toBe(true);
    }
    expect(await again.evaluate((it) => it.matches(':focus'))).toBe(true);
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Shift+Tab');
      expect(await page.evaluate(IS_FOCUS_SEEN), `after ${press + 1} presses`).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await last.scrollIntoViewIfNeeded();
    const topics = page.locator('book-screen nav a[aria-current]');
    expect(await isInView(topics)).toBe(true);
  });

  it('[BK18] says at its field what is left out, before anything is asked, until it is written', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && !request.url().endsWith('/preview'))
        asked.push(request.url());
    });
    await open('activities');
    await button(say('sv', 'staff.book-add-activity')).click();
    await button(say('sv', 'staff.book-publish')).click();
    await see(page, say('sv', 'staff.left-out-title'));
    await see(page, say('sv', 'staff.book-left-out'));
    const first = page.locator('texts-field').first().locator('input').first();
    expect(await first.evaluate((it) => it.matches(':focus'))).toBe(true);
    expect(asked).toEqual([]);
    await page.keyboard.type('Julpyssel');
    await page.getByText(say('sv', 'staff.left-out-title')).waitFor({ state: 'detached' });
    await page.getByText(say('sv', 'staff.book-left-out')).waitFor({ state: 'detached' });
    await save(say('sv', 'staff.book-publish'));
  });

  it('[BK18] begins no takeover that says nothing, nor one without Swedish, and says what is missing', async () => {
    await open('takeover');
    await button(say('sv', 'staff.book-begin-takeover')).click();
    await see(page, say('sv', 'staff.left-out'));
    await write(say('sv', 'staff.book-text'), { sv: '', en: 'Please leave' });
    await see(page, say('sv', 'staff.left-out-swedish'));
    expect((await book()).takeover).toBeNull();
    await write(say('sv', 'staff.book-text'), { sv: 'Lämna lokalen' });
    await page.getByText(say('sv', 'staff.book-left-out')).waitFor({ state: 'detached' });
    await save(say('sv', 'staff.book-begin-takeover'));
  });

  it('[BK18] says at its field what the hub’s shapes refuse, in the console’s words', async () => {
    await open('notices');
    await button(say('sv', 'staff.book-add-notice')).click();
    await write(say('sv', 'staff.book-title'), { sv: 'x'.repeat(81) });
    await button(say('sv', 'staff.book-publish')).click();
    await page
      .locator('thing-form .fault', { hasText: say('sv', 'staff.fault-too-long', { most: 80 }) })
      .waitFor();
    await see(page, say('sv', 'refusal.book-has-mistakes'));
    office.complaints.splice(0); // the browser's own word of the refusals
  });

  it('[BK19] says which languages stand as before when the Swedish is another, at the field and at the save', async () => {
    await open('topics');
    await button(`${say('sv', 'staff.change')}: Förstå ett brev från en myndighet`).click();
    await write(say('sv', 'staff.book-label'), { sv: 'Läsa ett brev', en: 'Reading a letter' });
    await see(page, 'Den är som förut på finska, somaliska');
    await save();
    await see(page, 'den svenska texten är ny, men som förut på finska, somaliska');
  });

  it('[BK20] shows the very page of what is written though something urgent is shown, and from when', async () => {
    const at = Date.parse('2026-11-24T09:00:00+01:00');
    await api.post('/notices/brand/set', {
      ...{ title: { sv: 'Hissen står still' }, priority: 'urgent' },
      ...{ from: at, until: at + 40 * 86_400_000 },
    });
    await open('activities');
    await button(say('sv', 'staff.book-add-activity')).click();
    await write(say('sv', 'staff.book-title'), { sv: 'Julpyssel' });
    await see(page, say('sv', 'staff.book-preview-later'));
    await button(say('sv', 'staff.hours-add')).click();
    await field(say('sv', 'staff.hours-every')).selectOption('once');
    await field(say('sv', 'staff.hours-from')).fill('2026-12-05');
    const shown = page.frameLocator('window-preview iframe');
    await shown.getByText('Julpyssel').first().waitFor();
    await see(page, say('sv', 'staff.book-preview-from', { time: 'lördag 10.00' }));
    expect(await shown.getByText('Hissen står still').count()).toBe(0);
  });

  it('[BK21] begins with the office’s today, whatever the computer’s clock says', async () => {
    await page.clock.setSystemTime(new Date('2031-05-05T10:00:00+02:00'));
    await open('schedule');
    await page.locator('.ec-event', { hasText: 'Försäkringskassan' }).first().waitFor();
    expect(await page.locator('.ec-col-head.ec-today').textContent()).toMatch(/24/);
    await button(say('sv', 'staff.book-later')).click();
    await button(say('sv', 'staff.book-today')).click();
    await page.locator('.ec-col-head.ec-today').waitFor();
    await open('agencies');
    await button(say('sv', 'staff.book-add-agency')).click();
    await button(say('sv', 'staff.hours-add')).click();
    expect(await field(say('sv', 'staff.hours-from')).inputValue()).toBe('2026-11-24');
  });

  /** One of each kind: the days, a list with words in languages, a tree, what is sent at once, a form alone, files. */
  const KINDS: readonly (typeof PARTS)[number][] = [
    'schedule',
    'notices',
    'topics',
    'takeover',
    'office',
    'file',
  ];
  it.each(sweep(PARTS, (part) => KINDS.includes(part)))(
    '[BK15] %s has no accessibility fault that axe-core can find, in either theme, and is not cut at 320 px',
    async (part) => {
      const faults: string[] = [];
      const look = async (at: string) => {
        for (const fault of await faultsInBothSchemes(page)) faults.push(`${at}, ${fault}`);
        await page.setViewportSize(NARROW);
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(wide) > 0) faults.push(`${at}: ${wide} px too wide`);
        await page.setViewportSize({ width: 1280, height: 800 });
      };
      await open(part);
      await page.waitForLoadState('networkidle');
      await look(part);
      if (part === 'schedule') {
        for (const view of ['staff.book-month', 'staff.book-list'] as const) {
          await button(say('sv', view)).click();
          await look(view);
        }
        await page
          .getByRole('button', { name: /^24 november 2026/ })
          .first()
          .click();
        await look('a form');
      }
      const change = page.locator('.things button', { hasText: say('sv', 'staff.change') }).first();
      if (await change.isVisible()) {
        await change.click();
        await page.locator('thing-form').waitFor();
        for (const others of await page.locator('thing-form summary').all()) await others.click();
        await look('a form');
      }
      expect(faults).toEqual([]);
    },
  );
});

/** Whole within the window, and nothing over it. */
const isInView = (of: Locator): Promise<boolean> =>
  of.evaluate((element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    // What is said scrolls within itself where it is long: its first line is seen.
    const { innerHeight } = element.ownerDocument.defaultView ?? { innerHeight: 0 };
    return height > 0 && top >= 0 && Math.min(bottom, top + 24) <= innerHeight;
  });

/** Whether something of what has focus can be pressed where it stands. */
const IS_FOCUS_SEEN = `(() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const x = (left + right) / 2;
  return [top + 3, (top + bottom) / 2, bottom - 3]
    .filter((y) => y >= 0 && y < innerHeight)
    .some((y) => {
      let over = document.elementFromPoint(x, y);
      while (over?.shadowRoot) {
        const within = over.shadowRoot.elementFromPoint(x, y);
        if (!within || within === over) break;
        over = within;
      }
      return focused === over || focused.contains(over);
    });
})()`;

async function fileFrom(of: Page): Promise<Buffer> {
  await open('file', of);
  const [download] = await Promise.all([
    of.waitForEvent('download'),
    of.getByRole('button', { name: say('sv', 'staff.book-export') }).click(),
  ]);
  return readFile(await download.path());
}
