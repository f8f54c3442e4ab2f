/**
 * What a printer sends back, taken apart. Pure but for the bytes kept until their frame is whole.
 *
 * Replies, reports and blocks share one stream without lengths; Epson's "transmission status
 * identification" tells them apart by fixed bits (TM-T88III specification, appendix G). Any bytes are
 * survived, since clones send what they like: what fits no frame is left out.
 */

export type StatusFrame =
  /** The reply to DLE EOT n. Which n, only the asker knows. */
  | { frame: 'reply'; byte: number }
  /** Automatic status (GS a): sent at every change. */
  | { frame: 'report'; bytes: readonly [number, number, number, number] }
  /** The reply to GS r 1. */
  | { frame: 'paper'; byte: number }
  /** The reply to GS ( H: everything before it is on paper. */
  | { frame: 'process-id'; id: string }
  /** The reply to GS I, and other blocks. `header` tells which. */
  | { frame: 'block'; header: number; text: string };

const XON = 0x11;
const XOFF = 0x13;
const BLOCK_HEADERS: readonly number[] = [0x37, 0x3d, 0x53, 0x5f];
const PROCESS_ID_HEADER = 0x37;
const PROCESS_ID_KIND = '\x22';
/** A block that is longer without its closing NUL is noise. */
const LONGEST_BLOCK = 100;

export class StatusFrames {
  #pending: readonly number[] = [];

  /** The frames that `bytes` complete, in order. */
  push(bytes: Uint8Array): StatusFrame[] {
    // Flow control may stand anywhere, in the middle of a frame too, and is part of none.
    const said = bytes.filter((byte) => byte !== XON && byte !== XOFF);
    const pending = [...this.#pending, ...said];
    const frames: StatusFrame[] = [];
    let at = 0;
    while (at < pending.length) {
      const taken = take(pending, at);
      if (taken === 'incomplete') break;
      if (taken.frame) frames.push(taken.frame);
      at += taken.length;
    }
    this.#pending = pending.slice(at);
    return frames;
  }
}

type Taken = { frame: StatusFrame | null; length: number };

function take(bytes: readonly number[], at: number): Taken | 'incomplete' {
  const first = bytes[at] ?? 0;
  if (BLOCK_HEADERS.includes(first)) return takeBlock(bytes, at);
  if ((first & 0x93) === 0x12) return { frame: { frame: 'reply', byte: first }, length: 1 };
  if ((first & 0x93) === 0x10) return takeReport(bytes, at);
  if (isPaperStatus(first)) return { frame: { frame: 'paper', byte: first }, length: 1 };
  return { frame: null, length: 1 };
}

/** Two bits for near the end, two for the end; each pair is one sensor. */
const isPaperStatus = (byte: number): boolean =>
  (byte & 0x90) === 0 && [0, 0x03].includes(byte & 0x03) && [0, 0x0c].includes(byte & 0x0c);

function takeReport(bytes: readonly number[], at: number): Taken | 'incomplete' {
  const [one = 0, ...rest] = bytes.slice(at, at + 4);
  if (rest.some((byte) => (byte & 0x90) !== 0)) return { frame: null, length: 1 };
  const [two, three, four] = rest;
  if (two === undefined || three === undefined || four === undefined) return 'incomplete';
  return { frame: { frame: 'report', bytes: [one, two, three, four] }, length: 4 };
}

function takeBlock(bytes: readonly number[], at: number): Taken | 'incomplete' {
  // No farther than a block reaches, or a printer that repeats a header would cost the square of what it sends.
  const reach = bytes.slice(at, at + LONGEST_BLOCK + 1);
  const end = reach.indexOf(0);
  const length = end < 0 ? reach.length : end + 1;
  if (length > LONGEST_BLOCK) return { frame: null, length: 1 };
  if (end < 0) return 'incomplete';
  const header = bytes[at] ?? 0;
  const text = String.fromCharCode(...reach.slice(1, end));
  if (header === PROCESS_ID_HEADER && text.startsWith(PROCESS_ID_KIND) && text.length === 5)
    return { frame: { frame: 'process-id', id: text.slice(1) }, length };
  return { frame: { frame: 'block', header, text }, length };
}
