/**
 * Two hubs race on one log that fails at any moment, or one has it to itself; every request is repeated, at either hub,
 * until it has an answer. A failure prints its seed and path; give them to fc.assert to see it again.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventLog, EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import {
  call,
  evolveLittle,
  type LittleEvent,
  type LittleQueue,
  type LittleWriter,
  mark,
  nothingYet,
  openLittle,
  STREAM,
  take,
} from './little-queue.ts';

/** All of it takes seconds; a machine that is busy with other things takes longer. */
const LONGEST_MS = 60_000;

type Press = {
  what: 'take' | 'call';
  /** The hub it goes to first; a repeat goes to the other one. */
  hub: 0 | 1;
  /** So many of it arrive at once. */
  copies: number;
};
type Answer = { ok: boolean };

const anyPress: fc.Arbitrary<Press> = fc.record({
  what: fc.constantFrom('take', 'call'),
  hub: fc.constantFrom(0, 1),
  copies: fc.integer({ min: 1, max: 3 }),
});
const anyTroubles = fc.array(fc.constantFrom(null, 'unwritten' as const, 'written' as const), {
  maxLength: 6,
});
const anyHub = fc.record({ hearing: fc.boolean(), troubles: anyTroubles });
const anyPresses = fc.array(anyPress, { minLength: 1, maxLength: 12 });
/** Each comes a turn of the event loop after the one before, and finds its appends under way. */
const anyWaves = fc.array(fc.array(anyPress, { maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('two hubs, lost answers and repeats', { timeout: LONGEST_MS }, () => {
  it('[SW17] in any order of things, each request happens once and is answered as it happened', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPresses,
        fc.tuple(anyHub, anyHub),
        fc.scheduler(),
        async (presses, hubs, scheduler) => {
          const shared = new InMemoryEventLog();
          const logs = hubs.map((hub) => tampered(shared, hub));
          const writers = await Promise.all(logs.map(openLittle));
          for (const log of logs) log.pause = () => scheduler.schedule(Promise.resolve());
          const answers = await scheduler.waitFor(pressAll(writers, presses));
          await expectEachOnce(shared, presses, answers);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[SW17] likewise on a real file', async () => {
    const shared = await SqliteEventLog.open(join(temporaryFolder(), 'log.db'));
    await fc.assert(
      fc
        .asyncProperty(anyPresses, fc.tuple(anyHub, anyHub), async (presses, hubs) => {
          const writers = await Promise.all(
            hubs.map((hub) => openLittle(tampered(shared, { ...hub, isShared: true }))),
          );
          const answers = await pressAll(writers, presses);
          await expectEachOnce(shared, presses, answers);
          for (const writer of writers) await writer.close();
        })
        .afterEach(() => shared.drop(STREAM)),
      { numRuns: 60 },
    );
    await shared.close();
  });
});

describe('a hub alone on its log, lost answers and repeats', { timeout: LONGEST_MS }, () => {
  it('[SW17] [SW18] in any order of things, each request happens once and is answered as it happened', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWaves,
        anyTroubles,
        fc.scheduler(),
        async (waves, troubles, scheduler) => {
          const own = new InMemoryEventLog({ isShared: false });
          const log = tampered(own, { troubles });
          const writer = await openLittle(log);
          // Each of the appends under way waits for its own turn, so answers come in any order.
          log.pause = () => scheduler.schedule(Promise.resolve());
          const answers = await scheduler.waitFor(pressInWaves(writer, waves));
          await expectEachOnce(own, waves.flat(), answers);
          expect(writer.state).toEqual(await stateIn(own));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[SW17] [SW18] likewise on a real file', async () => {
    const own = await SqliteEventLog.open(join(temporaryFolder(), 'log.db'));
    await fc.assert(
      fc
        .asyncProperty(anyWaves, anyTroubles, async (waves, troubles) => {
          const writer = await openLittle(tampered(own, { troubles }));
          const answers = await pressInWaves(writer, waves);
          await expectEachOnce(own, waves.flat(), answers);
          expect(writer.state).toEqual(await stateIn(own));
          await writer.close();
        })
        .afterEach(() => own.drop(STREAM)),
      { numRuns: 60 },
    );
    await own.close();
  });
});

function tampered(
  log: EventLog,
  {
    troubles,
    ...more
  }: { troubles: TamperedEventLog['troubles']; hearing?: boolean; isShared?: boolean },
): TamperedEventLog {
  const one = new TamperedEventLog(log, more);
  one.troubles = [...troubles];
  return one;
}

/** Of all waves, in their order. */
async function pressInWaves(
  writer: LittleWriter,
  waves: readonly (readonly Press[])[],
): Promise<Answer[][]> {
  const pressed: Promise<Answer[][]>[] = [];
  let before = 0;
  for (const presses of waves) {
    pressed.push(pressAll([writer], presses, before));
    before += presses.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (await Promise.all(pressed)).flat();
}

/** Presses everything at once, and each again until it is answered. One answer for each copy. */
function pressAll(
  writers: readonly LittleWriter[],
  presses: readonly Press[],
  before = 0,
): Promise<Answer[][]> {
  return Promise.all(
    presses.map(({ what, hub, copies }, index) =>
      Promise.all(
        Array.from({ length: copies }, (_, copy) => {
          const ask = what === 'take' ? take : call;
          return untilAnswered((times) => {
            const writer = writers[(hub + copy + times) % writers.length] as LittleWriter;
            return ask(writer, mark(`press ${before + index}`));
          });
        }),
      ),
    ),
  );
}

async function untilAnswered(ask: (times: number) => Promise<Answer>): Promise<Answer> {
  for (let times = 0; ; times++) {
    try {
      return await ask(times);
    } catch (fault) {
      if (!(fault instanceof EventLogUnavailable)) throw fault;
    }
  }
}

const stateIn = async (log: EventLog): Promise<LittleQueue> =>
  (await log.read(STREAM)).reduce(
    (queue, { event }) => evolveLittle(queue, event as LittleEvent),
    nothingYet,
  );

async function expectEachOnce(
  log: EventLog,
  presses: readonly Press[],
  answers: readonly Answer[][],
): Promise<void> {
  const recorded = await log.read(STREAM);
  const events = recorded.map(({ event }) => event as LittleEvent);
  const numbers = (type: LittleEvent['type']) =>
    events.filter((event) => event.type === type).map(({ ticket }) => ticket);
  const taken = presses.filter(({ what }) => what === 'take').length;
  expect(numbers('Taken')).toEqual(Array.from({ length: taken }, (_, index) => index + 1));
  expect(numbers('Called')).toEqual(numbers('Called').map((_, index) => index + 1));

  // Nobody was called who was not there.
  events.reduce((before, event) => {
    const after = evolveLittle(before, event);
    expect(after.called).toBeLessThanOrEqual(after.taken);
    return after;
  }, nothingYet);

  for (const [index, copies] of answers.entries()) {
    const entries = recorded.filter(({ cause }) => cause?.requestId === `press ${index}`);
    expect(entries.length).toBeLessThanOrEqual(1);
    const accepted = copies.filter(({ ok }) => ok);
    // What happened is told as it happened; what was accepted did happen. A hub may have refused one
    // copy before another hub accepted the next: refusals are each hub's own (SW9).
    for (const answer of accepted)
      expect(answer).toEqual({ ok: true, answer: entries[0]?.cause?.answer });
    if (accepted.length > 0) expect(entries).toHaveLength(1);
  }
}
