/** Which letters a font has, read from its character map ('cmap', format 4 or 12: OpenType 1.9). */
import { readFileSync } from 'node:fs';

/** The code points of a TrueType file. */
export function* codePointsOfFile(path: string): Generator<number> {
  const file = readFileSync(path);
  const tables = Array.from({ length: file.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => file.toString('latin1', at, at + 4) === 'cmap');
  if (entry === undefined) throw new Error(`a font without a character map: ${path}`);
  yield* codePointsOfMap(file.subarray(file.readUInt32BE(entry + 8)));
}

/** The code points of a character map by itself. */
export function* codePointsOfMap(cmap: Buffer): Generator<number> {
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const at = cmap.readUInt32BE(4 + index * 8 + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 4) yield* segments(cmap, at);
    if (format === 12) yield* groups(cmap, at);
  }
}

function* segments(file: Buffer, at: number): Generator<number> {
  const count = file.readUInt16BE(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const offsets = deltas + count * 2;
  for (let segment = 0; segment < count; segment++) {
    const start = file.readUInt16BE(starts + segment * 2);
    const end = file.readUInt16BE(ends + segment * 2);
    const delta = file.readUInt16BE(deltas + segment * 2);
    const offset = file.readUInt16BE(offsets + segment * 2);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const glyph =
        offset === 0
          ? code + delta
          : file.readUInt16BE(offsets + segment * 2 + offset + (code - start) * 2);
      if ((glyph & 0xffff) !== 0) yield code;
    }
  }
}

function* groups(file: Buffer, at: number): Generator<number> {
  for (let group = 0; group < file.readUInt32BE(at + 12); group++) {
    const start = file.readUInt32BE(at + 16 + group * 12);
    const end = file.readUInt32BE(at + 16 + group * 12 + 4);
    for (let code = start; code <= end; code++) yield code;
  }
}
