/**
 * Days of many offices, played at hubs over real sockets: `npm run load`. Ends with 0 when every promise was kept,
 * however slow it was; with 1 when one was broken; with 2 when it was asked wrongly. docs/scale.md says what figures mean.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { howMany, percentile } from './latencies.ts';
import { HELP, type LoadOptions, LoadOptionsError, loadOptions } from './options.ts';
import { type PlayedHubs, playedHubs } from './played-hubs.ts';
import { Players } from './players.ts';
import { msText, picturesOf, type Run, reportOf } from './report.ts';
import { CALLS, type Tally } from './tally.ts';

const LOOKS_EVERY_MS = 1_000;
const LINE_EVERY_MS = 10_000;
/** Of each office, so many tickets are asked about at the end. */
const ASKED_ABOUT = 5;
/** All together: a hub whose log is out of reach is asked again. */
const ASKED_WITHIN_MS = 60_000;
const ASKED_AGAIN_AFTER_MS = 1_000;

const print = (text: string) => process.stdout.write(text);

try {
  const options = loadOptions(process.argv.slice(2));
  if (options === 'help') print(HELP);
  else process.exitCode = await load(options);
} catch (error) {
  if (!(error instanceof LoadOptionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function load(options: LoadOptions): Promise<number> {
  const askedAt = performance.now();
  print(`Starting ${options.at.length > 0 ? 'at hubs that run' : `${options.hubs} hub(s)`}…\n`);
  const hubs = await playedHubs(options, process.env['API_TOKEN']);
  const players = new Players(options, hubs);
  try {
    print(
      `Connecting ${options.displays} windows, and terminals and desks of ${hubs.offices.length} offices…\n`,
    );
    await players.ready();
    const startedInMs = performance.now() - askedAt;
    const beganAt = performance.now();
    const played = players.play();
    await watch(options, hubs, players, played);
    const numbers = await played;
    const seconds = (performance.now() - beganAt) / 1_000;
    const { tally, callsOverTime } = players;
    tally.broken.push(...(await missing(hubs, numbers)));
    const run: Run = {
      ...{ options, tally, callsOverTime, seconds, startedInMs, hubs: hubs.watches },
      command: `npm run load -- ${process.argv.slice(2).join(' ')}`.trimEnd(),
      tickets: numbers.reduce((sum, office) => sum + office.numbers.length, 0),
    };
    const folder = resolve(options.out);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'report.md'), reportOf(run));
    writeFileSync(join(folder, 'hubs.svg'), picturesOf(run));
    print(`${reportOf(run)}\n${folder}: report.md, hubs.svg\n`);
    return tally.broken.length === 0 ? 0 : 1;
  } finally {
    players.end();
    await hubs.end();
  }
}

/** Looks at the hubs and says how far it is, until all is played. */
async function watch(
  { minutes, speed }: LoadOptions,
  { watches }: PlayedHubs,
  players: Players,
  played: Promise<unknown>,
): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  played.then(end, end);
  const wholeMs = (minutes * 60_000) / speed;
  const beganAt = performance.now();
  let saidAt = 0;
  while (!over) {
    await Promise.all(watches.map((one) => one.look()));
    const done = Math.min(1, (performance.now() - beganAt) / wholeMs);
    const line = progress(done, players.tally, players.connected);
    if (process.stdout.isTTY) print(`\r${line}\u001b[K`);
    else if (performance.now() - saidAt > LINE_EVERY_MS) {
      print(`${line}\n`);
      saidAt = performance.now();
    }
    await Promise.race([after(LOOKS_EVERY_MS), played.catch(() => {})]);
  }
  if (process.stdout.isTTY) print('\n');
}

function progress(done: number, { latencies, broken }: Tally, connected: number): string {
  const full = Math.round(done * 24);
  const calls = latencies.get(CALLS) ?? new Map();
  const issued = howMany(latencies.get('ticket:issue') ?? new Map());
  return [
    `[${'#'.repeat(full)}${'.'.repeat(24 - full)}] ${Math.round(done * 100)} %`,
    `${connected} screens`,
    `${issued} tickets`,
    `call → display ${msText(percentile(calls, 0.5))} / p99 ${msText(percentile(calls, 0.99))}`,
    ...(broken.length > 0 ? [`${broken.length} BROKEN`] : []),
  ].join('  ');
}

/** Tickets that were acknowledged, and that the hubs do not know. */
async function missing(
  { urls, token }: PlayedHubs,
  offices: readonly { office: string; numbers: readonly string[] }[],
): Promise<string[]> {
  const headers = { Authorization: `Bearer ${token}` };
  const lost: string[] = [];
  const giveUpAt = performance.now() + ASKED_WITHIN_MS;
  /** 503 says nothing of the ticket, and is no last word. */
  const statusAt = async (address: string): Promise<number> => {
    for (;;) {
      const { status } = await fetch(address, { headers });
      if (status !== 503 || performance.now() > giveUpAt) return status;
      await after(ASKED_AGAIN_AFTER_MS);
    }
  };
  for (const [nth, { office, numbers }] of offices.entries())
    for (const number of new Set([...numbers.slice(0, 2), ...numbers.slice(2 - ASKED_ABOUT)])) {
      const path = `/api/v1/offices/${office}/tickets/${number}`;
      const status = await statusAt(`${urls[nth % urls.length]}${path}`);
      if (status !== 200)
        lost.push(`${office}: ${number} was acknowledged, and is answered ${status}`);
    }
  return lost;
}
