/**
 * Who is next. First come, first served by standing: arrival less the head start of the topic, at equal
 * standing the earlier issued. Head starts are bounded, so nobody is overtaken for ever.
 *
 * Pure.
 */
import { List } from 'immutable';
import type { EpochMs, LineId } from '#shared/vocabulary.ts';
import type { Queue, QueueTicket, StaffedDesk } from './queue.ts';

const MS_PER_MINUTE = 60_000;

/** What decides a ticket's turn. */
export type Standing = Pick<QueueTicket, 'standsSince' | 'order'>;

/** Negative when `a` is called before `b`. Never 0 for two tickets. */
export function byTurn(a: Standing, b: Standing): number {
  return a.standsSince - b.standsSince || a.order - b.order;
}

export function standsSince(arrivedAt: EpochMs, headStartMinutes: number): EpochMs {
  return arrivedAt - headStartMinutes * MS_PER_MINUTE;
}

/** By how many minutes it goes before those who came when it did. */
export function headStartOf({ arrivedAt, standsSince }: QueueTicket): number {
  return (arrivedAt - standsSince) / MS_PER_MINUTE;
}

export function servesTicket(desk: StaffedDesk, { topic, language }: QueueTicket): boolean {
  return desk.topics.includes(topic) && desk.languages.includes(language);
}

/** The ticket whose turn it is at an open desk, over all lines; undefined when it serves none that waits. */
export function nextAt(queue: Queue, desk: StaffedDesk): QueueTicket | undefined {
  const serves = (ticket: QueueTicket) => servesTicket(desk, ticket);
  let next: QueueTicket | undefined;
  for (const line of queue.waiting.values()) {
    const first = line.find(serves);
    if (first && (!next || byTurn(first, next) < 0)) next = first;
  }
  return next;
}

export function waitingInLine(queue: Queue, line: LineId): List<QueueTicket> {
  return queue.waiting.get(line) ?? List();
}

/** How many of the line have their turn before `standing`. Constant time for the last in line. */
export function aheadOf(queue: Queue, line: LineId, standing: Standing): number {
  return placeIn(waitingInLine(queue, line), standing);
}

/** How many a ticket for the line would have before it, were it issued at `at`. */
export function aheadOfNew(
  queue: Queue,
  line: LineId,
  headStartMinutes: number,
  at: EpochMs,
): number {
  return aheadOf(queue, line, {
    standsSince: standsSince(arrival(queue, at), headStartMinutes),
    order: queue.tickets.size + 1,
  });
}

/** A ticket issued at `at` arrived no earlier than those before it, whatever became of the clock. */
export function arrival(queue: Queue, at: EpochMs): EpochMs {
  return Math.max(queue.latestArrival, at);
}

export function joinLine(queue: Queue, ticket: QueueTicket): Queue['waiting'] {
  const line = waitingInLine(queue, ticket.line);
  const place = placeIn(line, ticket);
  return queue.waiting.set(
    ticket.line,
    place === line.size ? line.push(ticket) : line.insert(place, ticket),
  );
}

export function leaveLine(queue: Queue, ticket: QueueTicket): Queue['waiting'] {
  const line = waitingInLine(queue, ticket.line);
  if (line.size === 1) return queue.waiting.delete(ticket.line);
  const place = placeIn(line, ticket);
  return queue.waiting.set(ticket.line, place === 0 ? line.shift() : line.delete(place));
}

/** Where in an ordered line `standing` is, or would be: a binary search, but most have just joined, and are last. */
function placeIn(line: List<QueueTicket>, standing: Standing): number {
  const last = line.last();
  if (!last) return 0;
  const toLast = byTurn(standing, last);
  if (toLast > 0) return line.size;
  if (toLast === 0) return line.size - 1;
  let low = 0;
  let high = line.size - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const ticket = line.get(middle);
    if (ticket && byTurn(ticket, standing) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
