/** The office's screens in a real Chromium, and people in front of them. */
import type { Browser, Page } from 'playwright-core';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { LANGUAGES, type Language, textIn } from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };
import { openBrowser } from './chromium.ts';
import type { TestHub } from './hub.ts';

export class OfficeInABrowser {
  readonly #browser: Browser;
  readonly #pages: Page[] = [];
  #url = '';
  /** What any page wrote to its console as an error, or threw. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<OfficeInABrowser> {
    return new OfficeInABrowser(await openBrowser());
  }

  /** Another office in the same browser. Close its pages and not it. */
  beside(hub: TestHub): OfficeInABrowser {
    const office = new OfficeInABrowser(this.#browser);
    office.moveTo(hub);
    return office;
  }

  /** Pages are opened on this hub from now on. */
  moveTo(hub: TestHub): void {
    this.#url = hub.url;
    this.complaints.length = 0;
  }

  async closePages(): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.close();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Without a worker, which doubles what a window's start costs: WindowInABrowser is for what is about that. */
  async page(path: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
    const page = await this.#browser.newPage({ viewport, serviceWorkers: 'block' });
    this.#pages.push(page);
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${path}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${path}: ${error.message}`));
    await page.goto(this.#url + path);
    await page.locator('body *').first().waitFor();
    return page;
  }

  terminal(): Promise<Page> {
    return this.page('/terminal', { width: 1080, height: 1920 });
  }

  /** The terminal, the window, and a guide at an open desk. */
  async atWork(): Promise<{ terminal: Page; desk: Page; window: Page }> {
    const terminal = await this.terminal();
    const window = await this.page('/display', { width: 1920, height: 1080 });
    const desk = await this.page('/staff', { width: 1440, height: 900 });
    await desk.getByText('Bord 1').click();
    await desk.getByRole('button', { name: say('sv', 'staff.open-desk') }).click();
    await see(desk, say('sv', 'staff.nobody-here'));
    return { terminal, desk, window };
  }

  /** From the language to the confirmation. @param look run at each step on the way */
  async chooseATopic(
    terminal: Page,
    language: Language,
    look: (page: Page) => Promise<void> = async () => {},
  ): Promise<void> {
    await see(terminal, say('sv', 'terminal.choose-language'));
    await look(terminal);
    await press(terminal, LANGUAGES[language].name);
    await terminal.getByRole('button', { name: labelOf(GROUP, language) }).waitFor();
    await look(terminal);
    await press(terminal, labelOf(GROUP, language));
    await press(terminal, labelOf(TOPIC, language));
    await terminal.getByRole('button', { name: say(language, 'terminal.take-ticket') }).waitFor();
    await look(terminal);
  }

  async takeATicket(
    terminal: Page,
    language: Language,
    look?: (page: Page) => Promise<void>,
  ): Promise<void> {
    await this.chooseATopic(terminal, language, look);
    await press(terminal, say(language, 'terminal.take-ticket'));
  }
}

const GROUP = 'brev-och-blanketter';
const TOPIC = 'myndighetsbrev';

function labelOf(id: string, language: Language): string {
  const topic = ragsved.topics.find((one) => one.id === id);
  if (!topic) throw new Error(`Rågsved has no topic ${id}`);
  return textIn(topic.label, language).text;
}

/** Somebody looking at the screen finds the words. */
export async function see(page: Page, words: string | RegExp): Promise<void> {
  await page.getByText(words).first().waitFor();
}

/** The terminal takes a quicker second press in one place for an echo of the first. */
const NO_ECHO_MS = 600;

/** A calm finger. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click({ delay: NO_ECHO_MS });
}

/** Before a finger that is not calm. */
export const rest = (page: Page): Promise<void> => page.waitForTimeout(NO_ECHO_MS);
