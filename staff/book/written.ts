/** What of a form is not written, and which translations stand as they were when the Swedish has changed. Pure. */
import { say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import type { Language, Picture, Texts } from '#shared/vocabulary.ts';
import { languageText } from '../office-words.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Field, Value } from './things.ts';

/** For each field that lacks something the hub needs, a sentence that says what to do. */
export function leftOut(
  fields: readonly Field[],
  value: Value,
  language: ConsoleLanguage,
): ReadonlyMap<string, string> {
  return new Map(
    fields.flatMap((field) => {
      const lack = lackOf(field, value[field.name], value);
      return lack ? [[field.name, say(language, ...lack)] as const] : [];
    }),
  );
}

type Lack = [TextKey, TextValues?];

function lackOf(field: Field, value: unknown, of: Value): Lack | undefined {
  switch (field.kind) {
    case 'texts':
      return lackOfTexts(value as Texts | null, field.optional ? null : nothingAt(field.name));
    case 'list':
      return ((value ?? []) as readonly Texts[])
        .map((text) => lackOfTexts(text, null))
        .find(Boolean);
    case 'picture':
      return lackOfTexts((value as Picture | null)?.alt ?? null, null);
    case 'answer': {
      const answer = value as { text: Texts; url: string } | null;
      if (!answer) return undefined;
      if (!answer.text.sv.trim()) return ['staff.left-out-answer'];
      return isWebAddress(answer.url) ? undefined : ['staff.left-out-address'];
    }
    case 'text':
      return field.optional || String(value ?? '').trim() ? undefined : nothingAt(field.name);
    case 'number': {
      const { min, max } = field;
      const isWithin = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
      return isWithin ? undefined : ['staff.left-out-number', { min, max }];
    }
    case 'day':
      return value ? undefined : ['staff.left-out-day'];
    case 'moment':
      return Number.isFinite(value) ? undefined : ['staff.left-out-moment'];
    case 'hours':
      return ((value ?? []) as readonly RecurringHours[]).every(isTimed)
        ? undefined
        : ['staff.left-out-hours'];
    case 'many':
      // Left out altogether: as the hub has it.
      return Array.isArray(value) && value.length === 0 && !field.mayBeNone?.(of)
        ? ['staff.left-out-many']
        : undefined;
    case 'check':
    case 'choice':
      return undefined;
    default:
      return field satisfies never;
  }
}

/** Other languages fall back on the Swedish: they never stand alone. */
export function lackOfTexts(texts: Texts | null, whenEmpty: Lack | null): Lack | undefined {
  if (texts?.sv.trim()) return undefined;
  const others = Object.values(texts ?? {}).some((text) => text?.trim());
  return others ? ['staff.left-out-swedish'] : (whenEmpty ?? undefined);
}

const NOTHING_AT: Readonly<Record<string, TextKey>> = {
  title: 'staff.left-out-title',
  name: 'staff.left-out-name',
  label: 'staff.left-out-label',
  series: 'staff.left-out-series',
};
const nothingAt = (name: string): Lack => [NOTHING_AT[name] ?? 'staff.left-out'];

const isTimed = ({ opens, closes, from }: RecurringHours): boolean =>
  Boolean(opens && closes && from);
const isWebAddress = (address: string): boolean => URL.parse(address)?.protocol === 'https:';

/** Where the Swedish is another than it was: the languages whose text is the very same as before. */
export const standing = (was: Texts | null, now: Texts | null): readonly Language[] =>
  !was?.sv || !now?.sv || was.sv.trim() === now.sv.trim()
    ? []
    : (Object.keys(was) as Language[]).filter(
        (tag) => tag !== 'sv' && was[tag] && was[tag] === now[tag],
      );

/** 'engelska, finska och arabiska' */
export const languagesText = (tags: readonly Language[], language: ConsoleLanguage): string =>
  new Intl.ListFormat(language).format(tags.map((tag) => languageText(tag, language)));

/** One sentence for each text of a form that has translations left behind. */
export function leftBehind(
  fields: readonly Field[],
  was: Value,
  now: Value,
  language: ConsoleLanguage,
): readonly string[] {
  return fields.flatMap((field) => {
    if (field.kind !== 'texts') return [];
    const tags = standing(was[field.name] as Texts | null, now[field.name] as Texts | null);
    if (tags.length === 0) return [];
    const what = say(language, field.label);
    return [
      say(language, 'staff.texts-left-behind', { what, languages: languagesText(tags, language) }),
    ];
  });
}
