/**
 * The one-time link by which whoever runs the hub makes an administrator: the first, or one more when nobody can come
 * in. In memory and new at every start: whoever sees an old one has nothing.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { digest } from './live-people.ts';

export class FoundingLink {
  /** 144 bits: nobody guesses it. */
  readonly secret = randomBytes(18).toString('base64url');
  readonly #hash = Buffer.from(digest(this.secret));
  #isSpent = false;
  readonly #isOver: () => boolean;

  /** @param isOver somebody else has made one since, in another way or at another hub */
  constructor(isOver: () => boolean) {
    this.#isOver = isOver;
  }

  isRight(presented: string): boolean {
    return (
      !this.#isSpent &&
      !this.#isOver() &&
      timingSafeEqual(this.#hash, Buffer.from(digest(presented)))
    );
  }

  /** It is good once. */
  spend(): void {
    this.#isSpent = true;
  }

  /** Nothing came of it. */
  restore(): void {
    this.#isSpent = false;
  }
}
