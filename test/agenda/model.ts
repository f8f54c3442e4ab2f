/** What may be shown at an instant, told rule by rule from the programme and the calendar, with no playlist. */
import type { AgendaItem, NoticePriority, Programme } from '#shared/programme.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { dateOf, HOUR_MS } from './any-programme.ts';

/** Names of slides, and what each has priority as. */
export function mayBeShown(programme: Programme, now: EpochMs): Map<string, NoticePriority> {
  const { items, notices, hours, closures, days, validUntil } = programme;
  const shown = new Map<string, NoticePriority>([['welcome', 'evergreen']]);
  for (const { id, priority, from, until } of notices) {
    if (from <= now && now < until) shown.set(`notice:${id}`, priority);
  }
  if (now >= validUntil) return shown;

  const today = dateOf(now);
  const isOfTheProgramme = days.some(({ day }) => day === today.toString());
  if (isOfTheProgramme) {
    const todays = items.filter((item) => isOnDate(item, today));
    for (const item of todays.filter(({ endsAt }) => endsAt > now)) {
      shown.set(`today:${today}`, 'normal');
      if (item.kind === 'visit') shown.set(`body:${today}:${item.agency ?? item.id}`, 'normal');
    }
    if (items.some((item) => isComing(item, today))) shown.set(`week:${today}`, 'normal');
  }
  for (const event of soonestOver(items, now)) shown.set(`event:${event.id}`, 'normal');
  for (const { opensAt, ticketsUntil } of hours) {
    if (opensAt <= now && now < ticketsUntil) shown.set(`how:${opensAt}`, 'normal');
  }
  const first = days[0]?.startsAt ?? Number.POSITIVE_INFINITY;
  if (first <= now && hours.length + closures.length > 0) shown.set('hours', 'normal');
  return shown;
}

/**
 * Of the four that are over soonest of those that are not, the first of each name and place, if it begins within
 * seven days.
 */
const soonestOver = (items: readonly AgendaItem[], now: EpochMs): readonly AgendaItem[] =>
  items
    .filter(({ kind, endsAt }) => kind === 'event' && endsAt > now)
    .toSorted((a, b) => a.endsAt - b.endsAt || a.startsAt - b.startsAt)
    .slice(0, 4)
    .filter((event, place, soonest) => soonest.findIndex(isLike(event)) === place)
    .filter(({ startsAt }) => startsAt <= now + 7 * 24 * HOUR_MS);

const isLike = (event: AgendaItem) => (other: AgendaItem) =>
  other.title.sv === event.title.sv && other.place?.sv === event.place?.sv;

export function isComing({ startsAt }: AgendaItem, today: Temporal.PlainDate): boolean {
  const days = today.until(dateOf(startsAt)).days;
  return days >= 1 && days <= 7;
}

export function isOnDate({ startsAt, endsAt }: AgendaItem, date: Temporal.PlainDate): boolean {
  const last = Math.max(startsAt, endsAt - 1);
  return (
    Temporal.PlainDate.compare(dateOf(startsAt), date) <= 0 &&
    Temporal.PlainDate.compare(date, dateOf(last)) <= 0
  );
}
