/** The bytes a printer gets, read as commands: exactly those that escpos.ts makes, and what else is refused by name. */
import { type Raster, REAL_TIME } from './escpos.ts';

export type Command =
  | { command: 'initialise' }
  | { command: 'report-changes'; mask: number }
  | { command: 'picture'; picture: Raster }
  | { command: 'cut' }
  | { command: 'send-paper-status' }
  | { command: 'send-identity'; n: number }
  | { command: 'say-when-printed'; id: string }
  | { command: 'refused'; bytes: Uint8Array };

/** Reads commands in their turn, however the line cuts them up. */
export class EscPosParser {
  #pending: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): Command[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const commands: Command[] = [];
    let at = 0;
    while (at < this.#pending.length) {
      const taken = take(this.#pending.subarray(at));
      if (taken === 'incomplete') break;
      at += taken.length;
      if (taken.command !== null) add(commands, taken.command);
    }
    this.#pending = this.#pending.subarray(at);
    return commands;
  }
}

type Taken = { command: Command | null; length: number };

function take(bytes: Buffer): Taken | 'incomplete' {
  const [one, two, three] = bytes;
  if (one === 0x10) {
    if (two === undefined) return 'incomplete';
    if (!REAL_TIME.has(two)) return refuse(bytes, 1);
    if (three === undefined) return 'incomplete';
    return { command: null, length: 3 }; // was carried out when it arrived
  }
  if (one === 0x1b) {
    if (two === undefined) return 'incomplete';
    return two === 0x40 ? { command: { command: 'initialise' }, length: 2 } : refuse(bytes, 1);
  }
  if (one !== 0x1d) return refuse(bytes, 1);
  switch (two) {
    case undefined:
      return 'incomplete';
    case 0x28: // GS (
      return takeFunction(bytes);
    case 0x49: // GS I n
      if (three === undefined) return 'incomplete';
      return { command: { command: 'send-identity', n: three }, length: 3 };
    case 0x56: // GS V 66 n
      if (three === undefined) return 'incomplete';
      if (three !== 66) return refuse(bytes, 3);
      return bytes.length < 4 ? 'incomplete' : { command: { command: 'cut' }, length: 4 };
    case 0x61: // GS a n
      if (three === undefined) return 'incomplete';
      return { command: { command: 'report-changes', mask: three }, length: 3 };
    case 0x72: // GS r n
      if (three === undefined) return 'incomplete';
      if (three !== 1 && three !== 49) return refuse(bytes, 3);
      return { command: { command: 'send-paper-status' }, length: 3 };
    case 0x76: // GS v 0
      return takePicture(bytes);
    default:
      return refuse(bytes, 2);
  }
}

function takeFunction(bytes: Buffer): Taken | 'incomplete' {
  if (bytes.length < 5) return 'incomplete';
  const length = 5 + bytes.readUInt16LE(3);
  if (bytes.length < length) return 'incomplete';
  const isFence = bytes[2] === 0x48 && length === 11 && bytes[5] === 0x30 && bytes[6] === 0x30;
  if (!isFence) return refuse(bytes, length);
  const id = bytes.toString('latin1', 7, 11);
  return { command: { command: 'say-when-printed', id }, length };
}

function takePicture(bytes: Buffer): Taken | 'incomplete' {
  if (bytes.length < 8) return 'incomplete';
  if (bytes[2] !== 0x30 || bytes[3] !== 0) return refuse(bytes, 4);
  const [rowBytes, rows] = [bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
  const length = 8 + rowBytes * rows;
  if (bytes.length < length) return 'incomplete';
  const dots = Uint8Array.from(bytes.subarray(8, length));
  const picture = { widthDots: rowBytes * 8, heightDots: rows, dots };
  return { command: { command: 'picture', picture }, length };
}

const refuse = (bytes: Buffer, length: number): Taken => ({
  command: { command: 'refused', bytes: Uint8Array.from(bytes.subarray(0, length)) },
  length,
});

/** Refused bytes that follow one another are one finding. */
function add(commands: Command[], command: Command): void {
  const last = commands.at(-1);
  if (command.command === 'refused' && last?.command === 'refused')
    last.bytes = Buffer.concat([last.bytes, command.bytes]);
  else commands.push(command);
}

/** A command carried out at the moment it arrives, wherever in the stream it stands: 04h is EOT, 'send status n'. */
export type RealTimeCommand = { kind: number; n: number };

/** Finds the real-time commands in a stream, inside pictures too, as a printer does. */
export class RealTimeScanner {
  #tail: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): RealTimeCommand[] {
    const stream = Buffer.concat([this.#tail, bytes]);
    const found: RealTimeCommand[] = [];
    let next = 0;
    for (
      let at = stream.indexOf(0x10);
      at >= 0;
      at = stream.indexOf(0x10, Math.max(at + 1, next))
    ) {
      const [kind, n] = [stream[at + 1], stream[at + 2]];
      if (kind === undefined || n === undefined || !REAL_TIME.get(kind)?.includes(n)) continue;
      found.push({ kind, n });
      next = at + 3;
    }
    this.#tail = stream.subarray(Math.max(next, stream.length - 2));
    return found;
  }
}
