/** The office book in words: hours, what was changed, and what the hub remarks, as one colleague tells another. */
import { describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import type { Remark } from '#shared/views.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import type { Book } from '../../staff/book/book.ts';
import { aboutText, actText, type Change, changedFields } from '../../staff/book/change-words.ts';
import { hoursText } from '../../staff/book/hours-words.ts';
import {
  faultText,
  lackingPictureText,
  mistakeText,
  remarkText,
} from '../../staff/book/remark-words.ts';

const AT = Date.parse('2026-11-24T10:00:00+01:00');
const day = (text: string) => text as LocalDate;

describe('hours', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=TU,TH', 'tisdag och torsdag 9.30–16.00', 'Tuesday and Thursday 9:30–16:00'],
    [
      'FREQ=WEEKLY;BYDAY=MO,WE,FR',
      'måndag, onsdag och fredag 9.30–16.00',
      'Monday, Wednesday, and Friday 9:30–16:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      'varannan vecka: tisdag 9.30–16.00',
      'every second week: Tuesday 9:30–16:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=3;BYDAY=TU',
      'var 3:e vecka: tisdag 9.30–16.00',
      'every 3 weeks: Tuesday 9:30–16:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=22;BYDAY=TU',
      'var 22:a vecka: tisdag 9.30–16.00',
      'every 22 weeks: Tuesday 9:30–16:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=12;BYDAY=TU',
      'var 12:e vecka: tisdag 9.30–16.00',
      'every 12 weeks: Tuesday 9:30–16:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=1SA',
      'första lördagen i månaden 9.30–16.00',
      'the first Saturday of the month 9:30–16:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=-1FR',
      'sista fredagen i månaden 9.30–16.00',
      'the last Friday of the month 9:30–16:00',
    ],
    ['FREQ=DAILY', 'varje dag 9.30–16.00', 'every day 9:30–16:00'],
    ['FREQ=DAILY;COUNT=1', '24 november 2026 9.30–16.00', '24 November 2026 9:30–16:00'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=15',
      'enligt regeln FREQ=MONTHLY;BYMONTHDAY=15 9.30–16.00',
      'by the rule FREQ=MONTHLY;BYMONTHDAY=15 9:30–16:00',
    ],
  ])('[BK9] %s is said as one would say it', (rule, sv, en) => {
    const hours = {
      ...{ rule, from: day('2026-11-24'), until: null },
      ...{ opens: '09:30', closes: '16:00' },
    };
    expect(hoursText(hours, 'sv')).toBe(sv);
    expect(hoursText(hours, 'en')).toBe(en);
  });

  it('[BK9] that end are said with their last day', () => {
    const hours = {
      ...{ rule: 'FREQ=WEEKLY;BYDAY=TU', from: day('2026-11-24'), until: day('2026-12-15') },
      ...{ opens: '10:00', closes: '12:00' },
    };
    expect(hoursText(hours, 'sv')).toBe('tisdag 10.00–12.00, till och med 15 december 2026');
    expect(hoursText(hours, 'en')).toBe('Tuesday 10:00–12:00, until 15 December 2026');
  });
});

describe('what was changed', () => {
  const notice = {
    ...{ id: 'sommar', title: { sv: 'Sommarstängt' }, text: null, image: null },
    ...{ priority: 'normal', from: AT, until: AT + 3_600_000, weight: 1, seconds: null },
  };

  it('[BK8] is named by what it is and what it is called, also when it is gone', () => {
    const gone = change({ about: 'notices.sommar', before: notice, after: null });
    expect(aboutText(gone, 'sv')).toBe('Meddelanden: Sommarstängt');
    expect(actText(gone, 'sv')).not.toBe(actText({ ...gone, after: notice }, 'sv'));
    const christmas = { about: 'hoursChanges.2026-12-24', before: null, after: { spans: [] } };
    expect(aboutText(change(christmas), 'sv')).toMatch(/: 24 december 2026$/);
  });

  it('[BK8] is added, changed, removed, put back, imported, or a draft', () => {
    const of = (given: Partial<Change>) =>
      actText(change({ about: 'notices.sommar', ...given }), 'en');
    const acts = [
      of({ before: null, after: notice }),
      of({ before: notice, after: { ...notice, weight: 2 } }),
      of({ before: notice, after: null }),
      of({ what: 'ThingPutBack', before: notice, after: null }),
      of({ what: 'BookImported', about: 'book' }),
      of({ about: 'noticeDrafts.sommar', before: null, after: { id: 'sommar', content: notice } }),
      of({ about: 'noticeDrafts.sommar', before: { id: 'sommar', content: notice }, after: null }),
    ];
    expect(new Set(acts).size).toBe(acts.length);
  });

  it('[BK8] stands field by field, before and after, in words', () => {
    const after = {
      ...notice,
      title: { sv: 'Stängt i juli', en: 'Closed in July' },
      priority: 'urgent',
    };
    const fields = changedFields(
      change({ about: 'notices.sommar', before: notice, after }),
      book(),
      'sv',
    );
    expect(fields).toEqual([
      { field: 'Rubrik', before: 'Sommarstängt', after: 'Stängt i juli · en: Closed in July' },
      { field: expect.any(String), before: 'Vanligt', after: 'Viktigt: visas ensamt' },
    ]);
  });

  it('[BK8] of hours is told as hours, of other things by their names, of settings yes and no', () => {
    const hours = (byday: string) => [
      {
        ...{ rule: `FREQ=WEEKLY;BYDAY=${byday}`, from: '2026-01-01', until: null },
        ...{ opens: '09:00', closes: '12:00' },
      },
    ];
    const visits = changedFields(
      change({
        about: 'agencies.jurist',
        before: { id: 'jurist', name: { sv: 'Jurist' }, visits: hours('TU') },
        after: { id: 'jurist', name: { sv: 'Jurist' }, visits: hours('TH') },
      }),
      book(),
      'sv',
    );
    expect(visits.map(({ before, after }) => [before, after])).toEqual([
      ['tisdag 9.00–12.00', 'torsdag 9.00–12.00'],
    ]);
    const desk = { id: 'bord-1', name: { sv: 'Bord 1' }, languages: ['sv'] };
    const served = changedFields(
      change({
        about: 'desks.bord-1',
        before: { ...desk, topics: ['brev'] },
        after: { ...desk, topics: ['brev', 'bostad'] },
      }),
      book(),
      'sv',
    );
    expect(served.map(({ after }) => after)).toEqual(['Brev och Bostad']);
    const settings = changedFields(
      change({
        about: 'settings',
        before: { secondPairOfEyes: false },
        after: { secondPairOfEyes: true },
      }),
      book(),
      'en',
    );
    expect(settings.map(({ before, after }) => [before, after])).toEqual([['no', 'yes']]);
  });

  it('[BK8] is never told as data', () => {
    const changes: Partial<Change>[] = [
      { about: 'notices.sommar', before: null, after: notice },
      {
        about: 'topics.brev',
        before: null,
        after: {
          ...{ id: 'brev', label: { sv: 'Brev' }, parent: null, line: 'a', pictogram: 'letter' },
          ...{ sensitive: true, discreetLabel: { sv: 'Råd' }, agency: null, headStartMinutes: 5 },
          ...{ answer: { text: { sv: 'Läs mer' }, url: 'https://example.org' } },
          ...{ bring: [{ sv: 'Brevet' }], servedBy: ['bord-1'] },
        },
      },
      {
        about: 'hoursChanges.2026-12-24',
        before: null,
        after: {
          day: '2026-12-24',
          spans: [{ opens: '09:00', closes: '11:00' }],
          why: { sv: 'Jul' },
        },
      },
      {
        about: 'displays.fonstret',
        before: null,
        after: {
          ...{ id: 'fonstret', name: { sv: 'Fönstret' } },
          ...{ panelWidthMm: 1210, viewingDistanceMm: 6000 },
        },
      },
      { about: 'languages', before: ['sv', 'en'], after: ['sv', 'ar'] },
      { about: 'holidayCountry', before: null, after: 'SE' },
      { about: 'name', before: 'Torget', after: 'Torget Rågsved' },
      {
        about: 'noticeDrafts.sommar',
        before: null,
        after: { id: 'sommar', content: notice, at: AT, by: 'x' },
      },
    ];
    for (const given of changes) {
      const told = changedFields(change(given), book(), 'sv');
      expect(told.length, given.about).toBeGreaterThan(0);
      for (const { field, before, after } of told) {
        expect(`${before} ${after}`, `${given.about}: ${field}`).not.toMatch(
          /[{}"[\]]|undefined|null|NaN/,
        );
        expect(field, given.about).not.toMatch(/[a-z][A-Z]/);
      }
    }
  });
});

describe('what the hub says', () => {
  /** The compiler sees to it that none is left out. */
  const REMARKS: Readonly<Record<Remark['code'], true>> = {
    'overlaps-other-calendar': true,
    'visit-outside-opening-hours': true,
    'falls-on-holiday': true,
    'event-without-time': true,
    'notice-has-ended': true,
    'takeover-goes-on': true,
    'notice-not-shown': true,
    'agenda-not-shown': true,
    'calendar-too-full': true,
    'lies-in-the-past': true,
    'name-too-long': true,
    'window-too-small': true,
    'no-alternative-text': true,
    'language-missing': true,
  };

  it.each(Object.keys(REMARKS) as Remark['code'][])(
    '[BK8] a remark, %s, is a sentence of its own',
    (code) => {
      const remark = { code, about: 'agencies.jurist', message: 'in English' };
      for (const language of ['sv', 'en'] as const) {
        const said = remarkText(remark, book(), language);
        expect(said).toMatch(/\.$/);
        expect(said).not.toContain('agencies');
      }
      expect(remarkText(remark, book(), 'sv')).not.toBe(remarkText(remark, book(), 'en'));
    },
  );

  it('[BK8] a remark about a draft names what is drafted, and one about hours the hours', () => {
    const missing = { code: 'language-missing', message: '' } as const;
    expect(remarkText({ ...missing, about: 'noticeDrafts.sommar' }, book(), 'sv')).toContain(
      'Sommarstängt',
    );
    expect(
      remarkText({ code: 'falls-on-holiday', about: 'hours', message: '' }, book(), 'sv'),
    ).not.toContain('hours');
  });

  it('[BK8] a mistake names its thing as it is called, or what kind of thing or field it would be', () => {
    const told = (mistake: string) => mistakeText(mistake, book(), 'sv');
    expect(told('topics.brev needs a line for its tickets')).toMatch(/^Brev: /);
    expect(told('agencies.ny.visits.0 must close after it opens, on the same day')).toMatch(
      /^Besökande verksamheter \(ny\): /,
    );
    expect(told('title.sv says nothing')).toMatch(/^Rubrik: /);
  });

  it('[BK8] at its field, what has no words here is not said in the hub’s', () => {
    for (const language of ['sv', 'en'] as const)
      expect(
        faultText('title Invalid input: expected object, received null', language),
      ).not.toMatch(/Invalid|object|null/);
  });

  it.each([
    [
      'book.printers.0.name.sv is longer than 80 letters',
      'book.printers.0.name.sv: är längre än 80 tecken',
    ],
    [
      'book.lines.2.mayWait Too big',
      'book.lines.2.mayWait: kan inte sparas som det står (Too big)',
    ],
    ['media.abc must be there, as a hub has drawn it', 'media.abc: saknas i filen'],
    ['the whole file Invalid input', 'Hela filen: kan inte sparas som det står (Invalid input)'],
    ['topics.ny needs a line for its tickets', 'Ämnen (ny): behöver en kö för sina nummer'],
  ])('[BK8] of a file that is read in, %s, keeps its place', (mistake, said) => {
    expect(mistakeText(mistake, book(), 'sv')).toBe(said);
  });

  it('[BK8] a picture that is gone is told by what shows it', () => {
    const gone = 'media.abc is not on this hub any more: drafts.sommar, notices.vinter';
    expect(lackingPictureText(gone, book(), 'sv')).toBe('Sommarstängt och Meddelanden (vinter)');
  });

  it('[BK8] which languages are missing is said by their names, and of how many', () => {
    const remark = { code: 'language-missing', about: 'agencies.jurist', message: '' } as const;
    expect(remarkText({ ...remark, languages: ['en'] }, book(), 'sv')).toBe(
      'Jurist saknas på 1 av kontorets 2 språk: engelska.',
    );
  });
});

// Help

function change(given: Partial<Change>): Change {
  return {
    version: 7,
    at: AT,
    name: 'Ada',
    what: 'Set',
    about: 'book',
    before: null,
    after: null,
    ...given,
  };
}

function book(): Book {
  const notice = { id: 'sommar', title: { sv: 'Sommarstängt' } };
  return {
    ...{ id: 'liten', name: 'Liten', zone: 'Europe/Stockholm', languages: ['sv', 'en'] },
    lines: [{ id: 'a', series: 'A', mayWait: 10 }],
    topics: [
      { id: 'brev', label: { sv: 'Brev' }, parent: null, line: 'a' },
      { id: 'bostad', label: { sv: 'Bostad' }, parent: null, line: 'a' },
    ],
    desks: [{ id: 'bord-1', name: { sv: 'Bord 1' }, topics: ['brev'], languages: ['sv'] }],
    agencies: [{ id: 'jurist', name: { sv: 'Jurist' }, visits: [], changes: [] }],
    notices: [],
    activityDrafts: [],
    noticeDrafts: [{ id: 'sommar', content: notice, at: AT, name: null }],
    hours: [],
  } as unknown as Book;
}
