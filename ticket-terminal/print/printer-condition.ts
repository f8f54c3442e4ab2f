/** What a printer's status bytes mean. Pure. Bits are those of Epson's DLE EOT and GS a. */
import statuses from 'escpos/statuses.js';
import type { Confirms, PrinterState } from '#shared/printers.ts';

export type PrinterCondition = {
  offline: boolean;
  coverOpen: boolean;
  paper: 'plenty' | 'near-end' | 'out';
  cutterJammed: boolean;
  /** The head rests and goes on by itself. */
  tooHot: boolean;
  /** Any other error: mechanical, or one that only switching off mends. */
  otherError: boolean;
  /** It stands still until it is told to go on (DLE ENQ), when a person has done her part. */
  waitsForWord: boolean;
};

/** From the replies to DLE EOT 1, 2, 3 and 4. */
export function conditionFromReplies(
  replies: readonly [number, number, number, number],
): PrinterCondition {
  const [printer, cause, error, paper] = replies;
  const bits = {
    printer: flagged(new statuses.PrinterStatus(printer)),
    cause: flagged(new statuses.OfflineCauseStatus(cause)),
    error: flagged(new statuses.ErrorCauseStatus(error)),
    paper: flagged(new statuses.RollPaperSensorStatus(paper)),
  };
  const out = bits.paper.has('5,6') || bits.cause.has(5);
  return {
    offline: bits.printer.size > 0 || bits.cause.has(3),
    coverOpen: bits.cause.has(2),
    paper: out ? 'out' : bits.paper.has('2,3') ? 'near-end' : 'plenty',
    cutterJammed: bits.error.has(3),
    tooHot: bits.error.has(6),
    otherError: bits.error.has(2) || bits.error.has(5),
    waitsForWord: bits.error.has(2) || bits.error.has(3),
  };
}

/** From one automatic report (GS a), which has the same facts in another order. */
export function conditionFromReport(
  report: readonly [number, number, number, number],
): PrinterCondition {
  const [printer, error, paper] = report;
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (printer & 0x20) !== 0,
    paper: (paper & 0x0c) === 0x0c ? 'out' : (paper & 0x03) === 0x03 ? 'near-end' : 'plenty',
    cutterJammed: (error & 0x08) !== 0,
    tooHot: (error & 0x40) !== 0,
    otherError: (error & 0x24) !== 0,
    waitsForWord: (error & 0x0c) !== 0,
  };
}

/** What a person has to do comes first; an open cover before the paper, which cannot be sensed until it is closed. */
export function stateOf(condition: PrinterCondition, confirms: Confirms | null): PrinterState {
  if (condition.coverOpen) return { state: 'fault', fault: 'cover-open' };
  if (condition.paper === 'out') return { state: 'fault', fault: 'paper-out' };
  if (condition.cutterJammed) return { state: 'fault', fault: 'cutter-jammed' };
  if (condition.tooHot) return { state: 'fault', fault: 'too-hot' };
  if (condition.otherError) return { state: 'fault', fault: 'error' };
  if (condition.offline) return { state: 'fault', fault: 'offline' };
  return { state: 'ready', paperLow: condition.paper === 'near-end', confirms };
}

/** The bits that the decoder calls an error or a warning. */
const flagged = (status: InstanceType<typeof statuses.PrinterStatus>): Set<number | string> =>
  new Set(
    status
      .toJSON()
      .statuses.filter(({ status }) => status !== 'ok')
      .map(({ bit }) => bit),
  );
