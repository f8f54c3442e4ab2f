/**
 * A real agent and a real hub are killed (SIGKILL) while slips are printed, again and again, and what the hubs were
 * told is compared with the paper. Rounds: KILL_ROUNDS, 10 when it is not set; `npm run soak` takes 1,000.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Raster } from '#print/escpos.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { AgentProcess } from '#test/support/agent-process.ts';
import { type DeviceUnderTest, makeDeviceFile } from '#test/support/device-file.ts';
import { freePort } from '#test/support/free-port.ts';
import { seeded } from '#test/support/seeded.ts';
import { times } from '#test/support/sweep.ts';
import { SLIP_ROWS, slipsOn } from './numbered-slip.ts';
import type { HubSays } from './processes/agent-hub.ts';

const ROUNDS = times('KILL_ROUNDS', 10, 1_000);
/** Of the moments of the kills, and of who is killed. */
const SEED = Number(process.env['KILL_SEED'] ?? 20261126);
const HUB = join(import.meta.dirname, 'processes/agent-hub.ts');
/** A slip takes three times as long: some wait, and one is on offer or on paper. */
const A_SLIP_EVERY_MS = 60;

describe('hub and agent that are killed while slips are printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'torget-agent-'));
  /** What the hubs have said of each slip; 'printing' is what one that was killed had not said. */
  const told = new Map<number, string>();
  const pieces: Raster[] = [];
  let port: number;
  let paper: VirtualPrinter;
  /** On a cable as USB is: what a killed agent had not handed over never comes. */
  let device: DeviceUnderTest;
  let hub: ChildProcess;
  let agent: AgentProcess;
  let isReady = false;
  let complaints = '';

  it(`[AG13] print each slip once at most, and as it was told, in ${ROUNDS} rounds (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    port = await freePort();
    paper = new VirtualPrinter({ mmPerSecond: 1_500, cutMs: 60 });
    device = await makeDeviceFile();
    paper.attach(device.line);
    paper.onPaper(() => pieces.push(...newest()));
    startHub();
    startAgent();
    for (let round = 0; round < ROUNDS; round++) {
      await inService();
      if (random() < 0.5) await untilOneIsConfirmed(); // else it is killed as soon as it is back
      const stop = printOneAfterTheOther();
      await pause(20 + random() * 400);
      const isHub = random() < 0.5;
      if (isHub) await killHub();
      if (!isHub || random() < 0.2) await killAgent();
      await pause(random() * 100);
      stop();
    }
    await inService();
    await untilOneIsConfirmed();
    await pause(1_000); // whatever is still owed is told
    const rest = paper.papers.filter(({ cut }) => !cut).map(({ raster }) => raster);
    compare([...pieces, ...rest]);
    expect(complaints.replaceAll(/^.* is out of reach\. The agent tries again\.\n/gm, '')).toBe('');
  }, 7_200_000);

  afterAll(async () => {
    await agent.stop('SIGKILL');
    hub.kill('SIGKILL');
    paper.close();
    device.unplug();
    rmSync(folder, { recursive: true, force: true });
  });

  function newest(): Raster[] {
    return paper.papers
      .filter(({ cut }) => cut)
      .slice(0, 1)
      .map(({ raster }) => raster);
  }

  function startHub(): void {
    isReady = false;
    const started = fork(HUB, [String(port)], { execArgv: [] });
    hub = started;
    started.on('message', (word: HubSays) => {
      if (word.says === 'outcome') told.set(word.slip, word.outcome);
      else if (word.says === 'status') {
        if (started === hub) isReady = word.ready;
      } else if (told.get(word.slip) === 'unknown' || told.get(word.slip) === 'printing')
        told.set(word.slip, word.outcome);
    });
  }

  function startAgent(): void {
    agent = new AgentProcess([
      ...['--hub', `http://127.0.0.1:${port}`],
      ...['--printer', `device:${device.path}`, '--data', folder],
    ]);
  }

  async function killHub(): Promise<void> {
    hub.kill('SIGKILL');
    await once(hub, 'close');
    for (const [slip, state] of told) if (state === 'printing') told.set(slip, 'unknown');
    startHub();
  }

  async function killAgent(): Promise<void> {
    await agent.stop('SIGKILL');
    complaints += agent.complaints;
    startAgent();
  }

  function print(): number {
    const slip = told.size + 1;
    told.set(slip, 'printing');
    if (hub.connected) hub.send(slip, () => {}); // it may have been killed just now
    return slip;
  }

  function printOneAfterTheOther(): () => void {
    const printing = setInterval(print, A_SLIP_EVERY_MS);
    return () => clearInterval(printing);
  }

  async function untilOneIsConfirmed(): Promise<void> {
    let slip: number;
    do {
      slip = print();
      await until(() => told.get(slip) !== 'printing');
    } while (told.get(slip) !== 'confirmed');
  }

  const inService = () => until(() => isReady);

  function compare(papers: readonly Raster[]): void {
    const rowsOf = new Map<number, number[]>();
    for (const piece of papers)
      for (const [slip, rows] of slipsOn(piece))
        rowsOf.set(slip, [...(rowsOf.get(slip) ?? []), rows]);
    const wrong = [...told].filter(([slip, state]) => {
      const rows = rowsOf.get(slip) ?? [];
      if (state === 'confirmed') return rows.length !== 1 || rows[0] !== SLIP_ROWS;
      if (state === 'not-sent') return rows.length > 0;
      const isInDoubt = state === 'unknown' || state === 'likely';
      return !isInDoubt || rows.length > 1 || (rows[0] ?? 0) > SLIP_ROWS;
    });
    expect(wrong.map(([slip, state]) => ({ slip, state, rows: rowsOf.get(slip) }))).toEqual([]);
    const shared = papers.map((piece) => [...slipsOn(piece).keys()]);
    expect(shared.filter((slips) => slips.length > 1)).toEqual([]);
    // That slips are confirmed, too, is waited for, in every second round or so.
    expect([...told.values()]).toContain('unknown');
  }
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await pause(5);
}
