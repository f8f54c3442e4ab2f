/** What a window has no room for, as remarks on the book as it stands. Pure. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { ActivityId, AgencyId, DisplayId, Language, Texts } from '#shared/vocabulary.ts';
import type { Misfit } from './displays.ts';

export type DoesNotFit =
  | { readonly code: 'window-too-small'; readonly window: DisplayId }
  | {
      readonly code: 'name-too-long';
      readonly window: DisplayId;
      readonly of: NamedSubject;
      readonly name: string;
      readonly language: Language;
    };

type NamedSubject =
  | { readonly kind: 'visit'; readonly id: AgencyId }
  | { readonly kind: 'event'; readonly id: ActivityId };

/** A name that nothing in the book has any more is no matter, whatever a window found before it heard of that. */
export function whatDoesNotFit(
  book: OfficeBook,
  misfits: readonly Misfit[],
): readonly DoesNotFit[] {
  return misfits.flatMap((misfit): readonly DoesNotFit[] => {
    if (misfit.code === 'window-too-small') return [misfit];
    return thoseCalled(misfit.name, misfit.language, book).map((of) => ({ ...misfit, of }));
  });
}

function thoseCalled(name: string, language: Language, book: OfficeBook): NamedSubject[] {
  const isCalledSo = (whole: Texts, short: Texts | null) =>
    (short?.[language] ?? whole[language]) === name;
  return [
    ...book.agencies
      .filter((agency) => isCalledSo(agency.name, agency.shortName))
      .map(({ id }) => ({ kind: 'visit', id }) as const),
    ...book.activities
      .filter(({ title, shortTitle }) => isCalledSo(title, shortTitle))
      .map(({ id }) => ({ kind: 'event', id }) as const),
  ];
}
