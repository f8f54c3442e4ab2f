/**
 * What the window shows beside the queue, made so that it stays right without the hub: everything of the
 * local day and of the fourteen days after it, as dated instants. Pure. Rules S25… in docs/spec.md.
 *
 * Every snapshot of the board names its revision, so it is kept for as long as it holds.
 */
import { createHash } from 'node:crypto';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Programme } from '#shared/programme.ts';
import type { EpochMs, Language, LocalDate } from '#shared/vocabulary.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { agendaItems } from './agenda.ts';
import { holidayOn } from './holidays.ts';
import { dayBounds, HORIZON_DAYS, lastTicketOf, localDate, openingSpans } from './office-hours.ts';
import { soonestImported } from './soonest-imported.ts';

export type ProgrammeSources = {
  readonly book: OfficeBook;
  readonly at: EpochMs;
  /** Names the log that the book was read from. */
  readonly log: string;
  readonly imported: readonly ImportedItem[];
  readonly feeds: Programme['feeds'];
};

/**
 * The same object for as long as the day, the book and what was imported are the same. When a calendar was last
 * read is told as of when it was made: that turns every half hour, and no window is to fetch it all for that.
 */
export function programmeOf(sources: ProgrammeSources): Programme {
  const { book, at, log, imported, feeds } = sources;
  const day = localDate(book.zone, at);
  const latest = kept.get(book);
  if (
    latest?.day === day &&
    latest.log === log &&
    latest.imported === imported &&
    areAlike(latest.feeds, feeds)
  )
    return latest.programme;
  const programme = made(sources, day);
  kept.set(book, { day, log, imported, feeds, programme });
  return programme;
}

type Kept = Pick<ProgrammeSources, 'log' | 'imported' | 'feeds'> & {
  readonly day: LocalDate;
  readonly programme: Programme;
};
const kept = new WeakMap<OfficeBook, Kept>();

const areAlike = (some: Programme['feeds'], others: Programme['feeds']): boolean =>
  some.length === others.length && some.every(({ name }, index) => name === others[index]?.name);

function made({ book, at, log, imported, feeds }: ProgrammeSources, day: LocalDate): Programme {
  const days = daysFrom(day, book.zone);
  const { startsAt } = dayBounds(book.zone, day);
  const validUntil = days.at(-1)?.endsAt ?? startsAt;
  const hours = ticketedSpans(book, at);
  const { taken } = soonestImported(imported, startsAt, validUntil);
  const content: Omit<Programme, 'revision' | 'at' | 'feeds'> = {
    office: book.id,
    log,
    validUntil,
    officeName: book.name,
    zone: book.zone,
    days,
    languages: swedishFirst(book.languages),
    hours,
    closures: closuresOf(book, days, hours),
    items: agendaItems(book, startsAt, validUntil, taken),
    notices: book.notices.filter(({ from, until }) => until > startsAt && from < validUntil),
    displays: book.displays,
  };
  const revision = digestOf([content, feeds.map(({ name }) => name)]);
  return { ...content, feeds, revision, at };
}

const daysFrom = (first: LocalDate, zone: string): Programme['days'] =>
  Array.from({ length: HORIZON_DAYS + 1 }, (_, days) => {
    const day = Temporal.PlainDate.from(first).add({ days }).toString() as LocalDate;
    return { day, ...dayBounds(zone, day) };
  });

function ticketedSpans(book: OfficeBook, at: EpochMs): Programme['hours'] {
  const spans = openingSpans(book, at, HORIZON_DAYS);
  const byDay = Map.groupBy(spans, ({ opensAt }) => localDate(book.zone, opensAt));
  return [...byDay.values()].flatMap((day) => {
    const lastTicketAt = lastTicketOf(book, day);
    return day.map((span) => ({ ...span, ticketsUntil: Math.min(span.closesAt, lastTicketAt) }));
  });
}

const swedishFirst = (languages: readonly Language[]): readonly [Language, ...Language[]] => [
  'sv',
  ...languages.filter((language) => language !== 'sv'),
];

/** Holidays, and days that the office closed itself. A day with any hours is none of them. */
function closuresOf(
  book: OfficeBook,
  days: Programme['days'],
  hours: Programme['hours'],
): Programme['closures'] {
  const openDays = new Set(hours.map(({ opensAt }) => localDate(book.zone, opensAt)));
  return days
    .filter(({ day }) => !openDays.has(day))
    .flatMap(({ day }) => {
      const change = book.hoursChanges.find((one) => one.day === day);
      const holiday = holidayOn(book, day);
      return change || holiday ? [{ day, name: change?.why ?? holiday?.name ?? null }] : [];
    });
}

const digestOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 16);
