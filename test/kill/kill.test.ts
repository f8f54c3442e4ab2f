/**
 * A real hub is killed (SIGKILL) under load, again and again, and what it acknowledged is compared with
 * what a client wrote down. Rounds: KILL_ROUNDS, 6 when it is not set; `npm run soak` takes 1,000.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { type ApiAnswer, OfficeApi } from '#test/support/office-api.ts';
import { seeded } from '#test/support/seeded.ts';
import { times } from '#test/support/sweep.ts';

const ROUNDS = times('KILL_ROUNDS', 6, 1_000);
/** Of the moments of the kills. The same seed kills at the same moments after each start. */
const SEED = Number(process.env['KILL_SEED'] ?? 20261124);
const TERMINALS = 6;
const DESKS = ['bord-1', 'bord-2', 'bord-3'];

/** What a client asked, and what it was told; undefined while nobody has answered. */
type Asked = { path: string; body: { requestId: string }; answer?: ApiAnswer<Ticket> };

let hub: TestHub;
let record: Asked[] = [];

/** A new log after so many rounds, so that a long soak does not spend its time on reading a long day. */
const ROUNDS_PER_LOG = 50;

describe('a hub that is killed under load', () => {
  it(`[HB2] AB-010 AB-125 loses nothing it acknowledged, and does nothing twice, in ${ROUNDS} rounds (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    for (let first = 0; first < ROUNDS; first += ROUNDS_PER_LOG) {
      hub = await TestHub.alone();
      record = [];
      const rounds = Math.min(ROUNDS_PER_LOG, ROUNDS - first);
      for (let round = 0; round < rounds; round++) {
        await repeatUnanswered();
        await underLoadUntil(async () => {
          await after(20 + random() * 180);
          await hub.stop('SIGKILL');
        });
        await hub.startAgain();
      }
      await repeatUnanswered();
      await compareWithTheHub(rounds);
      await hub.end();
    }
  }, 7_200_000);
});
afterAll(() => hub.end());

/** Terminals and desks at work until `kill` has done its work; each stops at its first lost answer. */
async function underLoadUntil(kill: () => Promise<void>): Promise<void> {
  let killed = false;
  const work = (ask: (api: OfficeApi) => Promise<unknown>) => async () => {
    const api = new OfficeApi(hub.url);
    while (!killed) {
      if ((await ask(api)) === undefined) break;
    }
    api.close();
  };
  const terminals = Array.from({ length: TERMINALS }, () =>
    work((api) => ask(api, '/tickets', { topic: 'myndighetsbrev', language: 'sv' })),
  );
  const desks = DESKS.map((desk) =>
    work(async (api) => {
      await ask(api, `/desks/${desk}/open`, {});
      await ask(api, `/desks/${desk}/call-next`, {});
      return ask(api, `/desks/${desk}/finish`, {});
    }),
  );
  const busy = Promise.all([...terminals, ...desks].map((one) => one()));
  await kill();
  killed = true;
  await busy;
}

/** Asks with an id of its own and writes down both; undefined when the answer was lost. */
async function ask(api: OfficeApi, path: string, body: object): Promise<Asked['answer']> {
  const asked: Asked = { path, body: { ...body, requestId: randomUUID() } };
  record.push(asked);
  try {
    asked.answer = await api.post(path, asked.body);
  } catch {
    // The hub died before it answered: what became of the request is asked again after its restart.
  }
  return asked.answer;
}

/** A lost answer is asked for with the same id. Whatever the hub then says was true all along. */
async function repeatUnanswered(): Promise<void> {
  const api = new OfficeApi(hub.url);
  for (const asked of record)
    if (!asked.answer) asked.answer = await api.post(asked.path, asked.body);
  api.close();
}

async function compareWithTheHub(rounds: number): Promise<void> {
  const answered = (kind: RegExp, status: number) =>
    record.flatMap(({ path, answer }) =>
      kind.test(path) && answer?.status === status ? [answer.body] : [],
    );
  const issued = answered(/^\/tickets$/, 201);
  const called = answered(/call-next$/, 200);
  const finished = answered(/finish$/, 200);

  expect(issued.length).toBeGreaterThan(rounds);
  expect(called.length).toBeGreaterThan(0);
  expect(duplicatesIn(issued)).toEqual([]);
  expect(duplicatesIn(called)).toEqual([]);
  expect(duplicatesIn(finished)).toEqual([]);

  const api = new OfficeApi(hub.url);
  const done = new Set(finished.map(({ number }) => number));
  const atDesk = new Set(called.map(({ number }) => number).filter((number) => !done.has(number)));
  for (const { number } of issued) {
    const { status, body } = await api.get<Ticket>(`/tickets/${number}`);
    expect({ number, status }).toEqual({ number, status: 200 });
    const state = done.has(number) ? 'finished' : atDesk.has(number) ? 'called' : 'waiting';
    expect({ number, state: body.state }).toEqual({ number, state });
  }
  // What was answered once is answered so again.
  for (const { path, body, answer } of record.filter((_, index) => index % 20 === 0))
    if (answer && answer.status < 300) expect(await api.post(path, body)).toEqual(answer);
  api.close();
  // A printer that stood still on a busy machine is told of, and is no fault of the hub's.
  const faults = hub.errors.split('\n').filter((line) => line && !('printer' in JSON.parse(line)));
  expect(faults).toEqual([]);
}

function duplicatesIn(tickets: readonly Ticket[]): string[] {
  const seen = new Set<string>();
  return tickets.flatMap(({ number }) => {
    if (seen.has(number)) return [number];
    seen.add(number);
    return [];
  });
}
