/** Hours that recur as one would say them: 'måndag och torsdag 9.30–16.00, till och med 12 december 2026'. Pure. */
import { say } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Recurrence, recurrenceOf, type Weekday } from './rule-words.ts';

export function hoursText(hours: RecurringHours, language: ConsoleLanguage): string {
  const { rule, from, until, opens, closes } = hours;
  const recurrence = recurrenceOf(rule);
  const when = recurrence.every === 'once' ? dateText(from, language) : often(recurrence, language);
  const said = say(language, 'staff.hours-said', {
    when,
    span: clockSpan(opens, closes, language),
  });
  if (until === null || recurrence.every === 'once') return said;
  return say(language, 'staff.hours-said-until', { said, day: dateText(until, language) });
}

/** '24 december 2026' */
export const dateText = (day: LocalDate, language: ConsoleLanguage): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T12:00:00Z`));

/** '9.30–16.00' */
export const clockSpan = (opens: string, closes: string, language: ConsoleLanguage): string =>
  `${hourText(opens, language)}–${hourText(closes, language)}`;

/** From '09:30': '9.30' in Swedish and '9:30' in English, as shared/ui/office-time.ts says an instant. */
export function hourText(time: string, language: ConsoleLanguage): string {
  const said = time.replace(/^0(?=\d)/, '');
  return language === 'sv' ? said.replace(':', '.') : said;
}

function often(
  recurrence: Exclude<Recurrence, { every: 'once' }>,
  language: ConsoleLanguage,
): string {
  switch (recurrence.every) {
    case 'week': {
      const { interval } = recurrence;
      const days = new Intl.ListFormat(language).format(
        recurrence.days.map((day) => dayName(day, language)),
      );
      return say(language, 'staff.hours-said-week', {
        interval,
        days,
        each: language === 'sv' ? swedishNth(interval) : String(interval),
      });
    }
    case 'month': {
      const nth = recurrence.nth === -1 ? 'last' : (recurrence.nth as 1 | 2 | 3 | 4 | 5);
      const day = dayName(recurrence.day, language);
      return say(language, 'staff.hours-said-month', {
        nth: say(language, `staff.hours-nth-${nth}`).toLowerCase(),
        day,
      });
    }
    case 'day':
      return say(language, 'staff.hours-every-day').toLowerCase();
    case 'other':
      return say(language, 'staff.hours-said-other', { rule: recurrence.rule });
    default:
      return recurrence satisfies never;
  }
}

/** '3:e', '21:a' */
const swedishNth = (count: number): string =>
  `${count}:${SWEDISH_ORDER.select(count) === 'one' ? 'a' : 'e'}`;
const SWEDISH_ORDER = new Intl.PluralRules('sv', { type: 'ordinal' });

/** Within a sentence: a weekday has a capital in English, and none in Swedish. */
function dayName(day: Weekday, language: ConsoleLanguage): string {
  const name = say(language, `staff.weekday-${day}`);
  return language === 'sv' ? name.toLowerCase() : name;
}
