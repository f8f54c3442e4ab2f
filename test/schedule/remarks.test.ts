/** Rules S28, S29: what the author of the book should know. */
import { describe, expect, it } from 'vitest';
import type { ImportedItem } from '#server/feeds/imported.ts';
import { remarksOn } from '#server/schedule/remarks.ts';
import type { Feed, OfficeBook } from '#shared/office-book.ts';
import type { Takeover } from '#shared/programme.ts';
import type { FeedId, LocalDate } from '#shared/vocabulary.ts';
import {
  activityOf,
  agencyOf,
  hoursOf,
  lawyer,
  smallOffice,
  stockholm,
} from '#test/support/office.ts';

const at = stockholm('2026-11-23T08:00'); // a Monday
const folketsHus: Feed = {
  id: 'folkets-hus' as FeedId,
  name: 'Folkets Hus',
  url: null,
  shown: false,
  watched: true,
};
const theirs = (from: string, until: string, given: Partial<ImportedItem> = {}): ImportedItem => ({
  feed: folketsHus.id,
  uid: from,
  title: `Möte ${from}`,
  place: null,
  text: null,
  startsAt: stockholm(from),
  endsAt: stockholm(until),
  allDay: false,
  cancelled: false,
  ...given,
});
const office = (given: Partial<OfficeBook> = {}): OfficeBook => ({
  ...smallOffice,
  feeds: [folketsHus],
  ...given,
});
const saidOf = (book: OfficeBook, imported: readonly ImportedItem[] = []) =>
  remarksOn(book, imported, at);

describe('beside calendars of others', () => {
  const mornings = ['2026-11-24', '2026-11-25', '2026-11-27'].map((day) =>
    theirs(`${day}T08:00`, `${day}T10:00`),
  );
  const overlap = {
    code: 'overlaps-other-calendar',
    of: { kind: 'opening' },
    feed: 'folkets-hus',
    title: 'Möte 2026-11-24T08:00',
    firstDay: '2026-11-24',
    days: 3,
  };

  it('[S28] hours that overlap a watched one are one remark, with the first day and how many', () => {
    expect(saidOf(office(), mornings)).toEqual([overlap]);
  });

  it('[S28] visits and events are looked at, too, each by itself', () => {
    const book = office({
      activities: [
        activityOf('cafe', { hours: [hoursOf('FREQ=WEEKLY;BYDAY=WE', '09:30', '11:00')] }),
      ],
    });
    expect(saidOf(book, [...mornings, theirs('2026-12-01T14:00', '2026-12-01T17:00')])).toEqual([
      { ...overlap, days: 4 },
      {
        ...overlap,
        of: { kind: 'visit', id: lawyer },
        title: 'Möte 2026-12-01T14:00',
        firstDay: '2026-12-01',
        days: 1,
      },
      {
        ...overlap,
        of: { kind: 'event', id: 'cafe' },
        title: 'Möte 2026-11-25T08:00',
        firstDay: '2026-11-25',
        days: 1,
      },
    ]);
  });

  it.each([
    ['one that is not watched', office({ feeds: [{ ...folketsHus, watched: false }] }), mornings],
    ['what only touches', office(), [theirs('2026-11-24T07:00', '2026-11-24T09:00')]],
    ['what is over', office(), [theirs('2026-11-20T09:00', '2026-11-20T11:00')]],
    ['what is more than 62 days away', office(), [theirs('2027-01-25T09:00', '2027-01-25T11:00')]],
    ['whole days', office(), [theirs('2026-11-24T00:00', '2026-11-25T00:00', { allDay: true })]],
    [
      'what they called off',
      office(),
      [theirs('2026-11-24T09:00', '2026-11-24T11:00', { cancelled: true })],
    ],
    [
      'a day on which we are closed',
      office({ hoursChanges: [{ day: '2026-11-25' as LocalDate, spans: [], why: null }] }),
      [theirs('2026-11-25T09:00', '2026-11-25T11:00')],
    ],
  ])('[S28] says nothing of %s', (_, book, imported) => {
    expect(saidOf(book, imported)).toEqual([]);
  });
});

describe('within the book', () => {
  it('[S29] an event that is never on, and none that has a rule or a day', () => {
    const when = (more: Partial<Parameters<typeof activityOf>[1]>) =>
      saidOf(office({ activities: [activityOf('cafe', more)] }));
    expect(when({ hours: [] })).toEqual([{ code: 'event-without-time', activity: 'cafe' }]);
    const off = { day: '2026-11-26' as LocalDate, spans: [], why: null };
    expect(when({ hours: [], changes: [off] })).toHaveLength(1);
    const spans = [{ opens: '10:00', closes: '11:00' }];
    expect(when({ hours: [], changes: [{ ...off, spans }] })).toEqual([]);
    expect(when({ hours: [hoursOf('FREQ=WEEKLY;BYDAY=TU', '10:00', '11:00')] })).toEqual([]);
  });

  it('[S29] visits outside opening hours, in part or wholly', () => {
    const visiting = (opens: string, closes: string) =>
      saidOf(
        office({
          agencies: [
            agencyOf(lawyer, { visits: [hoursOf('FREQ=WEEKLY;BYDAY=TU', opens, closes)] }),
          ],
        }),
      );
    expect(visiting('09:00', '12:00')).toEqual([]);
    const outside = {
      code: 'visit-outside-opening-hours',
      agency: lawyer,
      firstDay: '2026-11-24',
      days: 9,
    };
    expect(visiting('11:00', '13:00')).toEqual([outside]);
    expect(visiting('17:00', '18:00')).toEqual([outside]);
  });

  it('[S29] visits and events that fall away on holidays, unless the day was decided about', () => {
    const thursdays = [hoursOf('FREQ=WEEKLY;BYDAY=TH', '10:00', '11:00')];
    const christmasEve = {
      day: '2026-12-24' as LocalDate,
      spans: [{ opens: '10:00', closes: '11:00' }],
      why: null,
    };
    const book = (given: Partial<OfficeBook>) =>
      saidOf(office({ holidayCountry: 'SE', agencies: [], ...given }));
    const falls = {
      code: 'falls-on-holiday',
      holiday: expect.objectContaining({ sv: 'julafton' }),
      firstDay: '2026-12-24',
      days: 2,
    };
    expect(book({ agencies: [agencyOf(lawyer, { visits: thursdays })] })).toEqual([
      { ...falls, of: { kind: 'visit', id: lawyer } },
    ]);
    const cafe = activityOf('cafe', { hours: thursdays });
    expect(book({ activities: [cafe] })).toEqual([{ ...falls, of: { kind: 'event', id: 'cafe' } }]);
    expect(book({ activities: [{ ...cafe, onHolidays: true }] })).toEqual([]);
    expect(book({ activities: [{ ...cafe, changes: [christmasEve] }] })).toMatchObject([
      { code: 'falls-on-holiday', firstDay: '2026-12-31', days: 1 },
    ]);
  });

  it('[S29] notices that have ended', () => {
    const notice = (id: string, until: string) => ({
      id,
      title: { sv: id },
      text: null,
      image: null,
      priority: 'normal' as const,
      from: stockholm('2026-11-01T00:00'),
      until: stockholm(until),
      weight: 1,
      seconds: null,
    });
    const notices = [notice('old', '2026-11-23T08:00'), notice('new', '2026-11-23T08:01')];
    expect(saidOf(office({ notices }))).toEqual([
      { code: 'notice-has-ended', notice: 'old', until: at },
    ]);
  });

  it('[S29] a takeover that has gone on for an hour, for as long as it does', () => {
    const takeover = (from: string, until: string): Takeover => ({
      id: 't',
      text: { sv: 'Utrymning' },
      from: stockholm(from),
      until: stockholm(until),
      test: false,
    });
    const said = (given: Takeover) => saidOf(office({ takeover: given }));
    expect(said(takeover('2026-11-23T07:00', '2026-11-23T12:00'))).toEqual([
      {
        code: 'takeover-goes-on',
        from: stockholm('2026-11-23T07:00'),
        until: stockholm('2026-11-23T12:00'),
      },
    ]);
    expect(said(takeover('2026-11-23T07:01', '2026-11-23T12:00'))).toEqual([]);
    expect(said(takeover('2026-11-23T05:00', '2026-11-23T08:00'))).toEqual([]);
  });

  it('[S33] a shown calendar that has more than the windows take, with the first day that is not whole', () => {
    const evenings = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        theirs('2026-11-24T20:00', '2026-11-24T21:00', { uid: String(n) }),
      );
    const later = theirs('2026-11-26T20:00', '2026-11-26T21:00');
    const shown = office({ feeds: [{ ...folketsHus, shown: true }] });
    expect(saidOf(shown, [later, ...evenings(199)])).toEqual([]);
    expect(saidOf(shown, [later, ...evenings(200)])).toEqual([
      { code: 'calendar-too-full', feed: 'folkets-hus', firstDay: '2026-11-26', leftOut: 1 },
    ]);
    const hidden = office({ feeds: [{ ...folketsHus, shown: false }] });
    expect(saidOf(hidden, [later, ...evenings(200)])).toEqual([]);
  });
});
