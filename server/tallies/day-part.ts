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

function dayPartAt(book: OfficeBook, at: EpochMs): DayPart {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(book.zone);
  if (local.dayOfWeek >= 6 || holidayOn(book, localDate(book.zone, at)) !== null) return 'weekend';
  return local.hour < EVENING_FROM_HOUR ? 'day' : 'evening';
}
