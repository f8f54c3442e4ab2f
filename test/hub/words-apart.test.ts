/** A view and its words, apart and together again. */
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
      fc.dictionary(fc.constantFrom('label', 'topics', 'word'), part('part')),
    ),
  })).part;
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
