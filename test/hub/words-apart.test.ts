/** A view and its words, apart and together again. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate, Texts } from '#shared/vocabulary.ts';
import { putTogether, WordsApart } from '#shared/words-apart.ts';

/** Words of a book, and a view that has some of them, some of its own, and everything else a view may have. */
const anyBook = fc.array(
  fc.record({ sv: fc.string(), ar: fc.string() }, { requiredKeys: ['sv'] }),
  { maxLength: 6 },
);
const viewsOf = (book: readonly Texts[]) =>
  fc.letrec<{ part: unknown }>((part) => ({
    part: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string()),
      fc.record({ sv: fc.string() }),
      ...(book.length > 0 ? [fc.constantFrom(...book)] : []),
      fc.array(part('part'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom('label', 'topics', 'word'),
        fc.option(part('part'), { nil: undefined, freq: 20 }),
      ),
    ),
  })).part;
/** A view, and as it may be a moment later: made anew, and the same but for one thing, or for nothing, or all another. */
const viewAndLater = (book: readonly Texts[]) =>
  fc.tuple(viewsOf(book), viewsOf(book), fc.nat(7)).map(([shown, another, nth]) => {
    const parts = { left: nth };
    const later = nth === 7 ? another : madeAnew(book, shown, parts);
    return { shown, later };
  });
/** The part at which nothing is `left` to pass over is altered. */
function madeAnew(book: readonly Texts[], part: unknown, parts: { left: number }): unknown {
  const isAltered = parts.left-- === 0;
  const words = book.indexOf(part as Texts);
  if (words >= 0) return book[(words + (isAltered ? 1 : 0)) % book.length];
  if (typeof part !== 'object' || part === null) return isAltered ? [part] : part;
  if (Array.isArray(part))
    return [...part.map((inner) => madeAnew(book, inner, parts)), ...(isAltered ? [1] : [])];
  const inner = Object.entries(part).map(([name, value]) => [name, madeAnew(book, value, parts)]);
  return Object.fromEntries(isAltered ? inner.slice(1) : inner);
}
const overTheWire = <What>(what: What): What => JSON.parse(JSON.stringify(what));

type View = { day: LocalDate; shown: unknown };

const tuesday = '2026-11-24' as LocalDate;
const wednesday = '2026-11-25' as LocalDate;

describe('a view whose words are apart', () => {
  it('[HB35] is the same again, whatever is in it', () => {
    fc.assert(
      fc.property(
        anyBook.chain((book) => fc.tuple(fc.constant(book), fc.array(viewsOf(book)))),
        ([book, views]) => {
          const apart = new WordsApart(() => book);
          for (const shown of views) {
            const view = { day: tuesday, shown };
            const told = overTheWire(apart.takeApart(view));
            const again = putTogether(told.view, told.words.texts);
            expect(again).toEqual(overTheWire(view));
          }
        },
      ),
    );
  });

  it('[HB35] stands as long as it would be sent as it was, with the same words', () => {
    fc.assert(
      fc.property(
        anyBook.chain((book) => fc.tuple(fc.constant(book), viewAndLater(book), fc.boolean())),
        ([book, { shown, later }, isOtherBook]) => {
          let now = book;
          const apart = new WordsApart(() => now);
          const before = apart.takeApart<View>({ day: tuesday, shown });
          const view = { day: tuesday, shown: later };
          if (isOtherBook) now = [...book];
          const stands = apart.stands(view, before);
          const after = apart.takeApart<View>(view);
          expect(stands).toBe(isDeepStrictEqual(overTheWire(after), overTheWire(before)));
          expect(after.view === before.view).toBe(stands);
          expect(putTogether(overTheWire(after.view), after.words.texts)).toEqual(
            overTheWire(view),
          );
        },
      ),
      { numRuns: 1_000 },
    );
    let book: object = [];
    const apart = new WordsApart(() => book);
    const told = (shown: unknown) => apart.takeApart<View>({ day: tuesday, shown });
    const nothing = told([]);
    expect(apart.stands({ day: tuesday, shown: [] }, nothing)).toBe(true);
    expect(apart.stands({ day: tuesday, shown: [1] }, told([1, 2]))).toBe(false);
    // Neither has anything in it, and they are not the same.
    expect(apart.stands({ day: tuesday, shown: {} }, nothing)).toBe(false);
    expect(apart.stands({ day: wednesday, shown: [] }, nothing)).toBe(false);
    // Another desk has been told of the new book before this one.
    const before = told([]);
    book = [];
    told([]);
    expect(apart.stands({ day: tuesday, shown: [] }, before)).toBe(false);
  });

  it('[HB35] what is the same as in the latest is not written again, and is nobody else’s', () => {
    const book = { topics: [{ label: { sv: 'Brev' }, bring: [] }] };
    const words = new WordsApart(() => book);
    const windows = [{ lateMs: 0 }];
    const desk = (id: string) => ({ day: tuesday, desk: { id }, ...book, windows });
    const one = words.takeApart(desk('bord-1')).view;
    const other = words.takeApart(desk('bord-2')).view;
    expect(other).toEqual({ ...one, desk: { id: 'bord-2' } });
    expect(other.topics).toBe(one.topics);
    expect(other.windows).toBe(one.windows);
    // The office's own, and changed in place.
    for (const window of windows) window.lateMs = 1;
    expect(one.windows).toEqual([{ lateMs: 0 }]);
    const later = words.takeApart(desk('bord-1')).view;
    expect(later.windows).toEqual([{ lateMs: 1 }]);
    expect(later.topics).toBe(one.topics);
    expect(one.windows).toEqual([{ lateMs: 0 }]);
  });

  it('[HB35] has each of its words once, and the same ones until there is another book or another day', () => {
    const [letter, law, day] = [{ sv: 'Brev' }, { sv: 'Juridik' }, tuesday];
    const book = { topics: [letter, law] };
    let now: object = book;
    const words = new WordsApart(() => now);
    const first = words.takeApart({ day, topics: [letter, letter] });
    expect(first).toEqual({
      view: { day, topics: [{ nthWords: 0 }, { nthWords: 0 }] },
      words: { revision: 1, texts: [letter] },
    });
    // What was not there before stands where it is.
    const second = words.takeApart({ day, topics: [letter, law] });
    expect(second.view).toEqual({ day, topics: [{ nthWords: 0 }, law] });
    expect(second.words).toBe(first.words);

    const third = words.takeApart({ day: wednesday, topics: [law] });
    expect(third.words).toEqual({ revision: 2, texts: [law] });
    now = { topics: [letter] };
    const fourth = words.takeApart({ day: wednesday, topics: [letter] });
    expect(fourth.words).toEqual({ revision: 3, texts: [letter] });
  });

  it('[HB35] what it says beside the book is never among them: it may be taken back', () => {
    const [letter, why] = [{ sv: 'Brev' }, { sv: 'Öppnar igen om en stund.' }];
    const book = { topics: [letter] };
    const words = new WordsApart(() => book);
    const view = { day: tuesday, topics: [{ label: letter, why }] };
    expect(words.takeApart(view)).toEqual({
      view: { day: tuesday, topics: [{ label: { nthWords: 0 }, why }] },
      words: { revision: 1, texts: [letter] },
    });
  });
});
