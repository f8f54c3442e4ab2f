/**
 * Raster → ESC/POS bytes. Pure. Command names are those of Epson's ESC/POS command reference.
 *
 * Text never goes to the printer as text: a slip is one picture, so nothing a visitor or an office wrote
 * can become a command. What is left is the picture's own bytes, and those are defused.
 */

/** Black and white dots, row after row. */
export type Raster = {
  /** A multiple of 8. */
  widthDots: number;
  heightDots: number;
  /** One bit per dot, 1 is black, the leftmost dot the highest bit; `widthDots / 8` bytes per row. */
  dots: Uint8Array;
};

const DLE = 0x10;
const EOT = 0x04;
const ESC = 0x1b;
const GS = 0x1d;

/** ESC @: forget settings and a half-written line. It also ends the reports, so they are asked for anew. */
export const INITIALISE = Uint8Array.of(ESC, 0x40);

/** GS a 15: send four bytes now and at every change of drawer, cover, paper or error. */
export const REPORT_CHANGES = Uint8Array.of(GS, 0x61, 0x0f);

/** GS V 66 0: feed what is printed past the knife, and cut all but a point. */
export const CUT = Uint8Array.of(GS, 0x56, 66, 0);

/** GS r 1: answer with the paper sensor's byte when everything before this has been carried out. */
export const SEND_PAPER_STATUS = Uint8Array.of(GS, 0x72, 1);

/** DLE EOT n: answered at once, also when the printer is offline. 1 printer, 2 why offline, 3 error, 4 paper. */
export const askNow = (n: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(DLE, EOT, n);

/** DLE ENQ 1: go on with the line where an error stopped you. Carried out at once. */
export const GO_ON = Uint8Array.of(DLE, 0x05, 1);

/** DLE DC4 fn 8: forget everything received and not yet printed. Carried out at once, and answered with a block. */
export const CLEAR_BUFFERS = Uint8Array.of(DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

/** GS ( H fn 48: answer with `id` when what was sent before this is on paper. `id` is four of 20h–7Eh. */
export function askWhenPrinted(id: string): Uint8Array {
  const bytes = Buffer.from(id, 'latin1');
  if (!/^[\x20-\x7e]{4}$/.test(id)) throw new RangeError(`not a process id: '${id}'`);
  return Uint8Array.of(GS, 0x28, 0x48, 6, 0, 0x30, 0x30, ...bytes);
}

/** Older firmware limits the height of one image, and clones choke on a large one. */
export const BAND_ROWS = 256;

/**
 * Ends a band that was broken off: taken for its missing rows, in white, and for nothing by a printer that
 * was not in the middle of one (NUL means nothing in ESC/POS).
 */
export const REST_OF_A_BAND = new Uint8Array(72 * 256);

/** A picture in bands (GS v 0). The cut comes from whoever asks, before and after it, whether it is out. */
export function encodePicture({ widthDots, heightDots, dots }: Raster): Uint8Array {
  const rowBytes = widthDots / 8;
  const parts: Uint8Array[] = [];
  for (let row = 0; row < heightDots; row += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, heightDots - row);
    const band = dots.slice(row * rowBytes, (row + rows) * rowBytes);
    parts.push(
      Uint8Array.of(GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8),
      defuse(band),
    );
  }
  return Buffer.concat(parts);
}

/**
 * A printer carries out a real-time command also where it stands inside a picture, and DLE DC4 2 1 8 is
 * "power off". One dot of each such place is changed: DLE (10h) becomes 30h. In place.
 */
function defuse(dots: Uint8Array): Uint8Array {
  for (let at = dots.indexOf(DLE); at >= 0; at = dots.indexOf(DLE, at + 1)) {
    const [kind, n] = [dots[at + 1], dots[at + 2]];
    if (kind === undefined || n === undefined) break;
    if (REAL_TIME.get(kind)?.includes(n)) dots[at] = DLE | 0x20;
  }
  return dots;
}

/** What may follow DLE: the second byte, and which third bytes make a command of it. */
export const REAL_TIME: ReadonlyMap<number, readonly number[]> = new Map([
  [EOT, [1, 2, 3, 4, 7, 8, 18]], // send status
  [0x05, [0, 1, 2, 3]], // ENQ: recover from an error
  [0x14, [1, 2, 3, 7, 8]], // DC4: drawer, power off, buzzer, send status, clear buffers
]);
