/**
 * What each kind of screen is shown: readings of the office book, the schedule and the day's queue at
 * one instant. Pure. Nothing that a view does not need leaves the hub.
 */

import type { Desk, OfficeBook, Topic } from '#shared/office-book.ts';
import type { Paper, PrinterListed, PrinterState } from '#shared/printers.ts';
import type { Takeover } from '#shared/programme.ts';
import type {
  Admission,
  Board,
  Call,
  DeskView,
  PlaceNow,
  TerminalView,
  TopicChoice,
  WaitingTicket,
  WindowTrouble,
} from '#shared/views.ts';
import type {
  AgencyId,
  DeskId,
  EpochMs,
  Texts,
  TicketNumber,
  TopicId,
} from '#shared/vocabulary.ts';
import { calledOff, dayRules } from '../office/day-rules.ts';
import { aheadOfNew, headStartOf, servesTicket, waitingInLine } from '../queue/policy.ts';
import type { DayRules, Queue, QueueTicket, StaffedDesk, TopicRules } from '../queue/queue.ts';
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
  localDaySpan,
  openingAt,
  visitsBetween,
} from '../schedule/office-hours.ts';
import { desksOf, topicsOf } from './of-agency.ts';

/** An office at one instant, as everything is shown from it. */
export type OfficeAt = {
  book: OfficeBook;
  queue: Queue;
  at: EpochMs;
  /** Newest first. */
  papers: readonly ({ number: TicketNumber } & Paper)[];
  paperOf: (number: TicketNumber) => Paper | null;
  /** The first prints the tickets. */
  printers: readonly PrinterListed[];
  /** Who is signed in at which desk, by name. */
  peopleAt: (desk: DeskId) => readonly string[];
  places: readonly PlaceNow[];
  /** Counted in this part of the day. */
  prints: number;
  windows: readonly WindowTrouble[];
  unwatchedWindows: readonly Texts[];
  trial: boolean;
};

/** More than anyone reads; the count says the rest. */
const WAITING_SHOWN = 200;
const NO_PRINTER: PrinterState = { state: 'unknown' };

/** @param programme revision of the one the office has now */
export function boardView(
  { book, queue, at }: Pick<OfficeAt, 'book' | 'queue' | 'at'>,
  programme: string,
): Board {
  const { officeOpen, tooLate } = dayRules(book, at);
  return {
    officeName: book.name,
    zone: book.zone,
    opening: openingAt(book, at),
    calls: recentCalls(queue).map(
      (call): Call => ({ ...call, deskName: nameOfDesk(book, call.desk) }),
    ),
    waiting: waitingCount(queue),
    takesTickets: officeOpen && !tooLate,
    programme,
    takeover: takeoverAt(book, at),
  };
}

export const takeoverAt = ({ takeover }: OfficeBook, at: EpochMs): Takeover | null =>
  takeover && takeover.until > at ? takeover : null;

export function terminalView(office: OfficeAt): TerminalView {
  const { book, at, papers, printers, trial } = office;
  return {
    officeName: book.name,
    zone: book.zone,
    opening: openingAt(book, at),
    languages: book.languages,
    topics: book.topics.map((topic) => choice(office, topic)),
    printer: printers[0]?.state ?? NO_PRINTER,
    prints: papers,
    trial,
    takeover: realTakeoverAt(book, at),
  };
}

/** A drill is for those who have been told of it: at the terminal stands whoever came in for something else. */
function realTakeoverAt(book: OfficeBook, at: EpochMs): Takeover | null {
  const takeover = takeoverAt(book, at);
  return takeover?.test ? null : takeover;
}

/** @param ofAgency of a visiting body, whose people see its own visitors and nobody else's */
export function deskView(office: OfficeAt, id: DeskId, ofAgency: AgencyId | null = null): DeskView {
  const { book, queue, at, printers, windows, unwatchedWindows, trial } = office;
  const desk = deskOf(book, id);
  const open = queue.desks.get(id);
  const next = nextFor(queue, id);
  const atDesk = ticketAtDesk(queue, id);
  const waiting = (ticket: QueueTicket) => waitingTicket(office, ticket, open);
  const { isHers, mayGoTo } = reachOf(book, ofAgency);
  const undo = undoOf(queue, id);
  const undone = undo && queue.tickets.get(undo.number);
  const topics = topicsAtDesks(book, queue.paused, dayRules(book, at));
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
      ticket:
        atDesk && isHers(atDesk)
          ? {
              ...atDesk,
              mayRecallAt: atDesk.calledAt + book.settings.recallAfterSeconds * 1_000,
              paper: office.paperOf(atDesk.number),
            }
          : null,
      undo: undone && isHers(undone) ? undo : null,
    },
    next: next && isHers(next) ? waiting(next) : null,
    waiting: waitingInOrder(queue, ofAgency === null ? WAITING_SHOWN : undefined)
      .filter(isHers)
      .slice(0, WAITING_SHOWN)
      .map(waiting),
    held: heldTickets(queue).filter(isHers),
    noShows: noShowTickets(queue).filter(isHers),
    desks: deskList(office).filter(mayGoTo),
    topics:
      ofAgency === null
        ? topics
        : topics.map((topic) => ({ ...topic, yours: isHers({ topic: topic.id }) })),
    usual: {
      topics: desk.topics.filter((topic) => isHers({ topic })),
      languages: desk.languages,
    },
    languages: book.languages,
    callGivenTicket: book.settings.callGivenTicket,
    callsBeforeNoShow: book.settings.callsBeforeNoShow,
    bodies: bodiesToday(book, at),
    people: office.peopleAt(id),
    ...(ofAgency === null ? counted(office) : NOT_COUNTED),
    printers,
    windows: ofAgency === null ? windows : [],
    unwatchedWindows: ofAgency === null ? unwatchedWindows : [],
    takeover: takeoverAt(book, at),
    trial,
  };
}

type DeskTopics = DeskView['topics'];

/** Of all desks of an office the same, and made anew only when something in it is: each is looked at every few seconds. */
function topicsAtDesks(book: OfficeBook, paused: Queue['paused'], rules: DayRules): DeskTopics {
  const known = topicsKnown.get(book);
  if (known?.paused === paused && known.rules === rules) return known.topics;
  const topics = book.topics.map(({ id, parent, label, pictogram, line, bring }) => ({
    ...{ id, yours: true, parent, label, pictogram },
    paused: paused.has(id),
    pausedWhy: paused.get(id) ?? null,
    choice: line !== null,
    ...awayIn(rules.topics.get(id)?.admission),
    bring,
  }));
  topicsKnown.set(book, { paused, rules, topics });
  return topics;
}

const topicsKnown = new WeakMap<
  OfficeBook,
  { paused: Queue['paused']; rules: DayRules; topics: DeskTopics }
>();

const awayIn = (
  admission: TopicRules['admission'] | undefined,
): Pick<DeskView['topics'][number], 'away'> => {
  if (admission === undefined || admission === 'open') return {};
  return { away: admission === 'later-today' ? 'now' : 'today' };
};

const counted = ({ book, places, prints }: OfficeAt) => ({
  ...{ inquiries: book.inquiries, destinations: book.destinations },
  ...{ places, prints },
});
/** What an authority does in the office is not the office's to count. */
const NOT_COUNTED = { inquiries: [], destinations: [], places: [], prints: null };

/** What is shown to people of the office, or of one visiting body. */
function reachOf(book: OfficeBook, agency: AgencyId | null) {
  if (agency === null) return { isHers: () => true, mayGoTo: () => true };
  const [topics, desks] = [topicsOf(book, agency), desksOf(book, agency)];
  return {
    isHers: ({ topic }: { topic: TopicId }) => topics.has(topic),
    mayGoTo: ({ id }: { id: DeskId }) => desks.has(id),
  };
}

/** Those that have topics and are here today, now or at another hour. */
function bodiesToday(book: OfficeBook, at: EpochMs): DeskView['bodies'] {
  const { startsAt, endsAt } = localDaySpan(book.zone, at);
  const withTopics = new Set(
    book.topics.filter(({ line }) => line !== null).map((one) => one.agency),
  );
  return visitsBetween(book, startsAt, endsAt)
    .filter(({ agency, endsAt: until }) => withTopics.has(agency) && until > at)
    .map(({ agency, name, startsAt: from, endsAt: until }) => ({ agency, name, from, until }));
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
export function admission(
  { book, queue, at }: Pick<OfficeAt, 'book' | 'queue' | 'at'>,
  topic: Topic,
): Admission {
  const rules = dayRules(book, at);
  if (!rules.officeOpen) return { state: 'office-closed' };
  if (topic.agency) {
    const here = agencyAdmission(book, topic.agency, at);
    if (!here.here) {
      const change = calledOff(book, topic.agency, at);
      const { opensAt } = here;
      return { state: 'away', opensAt, calledOff: change ? { why: change.why } : null };
    }
  }
  if (queue.paused.has(topic.id))
    return { state: 'paused', why: queue.paused.get(topic.id) ?? null };
  if (rules.tooLate) return { state: 'too-late' };
  const line = book.lines.find(({ id }) => id === topic.line);
  if (line && waitingInLine(queue, line.id).size >= line.mayWait) return { state: 'full' };
  return { state: 'open' };
}

function waitingTicket(
  { paperOf, queue }: OfficeAt,
  ticket: QueueTicket,
  desk: StaffedDesk | undefined,
): WaitingTicket {
  const { number, topic, language, issuedAt, precedence } = ticket;
  const mine = desk !== undefined && servesTicket(desk, ticket);
  const isServed = mine || queue.desks.some((open) => servesTicket(open, ticket));
  const headStartMinutes = headStartOf(ticket);
  return {
    ...{ number, topic, language, issuedAt, mine, paper: paperOf(number) },
    ...(isServed ? {} : { noOpenDesk: true }),
    ...(headStartMinutes > 0 ? { headStartMinutes } : {}),
    ...(precedence ? { goesFirst: true } : {}),
  };
}

/** A desk that the book has lost since still has its calls on the wall, under its id. */
const nameOfDesk = (book: OfficeBook, id: DeskId): Texts =>
  book.desks.find((desk) => desk.id === id)?.name ?? { sv: id };

function deskOf(book: OfficeBook, id: DeskId): Desk {
  const desk = book.desks.find((candidate) => candidate.id === id);
  if (!desk) throw new Error(`${book.id} has no desk ${id}`);
  return desk;
}
