/**
 * Bad luck, the same every time: from a seed, what goes wrong with a printer and when, and who puts it right.
 * Pure but for Chaos, which lets it happen to a printer as time passes.
 */
import type { PrinterAct, PrinterQuirks } from '#shared/virtual-printer.ts';
import type { Timers } from './timers.ts';

/** So long after the one before. */
export type ChaoticAct = { afterMs: number; act: PrinterAct };

/** From one fault to the next. Shorter than a repair, now and then: then there are two faults at once. */
const BETWEEN_FAULTS_MS = { least: 200, most: 20_000 };
/** However long a fault takes to be put right, at most. */
export const LONGEST_REPAIR_MS = 60_000;

/**
 * Faults and their repairs in order of time. When it is over nothing is wrong any more, whether or not
 * anybody has sent DLE ENQ: what waits for that is switched off and on in the end.
 */
export function chaosFrom(
  seed: number,
  { faults = 10, quirks = {} }: { faults?: number; quirks?: Partial<PrinterQuirks> } = {},
): readonly ChaoticAct[] {
  const random = randomFrom(seed);
  const due: { at: number; act: PrinterAct }[] = [];
  let at = 0;
  for (let fault = 0; fault < faults; fault++) {
    at += random.between(BETWEEN_FAULTS_MS.least, BETWEEN_FAULTS_MS.most);
    due.push(...mishap(random, quirks).map(({ afterMs, act }) => ({ at: at + afterMs, act })));
  }
  due.sort((one, other) => one.at - other.at);
  return due.map(({ at, act }, index) => ({ afterMs: at - (due[index - 1]?.at ?? 0), act }));
}

/** A good printer half of the time; else one that falls short in a way or two. */
export function quirksFrom(seed: number): Partial<PrinterQuirks> {
  const random = randomFrom(seed ^ QUIRKS_NOT_FAULTS);
  if (random.chance(0.5)) return {};
  return {
    lacks: (['process-id', 'paper-status', 'real-time-status', 'reports'] as const).filter(() =>
      random.chance(0.15),
    ),
    lies: (['early-process-id', 'identity', 'no-near-end-sensor'] as const).filter(() =>
      random.chance(0.2),
    ),
    coverRecovery: random.chance(0.3) ? 'when-told' : 'by-itself',
    secondConnection: random.pick(['waits', 'waits', 'is-refused', 'is-mixed-in']),
    splitsReplies: random.chance(0.3),
    chatters: random.chance(0.3),
    keepsStreamAcrossConnections: random.chance(0.3),
  };
}
const QUIRKS_NOT_FAULTS = 0x5f3759df;

/** One fault and what people do about it; each so long after the fault. */
function mishap(random: Random, quirks: Partial<PrinterQuirks>): readonly ChaoticAct[] {
  const now = (act: PrinterAct): ChaoticAct => ({ afterMs: 0, act });
  const soonMs = random.between(500, 30_000);
  const soon = (act: PrinterAct): ChaoticAct => ({ afterMs: soonMs, act });
  /** Somebody switches it off and on when it still does not print. */
  const atLast: ChaoticAct = {
    afterMs: random.between(soonMs, LONGEST_REPAIR_MS - LONGEST_OFF_MS),
    act: { act: 'power-cycle', offMs: random.between(1_000, LONGEST_OFF_MS) },
  };
  switch (random.pick(MISHAPS)) {
    case 'paper-low':
      return [now({ act: 'paper-low' }), soon({ act: 'refill' })];
    case 'paper-out':
      return [now({ act: 'leave-paper', mm: random.between(0, 200) }), soon({ act: 'refill' })];
    case 'cover':
      return [
        now({ act: 'open-cover' }),
        soon({ act: 'close-cover' }),
        ...(quirks.coverRecovery === 'when-told' ? [atLast] : []),
      ];
    case 'cutter': {
      const when = random.chance(0.5) ? 'at-once' : 'next-cut';
      return [now({ act: 'jam-cutter', when }), soon({ act: 'clear-jam' }), atLast];
    }
    case 'heat':
      return [now({ act: 'overheat', restMs: random.between(1_000, 15_000) })];
    case 'breakdown':
      return [now({ act: 'break-down' }), atLast];
    case 'power':
      return [now({ ...atLast.act })];
    case 'cable':
      return [now({ act: 'pull-cable' }), soon({ act: 'plug-in' })];
    case 'connection':
      return [now({ act: 'drop-connection', how: random.chance(0.5) ? 'fin' : 'rst' })];
  }
}
const LONGEST_OFF_MS = 20_000;

/** As often as they stand here. Rolls end and covers are opened every day; a printer breaks down once. */
const MISHAPS = [
  ...['paper-low', 'paper-low', 'paper-out', 'paper-out', 'paper-out', 'paper-out'],
  ...['cover', 'cover', 'cover', 'cutter', 'cutter', 'heat', 'breakdown'],
  ...['power', 'power', 'cable', 'cable', 'connection', 'connection', 'connection'],
] as const;

export interface UnluckyPrinter {
  readonly timers: Timers;
  readonly quirks: PrinterQuirks;
  apply(act: PrinterAct): void;
}

/** Lets chaos happen to a printer for as long as it is on; from one seed to the next when one is over. */
export class Chaos {
  readonly #printer: UnluckyPrinter;
  #seed: number | null = null;
  #cancel: () => void = () => {};

  constructor(printer: UnluckyPrinter) {
    this.#printer = printer;
  }

  /** null while there is none. */
  get seed(): number | null {
    return this.#seed;
  }

  start(seed: number): void {
    this.stop();
    this.#seed = seed;
    this.#begin(seed);
  }

  stop(): void {
    this.#seed = null;
    this.#cancel();
  }

  #follow(seed: number, left: readonly ChaoticAct[]): void {
    const [next, ...rest] = left;
    if (next === undefined) this.#begin(seed + 1);
    else
      this.#cancel = this.#printer.timers.after(next.afterMs, () => {
        this.#printer.apply(next.act);
        this.#follow(seed, rest);
      });
  }

  #begin(seed: number): void {
    this.#follow(seed, chaosFrom(seed, { quirks: this.#printer.quirks }));
  }
}

type Random = {
  /** A whole number of `least` to `most`. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
};

/** mulberry32: 32 bits of state, even enough for accidents. */
function randomFrom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
  };
}
