/**
 * Reads an ESC/POS stream back into the paper it prints, for tests. Written from Epson's documents,
 * never from our encoder, so that the two share no mistake. What is not here or out of range throws.
 *
 * R  ESC/POS Command Reference for TM Printers, download4.epson.biz/sec_pubs/pos/reference_en/escpos
 * G  ESC/POS Application Programming Guide, Paper Roll Printers, ver. 10.01 and 10.05, by page
 * S  Specification (standard) of the model named, under the command's heading
 * Q  TM-T20 ESC/POS Quick Reference
 */

/** One bit a dot, rows of widthDots / 8 bytes, 1 is black, the leftmost dot in the highest bit. */
type Picture = { widthDots: number; heightDots: number; dots: Uint8Array };
type Band = { data: Uint8Array; xDots: number; yDots: number; xTimes: number; yTimes: number };

const [EOT, ENQ, DLE, DC4, ESC, GS] = [0x04, 0x05, 0x10, 0x14, 0x1b, 0x1d] as const;
const span = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const ANY = span(0, 255);
const PRINTER_IDS = [1, 2, 3, 33, 49, 50, 51, ...span(65, 69), 96, 110, 112]; // S TM-U295, G p. 469

/** What may follow DLE, byte for byte, over all models: which of them prints is not known. */
const REAL_TIME: readonly (readonly (readonly number[])[])[] = [
  [[EOT], span(1, 5)], // S TM-T81 1 to 4; TM-H5000II also 5, the slip
  [[EOT], [7], [1, 2]], // ink, G p. 307; its 2 and the next two lines from memory of R
  [[EOT], [8], [3]], // label peeler
  [[EOT], [18], [1, 2]], // interface, customer display
  [[ENQ], span(0, 3)], // S TM-T88III 1 and 2; TM-L90 also 0; TM-H5000 also 3
  [[DC4], [1], [0, 1], span(1, 8)], // drawer pulse, S TM-U220, Q
  [[DC4], [2], [1], [8]], // power off, G p. 385, Q
  [[DC4], [3], ANY, ANY, ANY, ANY, ANY], // buzzer, R dle_dc4_fn3: "depending on the printers"
  [[DC4], [7], [1, 2, 4, 5]], // status, G p. 389 has 1 and 5; 2 and 4 from memory of R
  [[DC4], [8], [1], [3], [20], [1], [6], [2], [8]], // clear the buffers, S TM-T81, Q
];

function realTimeAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  if (bytes[offset] !== DLE) return undefined;
  const form = REAL_TIME.find((allowed) =>
    allowed.every((values, i) => values.includes(bytes[offset + 1 + i] ?? -1)),
  );
  return form && bytes.subarray(offset, offset + 1 + form.length);
}

/** What a printer carries out at once, in image data too: S TM-T81 warns of it at DLE DC4, fn = 8. */
export function realTimeCommandsIn(bytes: Uint8Array): { offset: number; bytes: Uint8Array }[] {
  return [...bytes.keys()].flatMap((offset) => {
    const found = realTimeAt(bytes, offset);
    return found ? [{ offset, bytes: found }] : [];
  });
}

/** A paper ends at its cut. What is printed after the last cut is the last paper, still uncut. */
export function decodeEscPos(bytes: Uint8Array): { commands: string[]; papers: Picture[] } {
  const commands: string[] = [];
  const papers: Picture[] = [];
  let bands: Band[] = [];
  let stored: Band | undefined;
  let at = 0;

  const fail = (why: string, offset: number): never => {
    const byte = bytes[offset]?.toString(16).padStart(2, '0');
    const found = byte === undefined ? 'the end' : `byte 0x${byte}`;
    throw new Error(`ESC/POS: ${why}: ${found} at offset ${offset}`);
  };
  const oneOf = (allowed: readonly number[]): number => {
    const byte = bytes[at] ?? -1;
    if (!allowed.includes(byte)) fail(`unexpected after ${commands.at(-1) ?? 'the start'}`, at);
    at++;
    return byte;
  };
  const exactly = (...values: number[]) => {
    for (const value of values) oneOf([value]);
  };
  /** Little-endian, as xL xH and p1 p2 p3 p4 are. */
  const number = (size: number, min: number, max: number): number => {
    const value = span(0, size - 1).reduce((sum, i) => sum + oneOf(ANY) * 256 ** i, 0);
    return value >= min && value <= max ? value : fail(`${value}, not ${min} to ${max}`, at - size);
  };
  const raster = (xDots: number, yDots: number, xTimes: number, yTimes: number): Band => {
    const data = bytes.subarray(at, at + Math.ceil(xDots / 8) * yDots);
    at += Math.ceil(xDots / 8) * yDots;
    return at <= bytes.length
      ? { data, xDots, yDots, xTimes, yTimes }
      : fail('a picture is cut short', bytes.length);
  };
  /** m fn [parameters], after the length they must have. G p. 213; fn 112 S TM-T81, 50 G p. 229. */
  const graphics = (name: string, length: number): string => {
    const end = at + length;
    exactly(48);
    const fn = oneOf(stored ? [2, 50] : [112]); // prints what is stored, stores for one print
    if (stored) {
      bands.push(stored);
      stored = undefined;
      return at === end ? `${name} ${fn}` : fail(`${name} of ${length} bytes`, at);
    }
    exactly(48); // a: one tone
    const [xTimes, yTimes] = [oneOf([1, 2]), oneOf([1, 2])];
    exactly(49); // c: colour 1
    const [xDots, yDots] = [number(2, 1, 2047), number(2, 1, yTimes === 1 ? 1662 : 831)];
    stored = raster(xDots, yDots, xTimes, yTimes);
    return at === end ? `${name} 112 ${xDots}x${yDots}` : fail(`${name} of ${length} bytes`, at);
  };

  const command = (): string => {
    const realTime = realTimeAt(bytes, at);
    if (realTime) {
      at += realTime.length;
      const [, kind = 0, ...parameters] = realTime;
      return `DLE ${{ [EOT]: 'EOT', [ENQ]: 'ENQ', [DC4]: 'DC4' }[kind]} ${parameters.join(' ')}`;
    }
    if (oneOf([ESC, GS]) === ESC) {
      exactly(0x40); // G; clears the print buffer
      stored = undefined;
      return 'ESC @';
    }
    const name = String.fromCharCode(oneOf([...'aIrv(8V'].map((letter) => letter.charCodeAt(0))));
    if (name === 'a') return `GS a ${oneOf(ANY)}`; // G p. 316
    if (name === 'I') return `GS I ${oneOf(PRINTER_IDS)}`;
    if (name === 'r') return `GS r ${oneOf([1, 2, 49, 50])}`; // S TM-T88III
    if (name === 'v') {
      exactly(0x30); // S TM-T81: m doubles the width by its bit 0, the height by its bit 1
      const m = oneOf([0, 1, 2, 3, 48, 49, 50, 51]) % 48;
      const [xBytes, yDots] = [number(2, 1, 256), number(2, 1, 2303)];
      bands.push(raster(xBytes * 8, yDots, 1 + (m & 1), 1 + (m >> 1)));
      return `GS v 0 ${m ? `m=${m} ` : ''}${xBytes}x${yDots}`;
    }
    if (name === 'V') {
      const m = oneOf([0, 1, 48, 49, 65, 66]); // G p. 373, functions A and B
      const feed = m < 65 ? '' : ` ${oneOf(ANY)}`;
      papers.push(paint(bands));
      bands = [];
      return `GS V ${m}${feed}`;
    }
    if (name === '8') {
      exactly(0x4c);
      return graphics('GS 8 L', number(4, 2, 0xffff_ffff));
    }
    if (oneOf([0x48, 0x4c]) === 0x4c) return graphics('GS ( L', number(2, 2, 0xffff));
    if (oneOf([3, 6]) === 3) {
      exactly(0, 49, 48); // R gs_lparen_ch_fn49
      return `GS ( H 49 ${oneOf([...span(0, 2), ...span(48, 50)])}`;
    }
    exactly(0, 48, 48); // R gs_lparen_ch_fn48
    return `GS ( H 48 "${String.fromCharCode(...span(1, 4).map(() => oneOf(span(32, 126))))}"`;
  };

  while (at < bytes.length) commands.push(command());
  if (bands.length > 0) papers.push(paint(bands));
  return { commands, papers };
}

/** One below the other, flush left, dot by dot: bits that only fill a row's last byte stay white. */
function paint(bands: readonly Band[]): Picture {
  const rowBytes = Math.max(0, ...bands.map((band) => Math.ceil((band.xDots * band.xTimes) / 8)));
  const heightDots = bands.reduce((sum, band) => sum + band.yDots * band.yTimes, 0);
  const dots = new Uint8Array(rowBytes * heightDots);
  let row = 0;
  for (const { data, xDots, yDots, xTimes, yTimes } of bands)
    for (let y = 0; y < yDots * yTimes; y++, row++)
      for (let x = 0; x < xDots * xTimes; x++) {
        const from = Math.floor(x / xTimes);
        const byte = data[Math.floor(y / yTimes) * Math.ceil(xDots / 8) + (from >> 3)] ?? 0;
        const to = row * rowBytes + (x >> 3);
        if (byte & (128 >> (from & 7))) dots[to] = (dots[to] ?? 0) | (128 >> (x & 7));
      }
  return { widthDots: rowBytes * 8, heightDots, dots };
}
