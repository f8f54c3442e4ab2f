/** A view and its words, apart and together again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Texts } from '#shared/vocabulary.ts';
import { together, WordsApart } from '#shared/words-apart.ts';

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
      fc.dictionary(fc.constantFrom('label', 'topics', 'word'), part('part')),
    ),
  })).part;
const overTheWire = <What>(what: What): What => JSON.parse(JSON.stringify(what));

describe('a view whose words are apart', () => {
  it('[HB35] is the same again, whatever is in it', () => {
    fc.assert(
      fc.property(
        anyBook.chain((book) => fc.tuple(fc.constant(book), fc.array(viewsOf(book)))),
        ([book, views]) => {
          const apart = new WordsApart();
          for (const view of views) {
            const told = overTheWire(apart.apart({ view }, book));
            expect(together(told, overTheWire(apart.words.texts))).toEqual({
              view: overTheWire(view),
            });
          }
        },
      ),
    );
  });

  it('[HB35] has each of its words once, and the same ones until there is another book', () => {
    const [letter, law] = [{ sv: 'Brev' }, { sv: 'Juridik' }];
    const book = {};
    const words = new WordsApart();
    const told = words.apart({ topics: [letter, law, letter], why: null }, book);
    expect(told).toEqual({
      topics: [{ nthWords: 0 }, { nthWords: 1 }, { nthWords: 0 }],
      why: null,
    });
    const first = words.words;
    expect(first).toEqual({ revision: 1, texts: [letter, law] });
    // What was not there before stands where it is.
    const why = { sv: 'Öppnar igen om en stund.' };
    expect(words.apart({ topics: [law], why }, book)).toEqual({ topics: [{ nthWords: 1 }], why });
    expect(words.words).toBe(first);

    expect(words.apart({ topics: [law], why }, {})).toEqual({
      topics: [{ nthWords: 0 }],
      why: { nthWords: 1 },
    });
    expect(words.words).toEqual({ revision: 2, texts: [law, why] });
  });
});
