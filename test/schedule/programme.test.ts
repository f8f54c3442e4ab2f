/** Rules S24…S27: what the window has at hand when it is alone. */
import { describe, expect, it } from 'vitest';
import type { ImportedItem } from '#server/feeds/imported.ts';
import { agendaFor } from '#server/schedule/agenda.ts';
import { type ProgrammeSources, programmeOf } from '#server/schedule/programme.ts';
import type { DayChange, OfficeBook } from '#shared/office-book.ts';
import type { Notice } from '#shared/programme.ts';
import type { FeedId, LocalDate } from '#shared/vocabulary.ts';
import { agencyOf, hoursOf, lawyer, smallOffice, stockholm } from '#test/support/office.ts';

const sources = (given: Partial<ProgrammeSources> = {}): ProgrammeSources => ({
  book: smallOffice,
  at: stockholm('2026-11-24T14:00'),
  log: 'log-1',
  imported: [],
  feeds: [],
  ...given,
});
const anew = (book: Partial<OfficeBook> = {}): OfficeBook => ({ ...smallOffice, ...book });

describe('how far it reaches', () => {
  it('[S24] all of today, also what has ended, to the end of the fourteenth day after', () => {
    const daily = [hoursOf('FREQ=DAILY', '00:00', '23:59')];
    const book = anew({ hours: daily, agencies: [agencyOf(lawyer, { visits: daily })] });
    const { hours, items, days, validUntil } = programmeOf(
      sources({ book, at: stockholm('2026-11-24T23:59:30') }),
    );
    expect(validUntil).toBe(stockholm('2026-12-09T00:00'));
    const whole = ['day', 'endsAt', 'startsAt'];
    expect(days.map((day) => Object.keys(day).sort())).toEqual(days.map(() => whole));
    expect(days.map(({ day }) => day)).toEqual([
      ...['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'],
      ...['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'],
      ...['2026-12-06', '2026-12-07', '2026-12-08'],
    ]);
    for (const list of [hours.map(({ opensAt }) => opensAt), items.map((item) => item.startsAt)])
      expect(list).toEqual(days.map(({ startsAt }) => startsAt));
  });

  it('[S24] until when tickets are given: no longer than the door is open, nor in the day’s last minutes', () => {
    const spans = [
      hoursOf('FREQ=DAILY', '09:00', '12:00'),
      hoursOf('FREQ=DAILY', '13:00', '16:00'),
    ];
    const [noon, evening] = programmeOf(sources({ book: anew({ hours: spans }) })).hours;
    expect(noon?.ticketsUntil).toBe(stockholm('2026-11-24T12:00'));
    expect(evening?.ticketsUntil).toBe(stockholm('2026-11-24T15:45'));
  });

  it('[S24] its days follow one another without a gap, over both changes of clock', () => {
    for (const [day, hours] of [
      ['2027-03-20', 23],
      ['2027-10-25', 25],
    ] as const) {
      const { days, validUntil } = programmeOf(sources({ at: stockholm(`${day}T12:00`) }));
      expect(days.slice(1).map(({ startsAt }) => startsAt)).toEqual(
        days.slice(0, -1).map(({ endsAt }) => endsAt),
      );
      expect(days.at(-1)?.endsAt).toBe(validUntil);
      expect(days.map(({ startsAt, endsAt }) => (endsAt - startsAt) / 3_600_000)).toContain(hours);
    }
  });

  it('[S24] says the languages of the window, Swedish first, and its displays and calendars', () => {
    const displays: OfficeBook['displays'] = [
      {
        id: 'torget' as OfficeBook['displays'][number]['id'],
        name: { sv: 'Mot torget' },
        viewingDistanceMm: 4000,
        panelWidthMm: 1210,
      },
    ];
    const feeds = [{ name: 'Biblioteket', readAt: null }];
    const book = anew({ languages: ['en', 'sv', 'fi'], displays });
    expect(programmeOf(sources({ book, feeds }))).toMatchObject({
      office: 'small',
      officeName: 'The small office',
      zone: 'Europe/Stockholm',
      languages: ['sv', 'en', 'fi'],
      displays,
      feeds,
    });
  });
});

describe('what it says of single days', () => {
  const closures = (book: Partial<OfficeBook>, at = '2026-12-20T12:00') =>
    programmeOf(sources({ book: anew(book), at: stockholm(at) })).closures;
  const off = (day: string, given: Partial<DayChange> = {}): DayChange => ({
    day: day as LocalDate,
    spans: [],
    why: null,
    ...given,
  });

  it('[S25] holidays by name, whether or not the office usually opens that day', () => {
    expect(closures({ holidayCountry: 'SE' }).map(({ day, name }) => [day, name?.sv])).toEqual([
      ['2026-12-24', 'julafton'],
      ['2026-12-25', 'juldagen'],
      ['2026-12-26', 'annandag jul'], // a Saturday
      ['2026-12-31', 'nyårsafton'],
      ['2027-01-01', 'nyårsdagen'],
    ]);
  });

  it('[S25] a day the office has closed, with the reason it gives', () => {
    expect(closures({ hoursChanges: [off('2026-12-21', { why: { sv: 'Utbildning' } })] })).toEqual([
      { day: '2026-12-21', name: { sv: 'Utbildning' } },
    ]);
    expect(closures({ hoursChanges: [off('2026-12-21')] })).toEqual([
      { day: '2026-12-21', name: null },
    ]);
    // On a holiday its name is reason enough.
    expect(closures({ holidayCountry: 'SE', hoursChanges: [off('2026-12-24')] })[0]?.name?.sv).toBe(
      'julafton',
    );
  });

  it('[S25] a day with any hours is no closure, and neither is a usual Sunday', () => {
    const open = { spans: [{ opens: '10:00', closes: '12:00' }] };
    expect(
      closures({ holidayCountry: 'SE', hoursChanges: [off('2026-12-24', open)] }).map(
        ({ day }) => day,
      ),
    ).not.toContain('2026-12-24');
    expect(closures({})).toEqual([]);
  });

  it('[S26] notices that are in force some time of it', () => {
    const notice = (id: string, from: string, until: string): Notice => ({
      id,
      title: { sv: id },
      text: null,
      image: null,
      priority: 'normal',
      from: stockholm(from),
      until: stockholm(until),
      weight: 1,
      seconds: null,
    });
    const notices = [
      notice('yesterday', '2026-11-01T00:00', '2026-11-24T00:00'),
      notice('this-morning', '2026-11-01T00:00', '2026-11-24T09:00'),
      notice('now', '2026-11-01T00:00', '2027-01-01T00:00'),
      notice('next-week', '2026-12-08T23:00', '2026-12-10T00:00'),
      notice('later', '2026-12-09T00:00', '2026-12-10T00:00'),
    ];
    expect(programmeOf(sources({ book: anew({ notices }) })).notices.map(({ id }) => id)).toEqual([
      'this-morning',
      'now',
      'next-week',
    ]);
  });
});

describe('which one it is', () => {
  const imported: readonly ImportedItem[] = [
    {
      feed: 'library' as FeedId,
      uid: 'one',
      title: 'Sagostund',
      place: null,
      text: null,
      startsAt: stockholm('2026-11-25T10:00'),
      endsAt: stockholm('2026-11-25T11:00'),
      allDay: false,
      cancelled: false,
    },
  ];
  const reader = anew({
    feeds: [{ id: 'library' as FeedId, name: 'B', url: null, shown: true, watched: false }],
  });

  it('[S27] the same content has the same revision, made at another time of the day or by another hub', () => {
    const { revision } = programmeOf(sources());
    expect(revision).toMatch(/^[\w-]{16}$/);
    const again = programmeOf(sources({ book: anew(), at: stockholm('2026-11-24T18:00') }));
    expect(again).toMatchObject({ revision, at: stockholm('2026-11-24T18:00') });
  });

  it('[S27] other content has another: the day, the book, an imported event, the calendars, the log', () => {
    const revisions = [
      sources(),
      sources({ at: stockholm('2026-11-25T00:00') }),
      sources({ book: anew({ name: 'Another name' }) }),
      sources({ book: anew({ hours: [] }) }),
      sources({ book: reader, imported }),
      sources({ feeds: [{ name: 'B', readAt: 1 }] }),
      sources({ feeds: [{ name: 'C', readAt: 1 }] }),
      sources({ log: 'log-2' }),
    ].map((one) => programmeOf(one).revision);
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('[S27] a calendar that was read again is nothing new: when it was read stands as of when it was made', () => {
    const book = anew();
    const readAt = (readAt: number, of = book) =>
      programmeOf(sources({ book: of, imported, feeds: [{ name: 'B', readAt }] }));
    expect(readAt(2)).toBe(readAt(1));
    const another = readAt(3, anew());
    expect(another.feeds).toEqual([{ name: 'B', readAt: 3 }]);
    expect(another.revision).toBe(readAt(1).revision);
  });

  it('[S27] it is made once for as long as nothing changes', () => {
    const book = anew({ feeds: reader.feeds });
    const feeds = [{ name: 'B', readAt: 1 }];
    const first = programmeOf(sources({ book, imported, feeds }));
    const later = (given: Partial<ProgrammeSources>) =>
      programmeOf(
        sources({ book, imported, feeds, at: stockholm('2026-11-24T23:59:59.999'), ...given }),
      );
    expect(later({})).toBe(first);
    expect(later({ feeds: [{ name: 'B', readAt: 1 }] })).toBe(first);
    expect(later({ imported: [] })).not.toBe(first);
    expect(later({ feeds: [{ name: 'C', readAt: 1 }] })).not.toBe(first);
    expect(later({ at: stockholm('2026-11-25T00:00') })).not.toBe(first);
  });
});

it('[S33] of each calendar of others it has the 200 that begin first, and the agenda has them all', () => {
  const minute = (n: number) => stockholm('2026-11-24T14:00') + n * 60_000;
  const of = (feed: string, count: number): ImportedItem[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{ feed: feed as FeedId, uid: `${feed} ${n}`, title: String(n) },
      ...{ place: null, text: null, allDay: false, cancelled: false },
      ...{ startsAt: minute(count - n), endsAt: minute(count - n + 1) },
    }));
  const feed = (name: string) => ({
    ...{ id: name as FeedId, name, url: null, shown: true, watched: false },
  });
  const imported = [...of('library', 2_000), ...of('sports', 3)];
  const book = anew({ feeds: [feed('library'), feed('sports')] });
  const { items } = programmeOf(sources({ book, imported }));
  const starts = (name: string) =>
    items.filter(({ source }) => source === name).map(({ startsAt }) => startsAt);
  expect(starts('library')).toEqual(Array.from({ length: 200 }, (_, n) => minute(n + 1)));
  expect(starts('sports')).toHaveLength(3);
  const days = { from: '2026-11-24' as LocalDate, days: 14 };
  const all = agendaFor(book, days, imported).filter(({ kind }) => kind === 'event');
  expect(all).toHaveLength(2_003);
});
