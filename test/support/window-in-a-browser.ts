/** One window in a browser profile of its own, which keeps what it is given: pages come and go in it. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Programme } from '#shared/programme.ts';

export type KeptRecord = {
  programme: Programme | null;
  reloads: number[];
  [field: string]: unknown;
};

export class WindowInABrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page threw. A hub that is gone is no fault. */
  readonly faults: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (fault) => this.faults.push(fault.message));
  }

  /** Its clock can be moved, and runs by itself until it is. */
  static async open(browser: Browser, url: string): Promise<WindowInABrowser> {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const window = new WindowInABrowser(context, await context.newPage());
    await window.page.clock.install();
    await window.page.goto(`${url}/display`);
    return window;
  }

  /** Its files, and what the hub last said, are in the browser: it may be left alone. */
  async settled(): Promise<void> {
    await this.page.evaluate('navigator.serviceWorker.ready.then(() => {})');
    while (!(await this.record())?.programme) await soon();
  }

  /** Loads the page anew, as after a power cut. */
  async startAgain(): Promise<void> {
    await this.page.reload();
  }

  /** Everything that can be read on it. */
  text(): Promise<string> {
    return this.page.evaluate(READ);
  }

  /** Waits until what can be read on it has `words`. */
  async shows(words: string | RegExp): Promise<void> {
    let text = '';
    for (let tries = 0; tries < 200; tries++) {
      text = await this.text();
      if (typeof words === 'string' ? text.includes(plain(words)) : words.test(text)) return;
      await soon();
    }
    throw new Error(`The window does not show ${words}. It shows: ${text}`);
  }

  /** Hours pass, as far as the page can tell: every timer that is due runs once. */
  async leap(ms: number): Promise<void> {
    await this.page.clock.fastForward(ms);
    await this.page.clock.runFor(1_100); // what is drawn once a second is drawn
  }

  record(): Promise<KeptRecord | null> {
    return this.page.evaluate(RECORD);
  }

  /** Puts `record` where the window keeps its own. */
  async putRecord(record: unknown): Promise<void> {
    await this.page.evaluate(`(${PUT_RECORD})(${JSON.stringify(record)})`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** As READ gives it. */
const plain = (words: string) => words.replaceAll(/\s+/g, ' ');

const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

// Run in the page. Its clock may stand still, so none of it waits by a timer.

const READ = `(() => {
  const texts = [];
  const read = (node) => {
    if (node instanceof HTMLStyleElement) return;
    if (node instanceof Text && node.data.trim()) texts.push(node.data.trim());
    if (node.shadowRoot) read(node.shadowRoot);
    for (const child of node.childNodes) read(child);
  };
  read(document.body);
  return texts.join(' ').replaceAll('\\u00ad', '').replaceAll(/\\s+/g, ' ');
})()`;

const OPEN = `const opened = indexedDB.open('torget-display');
  await new Promise((done) => { opened.onsuccess = opened.onerror = done; });`;

const RECORD = `(async () => {
  ${OPEN}
  try {
    const asked = opened.result.transaction('records').objectStore('records').get('/');
    await new Promise((done) => { asked.onsuccess = asked.onerror = done; });
    return asked.result ?? null;
  } catch {
    return null;
  } finally {
    opened.result.close();
  }
})()`;

const PUT_RECORD = `async (record) => {
  ${OPEN}
  const transaction = opened.result.transaction('records', 'readwrite');
  transaction.objectStore('records').put(record, '/');
  await new Promise((done) => { transaction.oncomplete = done; });
  opened.result.close();
}`;
