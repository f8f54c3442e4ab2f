/** A day as an address names it. */
import type { LocalDate } from '#shared/vocabulary.ts';

/** Whether it is a day of the calendar, written as 2026-11-24. */
export function isDay(text: unknown): text is LocalDate {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false; // 30 February and its like
  }
}
