/**
 * The day at a glance: who serves whom, who waits for what and since when, what is on, which machines need somebody.
 * Readings at one instant. Pure. Rules DY… in docs/spec.md.
 */
import type { DeviceListed } from '#shared/identity.ts';
import type { OfficeBook, Topic } from '#shared/office-book.ts';
import type { AgendaItem } from '#shared/programme.ts';
import type { CityOffice, DayAgendaItem, DayQueue, DayView, DisplayNow } from '#shared/views.ts';
import type { ActivityId, AgencyId, EpochMs, TopicId } from '#shared/vocabulary.ts';
import type { QueueTicket } from '../queue/queue.ts';
import { heldTickets, noShowTickets, ticketAtDesk } from '../queue/views.ts';
import { dayBounds, localDate, openingAt, openingSpans } from '../schedule/office-hours.ts';
import { desksOf, topicsOf } from './of-agency.ts';
import { admission, type OfficeAt, takeoverAt } from './views.ts';

/** What the queue of a moment is read from: today's, or one that is past. */
export type QueueAt = Pick<OfficeAt, 'book' | 'queue' | 'at' | 'peopleAt'>;

/** An office with the machines of its room. */
export type MachinesAt = OfficeAt & {
  displays: readonly DisplayNow[];
  /** Those that are paired. */
  devices: readonly DeviceListed[];
};

export type DayAt = MachinesAt & {
  /** Of today, whole and in order. */
  agenda: readonly AgendaItem[];
};

/** @param agency whose own the view is kept to; null: the whole office */
export function dayQueue(office: QueueAt, agency: AgencyId | null = null): DayQueue {
  const { book, queue, at } = office;
  const own = agency === null ? null : topicsOf(book, agency);
  const isOwn = ({ topic }: { topic: TopicId }) => own?.has(topic) ?? true;
  const tickets = [...queue.tickets.values()].filter(isOwn);
  const waiting = tickets.filter(({ whereabouts }) => whereabouts.state === 'waiting');
  const byTopic = Map.groupBy(waiting, ({ topic }) => topic);
  const byLine = Map.groupBy(waiting, ({ line }) => line);
  return {
    opening: openingAt(book, at),
    ...howMany(waiting),
    desks: desksShown(office, agency),
    lines: book.lines
      .map(({ id, series, mayWait }) => ({
        ...{ id, series, mayWait, ...howMany(byLine.get(id) ?? []) },
        topics: book.topics
          .filter((topic) => topic.line === id && isOwn({ topic: topic.id }))
          .map((topic) => topic.id),
      }))
      .filter(({ topics }) => topics.length > 0),
    topics: book.topics
      .filter((topic) => isOwn({ topic: topic.id }))
      .map((topic) => topicShown(office, topic, byTopic.get(topic.id) ?? [])),
    held: heldTickets(queue)
      .filter(isOwn)
      .map(({ number, topic, desk, reason, heldAt }) => ({
        ...{ number, topic, desk, reason, since: heldAt },
      })),
    noShows: noShowTickets(queue)
      .filter(isOwn)
      .map(({ number, topic, calls, noShowAt }) => ({ number, topic, calls, since: noShowAt })),
    figures: figuresOf(tickets),
  };
}

export function dayView(office: DayAt, agency: AgencyId | null = null): DayView {
  const { book, at } = office;
  const day = localDate(book.zone, at);
  return {
    officeName: book.name,
    zone: book.zone,
    languages: book.languages,
    ...dayQueue(office, agency),
    hours: {
      spans: openingSpans(book, dayBounds(book.zone, day).startsAt, 1).filter(
        ({ opensAt }) => localDate(book.zone, opensAt) === day,
      ),
      changed: book.hoursChanges.some((change) => change.day === day),
    },
    agenda: office.agenda
      .filter((item) => agency === null || item.agency === agency)
      .map((item) => onAgenda(book, item, day)),
    takeover: takeoverAt(book, at),
    ...(agency === null ? forTheOffice(office) : NOT_ITS_OWN),
    trial: office.trial,
  };
}

/** What is seen of the office from beside many others. */
export function cityOffice(office: MachinesAt): CityOffice {
  const { book, queue, at, windows, displays, printers, devices, trial } = office;
  const waiting = [...queue.tickets.values()].filter(
    ({ whereabouts }) => whereabouts.state === 'waiting',
  );
  const served = new Set([...queue.desks.values()].flatMap(({ topics }) => topics));
  return {
    ...{ office: book.id, officeName: book.name, zone: book.zone, at },
    opening: openingAt(book, at),
    ...howMany(waiting),
    unserved: waiting.filter(({ topic }) => !served.has(topic)).length,
    desks: { open: queue.desks.size, all: book.desks.length },
    ...{ windows, displays, printers, devices, trial },
  };
}

/** Of the machines and what the office says to all: not a visiting body's to look after. */
const NOT_ITS_OWN = { notices: [], windows: [], displays: [], printers: [], devices: [] } as const;

const forTheOffice = ({ book, at, windows, displays, printers, devices }: DayAt) => ({
  notices: book.notices
    .filter(({ from, until }) => from <= at && at < until)
    .map(({ id, title, priority, until }) => ({ id, title, priority, until })),
  ...{ windows, displays, printers, devices },
});

function desksShown({ book, queue, peopleAt }: QueueAt, agency: AgencyId | null) {
  const own = agency === null ? null : desksOf(book, agency);
  const topics = agency === null ? null : topicsOf(book, agency);
  return book.desks
    .filter(({ id }) => own?.has(id) ?? true)
    .map(({ id, name }): DayQueue['desks'][number] => {
      // At a desk that bodies share, another's visitor may still sit.
      const atDesk = ticketAtDesk(queue, id);
      const ticket = atDesk && (topics?.has(atDesk.topic) ?? true) ? atDesk : null;
      return {
        ...{ id, name, open: queue.desks.has(id), people: peopleAt(id) },
        ticket: ticket && {
          ...{ number: ticket.number, topic: ticket.topic, language: ticket.language },
          ...{ state: ticket.state, calls: ticket.calls },
          since: ticket.startedAt ?? ticket.calledAt,
        },
      };
    });
}

function topicShown(
  office: QueueAt,
  topic: Topic,
  waiting: readonly QueueTicket[],
): DayQueue['topics'][number] {
  const { id, parent, label, pictogram, agency, line } = topic;
  const { queue } = office;
  return {
    ...{ id, parent, label, pictogram, agency, choice: line !== null, ...howMany(waiting) },
    paused: queue.paused.has(id),
    pausedWhy: queue.paused.get(id) ?? null,
    admission: admission(office, topic).state,
    served: [...queue.desks.values()].some(({ topics }) => topics.includes(id)),
  };
}

const howMany = (waiting: readonly QueueTicket[]) => ({
  waiting: waiting.length,
  oldestSince: waiting.length === 0 ? null : Math.min(...waiting.map(({ issuedAt }) => issuedAt)),
});

function figuresOf(tickets: readonly QueueTicket[]): DayQueue['figures'] {
  const count = (...states: readonly string[]) =>
    tickets.filter(({ whereabouts }) => states.includes(whereabouts.state)).length;
  const waits = tickets.flatMap(({ issuedAt, whereabouts }) =>
    'calledAt' in whereabouts ? [Math.max(0, whereabouts.calledAt - issuedAt)] : [],
  );
  return {
    issued: tickets.length,
    served: count('serving', 'finished'),
    left: count('no-show', 'cancelled', 'unserved'),
    waitMedianMs: medianOf(waits),
  };
}

/** Of an even number the lower of the two in the middle: a wait that somebody had. */
const medianOf = (values: readonly EpochMs[]): EpochMs | null =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length / 2) - 1] ?? null;

function onAgenda(book: OfficeBook, item: AgendaItem, day: string): DayAgendaItem {
  const { id, kind, agency, title, text, startsAt, endsAt, allDay, cancelled, source } = item;
  const activity = activityIn(item);
  const { changes = [] } =
    book.agencies.find((one) => one.id === agency) ??
    book.activities.find((one) => one.id === activity) ??
    {};
  const change = changes.find((one) => one.day === day);
  return {
    ...{ id, kind, agency, activity, title, startsAt, endsAt, allDay, cancelled, source },
    why: change ? change.why : kind === 'visit' ? text : null,
    changed: change !== undefined,
  };
}

/** An event of the office's own stands under 'event/<activity>/…'. */
const activityIn = ({ id, kind, source }: AgendaItem): ActivityId | null =>
  kind === 'event' && source === null ? ((id.split('/')[1] ?? null) as ActivityId | null) : null;
