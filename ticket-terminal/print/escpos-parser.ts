/**
 * The bytes a printer gets, read as commands in their turn: those that escpos.ts makes, and those of plain
 * text (escpos-text.ts). What else comes is refused by name. Pure but for bytes kept until their command
 * is whole. Command names are those of Epson's ESC/POS command reference.
 */
import { type Command, refuse, STEP_ROWS, type Taken } from './escpos-command.ts';
import { realTimeLength } from './escpos-real-time.ts';
import { takeText, takeTextFunction } from './escpos-text.ts';

/** Commands are short, and one is not read by itself. */
const LOOK_AHEAD_BYTES = 64;

export class EscPosParser {
  #pending: Buffer = Buffer.alloc(0);
  /** The picture whose rows are coming. */
  #picture = { rowBytes: 0, rows: 0 };
  #wants = LOOK_AHEAD_BYTES;

  /** Bytes it takes to say more. Whoever reads no faster than paper moves gives it so many at most. */
  get wants(): number {
    return this.#wants;
  }

  /** The commands that `bytes` complete, in order. */
  push(bytes: Uint8Array): Command[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const commands: Command[] = [];
    for (;;) {
      const taken = this.#picture.rows > 0 ? this.#takeRows() : take(this.#pending);
      if ('needs' in taken) {
        this.#wants = Math.max(taken.needs - this.#pending.length, LOOK_AHEAD_BYTES);
        return commands;
      }
      this.#pending = this.#pending.subarray(taken.length);
      if ('picture' in taken) this.#picture = taken.picture;
      else if (taken.command !== null) add(commands, taken.command);
    }
  }

  #takeRows(): Taken {
    const { rowBytes } = this.#picture;
    const rows = Math.min(this.#picture.rows, Math.floor(this.#pending.length / rowBytes));
    if (rows === 0) return { needs: rowBytes * Math.min(this.#picture.rows, STEP_ROWS) };
    const length = rowBytes * rows;
    const dots = new Uint8Array(this.#pending.subarray(0, length));
    const picture = { widthDots: rowBytes * 8, heightDots: rows, dots };
    this.#picture.rows -= rows;
    return { command: { command: 'picture', picture }, length };
  }
}

const DLE = 0x10;
const ESC = 0x1b;
const GS = 0x1d;

function take(bytes: Buffer): Taken {
  const [one, two, three] = bytes;
  if (one === undefined) return { needs: 1 };
  if (one === DLE) {
    const length = realTimeLength(bytes);
    if (length === null) return refuse(bytes, 1);
    // It was carried out when it arrived.
    return bytes.length < length ? { needs: length } : { command: null, length };
  }
  if (one === ESC && two === 0x40) return { command: { command: 'initialise' }, length: 2 };
  if (one !== GS) return takeText(bytes);
  if (two === undefined) return { needs: 2 };
  if (two === 0x28) return takeFunction(bytes);
  if (two === 0x76) return takePicture(bytes);
  if (three === undefined && [0x49, 0x56, 0x61, 0x72].includes(two)) return { needs: 3 };
  switch (two) {
    case 0x49: // GS I n
      return { command: { command: 'send-identity', n: three ?? 0 }, length: 3 };
    case 0x56: // GS V m, GS V m n
      return takeCut(bytes);
    case 0x61: // GS a n
      return { command: { command: 'report-changes', mask: three ?? 0 }, length: 3 };
    case 0x72: // GS r n
      if (three !== 1 && three !== 0x31) return refuse(bytes, 3);
      return { command: { command: 'send-paper-status' }, length: 3 };
    default:
      return takeText(bytes);
  }
}

function takeCut(bytes: Buffer): Taken {
  const [, , mode, dots] = bytes;
  switch (mode) {
    case 0:
    case 1:
    case 0x30:
    case 0x31:
      return { command: { command: 'cut' }, length: 3 };
    case 65:
    case 66:
      if (dots === undefined) return { needs: 4 };
      return { command: { command: 'feed-and-cut', dots }, length: 4 };
    default:
      return refuse(bytes, 3);
  }
}

/** GS ( letter, the length of what follows in two bytes, and what follows. */
function takeFunction(bytes: Buffer): Taken {
  if (bytes.length < 5) return { needs: 5 };
  const length = 5 + bytes.readUInt16LE(3);
  if (bytes.length < length) return { needs: length };
  const isFence = bytes[2] === 0x48 && length === 11 && bytes[5] === 0x30 && bytes[6] === 0x30;
  if (!isFence) return takeTextFunction(bytes.subarray(0, length));
  const id = bytes.toString('latin1', 7, 11);
  return { command: { command: 'say-when-printed', id }, length };
}

function takePicture(bytes: Buffer): Taken {
  if (bytes.length < 8) return { needs: 8 };
  if (bytes[2] !== 0x30 || bytes[3] !== 0) return refuse(bytes, 4);
  const picture = { rowBytes: bytes.readUInt16LE(4), rows: bytes.readUInt16LE(6) };
  if (picture.rowBytes === 0) return { command: null, length: 8 };
  return { picture, length: 8 };
}

/** Refused bytes that follow one another are one finding. */
function add(commands: Command[], command: Command): void {
  const last = commands.at(-1);
  if (command.command === 'refused' && last?.command === 'refused')
    last.bytes = Buffer.concat([last.bytes, command.bytes]);
  else commands.push(command);
}
