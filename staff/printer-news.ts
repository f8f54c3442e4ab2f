/**
 * What a desk is told of the printer that prints the tickets, wherever the page is scrolled: that it needs
 * somebody, that it is well again, that a new roll should be at hand. Pure: the time now is an argument.
 */
import type { PrinterFault, PrinterState } from '#shared/printers.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

export type PrinterNews =
  | { news: 'fault'; fault: PrinterFault }
  | { news: 'mended'; at: EpochMs }
  | { news: 'paper-low' }
  /** Nothing anyone needs to know. */
  | null;

/** Time to come back from the printer and see it. */
export const MENDED_TOLD_MS = 20_000;

/** @param printer undefined: the office has none. */
export function newsAfter(
  before: PrinterNews,
  printer: PrinterState | undefined,
  now: EpochMs,
): PrinterNews {
  const over = before?.news === 'mended' && now >= before.at + MENDED_TOLD_MS;
  const still = over ? null : before;
  switch (printer?.state) {
    case 'fault':
      return { news: 'fault', fault: printer.fault };
    case 'ready':
      if (still?.news === 'fault') return { news: 'mended', at: now };
      if (still?.news === 'mended') return still;
      return printer.paperLow ? { news: 'paper-low' } : null;
    case 'unknown':
      return still; // a hub that began anew has not asked yet: what was told still stands
    case undefined:
      return null;
    default:
      return printer satisfies never;
  }
}
