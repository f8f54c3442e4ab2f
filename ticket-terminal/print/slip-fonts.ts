/**
 * The fonts of the slip: Noto Sans in three scripts, as shipped with the product. The canvas would take a
 * letter that they lack from whatever the machine has, and a slip would look different from office to
 * office; so what they lack is replaced before it is drawn.
 */
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { codePointsOfFile } from './slip-font-coverage.ts';

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
    .map((files) => new Set(files.flatMap((file) => [...codePointsOfFile(shipped.resolve(file))])))
    .reduce((all, face) => all.intersection(face));
  return coverage;
}
