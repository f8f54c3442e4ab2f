/** The letters of a web font, from its file. Format: W3C WOFF 2.0, sections 4 and 5. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { codePointsOfMap } from '#print/slip-font-coverage.ts';

const HEADER_BYTES = 48;
/** Indexes of tags that the format names by number. */
const [CMAP, GLYF, LOCA, UNNAMED] = [0, 10, 11, 63];

export function codePointsOfWoff2(path: string | URL): Set<number> {
  const file = readFileSync(path);
  let at = HEADER_BYTES;
  const variableLength = () => {
    let [value, byte] = [0, 0x80];
    for (; byte & 0x80; at++) {
      byte = file[at] ?? 0;
      value = value * 128 + (byte & 0x7f);
    }
    return value;
  };

  let [start, cmap] = [0, { start: 0, length: 0 }];
  for (let table = 0; table < file.readUInt16BE(12); table++) {
    const flags = file[at++] ?? 0;
    const [tag, transform] = [flags & 0x3f, flags >> 6];
    if (tag === UNNAMED) at += 4;
    let length = variableLength();
    if (tag === GLYF || tag === LOCA ? transform === 0 : transform !== 0) length = variableLength();
    if (tag === CMAP) cmap = { start, length };
    start += length;
  }
  const tables = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  return new Set(codePointsOfMap(tables.subarray(cmap.start, cmap.start + cmap.length)));
}
