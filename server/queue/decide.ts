/**
 * May it happen? Every rule of the queue, as a pure function: refusals are values, nothing throws.
 *
 * What a command speaks of is looked at first, then whether it may happen now.
 */
import type { RefusalCode } from '#shared/protocol.ts';
import {
  type DeskId,
  type LineId,
  partsOf,
  type Series,
  type TicketNumber,
  type TopicId,
  ticketNumber,
} from '#shared/vocabulary.ts';
import { nextAt, waitingInLine } from './policy.ts';
import type {
  AtDesk,
  DayRules,
  Decision,
  Queue,
  QueueCommand,
  QueueEvent,
  QueueTicket,
  StaffedDesk,
  TopicRules,
} from './queue.ts';
import { waitingInOrder } from './views.ts';

export function decide(queue: Queue, command: QueueCommand, rules: DayRules): Decision {
  if (queue.ended) return refuse('day-has-ended');
  const { at } = command;
  switch (command.type) {
    case 'IssueTicket':
      return decideIssue(queue, command, rules);

    case 'CallNext': {
      const desk = freeDesk(queue, command.desk, rules);
      if (typeof desk === 'string') return refuse(desk);
      const next = nextAt(queue, desk);
      if (!next) return refuse('nobody-waiting');
      return call(queue, next.number, command.desk, at);
    }
    case 'CallTicket': {
      if (!rules.callGivenTicket) return refuse('call-given-ticket-is-off');
      const desk = freeDesk(queue, command.desk, rules);
      if (typeof desk === 'string') return refuse(desk);
      const ticket = openTicket(queue, command.number);
      if (typeof ticket === 'string') return refuse(ticket);
      if (ticket.whereabouts.state !== 'waiting') return refuse('ticket-not-waiting');
      return call(queue, ticket.number, command.desk, at);
    }
    case 'Recall': {
      const ticket = ticketAt(queue, command.desk, rules);
      if (typeof ticket === 'string') return refuse(ticket);
      if (ticket.whereabouts.state !== 'called') return refuse('already-started');
      const { number } = ticket;
      const { desk } = command;
      if (isJustCalled(ticket.whereabouts, at, rules)) return refuse('called-just-now');
      return accept({ type: 'TicketRecalled', number, desk, call: queue.calls.size + 1, at });
    }

    case 'Start': {
      const ticket = ticketAt(queue, command.desk, rules);
      if (typeof ticket === 'string') return refuse(ticket);
      if (ticket.whereabouts.state !== 'called') return refuse('already-started');
      return accept({ type: 'VisitStarted', number: ticket.number, desk: command.desk, at });
    }
    case 'Finish': {
      const ticket = ticketAt(queue, command.desk, rules);
      if (typeof ticket === 'string') return refuse(ticket);
      return accept({ type: 'VisitFinished', number: ticket.number, desk: command.desk, at });
    }
    case 'MarkNoShow': {
      const ticket = ticketAt(queue, command.desk, rules);
      if (typeof ticket === 'string') return refuse(ticket);
      const { state, calls } = ticket.whereabouts;
      if (state !== 'called') return refuse('already-started');
      if (calls < rules.callsBeforeNoShow) return refuse('called-too-few-times');
      return accept({ type: 'TicketNoShow', number: ticket.number, desk: command.desk, at });
    }
    case 'Restore': {
      const ticket = openTicket(queue, command.number);
      if (typeof ticket === 'string') return refuse(ticket);
      if (ticket.whereabouts.state !== 'no-show') return refuse('ticket-not-no-show');
      return accept({ type: 'TicketRestored', number: ticket.number, at });
    }

    case 'Hold': {
      const ticket = ticketAt(queue, command.desk, rules);
      if (typeof ticket === 'string') return refuse(ticket);
      const { desk, reason = 'other' } = command;
      return accept({ type: 'TicketHeld', number: ticket.number, desk, reason, at });
    }
    case 'Resume': {
      const desk = command.desk === undefined ? undefined : freeDesk(queue, command.desk, rules);
      if (typeof desk === 'string') return refuse(desk);
      const ticket = openTicket(queue, command.number);
      if (typeof ticket === 'string') return refuse(ticket);
      if (ticket.whereabouts.state !== 'held') return refuse('ticket-not-held');
      if (command.desk !== undefined) return call(queue, ticket.number, command.desk, at);
      return accept({ type: 'TicketResumed', number: ticket.number, at });
    }
    case 'Transfer': {
      const ticket = openTicket(queue, command.number);
      if (typeof ticket === 'string') return refuse(ticket);
      const { topic } = command;
      const choice = choiceOf(topic, rules);
      if (typeof choice === 'string') return refuse(choice);
      if (ticket.whereabouts.state === 'no-show') return refuse('ticket-not-waiting');
      if (choice.admission === 'closed' || choice.admission === 'called-off')
        return refuse('topic-closed');
      if (queue.paused.has(topic)) return refuse('topic-paused');
      const { line } = choice;
      const { number, precedence } = ticket;
      const headStartMinutes = precedence ? PRECEDENCE_MINUTES : choice.headStartMinutes;
      return accept({ type: 'TicketTransferred', number, topic, line, headStartMinutes, at });
    }
    case 'Cancel': {
      const ticket = openTicket(queue, command.number);
      if (typeof ticket === 'string') return refuse(ticket);
      return accept({ type: 'TicketCancelled', number: ticket.number, at });
    }
    case 'Void': {
      const numbers = waitingInOrder(queue).map((ticket) => ticket.number);
      const voided = numbers.filter((number) => isBetween(number, command));
      if (voided.length === 0) return refuse('nothing-waits-there');
      return accept(...voided.map((number): QueueEvent => ({ type: 'TicketVoided', number, at })));
    }
    case 'Unvoid': {
      const voided = [...queue.tickets.values()].filter(
        ({ number, whereabouts }) =>
          whereabouts.state === 'cancelled' &&
          whereabouts.because === 'voided' &&
          isBetween(number, command),
      );
      if (voided.length === 0) return refuse('nothing-to-undo');
      const inOrder = voided.toSorted((one, other) => one.order - other.order);
      return accept(
        ...inOrder.map(({ number }): QueueEvent => ({ type: 'TicketUnvoided', number, at })),
      );
    }
    case 'Undo': {
      const desk = openDesk(queue, command.desk, rules);
      if (typeof desk === 'string') return refuse(desk);
      const last = queue.lastSteps.get(command.desk);
      if (!last) return refuse('nothing-to-undo');
      const { number } = last.before;
      return accept({ type: 'StepUndone', desk: command.desk, number, step: last.step, at });
    }

    case 'OpenDesk': {
      const { desk, topics, languages } = command;
      if (!rules.desks.has(desk)) return refuse('unknown-desk');
      if (!topics.every((topic) => rules.topics.has(topic))) return refuse('unknown-topic');
      if (!languages.every((language) => rules.languages.has(language)))
        return refuse('language-not-offered');
      return accept({
        type: 'DeskOpened',
        desk,
        topics: [...new Set(topics)],
        languages: [...new Set(languages)],
        at,
      });
    }
    case 'CloseDesk': {
      const desk = openDesk(queue, command.desk, rules);
      if (typeof desk === 'string') return refuse(desk);
      if (desk.number !== null) return refuse('desk-is-busy');
      return accept({ type: 'DeskClosed', desk: command.desk, at });
    }
    case 'PauseTopic': {
      const { topic } = command;
      const choice = choiceOf(topic, rules);
      if (typeof choice === 'string') return refuse(choice);
      if (queue.paused.has(topic)) return refuse('topic-already-paused');
      const { why = null } = command;
      return accept({ type: 'TopicPaused', topic, why, at });
    }
    case 'ResumeTopic': {
      const { topic } = command;
      const choice = choiceOf(topic, rules);
      if (typeof choice === 'string') return refuse(choice);
      if (!queue.paused.has(topic)) return refuse('topic-not-paused');
      return accept({ type: 'TopicResumed', topic, at });
    }
    case 'EndCalledOff':
      return accept(
        ...ticketsCalledOff(queue, rules).map(
          ({ number }): QueueEvent => ({ type: 'TicketCalledOff', number, at }),
        ),
      );
    case 'SkipNumbers': {
      const { through } = command;
      const { series, ordinal } = partsOf(through);
      if (ordinal <= queue.issued.get(series, 0)) return accept();
      return accept({ type: 'NumbersSkipped', through, at });
    }
    case 'EndDay':
      return accept({ type: 'DayEnded', at });
    default:
      return command satisfies never;
  }
}

function decideIssue(
  queue: Queue,
  command: Extract<QueueCommand, { type: 'IssueTicket' }>,
  rules: DayRules,
): Decision {
  const { topic, language, paper, token, from, precedence = null, at } = command;
  const choice = choiceOf(topic, rules);
  if (typeof choice === 'string') return refuse(choice);
  const { line, series } = choice;
  const headStartMinutes = precedence ? PRECEDENCE_MINUTES : choice.headStartMinutes;
  if (!rules.languages.has(language)) return refuse('language-not-offered');
  if (!rules.officeOpen) return refuse('office-closed');
  if (choice.admission !== 'open') return refuse('topic-closed');
  if (queue.paused.has(topic)) return refuse('topic-paused');
  if (from === 'terminal') {
    if (precedence) return refuse('not-at-a-terminal');
    if (rules.tooLate) return refuse('too-late-today');
    if (waitingInLine(queue, line).size >= choice.mayWait) return refuse('too-many-waiting');
  }
  const number = ticketNumber(series, queue.issued.get(series, 0) + 1);
  return accept({
    type: 'TicketIssued',
    number,
    topic,
    line,
    headStartMinutes,
    language,
    paper,
    token,
    from,
    precedence,
    at,
  });
}

/** The longest head start that a topic may have, so that nobody starves by it (Q11). */
const PRECEDENCE_MINUTES = 30;

/** A clock that was set back since the call makes nobody wait. */
function isJustCalled({ calledAt }: AtDesk, at: number, { recallAfterSeconds }: DayRules): boolean {
  return at >= calledAt && at < calledAt + recallAfterSeconds * 1_000;
}

/** Of one series, and by the numbers themselves: 'A999' comes before 'A1000'. */
function isBetween(number: TicketNumber, span: { from: TicketNumber; to: TicketNumber }): boolean {
  const [series, ordinal] = [number.charAt(0), Number(number.slice(1))];
  return (
    series === span.from.charAt(0) &&
    series === span.to.charAt(0) &&
    ordinal >= Number(span.from.slice(1)) &&
    ordinal <= Number(span.to.slice(1))
  );
}

function call(queue: Queue, number: TicketNumber, desk: DeskId, at: number): Decision {
  return accept({ type: 'TicketCalled', number, desk, call: queue.calls.size + 1, at });
}

// What a command speaks of: found, or the reason why not

type Choice = TopicRules & { line: LineId; series: Series };

/** A topic that a ticket can be given for. */
function choiceOf(topic: TopicId, rules: DayRules): Choice | RefusalCode {
  const found = rules.topics.get(topic);
  if (!found) return 'unknown-topic';
  const { line, series } = found;
  if (line === null || series === null) return 'topic-is-a-group';
  return { ...found, line, series };
}

/** An open desk, known or not: one that left the office book today may still finish what it began. */
function openDesk(queue: Queue, desk: DeskId, rules: DayRules): StaffedDesk | RefusalCode {
  return queue.desks.get(desk) ?? (rules.desks.has(desk) ? 'desk-closed' : 'unknown-desk');
}

/** A desk that may call: in the office book, open, and without a ticket. */
function freeDesk(queue: Queue, desk: DeskId, rules: DayRules): StaffedDesk | RefusalCode {
  if (!rules.desks.has(desk)) return 'unknown-desk';
  const open = openDesk(queue, desk, rules);
  return typeof open !== 'string' && open.number !== null ? 'desk-is-busy' : open;
}

type TicketAtDesk = QueueTicket & { whereabouts: { state: 'called' | 'serving' } & AtDesk };

/** The ticket a desk has called or serves. */
function ticketAt(queue: Queue, desk: DeskId, rules: DayRules): TicketAtDesk | RefusalCode {
  const open = openDesk(queue, desk, rules);
  if (typeof open === 'string') return open;
  const ticket = open.number === null ? undefined : queue.tickets.get(open.number);
  return ticket && isAtDesk(ticket) ? ticket : 'desk-has-no-ticket';
}

function isAtDesk(ticket: QueueTicket): ticket is TicketAtDesk {
  const { state } = ticket.whereabouts;
  return state === 'called' || state === 'serving';
}

/** A ticket that something can still become of. */
function openTicket(queue: Queue, number: TicketNumber): QueueTicket | RefusalCode {
  const ticket = queue.tickets.get(number);
  if (!ticket) return 'unknown-ticket';
  switch (ticket.whereabouts.state) {
    case 'finished':
    case 'cancelled':
    case 'unserved':
      return 'ticket-has-ended';
    default:
      return ticket;
  }
}

/** Those that wait or are on hold for a visiting body that does not come. Whoever is called is being seen to. */
function ticketsCalledOff(queue: Queue, rules: DayRules): readonly QueueTicket[] {
  const isCalledOff = (topic: TopicId) => rules.topics.get(topic)?.admission === 'called-off';
  // Asked after every change, and nearly always of a day on which everybody comes.
  if (![...rules.topics.keys()].some(isCalledOff)) return [];
  const held = [...queue.held].flatMap((number) => queue.tickets.get(number) ?? []);
  return [...waitingInOrder(queue), ...held].filter(({ topic }) => isCalledOff(topic));
}

const accept = (...events: QueueEvent[]): Decision => ({ accepted: true, events });
const refuse = (refusal: RefusalCode): Decision => ({ accepted: false, refusal });
