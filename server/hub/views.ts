/**
 * What each kind of screen is shown: readings of the office book, the schedule and the day's queue at
 * one instant. Pure. Nothing that a view does not need leaves the hub.
 */
import type {
  Admission,
  Board,
  Call,
  DeskView,
  Paper,
  PrinterListed,
  PrinterState,
  TerminalView,
  TopicChoice,
  WaitingTicket,
} from '#shared/protocol.ts';
import type { DeskId, EpochMs, Texts, TicketNumber } from '#shared/vocabulary.ts';
import { dayRules } from '../office/day-rules.ts';
import type { Desk, OfficeBook, Topic } from '../office/office-book.ts';
import { aheadOfNew, waitingInLine } from '../queue/policy.ts';
import type { Queue, QueueTicket, StaffedDesk } from '../queue/queue.ts';
import {
  heldTickets,
  nextFor,
  noShowTickets,
  recentCalls,
  ticketAtDesk,
  undoOf,
  waitingCount,
  waitingInOrder,
} from '../queue/views.ts';
import {
  agencyAdmission,
  dayBounds,
  localDate,
  openingAt,
  openingSpans,
  visitsBetween,
} from '../schedule/office-hours.ts';

/** An office at one instant, as everything is shown from it. */
export type OfficeAt = {
  book: OfficeBook;
  queue: Queue;
  at: EpochMs;
  /** Newest first. */
  prints: readonly ({ number: TicketNumber } & Paper)[];
  paperOf: (number: TicketNumber) => Paper | null;
  /** The first prints the tickets. */
  printers: readonly PrinterListed[];
  trial: boolean;
};

const HOURS_AHEAD_DAYS = 8;
const VISITS_AHEAD_DAYS = 14;
const MS_PER_DAY = 86_400_000;
/** More than anyone reads; the count says the rest. */
const WAITING_SHOWN = 200;
const NO_PRINTER: PrinterState = { state: 'unknown' };

export function boardView({ book, queue, at }: OfficeAt): Board {
  const { endsAt: midnight } = dayBounds(book.zone, localDate(book.zone, at));
  const later = visitsBetween(book, midnight, midnight + VISITS_AHEAD_DAYS * MS_PER_DAY);
  const nextDay = later[0] && localDate(book.zone, later[0].startsAt);
  return {
    officeName: book.name,
    zone: book.zone,
    opening: openingAt(book, at),
    calls: recentCalls(queue).map(
      (call): Call => ({ ...call, deskName: nameOfDesk(book, call.desk) }),
    ),
    waiting: waitingCount(queue),
    visits: visitsBetween(book, at, midnight),
    nextVisits: nextDay
      ? {
          day: nextDay,
          visits: later.filter(({ startsAt }) => localDate(book.zone, startsAt) === nextDay),
        }
      : null,
    hours: openingSpans(book, at, HOURS_AHEAD_DAYS),
  };
}

export function terminalView(office: OfficeAt): TerminalView {
  const { book, at, prints, printers, trial } = office;
  return {
    officeName: book.name,
    zone: book.zone,
    opening: openingAt(book, at),
    languages: book.languages,
    topics: book.topics.map((topic) => choice(office, topic)),
    printer: printers[0]?.state ?? NO_PRINTER,
    prints,
    trial,
  };
}

export function deskView(office: OfficeAt, id: DeskId): DeskView {
  const { book, queue, at, printers, trial } = office;
  const desk = deskOf(book, id);
  const open = queue.desks.get(id);
  const next = nextFor(queue, id);
  const atDesk = ticketAtDesk(queue, id);
  const waiting = (ticket: QueueTicket) => waitingTicket(office, ticket, open);
  return {
    officeName: book.name,
    zone: book.zone,
    opening: openingAt(book, at),
    desk: {
      id,
      name: desk.name,
      open: open !== undefined,
      topics: open?.topics ?? [],
      languages: open?.languages ?? [],
      ticket: atDesk && { ...atDesk, paper: office.paperOf(atDesk.number) },
      undo: undoOf(queue, id),
    },
    next: next ? waiting(next) : null,
    waiting: waitingInOrder(queue, WAITING_SHOWN).map(waiting),
    held: heldTickets(queue),
    noShows: noShowTickets(queue),
    desks: deskList(office).map(({ id, name, open, number }) => ({ id, name, open, number })),
    topics: book.topics.map(({ id, parent, label, pictogram, line, bring }) => ({
      id,
      parent,
      label,
      pictogram,
      paused: queue.paused.has(id),
      choice: line !== null,
      bring,
    })),
    usual: { topics: desk.topics, languages: desk.languages },
    languages: book.languages,
    callGivenTicket: book.settings.callGivenTicket,
    printers,
    trial,
  };
}

/** A desk as the API lists it. */
export type DeskListed = {
  id: DeskId;
  name: Texts;
  open: boolean;
  /** The ticket it has called or serves. */
  number: TicketNumber | null;
};

export function deskList({ book, queue }: Pick<OfficeAt, 'book' | 'queue'>): DeskListed[] {
  return book.desks.map(({ id, name }) => {
    const open = queue.desks.get(id);
    return { id, name, open: open !== undefined, number: open?.number ?? null };
  });
}

function choice(office: OfficeAt, topic: Topic): TopicChoice {
  const { queue, at } = office;
  const { id, parent, label, pictogram, sensitive, answer, bring, line } = topic;
  return {
    id,
    parent,
    group: line === null,
    label,
    pictogram,
    sensitive,
    admission: admission(office, topic),
    ahead: line === null ? 0 : aheadOfNew(queue, line, topic.headStartMinutes, at),
    answer,
    bring,
  };
}

/** Why a terminal may or may not give a ticket: the words for what decide() would refuse. */
function admission({ book, queue, at }: OfficeAt, topic: Topic): Admission {
  const rules = dayRules(book, at);
  if (!rules.officeOpen) return { state: 'office-closed' };
  if (topic.agency) {
    const here = agencyAdmission(book, topic.agency, at);
    if (!here.here) return { state: 'away', opensAt: here.opensAt };
  }
  if (queue.paused.has(topic.id)) return { state: 'paused' };
  if (rules.tooLate) return { state: 'too-late' };
  const line = book.lines.find(({ id }) => id === topic.line);
  if (line && waitingInLine(queue, line.id).size >= line.mayWait) return { state: 'full' };
  return { state: 'open' };
}

function waitingTicket(
  { paperOf }: OfficeAt,
  ticket: QueueTicket,
  desk: StaffedDesk | undefined,
): WaitingTicket {
  const { number, topic, language, issuedAt } = ticket;
  const mine = Boolean(desk?.topics.includes(topic) && desk.languages.includes(language));
  return { number, topic, language, issuedAt, mine, paper: paperOf(number) };
}

/** A desk that the book has lost since still has its calls on the wall, under its id. */
const nameOfDesk = (book: OfficeBook, id: DeskId): Texts =>
  book.desks.find((desk) => desk.id === id)?.name ?? { sv: id };

function deskOf(book: OfficeBook, id: DeskId): Desk {
  const desk = book.desks.find((candidate) => candidate.id === id);
  if (!desk) throw new Error(`${book.id} has no desk ${id}`);
  return desk;
}
