/** What came of it, for a person: a page of Markdown and a picture of the hubs. Pure. */
import { cpus, loadavg } from 'node:os';
import { drawn, type Panel } from './drawing.ts';
import type { HubSample } from './hub-watch.ts';
import { howMany, type Latencies, percentile } from './latencies.ts';
import type { LoadOptions } from './options.ts';
import type { Tally } from './tally.ts';

export type Run = {
  options: LoadOptions;
  command: string;
  tally: Tally;
  hubs: readonly { name: string; samples: readonly HubSample[] }[];
  /** From the first visitor to the last. */
  seconds: number;
  startedInMs: number;
  tickets: number;
  /** Once a second, of that second's calls. */
  callsOverTime: readonly { atS: number; latencies: Latencies }[];
};

export function reportOf(run: Run): string {
  const { options, tally, hubs } = run;
  const lines = [
    '# Load',
    '',
    `\`${run.command}\``,
    '',
    `${machine()}`,
    '',
    `${options.offices} offices, ${options.displays} windows; ${options.minutes} minutes of the day in ${run.seconds.toFixed(0)} s; ${run.tickets} tickets. The hubs and every screen were ready after ${(run.startedInMs / 1_000).toFixed(1)} s. The players' own event loops were at most ${tally.ownDelayMs.toFixed(0)} ms late: what is told below may be too long by that.`,
    '',
    '| | how many | p50 | p99 | longest |',
    '|---|---|---|---|---|',
    ...[...tally.latencies]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, latencies]) => {
        const figures = [0.5, 0.99, 1].map((share) => msText(percentile(latencies, share)));
        return `| ${name} | ${howMany(latencies)} | ${figures.join(' | ')} |`;
      }),
    '',
    '| hub | memory at the beginning | at the end | most | cores, mean | most | event loop late, p99 of a second: median | most |',
    '|---|---|---|---|---|---|---|---|',
    ...hubs.map(hubRow),
    '',
    ...listed('Refused', tally.refusals),
    ...listed('On the way', tally.events),
    tally.broken.length === 0
      ? 'No number was given twice, no ticket called to two desks, and no ticket that was acknowledged is missing.'
      : `**Broken promises:**\n${tally.broken.map((one) => `- ${one}`).join('\n')}`,
    '',
  ];
  return lines.join('\n');
}

/** The hubs over time, and how long calls took to reach the windows. */
export function picturesOf({ command, hubs, callsOverTime }: Run): string {
  const curve = (
    title: string,
    unit: string,
    value: (sample: HubSample) => number | null,
  ): Panel => ({
    ...{ title, unit },
    curves: hubs.map(({ name, samples }) => ({
      name,
      points: samples.flatMap((sample) => {
        const told = value(sample);
        return told === null ? [] : [[sample.atS, told] as const];
      }),
    })),
  });
  const calls = [0.5, 0.99].map((share) => ({
    name: `p${share * 100}`,
    points: callsOverTime.flatMap(({ atS, latencies }) => {
      const ms = percentile(latencies, share);
      return ms === null ? [] : [[atS, ms] as const];
    }),
  }));
  return drawn(command, [
    curve('Memory', 'MB resident', ({ memoryMb }) => memoryMb),
    curve('Processor', 'cores', ({ cores }) => cores),
    curve('Event loop late', 'ms, p99 of each second', ({ loopDelayMs }) => loopDelayMs),
    { title: 'Call → display', unit: 'ms, p50 and (dashed) p99 of each second', curves: calls },
  ]);
}

export const msText = (ms: number | null): string =>
  ms === null ? '–' : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}; load average at the end ${loadavg()[0]?.toFixed(1)}.`;

function hubRow({ name, samples }: Run['hubs'][number]): string {
  const memory = samples.map(({ memoryMb }) => memoryMb);
  const cores = samples.map((sample) => sample.cores);
  const late = samples.flatMap(({ loopDelayMs }) => (loopDelayMs === null ? [] : [loopDelayMs]));
  const mean = cores.reduce((sum, one) => sum + one, 0) / Math.max(1, cores.length);
  const mb = (value: number | undefined) => (value === undefined ? '–' : `${value.toFixed(0)} MB`);
  const most = (values: readonly number[]) =>
    values.length === 0 ? undefined : Math.max(...values);
  const median = late.toSorted((one, other) => one - other)[Math.floor(late.length / 2)];
  return `| ${[
    ...[name, mb(memory[0]), mb(memory.at(-1)), mb(most(memory))],
    ...[mean.toFixed(2), (most(cores) ?? 0).toFixed(2)],
    ...[msText(median ?? null), msText(most(late) ?? null)],
  ].join(' | ')} |`;
}

function listed(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return [];
  const lines = [...counts].toSorted().map(([what, many]) => `- ${what}: ${many}`);
  return [`${title}:`, '', ...lines, ''];
}
