/** What was changed in the office book, as one would tell it to a colleague: what, how, and each field before and after. Pure. */
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import { momentText } from '#shared/ui/office-time.ts';
import { LANGUAGES, type Language, type LocalDate, textIn } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeNow } from './book.ts';
import { clockSpan, dateText, hoursText } from './hours-words.ts';
import { type Field, KINDS, type KindName, kindOf, type Value } from './things.ts';

/** As GET …/book/history tells it. */
export type Change = {
  /** Of the book right after it. */
  version: number;
  at: number;
  name: string | null;
  /** The kind of fact: 'NoticeSet'. */
  what: string;
  /** 'notices.summer', 'hoursChanges.2026-12-24', 'settings' */
  about: string;
  before: unknown;
  after: unknown;
};
export type ChangedField = { field: string; before: string; after: string };

/** Parts of the book that are no list of things here. */
const PARTS: Record<string, TextKey> = {
  name: 'staff.book-office',
  languages: 'staff.book-languages',
  settings: 'staff.book-settings',
  hours: 'staff.book-opening-hours',
  hoursChanges: 'staff.book-opening-hours',
  holidayCountry: 'staff.book-holidays',
  topicOrder: 'staff.book-topic-order',
  book: 'staff.page-book',
  noticeDrafts: 'staff.book-notices',
  activityDrafts: 'staff.book-activities',
  printers: 'staff.book-printers',
};
const DRAFTS_OF: Record<string, KindName> = {
  noticeDrafts: 'notices',
  activityDrafts: 'activities',
};

/** 'Besökande verksamheter: Skatteverket' */
export function aboutText({ about, before, after }: Change, language: ConsoleLanguage): string {
  const [part = '', id] = about.split('.');
  const kind = part in KINDS ? kindOf(part as KindName) : undefined;
  const title = say(language, kind?.title ?? PARTS[part] ?? 'staff.page-book');
  if (id === undefined) return title;
  if (part === 'hoursChanges' || part === 'holidays')
    return `${title}: ${dateText(id as LocalDate, language)}`;
  const thing = contentOf(after) ?? contentOf(before);
  return `${title}: ${nameIn(thing, language) ?? id}`;
}

/** 'Ny', 'Ändrad', 'Borttagen' … */
export function actText({ what, about, before, after }: Change, language: ConsoleLanguage): string {
  const of = (
    act: 'added' | 'changed' | 'removed' | 'put-back' | 'imported' | 'draft' | 'no-draft',
  ) => say(language, `staff.book-act-${act}`);
  if (what === 'ThingPutBack') return of('put-back');
  if (what === 'BookImported') return of('imported');
  if (/^(notice|activity)Drafts\./.test(about)) return of(after === null ? 'no-draft' : 'draft');
  if (before === null && after !== null) return of('added');
  return of(after === null ? 'removed' : 'changed');
}

/** Each field that differs, in the order of its form. Of a whole book nothing: it would be all there is. */
export function changedFields(
  change: Change,
  book: Book,
  language: ConsoleLanguage,
): readonly ChangedField[] {
  const [part = ''] = change.about.split('.');
  if (part === 'book' || part === 'topicOrder') return [];
  const [before, after] = [asValue(part, change.before), asValue(part, change.after)];
  const fields = fieldsOf(part);
  const names = [...new Set([...fields.keys(), ...Object.keys({ ...before, ...after })])];
  const text = (value: unknown, name: string) =>
    valueText(value, fields.get(name), { book, language });
  return names
    .filter((name) => name !== 'id' && name !== 'calledOff')
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({
      field: labelOf(name, fields, language),
      before: text(before[name], name),
      after: text(after[name], name),
    }))
    .filter((one) => one.before !== one.after);
}

function fieldsOf(part: string): ReadonlyMap<string, Field> {
  const name = DRAFTS_OF[part] ?? part;
  const fields = name in KINDS ? kindOf(name as KindName).fields : [];
  return new Map(fields.map((field) => [field.name, field]));
}

/** Fields that no form of a thing has. */
const OTHER_FIELDS: Record<string, TextKey> = {
  changes: 'staff.book-single-days',
  spans: 'staff.book-times',
  why: 'staff.book-why',
  content: 'staff.book-draft',
  servedBy: 'staff.book-served-by',
  is: 'staff.book-all-of-it',
};

function labelOf(name: string, fields: ReadonlyMap<string, Field>, language: ConsoleLanguage) {
  const label = fields.get(name)?.label ?? OTHER_FIELDS[name];
  if (label) return say(language, label);
  const setting = SETTINGS.find((one) => one === name);
  return setting ? say(language, `staff.setting-${setting}`) : name;
}
const SETTINGS = [
  'callGivenTicket',
  'callsBeforeNoShow',
  'lastTicketMinutesBeforeClosing',
  'recallAfterSeconds',
  'secondPairOfEyes',
] as const;

type In = { book: Book; language: ConsoleLanguage };

function valueText(value: unknown, field: Field | undefined, { book, language }: In): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return say(language, value ? 'staff.book-yes' : 'staff.book-no');
  if (field?.kind === 'moment')
    return momentText(Number(value), officeNow(book), book.zone, language);
  if (field?.kind === 'picture') return say(language, 'staff.picture');
  if (field && 'options' in field) {
    const named = (one: unknown) => {
      const text = field.options(book, {}).find((option) => option.value === one)?.text;
      return typeof text === 'object' ? textIn(text, language).text : (text ?? String(one));
    };
    return listed(Array.isArray(value) ? value.map(named) : [named(value)], language);
  }
  if (Array.isArray(value))
    return listed(
      value.map((one) => inWords(one, language)),
      language,
    );
  return inWords(value, language);
}

function inWords(value: unknown, language: ConsoleLanguage): string {
  if (typeof value === 'string' && value in LANGUAGES) return LANGUAGES[value as Language].name;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('rule' in value) return hoursText(value as RecurringHours, language);
  if ('day' in value && 'spans' in value) {
    const { day, spans } = value as { day: LocalDate; spans: readonly Span[] };
    return `${dateText(day, language)} ${spans.length > 0 ? spans.map((span) => inWords(span, language)).join(', ') : say(language, 'staff.book-act-called-off')}`;
  }
  if ('opens' in value && 'closes' in value) {
    const { opens, closes } = value as Span;
    return clockSpan(opens, closes, language);
  }
  if ('url' in value && 'text' in value)
    return `${inWords(value.text, language)} ${String(value.url)}`;
  if ('sv' in value) {
    const texts = value as Record<string, string>;
    return Object.entries(texts)
      .map(([tag, text]) => (tag === 'sv' ? text : `${tag}: ${text}`))
      .join(' · ');
  }
  return JSON.stringify(value);
}
type Span = { opens: string; closes: string };

const listed = (words: readonly string[], language: ConsoleLanguage): string =>
  words.length > 0 ? new Intl.ListFormat(language).format(words) : '–';

/** A thing as the fields of its form; what is one value by itself stands under the name of its part. */
function asValue(part: string, thing: unknown): Value {
  const content = contentOf(thing);
  if (content === null) return {};
  if (part === 'settings' || (typeof content === 'object' && !Array.isArray(content)))
    return content as Value;
  return { is: content };
}

/** A draft is what it will be, with who wrote it. */
function contentOf(thing: unknown): unknown {
  if (typeof thing === 'object' && thing !== null && 'content' in thing) return thing.content;
  return thing ?? null;
}

function nameIn(thing: unknown, language: ConsoleLanguage): string | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined;
  const { name, title, label, series } = thing as Value;
  const said = name ?? title ?? label ?? series;
  if (typeof said === 'string') return said;
  return said ? textIn(said as Parameters<typeof textIn>[0], language).text : undefined;
}
