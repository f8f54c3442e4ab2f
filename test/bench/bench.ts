/**
 * How fast the hub is, beside the least that the same work could cost: `npm run bench`. Figures and not a
 * test: it ends with 0 whatever they are. docs/benchmarks.md says what they mean.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import type { Board } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { Displays, Floor } from './child.ts';
import { HttpCaller } from './http-caller.ts';
import { type Comparison, inTurns, type Round, roundOf } from './rounds.ts';
import { SocketCaller } from './socket-caller.ts';
import { goalsOf, type Measured, machine, tableOf } from './table.ts';

const LOG = 'bench.db';
const DESK = 'bord-1';
const TICKET = { topic: 'myndighetsbrev', language: 'sv' };
const CALLERS = 64;
/** The hub takes 40 messages in 4 s from one connection, so every round has a connection of its own. */
const REQUESTS_PER_SOCKET = 36;
/** Longer than the hub gathers changes for, so that every call is the first of its own burst. */
const QUIET_MS = 80;

const measured: Measured[] = [];
await withHub(issuing);
await withHub(issuingOverSockets);
await withHub(callingNext);
for (const displays of [1, 100, 1_000]) await withHub((hub) => showing(hub, displays));

process.stdout.write(`\n${machine()}\n\n${tableOf(measured)}\n\n${goalsOf(measured)}\n`);

// What is measured

async function issuing(hub: TestHub): Promise<void> {
  const floor = await Floor.start('express', hub.folder, await sampleOf(hub, 'issue'));
  const [ours, bare] = await Promise.all([callers(hub.port), callers(floor.port)]);
  const issue = (caller: number) => askOf(ours, caller).post(ISSUE, ticket());
  const write = (caller: number) => askOf(bare, caller).post('/', ticket());

  const beside = 'bare Express, one fdatasync';
  const one = await inTurns(10, {
    floor: () => roundOf(120, () => write(0).then(() => {})),
    ours: () => roundOf(120, () => issue(0).then(() => {})),
  });
  add({ what: 'issue over HTTP, one caller', beside, ...one, goal: { latencyAtMost: 2 } });

  const many = await inTurns(8, {
    floor: () => roundOf(1_200, async (caller) => void (await write(caller)), CALLERS),
    ours: () => roundOf(1_200, async (caller) => void (await issue(caller)), CALLERS),
  });
  add({ what: `issue over HTTP, ${CALLERS} at once`, beside, ...many, goal: { rateAtLeast: 0.6 } });

  for (const caller of [...ours, ...bare]) caller.close();
  await floor.end();
}
