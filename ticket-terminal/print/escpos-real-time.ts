/**
 * The commands a printer carries out at the moment their bytes arrive, wherever those stand in the stream,
 * inside pictures too. Pure but for the end of a stream kept until the next bytes.
 */
import { REAL_TIME } from './escpos.ts';

export type RealTimeCommand =
  /** DLE EOT n. */
  | { do: 'send-status'; n: number }
  /** DLE ENQ 1 and 2: go on after an error, 2 without what had been sent before. */
  | { do: 'recover'; andClear: boolean }
  /** DLE DC4 8. */
  | { do: 'clear-buffers' }
  /** DLE DC4 2. */
  | { do: 'power-off' }
  /** One that other printers have. */
  | { do: 'nothing'; bytes: Uint8Array };

/** A command, and where in the bytes pushed the first byte after it stands. */
export type Found = { command: RealTimeCommand; end: number };

const DLE = 0x10;
const EOT = 0x04;
const ENQ = 0x05;
const DC4 = 0x14;
const CLEAR_BUFFERS = Buffer.of(DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8);
const POWER_OFF = Buffer.of(DLE, DC4, 2, 1, 8);

/** Of a command that begins with DLE: known from its first three bytes; until then 3, and null for none. */
export function realTimeLength([, kind, n]: Uint8Array): number | null {
  if (kind === undefined) return 3;
  const known = REAL_TIME.get(kind);
  if (known === undefined) return null;
  if (n === undefined) return 3;
  if (kind === EOT) return n === 7 || n === 8 || n === 18 ? 4 : 3;
  if (kind === DC4) return DC4_LENGTHS.get(n) ?? 3;
  return 3;
}
const DC4_LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 5],
  [2, POWER_OFF.length],
  [3, 8],
  [7, 4],
  [8, CLEAR_BUFFERS.length],
]);

export class RealTimeScanner {
  /** What may be the beginning of a command. */
  #tail: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): Found[] {
    const stream = Buffer.concat([this.#tail, bytes]);
    const before = this.#tail.length;
    const found: Found[] = [];
    let at = stream.indexOf(DLE);
    while (at >= 0) {
      const read = commandIn(stream.subarray(at));
      if (read === 'incomplete') break;
      if (read !== null) found.push({ command: read.command, end: at + read.length - before });
      at = stream.indexOf(DLE, at + (read?.length ?? 1));
    }
    this.#tail = at < 0 ? Buffer.alloc(0) : Buffer.from(stream.subarray(at));
    return found;
  }
}

function commandIn(
  bytes: Buffer,
): { command: RealTimeCommand; length: number } | 'incomplete' | null {
  const [, kind, n] = bytes;
  const length = realTimeLength(bytes);
  if (length === null) return null;
  if (kind === undefined || n === undefined) return 'incomplete';
  if (!REAL_TIME.get(kind)?.includes(n)) return null;
  if (kind === EOT && length === 3) return { command: { do: 'send-status', n }, length };
  if (kind === ENQ && n > 0 && n < 3)
    return { command: { do: 'recover', andClear: n === 2 }, length };
  if (kind === DC4 && (n === 2 || n === 8)) {
    const whole = n === 2 ? POWER_OFF : CLEAR_BUFFERS;
    if (!bytes.subarray(0, length).equals(whole.subarray(0, bytes.length))) return null;
    if (bytes.length < length) return 'incomplete';
    return { command: { do: n === 2 ? 'power-off' : 'clear-buffers' }, length };
  }
  return { command: { do: 'nothing', bytes: new Uint8Array(bytes.subarray(0, 3)) }, length: 3 };
}

/** Finds GS ( H 48 where it is read: a printer that answers then has not printed yet. */
export class ProcessIdScanner {
  #tail: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): string[] {
    const stream = Buffer.concat([this.#tail, bytes]);
    const ids: string[] = [];
    let next = 0;
    for (;;) {
      const at = stream.indexOf(PROCESS_ID, next);
      const end = at + PROCESS_ID.length + PROCESS_ID_LENGTH;
      if (at < 0 || end > stream.length) break;
      ids.push(stream.toString('latin1', at + PROCESS_ID.length, end));
      next = end;
    }
    this.#tail = Buffer.from(stream.subarray(Math.max(next, stream.length - LONGEST_BEGINNING)));
    return ids;
  }
}
const PROCESS_ID = Buffer.of(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30);
const PROCESS_ID_LENGTH = 4;
const LONGEST_BEGINNING = PROCESS_ID.length + PROCESS_ID_LENGTH - 1;
