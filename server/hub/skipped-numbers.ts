/**
 * Numbers that were given after a back-up was taken are on paper in visitors' hands, and the log that is put back knows
 * nothing of them. They are skipped in it, on the day that each office then goes on with. Rules OP16… in docs/spec.md.
 */
import type { OfficeBook } from '#shared/office-book.ts';
import {
  type EpochMs,
  type LocalDate,
  type OfficeId,
  type Series,
  type TicketNumber,
  ticketNumber,
} from '#shared/vocabulary.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { dayRules } from '../office/day-rules.ts';
import { evolve as evolveBook, type OfficeEvent } from '../office/office-book.ts';
import { officeFormat } from '../office/office-format.ts';
import { decide } from '../queue/decide.ts';
import { localDate } from '../schedule/office-hours.ts';
import { Day, readQueue } from './day.ts';

/** What a log has given: its offices, and of each day the last ordinal of each series. */
export type Given = readonly { book: OfficeBook; days: readonly GivenDay[] }[];
type GivenDay = { date: LocalDate; last: ReadonlyMap<Series, number> };

/** Given to nobody, on that day of that office. */
export type Skipped = {
  office: OfficeId;
  date: LocalDate;
  from: TicketNumber;
  through: TicketNumber;
};

/**
 * @param since what was given on the day of this instant and on later ones: a clock may have run ahead, and been put right
 * @throws {EventLogUnavailable | EventLogUnusable}
 */
export async function givenIn(log: EventLog, since: EpochMs): Promise<Given> {
  const given: Given[number][] = [];
  for (const book of await booksIn(log)) {
    const dates = await datesIn(log, book.id);
    const days: GivenDay[] = [];
    for (const date of dates.filter((date) => date >= localDate(book.zone, since))) {
      const { issued } = await readQueue(log, `queue/${book.id}/${date}`);
      days.push({ date, last: new Map(issued) });
    }
    given.push({ book, days });
  }
  return given;
}

/**
 * Skips in `log` what was given elsewhere, and `further` numbers more in every series.
 * @param at office time
 * @throws {EventLogUnavailable | EventLogUnusable}
 */
export async function skipGiven(
  log: EventLog,
  given: Given,
  { at, further }: { at: EpochMs; further: number },
): Promise<readonly Skipped[]> {
  const known = await booksIn(log);
  // An office that began after the back-up begins again, as soon as a hub finds it among its seeds.
  const begun = given.filter(({ book }) => !known.some(({ id }) => id === book.id));
  const skipped: Skipped[] = [];
  for (const book of [...known, ...begun.map((one) => one.book)]) {
    const days = given.find((one) => one.book.id === book.id)?.days ?? [];
    skipped.push(...(await skipInOffice(log, book, days, { at, further })));
  }
  return skipped;
}

async function skipInOffice(
  log: EventLog,
  book: OfficeBook,
  given: readonly GivenDay[],
  { at, further }: { at: EpochMs; further: number },
): Promise<readonly Skipped[]> {
  const { id: office, zone } = book;
  const dates = await datesIn(log, office);
  const [today, newest] = [localDate(zone, at), dates.at(-1)];
  // A clock that was set back does not bring back a day that has been.
  const date = newest !== undefined && newest > today ? newest : today;
  const day = await Day.open(log, office, date);
  const here = day.queue.state.issued;
  const elsewhere = given.filter((one) => one.date >= date).map(({ last }) => last);
  const everySeries = new Set([
    ...book.lines.map(({ series }) => series),
    ...here.keys(),
    ...elsewhere.flatMap((last) => [...last.keys()]),
  ]);
  const skipped: Skipped[] = [];
  for (const series of everySeries) {
    const lastHere = here.get(series, 0);
    const last = Math.max(lastHere, ...elsewhere.map((one) => one.get(series) ?? 0));
    const through = ticketNumber(series, last + further);
    const outcome = await day.queue.submit(
      null,
      (queue) => decide(queue, { type: 'SkipNumbers', through, at }, dayRules(book, at)),
      (_queue, events) => events.length > 0,
    );
    if (outcome.ok && outcome.answer)
      skipped.push({ office, date, from: ticketNumber(series, lastHere + 1), through });
  }
  await day.close();
  // It is the newest day of the office now, so no hub will end the one before.
  const before = dates.findLast((one) => one < date);
  if (skipped.length > 0 && before !== undefined) {
    const dayBefore = await Day.open(log, office, before);
    await dayBefore.end(book);
    await dayBefore.close();
  }
  return skipped;
}

async function booksIn(log: EventLog): Promise<readonly OfficeBook[]> {
  const books: OfficeBook[] = [];
  for (const stream of await log.list('office/')) {
    const events = (await log.read(stream)).map((entry) => officeFormat.decode(entry, stream));
    const book = events.reduce<OfficeBook | null>(
      (before, event: OfficeEvent) => evolveBook(before, event),
      null,
    );
    if (book) books.push(book);
  }
  return books;
}

/** Days that the log has of an office, in their order. */
const datesIn = async (log: EventLog, office: OfficeId): Promise<readonly LocalDate[]> =>
  (await log.list(`queue/${office}/`)).map((stream) => stream.split('/').at(-1) as LocalDate);
