/**
 * What whoever writes the office book should know about it and could not see: nothing in it is wrong, and
 * something in it is perhaps not meant. Pure. What recurs is one remark, with the first day and how many.
 */

import type { DayChange, OfficeBook, RecurringHours } from '#shared/office-book.ts';
import type { AgendaItem, Notice } from '#shared/programme.ts';
import type {
  ActivityId,
  AgencyId,
  EpochMs,
  FeedId,
  LocalDate,
  Texts,
} from '#shared/vocabulary.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { holidayOn, holidayRule } from './holidays.ts';
import { dayBounds, HORIZON_DAYS, localDate, localDaySpan } from './office-hours.ts';
import { type DatedSpan, datedSpans, type Exceptions } from './recurring-hours.ts';
import { soonestImported } from './soonest-imported.ts';
import type { Span } from './wall-time.ts';

/** What of the book a remark is about. */
export type RemarkSubject =
  | { readonly kind: 'opening' }
  | { readonly kind: AgendaItem['kind']; readonly id: AgencyId | ActivityId };

/** On how many of the coming days, the first of them among them. */
type Days = { readonly firstDay: LocalDate; readonly days: number };

export type Remark =
  | (Days & {
      readonly code: 'overlaps-other-calendar';
      readonly of: RemarkSubject;
      readonly feed: FeedId;
      /** What is on there, the first time. */
      readonly title: string;
    })
  | (Days & { readonly code: 'visit-outside-opening-hours'; readonly agency: AgencyId })
  | (Days & {
      readonly code: 'falls-on-holiday';
      readonly of: RemarkSubject;
      /** Of the first day. */
      readonly holiday: Texts | null;
    })
  | { readonly code: 'event-without-time'; readonly activity: ActivityId }
  | { readonly code: 'notice-has-ended'; readonly notice: Notice['id']; readonly until: EpochMs }
  | {
      readonly code: 'calendar-too-full';
      readonly feed: FeedId;
      /** From then on the windows do not have all of it. */
      readonly firstDay: LocalDate;
      readonly leftOut: number;
    }
  | { readonly code: 'takeover-goes-on'; readonly from: EpochMs; readonly until: EpochMs };

/** How far ahead is looked. */
const DAYS_AHEAD = 62;
/** After that a takeover was perhaps forgotten. */
const LONG_TAKEOVER_MS = 60 * 60_000;

export function remarksOn(
  book: OfficeBook,
  imported: readonly ImportedItem[],
  at: EpochMs,
): readonly Remark[] {
  const untilMs = endOfView(book, at);
  const plans = plansOf(book, at, untilMs);
  // Calendars of others are known for longer than anybody looks here.
  const soon = imported.filter(({ startsAt, endsAt }) => startsAt < untilMs && endsAt > at);
  return [
    ...overlaps(book, plans, soon),
    ...visitsOutsideHours(plans),
    ...fallenAway(book, plans),
    ...withoutTime(book),
    ...book.notices
      .filter(({ until }) => until <= at)
      .map(({ id, until }): Remark => ({ code: 'notice-has-ended', notice: id, until })),
    ...tooFull(book, imported, at),
    ...takeoverRemarks(book, at),
  ];
}

/** One thing of the book that recurs, dated. */
type Plan = {
  readonly of: RemarkSubject;
  readonly spans: readonly DatedSpan[];
  /** What the rules give on holidays, where nobody decided about the very day. */
  readonly fallen: readonly DatedSpan[];
};

function endOfView({ zone }: OfficeBook, at: EpochMs): EpochMs {
  const first = Temporal.PlainDate.from(localDate(zone, at));
  const last = first.add({ days: DAYS_AHEAD - 1 }).toString() as LocalDate;
  return dayBounds(zone, last).endsAt;
}

function plansOf(book: OfficeBook, at: EpochMs, untilMs: EpochMs): readonly Plan[] {
  const isHoliday = holidayRule(book);
  const planOf = (
    of: RemarkSubject,
    hours: readonly RecurringHours[],
    changes: readonly DayChange[],
    onHolidays = false,
  ): Plan => {
    const spans = (exceptions: Exceptions) =>
      datedSpans(hours, book.zone, at, untilMs, exceptions).filter(({ cancelled }) => !cancelled);
    const isDecided = new Set(changes.map(({ day }) => day));
    return {
      of,
      spans: spans({ changes, ...(!onHolidays && { fallsAway: isHoliday }) }),
      fallen: onHolidays
        ? []
        : spans({ fallsAway: (day) => !isHoliday(day) || isDecided.has(day) }),
    };
  };
  return [
    planOf({ kind: 'opening' }, book.hours, book.hoursChanges),
    ...book.agencies.map(({ id, visits, changes }) =>
      planOf({ kind: 'visit', id }, visits, changes),
    ),
    ...book.activities.map(({ id, hours, changes, onHolidays }) =>
      planOf({ kind: 'event', id }, hours, changes, onHolidays),
    ),
  ];
}

function overlaps(
  book: OfficeBook,
  plans: readonly Plan[],
  imported: readonly ImportedItem[],
): Remark[] {
  return book.feeds
    .filter(({ watched }) => watched)
    .flatMap(({ id: feed }) => {
      // What lasts whole days says nothing about hours: a school holiday, an exhibition.
      const items = imported
        .filter((item) => item.feed === feed && !item.allDay && !item.cancelled)
        .toSorted((a, b) => a.startsAt - b.startsAt);
      return plans.flatMap(({ of, spans }): Remark[] => {
        const met = spans.filter((span) => items.some((item) => meet(item, span)));
        const title = items.find((item) => met[0] && meet(item, met[0]))?.title;
        const days = daysOf(met);
        return days && title !== undefined
          ? [{ code: 'overlaps-other-calendar', of, feed, title, ...days }]
          : [];
      });
    });
}

function visitsOutsideHours(plans: readonly Plan[]): Remark[] {
  const open = plans.find(({ of }) => of.kind === 'opening')?.spans ?? [];
  const isInside = (visit: Span) =>
    open.some(({ startsAt, endsAt }) => startsAt <= visit.startsAt && visit.endsAt <= endsAt);
  return plans.flatMap(({ of, spans }): Remark[] => {
    const days = daysOf(spans.filter((span) => !isInside(span)));
    return of.kind === 'visit' && days
      ? [{ code: 'visit-outside-opening-hours', agency: of.id as AgencyId, ...days }]
      : [];
  });
}

/** Of visits and events. That the office itself is closed on a holiday surprises nobody. */
function fallenAway(book: OfficeBook, plans: readonly Plan[]): Remark[] {
  return plans.flatMap(({ of, fallen }): Remark[] => {
    const days = daysOf(fallen);
    if (of.kind === 'opening' || !days) return [];
    const holiday = holidayOn(book, days.firstDay)?.name ?? null;
    return [{ code: 'falls-on-holiday', of, holiday, ...days }];
  });
}

/** Neither by a rule nor on a day of its own. */
const withoutTime = ({ activities }: OfficeBook): Remark[] =>
  activities
    .filter(
      ({ hours, changes }) => [...hours, ...changes.flatMap(({ spans }) => spans)].length === 0,
    )
    .map(({ id }) => ({ code: 'event-without-time', activity: id }));

function tooFull(book: OfficeBook, imported: readonly ImportedItem[], at: EpochMs): Remark[] {
  const first = Temporal.PlainDate.from(localDate(book.zone, at));
  const last = first.add({ days: HORIZON_DAYS }).toString() as LocalDate;
  const { leftOut } = soonestImported(
    imported,
    localDaySpan(book.zone, at).startsAt,
    dayBounds(book.zone, last).endsAt,
  );
  return book.feeds
    .filter(({ shown }) => shown)
    .flatMap(({ id: feed }): Remark[] => {
      const ofIt = leftOut.filter((item) => item.feed === feed);
      const [soonest] = ofIt;
      if (!soonest) return [];
      const firstDay = localDate(book.zone, soonest.startsAt);
      return [{ code: 'calendar-too-full', feed, firstDay, leftOut: ofIt.length }];
    });
}

function takeoverRemarks({ takeover }: OfficeBook, at: EpochMs): Remark[] {
  if (!takeover || takeover.until <= at || at - takeover.from < LONG_TAKEOVER_MS) return [];
  return [{ code: 'takeover-goes-on', from: takeover.from, until: takeover.until }];
}

function daysOf(spans: readonly DatedSpan[]): Days | null {
  const days = new Set(spans.map(({ day }) => day));
  const [firstDay] = days;
  return firstDay ? { firstDay, days: days.size } : null;
}

const meet = (a: Span, b: Span): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;
