/** How long it takes to date a year of what recurs, beside the library that knows the rules, alone. */
import { RRuleTemporal } from 'rrule-temporal';
import { agendaItems } from '#server/schedule/agenda.ts';
import type { Activity, OfficeBook, RecurringHours } from '#shared/office-book.ts';
import { activityOf, hoursOf, smallOffice, stockholm } from '#test/support/office.ts';
import { inTurns, roundOf } from './rounds.ts';
import type { Table } from './table.ts';

const FROM = '2027-01-01T00:00';
const UNTIL = '2028-01-01T00:00';
const ITEMS = 60;
const RULES = [
  'FREQ=WEEKLY;BYDAY=MO,TU,TH',
  'FREQ=WEEKLY;BYDAY=WE',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
  'FREQ=MONTHLY;BYDAY=1SA',
  'FREQ=MONTHLY;BYMONTHDAY=15,-1',
  'FREQ=DAILY',
];

/** Both find the same days, and begin with rules that nobody has read or with those of the last time. */
export async function yearOfItems(table: Table): Promise<void> {
  const from = new Date(stockholm(FROM));
  // The library gives what begins at its end, too; nothing begins at midnight.
  const until = new Date(stockholm(UNTIL));
  const bare = (rules: readonly RRuleTemporal[]) =>
    rules.flatMap((rule) => rule.between(from, until, true)).length;
  const ours = (book: OfficeBook) => agendaItems(book, from.getTime(), until.getTime(), []).length;

  const counts = [bare(rulesOf(bookOf())), ours(bookOf())];
  if (counts[0] !== counts[1]) throw new Error(`The sides differ: ${counts.join(' and ')} items`);

  table.compared(
    { what: `a year of ${ITEMS} items, rules unread`, floor: 'bare rrule-temporal in the zone' },
    await inTurns(10, {
      floor: () => roundOf(10, async () => bare(rulesOf(bookOf()))),
      ours: () => roundOf(10, async () => ours(bookOf())),
    }),
  );
  const [book, rules] = [bookOf(), rulesOf(bookOf())];
  table.compared(
    { what: `a year of ${ITEMS} items, rules read`, floor: 'bare rrule-temporal in the zone' },
    await inTurns(10, {
      floor: () => roundOf(10, async () => bare(rules)),
      ours: () => roundOf(10, async () => ours(book)),
    }),
  );
}

/** A new book each time: what is known of one is kept with it. */
const bookOf = (): OfficeBook => ({
  ...smallOffice,
  agencies: [],
  activities: Array.from(
    { length: ITEMS },
    (_, index): Activity => activityOf(`item-${index}`, { hours: [hoursNo(index)] }),
  ),
});

function hoursNo(index: number): RecurringHours {
  const opens = `${String(8 + (index % 10)).padStart(2, '0')}:30`;
  return hoursOf(RULES[index % RULES.length] ?? 'FREQ=DAILY', opens, '19:00');
}

const rulesOf = ({ activities, zone }: OfficeBook): RRuleTemporal[] =>
  activities.flatMap(({ hours }) =>
    hours.map(({ rule, from, opens }) => {
      const start = `${from.replaceAll('-', '')}T${opens.replace(':', '')}00`;
      return new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${start}\nRRULE:${rule}` });
    }),
  );
