/**
 * A view and its words, apart. Names and topics in every language are most of what a desk, a terminal or the day view is
 * told; they change with the office book, and the queue with every ticket. So the words of a view go once, whole, before its
 * first snapshot, and again when there is another book or another day; a snapshot refers to them.
 */
import type { LocalDate, Texts } from './vocabulary.ts';

/** In place of words: those that were sent, counted from 0. */
type WordsRef = { readonly nthWords: number };
/** Of one kind of view. A snapshot says by `revision` which it was written with; that counts within one connection only. */
export type Words = { readonly revision: number; readonly texts: readonly Texts[] };

/** What `View` is on the wire. */
export type Apart<View> = View extends Texts
  ? Texts | WordsRef
  : View extends string | number | boolean | null | undefined
    ? View
    : View extends readonly (infer Item)[]
      ? readonly Apart<Item>[]
      : { [Name in keyof View]: Apart<View[Name]> };

/** A view as it is sent, and the words that it refers to. */
export type Parted<View> = { readonly view: Apart<View>; readonly words: Words };

/**
 * The words of one view, or of several that have mostly the same, as the desks of an office have: as long as somebody
 * follows any of them.
 */
export class WordsApart {
  readonly #bookNow: () => object;
  #book: object | undefined;
  #day: LocalDate | undefined;
  #words: Words = { revision: 0, texts: [] };
  /** Which of `texts` each is. */
  #nth = new Map<object, number>();
  /** As it was written, with these words. */
  #latest: unknown;

  /** @param bookNow whose words are sent apart: the same object for as long as nothing in it changes */
  constructor(bookNow: () => object) {
    this.#bookNow = bookNow;
  }

  /**
   * The words of the first view of a book and day are sent apart, as far as they are the book's: the same objects. What
   * a view says beside those stands in it as it is. Nothing of it is the view's own: what is the same as in the latest is
   * what was written then, and the rest is written anew.
   * @param view plain data, as JSON has it
   */
  takeApart<View extends { readonly day: LocalDate }>(view: View): Parted<View> {
    const book = this.#bookNow();
    if (!this.#isOf(book, view.day)) {
      this.#book = book;
      this.#day = view.day;
      const ofBook = wordsOf(book);
      const texts = [...wordsIn(view)].filter((words) => ofBook.has(words));
      this.#nth = new Map(texts.map((words, nth) => [words, nth]));
      this.#words = { revision: this.#words.revision + 1, texts };
      this.#latest = undefined;
    }
    this.#latest = this.#written(view, this.#latest);
    return { view: this.#latest as Apart<View>, words: this.#words };
  }

  /**
   * Whether `view` would be written as `before` was, with its words. Makes nothing: every view of every office is looked
   * at every few seconds, and mostly stands.
   */
  stands<View extends { readonly day: LocalDate }>(
    view: View,
    before: { readonly view: Apart<View>; readonly words: Words | undefined },
  ): boolean {
    return (
      before.words === this.#words &&
      this.#isOf(this.#bookNow(), view.day) &&
      this.#isWritten(view, before.view)
    );
  }

  #isOf(book: object, day: LocalDate): boolean {
    return book === this.#book && day === this.#day;
  }

  #isWritten(part: unknown, written: unknown): boolean {
    if (!isObject(part) || !isObject(written)) return part === written;
    if (Array.isArray(part)) {
      if (!Array.isArray(written) || written.length !== part.length) return false;
      for (let nth = 0; nth < part.length; nth++)
        if (!this.#isWritten(part[nth], written[nth])) return false;
      return true;
    }
    if (Array.isArray(written)) return false;
    const nthWords = this.#nth.get(part);
    if (nthWords !== undefined) return (written as Partial<WordsRef>).nthWords === nthWords;
    // What is undefined is not there, as in JSON.
    let beyond = 0;
    for (const name in written)
      if (written[name as keyof typeof written] !== undefined) beyond += 1;
    for (const name in part) {
      const inner: unknown = part[name as keyof typeof part];
      if (inner === undefined) continue;
      if (!this.#isWritten(inner, written[name as keyof typeof written])) return false;
      beyond -= 1;
    }
    return beyond === 0;
  }

  /**
   * By hand, for every snapshot that is sent goes through it.
   * @param before in the same place of the latest view
   */
  #written(part: object, before: unknown): unknown {
    if (this.#isWritten(part, before)) return before;
    if (Array.isArray(part)) {
      const others: readonly unknown[] = Array.isArray(before) ? before : [];
      return part.map((inner, nth) =>
        isObject(inner) ? this.#written(inner, others[nth]) : inner,
      );
    }
    const nthWords = this.#nth.get(part);
    if (nthWords !== undefined) return { nthWords } satisfies WordsRef;
    const written: Record<string, unknown> = {};
    const others = isObject(before) ? before : {};
    for (const name in part) {
      const inner: unknown = part[name as keyof typeof part];
      written[name] = isObject(inner)
        ? this.#written(inner, others[name as keyof typeof others])
        : inner;
    }
    return written;
  }
}

/** The view as it was. @param texts those of the revision that it was written with; left out: it has its own */
export const putTogether = <View>(told: Apart<View>, texts?: readonly Texts[]): View =>
  JSON.parse(JSON.stringify(told), (_name, part) => texts?.[part?.nthWords] ?? part);

/** Of books that somebody is shown. */
const known = new WeakMap<object, ReadonlySet<Texts>>();

function wordsOf(book: object): ReadonlySet<Texts> {
  const words = known.get(book) ?? wordsIn(book);
  known.set(book, words);
  return words;
}

/** Only words have something in Swedish. */
function wordsIn(part: unknown, found = new Set<Texts>()): Set<Texts> {
  if (!isObject(part)) return found;
  if ('sv' in part) found.add(part as Texts);
  else for (const inner of Object.values(part)) wordsIn(inner, found);
  return found;
}

const isObject = (part: unknown): part is object => typeof part === 'object' && part !== null;
