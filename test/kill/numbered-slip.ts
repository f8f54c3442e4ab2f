/** Slips that say in every row whose they are, so that any piece of paper can be told apart. */
import { encodePicture, type Raster } from '#print/escpos.ts';

const ROW_BYTES = 72;
/** So long that no cable holds it all: an agent that is killed leaves half of it. */
export const SLIP_ROWS = 1600;

/** @param number at most 65,535 */
export function numberedSlip(number: number): Uint8Array {
  // Half a byte each, so that no row holds a command.
  const digits = [12, 8, 4, 0].map((shift) => 0xa0 | ((number >> shift) & 0x0f));
  const row = Uint8Array.from({ length: ROW_BYTES }, (_, at) => digits[at] ?? 0);
  const dots = Uint8Array.from(
    { length: ROW_BYTES * SLIP_ROWS },
    (_, at) => row[at % ROW_BYTES] ?? 0,
  );
  return encodePicture({ widthDots: ROW_BYTES * 8, heightDots: SLIP_ROWS, dots });
}

/** How many rows of which slips are on a piece of paper. */
export function slipsOn({ dots, heightDots }: Raster): Map<number, number> {
  const rows = new Map<number, number>();
  for (let row = 0; row < heightDots; row++) {
    const digits = dots.subarray(row * ROW_BYTES, row * ROW_BYTES + 4);
    if (!digits.every((digit) => digit >> 4 === 0xa)) continue;
    const number = digits.reduce((sum, digit) => (sum << 4) | (digit & 0x0f), 0);
    rows.set(number, (rows.get(number) ?? 0) + 1);
  }
  return rows;
}
