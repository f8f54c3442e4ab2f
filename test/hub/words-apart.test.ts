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

const tuesday = '2026-11-24' as LocalDate;
const wednesday = '2026-11-25' as LocalDate;

describe('a view whose words are apart', () => {
  it('[HB35] is the same again, whatever is in it', () => {
    fc.assert(
      fc.property(
        anyBook.chain((book) => fc.tuple(fc.constant(book), fc.array(viewsOf(book)))),
        ([book, views]) => {
          const apart = new WordsApart();
          for (const shown of views) {
            const view = { day: tuesday, shown };
            const told = overTheWire(apart.takeApart(view, book));
            const again = putTogether(told, overTheWire(apart.words.texts));
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
          const apart = new WordsApart();
          const before = { day: tuesday, shown };
          const written = apart.takeApart(before, book);
          const view = { day: tuesday, shown: later };
          const stands = apart.stands(view, written, isOtherBook ? [...book] : book);
          const isSame = isDeepStrictEqual(
            overTheWire(apart.takeApart(view, book)),
            overTheWire(written),
          );
          expect(stands).toBe(isSame && !isOtherBook);
        },
      ),
      { numRuns: 1_000 },
    );
    const apart = new WordsApart();
    const [book, topics] = [{}, [] as const];
    const written = apart.takeApart<{ day: LocalDate; topics: unknown }>(
      { day: tuesday, topics },
      book,
    );
    expect(apart.stands({ day: tuesday, topics }, written, book)).toBe(true);
    const two = apart.takeApart<{ day: LocalDate; topics: unknown }>(
      { day: tuesday, topics: [1, 2] },
      book,
    );
    expect(apart.stands({ day: tuesday, topics: [1] }, two, book)).toBe(false);
    // Neither has anything in it, and they are not the same.
    expect(apart.stands({ day: tuesday, topics: {} }, written, book)).toBe(false);
    expect(apart.stands({ day: wednesday, topics }, { ...written, day: wednesday }, book)).toBe(
      false,
    );
  });

  it('[HB35] has each of its words once, and the same ones until there is another book or another day', () => {
    const [letter, law, day] = [{ sv: 'Brev' }, { sv: 'Juridik' }, tuesday];
    const book = { topics: [letter, law] };
    const words = new WordsApart();
    expect(words.takeApart({ day, topics: [letter, letter] }, book)).toEqual({
      ...{ day, topics: [{ nthWords: 0 }, { nthWords: 0 }] },
    });
    const first = words.words;
    expect(first).toEqual({ revision: 1, texts: [letter] });
    // What was not there before stands where it is.
    expect(words.takeApart({ day, topics: [letter, law] }, book)).toEqual({
      ...{ day, topics: [{ nthWords: 0 }, law] },
    });
    expect(words.words).toBe(first);

    words.takeApart({ day: wednesday, topics: [law] }, book);
    expect(words.words).toEqual({ revision: 2, texts: [law] });
    words.takeApart({ day: wednesday, topics: [letter] }, { topics: [letter] });
    expect(words.words).toEqual({ revision: 3, texts: [letter] });
  });

  it('[HB35] what it says beside the book is never among them: it may be taken back', () => {
    const [letter, why] = [{ sv: 'Brev' }, { sv: 'Öppnar igen om en stund.' }];
    const words = new WordsApart();
    const view = { day: tuesday, topics: [{ label: letter, why }] };
    const told = words.takeApart(view, { topics: [letter] });
    expect(told).toEqual({ day: tuesday, topics: [{ label: { nthWords: 0 }, why }] });
    expect(words.words.texts).toEqual([letter]);
  });
});
