/** What a drag in the schedule asks of the hub, held against what the hub then makes of it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hoursMistakes, spansBetween } from '#server/schedule/recurring-hours.ts';
import type { DayChange, RecurringHours } from '#shared/office-book.ts';
import { clockText, localDate } from '#shared/ui/office-time.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import type { Book } from '../../staff/book/book.ts';
import { ruleOf, WEEKDAYS } from '../../staff/book/rule-words.ts';
import {
  always,
  asUsual,
  type Chosen,
  calledOff,
  onlyThatDay,
  type Span,
} from '../../staff/book/schedule-moves.ts';
import { agencyOf, lawyer, smallOffice } from '../support/office.ts';

const STOCKHOLM = 'Europe/Stockholm';
const FROM = '2026-11-02' as LocalDate;
const UNTIL = '2027-02-28' as LocalDate;

const weekday = fc.constantFrom(...WEEKDAYS);
const rule = fc.oneof(
  fc
    .record({
      interval: fc.integer({ min: 1, max: 3 }),
      days: fc.subarray([...WEEKDAYS], { minLength: 1, maxLength: 3 }),
    })
    .map(({ interval, days }) => ruleOf({ every: 'week', interval, days })),
  fc
    .record({ nth: fc.constantFrom(1, 2, 3, 4, -1), day: weekday })
    .map(({ nth, day }) => ruleOf({ every: 'month', nth, day })),
  fc.constant(ruleOf({ every: 'day' })),
  fc.constant(ruleOf({ every: 'once' })),
);
const day = fc.integer({ min: 0, max: 40 }).map((days) => after(FROM, days));
/** One each of two times of day that never touch each other. */
const visits: fc.Arbitrary<RecurringHours[]> = fc
  .tuple(fc.tuple(rule, day), fc.option(fc.tuple(rule, day)))
  .map(([morning, afternoon]) => [
    { rule: morning[0], from: morning[1], until: null, opens: '09:00', closes: '10:30' },
    ...(afternoon
      ? [
          {
            ...{ rule: afternoon[0], from: afternoon[1], until: null },
            ...{ opens: '13:00', closes: '15:00' },
          },
        ]
      : []),
  ]);
const changes: fc.Arbitrary<DayChange[]> = fc
  .uniqueArray(day, { maxLength: 3 })
  .map((days) =>
    days.map((one) => ({ day: one, spans: [{ opens: '16:00', closes: '17:00' }], why: null })),
  );

/** Something that the schedule shows, and where it is put. */
const dragged = fc
  .record({
    visits,
    changes,
    nth: fc.nat(),
    by: fc.integer({ min: -6, max: 13 }),
    to: fc.constantFrom(
      { opens: '11:00', closes: '12:15' },
      { opens: '18:00', closes: '18:45' },
      null,
    ),
  })
  .map(({ visits: hours, changes: changed, nth, by, to }) => {
    const shown = spansOf(hours, changed).filter(({ day: one }) => one < '2027-01-15');
    const was = shown[nth % shown.length];
    if (!was) return null;
    const times = to ?? { opens: was.opens, closes: was.closes };
    const becomes = { day: after(was.day, by), ...times };
    const chosen: Chosen = { of: 'visit', id: lawyer, title: '', was, becomes };
    return { hours, changed, chosen };
  })
  .filter((drag) => drag !== null)
  .filter(({ hours, changed, chosen: { was, becomes } }) =>
    // Dropped where something else is, two become one: that is another case.
    spansOf(hours, changed).every(
      (span) =>
        span.day !== becomes.day ||
        (span.day === was.day && span.opens === was.opens) ||
        span.closes < becomes.opens ||
        span.opens > becomes.closes,
    ),
  );

it('[BK5] only that day: what was dragged is where it was dropped, and all else is where it was', () => {
  fc.assert(
    fc.property(dragged, ({ hours, changed, chosen }) => {
      const book = bookOf(hours, changed);
      const after = told(changed, [onlyThatDay(book, chosen, null)]);
      const { was, becomes } = chosen;
      const others = spansOf(hours, changed).filter((span) => keyOf(span) !== keyOf(was));
      expect(spansOf(hours, after).map(keyOf)).toEqual([...others, becomes].map(keyOf).sort());
    }),
    { numRuns: 400 },
  );
});

it('[BK5] called off is that one and nothing else; as usual is what the rules say', () => {
  fc.assert(
    fc.property(dragged, ({ hours, changed, chosen }) => {
      const book = bookOf(hours, changed);
      const { was } = chosen;
      const off = told(changed, [calledOff(book, chosen, null)]);
      const others = spansOf(hours, changed).filter((span) => keyOf(span) !== keyOf(was));
      expect(spansOf(hours, off).map(keyOf)).toEqual(others.map(keyOf));
      const usual = told(off, [asUsual(chosen)]);
      expect(usual.some(({ day: one }) => one === was.day)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

it('[BK6] every time: the rule is one that the hub takes, and gives what was dragged where it was dropped', () => {
  fc.assert(
    fc.property(
      dragged.filter(
        ({ changed, chosen: { was, becomes } }) =>
          !changed.some(({ day: one }) => one === was.day || one === becomes.day),
      ),
      ({ hours, changed, chosen }) => {
        const book = bookOf(hours, changed);
        const asked = always(book, chosen);
        expect(asked.path).toBe('/agencies/lawyer/set-visits');
        const { visits: next } = asked.body as { visits: RecurringHours[] };
        for (const one of next) expect(hoursMistakes(one)).toEqual([]);
        expect(spansOf(next, []).map(keyOf)).toContain(keyOf(chosen.becomes));
      },
    ),
    { numRuns: 400 },
  );
});

it('[BK6] every time: hours of another time of day, and other weekdays of the same, stay', () => {
  const hours: RecurringHours[] = [
    weekly('FREQ=WEEKLY;BYDAY=TU,TH', '10:00', '12:00'),
    weekly('FREQ=WEEKLY;BYDAY=TU', '14:00', '15:00'),
  ];
  const was = { day: '2026-11-24' as LocalDate, opens: '10:00', closes: '12:00' };
  const becomes = { day: '2026-11-25' as LocalDate, opens: '10:30', closes: '12:00' };
  const chosen: Chosen = { of: 'visit', id: lawyer, title: '', was, becomes };
  expect(always(bookOf(hours, []), chosen)).toEqual({
    path: '/agencies/lawyer/set-visits',
    body: {
      visits: [
        weekly('FREQ=WEEKLY;BYDAY=TH', '10:00', '12:00'),
        weekly('FREQ=WEEKLY;BYDAY=WE', '10:30', '12:00'),
        weekly('FREQ=WEEKLY;BYDAY=TU', '14:00', '15:00'),
      ],
    },
  });
});

// Help

function bookOf(hours: readonly RecurringHours[], changed: readonly DayChange[]): Book {
  const agency = agencyOf(lawyer, { visits: hours, changes: changed });
  return { ...smallOffice, agencies: [agency], edition: { version: 1, at: 0 } } as unknown as Book;
}

/** As the hub dates them. */
function spansOf(hours: readonly RecurringHours[], changed: readonly DayChange[]): Span[] {
  const instant = (local: string) => Date.parse(`${local}T00:00+01:00`);
  return spansBetween(hours, STOCKHOLM, instant(after(FROM, -40)), instant(UNTIL), {
    changes: changed,
  }).map(({ startsAt, endsAt }) => ({
    day: localDate(startsAt, STOCKHOLM),
    opens: clockText(startsAt, STOCKHOLM),
    closes: clockText(endsAt, STOCKHOLM),
  }));
}

/** The changes of days, when the hub has done what it was asked. */
function told(
  changed: readonly DayChange[],
  asked: readonly { path: string; body: object }[],
): readonly DayChange[] {
  return asked.reduce<readonly DayChange[]>((before, { path, body }) => {
    const [, on, verb] =
      /^\/agencies\/lawyer\/visits\/([\d-]+)\/(change|cancel|restore)$/.exec(path) ?? [];
    const { spans = [], movedFrom } = body as Partial<Record<'movedFrom', DayChange>> & {
      spans?: DayChange['spans'];
    };
    const others = before.filter(({ day: one }) => one !== on && one !== movedFrom?.day);
    if (verb === 'restore') return others;
    expect(verb).toBe(spans.length > 0 ? 'change' : 'cancel');
    const left = movedFrom ? [{ ...movedFrom, why: null }] : [];
    return [...others, ...left, { day: on as LocalDate, spans, why: null }];
  }, changed);
}

function weekly(text: string, opens: string, closes: string): RecurringHours {
  return { rule: text, from: FROM, until: null, opens, closes };
}

const keyOf = ({ day: one, opens, closes }: Span) => `${one} ${opens}–${closes}`;

function after(from: LocalDate, days: number): LocalDate {
  const date = new Date(`${from}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10) as LocalDate;
}
