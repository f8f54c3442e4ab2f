/** What holds after any history. A failure prints its seed and path; give them to fc.assert to see it again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import { byTurn } from '#server/queue/policy.ts';
import { type DayRules, emptyQueue, type Queue, type QueueCommand } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import { waitingInOrder } from '#server/queue/views.ts';
import {
  type DeskId,
  type Language,
  type Series,
  type TicketNumber,
  type TopicId,
  ticketNumber,
} from '#shared/vocabulary.ts';
import { desk1, letters, ordinaryDay, printing } from '#test/support/given.ts';
import { anyCommand, anyDay, anyEndDay, anyIssue, play } from './any-history.ts';
import { minutes } from './facts.ts';
import { expectSound, hashOf, plain } from './invariants.ts';

/** All of it takes seconds; a machine that is busy with other things takes longer. */
const LONGEST_MS = 60_000;

describe('whatever happens in a day', { timeout: LONGEST_MS }, () => {
  it('[Q2] no number is given twice', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const numbers = play(day).history.flatMap((event) =>
          event.type === 'TicketIssued' ? [event.number] : [],
        );
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
    );
  });

  it('[Q45] AB-135 no number is given that was given before or skipped, by whatever facts, also beyond 999', () => {
    const far = fc.record({
      type: fc.constant('SkipNumbers' as const),
      through: fc
        .tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 1_100 }))
        .map(([series, ordinal]) => ticketNumber(series as Series, ordinal)),
      at: fc.constant(minutes(30)),
    });
    const commands = fc.oneof(
      { weight: 6, arbitrary: anyIssue },
      { weight: 1, arbitrary: far },
      { weight: 2, arbitrary: anyCommand },
    );
    const day = fc.array(commands, { maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(day, (commands) => {
        const last = new Map<string, number>();
        for (const event of play(commands).history) {
          if (event.type !== 'TicketIssued' && event.type !== 'NumbersSkipped') continue;
          const number = event.type === 'TicketIssued' ? event.number : event.through;
          const [series, ordinal] = [number.charAt(0), Number(number.slice(1))];
          const before = last.get(series) ?? 0;
          if (event.type === 'TicketIssued') expect(ordinal).toBe(before + 1);
          else expect(ordinal).toBeGreaterThan(before);
          last.set(series, ordinal);
        }
      }),
    );
  });

  it('[Q45] two days that are one on paper give no number twice: what the first gave is skipped in the second', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(), anyDay, (day, cut, after) => {
        const { history, queue: lost } = play(day);
        const kept = history.slice(0, cut % (history.length + 1));
        const restored = [...lost.issued]
          .map(([series, ordinal]) => ticketNumber(series, ordinal))
          .map((through): QueueCommand => ({ type: 'SkipNumbers', through, at: minutes(120) }))
          .reduce(give, kept.reduce(evolve, emptyQueue));
        const since = after.reduce(give, restored);
        const onPaper = new Set(lost.tickets.keys());
        const again = [...since.tickets.keys()].filter(
          (number) => onPaper.has(number) && !restored.tickets.has(number),
        );
        expect(again).toEqual([]);
      }),
    );
  });

  it('[Q12] a ticket is in one state, and at one desk at most', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        play(day).history.reduce((queue, event) => {
          const next = evolve(queue, event);
          expectSound(next);
          return next;
        }, emptyQueue);
      }),
    );
  });

  it('[Q14] calls are numbered from 1 without gaps, and no number comes back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const ids = play(day).history.flatMap((event) => ('call' in event ? [event.call] : []));
        expect(ids).toEqual(ids.map((_, index) => index + 1));
      }),
    );
  });

  it('[Q3] a closed office gives no ticket', () => {
    const closedOffice: DayRules = { ...ordinaryDay, officeOpen: false };
    fc.assert(
      fc.property(anyDay, anyIssue, (day, issue) => {
        expect(play(day, closedOffice).queue.tickets.size).toBe(0);
        expect(decide(play(day).queue, issue, closedOffice).accepted).toBe(false);
      }),
    );
  });

  it('[Q7] whoever is called by turn has nobody before them whom the desk serves', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom<DeskId>(desk1), (day, desk) => {
        const { queue } = play(day);
        const decision = decide(queue, { type: 'CallNext', desk, at: minutes(130) }, ordinaryDay);
        const open = queue.desks.get(desk);
        const served = [...queue.tickets.values()]
          .filter(({ whereabouts }) => whereabouts.state === 'waiting')
          .filter(({ topic }) => open?.topics.includes(topic))
          .filter(({ language }) => open?.languages.includes(language))
          .sort(byTurn);
        if (decision.accepted)
          expect(decision.events).toMatchObject([{ number: served[0]?.number }]);
        else if (decision.refusal === 'nobody-waiting') expect(served).toEqual([]);
      }),
    );
  });

  it('[Q9] those of one topic are called in the order they came, however the clock jumps', () => {
    const jumps = fc.array(fc.integer({ min: -90_000_000, max: 90_000_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(jumps, fc.constantFrom(letters, printing), (times, topic) => {
        const { queue } = play(times.map((time) => ticketFor(topic, minutes(0) + time)));
        const inOrder = waitingInOrder(queue).map(({ order }) => order);
        expect(inOrder).toEqual(times.map((_, index) => index + 1));
      }),
    );
  });

  it('[Q11] nobody is passed by anyone who came later by more than the longest head start', () => {
    const arrivals = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 8 }), quick: fc.boolean(), calls: fc.nat(2) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(arrivals, (visitors) => {
        let clock = 0;
        const day: QueueCommand[] = [open(desk1)];
        for (const { gap, quick, calls } of visitors) {
          clock += gap;
          day.push(ticketFor(quick ? printing : letters, minutes(clock)));
          for (let call = 0; call < calls; call++) day.push(...visit(minutes(clock)));
        }
        for (const _ of visitors) day.push(...visit(minutes(clock)));
        const { history, queue } = play(day);
        const called = history.flatMap((event) =>
          event.type === 'TicketCalled' ? (queue.tickets.get(event.number) ?? []) : [],
        );
        expect(called).toHaveLength(visitors.length);
        called.forEach((early, index) => {
          for (const late of called.slice(index + 1))
            expect(early.issuedAt - late.issuedAt).toBeLessThanOrEqual(minutes(15) - minutes(0));
        });
      }),
    );
  });

  it('[Q24] undo leaves everything as before the step but call ids spent and what can be undone', () => {
    fc.assert(
      fc.property(anyDay, anyCommand, fc.nat(2), (day, command, recalls) => {
        const before = play(day).queue;
        const decision = decide(before, command, ordinaryDay);
        if (!decision.accepted) return;
        const after = decision.events.reduce(evolve, before);
        for (const [desk, last] of after.lastSteps) {
          if (before.lastSteps.get(desk) === last) continue;
          const recall = { type: 'Recall', desk, at: minutes(130) } as const;
          const recalled = Array.from({ length: recalls }, () => recall).reduce<Queue>(give, after);
          const undone = give(recalled, { type: 'Undo', desk, at: minutes(131) });
          expect(undone).not.toBe(recalled);
          expect(settled(undone)).toEqual(settled(before));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[Q31] nothing is open after the day has ended, and numbers and calls stay given', () => {
    fc.assert(
      fc.property(anyDay, anyEndDay, anyCommand, (day, end, command) => {
        const { queue } = play(day);
        const ended = give(queue, end);
        expectSound(ended);
        expect(ended.waiting.size + ended.desks.size + ended.held.size + ended.paused.size).toBe(0);
        expect(ended.issued).toBe(queue.issued);
        expect(ended.calls).toBe(queue.calls);
        expect(decide(ended, command, ordinaryDay)).toEqual({
          accepted: false,
          refusal: 'day-has-ended',
        });
      }),
    );
  });

  it('[Q32] the same facts give the same queue, in one go, in parts and read again from the log', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(), (day, cut) => {
        const { history, queue } = play(day);
        const some = cut % (history.length + 1);
        const prefix = history.slice(0, some).reduce(evolve, emptyQueue);
        const kept = hashOf(prefix);
        const whole = history.slice(some).reduce(evolve, prefix);
        const reread = history
          .map((event, index) => ({
            ...queueFormat.encode(JSON.parse(JSON.stringify(event))),
            id: `${index}`,
            version: index + 1,
            cause: null,
          }))
          .map((recorded) => queueFormat.decode(recorded, 'queue/ragsved/2026-11-24'))
          .reduce(evolve, emptyQueue);
        expect([hashOf(whole), hashOf(reread)]).toEqual([hashOf(queue), hashOf(queue)]);
        expect(hashOf(prefix)).toBe(kept);
      }),
    );
  });

  it('[Q33] deciding changes nothing, and the same question has the same answer', () => {
    fc.assert(
      fc.property(anyDay, anyCommand, (day, command) => {
        const { queue } = play(day);
        const before = hashOf(queue);
        expect(decide(queue, command, ordinaryDay)).toEqual(decide(queue, command, ordinaryDay));
        expect(hashOf(queue)).toBe(before);
      }),
    );
  });

  it('[Q33] no content of a command breaks it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'A001', 'A1e3', 'desk-1', '\ud800', ''),
    );
    const hostile = anyCommand.chain((command) =>
      fc.record({
        type: fc.constant(command.type),
        topic: text.map((name) => name as TopicId),
        desk: text.map((name) => name as DeskId),
        number: text.map((name) => name as TicketNumber),
        through: text.map((name) => name as TicketNumber),
        language: text.map((name) => name as Language),
        topics: fc.array(text),
        languages: fc.array(text),
        paper: fc.boolean(),
        token: fc.constant(''),
        from: fc.constantFrom('terminal', 'counter'),
        at: fc.double({ noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(anyDay, hostile, (day, command) => {
        const { queue } = play(day);
        const decision = decide(queue, command as QueueCommand, ordinaryDay);
        if (decision.accepted) expectSound(decision.events.reduce(evolve, queue));
      }),
    );
  });

  it('[Q33] facts about what is not there break nothing', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (here, elsewhere) => {
        const strange = play(elsewhere).history.filter(({ type }) => type !== 'TicketIssued');
        expect(() => strange.reduce(evolve, play(here).queue)).not.toThrow();
      }),
    );
  });
});

const ticketFor = (topic: TopicId, at: number): QueueCommand => ({
  type: 'IssueTicket',
  topic,
  language: 'sv',
  paper: false,
  token: '',
  from: 'counter',
  at,
});

const open = (desk: DeskId): QueueCommand => ({
  type: 'OpenDesk',
  desk,
  topics: [...ordinaryDay.topics.keys()],
  languages: ['sv'],
  at: minutes(0),
});

const visit = (at: number): QueueCommand[] => [
  { type: 'CallNext', desk: desk1, at },
  { type: 'Finish', desk: desk1, at },
];

/** The queue after the command, itself when refused. */
function give(queue: Queue, command: QueueCommand): Queue {
  const decision = decide(queue, command, ordinaryDay);
  return decision.accepted ? decision.events.reduce(evolve, queue) : queue;
}

function settled(queue: Queue): Record<string, unknown> {
  const { calls: _spent, lastSteps: _undoable, ...rest } = plain(queue);
  return rest;
}
