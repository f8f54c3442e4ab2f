/** What the hub remarks or will not have, in the console's language and with things by their names. Pure. */
import { say } from '#shared/languages/texts.ts';
import type { Remark } from '#shared/views.ts';
import { type Texts, textIn } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Book } from './book.ts';
import { FAULTS, FIELD_OF_FAULT, SHAPE_FAULTS, TOO_LONG } from './faults.ts';
import { KINDS, type KindName, kindOf } from './things.ts';
import { languagesText } from './written.ts';

/** 'Språkkafé saknas på 2 av kontorets 12 språk: engelska och finska.' */
export const remarkText = (
  { code, about, languages }: Remark,
  book: Book,
  language: ConsoleLanguage,
): string => {
  const what = thingText(about, book, language);
  if (code !== 'language-missing' || !languages)
    return say(language, `staff.remark-${code}`, { what });
  return say(language, 'staff.remark-languages-missing', {
    ...{ what, count: languages.length, of: book.languages.length },
    languages: languagesText(languages, language),
  });
};

/** What stands wrong, from 'topics.housing.label is too long': for its field, without what it is about. */
export function faultText(mistake: string, language: ConsoleLanguage): string {
  const said = mistake.slice(mistake.indexOf(' ') + 1);
  const [, most] = TOO_LONG.exec(said) ?? [];
  if (most !== undefined) return say(language, 'staff.fault-too-long', { most });
  const key = FAULTS[said] ?? SHAPE_FAULTS[said];
  return say(language, key ?? 'staff.fault-unknown');
}

/** The same as one line by itself, for a mistake that has no field here. */
export const mistakeText = (mistake: string, book: Book, language: ConsoleLanguage): string => {
  const about = mistake.split(' ')[0] ?? '';
  return `${thingText(about, book, language)}: ${faultText(mistake, language)}`;
};

/** Whether a mistake stands at a field: 'notices.summer.title is too long' is of 'title'. */
export function isOfField(mistake: string, name: string): boolean {
  const [at = ''] = mistake.split(' ');
  const of = FIELD_OF_FAULT[mistake.slice(at.length + 1)];
  return of === undefined ? at.split('.').includes(name) : of === name;
}

function thingText(about: string, book: Book, language: ConsoleLanguage): string {
  const [part = '', id] = about.split('.');
  if (part === 'hours') return say(language, 'staff.book-opening-hours');
  const things = (book as unknown as Record<string, unknown>)[part];
  if (!Array.isArray(things)) return fieldText(part, language);
  const found: Named | undefined = things.find((one: Named) => one.id === id);
  const { name, title, label, series } = found?.content ?? found ?? {};
  const said = name ?? title ?? label ?? series;
  // Of something that is not there: what kind of thing it would be.
  if (said === undefined)
    return say(language, part in KINDS ? kindOf(part as KindName).title : 'staff.page-book');
  return typeof said === 'string' ? said : textIn(said, language).text;
}
/** What stands in a form by itself: 'title.sv'. */
function fieldText(name: string, language: ConsoleLanguage): string {
  const fields = Object.keys(KINDS).flatMap((kind) => kindOf(kind as KindName).fields);
  return say(language, fields.find((field) => field.name === name)?.label ?? 'staff.page-book');
}
type Words = { name?: Texts | string; title?: Texts; label?: Texts; series?: string };
type Named = Words & { id: string; content?: Words };
