/** Rules O1…O13: how an office is told of, and which books an office can be run by. */
import { describe, expect, it } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { type BookMistake, bookMistakes } from '#server/office/book-mistakes.ts';
import { decide } from '#server/office/decide.ts';
import { evolve, type OfficeEvent } from '#server/office/office-book.ts';
import { officeFormat } from '#server/office/office-format.ts';
import type { OfficeBook, Topic } from '#shared/office-book.ts';
import type { AgencyId, LineId, LocalDate, Series, TopicId } from '#shared/vocabulary.ts';
import {
  desk1,
  hoursOf,
  law,
  letters,
  papers,
  printing,
  smallOffice,
  stockholm,
  topicOf,
} from '#test/support/office.ts';

const at = stockholm('2026-11-24T09:00');
const seeded = decide(null, { type: 'SeedOffice', book: smallOffice, at });
const history: readonly OfficeEvent[] = seeded.accepted ? seeded.events : [];

describe('seeding an office', () => {
  it('[O1] tells of it one thing at a time, and the whole is the book', () => {
    expect(history.map(({ type }) => type)).toEqual([
      'OfficeFounded',
      'LanguagesOffered',
      'SettingsSet',
      'HoursSet',
      'HolidayCountrySet',
      'LineAdded',
      'LineAdded',
      'AgencyAdded',
      'TopicAdded',
      'TopicAdded',
      'TopicAdded',
      'TopicAdded',
      'DeskAdded',
      'DeskAdded',
      'PrinterAdded',
    ]);
    expect(history.every((event) => event.at === at)).toBe(true);
    expect(history.reduce(evolve, null)).toEqual(smallOffice);
  });

  it('[O1] an office that is only founded is closed and has nothing to ask for', () => {
    expect(history.slice(0, 1).reduce(evolve, null)).toMatchObject({
      id: 'small',
      zone: 'Europe/Stockholm',
      languages: ['sv'],
      topics: [],
      desks: [],
      hours: [],
    });
  });

  it('[O2] happens once', () => {
    expect(decide(smallOffice, { type: 'SeedOffice', book: smallOffice, at })).toEqual({
      accepted: false,
      refusal: 'already-seeded',
    });
  });

  it('[O3] is the same office when it is read from the log again', async () => {
    const log = new InMemoryEventLog();
    const entries = history.map((event, index) => ({
      id: `event-${index}`,
      cause: null,
      ...officeFormat.encode(event),
    }));
    await log.append('office/small', entries, 0);
    const told = (await log.read('office/small')).map((entry) =>
      officeFormat.decode(entry, 'office/small'),
    );
    expect(told.reduce(evolve, null)).toEqual(smallOffice);
    await log.close();
  });

  it('[O3] an entry that was tampered with stops the hub instead of making an odd office', () => {
    const [founded] = history;
    const entry = {
      id: 'event-1',
      cause: null,
      version: 1,
      ...officeFormat.encode({ ...founded, zone: 7 } as unknown as OfficeEvent),
    };
    expect(() => officeFormat.decode(entry, 'office/small')).toThrow(/OfficeFounded\.zone/);
  });
});

describe('a book', () => {
  it('[O4] is refused with all of its mistakes at once', () => {
    const book = {
      ...withTopic(letters, { line: 'nowhere' as LineId, headStartMinutes: 31 }),
      zone: 'Europe/Rågsved',
      hours: [hoursOf('FREQ=HOURLY', '09:00', '08:00')],
    };
    expect(decide(null, { type: 'SeedOffice', book, at })).toEqual({
      accepted: false,
      refusal: 'book-has-mistakes',
      mistakes: [
        { at: 'zone', mistake: 'no-such-zone' },
        { at: 'hours.0', mistake: 'rule-is-not-understood' },
        { at: 'hours.0', mistake: 'closes-before-it-opens' },
        { at: 'topics.letters', mistake: 'no-such-line' },
        { at: 'topics.letters.headStartMinutes', mistake: 'out-of-bounds' },
      ],
    });
  });

  it('[O5] has topics on two levels and no third', () => {
    const third = topicOf('third' as TopicId, { parent: letters });
    expect(mistakesOf(withTopics(third))).toContainEqual({
      at: 'topics.third',
      mistake: 'parent-is-not-at-the-top',
    });
    const orphan = topicOf('orphan' as TopicId, { parent: 'nobody' as TopicId });
    expect(mistakesOf(withTopics(orphan))).toEqual([
      { at: 'topics.orphan', mistake: 'no-such-parent' },
    ]);
    const loop = withTopic(papers, { parent: papers });
    expect(mistakesOf(loop)).toContainEqual({
      at: 'topics.papers',
      mistake: 'parent-is-not-at-the-top',
    });
  });

  it('[O6] has at most eight topics at the top, and eight under each', () => {
    const many = (count: number, parent: TopicId | null) =>
      withTopics(
        ...Array.from({ length: count }, (_, index) =>
          topicOf(`more-${index}` as TopicId, { parent }),
        ),
      );
    expect(mistakesOf(many(6, null))).toEqual([]); // two were there
    expect(mistakesOf(many(7, null))).toEqual([{ at: 'topics', mistake: 'too-many-topics' }]);
    expect(mistakesOf(many(6, papers))).toEqual([]);
    expect(mistakesOf(many(7, papers))).toEqual([
      { at: 'topics.papers', mistake: 'too-many-topics' },
    ]);
  });

  it('[O7] gives tickets for a topic only, never for a group', () => {
    expect(mistakesOf(withTopic(letters, { line: null }))).toEqual([
      { at: 'topics.letters', mistake: 'topic-without-a-line' },
    ]);
    expect(mistakesOf(withTopic(papers, { line: 'guides' as LineId }))).toEqual([
      { at: 'topics.papers', mistake: 'group-has-a-line' },
    ]);
    const desk = { ...deskOne, topics: [...deskOne.topics, papers] };
    expect(mistakesOf({ ...smallOffice, desks: [desk, ...otherDesks] })).toEqual([
      { at: 'desks.desk-1.topics.papers', mistake: 'desk-serves-a-group' },
    ]);
  });

  it('[O8] numbers every line by a letter of its own', () => {
    const series = (letter: string) => ({
      ...smallOffice,
      lines: smallOffice.lines.map((line) => ({ ...line, series: letter as Series })),
    });
    expect(mistakesOf(series('A'))).toEqual([
      { at: 'lines.guides.series', mistake: 'series-used-twice' },
      { at: 'lines.visitors.series', mistake: 'series-used-twice' },
    ]);
    expect(mistakesOf(series('Å')).map(({ mistake }) => mistake)).toContain(
      'series-is-not-a-letter',
    );
  });

  it('[O8] bounds how many may wait in a line', () => {
    const mayWait = (most: number) => ({
      ...smallOffice,
      lines: smallOffice.lines.map((line) => ({ ...line, mayWait: most })),
    });
    expect(mistakesOf(mayWait(1))).toEqual([]);
    expect(mistakesOf(mayWait(10_000))).toEqual([]);
    expect(mistakesOf(mayWait(0))[0]).toEqual({
      at: 'lines.guides.mayWait',
      mistake: 'out-of-bounds',
    });
    expect(mistakesOf(mayWait(10_001))).toHaveLength(2);
  });

  it('[O9] speaks only of things that are in it, each by a name of its own', () => {
    expect(mistakesOf(withTopic(law, { agency: 'gone' as AgencyId }))).toEqual([
      { at: 'topics.law', mistake: 'no-such-agency' },
    ]);
    const desk = { ...deskOne, topics: [...deskOne.topics, 'gone' as TopicId] };
    expect(mistakesOf({ ...smallOffice, desks: [desk, ...otherDesks] })).toEqual([
      { at: 'desks.desk-1.topics.gone', mistake: 'no-such-topic' },
    ]);
    expect(mistakesOf({ ...smallOffice, languages: ['sv'] })).toEqual([
      { at: 'desks.desk-1.languages.en', mistake: 'language-not-offered' },
    ]);
    const twice = {
      ...smallOffice,
      agencies: [...smallOffice.agencies, ...smallOffice.agencies],
      desks: [...smallOffice.desks, ...smallOffice.desks],
    };
    expect(mistakesOf(twice)).toEqual([
      { at: 'agencies.lawyer', mistake: 'named-twice' },
      { at: 'desks.desk-1', mistake: 'named-twice' },
      { at: 'desks.desk-3', mistake: 'named-twice' },
    ]);
  });

  it('[O10] lets nobody wait for a topic that no desk serves', () => {
    const desk = { ...deskOne, topics: [letters] };
    expect(mistakesOf({ ...smallOffice, desks: [desk, ...otherDesks] })).toEqual([
      { at: `topics.${printing}`, mistake: 'nobody-serves-it' },
    ]);
    expect(
      mistakesOf({ ...smallOffice, desks: [{ ...deskOne, topics: [] }, ...otherDesks] }),
    ).toEqual(expect.arrayContaining([{ at: 'desks.desk-1', mistake: 'serves-nothing' }]));
  });

  it.each([
    [-1, false],
    [0, true],
    [30, true],
    [31, false],
    [7.5, false],
  ])('[O11] a head start of %d minutes: allowed is %s', (headStartMinutes, allowed) => {
    const mistakes = mistakesOf(withTopic(letters, { headStartMinutes }));
    expect(mistakes.length === 0).toBe(allowed);
  });

  it('[O12] has a discreet label for a sensitive topic, and one that does not give it away', () => {
    expect(mistakesOf(withTopic(law, { discreetLabel: null }))).toEqual([
      { at: 'topics.law', mistake: 'sensitive-without-discreet-label' },
    ]);
    expect(
      mistakesOf(withTopic(law, { discreetLabel: { sv: 'Tid att prata med en jurist' } })),
    ).toEqual([{ at: 'topics.law', mistake: 'discreet-label-reveals' }]);
  });

  it('[O13] is in a zone that knows summer time, in Swedish at least, with hours that exist', () => {
    expect(mistakesOf({ ...smallOffice, zone: '+01:00' })).toEqual([
      { at: 'zone', mistake: 'no-such-zone' },
    ]);
    const english = smallOffice.desks.map((desk) => ({ ...desk, languages: ['en' as const] }));
    expect(mistakesOf({ ...smallOffice, languages: ['en'], desks: english })).toEqual([
      { at: 'languages', mistake: 'swedish-is-missing' },
    ]);
    const [agency] = smallOffice.agencies;
    const visits = [{ ...hoursOf('FREQ=DAILY', '9', '25:00'), from: '2026-13-01' as LocalDate }];
    expect(mistakesOf({ ...smallOffice, agencies: agency ? [{ ...agency, visits }] : [] })).toEqual(
      [
        { at: 'agencies.lawyer.visits.0', mistake: 'no-such-day' },
        { at: 'agencies.lawyer.visits.0', mistake: 'no-such-time' },
      ],
    );
  });
});

const deskOne = smallOffice.desks.find(({ id }) => id === desk1) ?? expect.unreachable();
const otherDesks = smallOffice.desks.filter(({ id }) => id !== desk1);

function withTopic(id: TopicId, change: Partial<Topic>): OfficeBook {
  return {
    ...smallOffice,
    topics: smallOffice.topics.map((topic) => (topic.id === id ? { ...topic, ...change } : topic)),
  };
}

/** The first desk serves the new ones too. */
function withTopics(...more: readonly Topic[]): OfficeBook {
  const desk = { ...deskOne, topics: [...deskOne.topics, ...more.map(({ id }) => id)] };
  return {
    ...smallOffice,
    topics: [...smallOffice.topics, ...more],
    desks: [desk, ...otherDesks],
  };
}

function mistakesOf(book: OfficeBook): readonly BookMistake[] {
  return bookMistakes(book);
}
