/** The window of test/ui/display-stage.ts on pages of a real Chromium, as large as a panel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { openBrowser } from './chromium.ts';

const PAGE = `<!doctype html><html lang="sv"><meta charset="utf-8"><link rel="icon" href="/shared/ui/icon.svg"><title>Fönstret</title>
<script type="module" src="/test/ui/display-stage.ts"></script><body></body></html>`;

export class WindowStage {
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

  /** @param flags more of them for the browser */
  static async open(flags: readonly string[] = []): Promise<WindowStage> {
    const cacheDir = mkdtempSync(join(tmpdir(), 'torget-vite-'));
    const vite = await createServer({
      configFile: false,
      appType: 'custom',
      cacheDir,
      logLevel: 'error',
      optimizeDeps: { noDiscovery: true },
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
      plugins: [
        {
          name: 'window-stage',
          configureServer: ({ middlewares }) => {
            // No hub, and so no voices.
            middlewares.use('/api', (_request, response) => {
              response.statusCode = 204;
              response.end();
            });
            middlewares.use('/stage', (_request, response) => {
              response.setHeader('content-type', 'text/html; charset=utf-8');
              response.end(PAGE);
            });
          },
        },
      ],
    });
    await vite.listen();
    return new WindowStage(vite, await openBrowser(flags), cacheDir);
  }

  async page(viewport: { width: number; height: number }): Promise<Page> {
    const page = await this.#browser.newPage({ viewport });
    page.on('console', (message) => {
      if (message.type() === 'error')
        this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    const address = this.#vite.httpServer?.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await page.goto(`http://127.0.0.1:${port}/stage`);
    await page.waitForFunction(() => 'stage' in globalThis);
    // Every face, so that the first look is as all later ones.
    await page.evaluate(async () => {
      const { document, getComputedStyle } = globalThis as unknown as {
        document: { fonts: { load(font: string, text: string): Promise<unknown> }; body: object };
        getComputedStyle: (element: object) => { fontFamily: string };
      };
      const { fontFamily } = getComputedStyle(document.body);
      for (const weight of [500, 700])
        await document.fonts.load(`${weight} 16px ${fontFamily}`, 'aÅłşІжأکڕፈቋ');
    });
    return page;
  }

  get chromiumVersion(): string {
    return this.#browser.version();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#vite.close();
    rmSync(this.#cacheDir, { recursive: true, force: true });
  }
}
