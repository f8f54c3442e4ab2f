/**
 * When an event of others takes place: its first time, its rule, its added and its excepted times, on the
 * wall clock of its own zone. Pure. Rules F… in docs/spec.md.
 */
import { RRuleTemporal } from 'rrule-temporal';
import type { DropReason } from '#shared/feeds.ts';

export type Recurrence = {
  /** Those that begin in `first` … `last`, both included, in order, each once. */
  between(
    first: Temporal.PlainDateTime,
    last: Temporal.PlainDateTime,
  ): readonly Temporal.PlainDateTime[];
};

export function recurrenceOf(event: {
  start: Temporal.PlainDateTime;
  /** RRULE; null: it does not recur. */
  rule: string | null;
  /** UNTIL is written in another zone than the event: what it is on the event's own clock. */
  wallOfUtc: (utc: Temporal.PlainDateTime) => Temporal.PlainDateTime;
  added: readonly Temporal.PlainDateTime[];
}): Recurrence | DropReason {
  const { start, rule, wallOfUtc, added } = event;
  const days = rule === null ? null : readRule(rule, start, wallOfUtc);
  if (typeof days === 'string') return days;
  // The first time counts, whether or not the rule would give it.
  const certain = [start, ...added];
  return {
    between(first, last) {
      const within = certain.filter((time) => !isBefore(time, first) && !isBefore(last, time));
      const ruled = days?.(first, last) ?? [];
      const times = new Map([...within, ...ruled].map((time) => [time.toString(), time]));
      return [...times.values()].sort(Temporal.PlainDateTime.compare);
    },
  };
}

const isBefore = (a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): boolean =>
  Temporal.PlainDateTime.compare(a, b) < 0;

/** What a rule may say: days. COUNT is counted one by one, hence its bound. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^0*[1-9]\d{0,3}$/,
  COUNT: /^0*[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYDAY:
    /^([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)){0,60}$/,
  BYMONTHDAY: /^[+-]?([1-9]|[12]\d|3[01])(,[+-]?([1-9]|[12]\d|3[01])){0,61}$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/,
  BYYEARDAY: /^[+-]?[1-9]\d{0,2}(,[+-]?[1-9]\d{0,2}){0,100}$/,
  BYWEEKNO: /^[+-]?([1-9]|[1-4]\d|5[0-3])(,[+-]?([1-9]|[1-4]\d|5[0-3])){0,52}$/,
  BYSETPOS: /^[+-]?[1-9]\d{0,2}(,[+-]?[1-9]\d{0,2}){0,20}$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};
const TIMES_OF_DAY = ['BYHOUR', 'BYMINUTE', 'BYSECOND'] as const;

type Days = Recurrence['between'];

function readRule(
  text: string,
  start: Temporal.PlainDateTime,
  wallOfUtc: (utc: Temporal.PlainDateTime) => Temporal.PlainDateTime,
): Days | DropReason {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(';')) {
    const [name = '', value, ...more] = part.split('=');
    if (part === '') continue; // a semicolon at the end
    if (value === undefined || more.length > 0 || parts.has(name)) return 'rule-is-not-understood';
    parts.set(name, value);
  }
  if (/^(HOURLY|MINUTELY|SECONDLY)$/.test(parts.get('FREQ') ?? '')) return 'repeats-too-often';
  // Said of the time it has anyway, it says nothing; of another time, more than days.
  const [hour, minute, second] = [start.hour, start.minute, start.second].map(String);
  for (const [index, name] of TIMES_OF_DAY.entries()) {
    const value = parts.get(name);
    if (value === undefined) continue;
    if (value.replace(/^0+(?=\d)/, '') !== [hour, minute, second][index])
      return /,/.test(value) ? 'repeats-too-often' : 'rule-is-not-understood';
    parts.delete(name);
  }
  if (/^\d{5,}$/.test(parts.get('COUNT') ?? '')) return 'too-many-days';
  for (const [name, value] of parts)
    if (!Object.hasOwn(PARTS, name) || !PARTS[name]?.test(value)) return 'rule-is-not-understood';
  if (!parts.has('FREQ') || (parts.has('COUNT') && parts.has('UNTIL')))
    return 'rule-is-not-understood';
  if (/\d/.test(parts.get('BYDAY') ?? '') && !/^(MONTHLY|YEARLY)$/.test(parts.get('FREQ') ?? ''))
    return 'rule-is-not-understood';

  const until = parts.get('UNTIL');
  const ends = until === undefined ? null : readUntil(until, wallOfUtc);
  if (ends === 'no-such-time') return ends;
  parts.delete('UNTIL');
  return daysOf(parts, start, ends);
}

/** Expanded in UTC, where no time is skipped or repeated: what is on the wall is made an instant afterwards. */
function daysOf(
  parts: ReadonlyMap<string, string>,
  start: Temporal.PlainDateTime,
  ends: Temporal.PlainDateTime | null,
): Days | DropReason {
  let rule: RRuleTemporal;
  try {
    rule = ruleOf(parts, start);
    const count = Number(parts.get('COUNT') ?? 0);
    // A first time that the rule would not give is counted all the same.
    if (count > 0 && rule.between(instant(start), instant(start), true).length === 0) {
      if (count === 1) return () => [];
      rule = ruleOf(new Map(parts).set('COUNT', String(count - 1)), start);
    }
  } catch {
    return 'rule-is-not-understood';
  }
  return (first, last) => {
    const from = isBefore(first, start) ? start : first;
    const until = ends && isBefore(ends, last) ? ends : last;
    if (isBefore(until, from)) return [];
    return rule.between(instant(from), instant(until), true).map((time) => time.toPlainDateTime());
  };
}

function ruleOf(parts: ReadonlyMap<string, string>, start: Temporal.PlainDateTime): RRuleTemporal {
  const written = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  const dtstart = start.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${dtstart}\nRRULE:${written}` });
}

/** A date alone lasts until its end. */
function readUntil(
  text: string,
  wallOfUtc: (utc: Temporal.PlainDateTime) => Temporal.PlainDateTime,
): Temporal.PlainDateTime | 'no-such-time' {
  try {
    const isDate = text.length === 8;
    const wall = Temporal.PlainDateTime.from(isDate ? `${text}T235959` : text.replace('Z', ''), {
      overflow: 'reject',
    });
    return text.endsWith('Z') ? wallOfUtc(wall) : wall;
  } catch {
    return 'no-such-time';
  }
}

const instant = (wall: Temporal.PlainDateTime): Date =>
  new Date(wall.toZonedDateTime('UTC').epochMilliseconds);
