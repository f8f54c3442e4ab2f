/**
 * What of the book somebody cannot read or see who could: a language that it is not written in, a picture that
 * nobody has described. EN 301 549, 5.10: asked for where it is written. Pure. Rule S34 in docs/spec.md.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs, Language, Picture, Texts } from '#shared/vocabulary.ts';

export type WordsMissing =
  | {
      readonly code: 'language-missing';
      readonly about: WordsAbout;
      /** Offered by the office, in its order. */
      readonly languages: readonly Language[];
    }
  | { readonly code: 'no-alternative-text'; readonly about: WordsAbout };

export type WordsAbout =
  `${'agencies' | 'topics' | 'activities' | 'notices' | 'activityDrafts' | 'noticeDrafts'}.${string}`;

type Written = {
  readonly about: WordsAbout;
  readonly texts: readonly (Texts | null)[];
  readonly image: Picture | null;
};

export function wordsMissing(book: OfficeBook, at: EpochMs): readonly WordsMissing[] {
  return writtenIn(book, at).flatMap(({ about, texts, image }): WordsMissing[] => {
    const all = [...texts, image?.alt ?? null].filter((text) => text !== null);
    const languages = book.languages.filter((tag) => all.some((text) => text[tag] === undefined));
    return [
      ...(languages.length > 0 ? [{ code: 'language-missing' as const, about, languages }] : []),
      ...(image && !image.alt ? [{ code: 'no-alternative-text' as const, about }] : []),
    ];
  });
}

function writtenIn(book: OfficeBook, at: EpochMs): readonly Written[] {
  const { agencies, topics, activities, notices, activityDrafts, noticeDrafts } = book;
  const ahead = notices.filter(({ until }) => until > at);
  return [
    ...agencies.map(({ id, name, place }) => ({
      about: `agencies.${id}` as const,
      texts: [name, place],
      image: null,
    })),
    ...topics.map(({ id, label, discreetLabel, answer, bring }) => ({
      about: `topics.${id}` as const,
      texts: [label, discreetLabel, answer?.text ?? null, ...bring],
      image: null,
    })),
    ...activities.map((one) => ({ about: `activities.${one.id}` as const, ...wordsOf(one) })),
    ...ahead.map((one) => ({ about: `notices.${one.id}` as const, ...wordsOf(one) })),
    ...activityDrafts.map(({ id, content }) => ({
      about: `activityDrafts.${id}` as const,
      ...wordsOf(content),
    })),
    ...noticeDrafts.map(({ id, content }) => ({
      about: `noticeDrafts.${id}` as const,
      ...wordsOf(content),
    })),
  ];
}

const wordsOf = (one: {
  title: Texts;
  text: Texts | null;
  place?: Texts | null;
  image: Picture | null;
}): Omit<Written, 'about'> => ({
  texts: [one.title, one.text, one.place ?? null],
  image: one.image,
});
