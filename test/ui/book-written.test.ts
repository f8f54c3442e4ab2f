/** What a form of the office book says is not written, and which translations stand as they were. */
import { describe, expect, it } from 'vitest';
import ragsved from '../../office/ragsved.json' with { type: 'json' };
import '#shared/languages/staff-texts.ts';
import type { Book } from '../../staff/book/book.ts';
import { KINDS, type KindName, kindOf } from '../../staff/book/things.ts';
import { leftBehind, leftOut } from '../../staff/book/written.ts';

const NAMES = Object.keys(KINDS) as KindName[];

describe('what is left out', () => {
  it.each(NAMES)('[BK18] of a new one of %s is said by a sentence at its field', (name) => {
    const kind = kindOf(name);
    const blank = kind.blank(book());
    const lacking = leftOut(kind.fields, blank, 'sv');
    for (const field of kind.fields) {
      const isNeeded = (field.kind === 'texts' || field.kind === 'text') && !field.optional;
      if (isNeeded) expect(lacking.get(field.name), field.name).toMatch(/^Skriv .*\.$/);
    }
    const inEnglish = leftOut(kind.fields, blank, 'en');
    expect([...inEnglish.keys()]).toEqual([...lacking.keys()]);
    for (const [field, said] of lacking) expect(inEnglish.get(field)).not.toBe(said);
  });

  const WRITTEN = [
    ...(['agencies', 'activities', 'topics', 'desks', 'displays'] as const),
    ...(['places', 'inquiries', 'destinations', 'lines'] as const),
  ];
  it.each(WRITTEN)('[BK18] is nothing of any of %s that the office has', (name) => {
    const { list, fields } = kindOf(name);
    const things = list(ragsvedBook());
    expect(things.length).toBeGreaterThan(0);
    for (const thing of things)
      expect([...leftOut(fields, thing, 'sv').keys()], String(thing['id'])).toEqual([]);
  });

  it('[BK18] is nothing where all that must be is written', () => {
    const { fields, blank } = kindOf('activities');
    expect(leftOut(fields, { ...blank(book()), title: { sv: 'Julpyssel' } }, 'sv').size).toBe(0);
  });

  it.each([
    ['a title in other languages only', { title: { sv: '', en: 'Crafts' } }, 'title', /svenska/],
    ['a title of spaces', { title: { sv: '  ' } }, 'title', /rubrik/],
    ['a text in other languages only', { text: { sv: ' ', en: 'Come' } }, 'text', /svenska/],
    ['an hour without a time', { hours: [hours('', '12:00')] }, 'hours', /klockslag/],
    [
      'an hour without a first day',
      { hours: [{ ...hours('10:00', '12:00'), from: null }] },
      'hours',
      /dag/,
    ],
    [
      'words for a picture in other languages only',
      { image: { media: 'x', alt: { sv: '', en: 'Paper' } } },
      'image',
      /svenska/,
    ],
  ])('[BK18] an event with %s lacks it', (_, given, field, said) => {
    const { fields, blank } = kindOf('activities');
    const value = { ...blank(book()), title: { sv: 'Julpyssel' }, ...given };
    expect([...leftOut(fields, value, 'sv').keys()]).toEqual([field]);
    expect(leftOut(fields, value, 'sv').get(field)).toMatch(said);
  });

  it.each([
    ['no number', { headStartMinutes: Number.NaN }, 'headStartMinutes'],
    ['too large a number', { headStartMinutes: 31 }, 'headStartMinutes'],
    ['no desk at all', { desks: [] }, 'desks'],
    ['a link that says nothing', { answer: { text: { sv: '' }, url: 'https://x.se' } }, 'answer'],
    ['a link that is no address', { answer: { text: { sv: 'Läs' }, url: 'x.se' } }, 'answer'],
    ['half a thing to bring', { bring: [{ sv: '', en: 'The letter' }] }, 'bring'],
  ])('[BK18] a topic with %s lacks it', (_, given, field) => {
    const { fields, blank } = kindOf('topics');
    const value = { ...blank(book()), label: { sv: 'Brev' }, ...given };
    expect([...leftOut(fields, value, 'sv').keys()]).toEqual([field]);
  });
});

describe('a text whose Swedish is another', () => {
  const { fields } = kindOf('topics');
  const was = { label: { sv: 'Äldreomsorg', en: 'Elderly care', fi: 'Vanhustenhoito' } };
  const left = (label: object) => leftBehind(fields, was, { label }, 'sv');

  it('[BK19] names the languages that stand as before', () => {
    expect(left({ ...was.label, sv: 'Hjälp för äldre' })).toEqual([
      'Vad det heter på automaten: den svenska texten är ny, men som förut på engelska och finska.',
    ]);
    expect(left({ ...was.label, sv: 'Hjälp för äldre', en: 'Help for the elderly' })).toEqual([
      expect.stringMatching(/förut på finska\.$/),
    ]);
  });

  it('[BK19] names none where all are written anew, or the Swedish is the same', () => {
    expect(left({ sv: 'Hjälp för äldre', en: 'Help', fi: 'Apua' })).toEqual([]);
    expect(left({ ...was.label, en: 'Help' })).toEqual([]);
    expect(leftBehind(fields, {}, { label: { sv: 'Nytt' } }, 'sv')).toEqual([]);
  });
});

function hours(opens: string, closes: string) {
  return { rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-11-24', until: null, opens, closes };
}

function book(): Book {
  return {
    ...{ id: 'liten', name: 'Liten', zone: 'Europe/Stockholm', languages: ['sv', 'en'] },
    lines: [{ id: 'a', series: 'A', mayWait: 10 }],
    ...{ topics: [], desks: [], agencies: [] },
  } as unknown as Book;
}

/** As the hub makes it of its file, as far as the forms read it. */
function ragsvedBook(): Book {
  const topics = ragsved.topics.map((topic) => ({
    ...{ line: null, parent: null, headStartMinutes: 0 },
    ...topic,
  }));
  const desks = ragsved.desks.map((desk) => ({
    ...desk,
    topics: topics.filter(({ line }) => desk.lines.some((one) => one === line)).map(({ id }) => id),
  }));
  return { ...ragsved, topics, desks } as unknown as Book;
}
