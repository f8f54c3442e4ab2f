/**
 * The fonts of the slip: Noto Sans in three scripts, as shipped with the product. The canvas would take a
 * letter that they lack from whatever the machine has, and a slip would look different from office to
 * office; so what they lack is replaced before it is drawn.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const shipped = createRequire(import.meta.url);

/** Thinner strokes than Medium break up at 203 dots per inch. Each face in the order its scripts are tried. */
const FACES = {
  medium: [
    '@expo-google-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf',
    '@expo-google-fonts/noto-sans-arabic/500Medium/NotoSansArabic_500Medium.ttf',
    '@expo-google-fonts/noto-sans-ethiopic/500Medium/NotoSansEthiopic_500Medium.ttf',
  ],
  bold: [
    '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
    '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
    '@expo-google-fonts/noto-sans-ethiopic/700Bold/NotoSansEthiopic_700Bold.ttf',
  ],
} as const;
export type Face = keyof typeof FACES;

/** CSS families under names that no machine has: 'Slip medium 0', … */
const families = Object.fromEntries(
  Object.entries(FACES).map(([face, files]) => {
    const names = files.map((file, index) => {
      const name = `Slip ${face} ${index}`;
      if (!GlobalFonts.registerFromPath(shipped.resolve(file), name))
        throw new Error(`not a font that can be read: ${file}`);
      return `"${name}"`;
    });
    return [face, names.join(', ')];
  }),
) as Record<Face, string>;

/** For `context.font`. */
export const font = (face: Face, sizeDots: number): string => `${sizeDots}px ${families[face]}`;

/** `text` in composed form, with U+FFFD for what the shipped fonts cannot draw and a space for what is no letter. */
export function drawable(text: string): string {
  return Array.from(text.normalize('NFC').replace(/[\p{Cc}\u2028\u2029]+/gu, ' '), (letter) =>
    isDrawable(letter) ? letter : '\ufffd',
  ).join('');
}

/** Whether every face has it; what is not seen (joiners, isolates) needs no picture. */
export const isDrawable = (letter: string): boolean =>
  /^\p{Default_Ignorable_Code_Point}$/u.test(letter) || covered().has(letter.codePointAt(0) ?? 0);

let coverage: ReadonlySet<number> | undefined;
function covered(): ReadonlySet<number> {
  coverage ??= Object.values(FACES)
    .map((files) => new Set(files.flatMap((file) => [...codePointsOf(shipped.resolve(file))])))
    .reduce((all, face) => all.intersection(face));
  return coverage;
}

/** The code points of a TrueType file, from its character map ('cmap', format 4 or 12: OpenType 1.9). */
function* codePointsOf(path: string): Generator<number> {
  const file = readFileSync(path);
  const tables = Array.from({ length: file.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => file.toString('latin1', at, at + 4) === 'cmap');
  if (entry === undefined) throw new Error(`a font without a character map: ${path}`);
  const cmap = file.readUInt32BE(entry + 8);
  for (let index = 0; index < file.readUInt16BE(cmap + 2); index++) {
    const at = cmap + file.readUInt32BE(cmap + 4 + index * 8 + 4);
    const format = file.readUInt16BE(at);
    if (format === 4) yield* segments(file, at);
    if (format === 12) yield* groups(file, at);
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
