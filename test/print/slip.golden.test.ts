/**
 * Paper as pictures, to be looked at: test/print/golden. After a wanted change run this file with
 * UPDATE_GOLDEN=1, look at the new pictures, and commit them.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import type { Raster } from '#print/escpos.ts';
import { encodePng } from '#print/raster-png.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { drawStaffPage } from '#print/staff-pages.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';
import { backPage, narrow, preschool, testPage, wide } from './made-up.ts';

/** Letters' edges may differ by a dot between processors. */
const MAY_DIFFER = 0.001;
const GOLDEN = new URL('./golden/', import.meta.url);

const widths = [
  { mm: 80, paper: wide },
  { mm: 58, paper: narrow },
];
const again = { copy: 2, printedAt: Date.parse('2026-11-24T10:31:00+01:00') };

const slips = widths.flatMap(({ mm, paper }) => [
  ...LANGUAGE_TAGS.map((language) => ({
    name: `slip-${language}-${mm}`,
    draw: () => drawSlip(slipOf(preschool(language)), paper),
  })),
  {
    name: `slip-copy-${mm}`,
    draw: () => drawSlip(slipOf({ ...preschool('ar'), ...again, minutes: null }), paper),
  },
]);
const pages = widths.flatMap(({ mm, paper }) => [
  { name: `page-test-${mm}`, draw: () => drawStaffPage(testPage, paper) },
  { name: `page-back-${mm}`, draw: () => drawStaffPage(backPage, paper) },
]);

it.each(slips)('[PR1] $name looks as it was approved', ({ name, draw }) =>
  expectAsApproved(name, draw()),
);

it.each(pages)('[SL10] $name looks as it was approved', ({ name, draw }) =>
  expectAsApproved(name, draw()),
);

it('[PR1] no picture is kept of what is not drawn', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(
    [...slips, ...pages].map(({ name }) => `${name}.png`).sort(),
  );
});

async function expectAsApproved(name: string, picture: Raster): Promise<void> {
  const path = new URL(`${name}.png`, GOLDEN);
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(path, encodePng(picture));
  expect(existsSync(path), `${path.pathname} is missing: see the top of this file`).toBe(true);
  const approved = await rasterOf(path);
  expect([picture.widthDots, picture.heightDots]).toEqual([
    approved.widthDots,
    approved.heightDots,
  ]);
  const dots = picture.widthDots * picture.heightDots;
  expect(differing(picture, approved) / dots).toBeLessThan(MAY_DIFFER);
}

async function rasterOf(path: URL): Promise<Raster> {
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const dots = new Uint8Array((image.width / 8) * image.height);
  for (let dot = 0; dot < image.width * image.height; dot++)
    if (data[dot * 4] === 0) dots[dot >> 3] = (dots[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  return { widthDots: image.width, heightDots: image.height, dots };
}

function differing(one: Raster, other: Raster): number {
  let count = 0;
  for (let at = 0; at < one.dots.length; at++)
    for (let bits = (one.dots[at] ?? 0) ^ (other.dots[at] ?? 0); bits !== 0; bits &= bits - 1)
      count++;
  return count;
}
