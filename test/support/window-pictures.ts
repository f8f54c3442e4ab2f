/**
 * Small pictures of the window in each of its states, and how two of them differ. They are compared with those in
 * test/window/golden by test/window/pictures.test.ts; `npm run screens -- goldens` makes those anew.
 */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import type { DisplayListed } from '#shared/programme.ts';
import type { Language } from '#shared/vocabulary.ts';
import { untilNothingMoves } from './at-rest.ts';
import { indexedPng } from './indexed-png.ts';
import { Stage } from './stage.ts';

export const GOLDEN = 'test/window/golden';
/** Which Chromium the goldens were made with. */
export const GOLDEN_CHROMIUM = `${GOLDEN}/chromium.txt`;

/** Letters are then drawn by the same rules on every machine. */
const FLAGS = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

/** A third of the pixels of a panel of 1920 × 1080: everything is sized in units, so nothing else is different. */
const SHAPES = {
  landscape: { width: 640, height: 360, panelWidthMm: 1_660, viewingDistanceMm: 5_000 },
  portrait: { width: 360, height: 640, panelWidthMm: 934, viewingDistanceMm: 5_000 },
  /** Room for one zone at a time. */
  far: { width: 640, height: 360, panelWidthMm: 1_218, viewingDistanceMm: 8_000 },
  /** For people to look at. */
  large: { width: 1920, height: 1080, panelWidthMm: 1_660, viewingDistanceMm: 5_000 },
  largePortrait: { width: 1080, height: 1920, panelWidthMm: 934, viewingDistanceMm: 5_000 },
} as const;
type Shape = keyof typeof SHAPES;

export type Picture = {
  readonly name: string;
  readonly state: string;
  readonly second: Language | 'all';
  readonly shape: Shape;
};

export const picture = (
  state: string,
  second: Language | 'all' = 'en',
  shape: Shape = 'landscape',
): Picture => ({
  ...{ state, second, shape },
  name: `${state}-${second}-${shape}`,
});

/** Besides every state in Swedish and English: other scripts, other shapes. */
const CHOSEN: readonly Picture[] = [
  ...['open', 'week-ahead', 'hours', 'call', 'closed', 'stale'].map((one) => picture(one, 'ar')),
  ...['open', 'notice', 'how'].map((one) => picture(one, 'ti')),
  picture('welcome', 'all'),
  ...['open', 'week-ahead', 'call', 'closed', 'takeover', 'wrong-clock'].map((one) =>
    picture(one, 'ar', 'portrait'),
  ),
  ...['open', 'call', 'closed'].map((one) => picture(one, 'fi', 'far')),
];

export class PictureStage {
  readonly #stage: Stage;
  /** One for each shape, made when it is wanted. */
  readonly #pages = new Map<Shape, Page>();

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  static async open(): Promise<PictureStage> {
    return new PictureStage(await Stage.open('display', FLAGS));
  }

  /** Those that have a golden. */
  async pictures(): Promise<readonly Picture[]> {
    const page = await this.#pageOf('landscape');
    const states = await page.evaluate(() => window.stage.names());
    return [...states.map((state) => picture(state)), ...CHOSEN];
  }

  get chromiumVersion(): string {
    return this.#stage.chromiumVersion;
  }

  /** @returns a small PNG */
  async take(wanted: Picture): Promise<Buffer> {
    return indexedPng(await this.takeWhole(wanted), { step: 17 });
  }

  /** @returns a PNG as the browser makes it */
  async takeWhole({ name, state, second, shape }: Picture): Promise<Buffer> {
    const page = await this.#pageOf(shape);
    const { panelWidthMm, viewingDistanceMm } = SHAPES[shape];
    const display = { ...LISTED, panelWidthMm, viewingDistanceMm };
    const shown = await page.evaluate(([...given]) => window.stage.shows(...given), [
      state,
      second,
      display,
    ] as const);
    if (!shown) throw new Error(`${name}: its slide never comes`);
    await page.evaluate(() => window.document.fonts.ready.then(() => undefined));
    await untilNothingMoves(page);
    return page.screenshot({ animations: 'disabled' });
  }

  async #pageOf(shape: Shape): Promise<Page> {
    const known = this.#pages.get(shape);
    if (known) return known;
    const { width, height } = SHAPES[shape];
    const page = await this.#stage.page({ width, height });
    // What moves has come to rest.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    this.#pages.set(shape, page);
    return page;
  }

  close(): Promise<void> {
    return this.#stage.close();
  }
}

const LISTED = { id: 'x', name: { sv: 'x' } } as unknown as DisplayListed;

// How two pictures differ

/** Red, green and blue no farther apart than this: the pictures have few colours, each the nearest of them. */
const SAME_COLOUR = 16;
/** So many pixels of a picture may differ. */
const FEW_PIXELS = 12;
/**
 * Another Chromium draws letters a little otherwise. Seen from so far that letters are no more than grey, it draws
 * the same: each point is then the mean of a square with sides of so many pixels.
 */
const FAR_AWAY = 8;

export type Difference = {
  readonly pixels: number;
  /** The picture, pale, with red where it differs: a PNG. */
  readonly drawn: Buffer;
};

/** null: they look the same. @param byTheSameChromium else they are compared from far away */
export async function differenceOf(
  expected: Buffer,
  actual: Buffer,
  byTheSameChromium: boolean,
): Promise<Difference | null> {
  if (expected.equals(actual)) return null;
  const side = byTheSameChromium ? 1 : FAR_AWAY;
  const [before, after] = [await pointsOf(expected, side), await pointsOf(actual, side)];
  const { width, height } = after;
  const isOther = (at: number) =>
    Math.abs((before.data[at] ?? 0) - (after.data[at] ?? 0)) > SAME_COLOUR;
  const differing: number[] = [];
  for (let point = 0; point < width * height; point++)
    if (before.width !== width || [0, 1, 2].some((channel) => isOther(4 * point + channel)))
      differing.push(point);
  const pixels = differing.length * side ** 2;
  if (pixels <= FEW_PIXELS) return null;
  const canvas = createCanvas(width * side, height * side);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalAlpha = 0.3;
  context.drawImage(await loadImage(actual), 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = 'red';
  for (const point of differing)
    context.fillRect((point % width) * side, Math.floor(point / width) * side, side, side);
  return { pixels, drawn: await canvas.encode('png') };
}

async function pointsOf(png: Buffer, side: number) {
  const image = await loadImage(png);
  const [width, height] = [Math.floor(image.width / side), Math.floor(image.height / side)];
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  if (side === 1) return { width, height, data };
  const means = new Float64Array(4 * width * height);
  for (let at = 0; at < 4 * width * side * height * side; at++) {
    const [x, y] = [Math.floor(at / 4) % image.width, Math.floor(at / 4 / image.width)];
    const point = Math.floor(y / side) * width + Math.floor(x / side);
    const index = 4 * point + (at % 4);
    means[index] = (means[index] ?? 0) + (data[at] ?? 0) / side ** 2;
  }
  return { width, height, data: means };
}

/** What test/ui/display-stage.ts puts on its page. */
declare const window: {
  document: { fonts: { ready: Promise<unknown> } };
  stage: {
    names(): string[];
    shows(state: string, second: Language | 'all', display: DisplayListed): Promise<object | null>;
  };
};
