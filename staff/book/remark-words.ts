/** What the hub remarks or will not have, in the console's language and with things by their names. Pure. */
import { say } from '#shared/languages/texts.ts';
import type { Remark } from '#shared/views.ts';
import { type Texts, textIn } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Book } from './book.ts';
import { FAULTS, FIELD_OF_FAULT, SHAPE_FAULTS, TOO_LONG } from './faults.ts';

/** 'Språkkafé saknas på några av kontorets språk.' */
export const remarkText = (
  { code, about }: Remark,
  book: Book,
  language: ConsoleLanguage,
): string => say(language, `staff.remark-${code}`, { what: thingText(about, book, language) });

/** What stands wrong, from 'topics.housing.label is too long': for its field, without what it is about. */
export function faultText(mistake: string, language: ConsoleLanguage): string {
  const said = mistake.slice(mistake.indexOf(' ') + 1);
  const [, most] = TOO_LONG.exec(said) ?? [];
  if (most !== undefined) return say(language, 'staff.fault-too-long', { most });
  const key = FAULTS[said] ?? SHAPE_FAULTS[said];
  return key ? say(language, key) : said;
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
  if (!Array.isArray(things)) return about;
  const found: Named | undefined = things.find((one: Named) => one.id === id);
  const { name, title, label, series } = found?.content ?? found ?? {};
  const said = name ?? title ?? label ?? series;
  if (said === undefined) return about;
  return typeof said === 'string' ? said : textIn(said, language).text;
}
type Words = { name?: Texts | string; title?: Texts; label?: Texts; series?: string };
type Named = Words & { id: string; content?: Words };
