/** Dots → a PNG of one bit per dot, for people to look at. Pure. Format: W3C PNG, third edition. */
import { crc32, deflateSync } from 'node:zlib';
import type { Raster } from './escpos.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const ONE_BIT_GREY = [1, 0, 0, 0, 0];
const NO_FILTER = 0;

export function encodePng({ widthDots, heightDots, dots }: Raster): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(widthDots, 0);
  size.writeUInt32BE(heightDots, 4);
  const rowBytes = widthDots / 8;
  const rows = Buffer.alloc((rowBytes + 1) * heightDots, NO_FILTER);
  for (let row = 0; row < heightDots; row++)
    for (let byte = 0; byte < rowBytes; byte++)
      // In a PNG 1 is white.
      rows[row * (rowBytes + 1) + 1 + byte] = ~(dots[row * rowBytes + byte] ?? 0) & 0xff;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, Buffer.from(ONE_BIT_GREY)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
