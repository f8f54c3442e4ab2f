import type { TextKey } from '#shared/languages/texts.ts';
import type { PrintState } from '#shared/protocol.ts';

/** What a visitor is told of the paper. */
export const PAPER_WORDS: Record<PrintState, TextKey> = {
  printing: 'terminal.paper-printing',
  confirmed: 'terminal.paper-confirmed',
  'not-sent': 'terminal.paper-not-sent',
  unknown: 'terminal.paper-unknown',
};
