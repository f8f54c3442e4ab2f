/** Programmes as an office may have them, with midnights, both changes of clock and New Year in them. */
import fc from 'fast-check';
import type { PagesOf, Slide } from '#shared/agenda.ts';
import type { AgendaItem, Notice, Programme, Takeover } from '#shared/programme.ts';
import {
  type AgencyId,
  type EpochMs,
  LANGUAGE_TAGS,
  type Language,
  type LocalDate,
  type OfficeId,
} from '#shared/vocabulary.ts';
import { stockholm } from '#test/support/office.ts';

const ZONE = 'Europe/Stockholm';
const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const DAYS = 15;

export const dateOf = (instant: EpochMs): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ZONE).toPlainDate();

function daysFrom(first: string): Programme['days'] {
  return Array.from({ length: DAYS }, (_, days) => {
    const day = Temporal.PlainDate.from(first).add({ days });
    const endsAt = stockholm(day.add({ days: 1 }).toString());
    return { day: day.toString() as LocalDate, startsAt: stockholm(day.toString()), endsAt };
  });
}

export function programme(first: string, what: Partial<Programme> = {}): Programme {
  const days = daysFrom(first);
  return {
    office: 'ragsved' as OfficeId,
    log: 'log',
    revision: '1',
    at: days[0]?.startsAt ?? 0,
    validUntil: days.at(-1)?.endsAt ?? 0,
    officeName: 'Rågsved',
    zone: ZONE,
    days,
    languages: ['sv', 'en', 'so'],
    hours: [],
    closures: [],
    items: [],
    notices: [],
    displays: [],
    feeds: [],
    ...what,
  };
}

export function item(id: string, startsAt: EpochMs, endsAt: EpochMs): AgendaItem {
  return {
    id,
    kind: 'event',
    agency: null,
    title: { sv: id },
    shortTitle: null,
    text: null,
    image: null,
    place: null,
    speaks: null,
    startsAt,
    endsAt,
    allDay: false,
    cancelled: false,
    source: null,
  };
}

export function visit(id: string, agency: string, startsAt: EpochMs, endsAt: EpochMs): AgendaItem {
  return { ...item(id, startsAt, endsAt), kind: 'visit', agency: agency as AgencyId };
}

export function notice(id: string, what: Partial<Notice> = {}): Notice {
  return {
    id,
    title: { sv: id },
    text: null,
    image: null,
    priority: 'normal',
    from: 0,
    until: 8e15,
    weight: 1,
    seconds: null,
    ...what,
  };
}

/** The change of clock in autumn and in spring, New Year, and an ordinary week. */
const anyFirstDay = fc.constantFrom('2026-10-20', '2027-03-24', '2026-12-29', '2026-11-24');

/** Minutes from the first midnight: quarters of an hour for most, so that many begin and end together. */
const anyStartMinutes = fc.oneof(
  { weight: 5, arbitrary: fc.nat({ max: DAYS * 96 }).map((quarters) => quarters * 15) },
  { weight: 1, arbitrary: fc.nat({ max: DAYS * 1_440 }) },
);
/** Some take no time, some are over before they have been read, and some last for days. */
const anyLengthMinutes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }).map((quarters) => quarters * 15) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.05, 1, 24 * 60, 5 * 24 * 60) },
);

const anyItem = (start: EpochMs, id: number): fc.Arbitrary<AgendaItem> =>
  fc
    .record({
      minutes: anyStartMinutes,
      length: anyLengthMinutes,
      agency: fc.constantFrom('kassan', 'jobb', 'skuld', null, null),
      cancelled: fc.boolean(),
      recurring: fc.constantFrom(null, null, 'Läxhjälp', 'Språkcafé'),
    })
    .map(({ minutes, length, agency, cancelled, recurring }) => {
      const startsAt = start + minutes * MINUTE_MS;
      const plain = item(`i${id}`, startsAt, startsAt + length * MINUTE_MS);
      if (agency === null) return { ...plain, cancelled, title: { sv: recurring ?? plain.id } };
      return { ...plain, kind: 'visit', agency: agency as AgencyId, cancelled };
    });

const anyNotice = (start: EpochMs, id: number): fc.Arbitrary<Notice> =>
  fc
    .record({
      priority: fc.constantFrom('urgent', 'normal', 'normal', 'evergreen', 'evergreen'),
      minutes: anyStartMinutes,
      length: fc.constantFrom(1, 10, 60, 600, 3 * 1_440, 30 * 1_440),
      weight: fc.integer({ min: 1, max: 10 }),
      seconds: fc.constantFrom(null, null, 0, 12, 59.9, 1e10, Number.NaN),
    })
    .map(({ priority, minutes, length, weight, seconds }) => {
      const from = start + minutes * MINUTE_MS;
      const until = from + length * MINUTE_MS;
      return notice(`n${id}`, { priority, from, until, weight, seconds });
    });

/** Open on some of the days, with and without a lunch. */
const anyHours = (days: Programme['days']): fc.Arbitrary<Programme['hours']> =>
  fc
    .array(fc.constantFrom('closed', 'open', 'lunch'), {
      minLength: days.length,
      maxLength: days.length,
    })
    .map((kinds) =>
      days.flatMap(({ startsAt }, place) => {
        const span = (opens: number, closes: number, tickets: number) => ({
          opensAt: startsAt + opens * HOUR_MS,
          closesAt: startsAt + closes * HOUR_MS,
          ticketsUntil: startsAt + tickets * HOUR_MS,
        });
        if (kinds[place] === 'closed') return [];
        return kinds[place] === 'open'
          ? [span(10, 18, 17.75)]
          : [span(9, 12, 12), span(13, 16, 15.75)];
      }),
    );

const anySeconds = fc.uniqueArray(fc.constantFrom(...LANGUAGE_TAGS.filter((tag) => tag !== 'sv')), {
  maxLength: 5,
});

const anyList = <T>(
  maxLength: number,
  one: (id: number) => fc.Arbitrary<T>,
): fc.Arbitrary<readonly T[]> =>
  fc
    .nat({ max: maxLength })
    .chain((length) => fc.tuple(...Array.from({ length }, (_, id) => one(id))));

export const anyProgramme: fc.Arbitrary<Programme> = anyFirstDay.chain((first) => {
  const days = daysFrom(first);
  const start = stockholm(first);
  return fc
    .record({
      items: anyList(40, (id) => anyItem(start, id)),
      notices: anyList(6, (id) => anyNotice(start, id)),
      hours: anyHours(days),
      closures: fc.constantFrom([], [{ day: first as LocalDate, name: null }]),
      seconds: anySeconds,
      validDays: fc.constantFrom(15, 15, 15, 3),
    })
    .map(({ seconds, validDays, ...what }) =>
      programme(first, {
        ...what,
        languages: ['sv', ...seconds],
        validUntil: days[validDays - 1]?.endsAt ?? start,
      }),
    );
});

/** An instant of the programme, a little before it or long after; often right at something's beginning or end. */
export const anyInstantOf = ({ days, items, hours, notices, validUntil }: Programme) => {
  const start = days[0]?.startsAt ?? 0;
  const marks = [
    validUntil,
    ...[...days, ...items].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...hours.flatMap(({ opensAt, ticketsUntil, closesAt }) => [opensAt, ticketsUntil, closesAt]),
    ...notices.flatMap(({ from, until }) => [from, until]),
  ];
  const near = fc
    .tuple(fc.constantFrom(...marks), fc.constantFrom(-8_001, -7_999, -1, 0, 1, 20_000))
    .map(([mark, offset]) => mark + offset);
  return fc.oneof(
    near,
    fc.integer({ min: start - 9 * 24 * HOUR_MS, max: start + 40 * 24 * HOUR_MS }),
  );
};

export const anyProgrammeAndInstant: fc.Arbitrary<readonly [Programme, EpochMs]> =
  anyProgramme.chain((any) => anyInstantOf(any).map((instant) => [any, instant] as const));

/** Numbers that no office would write, and some that nobody could. */
const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -1, 8.64e15, -8.64e15, 1e300, -1e300, Number.MAX_SAFE_INTEGER),
  fc.integer(),
);

export const anyWildProgramme: fc.Arbitrary<Programme> = fc
  .record({
    validUntil: anyNumber,
    languages: fc.constantFrom<Programme['languages']>(['sv'], ['en'], ['sv', 'ar', 'ar']),
    days: fc.array(fc.record({ startsAt: anyNumber, endsAt: anyNumber })),
    hours: fc.array(
      fc.record({ opensAt: anyNumber, closesAt: anyNumber, ticketsUntil: anyNumber }),
    ),
    items: fc.array(fc.record({ startsAt: anyNumber, endsAt: anyNumber, visit: fc.boolean() })),
    notices: fc.array(
      fc.record({
        from: anyNumber,
        until: anyNumber,
        weight: anyNumber,
        seconds: fc.option(anyNumber),
        priority: fc.constantFrom('urgent', 'normal', 'evergreen'),
      }),
    ),
  })
  .map(({ days, items, notices, ...what }) =>
    programme('2026-11-24', {
      ...what,
      days: days.map((bounds) => ({ day: '2026-11-24' as LocalDate, ...bounds })),
      items: items.map(({ visit: isVisit, startsAt, endsAt }, id) => {
        const kind = isVisit ? 'visit' : 'event';
        return { ...item(`i${id}`, startsAt, endsAt), kind };
      }),
      notices: notices.map((what, id) => notice(`n${id}`, what)),
    }),
  );

export const anyTime: fc.Arbitrary<EpochMs> = anyNumber;

export const anyTakeover = (any: Programme): fc.Arbitrary<Takeover | null> =>
  fc.option(
    fc.tuple(anyInstantOf(any), fc.integer({ min: 1, max: 600 })).map(([from, minutes]) => ({
      id: 't',
      text: { sv: 'Utrymning' },
      from,
      until: from + minutes * MINUTE_MS,
      test: false,
    })),
  );

/** One to three pages of few or many words, by the slide's name: as a window that draws them all. */
export const pagesByName: PagesOf = (slide) =>
  Array.from({ length: 1 + (sumOf(slide) % 3) }, (_, page) => (sumOf(slide) * (page + 7)) % 140);

const sumOf = ({ id }: Slide): number =>
  id.length * 31 + id.charCodeAt(id.length - 1) + id.charCodeAt(2);

export const secondsOf = ({ languages }: Programme): readonly Language[] =>
  languages.length > 1 ? languages.slice(1) : languages;
