/** The desk of test/ui/desk-stage.ts on pages of a real Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { openBrowser } from './chromium.ts';

const PAGE = `<!doctype html><html lang="sv" class="follows-reader"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"><link rel="icon" href="/shared/ui/icon.svg"><title>Mitt bord</title>
<script type="module" src="/test/ui/desk-stage.ts"></script><body></body></html>`;

export class DeskStage {
  readonly #vite: ViteDevServer;
  readonly #browser: Browser;
  readonly #cacheDir: string;
  /** What any page wrote to its console as an error, or threw. */
  readonly complaints: string[] = [];

  private constructor(vite: ViteDevServer, browser: Browser, cacheDir: string) {
    this.#vite = vite;
    this.#browser = browser;
    this.#cacheDir = cacheDir;
  }

  static async open(): Promise<DeskStage> {
    const cacheDir = mkdtempSync(join(tmpdir(), 'torget-vite-'));
    const vite = await createServer({
      configFile: false,
      appType: 'custom',
      cacheDir,
      logLevel: 'error',
      // What is no module yet: socket.io-client's own dependencies.
      optimizeDeps: { noDiscovery: true, include: ['socket.io-client'] },
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
      plugins: [
        {
          name: 'desk-stage',
          configureServer: ({ middlewares }) => {
            middlewares.use('/stage', (_request, response) => {
              response.setHeader('content-type', 'text/html; charset=utf-8');
              response.end(PAGE);
            });
          },
        },
      ],
    });
    await vite.listen();
    return new DeskStage(vite, await openBrowser(), cacheDir);
  }

  async page(viewport: { width: number; height: number }): Promise<Page> {
    const page = await this.#browser.newPage({ viewport });
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    const address = this.#vite.httpServer?.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await page.goto(`http://127.0.0.1:${port}/stage`);
    await page.waitForFunction(() => 'stage' in globalThis);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#vite.close();
    rmSync(this.#cacheDir, { recursive: true, force: true });
  }
}
