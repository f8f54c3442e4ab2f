/**
 * Passphrases and PINs, as they are kept: scrypt with OWASP's figures (2^17, 8, 1: 128 MiB and about half a second of
 * one core). So few at once that nobody who signs in, or guesses, holds up the queue. Rules ID… in docs/spec.md.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet, scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const AT_ONCE = 2;
const MAY_WAIT = 20;

export const PASSPHRASE_LENGTH = { least: 12, most: 200 };
export const PIN_LENGTH = { least: 6, most: 12 };

/** Too many wait already: nothing was looked at. */
export class TooManyHashes extends Error {
  override readonly name = 'TooManyHashes';
}

export class Passphrases {
  readonly #cost: typeof COST;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** What an unknown login is compared with, so that it takes as long as a known one. */
  readonly #nobodys: string;

  /** @param cost for tests: a hub never sets it */
  constructor(cost: Partial<typeof COST> = {}) {
    this.#cost = { ...COST, ...cost };
    this.#nobodys = this.#written(randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
  }

  /** @throws {TooManyHashes} */
  async hash(secret: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return this.#written(salt, await this.#queued(() => derived(secret, salt, this.#cost)));
  }

  /**
   * @param kept null for somebody who has none, or is not there: false, and as slowly
   * @throws {TooManyHashes}
   */
  async isRight(secret: string, kept: string | null): Promise<boolean> {
    const [kind, N, r, p, salt = '', key = ''] = (kept ?? this.#nobodys).split('$');
    if (kind !== 'scrypt') return false;
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const expected = Buffer.from(key, 'base64url');
    const made = await this.#queued(() => derived(secret, Buffer.from(salt, 'base64url'), cost));
    return timingSafeEqual(made, expected) && kept !== null;
  }

  /** Says itself what it was made with: costs may rise, and old ones are still read. */
  #written(salt: Buffer, key: Buffer): string {
    const { N, r, p } = this.#cost;
    return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
  }

  async #queued<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < AT_ONCE) this.#running += 1;
    else {
      if (this.#waiting.length >= MAY_WAIT) throw new TooManyHashes('Too many sign in at once.');
      // Whoever is done hands her place on, so that nobody new slips in between.
      await new Promise<void>((turn) => this.#waiting.push(turn));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

function derived(secret: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((done, failed) => {
    const maxmem = 256 * cost.N * cost.r;
    scrypt(secret.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem }, (error, key) => {
      if (error) failed(error);
      else done(key);
    });
  });
}

/** Four letters over and over are a word of four letters; and her own login is what anybody tries. */
export function isWeak(passphrase: string, login: string): boolean {
  const plain = passphrase.normalize('NFKC').toLowerCase();
  const beside = login === '' ? plain : plain.replaceAll(login, '');
  return new Set(plain).size < 5 || beside.length < PASSPHRASE_LENGTH.least / 2;
}

/** Whether a PIN is one that is tried first. */
export function isGuessable(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  // 000000, 123456, 987654.
  return steps.every((step) => step === steps[0] && (step === 0 || step === 1 || step === 9));
}
