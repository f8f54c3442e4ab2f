/** What the bytes a printer gets can mean. Pure. Command names are those of Epson's ESC/POS command reference. */
import type { Raster } from './escpos.ts';
import type { TextCommand } from './escpos-text.ts';

export type Command =
  | { command: 'initialise' }
  | { command: 'report-changes'; mask: number }
  /** Whole rows of a picture, as many as had come: one picture may be several of these. */
  | { command: 'picture'; picture: Raster }
  /** GS V 65 and 66: past the knife, and so many dots more. */
  | { command: 'feed-and-cut'; dots: number }
  /** GS V 0 and 1: where the paper stands. */
  | { command: 'cut' }
  | { command: 'send-paper-status' }
  | { command: 'send-identity'; n: number }
  | { command: 'say-when-printed'; id: string }
  | TextCommand
  | { command: 'refused'; bytes: Uint8Array };

/** What stands first in a stream. A command of null does nothing here. */
export type Taken =
  | { command: Command | null; length: number }
  | { picture: { rowBytes: number; rows: number }; length: number }
  /** So many bytes are needed to tell. */
  | { needs: number };

/** A picture is printed in steps of so many rows. */
export const STEP_ROWS = 32;

export const refuse = (bytes: Uint8Array, length: number): Taken => ({
  command: { command: 'refused', bytes: new Uint8Array(bytes.subarray(0, length)) },
  length,
});
