/**
 * How the virtual printer is, and the status bytes that say so. Pure. Bits are those of Epson's DLE EOT
 * and GS a; printer-condition.ts reads them on the other side.
 */
import type { PrinterCondition } from '#shared/virtual-printer.ts';

/** What the status bytes are made of. `stoppedByCover`: it was opened while paper moved. */
export type Ailments = Pick<PrinterCondition, 'coverOpen' | 'cutter' | 'hot' | 'brokenDown'> & {
  stoppedByCover: 'no' | 'goes-on-by-itself' | 'must-be-told';
};

/** What the paper sensors see. */
export type RollSensors = { nearEnd: boolean; end: boolean };

export const isOffline = (ailments: Ailments, roll: RollSensors): boolean =>
  ailments.coverOpen || roll.end || errors(ailments) !== 0;

/** An error whose cause is gone, and which DLE ENQ ends. */
export const waitsToBeTold = ({ coverOpen, cutter, stoppedByCover }: Ailments): boolean =>
  cutter === 'cleared' || (stoppedByCover === 'must-be-told' && !coverOpen);

/** To DLE EOT n; undefined for an n that it does not have. */
export function statusReply(ailments: Ailments, roll: RollSensors, n: number): number | undefined {
  switch (n) {
    case 1:
      return FIXED | bit(3, isOffline(ailments, roll)) | bit(5, waitsToBeTold(ailments));
    case 2:
      return FIXED | bit(2, ailments.coverOpen) | bit(5, roll.end) | bit(6, errors(ailments) !== 0);
    case 3:
      return FIXED | errors(ailments);
    case 4:
      return FIXED | (roll.nearEnd ? 0x0c : 0) | (roll.end ? 0x60 : 0);
    default:
      return undefined;
  }
}
const FIXED = 0x12;

/** The four bytes of automatic status. */
export const report = (ailments: Ailments, roll: RollSensors): Uint8Array =>
  Uint8Array.of(
    0x10 | bit(3, isOffline(ailments, roll)) | bit(5, ailments.coverOpen),
    errors(ailments),
    (roll.nearEnd ? 0x03 : 0) | (roll.end ? 0x0c : 0),
    0x0f,
  );

/** DLE EOT 3 and the second byte of a report have the same bits. */
function errors({ cutter, hot, brokenDown, stoppedByCover }: Ailments): number {
  return (
    bit(2, stoppedByCover === 'must-be-told') |
    bit(3, cutter !== 'works') |
    bit(5, brokenDown) |
    bit(6, hot || stoppedByCover === 'goes-on-by-itself')
  );
}

const bit = (n: number, isSet: boolean): number => (isSet ? 1 << n : 0);
