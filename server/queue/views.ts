/**
 * What is read of a queue: a ticket, a desk, the calls of the board, who waits. Pure.
 */
import type { DeskView, OpenDesk, Ticket } from '#shared/views.ts';
import type { DeskId, EpochMs, Language, TicketNumber } from '#shared/vocabulary.ts';
import { aheadOf, byTurn, nextAt } from './policy.ts';
import type { Queue, QueueTicket, Step } from './queue.ts';

/** The ticket as everyone may see it; undefined when that number was not given out today. */
export function ticketOf(queue: Queue, number: TicketNumber): Ticket | undefined {
  const ticket = queue.tickets.get(number);
  return ticket && asSeen(queue, ticket);
}

/** What an open desk serves; undefined when it is closed. */
export function openDeskOf(queue: Queue, desk: DeskId): OpenDesk | undefined {
  const open = queue.desks.get(desk);
  return open && { desk, topics: open.topics, languages: open.languages };
}

/** Before the desk's console knows of its paper. */
type TicketAtDesk = Omit<NonNullable<DeskView['desk']['ticket']>, 'paper' | 'mayRecallAt'>;

/** The ticket a desk has called or serves. */
export function ticketAtDesk(queue: Queue, desk: DeskId): TicketAtDesk | null {
  const number = queue.desks.get(desk)?.number;
  const ticket = number ? queue.tickets.get(number) : undefined;
  if (!ticket) return null;
  const { whereabouts } = ticket;
  if (whereabouts.state !== 'called' && whereabouts.state !== 'serving') return null;
  const { state, calledAt, calls } = whereabouts;
  const startedAt = state === 'serving' ? whereabouts.startedAt : null;
  return { ...asSeen(queue, ticket), state, calledAt, calls, startedAt };
}

/** The step Undo would take back at an open desk, and of which ticket. */
export function undoOf(queue: Queue, desk: DeskId): { step: Step; number: TicketNumber } | null {
  const last = queue.lastSteps.get(desk);
  return last ? { step: last.step, number: last.before.number } : null;
}

/** Whom an open desk's Next would call. */
export function nextFor(queue: Queue, desk: DeskId): QueueTicket | undefined {
  const open = queue.desks.get(desk);
  return open && nextAt(queue, open);
}

export function waitingCount(queue: Queue): number {
  return queue.waiting.reduce((count, line) => count + line.size, 0);
}

/** Who waits, in the order of their turn over all lines: everyone, or the first `atMost`. */
export function waitingInOrder(
  queue: Queue,
  atMost = Number.POSITIVE_INFINITY,
): readonly QueueTicket[] {
  return [...queue.waiting.values()]
    .flatMap((line) => line.take(atMost).toArray())
    .sort(byTurn)
    .slice(0, atMost);
}

/** On hold, in order of issue. */
export function heldTickets(queue: Queue): DeskView['held'] {
  return inOrderOfIssue(queue, queue.held).flatMap(({ whereabouts, ...ticket }) => {
    if (whereabouts.state !== 'held') return [];
    const { reason, heldAt } = whereabouts;
    return { ...ticket, reason, heldAt };
  });
}

/** Absent when called, in order of issue. */
export function noShowTickets(queue: Queue): DeskView['noShows'] {
  return inOrderOfIssue(queue, queue.noShows).flatMap(({ whereabouts, ...ticket }) => {
    if (whereabouts.state !== 'no-show') return [];
    const { calls, noShowAt } = whereabouts;
    return { ...ticket, calls, noShowAt };
  });
}

/** A call of the board, before the desk has its name. */
export type RecentCall = {
  id: number;
  number: TicketNumber;
  desk: DeskId;
  language: Language;
  calledAt: EpochMs;
};

const RECENT_CALLS_AT_MOST = 8;

/**
 * The latest call of each ticket that is called, served or finished, newest first and at most eight.
 * Finished ones too: a snapshot coalesces, and a short visit must still be seen and heard being called.
 * Those whose visitors are awaited come before any other when there are more than eight.
 */
export function recentCalls(queue: Queue): readonly RecentCall[] {
  const awaited: RecentCall[] = [];
  for (const { number } of queue.desks.values()) {
    const ticket = number === null ? undefined : queue.tickets.get(number);
    if (ticket?.whereabouts.state === 'called') awaited.push(...callOf(ticket));
  }
  const begun: RecentCall[] = [];
  for (let id = queue.calls.size; id > 0; id--) {
    if (awaited.length + begun.length >= RECENT_CALLS_AT_MOST) break;
    const number = queue.calls.get(id - 1);
    const ticket = number === undefined ? undefined : queue.tickets.get(number);
    if (!ticket || ticket.whereabouts.state === 'called') continue;
    begun.push(...callOf(ticket).filter((call) => call.id === id));
  }
  return [...awaited, ...begun].sort((a, b) => b.id - a.id).slice(0, RECENT_CALLS_AT_MOST);
}

function callOf({ number, language, whereabouts }: QueueTicket): RecentCall[] {
  switch (whereabouts.state) {
    case 'called':
    case 'serving':
    case 'finished': {
      const { call, desk, calledAt } = whereabouts;
      return [{ id: call, number, desk, language, calledAt }];
    }
    default:
      return [];
  }
}

function asSeen(queue: Queue, ticket: QueueTicket): Ticket {
  const { number, topic, language, issuedAt, whereabouts } = ticket;
  const { state } = whereabouts;
  const desk =
    state === 'called' || state === 'serving' || state === 'held' ? whereabouts.desk : null;
  const ahead = state === 'waiting' ? aheadOf(queue, ticket.line, ticket) : null;
  return { number, state, topic, language, desk, issuedAt, ahead };
}

function inOrderOfIssue(queue: Queue, numbers: Iterable<TicketNumber>) {
  return [...numbers]
    .flatMap((number) => queue.tickets.get(number) ?? [])
    .sort((a, b) => a.order - b.order)
    .map((ticket) => ({ ...asSeen(queue, ticket), whereabouts: ticket.whereabouts }));
}
