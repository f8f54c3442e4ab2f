/**
 * Two desks and a terminal at two hubs, with fast-check choosing what comes before what: answers are lost, requests
 * come again at the other hub, steps are undone. A failure prints its seed and path; give them to fc.assert to see it again.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventLogUnavailable, type Recorded } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { StreamWriter } from '#server/event-log/stream-writer.ts';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type Queue, type QueueCommand, type QueueEvent } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import { expectSound, hashOf } from '#test/queue/invariants.ts';
import { desk1, desk2, letters, ordinaryDay, printing } from '#test/support/given.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';
import { Witness } from './witness.ts';

const LONGEST_MS = 60_000;
const STREAM = 'queue/office/2026-11-24';
const TEN = Date.parse('2026-11-24T10:00:00+01:00');

type Writer = StreamWriter<Queue, QueueEvent>;
type Press = { command: QueueCommand; hub: number };
type Outcome = { ok: true; answer: unknown } | { ok: false; code: string };

const atDesk = (desk: typeof desk1): fc.Arbitrary<Press> =>
  fc.record({
    command: fc.constantFrom<QueueCommand>(
      ...(['CallNext', 'CallNext', 'Start', 'Finish', 'Hold', 'Undo', 'Undo'] as const).map(
        (type) => ({ type, desk, at: TEN }),
      ),
    ),
    hub: fc.constantFrom(0, 1),
  });
const atTerminal: fc.Arbitrary<Press> = fc.record({
  command: fc.constantFrom(letters, printing).map((topic) => ({
    ...{ type: 'IssueTicket', topic, language: 'sv', paper: false, token: '', from: 'terminal' },
    at: TEN,
  })) as fc.Arbitrary<QueueCommand>,
  hub: fc.constantFrom(0, 1),
});
const troubles = fc.array(fc.constantFrom(null, 'unwritten' as const, 'written' as const), {
  maxLength: 8,
});
const hub = fc.record({ hearing: fc.boolean(), troubles });

it('[SI4] two desks, lost answers, repeats and undo: in any order each press is one fact, and no ticket is at two desks', {
  timeout: LONGEST_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(atTerminal, { minLength: 1, maxLength: 4 }),
      fc.array(atDesk(desk1), { maxLength: 6 }),
      fc.array(atDesk(desk2), { maxLength: 6 }),
      fc.tuple(hub, hub),
      fc.scheduler(),
      async (terminal, one, other, hubs, scheduler) => {
        const shared = new InMemoryEventLog();
        const logs = hubs.map(({ hearing }) => new TamperedEventLog(shared, { hearing }));
        const writers = await Promise.all(logs.map(open));
        const opener = writers[0] as Writer;
        for (const desk of [desk1, desk2])
          await ask(opener, `open ${desk}`, {
            ...{ type: 'OpenDesk', desk, topics: [letters, printing], languages: ['sv'], at: TEN },
          });
        for (const [index, log] of logs.entries()) {
          log.troubles = [...(hubs[index]?.troubles ?? [])];
          log.pause = () => scheduler.schedule(Promise.resolve());
        }
        const answers = await scheduler.waitFor(
          Promise.all([
            pressInTurn(writers, 'terminal', terminal),
            pressInTurn(writers, 'one', one),
            pressInTurn(writers, 'other', other),
          ]),
        );
        const recorded = await shared.read(STREAM);
        expectWitnessed(recorded);
        for (const told of answers.flat()) expectAsRecorded(recorded, told);
        // Whoever reads the log has the same queue as those who wrote it.
        for (const log of logs) log.pause = async () => {};
        await Promise.all(writers.map((writer) => ask(writer, 'nothing', NOTHING)));
        const replayed = queueOf(recorded);
        for (const { state } of writers) expect(hashOf(state)).toBe(hashOf(replayed));
      },
    ),
    { numRuns: 200 },
  );
});

/** Refused at the head of the log, so that a hub that hears nothing has read it. */
const NOTHING: QueueCommand = { type: 'ResumeTopic', topic: letters, at: TEN };

const open = (log: TamperedEventLog): Promise<Writer> =>
  StreamWriter.open({ log, stream: STREAM, format: queueFormat, initial: emptyQueue, evolve });

const ask = (writer: Writer, requestId: string, command: QueueCommand): Promise<Outcome> =>
  writer.submit(
    { requestId, digest: JSON.stringify(command) },
    (queue) => decide(queue, command, ordinaryDay),
    (_queue, events) => events.map((event) => ('number' in event ? event.number : event.type)),
  );

type Told = { requestId: string; outcome: Outcome };

/** One after another, as one person presses; each again at the other hub until it is answered. */
async function pressInTurn(
  writers: readonly Writer[],
  who: string,
  presses: readonly Press[],
): Promise<Told[]> {
  const told: Told[] = [];
  for (const [index, { command, hub: first }] of presses.entries()) {
    const requestId = `${who} ${index}`;
    for (let times = 0; ; times++)
      try {
        const writer = writers[(first + times) % writers.length] as Writer;
        told.push({ requestId, outcome: await ask(writer, requestId, command) });
        break;
      } catch (fault) {
        if (!(fault instanceof EventLogUnavailable)) throw fault;
      }
  }
  return told;
}

function expectWitnessed(recorded: readonly Recorded[]): void {
  const witness = new Witness();
  let queue = emptyQueue;
  for (const entry of recorded) {
    const event = queueFormat.decode(entry, STREAM);
    witness.see(event, event.type === 'TicketCalled' ? 'desk:call-next' : null);
    queue = evolve(queue, event);
    expectSound(queue);
  }
  expect(witness.wrong).toEqual([]);
}

function expectAsRecorded(recorded: readonly Recorded[], { requestId, outcome }: Told): void {
  const entries = recorded.filter(({ cause }) => cause?.requestId === requestId);
  expect(entries.length).toBe(outcome.ok ? 1 : 0);
  if (outcome.ok) expect(outcome.answer).toEqual(entries[0]?.cause?.answer);
}

const queueOf = (recorded: readonly Recorded[]): Queue =>
  recorded.reduce((queue, entry) => evolve(queue, queueFormat.decode(entry, STREAM)), emptyQueue);
