/** Rules S20…S23: what is on, on given days. */
import { describe, expect, it } from 'vitest';
import type { ImportedItem } from '#server/feeds/imported.ts';
import { evolve } from '#server/office/office-book.ts';
import { agendaFor, agendaItems } from '#server/schedule/agenda.ts';
import { agencyAdmission } from '#server/schedule/office-hours.ts';
import type { Agency, DayChange, Feed, OfficeBook } from '#shared/office-book.ts';
import type { FeedId, LocalDate, Texts } from '#shared/vocabulary.ts';
import {
  activityOf,
  agencyOf,
  hoursOf,
  lawyer,
  smallOffice,
  stockholm,
} from '#test/support/office.ts';

const tuesday = '2026-11-24';
const change = (spans: DayChange['spans'], why: Texts | null = null): DayChange => ({
  day: tuesday as LocalDate,
  spans,
  why,
});

const cafe = activityOf('sprakcafe', {
  title: { sv: 'Språkcafé', en: 'Language café' },
  text: { sv: 'Kom och prata' },
  place: { sv: 'Biblioteket' },
  speaks: 'fi',
  hours: [hoursOf('FREQ=WEEKLY;BYDAY=TU', '11:00', '12:00')],
});
const library: Feed = {
  id: 'library' as FeedId,
  name: 'Biblioteket',
  url: null,
  shown: true,
  watched: false,
};
const sagostund: ImportedItem = {
  feed: library.id,
  uid: 'sagostund@biblioteket.example',
  title: 'Sagostund',
  place: null,
  text: 'För små barn',
  startsAt: stockholm('2026-11-24T10:00'),
  endsAt: stockholm('2026-11-24T10:45'),
  allDay: false,
  cancelled: false,
};

const book: OfficeBook = { ...smallOffice, activities: [cafe], feeds: [library] };
const onTuesday = (office: OfficeBook, imported: readonly ImportedItem[] = [sagostund]) =>
  agendaItems(office, stockholm('2026-11-24T00:00'), stockholm('2026-11-25T00:00'), imported);
const ids = (office: OfficeBook) => onTuesday(office).map(({ id }) => id);
const withVisits = (given: Parameters<typeof agencyOf>[1]): OfficeBook => ({
  ...smallOffice,
  agencies: [agencyOf(lawyer, { ...smallOffice.agencies[0], ...given })],
});

describe('what is on', () => {
  it('[S20] visits, events and what other calendars have, in order of start, with all that is known', () => {
    expect(onTuesday(book)).toEqual([
      {
        id: expect.stringMatching(/^feed\/library\/[\w-]{16}$/),
        kind: 'event',
        agency: null,
        title: { sv: 'Sagostund' },
        shortTitle: null,
        text: { sv: 'För små barn' },
        image: null,
        place: null,
        speaks: null,
        startsAt: stockholm('2026-11-24T10:00'),
        endsAt: stockholm('2026-11-24T10:45'),
        allDay: false,
        cancelled: false,
        source: 'Biblioteket',
      },
      {
        id: 'event/sprakcafe/2026-11-24/1',
        kind: 'event',
        agency: null,
        title: { sv: 'Språkcafé', en: 'Language café' },
        shortTitle: null,
        text: { sv: 'Kom och prata' },
        image: null,
        place: { sv: 'Biblioteket' },
        speaks: 'fi',
        startsAt: stockholm('2026-11-24T11:00'),
        endsAt: stockholm('2026-11-24T12:00'),
        allDay: false,
        cancelled: false,
        source: null,
      },
      {
        id: 'visit/lawyer/2026-11-24/1',
        kind: 'visit',
        agency: lawyer,
        title: { sv: 'Juridisk rådgivning' },
        shortTitle: null,
        text: null,
        image: null,
        place: null,
        speaks: null,
        startsAt: stockholm('2026-11-24T13:00'),
        endsAt: stockholm('2026-11-24T15:00'),
        allDay: false,
        cancelled: false,
        source: null,
      },
    ]);
  });

  it('[S20] a calendar that is not shown, or is not the office’s, gives nothing', () => {
    const own = ['event/sprakcafe/2026-11-24/1', 'visit/lawyer/2026-11-24/1'];
    expect(ids({ ...book, feeds: [{ ...library, shown: false }] })).toEqual(own);
    expect(ids({ ...book, feeds: [] })).toEqual(own);
  });

  it('[S20] of other calendars, too, only what lies in the window, whole', () => {
    const at = (from: string, until: string) =>
      onTuesday({ ...smallOffice, agencies: [], feeds: [library] }, [
        { ...sagostund, startsAt: stockholm(from), endsAt: stockholm(until) },
      ]).map(({ startsAt, endsAt }) => [startsAt, endsAt]);
    expect(at('2026-11-23T22:00', '2026-11-24T00:00')).toEqual([]);
    expect(at('2026-11-25T00:00', '2026-11-25T01:00')).toEqual([]);
    expect(at('2026-11-20T00:00', '2026-11-27T00:00')).toEqual([
      [stockholm('2026-11-20T00:00'), stockholm('2026-11-27T00:00')],
    ]);
  });

  it('[S21] hours that touch are one thing; others of the day are counted', () => {
    const visits = [
      hoursOf('FREQ=DAILY', '13:00', '14:00'),
      hoursOf('FREQ=DAILY', '12:00', '13:00'),
      hoursOf('FREQ=DAILY', '09:00', '10:00'),
    ];
    expect(
      onTuesday(withVisits({ visits })).map(({ id, startsAt, endsAt }) => [id, startsAt, endsAt]),
    ).toEqual([
      ['visit/lawyer/2026-11-24/1', stockholm('2026-11-24T09:00'), stockholm('2026-11-24T10:00')],
      ['visit/lawyer/2026-11-24/2', stockholm('2026-11-24T12:00'), stockholm('2026-11-24T14:00')],
    ]);
  });

  it('[S21] an id holds however the window lies, when times move, and when it is called off', () => {
    const id = 'visit/lawyer/2026-11-24/1';
    const found = (office: OfficeBook, from: string, until: string) =>
      agendaItems(office, stockholm(from), stockholm(until), []).map((item) => item.id);
    expect(found(smallOffice, '2026-11-24T14:00', '2026-11-24T14:01')).toEqual([id]);
    expect(found(smallOffice, '2026-11-20T00:00', '2026-11-25T00:00')).toEqual([id]);
    const moved = withVisits({ changes: [change([{ opens: '09:00', closes: '10:00' }])] });
    expect(found(moved, '2026-11-24T00:00', '2026-11-25T00:00')).toEqual([id]);
    expect(ids(withVisits({ changes: [change([])] }))).toEqual([id]);
  });

  it('[S21] what other calendars have is named by its uid, whatever letters that is in', () => {
    const idOf = (given: Partial<ImportedItem>) =>
      onTuesday(book, [{ ...sagostund, ...given }])[0]?.id;
    const hostile = `"><script>/../${'x'.repeat(10_000)}`;
    expect(idOf({ uid: hostile })).toMatch(/^feed\/library\/[\w-]{16}$/);
    expect(idOf({ title: 'Ny rubrik' })).toBe(idOf({}));
    expect(idOf({ uid: 'another' })).not.toBe(idOf({}));
  });
});

it('[S23] what begins at midnight and has no length is that day’s, and of no other', () => {
  const midnight = stockholm('2026-11-24T00:00');
  const items = [{ ...sagostund, startsAt: midnight, endsAt: midnight }];
  const on = (day: string) =>
    agendaFor({ ...book, feeds: [library] }, { from: day as LocalDate, days: 1 }, items).filter(
      ({ id }) => id.startsWith('feed/'),
    ).length;
  expect(['2026-11-23', tuesday, '2026-11-25'].map(on)).toEqual([0, 1, 0]);
});

describe('called off', () => {
  it('[S22] a visit stays on the agenda with its usual times, and says why', () => {
    const off = withVisits({
      changes: [change([], { sv: 'Inställt: sjuk', en: 'Cancelled: ill' })],
    });
    expect(onTuesday(off)).toMatchObject([
      {
        kind: 'visit',
        cancelled: true,
        startsAt: stockholm('2026-11-24T13:00'),
        endsAt: stockholm('2026-11-24T15:00'),
        text: { sv: 'Inställt: sjuk', en: 'Cancelled: ill' },
      },
    ]);
    expect(agencyAdmission(off, lawyer, stockholm('2026-11-24T13:30'))).toMatchObject({
      here: false,
      opensAt: stockholm('2026-12-01T13:00'),
    });
  });

  it('[S22] an event, too; where nobody says why, it keeps its own words', () => {
    const off = (why: Texts | null) =>
      onTuesday({ ...book, activities: [{ ...cafe, changes: [change([], why)] }] }).filter(
        ({ cancelled }) => cancelled,
      );
    expect(off(null)).toMatchObject([{ id: 'event/sprakcafe/2026-11-24/1', text: cafe.text }]);
    expect(off({ sv: 'Sjuk' })).toMatchObject([{ text: { sv: 'Sjuk' } }]);
  });

  it('[S22] moved to other times, it is not called off, and a day without usual times has nothing to call off', () => {
    const moved = withVisits({ changes: [change([{ opens: '09:00', closes: '10:00' }])] });
    expect(onTuesday(moved)).toMatchObject([
      { cancelled: false, startsAt: stockholm('2026-11-24T09:00') },
    ]);
    expect(onTuesday(withVisits({ visits: [], changes: [change([])] }))).toEqual([]);
  });

  it('[S22] after it had been moved, or promised for that day only, it stays with the times it was promised for', () => {
    const promised = change([{ opens: '09:00', closes: '10:00' }]);
    const off = change([], { sv: 'Sjuk' });
    const toldOf = (visits: Agency['visits'], ...changes: DayChange[]) =>
      changes.reduce<OfficeBook | null>(
        (told, one) => evolve(told, { type: 'VisitChanged', agency: lawyer, change: one, at: 0 }),
        withVisits({ visits }),
      ) ?? book;
    const usual = book.agencies.find(({ id }) => id === lawyer)?.visits ?? [];
    for (const visits of [[], usual])
      for (const changes of [
        [promised, off],
        [promised, change([]), off],
      ])
        expect(onTuesday(toldOf(visits, ...changes))).toMatchObject([
          {
            cancelled: true,
            startsAt: stockholm('2026-11-24T09:00'),
            endsAt: stockholm('2026-11-24T10:00'),
            text: { sv: 'Sjuk' },
          },
        ]);
    expect(onTuesday(toldOf(usual, promised, off, promised))).toMatchObject([
      { cancelled: false, startsAt: stockholm('2026-11-24T09:00') },
    ]);
  });
});

describe('for whoever asks', () => {
  const day = (text: string, days: number) => ({ from: text as LocalDate, days });

  it('[S23] the agenda of some days has opening hours among the rest', () => {
    expect(agendaFor(book, day(tuesday, 1), []).map(({ id }) => id)).toEqual([
      'opening/2026-11-24/1',
      'event/sprakcafe/2026-11-24/1',
      'opening/2026-11-24/2',
      'visit/lawyer/2026-11-24/1',
    ]);
    expect(agendaFor(book, day(tuesday, 1), [])[2]).toEqual({
      id: 'opening/2026-11-24/2',
      kind: 'opening',
      startsAt: stockholm('2026-11-24T13:00'),
      endsAt: stockholm('2026-11-24T16:00'),
    });
  });

  it('[S23] a day the office has closed has no opening hours', () => {
    const closed = { ...book, hoursChanges: [change([])] };
    expect(agendaFor(closed, day(tuesday, 1), []).map(({ kind }) => kind)).toEqual([
      'event',
      'visit',
    ]);
  });

  it('[S23] days are local days, over a change of clock, a year ahead', () => {
    const night = {
      ...smallOffice,
      hours: [hoursOf('FREQ=DAILY', '00:00', '23:59')],
      agencies: [],
    };
    const week = agendaFor(night, day('2027-10-28', 7), []);
    expect(week.map(({ id }) => id.slice(8, 18))).toEqual([
      '2027-10-28',
      '2027-10-29',
      '2027-10-30',
      '2027-10-31',
      '2027-11-01',
      '2027-11-02',
      '2027-11-03',
    ]);
    expect(week.map(({ startsAt, endsAt }) => (endsAt - startsAt + 60_000) / 3_600_000)).toEqual([
      24, 24, 24, 25, 24, 24, 24,
    ]);
  });

  it('[S23] days one by one give what they give together', () => {
    const first = Temporal.PlainDate.from('2027-03-22');
    const oneByOne = Array.from({ length: 62 }, (_, days) =>
      agendaFor(book, day(first.add({ days }).toString(), 1), [sagostund]),
    );
    expect(agendaFor(book, day('2027-03-22', 62), [sagostund])).toEqual(oneByOne.flat());
  });
});
