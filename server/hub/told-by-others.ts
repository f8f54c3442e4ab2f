/** What the other hubs say about one thing, by name. A word that cannot be understood, a newer hub's perhaps, is none. */
import type { z } from 'zod';
import type { Heard, Tidings } from '../shared-memory/tidings.ts';

export type Understood<Word> = Omit<Heard, 'word'> & {
  word: Word | null;
  /** What it said before. */
  before: Word | null;
};

export class ToldByOthers<Word> {
  /** By name, and by hub. */
  readonly #words = new Map<string, Map<string, Word>>();
  readonly #unfollow: () => void;

  /** @param onHeard told when a hub says otherwise than before, once it is known */
  constructor(
    tidings: Pick<Tidings, 'follow'>,
    about: string,
    schema: z.ZodType<Word>,
    onHeard: (heard: Understood<Word>) => void,
  ) {
    this.#unfollow = tidings.follow(about, ({ word: said, ...heard }) => {
      const word = schema.safeParse(said).data ?? null;
      const words = this.#words.get(heard.name) ?? new Map<string, Word>();
      const before = words.get(heard.hub) ?? null;
      if (word === null) words.delete(heard.hub);
      else words.set(heard.hub, word);
      if (words.size > 0) this.#words.set(heard.name, words);
      else this.#words.delete(heard.name);
      if (word !== before) onHeard({ ...heard, word, before });
    });
  }

  /** A word of each hub that has one. */
  of(name: string): readonly Word[] {
    return [...(this.#words.get(name)?.values() ?? [])];
  }

  close(): void {
    this.#unfollow();
  }
}
