/** The window in each of its states looks as it did when somebody last looked at it. Rule D24 in docs/spec.md. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  differenceOf,
  GOLDEN,
  GOLDEN_CHROMIUM,
  type Picture,
  PictureStage,
} from '#test/support/window-pictures.ts';

const DIFFERENCES = 'screens/differences';
const RENEW =
  'If it is meant to look like this, `npm run screens -- goldens` makes them anew: look at them before you commit them.';

let stage: PictureStage;
let pictures: readonly Picture[];
beforeAll(async () => {
  stage = await PictureStage.open();
  pictures = await stage.pictures();
  rmSync(DIFFERENCES, { recursive: true, force: true });
});
afterAll(() => stage?.close());

it('[D24] each state of the window looks as in its golden picture', async () => {
  const madeWith = readFileSync(GOLDEN_CHROMIUM, 'utf8').trim();
  const complaints: string[] = [];
  for (const picture of pictures)
    complaints.push(...(await complaintsOf(picture, stage.chromiumVersion === madeWith)));
  expect(complaints.join('\n'), RENEW).toBe('');
});

it('[D24] there is no golden picture of what is no state any longer', () => {
  const known = new Set(pictures.map(({ name }) => `${name}.png`));
  const strangers = readdirSync(GOLDEN).filter(
    (file) => !known.has(file) && file !== basename(GOLDEN_CHROMIUM),
  );
  expect(strangers).toEqual([]);
});

it('[D24] letters that another Chromium draws otherwise are no difference; a zone that has moved is', async () => {
  const golden = readFileSync(`${GOLDEN}/open-en-landscape.png`);
  const otherLetters = await shifted(golden, 0.4);
  expect(await differenceOf(golden, otherLetters, true)).not.toBeNull();
  expect(await differenceOf(golden, otherLetters, false)).toBeNull();
  expect(await differenceOf(golden, await shifted(golden, 4), false)).not.toBeNull();
});

async function shifted(png: Buffer, pixels: number): Promise<Buffer> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  context.drawImage(image, pixels, 0);
  return canvas.encode('png');
}

async function complaintsOf(picture: Picture, byTheSameChromium: boolean): Promise<string[]> {
  const { name } = picture;
  const golden = `${GOLDEN}/${name}.png`;
  if (!existsSync(golden)) return [`${name} has no golden picture.`];
  const [expected, actual] = [readFileSync(golden), await stage.take(picture)];
  const difference = await differenceOf(expected, actual, byTheSameChromium);
  if (!difference) return [];
  mkdirSync(DIFFERENCES, { recursive: true });
  const written = { expected, actual, difference: difference.drawn };
  for (const [what, png] of Object.entries(written))
    writeFileSync(`${DIFFERENCES}/${name}-${what}.png`, png);
  return [`${name} differs in ${difference.pixels} pixels: see ${DIFFERENCES}/${name}-*.png.`];
}
