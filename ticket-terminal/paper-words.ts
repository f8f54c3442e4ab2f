/** What a visitor is told of the paper of her ticket. Pure. */
import type { TextKey } from '#shared/languages/texts.ts';
import type { PrintReason, PrintState } from '#shared/printers.ts';
import type { TicketPaper } from './flow.ts';

export function paperWords({ state, reason }: TicketPaper): TextKey {
  return state === 'unknown' && STOPPED.has(reason) ? 'terminal.paper-stopped' : WORDS[state];
}

/** Whether the number is all she has, or may be. */
export const withoutPaper = ({ state }: TicketPaper): boolean =>
  state === 'not-sent' || state === 'unknown';

const WORDS: Readonly<Record<PrintState, TextKey>> = {
  printing: 'terminal.paper-printing',
  confirmed: 'terminal.paper-confirmed',
  likely: 'terminal.paper-likely',
  'not-sent': 'terminal.paper-not-sent',
  unknown: 'terminal.paper-unknown',
};

/** Said by the printer itself in the middle of a slip. Of one that fell silent nobody knows where it is. */
const STOPPED: ReadonlySet<PrintReason> = new Set<PrintReason>([
  'paper-out',
  'cover-open',
  'cutter-jammed',
  'too-hot',
  'error',
]);
