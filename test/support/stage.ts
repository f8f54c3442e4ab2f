/**
 * A screen with a made-up hub on pages of a real Chromium, so that it can be put into any state without waiting:
 * test/ui/<name>-stage.html, built as the screens are.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { builtCatalogs } from '#setup/built-catalogs.ts';
import { openBrowser } from './chromium.ts';

export class Stage {
  readonly #pageUrl: string;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #built: string;
  /** What any page wrote to its console as an error, or threw. */
  readonly complaints: string[] = [];

  private constructor(name: string, parts: { server: Server; browser: Browser; built: string }) {
    this.#server = parts.server;
    this.#browser = parts.browser;
    this.#built = parts.built;
    const { port } = this.#server.address() as AddressInfo;
    this.#pageUrl = `http://127.0.0.1:${port}/test/ui/${name}-stage.html`;
  }

  /** @param flags more of them for the browser */
  static async open(
    name: 'desk' | 'display' | 'terminal',
    flags: readonly string[] = [],
  ): Promise<Stage> {
    const built = mkdtempSync(join(tmpdir(), 'torget-stage-'));
    await build({
      ...{ configFile: false, publicDir: false, logLevel: 'error' },
      plugins: [builtCatalogs()],
      build: {
        ...{ outDir: built, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
        rolldownOptions: { input: `test/ui/${name}-stage.html` },
      },
    });
    const pages = express();
    // No hub, and so no voices.
    pages.use('/api', (_request, response) => {
      response.status(204).end();
    });
    pages.use(express.static(built));
    const server = createServer(pages).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Stage(name, { server, built, browser: await openBrowser(flags) });
  }

  get chromiumVersion(): string {
    return this.#browser.version();
  }

  /** With `globalThis.stage`. */
  async page(viewport: { width: number; height: number }): Promise<Page> {
    const page = await this.#browser.newPage({ viewport });
    page.on('console', (message) => {
      if (message.type() === 'error')
        this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    await page.goto(this.#pageUrl);
    await page.waitForFunction(() => 'stage' in globalThis);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(this.#built, { recursive: true, force: true });
  }
}
