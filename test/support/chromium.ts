/** A real browser for tests: one per test file, no downloads, no talk with anybody but the hub. */
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '#setup/chromium.mjs';

export const CHROMIUM_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required', // the display's chime, as docs/operations.md has it
];

/** Close it when the file’s tests are done. @param more flags */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(() => {}),
    args: [...CHROMIUM_ARGS, ...more],
  });
}
