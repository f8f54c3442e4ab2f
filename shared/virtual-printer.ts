/**
 * The virtual printer as its page, the hub and the machine itself speak of it: what may be done to it,
 * how it falls short of a good printer, and how it is.
 */
import { z } from 'zod';

/** How one make of printer differs from another, and a clone from both. All of it can change while it runs. */
export const printerQuirks = z.strictObject({
  /** What it never answers. 'reports' are the automatic ones, GS a. */
  lacks: z
    .array(z.enum(['process-id', 'paper-status', 'real-time-status', 'reports']))
    .max(4)
    .readonly(),
  /**
   * 'early-process-id': GS ( H is answered when it is read, whatever has become of the paper.
   * 'identity': GS I names a maker and a model that it is not.
   * 'no-near-end-sensor': the roll is plenty until it is out.
   */
  lies: z
    .array(z.enum(['early-process-id', 'identity', 'no-near-end-sensor']))
    .max(3)
    .readonly(),
  /** Whether a cover that was opened while it printed must be followed by DLE ENQ when it is closed. */
  coverRecovery: z.enum(['by-itself', 'when-told']),
  secondConnection: z.enum(['waits', 'is-refused', 'is-mixed-in']),
  /** Sends each byte of a reply by itself. */
  splitsReplies: z.boolean(),
  /** Sends flow control (XOFF, XON) and reports that nobody asked for between its replies. */
  chatters: z.boolean(),
  /** A command half received on one connection goes on with the bytes of the next; so do settings. */
  keepsStreamAcrossConnections: z.boolean(),
});
export type PrinterQuirks = z.infer<typeof printerQuirks>;

const act = <Name extends string>(name: Name) => z.strictObject({ act: z.literal(name) });
const someMs = z.number().int().min(0).max(3_600_000);

/** What happens at once. */
const presentAct = z.discriminatedUnion('act', [
  act('paper-low'),
  act('paper-out'),
  /** The roll ends when so much more of it has gone. */
  act('leave-paper').extend({ mm: z.number().min(0).max(1_000_000) }),
  act('refill'),
  act('open-cover'),
  act('close-cover'),
  act('jam-cutter').extend({ when: z.enum(['at-once', 'next-cut']) }),
  /** Somebody takes the jammed paper away. The printer still waits for DLE ENQ, or to be switched off and on. */
  act('clear-jam'),
  /** The head rests for so long, and the printer goes on by itself. */
  act('overheat').extend({ restMs: someMs }),
  /** An error that only switching off and on ends. */
  act('break-down'),
  act('power-off'),
  act('power-on'),
  /** Off, and ready again after so long. */
  act('power-cycle').extend({ offMs: someMs }),
  /** Its voltage sags: it starts anew, and whatever holds its line has power of its own and keeps it. */
  act('brown-out'),
  act('pull-cable'),
  act('plug-in'),
  act('drop-connection').extend({ how: z.enum(['fin', 'rst']) }),
  act('set-quirks').extend({ quirks: printerQuirks.exactPartial() }),
  /** Every fault is put right at once. Quirks stay. */
  act('mend'),
]);

/** What people, time and accidents do to a printer, and how it is put right. */
const printerAct = z.discriminatedUnion('act', [
  ...presentAct.options,
  /** When so much more paper has moved, that happens: in the middle of a slip, at the same place each time. */
  act('in-the-middle').extend({ mm: z.number().min(0).max(1_000_000), happens: presentAct }),
]);
export type PrinterAct = z.infer<typeof printerAct>;

/** What POST /paper/acts takes. */
export const paperAct = z.discriminatedUnion('act', [
  ...printerAct.options,
  /** One accident and repair after another, the same from the same seed. */
  act('chaos').extend({ seed: z.number().int().min(0).max(0xffff_ffff) }),
  /** No more accidents, and everything put right. */
  act('calm'),
]);
export type PaperAct = z.infer<typeof paperAct>;

/** How the machine is. */
export type PrinterCondition = {
  powered: boolean;
  pluggedIn: boolean;
  coverOpen: boolean;
  paper: 'plenty' | 'near-end' | 'out';
  /** null: a roll that never ends. */
  paperLeftMm: number | null;
  /** 'cleared': nothing is in its way, and it waits to be told so (DLE ENQ). */
  cutter: 'works' | 'jammed' | 'cleared';
  hot: boolean;
  brokenDown: boolean;
  /** An error is over, and it waits for DLE ENQ before it goes on. */
  waitsToBeTold: boolean;
  printing: boolean;
};

export type VirtualPrinterState = PrinterCondition & {
  buffer: { bytes: number; of: number };
  connections: { served: number; waiting: number };
  quirks: PrinterQuirks;
  /** Since it was made. */
  counters: { slipsCut: number; mmPrinted: number; bytesRefused: number };
};

/** What GET /paper/state answers. */
export type PaperState = VirtualPrinterState & {
  /** The seed of the accidents that are going on; null for none. */
  chaos: number | null;
};
