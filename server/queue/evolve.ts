/**
 * Given that it happened, where do things stand? Never refuses, never throws: an event that speaks of
 * nothing known here leaves the queue as it was.
 *
 * Pure.
 */
import { type DeskId, partsOf, type TicketNumber } from '#shared/vocabulary.ts';
import { arrival, joinLine, leaveLine, standsSince } from './policy.ts';
import {
  type AtDesk,
  emptyQueue,
  type Queue,
  type QueueEvent,
  type QueueTicket,
  type Step,
  type Whereabouts,
} from './queue.ts';

export function evolve(queue: Queue, event: QueueEvent): Queue {
  switch (event.type) {
    case 'TicketIssued': {
      const { number, topic, line, language, headStartMinutes, paper, token, precedence, at } =
        event;
      const { series, ordinal } = partsOf(number);
      const arrivedAt = arrival(queue, at);
      const ticket: QueueTicket = {
        number,
        order: queue.tickets.size + 1,
        topic,
        line,
        language,
        paper,
        token,
        precedence,
        issuedAt: at,
        arrivedAt,
        standsSince: standsSince(arrivedAt, headStartMinutes),
        whereabouts: { state: 'waiting' },
      };
      // Without put(): there is no ticket that it takes the place of.
      return {
        ...queue,
        tickets: queue.tickets.set(number, ticket),
        waiting: joinLine(queue, ticket),
        issued: queue.issued.set(series, ordinal),
        latestArrival: arrivedAt,
      };
    }

    case 'TicketCalled': {
      const { number, desk, call, at } = event;
      const sounded = { ...queue, calls: queue.calls.push(number) };
      const called = { state: 'called', desk, call, calledAt: at, calls: 1 } as const;
      return change(sounded, number, { whereabouts: called }, { desk, step: 'call' });
    }
    case 'TicketRecalled': {
      const { number, call, at } = event;
      const ticket = queue.tickets.get(number);
      if (ticket?.whereabouts.state !== 'called') return queue;
      const { whereabouts } = ticket;
      const calls = whereabouts.calls + 1;
      // Not a change that Undo would mind, nor one that it takes back.
      return put(
        { ...queue, calls: queue.calls.push(number) },
        { ...ticket, whereabouts: { ...whereabouts, call, calledAt: at, calls } },
      );
    }
    case 'VisitStarted': {
      const { number, desk, at } = event;
      const visit = visitOf(queue, number);
      if (!visit) return queue;
      const serving = { state: 'serving', ...visit, startedAt: at } as const;
      return change(queue, number, { whereabouts: serving }, { desk, step: 'start' });
    }
    case 'VisitFinished': {
      const { number, desk } = event;
      const visit = visitOf(queue, number);
      if (!visit) return queue;
      const finished = { state: 'finished', ...visit } as const;
      return change(queue, number, { whereabouts: finished }, { desk, step: 'finish' });
    }
    case 'TicketNoShow': {
      const { number, desk, at } = event;
      const calls = visitOf(queue, number)?.calls ?? 0;
      const noShow = { state: 'no-show', calls, noShowAt: at } as const;
      return change(queue, number, { whereabouts: noShow }, { desk, step: 'no-show' });
    }
    case 'TicketHeld': {
      const { number, desk, reason, at } = event;
      const held = { state: 'held', desk, reason, heldAt: at } as const;
      return change(queue, number, { whereabouts: held }, { desk, step: 'hold' });
    }
    case 'TicketRestored':
    case 'TicketResumed':
    case 'TicketUnvoided':
      return change(queue, event.number, { whereabouts: { state: 'waiting' } });
    case 'TicketTransferred': {
      const { number, topic, line, headStartMinutes } = event;
      const arrivedAt = queue.tickets.get(number)?.arrivedAt ?? queue.latestArrival;
      const moved = {
        topic,
        line,
        standsSince: standsSince(arrivedAt, headStartMinutes),
        whereabouts: { state: 'waiting' } as const,
      };
      const desk = visitOf(queue, number)?.desk;
      return change(queue, number, moved, desk && { desk, step: 'transfer' });
    }
    case 'TicketCancelled': {
      const { number } = event;
      const desk = visitOf(queue, number)?.desk;
      const cancelled = { whereabouts: { state: 'cancelled' } } as const;
      return change(queue, number, cancelled, desk && { desk, step: 'cancel' });
    }
    case 'TicketVoided': {
      const voided = { state: 'cancelled', because: 'voided' } as const;
      return change(queue, event.number, { whereabouts: voided });
    }
    case 'TicketCalledOff': {
      const calledOff = { state: 'cancelled', because: 'called-off' } as const;
      return change(queue, event.number, { whereabouts: calledOff });
    }
    case 'StepUndone': {
      const { desk, number } = event;
      const last = queue.lastSteps.get(desk);
      if (last?.before.number !== number) return queue;
      return put({ ...queue, lastSteps: queue.lastSteps.delete(desk) }, last.before);
    }

    case 'DeskOpened': {
      const { desk, topics, languages } = event;
      const number = queue.desks.get(desk)?.number ?? null;
      return { ...queue, desks: queue.desks.set(desk, { topics, languages, number }) };
    }
    case 'DeskClosed':
      return {
        ...queue,
        desks: queue.desks.delete(event.desk),
        lastSteps: queue.lastSteps.delete(event.desk),
      };
    case 'TopicPaused':
      return { ...queue, paused: queue.paused.set(event.topic, event.why) };
    case 'TopicResumed':
      return { ...queue, paused: queue.paused.delete(event.topic) };
    case 'NumbersSkipped': {
      const { series, ordinal } = partsOf(event.through);
      const last = Math.max(queue.issued.get(series, 0), ordinal);
      return { ...queue, issued: queue.issued.set(series, last) };
    }
    case 'DayEnded':
      return endDay(queue);
    default:
      return event satisfies never;
  }
}

/** Changes a ticket; what could be undone about it no longer can, but for `undoable`. */
function change(
  queue: Queue,
  number: TicketNumber,
  changed: Partial<Omit<QueueTicket, 'number'>>,
  undoable?: { desk: DeskId; step: Step } | undefined,
): Queue {
  const before = queue.tickets.get(number);
  if (!before) return queue;
  // One desk at most can undo something about a ticket: the one that changed it last.
  const stale = queue.lastSteps.findKey((last) => last.before.number === number);
  const kept = stale === undefined ? queue.lastSteps : queue.lastSteps.delete(stale);
  const lastSteps = undoable ? kept.set(undoable.desk, { step: undoable.step, before }) : kept;
  return put({ ...queue, lastSteps }, { ...before, ...changed });
}

/** Keeps `ticket` in place of what the queue knew of it, and everything that is found by whereabouts true. */
function put(queue: Queue, ticket: QueueTicket): Queue {
  const before = queue.tickets.get(ticket.number);
  const rest = before ? takeOut(queue, before) : queue;
  return putIn({ ...rest, tickets: rest.tickets.set(ticket.number, ticket) }, ticket);
}

function takeOut(queue: Queue, ticket: QueueTicket): Queue {
  const { number, whereabouts } = ticket;
  switch (whereabouts.state) {
    case 'waiting':
      return { ...queue, waiting: leaveLine(queue, ticket) };
    case 'called':
    case 'serving':
      return seat(queue, whereabouts.desk, null);
    case 'held':
      return { ...queue, held: queue.held.delete(number) };
    case 'no-show':
      return { ...queue, noShows: queue.noShows.delete(number) };
    case 'finished':
    case 'cancelled':
    case 'unserved':
      return queue;
    default:
      return whereabouts satisfies never;
  }
}

function putIn(queue: Queue, ticket: QueueTicket): Queue {
  const { number, whereabouts } = ticket;
  switch (whereabouts.state) {
    case 'waiting':
      return { ...queue, waiting: joinLine(queue, ticket) };
    case 'called':
    case 'serving':
      return seat(queue, whereabouts.desk, number);
    case 'held':
      return { ...queue, held: queue.held.add(number) };
    case 'no-show':
      return { ...queue, noShows: queue.noShows.add(number) };
    case 'finished':
    case 'cancelled':
    case 'unserved':
      return queue;
    default:
      return whereabouts satisfies never;
  }
}

function seat(queue: Queue, desk: DeskId, number: TicketNumber | null): Queue {
  const open = queue.desks.get(desk);
  return open ? { ...queue, desks: queue.desks.set(desk, { ...open, number }) } : queue;
}

/** No-shows stay what they are; numbers and calls that were given out stay given out. */
function endDay(queue: Queue): Queue {
  const { noShows, issued, calls, latestArrival } = queue;
  const tickets = queue.tickets.map((ticket) =>
    isOpen(ticket.whereabouts)
      ? { ...ticket, whereabouts: { state: 'unserved' } as const }
      : ticket,
  );
  return { ...emptyQueue, tickets, noShows, issued, calls, latestArrival, ended: true };
}

function isOpen({ state }: Whereabouts): boolean {
  return state === 'waiting' || state === 'called' || state === 'serving' || state === 'held';
}

/** Where and how the ticket was called, while it is at a desk. */
function visitOf(queue: Queue, number: TicketNumber): AtDesk | undefined {
  const whereabouts = queue.tickets.get(number)?.whereabouts;
  if (whereabouts?.state !== 'called' && whereabouts?.state !== 'serving') return undefined;
  const { desk, call, calledAt, calls } = whereabouts;
  return { desk, call, calledAt, calls };
}
