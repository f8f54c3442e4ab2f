/**
 * How often something recurs, as a person says it, and as RFC 5545 writes it. What the rules of a calendar can say
 * beyond this is kept as it is written. Pure.
 */

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type Recurrence =
  /** Every week, or every second, third…, on these days. */
  | { every: 'week'; interval: number; days: readonly Weekday[] }
  /** On the nth such day of each month; -1: the last. */
  | { every: 'month'; nth: number; day: Weekday }
  | { every: 'day' }
  /** On its first day and no other. */
  | { every: 'once' }
  /** What these words cannot say. */
  | { every: 'other'; rule: string };

export function recurrenceOf(rule: string): Recurrence {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const other: Recurrence = { every: 'other', rule };
  const keys = new Set(parts.keys());
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const days = (parts.get('BYDAY') ?? '').split(',').filter(Boolean);
  const knows = (...names: string[]) => keys.isSubsetOf(new Set(names));
  switch (parts.get('FREQ')) {
    case 'DAILY':
      if (parts.get('COUNT') === '1' && knows('FREQ', 'COUNT')) return { every: 'once' };
      return knows('FREQ') ? { every: 'day' } : other;
    case 'WEEKLY':
      if (!knows('FREQ', 'INTERVAL', 'BYDAY') || !days.every(isWeekday) || days.length === 0)
        return other;
      return { every: 'week', interval, days };
    case 'MONTHLY': {
      const [, nth, day = ''] = /^(-1|[1-5])([A-Z]{2})$/.exec(days[0] ?? '') ?? [];
      if (!knows('FREQ', 'BYDAY') || days.length !== 1 || !nth || !isWeekday(day)) return other;
      return { every: 'month', nth: Number(nth), day };
    }
    default:
      return other;
  }
}

export function ruleOf(recurrence: Recurrence): string {
  switch (recurrence.every) {
    case 'week': {
      const { interval, days } = recurrence;
      const inOrder = WEEKDAYS.filter((day) => days.includes(day));
      const often = interval === 1 ? '' : `INTERVAL=${interval};`;
      return `FREQ=WEEKLY;${often}BYDAY=${inOrder.join(',')}`;
    }
    case 'month':
      return `FREQ=MONTHLY;BYDAY=${recurrence.nth}${recurrence.day}`;
    case 'day':
      return 'FREQ=DAILY';
    case 'once':
      return 'FREQ=DAILY;COUNT=1';
    case 'other':
      return recurrence.rule;
    default:
      return recurrence satisfies never;
  }
}

const isWeekday = (text: string): text is Weekday => WEEKDAYS.some((day) => day === text);
