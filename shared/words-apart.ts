/**
 * A view and its words, apart. Names and topics in every language are most of what a desk or a terminal is told; they
 * change with the office book, and the queue with every ticket. So the words of a view go once, whole, before its first
 * snapshot, and again when there is another book; a snapshot refers to them.
 */
import type { Texts } from './vocabulary.ts';

/** In place of words: the nth of those that were sent. */
export type WordsRef = { readonly nthWords: number };
/** Of one view. A snapshot says by `revision` which it was written with; that counts within one connection only. */
export type Words = { readonly revision: number; readonly texts: readonly Texts[] };

/** What `View` is on the wire. */
export type Apart<View> = View extends Texts
  ? Texts | WordsRef
  : View extends string | number | boolean | null | undefined
    ? View
    : View extends readonly (infer Item)[]
      ? readonly Apart<Item>[]
      : { [Name in keyof View]: Apart<View[Name]> };

/** The words of one view, as long as somebody follows it. */
export class WordsApart {
  #book: object | undefined;
  #words: Words = { revision: 0, texts: [] };
  /** By the objects themselves: a view has its words out of the book. */
  #places = new Map<object, number>();

  /** Those that the latest view was written with. */
  get words(): Words {
    return this.#words;
  }

  /**
   * @param book what the words are from: while it is the same object, the words of the first view stay. What another view
   * has beside them stands in it as it is
   */
  apart<View extends object>(view: View, book: object): Apart<View> {
    if (book !== this.#book) {
      this.#book = book;
      this.#places = new Map();
      collect(view, this.#places);
      const texts = [...this.#places.keys()] as Texts[];
      this.#words = { revision: this.#words.revision + 1, texts };
    }
    return this.#written(view) as Apart<View>;
  }

  /** By hand, for every snapshot of every office goes through it. */
  #written(part: object): unknown {
    if (Array.isArray(part))
      return part.map((inner) => (isObject(inner) ? this.#written(inner) : inner));
    const place = this.#places.get(part);
    if (place !== undefined) return { nthWords: place } satisfies WordsRef;
    const written: Record<string, unknown> = {};
    for (const name in part) {
      const inner: unknown = part[name as keyof typeof part];
      written[name] = isObject(inner) ? this.#written(inner) : inner;
    }
    return written;
  }
}

/** The view as it was. @param texts those of the revision that it was written with */
export const together = <View>(told: Apart<View>, texts: readonly Texts[]): View =>
  JSON.parse(JSON.stringify(told), (_name, part) =>
    part?.nthWords === undefined ? part : texts[part.nthWords],
  );

function collect(part: unknown, places: Map<object, number>): void {
  if (!isObject(part)) return;
  // Only words have something in Swedish.
  if (!('sv' in part)) for (const inner of Object.values(part)) collect(inner, places);
  else if (!places.has(part)) places.set(part, places.size);
}

const isObject = (part: unknown): part is object => typeof part === 'object' && part !== null;
