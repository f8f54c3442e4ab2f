/** The parts of a day that are counted apart, by the office's own time. Pure. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { holidayOn } from '../schedule/holidays.ts';
import { localDate } from '../schedule/office-hours.ts';
import type { Bucket } from './counters.ts';

/** 'weekend': Saturdays, Sundays and public holidays, at any hour. */
export const DAY_PARTS = ['day', 'evening', 'weekend'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** From five o'clock it is evening. */
const EVENING_FROM_HOUR = 17;

export function bucketAt(book: OfficeBook, at: EpochMs): Bucket {
  return `${book.id}/${localDate(book.zone, at)}/${dayPartAt(book, at)}`;
}

/** Zones differ from each other by quarters of an hour: within a quarter no part of a day begins or ends. */
const QUARTER_MS = 15 * 60_000;
/** Every view of a desk asks, and nearly always about the present. */
const latest = new WeakMap<OfficeBook, { quarter: number; part: DayPart }>();

function dayPartAt(book: OfficeBook, at: EpochMs): DayPart {
  const quarter = Math.floor(at / QUARTER_MS);
  const known = latest.get(book);
  if (known?.quarter === quarter) return known.part;
  const part = partOfDay(book, at);
  latest.set(book, { quarter, part });
  return part;
}

function partOfDay(book: OfficeBook, at: EpochMs): DayPart {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(book.zone);
  if (local.dayOfWeek >= 6 || holidayOn(book, localDate(book.zone, at)) !== null) return 'weekend';
  return local.hour < EVENING_FROM_HOUR ? 'day' : 'evening';
}
