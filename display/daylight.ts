/** Whether it is dark outside, so that a closed window does not shine into somebody's bedroom. Pure. */
import { clockText, localDate } from '#shared/ui/office-time.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

/**
 * When the sun rises and sets in the middle of each month, on the clock of Stockholm (59° N), as almanacs
 * have it. A month's table is enough for a dimmer; an office far from there is dim an hour early or late.
 */
const SUN: readonly (readonly [rises: string, sets: string])[] = [
  ['08:35', '15:20'],
  ['07:30', '16:35'],
  ['06:10', '17:45'],
  ['05:40', '19:55'],
  ['04:20', '21:10'],
  ['03:30', '22:05'],
  ['04:00', '21:45'],
  ['05:10', '20:35'],
  ['06:20', '19:05'],
  ['07:30', '17:40'],
  ['07:45', '15:25'],
  ['08:40', '14:50'],
];

export function isDark(now: EpochMs, zone: string): boolean {
  const month = Number(localDate(now, zone).slice(-5, -3));
  const [rises, sets] = SUN[month - 1] ?? ['06:00', '18:00'];
  const clock = clockText(now, zone);
  return clock < rises || clock >= sets;
}
