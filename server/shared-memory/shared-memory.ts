/**
 * What hubs that share their offices remember together for minutes: a code that waits to be typed, a word that was
 * signed, how often somebody has guessed. No facts: those are in the log. Adapters: one file each in this folder, under
 * one contract. Rules MH… in docs/spec.md.
 */
import type { Limiter } from './limiter.ts';

/** For so long; null: for as long as the memory lasts. */
export type Lasting = number | null;

export interface SharedMemory {
  /** @throws {SharedMemoryUnavailable} as do all of these */
  put(key: string, value: string, ms: Lasting): Promise<void>;

  /** Puts it only where nothing is: of all who claim at once, at whatever hub, one is told true. */
  claim(key: string, value: string, ms: Lasting): Promise<boolean>;

  get(key: string): Promise<string | null>;

  /** Gets and forgets: of all who take at once one has it. */
  take(key: string): Promise<string | null>;

  /** Counts one more. @returns how many there are, from the first on and until `ms` after it */
  count(key: string, ms: Lasting): Promise<number>;

  /**
   * @param whenAway 'refuse': who guesses must not be let guess because nobody counts; 'let-through': this hub counts
   * for itself meanwhile
   */
  limiter(name: string, limit: Limit, whenAway: 'refuse' | 'let-through'): Limiter;

  /** What it was asked before is done. */
  close(): Promise<void>;
}

/** So many in so many seconds. */
export type Limit = { readonly points: number; readonly duration: number };

/** It cannot be reached. Nothing was done, or it is not known; ask again later. */
export class SharedMemoryUnavailable extends Error {
  override readonly name = 'SharedMemoryUnavailable';
}
