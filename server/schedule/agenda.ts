/**
 * What the agenda says of given days: visiting bodies and events, dated; the office's own and those of
 * imported calendars. Pure. Rules S20… in docs/spec.md.
 */
import { createHash } from 'node:crypto';
import type { Activity, Agency, Feed, OfficeBook } from '#shared/office-book.ts';
import type { AgendaItem } from '#shared/programme.ts';
import type { EpochMs, LocalDate, Texts } from '#shared/vocabulary.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { holidayRule } from './holidays.ts';
import { dayBounds } from './office-hours.ts';
import { type DatedSpan, datedSpans } from './recurring-hours.ts';
import type { Span } from './wall-time.ts';

/** Hours in which the door is open, as an entry among the others. */
export type OpeningItem = {
  readonly id: string;
  readonly kind: 'opening';
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
};

/** All that goes on at some time in `fromMs` … `untilMs`, whole, in order of start. What was called off is in it. */
export function agendaItems(
  book: OfficeBook,
  fromMs: EpochMs,
  untilMs: EpochMs,
  imported: readonly ImportedItem[],
): readonly AgendaItem[] {
  return inOrder([
    ...book.agencies.flatMap((agency) => visitsOf(book, agency, fromMs, untilMs)),
    ...book.activities.flatMap((activity) => eventsOf(book, activity, fromMs, untilMs)),
    ...book.feeds
      .filter(({ shown }) => shown)
      .flatMap((feed) =>
        imported
          .filter((item) => item.feed === feed.id && overlaps(item, fromMs, untilMs))
          .map((item) => othersEvent(feed, item)),
      ),
  ]);
}

/** The agenda of the local day `from` and those after it, `days` in all, opening hours among the rest. */
export function agendaFor(
  book: OfficeBook,
  { from, days }: { from: LocalDate; days: number },
  imported: readonly ImportedItem[],
): readonly (AgendaItem | OpeningItem)[] {
  const last = Temporal.PlainDate.from(from).add({ days: days - 1 });
  const fromMs = dayBounds(book.zone, from).startsAt;
  const untilMs = dayBounds(book.zone, last.toString() as LocalDate).endsAt;
  return inOrder<AgendaItem | OpeningItem>([
    ...openingItems(book, fromMs, untilMs),
    ...agendaItems(book, fromMs, untilMs, imported),
  ]);
}

function openingItems(book: OfficeBook, fromMs: EpochMs, untilMs: EpochMs): OpeningItem[] {
  return datedSpans(book.hours, book.zone, fromMs, untilMs, {
    changes: book.hoursChanges,
    fallsAway: holidayRule(book),
  })
    .filter(({ cancelled }) => !cancelled)
    .map(({ day, nth, startsAt, endsAt }) => ({
      id: `opening/${day}/${nth}`,
      kind: 'opening',
      startsAt,
      endsAt,
    }));
}

function visitsOf(
  book: OfficeBook,
  agency: Agency,
  fromMs: EpochMs,
  untilMs: EpochMs,
): AgendaItem[] {
  const { id, name, shortName, place, speaks, visits, changes } = agency;
  return datedSpans(visits, book.zone, fromMs, untilMs, {
    changes,
    fallsAway: holidayRule(book),
  }).map((span) => ({
    ...placedIn(`visit/${id}`, span),
    kind: 'visit',
    agency: id,
    title: name,
    shortTitle: shortName,
    text: span.why,
    image: null,
    place,
    speaks,
  }));
}

function eventsOf(
  book: OfficeBook,
  activity: Activity,
  fromMs: EpochMs,
  untilMs: EpochMs,
): AgendaItem[] {
  const { id, title, shortTitle, text, image, place, speaks, hours, changes, onHolidays } =
    activity;
  return datedSpans(hours, book.zone, fromMs, untilMs, {
    changes,
    ...(!onHolidays && { fallsAway: holidayRule(book) }),
  }).map((span) => ({
    ...placedIn(`event/${id}`, span),
    kind: 'event',
    agency: null,
    title,
    shortTitle,
    text: span.why ?? text,
    image,
    place,
    speaks,
  }));
}

/** What every span of ours says of itself. The id holds for as long as it is the same thing on the same day. */
const placedIn = (of: string, { day, nth, startsAt, endsAt, cancelled }: DatedSpan) => ({
  id: `${of}/${day}/${nth}`,
  startsAt,
  endsAt,
  allDay: false,
  cancelled,
  source: null,
});

function othersEvent(feed: Feed, item: ImportedItem): AgendaItem {
  const { uid, title, text, place, startsAt, endsAt, allDay, cancelled } = item;
  return {
    // Whoever wrote the calendar chose the uid: any letters, at any length.
    id: `feed/${feed.id}/${createHash('sha256').update(uid).digest('base64url').slice(0, 16)}`,
    kind: 'event',
    agency: null,
    title: { sv: title },
    shortTitle: null,
    text: swedish(text),
    image: null,
    place: swedish(place),
    speaks: null,
    startsAt,
    endsAt,
    allDay,
    cancelled,
    source: feed.name,
  };
}

const swedish = (text: string | null): Texts | null => (text === null ? null : { sv: text });

/** What has no length takes place when it begins. */
export const overlaps = ({ startsAt, endsAt }: Span, fromMs: EpochMs, untilMs: EpochMs): boolean =>
  (endsAt > fromMs || startsAt >= fromMs) && startsAt < untilMs;

/** Those that begin together stay as the book has them. */
const inOrder = <Item extends Span>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => a.startsAt - b.startsAt);
