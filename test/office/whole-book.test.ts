/** Rules O30…O40: topics, desks, lists, drafts and whole books, changed one thing at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookMistakes, inWords } from '#server/office/book-mistakes.ts';
import { aboutOf, type BookThing, isSame, nameOf, thingAt } from '#server/office/book-things.ts';
import { decide } from '#server/office/decide.ts';
import { evolve, type OfficeCommand, type OfficeEvent } from '#server/office/office-book.ts';
import { officeFormat } from '#server/office/office-format.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Notice } from '#shared/programme.ts';
import type {
  AgencyId,
  DeskId,
  DestinationId,
  InquiryId,
  LineId,
  LocalDate,
  NoticeId,
  OfficeId,
  PlaceId,
  PrinterId,
  Series,
  TopicId,
} from '#shared/vocabulary.ts';
import {
  activityOf,
  desk1,
  desk3,
  guides,
  hoursOf,
  law,
  lawyer,
  letters,
  papers,
  printing,
  smallOffice,
  stockholm,
  topicOf,
  visitors,
} from '#test/support/office.ts';

const at = stockholm('2026-11-24T09:00');
const DAY_MS = 86_400_000;
type Asked = OfficeCommand extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;
const ask = (asked: Asked, book: OfficeBook = smallOffice) =>
  decide(book, { ...asked, at } as OfficeCommand);
const fold = (book: OfficeBook, events: readonly OfficeEvent[]): OfficeBook =>
  events.reduce<OfficeBook | null>(evolve, book) ?? book;

function bookAfter(book: OfficeBook, ...asked: Asked[]): OfficeBook {
  return asked.reduce((before, one) => {
    const decision = ask(one, before);
    if (!decision.accepted) expect.unreachable(`${one.type}: ${JSON.stringify(decision)}`);
    return fold(before, decision.events);
  }, book);
}
function mistakesOf(asked: Asked, book: OfficeBook = smallOffice): readonly string[] {
  const decision = ask(asked, book);
  return 'mistakes' in decision ? decision.mistakes.map(inWords) : [];
}
const refusalOf = (asked: Asked, book: OfficeBook = smallOffice) => {
  const decision = ask(asked, book);
  return decision.accepted ? null : decision.refusal;
};
const servedAt = ({ desks }: OfficeBook, topic: TopicId) =>
  desks.filter(({ topics }) => topics.includes(topic)).map(({ id }) => id);
const lineOf = ({ topics }: OfficeBook, id: TopicId) =>
  topics.find((topic) => topic.id === id)?.line;

const rent = 'rent' as TopicId;
const set = (id: TopicId, given: Parameters<typeof topicOf>[1] = {}): Asked => ({
  type: 'SetTopic',
  topic: topicOf(id, given),
  servedBy: null,
});
const notice: Notice = {
  id: 'summer' as NoticeId,
  title: { sv: 'Sommarstängt' },
  text: null,
  image: null,
  priority: 'normal',
  from: at,
  until: at + DAY_MS,
  weight: 1,
  seconds: null,
};
const { changes: _, ...cafe } = activityOf('cafe', {
  hours: [hoursOf('FREQ=WEEKLY;BYDAY=WE', '17:00', '18:00')],
});

describe('topics and who serves them', () => {
  it('[O30] a new topic is served where its line is, or where it is said', () => {
    expect(servedAt(bookAfter(smallOffice, set(rent)), rent)).toEqual([desk1]);
    const said = bookAfter(smallOffice, { ...set(rent), servedBy: [desk3] } as Asked);
    expect(servedAt(said, rent)).toEqual([desk3]);
    expect(servedAt(bookAfter(said, set(rent, { label: { sv: 'Hyra' } })), rent)).toEqual([desk3]);
    expect(refusalOf({ ...set(rent), servedBy: ['gone' as DeskId] } as Asked)).toBe('unknown-desk');
  });

  it('[O30] nobody may be left without a desk, and no desk without a topic', () => {
    expect(mistakesOf({ ...set(letters, { parent: papers }), servedBy: [] } as Asked)).toEqual([
      'topics.letters is served by no desk: its visitors would wait in vain',
    ]);
    expect(mistakesOf({ type: 'RemoveTopic', topic: law })).toEqual([
      'desks.desk-3 serves no topic at all: are its lines there?',
    ]);
  });

  it('[O30] a topic under another makes a group of it, and the last that leaves gives it back its line and desks', () => {
    const group = bookAfter(smallOffice, set(rent), set('deposit' as TopicId, { parent: rent }));
    expect(lineOf(group, rent)).toBe(null);
    expect(servedAt(group, rent)).toEqual([]);
    expect(servedAt(group, 'deposit' as TopicId)).toEqual([desk1]);

    const alone = bookAfter(group, { type: 'RemoveTopic', topic: 'deposit' as TopicId });
    expect(lineOf(alone, rent)).toBe(guides);
    expect(servedAt(alone, rent)).toEqual([desk1]);

    const moved = bookAfter(group, set('deposit' as TopicId, { parent: papers }));
    expect(lineOf(moved, rent)).toBe(guides);
  });

  it('[O31] the order is of all topics, each once', () => {
    const order = [law, papers, printing, letters];
    const ordered = bookAfter(smallOffice, { type: 'OrderTopics', topics: order });
    expect(ordered.topics.map(({ id }) => id)).toEqual(order);
    expect(refusalOf({ type: 'OrderTopics', topics: [law, papers] })).toBe('changed-since');
    expect(refusalOf({ type: 'OrderTopics', topics: [law, law, papers, letters] })).toBe(
      'changed-since',
    );
    expect(refusalOf({ type: 'OrderTopics', topics: [...order, rent] })).toBe('unknown-topic');
  });

  it('[O32] what others name is not removed, and they are named', () => {
    expect(mistakesOf({ type: 'RemoveLine', line: visitors })).toEqual([
      'topics.law names a line that is not there',
    ]);
    expect(mistakesOf({ type: 'RemoveAgency', agency: lawyer })).toEqual([
      'topics.law names a visiting body that is not there',
    ]);
    expect(mistakesOf({ type: 'RemoveDesk', desk: desk1 })).toEqual([
      'topics.letters is served by no desk: its visitors would wait in vain',
      'topics.printing is served by no desk: its visitors would wait in vain',
    ]);
    expect(mistakesOf({ type: 'RemoveTopic', topic: papers })).toHaveLength(2);
    expect(mistakesOf({ type: 'SetOffice', name: 'Litet', languages: ['sv'] })).toEqual([
      'desks.desk-1.languages.en names a language the office does not offer',
    ]);
  });

  it('[O32] what nobody names goes', () => {
    const free = bookAfter(smallOffice, {
      type: 'SetLine',
      line: { id: 'c' as LineId, series: 'C' as Series, mayWait: 3 },
    });
    expect(free.lines).toHaveLength(3);
    expect(bookAfter(free, { type: 'RemoveLine', line: 'c' as LineId }).lines).toHaveLength(2);
    for (const [gone, refusal] of [
      [{ type: 'RemoveLine', line: 'c' as LineId }, 'unknown-line'],
      [{ type: 'RemoveTopic', topic: rent }, 'unknown-topic'],
      [{ type: 'RemoveDesk', desk: 'gone' as DeskId }, 'unknown-desk'],
      [{ type: 'RemovePlace', place: 'gone' as PlaceId }, 'unknown-place'],
      [{ type: 'RemoveAgency', agency: 'gone' as AgencyId }, 'unknown-agency'],
      [{ type: 'RemoveInquiry', inquiry: 'gone' as InquiryId }, 'unknown-inquiry'],
      [{ type: 'RemoveDestination', destination: 'x' as DestinationId }, 'unknown-destination'],
      [{ type: 'RemovePrinter', printer: 'x' as PrinterId }, 'unknown-printer'],
    ] as [Asked, string][])
      expect(refusalOf(gone)).toBe(refusal);
  });
});

describe('lists and settings', () => {
  it('[O33] of questions, destinations and places there are at most sixty, each once', () => {
    const inquiry = (index: number): Asked => ({
      type: 'SetInquiry',
      inquiry: { id: `q${index}` as InquiryId, label: { sv: `Fråga ${index}` } },
    });
    const sixty = bookAfter(smallOffice, ...Array.from({ length: 60 }, (_, i) => inquiry(i)));
    expect(bookAfter(sixty, inquiry(0)).inquiries).toHaveLength(60);
    expect(mistakesOf(inquiry(60), sixty)).toEqual(['inquiries are more than an office can have']);
  });

  it('[O34] a number is called again after 0 to 120 seconds, and a printer keeps its connection', () => {
    const settings = { ...smallOffice.settings, recallAfterSeconds: 121 };
    expect(mistakesOf({ type: 'SetSettings', settings })).toEqual([
      'settings.recallAfterSeconds is outside what is allowed',
    ]);
    const [printer] = smallOffice.printers;
    if (!printer) expect.unreachable();
    const named = { ...printer, name: { sv: 'Vid dörren' }, connection: null };
    const renamed = bookAfter(smallOffice, { type: 'SetPrinter', printer: named });
    expect(renamed.printers).toEqual([{ ...named, connection: printer.connection }]);
    const other = { ...named, id: 'other' as PrinterId };
    expect(mistakesOf({ type: 'SetPrinter', printer: other })).toHaveLength(1);
  });
});

describe('drafts', () => {
  const ann = 'account:ann';
  const bo = 'account:bo';
  const drafted = bookAfter(smallOffice, { type: 'DraftNotice', notice, by: ann });
  const strict = { ...drafted, settings: { ...drafted.settings, secondPairOfEyes: true } };
  const publish = (by: string | null): Asked => ({
    type: 'PublishDraft',
    draft: { kind: 'notice', id: notice.id as NoticeId },
    by,
  });

  it('[O35] are kept beside what is shown, and published as they are', () => {
    expect(drafted.notices).toEqual([]);
    expect(drafted.noticeDrafts).toEqual([{ id: 'summer', content: notice, by: ann, at }]);
    const published = bookAfter(drafted, publish(ann));
    expect(published.notices).toEqual([notice]);
    expect(published.noticeDrafts).toEqual([]);
    expect(refusalOf(publish(ann), published)).toBe('unknown-draft');
    const discarded = bookAfter(drafted, {
      type: 'DiscardDraft',
      draft: { kind: 'notice', id: notice.id as NoticeId },
    });
    expect(discarded).toEqual(smallOffice);
  });

  it('[O35] hold nothing that could not be shown', () => {
    const backwards = { ...notice, until: notice.from };
    expect(mistakesOf({ type: 'DraftNotice', notice: backwards })).toEqual([
      'noticeDrafts.summer.until must not end before it has begun',
    ]);
    const activity = { ...cafe, hours: [hoursOf('FREQ=SECONDLY', '17:00', '18:00')] };
    expect(mistakesOf({ type: 'DraftActivity', activity })).toHaveLength(1);
  });

  it('[O36] AB-089 with a second pair of eyes nobody shows alone what she wrote', () => {
    expect(refusalOf({ type: 'SetNotice', notice }, strict)).toBe('needs-a-draft');
    expect(refusalOf({ type: 'SetActivity', activity: cafe }, strict)).toBe('needs-a-draft');
    expect(refusalOf(publish(ann), strict)).toBe('needs-another-person');
    expect(bookAfter(strict, publish(bo)).notices).toEqual([notice]);
  });

  it('[O36] whoever wrote it last is its author, and nobody is somebody else than herself', () => {
    const changed = bookAfter(strict, { type: 'DraftNotice', notice, by: bo });
    expect(refusalOf(publish(bo), changed)).toBe('needs-another-person');
    expect(refusalOf(publish(ann), changed)).toBe(null);
    const nobodys = bookAfter(strict, { type: 'DraftNotice', notice, by: null });
    expect(refusalOf(publish(null), nobodys)).toBe('needs-another-person');
  });

  it('[O36] what is urgent waits for nobody', () => {
    const urgent = { ...notice, priority: 'urgent' as const };
    expect(refusalOf({ type: 'SetNotice', notice: urgent }, strict)).toBe(null);
    const draft = bookAfter(strict, { type: 'DraftNotice', notice: urgent, by: ann });
    expect(refusalOf(publish(ann), draft)).toBe(null);
  });
});

describe('a whole book', () => {
  const { takeover: _none, ...other } = bookAfter(smallOffice, set(rent), {
    type: 'SetNotice',
    notice,
  });
  const takeover = { id: 't', text: { sv: 'Ut!' }, from: at, until: at + 60_000, test: false };

  it('[O38] takes the place of all but a takeover', () => {
    const now = bookAfter(smallOffice, { type: 'BeginTakeover', takeover });
    expect(bookAfter(now, { type: 'ImportBook', book: other })).toEqual({ ...other, takeover });
  });

  it('[O38] is of this office and this zone, and has no mistakes', () => {
    const elsewhere = { ...other, id: 'elsewhere' as OfficeId };
    expect(refusalOf({ type: 'ImportBook', book: elsewhere })).toBe('unknown-office');
    expect(refusalOf({ type: 'ImportBook', book: { ...other, zone: 'Europe/Paris' } })).toBe(
      'unknown-office',
    );
    expect(mistakesOf({ type: 'ImportBook', book: { ...other, desks: [] } })).not.toEqual([]);
  });

  it('[O38] is read from the log as it was written', () => {
    const event: OfficeEvent = { type: 'BookImported', book: other, at };
    const entry = { ...officeFormat.encode(event), id: 'x', cause: null, version: 1 };
    expect(officeFormat.decode(JSON.parse(JSON.stringify(entry)), 'office/small')).toEqual(event);
  });
});

it('[O40] a notice, an event and settings of an older hub have no picture and the usual', () => {
  const decoded = (event: object) =>
    officeFormat.decode(
      { schema: 2, id: 'x', cause: null, version: 1, event: { ...event, at } },
      'office/small',
    );
  const { image: _image, ...oldNotice } = notice;
  expect(decoded({ type: 'NoticeSet', notice: oldNotice })).toEqual({
    type: 'NoticeSet',
    notice,
    at,
  });
  const { image: _none, ...oldCafe } = cafe;
  expect(decoded({ type: 'ActivitySet', activity: oldCafe })).toEqual({
    type: 'ActivitySet',
    activity: cafe,
    at,
  });
  const settings = {
    callGivenTicket: true,
    callsBeforeNoShow: 1,
    lastTicketMinutesBeforeClosing: 5,
  };
  expect(decoded({ type: 'SettingsSet', settings })).toEqual({
    type: 'SettingsSet',
    settings: { ...settings, recallAfterSeconds: 10, secondPairOfEyes: false },
    at,
  });
});

// Any changes at all

const { takeover: _takeover, ...smallWhole } = smallOffice;
const topicIds = [papers, letters, printing, law, rent, 'deposit' as TopicId];
const lineIds = [guides, visitors, 'c' as LineId];
const deskIds = [desk1, desk3, 'desk-9' as DeskId];
const agencyIds = [lawyer, 'police' as AgencyId];
const days = ['2026-11-24', '2026-11-25', '2026-12-01'] as LocalDate[];
const some = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
const subset = <Value>(values: readonly Value[]) => fc.subarray([...values]);
const anyText = some([{ sv: 'En' }, { sv: 'Två', en: 'Two' }]);
const anyHours = some([[], [hoursOf('FREQ=WEEKLY;BYDAY=TU', '13:00', '15:00')]]);
const anyChange = fc.record({
  day: some(days),
  spans: some([[], [{ opens: '10:00', closes: '11:00' }]]),
  why: fc.constant(null),
});
const anyNotice = fc.record({
  ...{ id: some(['a', 'b'] as NoticeId[]), title: anyText, text: fc.constant(null) },
  ...{ image: fc.constant(null), priority: some(['urgent', 'normal'] as const) },
  ...{ from: fc.constant(at), until: some([at, at + DAY_MS]) },
  ...{ weight: some([1, 11]), seconds: some([null, 8, 5]) },
});
const anyTopic = fc
  .record({
    ...{ id: some(topicIds), parent: some([null, ...topicIds]), line: some([null, ...lineIds]) },
    ...{ label: anyText, agency: some([null, ...agencyIds]) },
  })
  .map(({ id, ...given }) => topicOf(id, given));
const anyAsked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({
    type: fc.constant('SetTopic' as const),
    topic: anyTopic,
    servedBy: fc.option(subset(deskIds), { nil: null }),
  }),
  some(topicIds).map((topic): Asked => ({ type: 'RemoveTopic', topic })),
  fc
    .shuffledSubarray(topicIds, { minLength: 3 })
    .map((topics): Asked => ({ type: 'OrderTopics', topics })),
  fc
    .record({ id: some(lineIds), series: some(['A', 'B', 'C', 'c'] as Series[]) })
    .map((line): Asked => ({ type: 'SetLine', line: { ...line, mayWait: 9 } })),
  some(lineIds).map((line): Asked => ({ type: 'RemoveLine', line })),
  fc.record({ id: some(deskIds), topics: subset(topicIds) }).map(
    (desk): Asked => ({
      type: 'SetDesk',
      desk: { ...desk, name: { sv: 'Bord' }, languages: ['sv'] },
    }),
  ),
  some(deskIds).map((desk): Asked => ({ type: 'RemoveDesk', desk })),
  some(agencyIds).map(
    (id): Asked => ({
      type: 'SetAgency',
      agency: { id, name: { sv: 'Ny' }, shortName: null, place: null, speaks: null },
    }),
  ),
  some(agencyIds).map((agency): Asked => ({ type: 'RemoveAgency', agency })),
  fc
    .tuple(some(agencyIds), anyHours)
    .map(([agency, visits]): Asked => ({ type: 'SetVisits', agency, visits })),
  fc
    .tuple(some(agencyIds), anyChange)
    .map(([agency, change]): Asked => ({ type: 'ChangeVisit', agency, change })),
  anyChange.map((change): Asked => ({ type: 'ChangeOpening', change })),
  some(days).map((day): Asked => ({ type: 'RestoreOpening', day })),
  fc
    .tuple(some(days), fc.boolean())
    .map(([day, closed]): Asked => ({ type: 'SetHoliday', holiday: { day, closed, name: null } })),
  anyHours.map((hours): Asked => ({ type: 'SetHours', hours })),
  anyNotice.map((one): Asked => ({ type: 'SetNotice', notice: one })),
  anyNotice.map((one): Asked => ({ type: 'DraftNotice', notice: one, by: 'account:ann' })),
  some(['a', 'b'] as NoticeId[]).map(
    (id): Asked => ({ type: 'PublishDraft', draft: { kind: 'notice', id }, by: 'account:bo' }),
  ),
  some(['a', 'b'] as NoticeId[]).map((one): Asked => ({ type: 'RemoveNotice', notice: one })),
  fc
    .tuple(anyChange, anyNotice)
    .map(([change, one]): Asked => ({ type: 'AnnounceHours', change, notice: one })),
  fc
    .tuple(subset(['sv', 'en', 'fi'] as const), anyText)
    .map(([languages, { sv }]): Asked => ({ type: 'SetOffice', name: sv, languages })),
  fc
    .record({ recallAfterSeconds: some([0, 10, 999]), secondPairOfEyes: fc.boolean() })
    .map(
      (more): Asked => ({ type: 'SetSettings', settings: { ...smallOffice.settings, ...more } }),
    ),
  some(['SE', 'XX', null]).map((country): Asked => ({ type: 'SetHolidayCountry', country })),
  some(['p', 'q'] as PlaceId[]).map(
    (id): Asked => ({ type: 'SetPlace', place: { id, kind: 'room', name: { sv: 'Rum' } } }),
  ),
  fc.constant<Asked>({ type: 'ImportBook', book: smallWhole }),
);

/** What each of these events changed, as the history keeps it. */
function changesOf(book: OfficeBook, events: readonly OfficeEvent[]) {
  const things = new Map<string, { before: BookThing; after: BookThing }>();
  let before = book;
  for (const event of events) {
    const after = fold(before, [event]);
    const about = aboutOf(event) ?? '';
    const was = thingAt(before, about);
    const is = thingAt(after, about);
    if (was && is) things.set(about, { before: things.get(about)?.before ?? was, after: is });
    before = after;
  }
  return [...things.values()];
}

describe('any changes', () => {
  it('[O39] leave a book without mistakes', () => {
    fc.assert(
      fc.property(fc.array(anyAsked, { maxLength: 40 }), (changes) => {
        let book = smallOffice;
        for (const one of changes) {
          const decision = ask(one, book);
          if (decision.accepted) book = fold(book, decision.events);
          expect(bookMistakes(book)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[HI4] taken back, leave the thing as it was, whichever it is', () => {
    const taken = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyAsked, { maxLength: 30 }), (changes) => {
        let book = smallOffice;
        for (const one of changes) {
          const decision = ask(one, book);
          if (!decision.accepted) continue;
          const after = fold(book, decision.events);
          const things = changesOf(book, decision.events);
          const back = bookAfter(after, { type: 'PutBack', things });
          for (const { before } of things) {
            const now = thingAt(back, nameOf(before));
            expect(now && isSame(now, before), `${one.type} ${nameOf(before)}`).toBe(true);
          }
          taken.add(one.type);
          book = after;
        }
      }),
      { numRuns: 200 },
    );
    expect(taken.size).toBeGreaterThan(15);
  });

  it('[HI3] are not taken back when the thing has changed since', () => {
    const first = ask({ type: 'SetNotice', notice });
    if (!first.accepted) expect.unreachable();
    const things = changesOf(smallOffice, first.events);
    const book = fold(smallOffice, first.events);
    const later = bookAfter(book, { type: 'SetNotice', notice: { ...notice, weight: 3 } });
    expect(refusalOf({ type: 'PutBack', things }, later)).toBe('changed-since');
    const elsewhere = bookAfter(book, { type: 'SetNotice', notice: { ...notice, id: 'x' } });
    expect(bookAfter(elsewhere, { type: 'PutBack', things }).notices.map(({ id }) => id)).toEqual([
      'x',
    ]);
  });
});
