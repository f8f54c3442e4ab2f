/** Rules O23…O29: how an office book is changed, one thing at a time. */
import { describe, expect, it } from 'vitest';
import { inWords } from '#server/office/book-mistakes.ts';
import { decide } from '#server/office/decide.ts';
import { evolve, type OfficeCommand, type OfficeEvent } from '#server/office/office-book.ts';
import { officeFormat } from '#server/office/office-format.ts';
import type { DayChange, OfficeBook } from '#shared/office-book.ts';
import type { DisplayListed, Notice, Takeover } from '#shared/programme.ts';
import type {
  ActivityId,
  AgencyId,
  DisplayId,
  FeedId,
  LocalDate,
  NoticeId,
} from '#shared/vocabulary.ts';
import { activityOf, hoursOf, lawyer, smallOffice, stockholm } from '#test/support/office.ts';

const at = stockholm('2026-11-24T09:00');
const tuesday = '2026-11-24' as LocalDate;
const wednesday = '2026-11-25' as LocalDate;
const nextTuesday = '2026-12-01' as LocalDate;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Asked = OfficeCommand extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;
const ask = (asked: Asked, book: OfficeBook = smallOffice, when = at) =>
  decide(book, { ...asked, at: when } as OfficeCommand);

/** The book after what was asked, which was accepted. */
function bookAfter(book: OfficeBook, ...asked: Asked[]): OfficeBook {
  return asked.reduce((before, one) => {
    const decision = ask(one, before);
    if (!decision.accepted) expect.unreachable(`${one.type}: ${JSON.stringify(decision)}`);
    return decision.events.reduce(evolve, before as OfficeBook | null) ?? before;
  }, book);
}

function mistakesOf(asked: Asked, book: OfficeBook = smallOffice): readonly string[] {
  const decision = ask(asked, book);
  return 'mistakes' in decision ? decision.mistakes.map(inWords) : [];
}

const changeOf = (day: LocalDate, ...spans: DayChange['spans']): DayChange => ({
  day,
  spans,
  why: null,
});
const noticeOf = (given: Partial<Notice> = {}): Notice => ({
  id: 'closed-early' as NoticeId,
  title: { sv: 'Vi stänger tidigt' },
  text: null,
  image: null,
  priority: 'normal',
  from: at,
  until: at + DAY_MS,
  weight: 1,
  seconds: null,
  ...given,
});
const takeoverOf = (id: string, lastsMs: number): Takeover => ({
  id,
  text: { sv: 'Lämna lokalen' },
  from: at,
  until: at + lastsMs,
  test: false,
});
const feed = {
  id: 'library' as FeedId,
  name: 'Biblioteket',
  url: 'https://example.org/agenda.ics',
  shown: true,
  watched: true,
};
const display: DisplayListed = {
  id: 'square' as DisplayId,
  name: { sv: 'Mot torget' },
  viewingDistanceMm: 5000,
  panelWidthMm: 1660,
};
const police = {
  id: 'police' as AgencyId,
  name: { sv: 'Närpolisen' },
  shortName: null,
  place: null,
  speaks: null,
};
const { changes: _, ...cafe } = activityOf('cafe', {
  hours: [hoursOf('FREQ=WEEKLY;BYDAY=WE', '17:00', '18:00')],
});

describe('a change', () => {
  it.each<[string, Asked, OfficeEvent['type'], (book: OfficeBook) => unknown, unknown]>([
    ['opening hours', { type: 'SetHours', hours: [] }, 'HoursSet', (book) => book.hours, []],
    [
      'a visiting body that is new',
      { type: 'SetAgency', agency: police },
      'AgencySet',
      (book) => book.agencies.at(-1),
      { ...police, visits: [], changes: [] },
    ],
    [
      'another name for one that is known',
      { type: 'SetAgency', agency: { ...police, id: lawyer } },
      'AgencySet',
      (book) => book.agencies,
      [{ ...smallOffice.agencies[0], name: police.name }],
    ],
    [
      'when it comes',
      { type: 'SetVisits', agency: lawyer, visits: [] },
      'VisitsSet',
      (book) => book.agencies[0]?.visits,
      [],
    ],
    [
      'an event',
      { type: 'SetActivity', activity: cafe },
      'ActivitySet',
      (book) => book.activities,
      [{ ...cafe, changes: [] }],
    ],
    [
      'a notice',
      { type: 'SetNotice', notice: noticeOf() },
      'NoticeSet',
      (book) => book.notices,
      [noticeOf()],
    ],
    ['a calendar of others', { type: 'SetFeed', feed }, 'FeedSet', (book) => book.feeds, [feed]],
    ['a window', { type: 'SetDisplay', display }, 'DisplaySet', (book) => book.displays, [display]],
    [
      'a holiday of its own',
      { type: 'SetHoliday', holiday: { day: tuesday, closed: true, name: null } },
      'HolidaySet',
      (book) => book.holidays,
      [{ day: tuesday, closed: true, name: null }],
    ],
  ])(
    '[O23] of %s is one fact, and nothing else is another',
    (_what, asked, type, read, expected) => {
      const decision = ask(asked);
      expect(decision).toMatchObject({ accepted: true, events: [{ type, at }] });
      const book = bookAfter(smallOffice, asked);
      expect(read(book)).toEqual(expected);
      const touched = Object.keys(book).filter(
        (part) => book[part as keyof OfficeBook] !== smallOffice[part as keyof OfficeBook],
      );
      expect(touched).toHaveLength(1);
    },
  );

  it('[O23] of an office that is not there is refused', () => {
    expect(decide(null, { type: 'SetHours', hours: [], at })).toEqual({
      accepted: false,
      refusal: 'unknown-office',
    });
  });

  it('[O23] with mistakes is refused with all of them, each with its place', () => {
    const hours = [hoursOf('FREQ=HOURLY', '09:00', '08:00')];
    expect(mistakesOf({ type: 'SetVisits', agency: lawyer, visits: hours })).toEqual([
      expect.stringMatching(/^agencies\.lawyer\.visits\.0 must be days as RFC 5545/),
      expect.stringMatching(/^agencies\.lawyer\.visits\.0 must close after it opens/),
    ]);
  });

  it('[O23] is not held to what was a mistake before it', () => {
    const odd = { ...smallOffice, zone: '+01:00' };
    expect(ask({ type: 'SetHours', hours: [] }, odd).accepted).toBe(true);
  });

  it('[O29] of what has the id takes its place, and what is removed is gone', () => {
    const other = noticeOf({ id: 'other' as NoticeId });
    const book = bookAfter(
      smallOffice,
      { type: 'SetNotice', notice: noticeOf() },
      { type: 'SetNotice', notice: other },
      { type: 'SetNotice', notice: noticeOf({ weight: 3 }) },
    );
    expect(book.notices).toEqual([noticeOf({ weight: 3 }), other]);
    const left = bookAfter(book, { type: 'RemoveNotice', notice: 'closed-early' as NoticeId });
    expect(left.notices).toEqual([other]);
  });

  it.each<[Asked, string]>([
    [{ type: 'SetVisits', agency: 'gone' as AgencyId, visits: [] }, 'unknown-agency'],
    [
      { type: 'ChangeVisit', agency: 'gone' as AgencyId, change: changeOf(tuesday) },
      'unknown-agency',
    ],
    [{ type: 'RestoreVisit', agency: 'gone' as AgencyId, day: tuesday }, 'unknown-agency'],
    [{ type: 'RemoveActivity', activity: 'gone' as ActivityId }, 'unknown-activity'],
    [
      { type: 'ChangeActivity', activity: 'gone' as ActivityId, change: changeOf(tuesday) },
      'unknown-activity',
    ],
    [{ type: 'RestoreActivity', activity: 'gone' as ActivityId, day: tuesday }, 'unknown-activity'],
    [{ type: 'RemoveNotice', notice: 'gone' as NoticeId }, 'unknown-notice'],
    [{ type: 'RemoveFeed', feed: 'gone' as FeedId }, 'unknown-feed'],
    [{ type: 'RemoveDisplay', display: 'gone' as DisplayId }, 'unknown-display'],
    [{ type: 'EndTakeover' }, 'no-takeover'],
    [{ type: 'RestoreOpening', day: tuesday }, 'day-not-changed'],
    [{ type: 'RemoveHoliday', day: tuesday }, 'day-not-changed'],
    [{ type: 'RestoreVisit', agency: lawyer, day: tuesday }, 'day-not-changed'],
  ])('[O29] %j is refused: %s', (asked, refusal) => {
    expect(ask(asked)).toEqual({ accepted: false, refusal });
  });
});

describe('a day', () => {
  const shorter = { opens: '13:00', closes: '13:30' };

  it('[O24] is changed, changed again and as usual again: opening hours', () => {
    const changed = bookAfter(
      smallOffice,
      { type: 'ChangeOpening', change: changeOf(nextTuesday) },
      { type: 'ChangeOpening', change: changeOf(tuesday) },
      { type: 'ChangeOpening', change: changeOf(tuesday, shorter) },
    );
    expect(changed.hoursChanges).toEqual([changeOf(tuesday, shorter), changeOf(nextTuesday)]);
    expect(bookAfter(changed, { type: 'RestoreOpening', day: tuesday }).hoursChanges).toEqual([
      changeOf(nextTuesday),
    ]);
  });

  it('[O24] is changed for one visiting body or one event, and survives other names and other hours', () => {
    const book = bookAfter(
      smallOffice,
      { type: 'SetActivity', activity: cafe },
      { type: 'ChangeVisit', agency: lawyer, change: changeOf(tuesday, shorter) },
      { type: 'ChangeActivity', activity: cafe.id, change: changeOf(tuesday, shorter) },
      { type: 'SetAgency', agency: { ...police, id: lawyer } },
      { type: 'SetVisits', agency: lawyer, visits: [] },
      { type: 'SetActivity', activity: { ...cafe, onHolidays: true } },
    );
    expect(book.agencies[0]).toMatchObject({
      name: police.name,
      changes: [changeOf(tuesday, shorter)],
    });
    expect(book.activities[0]).toMatchObject({
      onHolidays: true,
      changes: [changeOf(tuesday, shorter)],
    });
    const usual = bookAfter(
      book,
      { type: 'RestoreVisit', agency: lawyer, day: tuesday },
      { type: 'RestoreActivity', activity: cafe.id, day: tuesday },
    );
    expect([usual.agencies[0]?.changes, usual.activities[0]?.changes]).toEqual([[], []]);
  });

  it.each([
    ['2026-02-30', shorter, /no-such|must begin on a day/],
    ['2026-11-24', { opens: '9', closes: '25:00' }, /must be times of day/],
    ['2026-11-24', { opens: '14:00', closes: '13:00' }, /must close after it opens/],
    ['2029-11-24', shorter, /further off/],
    ['2024-11-24', shorter, /further off/],
  ])('[O24] %s with %j cannot be', (day, span, mistake) => {
    const change = changeOf(day as LocalDate, span);
    expect(mistakesOf({ type: 'ChangeOpening', change })).toEqual([expect.stringMatching(mistake)]);
  });

  it('[O24] that is long past is forgotten with the next change', () => {
    const old = changeOf('2025-01-07' as LocalDate, shorter);
    const book = { ...smallOffice, hoursChanges: [old] };
    const changed = bookAfter(book, { type: 'ChangeOpening', change: changeOf(tuesday) });
    expect(changed.hoursChanges).toEqual([changeOf(tuesday)]);
  });

  it('[O25] is called off only when the body would have come', () => {
    const cancel = (day: LocalDate, book = smallOffice) =>
      ask({ type: 'ChangeVisit', agency: lawyer, change: changeOf(day) }, book);
    expect(cancel(tuesday).accepted).toBe(true);
    expect(cancel(wednesday)).toEqual({
      accepted: false,
      refusal: 'no-visit-that-day',
    });
    const extra = bookAfter(smallOffice, {
      type: 'ChangeVisit',
      agency: lawyer,
      change: changeOf(wednesday, shorter),
    });
    expect(cancel(wednesday, extra).accepted).toBe(true);
  });

  it('[O25] and so is an event', () => {
    const book = bookAfter(smallOffice, { type: 'SetActivity', activity: cafe });
    const cancel = (day: LocalDate, of = book) =>
      ask({ type: 'ChangeActivity', activity: cafe.id, change: changeOf(day) }, of);
    expect(cancel(wednesday).accepted).toBe(true);
    expect(cancel(tuesday)).toEqual({ accepted: false, refusal: 'no-event-that-day' });
    const extra = bookAfter(book, {
      type: 'ChangeActivity',
      activity: cafe.id,
      change: changeOf(tuesday, shorter),
    });
    expect(cancel(tuesday, extra).accepted).toBe(true);
  });
});

describe('a takeover', () => {
  it.each([
    [9_999, false],
    [10_000, true],
    [12 * HOUR_MS, true],
    [12 * HOUR_MS + 1, false],
    [-1, false],
    [Number.MAX_SAFE_INTEGER, false],
  ])('[O26] of %d ms: allowed is %s', (lastsMs, allowed) => {
    const takeover = takeoverOf('one', lastsMs);
    expect(ask({ type: 'BeginTakeover', takeover }).accepted).toBe(allowed);
  });

  it('[O26] gives way to the next, and ends once and while it is in force', () => {
    const one = takeoverOf('one', HOUR_MS);
    const two = takeoverOf('two', HOUR_MS);
    const book = bookAfter(smallOffice, { type: 'BeginTakeover', takeover: one });
    expect(ask({ type: 'BeginTakeover', takeover: two }, book)).toMatchObject({
      events: [
        { type: 'TakeoverEnded', takeover: 'one' },
        { type: 'TakeoverBegun', takeover: two },
      ],
    });
    const second = bookAfter(book, { type: 'BeginTakeover', takeover: two });
    expect(second.takeover).toEqual(two);
    expect(bookAfter(second, { type: 'EndTakeover' }).takeover).toBeNull();
    expect(ask({ type: 'EndTakeover' }, second, at + HOUR_MS)).toEqual({
      accepted: false,
      refusal: 'no-takeover',
    });
  });

  it('[O26] that is told of as ended does not end the one after it', () => {
    const book = bookAfter(smallOffice, {
      type: 'BeginTakeover',
      takeover: takeoverOf('two', HOUR_MS),
    });
    expect(evolve(book, { type: 'TakeoverEnded', takeover: 'one', at })).toBe(book);
  });
});

describe('bounds', () => {
  it.each<[string, Asked, RegExp]>([
    [
      'a notice that ends before it begins',
      { type: 'SetNotice', notice: noticeOf({ until: at }) },
      /until must/,
    ],
    [
      'a notice of eleven years',
      { type: 'SetNotice', notice: noticeOf({ until: at + 4000 * DAY_MS }) },
      /further off/,
    ],
    [
      'a weight of 11',
      { type: 'SetNotice', notice: noticeOf({ weight: 11 }) },
      /weight is outside/,
    ],
    [
      'a notice of 10^13 seconds',
      { type: 'SetNotice', notice: noticeOf({ seconds: 1e13 }) },
      /seconds is outside/,
    ],
    [
      'a calendar over http',
      { type: 'SetFeed', feed: { ...feed, url: 'http://example.org/a.ics' } },
      /https/,
    ],
    [
      'a calendar with a password',
      { type: 'SetFeed', feed: { ...feed, url: 'https://a:b@example.org/' } },
      /https/,
    ],
    [
      'a calendar that is no address',
      { type: 'SetFeed', feed: { ...feed, url: 'agenda' } },
      /https/,
    ],
    [
      'a window a hundred metres wide',
      { type: 'SetDisplay', display: { ...display, panelWidthMm: 100_000 } },
      /outside/,
    ],
    [
      'a window read from nowhere',
      { type: 'SetDisplay', display: { ...display, viewingDistanceMm: 0 } },
      /outside/,
    ],
  ])('[O27] %s cannot be', (_what, asked, mistake) => {
    expect(mistakesOf(asked)).toEqual([expect.stringMatching(mistake)]);
  });

  it('[O27] what is always true may stand for ten years', () => {
    const notice = noticeOf({ until: at + 3600 * DAY_MS });
    expect(ask({ type: 'SetNotice', notice }).accepted).toBe(true);
  });

  it.each<[string, number, (count: number) => Partial<OfficeBook>, Asked]>([
    [
      'visiting bodies',
      60,
      (count) => ({ agencies: many(count, () => ({ ...police, visits: [], changes: [] })) }),
      { type: 'SetAgency', agency: police },
    ],
    [
      'events',
      100,
      (count) => ({ activities: many(count, () => activityOf('one')) }),
      { type: 'SetActivity', activity: cafe },
    ],
    [
      'notices',
      100,
      (count) => ({ notices: many(count, () => noticeOf()) }),
      { type: 'SetNotice', notice: noticeOf() },
    ],
    ['calendars', 10, (count) => ({ feeds: many(count, () => feed) }), { type: 'SetFeed', feed }],
    [
      'windows',
      20,
      (count) => ({ displays: many(count, () => display) }),
      { type: 'SetDisplay', display },
    ],
  ])('[O27] one more of %s than %d cannot be', (_what, most, parts, asked) => {
    const full = (count: number) => ({ ...smallOffice, topics: [], desks: [], ...parts(count) });
    expect(ask(asked, full(most - 1)).accepted).toBe(true);
    expect(mistakesOf(asked, full(most))).toEqual([expect.stringMatching(/are more than/)]);
  });
});

it('[O28] what an older hub told of an office is understood, and lacks what it could not know', () => {
  const older = (event: object) =>
    officeFormat.decode(
      { id: 'event-1', cause: null, version: 1, schema: 1, event },
      'office/small',
    );
  const hours = { rule: 'FREQ=DAILY', from: '2026-01-01', opens: '09:00', closes: '10:00' };
  expect(older({ type: 'HoursSet', hours: [hours], at })).toEqual({
    type: 'HoursSet',
    hours: [{ ...hours, until: null }],
    at,
  });
  const name = { sv: 'Jurist' };
  expect(
    older({ type: 'AgencyAdded', agency: { id: 'lawyer', name, visits: [hours] }, at }),
  ).toEqual({
    type: 'AgencyAdded',
    agency: {
      ...{ id: 'lawyer', name, shortName: null, place: null, speaks: null, changes: [] },
      visits: [{ ...hours, until: null }],
    },
    at,
  });
  expect(() => older({ type: 'HoursSet', hours: 7, at })).toThrow(/HoursSet\.hours/);
  expect(() => older({ type: 'AgencyAdded', agency: null, at })).toThrow(/AgencyAdded\.agency/);
});

it('[O3] every fact that a change makes is written down and read again whole', () => {
  const everything: Asked[] = [
    { type: 'SetHours', hours: smallOffice.hours },
    { type: 'ChangeOpening', change: { ...changeOf(tuesday), why: { sv: 'Utbildning' } } },
    { type: 'RestoreOpening', day: tuesday },
    { type: 'SetHoliday', holiday: { day: tuesday, closed: false, name: { sv: 'Öppet ändå' } } },
    { type: 'RemoveHoliday', day: tuesday },
    { type: 'SetAgency', agency: police },
    { type: 'SetVisits', agency: lawyer, visits: smallOffice.hours },
    { type: 'ChangeVisit', agency: lawyer, change: changeOf(tuesday) },
    { type: 'RestoreVisit', agency: lawyer, day: tuesday },
    { type: 'SetActivity', activity: cafe },
    { type: 'ChangeActivity', activity: cafe.id, change: changeOf(wednesday) },
    { type: 'RestoreActivity', activity: cafe.id, day: wednesday },
    { type: 'RemoveActivity', activity: cafe.id },
    { type: 'SetNotice', notice: noticeOf({ text: { sv: 'x'.repeat(400) } }) },
    { type: 'RemoveNotice', notice: 'closed-early' as NoticeId },
    { type: 'SetFeed', feed },
    { type: 'RemoveFeed', feed: feed.id },
    { type: 'SetDisplay', display },
    { type: 'RemoveDisplay', display: display.id },
    { type: 'BeginTakeover', takeover: takeoverOf('one', HOUR_MS) },
    { type: 'EndTakeover' },
  ];
  let book = smallOffice;
  for (const asked of everything) {
    const decision = ask(asked, book);
    if (!decision.accepted) expect.unreachable(`${asked.type}: ${JSON.stringify(decision)}`);
    for (const event of decision.events) {
      const { schema, event: written } = officeFormat.encode(event);
      const recorded = {
        id: 'one',
        cause: null,
        version: 1,
        schema,
        event: JSON.parse(JSON.stringify(written)),
      };
      expect(officeFormat.decode(recorded, 'office/small')).toEqual(event);
      book = evolve(book, event) ?? book;
    }
  }
});

const many = <Thing extends { id: string }>(count: number, make: () => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => ({ ...make(), id: `many-${index}` }));
