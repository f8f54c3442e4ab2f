/**
 * What the office book and its hours say at one instant, as the queue wants to know it.
 *
 * Made anew only when the answer changes: between an opening, a visit's beginning and the like, the same
 * object is given out again.
 */

import type { DayChange, OfficeBook, Topic } from '#shared/office-book.ts';
import type { AgencyId, EpochMs } from '#shared/vocabulary.ts';
import type { DayRules, TopicRules } from '../queue/queue.ts';
import {
  agencyAdmission,
  lastTicketOf,
  localDate,
  localDaySpan,
  openingAt,
  openingSpans,
  visitsBetween,
} from '../schedule/office-hours.ts';

/** The rules of the queue at `at`. */
export function dayRules(book: OfficeBook, at: EpochMs): DayRules {
  const known = latest.get(book);
  if (known && at >= known.from && at < known.until) return known.rules;
  const current = rulesAt(book, at);
  latest.set(book, current);
  return current.rules;
}

/** Rules and how long they hold: from `from`, up to but not including `until`. */
type HoldingRules = { readonly from: EpochMs; readonly until: EpochMs; readonly rules: DayRules };

const latest = new WeakMap<OfficeBook, HoldingRules>();

function rulesAt(book: OfficeBook, at: EpochMs): HoldingRules {
  const day = localDaySpan(book.zone, at);
  const openings = openingSpans(book, at, 0);
  const visits = visitsBetween(book, day.startsAt, day.endsAt);
  const lastTicketAt = lastTicketOf(book, openings);
  const changes = [
    day.startsAt,
    day.endsAt,
    lastTicketAt,
    ...openings.flatMap(({ opensAt, closesAt }) => [opensAt, closesAt]),
    ...visits.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
  ];
  const { open } = openingAt(book, at);
  return {
    from: Math.max(...changes.filter((change) => change <= at)),
    until: Math.min(...changes.filter((change) => change > at)),
    rules: {
      officeOpen: open,
      tooLate: open && at >= lastTicketAt,
      topics: new Map(book.topics.map((topic) => [topic.id, topicRules(book, topic, at)])),
      desks: new Set(book.desks.map(({ id }) => id)),
      languages: new Set(book.languages),
      callGivenTicket: book.settings.callGivenTicket,
      callsBeforeNoShow: book.settings.callsBeforeNoShow,
      recallAfterSeconds: book.settings.recallAfterSeconds,
    },
  };
}

function topicRules(book: OfficeBook, topic: Topic, at: EpochMs): TopicRules {
  const line = book.lines.find(({ id }) => id === topic.line);
  return {
    line: topic.line,
    series: line?.series ?? null,
    mayWait: line?.mayWait ?? 0,
    headStartMinutes: topic.headStartMinutes,
    admission: admission(book, topic, at),
  };
}

function admission(book: OfficeBook, topic: Topic, at: EpochMs): TopicRules['admission'] {
  if (topic.agency === null) return 'open'; // the guides', whenever the office is
  const presence = agencyAdmission(book, topic.agency, at);
  if (presence.here) return 'open';
  if (presence.laterToday) return 'later-today';
  return calledOff(book, topic.agency, at) ? 'called-off' : 'closed';
}

/** By what somebody said that it does not come on the day of `at`. */
export function calledOff(book: OfficeBook, agency: AgencyId, at: EpochMs): DayChange | undefined {
  const date = localDate(book.zone, at);
  return book.agencies
    .find(({ id }) => id === agency)
    ?.changes.find(({ day, spans }) => day === date && spans.length === 0);
}
