/** Printers and paper as the hub tells of them: how a printer is, and what became of a slip. */
import type { EpochMs, PrinterId, StaffPage, Texts } from './vocabulary.ts';

export type PrinterState =
  | { state: 'ready'; paperLow: boolean; confirms: Confirms | null }
  | { state: 'fault'; fault: PrinterFault }
  | { state: 'unknown' };

/**
 * What a printer's word is worth. 'printed': it says when the paper has stopped (class A). 'carried-out':
 * it says when it has read so far (B). 'nothing': it can be sent to, and never believed (C).
 * null until it has been tried.
 */
export type Confirms = 'printed' | 'carried-out' | 'nothing';

/** What a person has to do something about. */
export const FAULTS = [
  'paper-out',
  'cover-open',
  'cutter-jammed',
  /** The head is too hot: it rests and goes on by itself. */
  'too-hot',
  'offline',
  /** It takes connections and does not answer: busy with somebody else, or not a printer. */
  'silent',
  /** The computer that the printer hangs on, or the program there, is away. */
  'agent-away',
  'error',
] as const;
export type PrinterFault = (typeof FAULTS)[number];

/** What became of the paper of a ticket. 'printing' until the printer has said. 'likely': by a lesser printer's word. */
export type PrintState = 'printing' | 'confirmed' | 'likely' | 'not-sent' | 'unknown';

/** Why a slip was not sent, or why nobody knows; '' where there is nothing to explain. */
export const REASONS = [
  '',
  ...FAULTS,
  /** Ours: it could not be drawn. */
  'not-drawn',
  /** Ours: the log could not be written. */
  'not-recorded',
  /** Ours: the hub, or the agent, was closing. */
  'closed',
  'connection-lost',
  /** All was sent; the printer has not said, or cannot say, that it is done. */
  'no-confirmation',
  'hub-restarted',
  'agent-restarted',
] as const;
export type PrintReason = (typeof REASONS)[number];

/** A ticket's paper. A confirmed one may have a reason, too: why nobody knew before. With 'paper-out' it is in two pieces. */
export type Paper = { state: PrintState; reason: PrintReason; copy: number };

/** One of the office's printers, for staff. The first prints the tickets. */
export type PrinterListed = {
  id: PrinterId;
  name: Texts;
  state: PrinterState;
  /** The staff page it was last asked for today. */
  page: { page: StaffPage; state: PrintState; at: EpochMs } | null;
};
