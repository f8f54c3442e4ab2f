/**
 * The end of each stream as this hub knows it to be in the log: it was read there, or acknowledged. What a failover
 * loses is the last of it.
 */
import type { Version } from './event-log.ts';

/** Texts of the entries after `from`. It never changes: whoever compares one with the log does so while more is appended. */
export type Tail = { readonly from: Version; readonly texts: readonly string[] };

const KEPT = 256;
/** Streams are read before they are followed, and old days are only looked at. */
const UNFOLLOWED_KEPT = 64;

export class KnownTails {
  readonly #tails = new Map<string, Tail>();
  /** How many follow each stream. */
  readonly #followed = new Map<string, number>();

  [Symbol.iterator](): Iterator<[string, Tail]> {
    return this.#tails[Symbol.iterator]();
  }

  know(stream: string, from: Version, texts: readonly string[]): void {
    if (texts.length === 0) return;
    const before = this.#tails.get(stream);
    const end = before ? before.from + before.texts.length : -1;
    // What lies apart from what is known takes its place.
    const whole =
      before && from <= end
        ? { from: before.from, texts: [...before.texts, ...texts.slice(Math.max(0, end - from))] }
        : { from, texts };
    const spare = Math.max(0, whole.texts.length - KEPT);
    this.#tails.set(stream, { from: whole.from + spare, texts: whole.texts.slice(spare) });
    this.#forgetOld();
  }

  forget(stream: string): void {
    this.#tails.delete(stream);
  }

  /** @returns what ends it, once for each time */
  followed(stream: string): () => void {
    this.#followed.set(stream, (this.#followed.get(stream) ?? 0) + 1);
    return () => {
      const others = (this.#followed.get(stream) ?? 0) - 1;
      if (others > 0) this.#followed.set(stream, others);
      else this.#followed.delete(stream);
    };
  }

  #forgetOld(): void {
    let spare = this.#tails.size - this.#followed.size - UNFOLLOWED_KEPT;
    for (const stream of this.#tails.keys()) {
      if (spare <= 0) return;
      if (this.#followed.has(stream)) continue;
      this.#tails.delete(stream);
      spare -= 1;
    }
  }
}
