/** What is true of a queue after any history whatever. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { byTurn } from '#server/queue/policy.ts';
import type { Queue } from '#server/queue/queue.ts';
import type { DeskId, TicketNumber } from '#shared/vocabulary.ts';

/** Every ticket is in exactly one state and found there only; no two desks have one ticket, no desk two. */
export function expectSound(queue: Queue): void {
  const found: { number: TicketNumber; where: string }[] = [];
  for (const [line, tickets] of queue.waiting) {
    expect(tickets.size).toBeGreaterThan(0);
    const numbers = [...tickets].map(({ number }) => number);
    expect(numbers).toEqual([...tickets].sort(byTurn).map(({ number }) => number));
    for (const ticket of tickets) {
      const known = ticket === queue.tickets.get(ticket.number) && ticket.line === line;
      found.push({ number: ticket.number, where: known ? 'waiting' : 'out of place' });
    }
  }
  for (const [desk, { number }] of queue.desks)
    if (number !== null) found.push({ number, where: `at ${desk}` });
  for (const number of queue.held) found.push({ number, where: 'held' });
  for (const number of queue.noShows) found.push({ number, where: 'no-show' });

  const expected = [...queue.tickets.values()].flatMap(({ number, whereabouts }) => {
    switch (whereabouts.state) {
      case 'waiting':
      case 'held':
      case 'no-show':
        return [{ number, where: whereabouts.state as string }];
      case 'called':
      case 'serving':
        return [{ number, where: `at ${whereabouts.desk}` }];
      default:
        return [];
    }
  });
  const inOrder = (places: typeof found) =>
    places.map(({ number, where }) => `${number} ${where}`).sort();
  expect(inOrder(found)).toEqual(inOrder(expected));
  for (const [desk, last] of queue.lastSteps) expectTakeable(queue, desk, last.before.number);
}

/** Undo is only offered at a desk that is open, and free or with the very ticket. */
function expectTakeable(queue: Queue, desk: DeskId, number: TicketNumber): void {
  const open = queue.desks.get(desk);
  expect(open).toBeDefined();
  expect([null, number]).toContain(open?.number);
}

/** Equal for equal queues, however they came about. */
export function hashOf(queue: Queue): string {
  return createHash('sha256')
    .update(JSON.stringify(plain(queue)))
    .digest('hex');
}

/** The queue as JSON, keyed collections in order of key. */
export function plain(queue: Queue): Record<string, unknown> {
  const { tickets, waiting, held, noShows, desks, lastSteps, paused, issued, calls } = queue;
  return {
    tickets: byKey(tickets),
    waiting: byKey(waiting.map((line) => line.toArray())),
    held: [...held].sort(),
    noShows: [...noShows].sort(),
    desks: byKey(desks),
    lastSteps: byKey(lastSteps),
    paused: [...paused].sort(),
    issued: byKey(issued),
    calls: calls.toArray(),
    latestArrival: queue.latestArrival,
    ended: queue.ended,
  };
}

const byKey = <Value>(entries: Iterable<[string, Value]>) =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
