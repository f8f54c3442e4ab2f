/**
 * Pictures of a day at the terminal and at a desk, of a real hub: the terminal upright and lying, in Swedish,
 * Arabic and Tigrinya; the desk on three screens, light and dark; what a phone shows.
 */
import type { Page } from 'playwright-core';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { LANGUAGES, type Language, textIn } from '#shared/vocabulary.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser, press, see } from '#test/support/office-in-a-browser.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

const VISITORS: readonly Language[] = ['sv', 'ar', 'ti'];
const TERMINALS = [
  { shape: 'portrait', width: 1080, height: 1920 },
  { shape: 'landscape', width: 1280, height: 800 },
] as const;
const DESKS = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const PHONE = { width: 390, height: 844 };
const EVENING = '2026-11-24T20:00:00+01:00[Europe/Stockholm]';

/** Pictures do not wait until somebody may be called again. */
const SETTINGS = {
  callGivenTicket: true,
  callsBeforeNoShow: 2,
  lastTicketMinutesBeforeClosing: 15,
  recallAfterSeconds: 0,
  secondPairOfEyes: false,
};

/** Takes pictures into `folder`; whatever complains is written to standard error. */
export async function deskAndTerminal(folder: string): Promise<void> {
  const office = await OfficeInABrowser.open();
  try {
    await onAHub(office, (hub) => terminals(office, hub, folder));
    await onAHub(office, (hub) => desk(office, hub, folder));
    await onAHub(office, () => closedTerminals(office, folder), { CLOCK: EVENING });
  } finally {
    await office.close();
  }
}

async function onAHub(
  office: OfficeInABrowser,
  take: (hub: TestHub) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const hub = await TestHub.start(settings);
  try {
    office.moveTo(hub);
    await take(hub);
  } finally {
    await office.closePages();
    await hub.end();
  }
}

async function terminals(office: OfficeInABrowser, hub: TestHub, folder: string): Promise<void> {
  const api = new OfficeApi(hub.url);
  for (const topic of ['myndighetsbrev', 'forskola', 'bostadsko']) await api.issue(topic);
  await api.post('/topics/blanketter/pause');
  const screens: { shape: string; page: Page }[] = [];
  for (const { shape, ...viewport } of TERMINALS) {
    const page = await office.page('/terminal', viewport);
    screens.push({ shape, page });
    const picture = (name: string) => pictureOf(page, `${folder}/terminal-${shape}-${name}`);
    await see(page, say('sv', 'terminal.choose-language'));
    await picture('language');
    for (const language of VISITORS) await visit(page, language, picture);
  }
  api.close();
  await hub.stop();
  for (const { shape, page } of screens) {
    await see(page, say('sv', 'terminal.lost'));
    await pictureOf(page, `${folder}/terminal-${shape}-lost`);
  }
}

/** Through a topic with a leaflet to a ticket, by way of one that is not open. */
async function visit(
  page: Page,
  language: Language,
  picture: (name: string) => Promise<void>,
): Promise<void> {
  const seen = async (state: string, words: string) => {
    await see(page, words);
    await picture(`${language}-${state}`);
  };
  await press(page, LANGUAGES[language].name);
  await seen('topics', say(language, 'terminal.topics'));
  await press(page, labelOf('brev-och-blanketter', language));
  await seen('group', labelOf('juridik', language));
  await press(page, labelOf('juridik', language));
  await seen('unavailable', say(language, 'terminal.other-topic'));
  await press(page, say(language, 'terminal.start-over'));
  await press(page, LANGUAGES[language].name);
  await press(page, labelOf('barn-skola-studier', language));
  await press(page, labelOf('forskola', language));
  await seen('answer', say(language, 'terminal.ticket-anyway'));
  await press(page, say(language, 'terminal.ticket-anyway'));
  await seen('confirm', say(language, 'terminal.take-ticket'));
  await press(page, say(language, 'terminal.take-ticket'));
  await seen('ticket', say(language, 'terminal.paper-confirmed'));
  await press(page, say(language, 'terminal.done'));
  await see(page, say('sv', 'terminal.choose-language'));
}

async function closedTerminals(office: OfficeInABrowser, folder: string): Promise<void> {
  for (const { shape, ...viewport } of TERMINALS) {
    const page = await office.page('/terminal', viewport);
    await see(page, say('sv', 'terminal.closed'));
    await pictureOf(page, `${folder}/terminal-${shape}-closed`);
  }
}

async function desk(office: OfficeInABrowser, hub: TestHub, folder: string): Promise<void> {
  const api = new OfficeApi(hub.url);
  await api.post('/settings/set', SETTINGS);
  const choice = await office.page('/staff');
  await see(choice, 'Bord 1');
  await onDesks(choice, folder, 'choice');
  const page = await office.page('/staff?desk=bord-1');
  const seen = async (state: string, words: string | RegExp) => {
    await see(page, words);
    await onDesks(page, folder, state);
  };
  await seen('closed', say('sv', 'staff.desk-is-closed'));
  await page.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
  await seen('nobody', say('sv', 'staff.nobody-waiting'));
  const languages: readonly Language[] = ['sv', 'ar', 'en', 'so', 'ti'];
  const topics = ['myndighetsbrev', 'forskola', 'bostadsko', 'samhallet', 'annat', 'skolor'];
  for (const [place, topic] of [...topics, ...topics].entries())
    await api.issue(topic, { language: languages[place % languages.length] });
  await seen('waiting', say('sv', 'staff.show-all', { count: 12 }));
  for (const step of ['call-next', 'hold', 'call-next', 'recall', 'no-show', 'call-next'])
    await api.post(`/desks/bord-1/${step}`);
  await seen('called', say('sv', 'staff.called'));
  await api.post('/desks/bord-1/start');
  await seen('serving', say('sv', 'staff.serving'));
  await page.getByRole('button', { name: say('sv', 'staff.transfer') }).click();
  await page.getByRole('combobox').fill('skol');
  await seen('transfer', say('sv', 'staff.send'));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: say('sv', 'staff.keys') }).click();
  await seen('keys', say('sv', 'staff.keys-on'));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Shift+F8');
  await seen('by-hand', say('sv', 'staff.issue-give'));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('F9');
  await seen('note', say('sv', 'staff.note-send'));
  await onPhones(office, api, folder);
  await fetch(`${hub.url}/paper/acts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ act: 'paper-out' }),
  });
  await seen('printer', say('sv', 'staff.printer-no-ticket'));
  api.close();
  await hub.stop();
  await seen('lost', /Ingen kontakt med kösystemet/);
}

/** A ticket on a phone, and the first page. */
async function onPhones(office: OfficeInABrowser, api: OfficeApi, folder: string): Promise<void> {
  const { token } = (await api.issue('annat', { language: 'ti' })).body as { token?: string };
  for (const [name, path] of [
    ['ticket', `/t/${token}`],
    ['welcome', '/'],
  ] as const) {
    const page = await office.page(path, PHONE);
    await inBothSchemes(page, (scheme) => pictureOf(page, `${folder}/phone-${scheme}-${name}`));
  }
}

async function onDesks(page: Page, folder: string, state: string): Promise<void> {
  for (const size of DESKS) {
    await page.setViewportSize(size);
    await inBothSchemes(page, (scheme) =>
      pictureOf(page, `${folder}/desk-${size.width}x${size.height}-${scheme}-${state}`),
    );
  }
}

async function inBothSchemes(
  page: Page,
  take: (scheme: 'light' | 'dark') => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await take(colorScheme);
  }
}

/** When letters have arrived and everything is at rest. */
async function pictureOf(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${name}.png`, animations: 'disabled' });
}

function labelOf(id: string, language: Language): string {
  const topic = ragsved.topics.find((one) => one.id === id);
  if (!topic) throw new Error(`Rågsved has no topic ${id}`);
  return textIn(topic.label, language).text;
}
