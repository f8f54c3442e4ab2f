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
export type Measured = Measurement & { figures: Comparison };

export const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${type()} ${release()}`;

/** Two lines for each: ours with its ratio, and below it the floor. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ what, floor, goal, figures }) => [
    row(what, figures.ours, goal, ratioOf(goal, figures)),
    row(`  ${floor}`, figures.floor, goal),
  ]);
  return [line('', 'median', 'p99', 'rate', 'to the floor'), ...rows].join('\n');
}

/** One measurement in a line. */
export const lineOf = ({ what, goal, figures }: Measured): string =>
  `${what}: ${milliseconds(figures.ours.medianMs)}, ${ratioOf(goal, figures)}`;

export function goalsOf(measured: readonly Measured[]): string {
  const goals = measured.flatMap(({ what, goal, figures }) => {
    if (!goal) return [];
    const [met, wanted] =
      'rateAtLeast' in goal
        ? [
            figures.rateRatio >= goal.rateAtLeast,
            `rate at least ${goal.rateAtLeast} of the floor's`,
          ]
        : [
            figures.latencyRatio <= goal.latencyAtMost,
            `median at most ${goal.latencyAtMost} floors`,
          ];
    return [`${met ? 'met    ' : 'not met'}  ${what}: ${wanted}; now ${ratioOf(goal, figures)}`];
  });
  return ['Goals', ...goals].join('\n');
}

const row = (name: string, figures: Figures, goal: Goal | undefined, ratio = ''): string =>
  line(
    name,
    milliseconds(figures.medianMs),
    milliseconds(figures.p99Ms),
    isOfRate(goal) ? `${Math.round(figures.ratePerS).toLocaleString('en')}/s` : '',
    ratio,
  );

const line = (name: string, ...cells: readonly string[]): string =>
  `${name.padEnd(43)}${cells.map((cell) => ` ${cell.padStart(14)}`).join('')}`.trimEnd();

const ratioOf = (goal: Goal | undefined, { latencyRatio, rateRatio }: Comparison): string =>
  isOfRate(goal) ? `${rateRatio.toFixed(2)} of its rate` : `${latencyRatio.toFixed(2)} ×`;

const isOfRate = (goal: Goal | undefined): boolean => goal !== undefined && 'rateAtLeast' in goal;

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
