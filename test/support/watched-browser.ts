/** Pages that are watched: for what somebody's words do when they are not taken for text. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './chromium.ts';

export class WatchedBrowser {
  readonly #browser: Browser;
  #contexts: BrowserContext[] = [];
  /** What was done that text does not do. */
  readonly misdeeds: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<WatchedBrowser> {
    return new WatchedBrowser(await openBrowser());
  }

  /** A page in a profile of its own. Its clock can be moved, and runs by itself until it is. */
  async page(url: string, viewport = { width: 1920, height: 1080 }): Promise<Page> {
    const context = await this.#browser.newContext({ viewport });
    this.#contexts.push(context);
    const { origin } = new URL(url);
    const note = (what: string) => {
      this.misdeeds.push(`${what} on ${url}`);
    };
    await context.exposeFunction('noteMisdeed', note);
    await context.addInitScript(WATCH);
    context.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (asked !== origin && !['data:', 'blob:'].includes(protocol))
        note(`asked ${request.url()}`);
    });
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      note(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => note(`threw ${error.message}`));
    await page.clock.install();
    await page.goto(url);
    return page;
  }

  /** Everything that can be read on `page`, after a look at what it is made of. */
  async read(page: Page): Promise<string> {
    const { text, made } = await page.evaluate<{ text: string; made: string[] }>(READ);
    this.misdeeds.push(...made.map((what) => `made ${what} on ${page.url()}`));
    return text;
  }

  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    this.misdeeds.length = 0;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** Before anything of the page runs. */
const WATCH = `
  window.pwned = (nth) => noteMisdeed('ran ' + nth);
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    noteMisdeed('tried ' + effectiveDirective + ' ' + blockedURI));`;

/** Texts, and what is read aloud or shown for an element; and every element that none of our templates has. */
const READ = `(() => {
  const texts = [document.title];
  const made = Object.keys(Object.prototype).map((key) => 'a prototype with ' + key);
  const strange = ['iframe', 'object', 'embed', 'base', 'frame', 'math', 'marquee', 'portal'];
  const look = (element) => {
    const tag = element.localName;
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || value === 'pwned') made.push(tag + ' with ' + name + '=' + value);
      if (['href', 'src', 'action', 'data', 'poster', 'srcset'].includes(name)) {
        const { origin, protocol } = new URL(value, location.href);
        const ours = origin === location.origin || ['data:', 'blob:'].includes(protocol);
        if (!ours) made.push(tag + ' with ' + name + '=' + value);
      }
      if (['aria-label', 'alt', 'title', 'placeholder', 'value'].includes(name)) texts.push(value);
    }
    const isOwnScript = tag !== 'script' || (element.src !== '' && element.text.trim() === '');
    if (strange.includes(tag) || !isOwnScript) made.push(tag + ' ' + element.outerHTML.slice(0, 200));
  };
  const read = (node) => {
    if (node instanceof Element) look(node);
    if (node instanceof HTMLStyleElement) return;
    if (node instanceof Text && node.data.trim()) texts.push(node.data.trim());
    if (node.shadowRoot) read(node.shadowRoot);
    for (const child of node.childNodes) read(child);
  };
  read(document.documentElement);
  return { text: texts.join(' '), made };
})()`;
