/**
 * Whether the door is open, told from dated spans, so that a window whose line is lost still closes at
 * closing time and opens in the morning. Pure.
 */

import type { Opening, OpeningSpan, Programme } from '#shared/programme.ts';
import { dateLanguage, dayText, localDate, timeText, weekdayText } from '#shared/ui/office-time.ts';
import type { Board } from '#shared/views.ts';
import type { EpochMs, Language, Texts } from '#shared/vocabulary.ts';
import type { Known } from './display-source.ts';

/** The hub's own word while it holds; what the hours say once it has passed. null: nobody knows. */
export function openingAt(
  said: Opening | null,
  programme: Pick<Programme, 'hours' | 'validUntil'> | null,
  now: EpochMs,
): Opening | null {
  if (said) {
    const turnsAt = said.open ? said.closesAt : said.opensAt;
    if (turnsAt === null || now < turnsAt) return said;
  }
  if (!programme || now >= programme.validUntil) return null;
  const { hours } = programme;
  const span = hours.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
  if (span) return { open: true, closesAt: span.closesAt };
  return { open: false, opensAt: hours.find(({ opensAt }) => opensAt > now)?.opensAt ?? null };
}

/**
 * Whether a ticket is given now: the hub's own word while it is heard, what the hours say when it is not. A board
 * from before the door opened says nothing of the time after.
 */
export function takesTicketsAt(
  queue: Known['queue'],
  { hours }: Pick<Programme, 'hours'>,
  now: EpochMs,
): boolean {
  const board = 'board' in queue && queue.board.opening.open ? queue.board : null;
  if (board && (queue.state === 'live' || !board.takesTickets)) return board.takesTickets;
  const span = hours.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
  return !span || now < span.ticketsUntil;
}

/** Whether a ticket is given at any time from now on today; where the day's hours are not known, it may be. */
export function ticketsAheadToday(
  { hours, zone }: Pick<Programme, 'hours' | 'zone'>,
  now: EpochMs,
): boolean {
  const today = hours.filter(({ opensAt }) => localDate(opensAt, zone) === localDate(now, zone));
  return today.length === 0 || today.some(({ ticketsUntil }) => now < ticketsUntil);
}

/** The last visitors of the day are still being called this long after a call, though the door is closed. */
const LAST_VISITS_MS = 30 * 60_000;

/**
 * 'open'; 'last-visits' while the queue is still called after closing time; 'closed' when there is nobody
 * to call and nothing to come in for; 'unknown' when neither the hub nor the hours say.
 */
export type House = 'open' | 'last-visits' | 'closed' | 'unknown';

export function houseAt(opening: Opening | null, calls: Board['calls'], now: EpochMs): House {
  if (opening === null) return 'unknown';
  if (opening.open) return 'open';
  const [newest] = calls;
  return newest && now - newest.calledAt < LAST_VISITS_MS ? 'last-visits' : 'closed';
}

/** Why the office is closed on the day of `now`; null: for no reason worth telling. */
export const closureAt = (
  { closures, zone }: Pick<Programme, 'closures' | 'zone'>,
  now: EpochMs,
): { readonly name: Texts | null } | null =>
  closures.find(({ day }) => day === localDate(now, zone)) ?? null;

/** Days that follow each other with the same hours, as one line of a table. `times` is empty on a closed day. */
export type HoursRow = {
  readonly firstDay: EpochMs;
  readonly lastDay: EpochMs;
  readonly times: string;
  readonly closed: Texts | null;
};

type DayOfHours = Pick<HoursRow, 'times' | 'closed'> & { readonly at: EpochMs };

/**
 * ['9.30–16', '9.30–12 · 13–16', …] by day, neighbours alike joined. Days without hours are left out, but for
 * those whose closing has a name. A span that has ended is left out.
 */
export function hoursRows(
  { hours, closures, zone }: Pick<Programme, 'hours' | 'closures' | 'zone'>,
  now: EpochMs,
): readonly HoursRow[] {
  const ahead = hours.filter(({ closesAt }) => closesAt > now);
  const byDay = Map.groupBy(ahead, ({ opensAt }) => localDate(opensAt, zone));
  const open = [...byDay.values()].map(
    (spans): DayOfHours => ({
      at: spans[0]?.opensAt ?? now,
      times: spans.map((span) => shortSpan(span, zone)).join(' · '),
      closed: null,
    }),
  );
  const shut = closures
    .filter(({ day, name }) => name !== null && day >= localDate(now, zone) && !byDay.has(day))
    // Noon is on the same day in every zone that has an office.
    .map(
      ({ day, name }): DayOfHours => ({ at: Date.parse(`${day}T12:00Z`), times: '', closed: name }),
    );
  return joined(
    [...open, ...shut].toSorted((one, other) => one.at - other.at),
    zone,
  );
}

function joined(days: readonly DayOfHours[], zone: string): readonly HoursRow[] {
  const rows: HoursRow[] = [];
  for (const { at, times, closed } of days) {
    const above = rows.at(-1);
    const alike = above && closed === null && above.closed === null && above.times === times;
    if (alike && isDayAfter(above.lastDay, at, zone)) rows.splice(-1, 1, { ...above, lastDay: at });
    else rows.push({ firstDay: at, lastDay: at, times, closed });
  }
  return rows;
}

/**
 * Hours by day of the week and without dates, for a window that does not know which day it is. Only days of
 * the week that have the same hours every time are among them.
 */
export function usualHours({ hours, zone }: Pick<Programme, 'hours' | 'zone'>): readonly {
  readonly day: EpochMs;
  readonly times: string;
}[] {
  const byDay = Map.groupBy(hours, ({ opensAt }) => localDate(opensAt, zone));
  const days = [...byDay.values()].map((spans) => ({
    day: spans[0]?.opensAt ?? 0,
    times: spans.map((span) => shortSpan(span, zone)).join(' · '),
  }));
  const byWeekday = Map.groupBy(days, ({ day }) => weekdayOf(day, zone));
  return [...byWeekday]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, [first, ...rest]]) =>
      first && rest.length > 0 && rest.every(({ times }) => times === first.times) ? [first] : [],
    );
}

/** 1 for Monday to 7 for Sunday. */
const weekdayOf = (at: EpochMs, zone: string): number =>
  new Date(localDate(at, zone)).getUTCDay() || 7;

/** 'i dag', 'ons 25 nov.', 'mån–ons', by the reader's own names; undefined where nobody knows them. */
export function daysText(
  { firstDay, lastDay }: HoursRow,
  now: EpochMs,
  zone: string,
  language: Language,
): string | undefined {
  if (dateLanguage(language) !== language) return undefined;
  if (firstDay === lastDay) return dayText(firstDay, now, zone, language);
  const [first, last] = [firstDay, lastDay].map((day) => weekdayText(day, zone, language, 'short'));
  return `${first}–${last}`;
}

/** '9.30–16': whole hours without their minutes, as on a door. The same for every reader. */
export const shortSpan = (
  { opensAt, closesAt }: OpeningSpan,
  zone: string,
  language: Language = 'sv',
): string =>
  [opensAt, closesAt].map((at) => timeText(at, zone, language).replace(/[.:]00$/, '')).join('–');

/** Neither a night of 23 hours nor one of 25 comes between. */
const isDayAfter = (one: EpochMs, other: EpochMs, zone: string): boolean =>
  Date.parse(localDate(other, zone)) - Date.parse(localDate(one, zone)) === 86_400_000;
