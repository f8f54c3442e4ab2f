/** How long ago, in the words of a desk. Pure: the time now is an argument. */
import { say } from '#shared/languages/texts.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';

/** From here a wait is marked: a visitor who has not been called by now wonders whether she will be. */
export const LONG_WAIT_MINUTES = 20;

/** Whole minutes from one instant to the next; 0 when a clock says it was the other way round. */
export const minutesBetween = (from: EpochMs, to: EpochMs): number =>
  Math.max(0, Math.floor((to - from) / 60_000));

/** '0 min', '9 min', '1 h', '1 h 5 min'. */
export function minutesText(minutes: number, language: Language): string {
  if (minutes < 60) return say(language, 'staff.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (minutes % 60 === 0) return say(language, 'staff.hours', { hours });
  return say(language, 'staff.hours-minutes', {
    hours,
    minutes: minutes % 60,
  });
}

/** '0:42', '4:12', '61:05': minutes and seconds, for the short while between a call and a visitor's coming. */
export function stopwatchText(from: EpochMs, to: EpochMs): string {
  const seconds = Math.max(0, Math.floor((to - from) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
