/**
 * How fast the hub is, beside the least that the same work could cost: `npm run bench`, or with names of
 * sections only those. Figures and not a test: it ends with 0 whatever they are. docs/benchmarks.md says
 * what they mean.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import type { Entry } from '#server/event-log/event-log.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { Displays, Floor, type FloorSettings } from './child.ts';
import { HttpCaller } from './http-caller.ts';
import { idleDisplays } from './idle-displays.ts';
import { appends, appendsToRedis } from './log.ts';
import { memoryOverSlips, pressToConfirmed, pressToFirstByte, slipToBytes } from './printing.ts';
import { inTurns, type Round, roundOf, type Sides } from './rounds.ts';
import { yearOfItems } from './schedule.ts';
import { SocketCaller } from './socket-caller.ts';
import { whyNoSockets } from './sockets-possible.ts';
import { startAfterYears } from './start.ts';
import { type Measurement, machine, Table } from './table.ts';
import { cacheToFirstFrame, snapshotToPainted } from './window.ts';

const LOG_FILE = 'bench.db';
const OFFICE = '/api/v1/offices/ragsved';
const DESK = 'bord-1';
const TICKET = { topic: 'myndighetsbrev', language: 'sv' };
const CALL_NEXT = `/desks/${DESK}/call-next`;
const FINISH = `/desks/${DESK}/finish`;
const CALLERS = 64;
/** 24,000 tickets at each side: V8 compiles for about as long, floors as well as hubs. */
const ROUNDS_TO_WARM_UP = 40;
/** Median latency of a call to the last of so many displays, in floors. */
const LAST_DISPLAY_GOALS: ReadonlyMap<number, number> = new Map([
  [1_000, 1.3],
  [5_000, 1.5],
]);
/** A window is told of the newest eight. */
const CALLS_ON_A_BOARD = 8;
/** The hub takes 40 messages in 4 s from one connection, so every round has a connection of its own. */
const REQUESTS_PER_SOCKET = 36;

/** What any Express says of an answer. */
const OF_HTTP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'date', 'content-length', 'content-type'],
]);

const table = new Table();
const sections = {
  log: async () => {
    await appends(table);
    await appendsToRedis(table);
  },
  hub: async () => {
    await withHub(issueOverHttp);
    await withHub(issueOverSocket);
    await withHub(callNext);
    for (const displays of [1, 100, 1_000, 5_000])
      await withHub((hub) => callOnDisplays(hub, displays));
  },
  displays: () => idleDisplays(table),
  start: () => startAfterYears(table),
  print: async () => {
    for (const language of ['sv', 'ar', 'ti'] as const) await slipToBytes(table, language);
    await pressToFirstByte(table);
    for (const mmPerSecond of [250, 90]) await pressToConfirmed(table, mmPerSecond);
  },
  memory: () => memoryOverSlips(table),
  schedule: () => yearOfItems(table),
  window: async () => {
    await cacheToFirstFrame(table);
    await snapshotToPainted(table);
  },
};

const asked = process.argv.slice(2);
if (asked.every((name) => name in sections)) {
  process.stderr.write(`${machine()}\n`);
  for (const [name, measure] of Object.entries(sections))
    if (asked.length === 0 || asked.includes(name)) await measure();
  process.stdout.write(`\n${machine()}\n\n${table}\n`);
} else {
  process.stderr.write(`Usage: npm run bench -- [${Object.keys(sections).join(' | ')}]…\n`);
  process.exitCode = 2;
}

async function issueOverHttp(hub: TestHub): Promise<void> {
  const sample = await sampleOf(hub, '/tickets', TICKET);
  const onFile = await Floor.start('express', hub.folder, sample);
  const onLog = await Floor.start('express', hub.folder, { ...sample, entry: newestEntryOf(hub) });
  const issue = async (floor: Floor, measurement: Measurement, rounds: number, atOnce: number) => {
    const [tickets, toWarmUp] = atOnce === 1 ? [120, 1] : [600, ROUNDS_TO_WARM_UP];
    // Anew each time: servers let go of a connection on which nobody has asked for a while.
    const bare = await callersOf(floor.port);
    const ours = await callersOf(hub.port);
    const roundBy = (callers: readonly HttpCaller[], path: string) =>
      roundOf(tickets, (by) => askOf(callers, by).post(path, request(TICKET)), { atOnce });
    const sides = {
      floor: () => roundBy(bare, '/'),
      ours: () => roundBy(ours, `${OFFICE}/tickets`),
    };
    await compare(measurement, rounds, sides, toWarmUp);
    for (const caller of [...bare, ...ours]) caller.close();
  };

  const one = 'issue over HTTP, one caller';
  const [twice, many] = [{ latencyAtMost: 2 }, { rateAtLeast: 0.6 }];
  await issue(onFile, { what: one, floor: 'bare Express, one fdatasync', goal: twice }, 12, 1);
  await issue(onLog, { what: one, floor: 'Express, the same append to such a log' }, 12, 1);
  const what = `issue over HTTP, ${CALLERS} at once`;
  for (const [floor, isWhat] of [
    [onLog, 'Express, the same append to such a log'],
    [onFile, 'bare Express, fdatasyncs shared'],
  ] as const)
    await issue(floor, { what, floor: isWhat, goal: many }, 40, CALLERS);
  await onFile.end();
  await onLog.end();
}

async function issueOverSocket(hub: TestHub): Promise<void> {
  const floor = await Floor.start('ws', hub.folder, await sampleOf(hub, '/tickets', TICKET));
  const roundOn = async (connecting: Promise<SocketCaller>): Promise<Round> => {
    const caller = await connecting;
    const ask = () => caller.ask('ticket:issue', request(TICKET));
    const round = await roundOf(REQUESTS_PER_SOCKET, ask);
    caller.close();
    return round;
  };
  await compare({ what: 'issue over Socket.io, one caller', floor: 'bare ws, one fdatasync' }, 24, {
    floor: () => roundOn(SocketCaller.toFloor(floor.port)),
    ours: () => roundOn(SocketCaller.toHub(hub.port, DESK)),
  });
  await floor.end();
}

async function callNext(hub: TestHub): Promise<void> {
  const [rounds, calls] = [12, 80];
  await queueUp(hub, (rounds + 1) * calls + 1);
  const floor = await Floor.start('express', hub.folder, await sampleOf(hub, CALL_NEXT));
  const bare = await HttpCaller.connect(floor.port);
  const ours = await HttpCaller.connect(hub.port);
  const write = () => bare.post('/', request());
  const finish = () => ours.post(`${OFFICE}${FINISH}`, request());
  await finish(); // what the sample called
  await compare({ what: 'call-next over HTTP', floor: 'bare Express, one fdatasync' }, rounds, {
    floor: () => roundOf(calls, write, { afterEach: write }),
    ours: () =>
      roundOf(calls, () => ours.post(`${OFFICE}${CALL_NEXT}`, request()), { afterEach: finish }),
  });
  for (const caller of [bare, ours]) caller.close();
  await floor.end();
}

/** From the moment a desk presses Next to the moment the last window has the call. */
async function callOnDisplays(hub: TestHub, displays: number): Promise<void> {
  const what = `call → last of ${displays.toLocaleString('en')} displays`;
  const why = whyNoSockets(2 * displays, displays);
  if (why !== null) return table.skipped(what, why);
  const [rounds, calls] = displays > 1_000 ? [5, 4] : [8, 5]; // the pauses of many are long
  // Longer than the hub gathers changes for, and than all windows take to say `shown`.
  const quietMs = 80 + displays / 4;
  await queueUp(hub, (rounds + 1) * calls + CALLS_ON_A_BOARD);
  // A board is as long as it will be: the floor sends what the hub does.
  const first = await HttpCaller.connect(hub.port);
  for (let call = 1; call < CALLS_ON_A_BOARD; call++) {
    await first.post(`${OFFICE}${CALL_NEXT}`, request());
    await first.post(`${OFFICE}${FINISH}`, request());
  }
  first.close();
  const floor = await Floor.start('ws', hub.folder, await sampleOf(hub, CALL_NEXT));
  const windows = new Displays();
  await windows.connect(floor.port, displays);
  await windows.connect(hub.port, displays);

  const latencyAtMost = LAST_DISPLAY_GOALS.get(displays);
  const called = { floor: CALLS_ON_A_BOARD, ours: CALLS_ON_A_BOARD };
  const roundOn = async (port: number, callOne: (caller: HttpCaller) => Promise<number>) => {
    const caller = await HttpCaller.connect(port);
    const latenciesMs: number[] = [];
    const beganAt = performance.now();
    for (let call = 0; call < calls; call++) {
      await after(quietMs);
      latenciesMs.push(await callOne(caller));
    }
    caller.close();
    return { latenciesMs, elapsedMs: performance.now() - beganAt };
  };
  await compare(
    {
      what,
      floor: 'bare ws, one fdatasync, frame made once',
      ...(latencyAtMost !== undefined && { goal: { latencyAtMost } }),
    },
    rounds,
    {
      floor: () =>
        roundOn(floor.port, (caller) => {
          const call = ++called.floor;
          return windows.untilTheLastHas(call, floor.port, () => caller.post('/', { call }));
        }),
      ours: () =>
        roundOn(hub.port, async (caller) => {
          await caller.post(`${OFFICE}${FINISH}`, request());
          await after(quietMs);
          return windows.untilTheLastHas(++called.ours, hub.port, () =>
            caller.post(`${OFFICE}${CALL_NEXT}`, request()),
          );
        }),
    },
  );
  await windows.end();
  await floor.end();
}

// What they are measured with

async function withHub(measure: (hub: TestHub) => Promise<void>): Promise<void> {
  const hub = await TestHub.alone({ EVENT_LOG: `sqlite:${LOG_FILE}` });
  try {
    const api = new OfficeApi(hub.url);
    await api.post(`/desks/${DESK}/open`);
    api.close();
    await measure(hub);
  } finally {
    await hub.end();
  }
}

async function queueUp(hub: TestHub, tickets: number): Promise<void> {
  const callers = await callersOf(hub.port);
  await roundOf(
    tickets,
    (caller) => askOf(callers, caller).post(`${OFFICE}/tickets`, request(TICKET)),
    { atOnce: CALLERS },
  );
  for (const caller of callers) caller.close();
}

function callersOf(port: number): Promise<HttpCaller[]> {
  return Promise.all(Array.from({ length: CALLERS }, () => HttpCaller.connect(port)));
}

function askOf(callers: readonly HttpCaller[], index: number): HttpCaller {
  const caller = callers[index];
  if (!caller) throw new RangeError(`There is no caller ${index}`);
  return caller;
}

function request(body: object = {}): object {
  return { requestId: randomUUID(), ...body };
}

/** Asks the hub once, and tells what a floor has to do to do as much. */
async function sampleOf(
  hub: TestHub,
  path: string,
  body: object = {},
): Promise<Omit<FloorSettings, 'file'>> {
  const answer = await fetch(`${hub.url}${OFFICE}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(request(body)),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const board = await fetch(`${hub.url}${OFFICE}/board`);
  if (!board.ok) throw new Error(`/board: ${board.status}`);
  const columns = 'concat(name, events.version, events.id, schema, cause, event)';
  const { bytes } = newestOf(hub, `octet_length(${columns}) AS bytes`);
  return {
    bytes: Number(bytes),
    entry: null,
    answer: await answer.text(),
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !OF_HTTP.has(name))),
    snapshot: await board.text(),
  };
}

function newestEntryOf(hub: TestHub): Entry {
  const { id, schema, cause, event } = newestOf(hub, 'events.id, schema, cause, event');
  return {
    id: String(id),
    schema: Number(schema),
    cause: JSON.parse(String(cause)),
    event: JSON.parse(String(event)),
  };
}

/** Of the queue. */
function newestOf(hub: TestHub, columns: string): Record<string, unknown> {
  const log = new DatabaseSync(join(hub.folder, LOG_FILE), { readOnly: true });
  const row = log
    .prepare(
      `SELECT ${columns} FROM events JOIN streams ON place = newest WHERE name LIKE 'queue/%'`,
    )
    .get();
  log.close();
  if (!row) throw new Error(`${LOG_FILE} has no entry of the queue`);
  return row;
}

async function compare(
  measurement: Measurement,
  rounds: number,
  sides: Sides,
  toWarmUp?: number,
): Promise<void> {
  table.compared(measurement, await inTurns(rounds, sides, toWarmUp));
}
