/** Pictures of a screen as small files: a screen has few colours, so each pixel is the number of one. */
import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const MOST_COLOURS = 256;

type Look = {
  /** In pixels; the picture's own when it is left out. */
  readonly width?: number;
  /** Colours nearer to each other than this, of 255, become one. */
  readonly step: number;
};

export async function indexedPng(png: Buffer, look: Look): Promise<Buffer> {
  const image = await loadImage(png);
  const width = look.width ?? image.width;
  const size = { width, height: Math.round((image.height * width) / image.width) };
  const context = createCanvas(size.width, size.height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, size.width, size.height);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const pixels = Array.from({ length: size.width * size.height }, (_, pixel) =>
    rgb(data[4 * pixel], data[4 * pixel + 1], data[4 * pixel + 2]),
  );
  const { colours, numberOf } = paletteOf(pixels, look.step);
  const rows = Buffer.alloc(size.height * (size.width + 1));
  for (const [pixel, colour] of pixels.entries()) {
    // Each row begins with the number of its filter: none.
    rows[pixel + Math.floor(pixel / size.width) + 1] = numberOf.get(colour) ?? 0;
  }
  const palette = Buffer.from(colours.flatMap((one) => channelsOf(one)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

type Colour = number;
const rgb = (red = 0, green = 0, blue = 0): Colour => (red << 16) | (green << 8) | blue;
const channelsOf = (colour: Colour): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** Of colours near to each other the one that is seen most; where those are too many, the rest in the nearest of them. */
function paletteOf(pixels: readonly Colour[], step: number) {
  const times = new Map<Colour, number>();
  for (const colour of pixels) times.set(colour, (times.get(colour) ?? 0) + 1);
  const byUse = [...times].toSorted(([one, uses], [other, used]) => used - uses || one - other);
  const nearby = (colour: Colour) =>
    channelsOf(colour)
      .map((channel) => Math.round(channel / step))
      .join();
  const groups = new Map<string, number>();
  const colours: Colour[] = [];
  for (const [colour] of byUse) {
    if (groups.has(nearby(colour)) || colours.length === MOST_COLOURS) continue;
    groups.set(nearby(colour), colours.length);
    colours.push(colour);
  }
  const kept = colours.map(channelsOf);
  const numberOf = new Map(
    byUse.map(([colour]) => [
      colour,
      groups.get(nearby(colour)) ?? nearest(kept, channelsOf(colour)),
    ]),
  );
  return { colours, numberOf };
}

function nearest(kept: readonly number[][], [red = 0, green = 0, blue = 0]: number[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [index, [r = 0, g = 0, b = 0]] of kept.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
