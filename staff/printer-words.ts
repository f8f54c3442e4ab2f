/** What is said at a desk of printers, and of the paper that did not come. Pure. */
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { Paper, PrinterListed, PrinterState } from '#shared/printers.ts';
import { timeText } from '#shared/ui/office-time.ts';
import type { Language } from '#shared/vocabulary.ts';
import type { Sentence } from './presses.ts';

/** What a person should do about it, or that there is nothing to do. */
export function printerSentence(printer: PrinterState): TextKey {
  switch (printer.state) {
    case 'ready':
      return printer.paperLow ? 'staff.printer.paper-low' : 'staff.printer.ready';
    case 'fault':
      return `staff.printer.${printer.fault}`;
    case 'unknown':
      return 'staff.printer.unknown';
    default:
      return printer satisfies never;
  }
}

/**
 * Said of a ticket whose visitor may have nothing in her hand; null of any other. A slip that is 'likely'
 * out is not doubted: a lesser printer says that of every slip, and a mark on all of them marks none.
 */
export function paperTrouble(paper: Paper | null): Sentence | null {
  switch (paper?.state) {
    case 'not-sent':
    case 'unknown':
      return [`staff.paper.${paper.state}`, { copy: paper.copy }];
    case 'confirmed':
      // The rest of it came on a new roll: the number may be on the piece that nobody has.
      return paper.reason === 'paper-out' ? ['staff.paper.in-two', { copy: paper.copy }] : null;
    default:
      return null;
  }
}

/** 'Provutskrift 13.24: kom ut' */
export function pageText(
  { page, state, at }: NonNullable<PrinterListed['page']>,
  zone: string,
  language: Language,
): string {
  return say(language, `staff.page-became.${state}`, {
    page: say(language, `staff.page.${page}`),
    time: timeText(at, zone, language),
  });
}
