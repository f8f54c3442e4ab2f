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
export const faultText = (mistake: string, language: ConsoleLanguage): string =>
  knownFault(saidOf(mistake), language) ?? say(language, 'staff.fault-unknown');

/**
 * The same as one line by itself, for a mistake that has no field here. What has no name here is told by its place,
 * and what has no words here by the hub's own: whoever mends a file finds it by them.
 */
export function mistakeText(mistake: string, book: Book, language: ConsoleLanguage): string {
  const said = saidOf(mistake);
  const place = mistake.slice(0, mistake.length - said.length).trim();
  const fault = knownFault(said, language) ?? `${say(language, 'staff.fault-unknown')} (${said})`;
  return `${placeText(place, book, language)}: ${fault}`;
}

/** From 'media.1f… is not on this hub any more: notices.summer, drafts.summer': what shows the picture, by name. */
export const lackingPictureText = (
  detail: string,
  book: Book,
  language: ConsoleLanguage,
): string => {
  const places = detail.slice(detail.indexOf(': ') + 2).split(', ');
  return new Intl.ListFormat(language).format(
    places.map((place) => placeText(place, book, language)),
  );
};

const WHOLE_FILE = 'the whole file ';
const saidOf = (mistake: string): string =>
  mistake.startsWith(WHOLE_FILE)
    ? mistake.slice(WHOLE_FILE.length)
    : mistake.slice(mistake.indexOf(' ') + 1);

function knownFault(said: string, language: ConsoleLanguage): string | undefined {
  const [, most] = TOO_LONG.exec(said) ?? [];
  if (most !== undefined) return say(language, 'staff.fault-too-long', { most });
  const key = FAULTS[said] ?? SHAPE_FAULTS[said];
  return key && say(language, key);
}

/** Whether a mistake stands at a field: 'notices.summer.title is too long' is of 'title'. */
export function isOfField(mistake: string, name: string): boolean {
  const [at = ''] = mistake.split(' ');
  const of = FIELD_OF_FAULT[mistake.slice(at.length + 1)];
  return of === undefined ? at.split('.').includes(name) : of === name;
}

/** By name; of something that is not there what kind of thing it would be. */
const thingText = (about: string, book: Book, language: ConsoleLanguage): string =>
  nameText(about, book, language) ?? kindText(about, language) ?? say(language, 'staff.page-book');

/** By name; of something that is not there, or has none, by where it stands: 'book.lines.2.mayWait'. */
function placeText(place: string, book: Book, language: ConsoleLanguage): string {
  if (place === WHOLE_FILE.trim()) return say(language, 'staff.book-whole-file');
  const name = nameText(place, book, language);
  if (name !== undefined) return name;
  const [, id] = place.split('.');
  const kind = kindText(place, language);
  return kind && id ? `${kind} (${id})` : place;
}

function nameText(about: string, book: Book, language: ConsoleLanguage): string | undefined {
  const [part = '', id] = about.split('.');
  if (part === 'hours') return say(language, 'staff.book-opening-hours');
  const things =
    part === 'drafts'
      ? [...book.noticeDrafts, ...book.activityDrafts]
      : (book as unknown as Record<string, unknown>)[part];
  if (!Array.isArray(things)) return fieldText(part, language);
  const found: Named | undefined = things.find((one: Named) => one.id === id);
  const { name, title, label, series } = found?.content ?? found ?? {};
  const said = name ?? title ?? label ?? series;
  return said === undefined || typeof said === 'string' ? said : textIn(said, language).text;
}

function kindText(about: string, language: ConsoleLanguage): string | undefined {
  const [part = ''] = about.split('.');
  return Object.hasOwn(KINDS, part) ? say(language, kindOf(part as KindName).title) : undefined;
}

/** What stands in a form by itself: 'title.sv'. */
function fieldText(name: string, language: ConsoleLanguage): string | undefined {
  const fields = Object.keys(KINDS).flatMap((kind) => kindOf(kind as KindName).fields);
  const field = fields.find((one) => one.name === name);
  return field && say(language, field.label);
}
type Words = { name?: Texts | string; title?: Texts; label?: Texts; series?: string };
type Named = Words & { id: string; content?: Words };
