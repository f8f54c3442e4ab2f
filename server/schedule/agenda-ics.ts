/**
 * The office's own visits and events as iCalendar, for other people's calendars. Pure.
 *
 * Every occurrence stands by itself and in UTC. Rules and zones are where calendar programs differ: which
 * VTIMEZONE they believe, what an exception does to a series. A dated instant they all read alike, and each
 * shows it in the zone of whoever looks. What we took from others is left out: it is theirs to publish, and
 * two offices that read each other would send it round for ever.
 */
import ical, {
  escape as escapeText,
  type ICalCalendar,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { OfficeBook } from '#shared/office-book.ts';
import type { AgendaItem } from '#shared/programme.ts';
import {
  type EpochMs,
  type Language,
  type LocalDate,
  type Texts,
  textIn,
} from '#shared/vocabulary.ts';
import { agendaItems } from './agenda.ts';
import { dayBounds, localDate } from './office-hours.ts';

/** Which state of the book this is: its version, and when it became so. Programs keep the newest they have seen. */
export type Edition = { readonly version: number; readonly at: EpochMs };

const DAYS_AHEAD = 62;
const REFRESH_S = 60 * 60;

export function agendaIcs(
  book: OfficeBook,
  { at, language, edition }: { at: EpochMs; language: Language; edition: Edition },
): string {
  const day = localDate(book.zone, at);
  const last = Temporal.PlainDate.from(day).add({ days: DAYS_AHEAD - 1 });
  const { startsAt } = dayBounds(book.zone, day);
  const { endsAt } = dayBounds(book.zone, last.toString() as LocalDate);

  const calendar = ical({
    // The generator escapes every text but this one.
    name: escapeText(plain(book.name), false),
    prodId: { company: 'Torget', product: 'Torget', language: 'EN' },
    ttl: REFRESH_S,
  });
  for (const item of agendaItems(book, startsAt, endsAt, []))
    calendar.createEvent(eventOf(book, item, language, edition));
  // In front of the events, where RFC 5545 wants it; the generator puts what it does not know last.
  return `${calendar}\r\n`.replace('\r\n', `\r\nX-WR-TIMEZONE:${book.zone}\r\n`);
}

function eventOf(
  book: OfficeBook,
  item: AgendaItem,
  language: Language,
  edition: Edition,
): Parameters<ICalCalendar['createEvent']>[0] {
  const text = (texts: Texts | null) => (texts ? plain(textIn(texts, language).text) : null);
  return {
    id: `${item.id}@${book.id}.torget`,
    start: new Date(item.startsAt),
    end: new Date(item.endsAt),
    summary: text(item.title) ?? '',
    location: text(item.place),
    description: text(item.text),
    status: item.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Told of, and not an appointment of whoever subscribes.
    transparency: ICalEventTransparency.TRANSPARENT,
    sequence: edition.version,
    stamp: new Date(edition.at),
    lastModified: new Date(edition.at),
  };
}

/** Lines end in one way, and there are no controls, nor what some readers take for the end of a line. */
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}|[\u2028\u2029]/gu, ' ');
