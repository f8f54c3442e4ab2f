/** What was measured, for a person to read. */
import { availableParallelism, cpus, release, type } from 'node:os';
import type { MemoryHeld } from './child.ts';
import { type Comparison, type Figures, median } from './rounds.ts';

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

/** What a process held after so many slips, and between the figure before and this one. */
export type Memory = { slips: number; rssMb: number; lowestMb: number; highestMb: number }[];

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

  /**
   * The first figure ends the warming up. A leak shows in the lowest figures, which are those after garbage was
   * collected; garbage that waits too long shows in the highest, and would hide a leak from a line through all.
   *
   * @param goal.growsAtMostMb the straight line through the lowest, from first to last
   * @param goal.highestAtMost so many times the first figure
   */
  remembered(
    what: string,
    memory: Memory,
    goal: { growsAtMostMb: number; highestAtMost: number },
  ): void {
    const [first, ...later] = memory;
    const last = later.at(-1);
    if (!first || !last) throw new RangeError(`${what}: too little was measured`);
    const perThousand = 1_000 * slopeOf(later.map(({ slips, lowestMb }) => [slips, lowestMb]));
    const grown = (perThousand / 1_000) * (last.slips - first.slips);
    const highest = Math.max(...later.map(({ highestMb }) => highestMb));
    const row = ({ slips, rssMb, lowestMb, highestMb }: Memory[number]) =>
      line(slips.toLocaleString('en'), ...[rssMb, lowestMb, highestMb].map(megabytes));
    this.#memory.push(
      line(what, 'now', 'lowest since', 'highest since'),
      line(first.slips.toLocaleString('en'), megabytes(first.rssMb)),
      ...later.map(row),
      line('the line through the lowest, per 1,000', `${signed(perThousand)} MB`),
    );
    this.#say(
      what,
      `${megabytes(first.rssMb)} first, ${megabytes(last.rssMb)} last, ${signed(perThousand)} MB per 1,000, at most ${megabytes(highest)}`,
    );
    const times = highest / first.rssMb;
    this.#goal(
      grown <= goal.growsAtMostMb,
      what,
      `the lowest grows by at most ${goal.growsAtMostMb} MB`,
      `${signed(grown)} MB`,
    );
    this.#goal(
      times <= goal.highestAtMost,
      what,
      `the highest at most ${goal.highestAtMost} times the first`,
      times.toFixed(2),
    );
  }

  /**
   * What one more of something costs, in memory; of each side the median of its rounds. The goal is about what is
   * resident, which is what a machine must have.
   */
  held(
    what: string,
    floor: string,
    rounds: Readonly<Record<'floor' | 'ours', readonly MemoryHeld[]>>,
    goal: { aboveAtMostKb: number },
  ): void {
    const of = (side: 'floor' | 'ours', name: keyof MemoryHeld) =>
      median(rounds[side].map((held) => held[name])) / 1_000;
    const row = (side: 'floor' | 'ours') => [
      kilobytes(of(side, 'residentBytes')),
      kilobytes(of(side, 'heldBytes')),
    ];
    const above = kilobytes(of('ours', 'residentBytes') - of('floor', 'residentBytes'));
    this.#memory.push(
      line('', 'resident', 'held'),
      line(what, ...row('ours')),
      line(`  ${floor}`, ...row('floor')),
    );
    this.#say(what, `${row('ours')[0]}, ${above} above ${floor}`);
    this.#goal(
      Number.parseFloat(above) <= goal.aboveAtMostKb,
      what,
      `resident at most ${goal.aboveAtMostKb} kB above ${floor}`,
      above,
    );
  }

  /** What cannot be measured here. */
  skipped(what: string, why: string): void {
    this.#goals.push(`skipped  ${what}: ${why}`);
    this.#say(what, `skipped. ${why}`);
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

const kilobytes = (value: number): string => `${value.toFixed(1)} kB`;

const megabytes = (value: number): string => `${Math.round(value)} MB`;

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;

/** By least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return (
    mean(points.map(([x, y]) => (x - x0) * (y - y0))) / mean(points.map(([x]) => (x - x0) ** 2))
  );
}
