/** What was measured, for a person to read. */
import { availableParallelism, cpus, release, type } from 'node:os';
import type { Comparison, Figures } from './rounds.ts';

/** The median latency at most so many times the floor's, or the rate at least so much of it. */
type Goal = { latencyAtMost: number } | { rateAtLeast: number };

export type Measurement = {
  what: string;
  /** What the floor is. */
  floor: string;
  goal?: Goal;
};

/** Something else that was timed, to be read beside a measurement. */
export type Beside = { what: string; figures: Figures };

/** Megabytes that a process held, after so many slips each. */
export type Memory = { slips: number; rssMb: number }[];

export const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${type()} ${release()}`;

/** Filled as the bench goes on; each line is said on standard error at once, and the whole at the end. */
export class Table {
  readonly #times: string[] = [];
  readonly #memory: string[] = [];
  readonly #goals: string[] = [];

  /** Two lines: ours with its ratio, and below it the floor. Then what is to be read beside them. */
  compared(
    { what, floor, goal }: Measurement,
    figures: Comparison,
    beside: readonly Beside[] = [],
  ): void {
    const ratio = ratioOf(goal, figures);
    this.#times.push(
      row(what, figures.ours, goal, ratio),
      row(`  ${floor}`, figures.floor, goal),
      ...beside.map((other) => row(`  ${other.what}`, other.figures)),
    );
    this.#say(what, `${milliseconds(figures.ours.medianMs)}, ${ratio}`);
    if (goal) this.#goal(isMet(goal, figures), what, inWords(goal), ratio);
  }

  /** What has no floor, and a goal in milliseconds. */
  timed(what: string, figures: Figures, { atMostMs }: { atMostMs: number }): void {
    const median = milliseconds(figures.medianMs);
    this.#times.push(row(what, figures));
    this.#say(what, median);
    this.#goal(figures.medianMs <= atMostMs, what, `median at most ${atMostMs} ms`, median);
  }

  /** @param goal.growsAtMostMb from the first figure to the last, along the straight line through all */
  remembered(what: string, memory: Memory, { growsAtMostMb }: { growsAtMostMb: number }): void {
    const [first, last] = [memory[0], memory.at(-1)];
    if (!first || !last) throw new RangeError(`${what}: nothing was measured`);
    const perSlip = slopeOf(memory);
    const grown = perSlip * (last.slips - first.slips);
    const each = `${signed(perSlip * 1_000)} per 1,000`;
    this.#memory.push(
      line('', ...memory.map(({ slips }) => slips.toLocaleString('en'))),
      line(what, ...memory.map(({ rssMb }) => `${Math.round(rssMb)} MB`)),
      line('  the straight line through them', each),
    );
    this.#say(what, `${Math.round(first.rssMb)} MB, then ${Math.round(last.rssMb)} MB; ${each}`);
    this.#goal(
      grown <= growsAtMostMb,
      what,
      `no growth, that is at most ${growsAtMostMb} MB from first to last`,
      signed(grown),
    );
  }

  toString(): string {
    const times = this.#times.length > 0 ? [HEAD, ...this.#times] : [];
    const goals = this.#goals.length > 0 ? ['Goals', ...this.#goals] : [];
    return [times, this.#memory, goals]
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n');
  }

  #goal(met: boolean, what: string, wanted: string, now: string): void {
    this.#goals.push(`${met ? 'met    ' : 'not met'}  ${what}: ${wanted}; now ${now}`);
  }

  #say(what: string, now: string): void {
    process.stderr.write(`${what}: ${now}\n`);
  }
}

const isMet = (goal: Goal, { latencyRatio, rateRatio }: Comparison): boolean =>
  'rateAtLeast' in goal ? rateRatio >= goal.rateAtLeast : latencyRatio <= goal.latencyAtMost;

const inWords = (goal: Goal): string =>
  'rateAtLeast' in goal
    ? `rate at least ${goal.rateAtLeast} of the floor's`
    : `median at most ${goal.latencyAtMost} floors`;

const row = (name: string, figures: Figures, goal?: Goal, ratio = ''): string =>
  line(
    name,
    milliseconds(figures.medianMs),
    milliseconds(figures.p99Ms),
    isOfRate(goal) ? `${Math.round(figures.ratePerS).toLocaleString('en')}/s` : '',
    ratio,
  );

const line = (name: string, ...cells: readonly string[]): string =>
  `${name.padEnd(43)}${cells.map((cell) => ` ${cell.padStart(14)}`).join('')}`.trimEnd();

const HEAD = line('', 'median', 'p99', 'rate', 'to the floor');

const ratioOf = (goal: Goal | undefined, { latencyRatio, rateRatio }: Comparison): string =>
  isOfRate(goal) ? `${rateRatio.toFixed(2)} of its rate` : `${latencyRatio.toFixed(2)} ×`;

const isOfRate = (goal: Goal | undefined): boolean => goal !== undefined && 'rateAtLeast' in goal;

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;

const signed = (mb: number): string => `${mb < 0 ? '−' : '+'}${Math.abs(mb).toFixed(1)} MB`;

/** By least squares, in megabytes a slip. */
function slopeOf(memory: Memory): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const slips = mean(memory.map((one) => one.slips));
  const mb = mean(memory.map((one) => one.rssMb));
  const spread = memory.map((one) => (one.slips - slips) ** 2);
  return mean(memory.map((one) => (one.slips - slips) * (one.rssMb - mb))) / mean(spread);
}
