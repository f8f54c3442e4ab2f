/**
 * When an office is open and who visits it, at an instant. Pure: what is told depends on the book and `at`.
 *
 * Every snapshot and every command asks, so what recurs is expanded once per office book and local day and
 * kept with the book; a question after that is a look through a few dozen numbers.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Opening, OpeningSpan } from '#shared/programme.ts';
import type { AgencyId, EpochMs, LocalDate, Texts } from '#shared/vocabulary.ts';
import { holidayRule } from './holidays.ts';
import { spansBetween } from './recurring-hours.ts';
import { localDay, type Span } from './wall-time.ts';

/** How far ahead anything is promised: screens keep this much when the hub is lost. */
export const HORIZON_DAYS = 14;

/** A visiting body that is here, or will be. */
export type Visit = Span & { readonly agency: AgencyId; readonly name: Texts };

/** The door at `at`. Looks HORIZON_DAYS ahead. */
export function openingAt(book: OfficeBook, at: EpochMs): Opening {
  const outlook = outlookAt(book, at);
  const span = outlook.open.find(({ endsAt }) => endsAt > at);
  if (!span || span.startsAt >= at + HORIZON_DAYS * DAY_MS) return { open: false, opensAt: null };
  return span.startsAt <= at
    ? { open: true, closesAt: span.endsAt }
    : { open: false, opensAt: span.startsAt };
}

/** Opening hours of the local day of `at`, whole, and of the `days` days after it. At most HORIZON_DAYS. */
export function openingSpans(book: OfficeBook, at: EpochMs, days: number): readonly OpeningSpan[] {
  if (days > HORIZON_DAYS) throw new RangeError(`Opening hours asked for ${days} days ahead`);
  const outlook = outlookAt(book, at);
  const after = Temporal.PlainDate.from(outlook.day.date).add({ days: days + 1 });
  const until = startOf(after, book.zone);
  return outlook.open
    .filter(({ startsAt }) => startsAt < until)
    .map(({ startsAt, endsAt }) => ({ opensAt: startsAt, closesAt: endsAt }));
}

/**
 * From when on nobody gets a ticket on a day with these opening hours. A short closing at noon is no reason to send
 * anyone home: only the day's last one counts.
 */
export const lastTicketOf = ({ settings }: OfficeBook, day: readonly OpeningSpan[]): EpochMs =>
  (day.at(-1)?.closesAt ?? Number.POSITIVE_INFINITY) -
  settings.lastTicketMinutesBeforeClosing * MINUTE_MS;

/** Visits that are going on at some time in `fromMs` … `untilMs`, whole, in order of start. */
export function visitsBetween(
  book: OfficeBook,
  fromMs: EpochMs,
  untilMs: EpochMs,
): readonly Visit[] {
  if (untilMs <= fromMs) return [];
  const outlook = outlookAt(book, fromMs);
  if (untilMs > outlook.until) return expandVisits(book, fromMs, untilMs);
  return outlook.visits.filter(({ startsAt, endsAt }) => endsAt > fromMs && startsAt < untilMs);
}

export type AgencyPresence =
  | { here: true; until: EpochMs }
  /** null: no visit is planned within HORIZON_DAYS. `laterToday`: it comes before the local day is over. */
  | { here: false; opensAt: EpochMs | null; laterToday: boolean };

/** Whether the visiting body is here at `at`, and if not, when it comes. */
export function agencyAdmission(book: OfficeBook, agency: AgencyId, at: EpochMs): AgencyPresence {
  const outlook = outlookAt(book, at);
  const next = outlook.visits.find((visit) => visit.agency === agency && visit.endsAt > at);
  if (!next || next.startsAt >= at + HORIZON_DAYS * DAY_MS)
    return { here: false, opensAt: null, laterToday: false };
  if (next.startsAt <= at) return { here: true, until: next.endsAt };
  return { here: false, opensAt: next.startsAt, laterToday: next.startsAt < outlook.day.endsAt };
}

/** The office's own calendar day at `at`. */
export const localDate = (zone: string, at: EpochMs): LocalDate => dayAt(zone, at).date;

/** The same day as instants. */
export function localDaySpan(zone: string, at: EpochMs): Span {
  const { startsAt, endsAt } = dayAt(zone, at);
  return { startsAt, endsAt };
}

/** A local day as instants: 23, 24 or 25 hours. `endsAt` is the next day's `startsAt`. */
export function dayBounds(zone: string, date: LocalDate): Span {
  const latest = latestDays.get(zone);
  if (latest?.date === date) return { startsAt: latest.startsAt, endsAt: latest.endsAt };
  const day = Temporal.PlainDate.from(date);
  return { startsAt: startOf(day, zone), endsAt: startOf(day.add({ days: 1 }), zone) };
}

// What is kept

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

type Day = Span & { readonly date: LocalDate };

/** The last day asked for in each zone: nearly every question is about the same one. */
const latestDays = new Map<string, Day>();

function dayAt(zone: string, at: EpochMs): Day {
  const latest = latestDays.get(zone);
  if (latest && at >= latest.startsAt && at < latest.endsAt) return latest;
  const date = localDay(zone, at);
  const day = { date, ...dayBounds(zone, date) };
  latestDays.set(zone, day);
  return day;
}

const startOf = (day: Temporal.PlainDate, zone: string): EpochMs =>
  day.toZonedDateTime(zone).epochMilliseconds;

/** All that recurs, dated, from the start of a local day until `until`. */
type Outlook = {
  readonly day: Day;
  readonly until: EpochMs;
  readonly open: readonly Span[];
  readonly visits: readonly Visit[];
};

const OUTLOOKS_KEPT = 4; // yesterday's tickets, today, tomorrow's visits, and one to spare
const outlooks = new WeakMap<OfficeBook, Outlook[]>();

function outlookAt(book: OfficeBook, at: EpochMs): Outlook {
  let kept = outlooks.get(book);
  if (!kept) {
    kept = [];
    outlooks.set(book, kept);
  }
  const known = kept.find(({ day }) => at >= day.startsAt && at < day.endsAt);
  if (known) return known;
  const day = dayAt(book.zone, at);
  // One day more than the horizon: the last question of the day looks as far ahead as the first.
  const until = day.endsAt + (HORIZON_DAYS + 1) * DAY_MS;
  const outlook: Outlook = {
    day,
    until,
    open: spansBetween(book.hours, book.zone, day.startsAt, until, {
      changes: book.hoursChanges,
      fallsAway: holidayRule(book),
    }),
    visits: expandVisits(book, day.startsAt, until),
  };
  kept.unshift(outlook);
  kept.length = Math.min(kept.length, OUTLOOKS_KEPT);
  return outlook;
}

function expandVisits(book: OfficeBook, fromMs: EpochMs, untilMs: EpochMs): readonly Visit[] {
  const fallsAway = holidayRule(book);
  return book.agencies
    .flatMap(({ id, name, visits, changes }) =>
      spansBetween(visits, book.zone, fromMs, untilMs, { changes, fallsAway }).map(
        (span): Visit => ({ agency: id, name, ...span }),
      ),
    )
    .sort((a, b) => a.startsAt - b.startsAt);
}
