/**
 * Pictures of the window in every state, for people to look at: `npm run screens` puts them into screens/.
 * By day or night, beside Swedish in Arabic, Tigrinya, Finnish and English, lying and upright; and of desk and
 * terminal. Words on the command line keep to the states of the window that they name, or to desk-and-terminal;
 * `goldens` makes the pictures anew that the tests compare with, `docs` those in docs/pictures (after a build).
 */
import { mkdirSync, rmSync } from 'node:fs';
import process from 'node:process';
import type { DisplayListed } from '#shared/programme.ts';
import type { Language } from '#shared/vocabulary.ts';
import { Stage } from '#test/support/stage.ts';
import { deskAndTerminal } from './desk-and-terminal.ts';
import { docsPictures } from './docs-pictures.ts';
import { goldens } from './goldens.ts';

const FOLDER = 'screens';
const LANGUAGES: readonly Language[] = ['ar', 'ti', 'fi', 'en'];
const SHAPES = [
  { name: 'landscape', width: 1920, height: 1080, panelWidthMm: 1_660 },
  { name: 'portrait', width: 1080, height: 1920, panelWidthMm: 934 },
] as const;

const wanted = process.argv.slice(2);
if (wanted.includes('goldens')) await goldens();
else if (wanted.includes('docs')) await docsPictures();
else await screens();

async function screens(): Promise<void> {
  if (wanted.length === 0) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });

  const stage = await Stage.open('display');
  try {
    for (const { name: shape, width, height, panelWidthMm } of SHAPES) {
      const page = await stage.page({ width, height });
      // What moves has come to rest.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const names = await page.evaluate(() => (globalThis as unknown as OnStage).stage.names());
      const display = {
        id: 'x',
        name: { sv: 'x' },
        viewingDistanceMm: 5_000,
        panelWidthMm,
      } as DisplayListed;
      for (const state of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
        for (const language of LANGUAGES) {
          const shown = await page.evaluate(
            ([...given]) => (globalThis as unknown as OnStage).stage.shows(...given),
            [state, language, display] as const,
          );
          if (!shown) process.stderr.write(`${state}: its slide never comes\n`);
          for (const { panel, why } of shown?.faults ?? [])
            process.stderr.write(`${state}: ${panel}: ${why}\n`);
          for (const theme of ['light', 'dark']) {
            await page.evaluate((isDark) => {
              const { document } = globalThis as unknown as { document: StageDocument };
              document.querySelector('display-screen').classList.toggle('night', isDark);
            }, theme === 'dark');
            await page.screenshot({ path: `${FOLDER}/${shape}-${language}-${theme}-${state}.png` });
          }
        }
      }
    }
    for (const complaint of new Set(stage.complaints)) process.stderr.write(`${complaint}\n`);
  } finally {
    await stage.close();
  }
  if (wanted.length === 0 || wanted.includes('desk-and-terminal')) await deskAndTerminal(FOLDER);
}

type StageDocument = {
  querySelector(name: string): { classList: { toggle(name: string, on: boolean): void } };
};
type OnStage = {
  stage: {
    names(): string[];
    shows(
      state: string,
      second: Language,
      display: DisplayListed,
    ): Promise<{
      faults: readonly { panel: string; why: string }[];
    } | null>;
  };
};
