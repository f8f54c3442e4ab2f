/** What comes out of the bytes when others read them: an ESC/POS decoder and a QR reader that share nothing with ours. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { BAND_ROWS, CUT, encodePicture, type Raster } from '#print/escpos.ts';
import { slipOf } from '#print/slip.ts';
import { SlipDrawing } from '#print/slip-drawing.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';
import { decodeEscPos, realTimeCommandsIn } from '#test/support/escpos-decoder.ts';
import { narrow, preschool, rolls, wide } from './made-up.ts';

const bytesOf = (picture: Raster) => Buffer.concat([encodePicture(picture), CUT]);

describe('the bytes of a slip', () => {
  it.each(rolls)('[SL7] are read to the picture that was drawn, on $roll', ({ paper }) => {
    for (const language of LANGUAGE_TAGS) {
      const picture = drawSlip(slipOf(preschool(language)), paper);
      const { commands, papers } = decodeEscPos(bytesOf(picture));
      expect(commands.at(-1)).toBe('GS V 66 0');
      for (const band of commands.slice(0, -1)) {
        const [, width, rows] = /^GS v 0 (\d+)x(\d+)$/.exec(band) ?? [];
        expect(Number(width)).toBe(paper.widthDots / 8);
        expect(Number(rows)).toBeLessThanOrEqual(BAND_ROWS);
      }
      expect(papers).toHaveLength(1);
      expect(papers[0]?.heightDots).toBe(picture.heightDots);
      // The Arabic slip on 80 mm holds DLE EOT 7, which is taken apart (PR5).
      const changed = [...picture.dots].flatMap((byte, at) => {
        const read = papers[0]?.dots[at];
        return read === byte ? [] : [{ byte, read }];
      });
      expect(changed.filter(({ byte, read }) => byte !== 0x10 || read !== 0x30)).toEqual([]);
      expect(changed.length).toBeLessThanOrEqual(1);
    }
  });

  it('[SL7] hold nothing that a printer carries out at once', () => {
    for (const language of LANGUAGE_TAGS)
      for (const { paper } of rolls)
        expect(realTimeCommandsIn(bytesOf(drawSlip(slipOf(preschool(language)), paper)))).toEqual(
          [],
        );
  });

  it('[SL7] are drawn on the thread as they are here, and measured', async () => {
    const drawing = SlipDrawing.open();
    for (const paper of [wide, narrow]) {
      const slip = slipOf(preschool('ckb'));
      const picture = drawSlip(slip, paper);
      const bytes = await drawing.draw(slip, paper);
      expect(Buffer.compare(bytes, encodePicture(picture))).toBe(0);
    }
    await drawing.close();
  });
});

describe('the code on a slip', () => {
  beforeAll(async () => {
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const wasmBinary = Uint8Array.from(readFileSync(wasm)).buffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  });

  const slips = rolls.flatMap(({ roll, paper }) =>
    (['sv', 'ar'] as const).map((language) => ({ roll, paper, language })),
  );

  it.each(slips)(
    '[SL9] is read from the paper of $roll in $language, with room around it',
    async ({ paper, language }) => {
      const facts = preschool(language);
      const picture = paperOf(drawSlip(slipOf(facts), paper));
      const [code = expect.unreachable('no code is found')] = await codesOn(picture);
      expect(code.text).toBe(facts.follow);
      expect(code.ecLevel).toBe('M');

      const { left, right, top, bottom } = boxOf(code.position);
      const modules = 17 + 4 * Number(code.version);
      const moduleDots = (right - left) / modules;
      expect(Math.round(moduleDots * 10) / 10).toBe(paper.dotsPerMm === 8 ? 6 : 5);
      const quiet = 4 * moduleDots;
      expect(left - quiet).toBeGreaterThanOrEqual(0);
      expect(right + quiet).toBeLessThanOrEqual(paper.widthDots);
      for (let y = Math.ceil(top - quiet); y < Math.min(bottom + quiet, picture.heightDots); y++)
        for (let x = Math.ceil(left - quiet); x < right + quiet; x++)
          if (x < left - 1 || x > right || y < top - 1 || y > bottom)
            expect(isBlack(picture, x, y), `dot ${x},${y}`).toBe(false);
    },
  );

  it('[SL9] is left out where the ticket has no page, or an address too long for a code', async () => {
    for (const follow of [null, `https://torget.example.se/${'t'.repeat(300)}`]) {
      const picture = drawSlip(slipOf({ ...preschool('sv'), follow }), wide);
      expect(await codesOn(picture)).toEqual([]);
    }
  });

  it('[SL9] of a long address is still within the narrow roll', async () => {
    const follow = `https://torget.medborgarkontor.stockholm.example.se/t/${'Zm9s'.repeat(30)}`;
    const picture = drawSlip(slipOf({ ...preschool('sv'), follow }), narrow);
    const [code] = await codesOn(picture);
    expect(code?.text).toBe(follow);
  });
});

/** As a decoder reads it from the bytes. */
function paperOf(picture: Raster): Raster {
  const [paper = expect.unreachable('no paper')] = decodeEscPos(bytesOf(picture)).papers;
  return paper;
}

function codesOn(picture: Raster) {
  const { widthDots: width, heightDots: height } = picture;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(picture, x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  const image = { data, width, height, colorSpace: 'srgb' } as const;
  return readBarcodes(image, { formats: ['QRCode'] });
}

const isBlack = ({ widthDots, dots }: Raster, x: number, y: number): boolean =>
  ((dots[(y * widthDots + x) >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0;

type Point = { x: number; y: number };
type Corners = { topLeft: Point; topRight: Point; bottomLeft: Point; bottomRight: Point };

function boxOf({ topLeft, topRight, bottomLeft, bottomRight }: Corners) {
  const corners = [topLeft, topRight, bottomLeft, bottomRight];
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { left, right, top, bottom };
}
