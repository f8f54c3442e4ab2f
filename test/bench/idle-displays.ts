/**
 * What a display that nothing happens at costs in memory: the slope from few to many, so that what a server holds
 * without any is in neither side. A bare `ws` is at the other end of as many of the same clients.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { Displays, Floor, type MemoryHeld, MemoryProbe } from './child.ts';
import { HttpCaller } from './http-caller.ts';
import { whyNoSockets } from './sockets-possible.ts';
import type { Table } from './table.ts';

const [FEW, MANY] = [500, 4_500];
const ROUNDS = 3;
/** The hub sends every view anew within five seconds, and a display answers it. */
const SETTLED_AFTER_MS = 6_000;

export async function idleDisplays(table: Table): Promise<void> {
  const why = whyNoSockets(MANY, MANY);
  if (why !== null) return table.skipped(`memory of ${MANY} idle displays`, why);
  const slopes: { floor: MemoryHeld[]; ours: MemoryHeld[] } = { floor: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'torget-bench-'));
    const probe = new MemoryProbe(join(folder, 'hub-memory'));
    const hub = await TestHub.alone(probe.env);
    slopes.ours.push(await slopeOf(probe, hub.port));

    const api = new OfficeApi(hub.url);
    const snapshot = JSON.stringify((await api.get('/board')).body);
    api.close();
    await hub.end();
    const floorProbe = new MemoryProbe(join(folder, 'floor-memory'));
    const settings = { bytes: 0, entry: null, answer: '{}', headers: {}, snapshot };
    const floor = await Floor.start('ws', folder, settings, floorProbe.env);
    // The hub's displays have been sent a snapshot and have answered; so have these, once.
    slopes.floor.push(await slopeOf(floorProbe, floor.port, snapshotToAll));
    await floor.end();
    rmSync(folder, { recursive: true });
  }
  table.held('memory of an idle display', 'bare ws', slopes, { aboveAtMostKb: 25 });
}

/** Of one display. */
async function slopeOf(
  probe: MemoryProbe,
  port: number,
  once: (displays: Displays, port: number, call: number) => Promise<unknown> = async () => {},
): Promise<MemoryHeld> {
  const displays = new Displays();
  await displays.connect(port, FEW);
  await once(displays, port, 1);
  await after(SETTLED_AFTER_MS);
  const few = await probe.ask();
  await displays.connect(port, MANY - FEW);
  await once(displays, port, 2);
  await after(SETTLED_AFTER_MS);
  const many = await probe.ask();
  await displays.end();
  const of = (name: keyof MemoryHeld) => (many[name] - few[name]) / (MANY - FEW);
  return { residentBytes: of('residentBytes'), heldBytes: of('heldBytes') };
}

async function snapshotToAll(displays: Displays, port: number, call: number): Promise<void> {
  const caller = await HttpCaller.connect(port);
  await displays.untilTheLastHas(call, port, () => caller.post('/', { call }));
  caller.close();
}
