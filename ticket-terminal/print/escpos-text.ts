/**
 * The text commands of ESC/POS, read from the front of a stream: letters, how they look, where they stand.
 * Torget prints pictures and sends none of these; other programs do. Pure.
 */
import type { Raster } from './escpos.ts';
import { refuse, type Taken } from './escpos-command.ts';

export type TextStyle = {
  align: 'left' | 'centre' | 'right';
  /** Times as large as the font's own, 1 to 8. */
  wide: number;
  tall: number;
  font: 'a' | 'b';
  bold: boolean;
  underlineDots: number;
  /** White on black. */
  reversed: boolean;
  upsideDown: boolean;
  /** ESC t n: what bytes from 80h mean. */
  codePage: number;
  /** ESC R n: what a dozen of the bytes below 80h mean. */
  alphabet: number;
  /** From one line to the next. */
  lineDots: number;
  /** After each letter. */
  gapDots: number;
  leftDots: number;
  /** null: to the right edge. */
  widthDots: number | null;
};

export type TextCommand =
  | { command: 'text'; bytes: Uint8Array }
  | { command: 'tab' }
  | { command: 'end-line' }
  /** Ends the line too. */
  | { command: 'feed'; lines: number; dots: number }
  | { command: 'style'; style: Partial<TextStyle> }
  /** ESC $ and ESC \: where the next letter stands, from the margin or from where it would have stood. */
  | { command: 'move-to'; dots: number; from: 'margin' | 'here' }
  /** GS ( L 112 and GS 8 L 112: kept until it is asked for. */
  | { command: 'keep-picture'; picture: Raster }
  | { command: 'print-kept-picture' }
  | { command: 'keep-symbol'; data: string }
  | { command: 'symbol-module'; dots: number }
  | { command: 'print-kept-symbol' };

/** ESC 2. */
export const USUAL_LINE_DOTS = 30;

const HT = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;

/** Of a stream that begins with no command of escpos-parser.ts. */
export function takeText(bytes: Buffer): Taken {
  const [one = 0, two] = bytes;
  if (one >= 0x20 && one !== 0x7f) return takeLetters(bytes);
  if (one === 0 || one === CR) return { command: null, length: 1 };
  if (one === HT) return { command: { command: 'tab' }, length: 1 };
  if (one === LF) return { command: { command: 'end-line' }, length: 1 };
  if (one !== ESC && one !== FS && one !== GS) return refuse(bytes, 1);
  if (two === undefined) return { needs: 2 };
  if (one === GS && two === 0x38) return takeLargeFunction(bytes);
  if (one === FS && two === 0x28) return takeKanjiFunction(bytes);
  const [prefix, name] = [PREFIXES[one], String.fromCharCode(two)] as const;
  const length = 2 + parametersOf(prefix, name);
  if (bytes.length < length) return { needs: length };
  const command = meaning(`${prefix} ${name}`, bytes.subarray(2, length));
  return command === 'unknown' ? refuse(bytes, length) : { command, length };
}

const PREFIXES = { [ESC]: 'ESC', [FS]: 'FS', [GS]: 'GS' } as const;
type Prefix = (typeof PREFIXES)[keyof typeof PREFIXES];

const parametersOf = (prefix: Prefix, name: string): number =>
  Math.max(
    0,
    PARAMETERS[prefix].findIndex((names) => names.includes(name)),
  );

/** Names of commands that one byte follows, that two follow, that three follow. Others are two bytes long. */
const PARAMETERS: Readonly<Record<Prefix, readonly string[]>> = {
  ESC: ['', ' !-3=EGJMRTVadrt{', '$B\\c', 'p'],
  FS: ['', '!-CW', 'Sp'],
  GS: ['', '!BEHTbfhw', '$LPW\\', '^'],
};

/** null for what changes nothing on this paper. */
function meaning(command: string, [n = 0, high = 0]: Uint8Array): TextCommand | null | 'unknown' {
  const style = (style: Partial<TextStyle>): TextCommand => ({ command: 'style', style });
  // Many take a number also as its digit.
  const digit = n >= 0x30 ? n - 0x30 : n;
  const both = n + (high << 8);
  switch (command) {
    case 'ESC  ':
      return style({ gapDots: n });
    case 'ESC !':
      return style({
        font: n & 1 ? 'b' : 'a',
        bold: (n & 0x08) !== 0,
        tall: n & 0x10 ? 2 : 1,
        wide: n & 0x20 ? 2 : 1,
        underlineDots: n & 0x80 ? 1 : 0,
      });
    case 'ESC $':
      return { command: 'move-to', dots: both, from: 'margin' };
    case 'ESC -':
      return style({ underlineDots: Math.min(digit, 2) });
    case 'ESC 2':
      return style({ lineDots: USUAL_LINE_DOTS });
    case 'ESC 3':
      return style({ lineDots: n });
    case 'ESC E': // emphasized
    case 'ESC G': // double-strike
      return style({ bold: (n & 1) !== 0 });
    case 'ESC J':
      return { command: 'feed', lines: 0, dots: n };
    case 'ESC M':
      return style({ font: digit === 1 ? 'b' : 'a' });
    case 'ESC R':
      return style({ alphabet: n });
    case 'ESC \\':
      return { command: 'move-to', dots: both > 0x7fff ? both - 0x1_0000 : both, from: 'here' };
    case 'ESC a':
      return style({ align: digit === 1 ? 'centre' : digit === 2 ? 'right' : 'left' });
    case 'ESC d':
      return { command: 'feed', lines: n, dots: 0 };
    case 'ESC t':
      return style({ codePage: n });
    case 'ESC {':
      return style({ upsideDown: (n & 1) !== 0 });
    case 'GS !':
      return style({ wide: ((n >> 4) & 7) + 1, tall: (n & 7) + 1 });
    case 'GS B':
      return style({ reversed: (n & 1) !== 0 });
    case 'GS L':
      return style({ leftDots: both });
    case 'GS W':
      return style({ widthDots: both });
    case 'ESC c': // which sensors stop it, and whether its buttons work
    case 'FS !': // Chinese and Japanese letters, which it has none of
    case 'FS -':
    case 'FS .':
    case 'FS &':
    case 'FS C':
    case 'FS S':
    case 'GS P': // units of measure
    case 'GS b': // smoothing
      return null;
    default:
      return 'unknown';
  }
}

function takeLetters(bytes: Buffer): Taken {
  const other = bytes.findIndex((byte) => byte < 0x20 || byte === 0x7f);
  const length = other < 0 ? bytes.length : other;
  return {
    command: { command: 'text', bytes: new Uint8Array(bytes.subarray(0, length)) },
    length,
  };
}

/** FS ( letter: Kanji in GS ( form. Nothing of it shows. */
function takeKanjiFunction(bytes: Buffer): Taken {
  if (bytes.length < 5) return { needs: 5 };
  const length = 5 + bytes.readUInt16LE(3);
  return bytes.length < length ? { needs: length } : { command: null, length };
}

/** GS 8 L: as GS ( L, its length in four bytes. What is larger than a printer's memory is refused. */
function takeLargeFunction(bytes: Buffer): Taken {
  if (bytes.length < 7) return { needs: 7 };
  const size = bytes.readUInt32LE(3);
  if (bytes[2] !== 0x4c || size > GRAPHICS_MEMORY_BYTES) return refuse(bytes, 7);
  const length = 7 + size;
  if (bytes.length < length) return { needs: length };
  return graphics(bytes, length, bytes.subarray(7, length));
}
const GRAPHICS_MEMORY_BYTES = 384 * 1024;

/** A whole GS ( command that escpos-parser.ts does not know. */
export function takeTextFunction(bytes: Buffer): Taken {
  const data = bytes.subarray(5);
  if (bytes[2] === 0x4c) return graphics(bytes, bytes.length, data);
  if (bytes[2] === 0x6b) return symbol(bytes, data);
  return refuse(bytes, bytes.length);
}

/** m fn …: 112 keeps a picture (a bx by c xL xH yL yH, then its dots), 2 and 50 print it. */
function graphics(bytes: Buffer, length: number, data: Buffer): Taken {
  const kind = data[1];
  if (kind === 2 || kind === 50) return { command: { command: 'print-kept-picture' }, length };
  if (kind !== 112 || data.length < 10 || data[2] !== 48) return refuse(bytes, length);
  const rowBytes = (data.readUInt16LE(6) + 7) >> 3;
  const heightDots = data.readUInt16LE(8);
  const dots = new Uint8Array(data.subarray(10));
  if (dots.length !== rowBytes * heightDots) return refuse(bytes, length);
  const picture = { widthDots: rowBytes * 8, heightDots, dots };
  return { command: { command: 'keep-picture', picture }, length };
}

/** cn fn …: of kind 49, QR, 80 keeps its data, 81 prints it; 65 and 69 are its model and error correction. */
function symbol(bytes: Buffer, data: Buffer): Taken {
  const length = bytes.length;
  const [kind, name, n = 0] = data;
  if (kind !== 49) return refuse(bytes, length);
  switch (name) {
    case 65:
    case 69:
      return { command: null, length };
    case 67:
      return { command: { command: 'symbol-module', dots: n }, length };
    case 80:
      return { command: { command: 'keep-symbol', data: data.toString('utf8', 3) }, length };
    case 81:
      return { command: { command: 'print-kept-symbol' }, length };
    default:
      return refuse(bytes, length);
  }
}
