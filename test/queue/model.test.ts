/** The queue against a small plain one, command by command. A failure prints seed, path and replayPath. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import { type DayRules, emptyQueue, type Queue, type QueueCommand } from '#server/queue/queue.ts';
import {
  nextFor,
  openDeskOf,
  ticketAtDesk,
  ticketOf,
  undoOf,
  waitingInOrder,
} from '#server/queue/views.ts';
import { benefits, dayWith, desk1, desk2, letters, visitingDesk } from '#test/support/given.ts';
import { anyCommand, anyEndDay, openingRound } from './any-history.ts';
import { expectSound } from './invariants.ts';
import { SmallQueue } from './small-queue.ts';

/** It takes a second; a machine that is busy with other things takes longer. */
const LONGEST_MS = 60_000;

type Real = { queue: Queue };

class Ask implements fc.Command<SmallQueue, Real> {
  readonly #command: QueueCommand;
  readonly #rules: DayRules;

  constructor(command: QueueCommand, rules: DayRules) {
    this.#command = command;
    this.#rules = rules;
  }

  check(): boolean {
    return true; // a refusal is as much a rule as a deed
  }

  run(small: SmallQueue, real: Real): void {
    const decision = decide(real.queue, this.#command, this.#rules);
    const expected = small.obey(this.#command);
    expect(decision.accepted ? 'done' : decision.refusal).toBe(expected);
    if (decision.accepted) real.queue = decision.events.reduce(evolve, real.queue);
    expectSound(real.queue);
    expect(reading(real.queue)).toEqual(smallReading(small));
  }

  toString(): string {
    return JSON.stringify(this.#command);
  }
}

const desks = [desk1, desk2, visitingDesk];

/** What anyone can see of the queue, and of the small one. */
function reading(queue: Queue) {
  const numbers = waitingInOrder(queue).map(({ number }) => number);
  return {
    tickets: [...queue.tickets.keys()].sort().map((number) => {
      const { issuedAt: _, ...ticket } = ticketOf(queue, number) ?? { issuedAt: 0 };
      return ticket;
    }),
    waiting: numbers,
    desks: desks.map((desk) => ({
      open: openDeskOf(queue, desk) !== undefined,
      next: nextFor(queue, desk)?.number,
      undo: undoOf(queue, desk)?.step ?? null,
      number: ticketAtDesk(queue, desk)?.number,
      calls: ticketAtDesk(queue, desk)?.calls,
    })),
    callsMade: queue.calls.size,
    paused: [...queue.paused.keys()].sort(),
  };
}

function smallReading(small: SmallQueue): ReturnType<typeof reading> {
  return {
    tickets: [...small.tickets]
      .sort((a, b) => (a.number < b.number ? -1 : 1))
      .map((ticket) => {
        const { number, state, topic, language, desk } = ticket;
        return { number, state, topic, language, desk, ahead: small.ahead(ticket) };
      }),
    waiting: small.waiting().map(({ number }) => number),
    desks: desks.map((desk) => ({
      open: small.desks.has(desk),
      next: small.next(desk)?.number,
      undo: small.undoable.get(desk)?.step ?? null,
      number: small.ticketAt(desk)?.number,
      calls: small.ticketAt(desk)?.calls,
    })),
    callsMade: small.callsMade,
    paused: [...small.paused].sort(),
  };
}

it.each<{ day: string; rules: DayRules }>([
  { day: 'the benefits body comes later', rules: dayWith(benefits, { admission: 'later-today' }) },
  { day: 'few may wait', rules: dayWith(letters, { mayWait: 3 }) },
  { day: 'no given ticket is called', rules: { ...dayWith(letters, {}), callGivenTicket: false } },
  { day: 'a recall must wait', rules: { ...dayWith(letters, {}), recallAfterSeconds: 1_800 } },
  { day: 'one call is enough', rules: { ...dayWith(letters, {}), callsBeforeNoShow: 1 } },
])(
  '[Q33] the queue does what a small plain one does, when $day',
  { timeout: LONGEST_MS },
  ({ rules }) => {
    // Desks are opened first, and the day ends in about every other history.
    const ask = fc
      .oneof({ weight: 150, arbitrary: anyCommand }, { weight: 1, arbitrary: anyEndDay })
      .map((command) => new Ask(command, rules));
    fc.assert(
      fc.property(fc.commands([ask], { maxCommands: 150, size: 'max' }), (commands) => {
        const opened = openingRound.map((command) => new Ask(command, rules));
        const start = () => ({ model: new SmallQueue(rules), real: { queue: emptyQueue } });
        fc.modelRun(start, [...opened, ...commands]);
      }),
      { numRuns: 25 },
    );
  },
);
