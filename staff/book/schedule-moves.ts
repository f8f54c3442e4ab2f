/** What is asked of the hub when something of the schedule is moved, made longer or called off: that day, or always. Pure. */

import type { DayChange, RecurringHours } from '#shared/office-book.ts';
import type { LocalDate, Texts } from '#shared/vocabulary.ts';
import type { Book } from './book.ts';
import { type Recurrence, recurrenceOf, ruleOf, WEEKDAYS, type Weekday } from './rule-words.ts';

export type Span = { day: LocalDate; opens: string; closes: string };
/** One thing on one day, and what shall become of it. */
export type Chosen = {
  of: 'opening' | 'visit' | 'event';
  /** Whose: of a visiting body or an event; empty for the office's own hours. */
  id: string;
  title: string;
  was: Span;
  becomes: Span;
};
type Asked = { path: string; body: object };

/** To another day: it is not on the one and is on the other. What else there is on either day stays. */
export function onlyThatDay(book: Book, chosen: Chosen, why: Texts | null): Asked {
  const { was, becomes } = chosen;
  const others = othersOn(book, chosen, becomes.day);
  const spans = [...others, { opens: becomes.opens, closes: becomes.closes }].sort((one, other) =>
    one.opens.localeCompare(other.opens),
  );
  const movedFrom = { day: was.day, spans: othersOn(book, chosen, was.day) };
  return {
    path: pathOf(chosen, becomes.day, 'change'),
    body: { spans, why, ...(was.day !== becomes.day && { movedFrom }) },
  };
}

/** The hours that gave that day, changed for good. */
export function always(book: Book, chosen: Chosen): Asked {
  const hours = hoursOf(book, chosen).flatMap((one) => moved(one, chosen));
  const { of, id } = chosen;
  if (of === 'opening') return { path: '/hours/set', body: { hours } };
  if (of === 'visit') return { path: `/agencies/${id}/set-visits`, body: { visits: hours } };
  const activity = book.activities.find((one) => one.id === id);
  const { id: _, changes: __, ...plan } = activity ?? { id, changes: [] };
  return { path: `/activities/${id}/set`, body: { ...plan, hours } };
}

export function calledOff(book: Book, chosen: Chosen, why: Texts | null): Asked {
  const { day } = chosen.was;
  const spans = othersOn(book, chosen, day);
  return chosen.of === 'opening' || spans.length > 0
    ? { path: pathOf(chosen, day, 'change'), body: { spans, why } }
    : { path: pathOf(chosen, day, 'cancel'), body: { why } };
}

export const asUsual = (chosen: Chosen): Asked => ({
  path: pathOf(chosen, chosen.was.day, 'restore'),
  body: {},
});

/** How that very day differs from what the hours say of it. */
export function changeOfDay(book: Book, { of, id, was }: Chosen): DayChange | undefined {
  const changes = of === 'opening' ? book.hoursChanges : (ownerOf(book, { of, id })?.changes ?? []);
  return changes.find(({ day }) => day === was.day);
}

function pathOf({ of, id }: Chosen, day: LocalDate, verb: 'change' | 'cancel' | 'restore'): string {
  if (of === 'opening') return `/hours/${day}/${verb}`;
  return of === 'visit'
    ? `/agencies/${id}/visits/${day}/${verb}`
    : `/activities/${id}/days/${day}/${verb}`;
}

const ownerOf = (book: Book, { of, id }: Pick<Chosen, 'of' | 'id'>) =>
  of === 'visit'
    ? book.agencies.find((one) => one.id === id)
    : book.activities.find((one) => one.id === id);

function hoursOf(book: Book, { of, id }: Chosen): readonly RecurringHours[] {
  if (of === 'opening') return book.hours;
  if (of === 'visit') return book.agencies.find((one) => one.id === id)?.visits ?? [];
  return book.activities.find((one) => one.id === id)?.hours ?? [];
}

/** What else there is that day: a change of a day says all of the day. */
function othersOn(book: Book, chosen: Chosen, day: LocalDate) {
  const { was } = chosen;
  const usual = hoursOf(book, chosen).filter((hours) => isOn(hours, day));
  const spans = changeOfDay(book, { ...chosen, was: { ...was, day } })?.spans ?? usual;
  return spans
    .filter(({ opens }) => day !== was.day || opens !== was.opens)
    .map(({ opens, closes }) => ({ opens, closes }));
}

function isOn({ rule, from, until }: RecurringHours, day: LocalDate): boolean {
  if (day < from || (until !== null && day > until)) return false;
  const recurrence = recurrenceOf(rule);
  switch (recurrence.every) {
    case 'week':
      return (
        recurrence.days.includes(weekdayOf(day)) &&
        weeksBetween(from, day) % recurrence.interval === 0
      );
    case 'month':
      return (
        recurrence.day === weekdayOf(day) &&
        (recurrence.nth === -1 ? isLastOfMonth(day) : recurrence.nth === nthOf(day))
      );
    case 'day':
      return true;
    case 'once':
      return day === from;
    case 'other':
      return false; // what its rule gives is the hub's to say
    default:
      return recurrence satisfies never;
  }
}

/** Of hours on several weekdays, the others stay as they were. */
function moved(hours: RecurringHours, { was, becomes }: Chosen): RecurringHours[] {
  const { opens, closes } = becomes;
  if (hours.opens !== was.opens || hours.closes !== was.closes) return [hours];
  const recurrence = recurrenceOf(hours.rule);
  if (recurrence.every === 'other') return [{ ...hours, opens, closes }];
  if (!isOn(hours, was.day)) return [hours];
  const put = (rule: string, from = hours.from): RecurringHours => ({
    ...{ rule, opens, closes },
    from: from < becomes.day ? from : becomes.day,
    until: hours.until !== null && hours.until < becomes.day ? becomes.day : hours.until,
  });
  switch (recurrence.every) {
    case 'week': {
      const { interval, days } = recurrence;
      const others = days.filter((day) => day !== weekdayOf(was.day));
      // Every second week, moved to the week between: its weeks are counted from its first day.
      const weeks = interval > 1 ? weeksBetween(was.day, becomes.day) : 0;
      const rule = ruleOf({ ...recurrence, days: [weekdayOf(becomes.day)] });
      const own = put(rule, daysAfter(hours.from, 7 * weeks));
      return others.length === 0
        ? [own]
        : [{ ...hours, rule: ruleOf({ ...recurrence, days: others }) }, own];
    }
    case 'month':
      return [put(ruleOf(inMonth(recurrence, becomes.day)))];
    case 'day':
      return [put(hours.rule)];
    case 'once':
      return [put(hours.rule, becomes.day)];
    default:
      return recurrence satisfies never;
  }
}

/** The fifth is not in every month; where it is, it is the last. */
function inMonth({ nth }: Extract<Recurrence, { every: 'month' }>, day: LocalDate): Recurrence {
  const isLast = nthOf(day) === 5 || (nth === -1 && isLastOfMonth(day));
  return { every: 'month', nth: isLast ? -1 : nthOf(day), day: weekdayOf(day) };
}

// Days

const noon = (day: LocalDate): Date => new Date(`${day}T12:00:00Z`);
const weekdayOf = (day: LocalDate): Weekday => WEEKDAYS[(noon(day).getUTCDay() + 6) % 7] ?? 'MO';
const nthOf = (day: LocalDate): number => Math.ceil(noon(day).getUTCDate() / 7);
const isLastOfMonth = (day: LocalDate): boolean =>
  daysAfter(day, 7).slice(0, 7) !== day.slice(0, 7);

function daysAfter(day: LocalDate, days: number): LocalDate {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10) as LocalDate;
}

/** From the week of one day to the week of another; weeks begin on Monday, as RFC 5545 has it. */
function weeksBetween(from: LocalDate, to: LocalDate): number {
  const monday = (day: LocalDate) =>
    noon(daysAfter(day, -WEEKDAYS.indexOf(weekdayOf(day)))).getTime();
  return Math.round((monday(to) - monday(from)) / (7 * 86_400_000));
}
