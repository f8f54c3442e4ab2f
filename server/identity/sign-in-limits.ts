/**
 * How often somebody may guess. Failures only are counted, by the machine's own time and in memory. Nobody is locked
 * out by a stranger far away: what is counted is a login from one network, a network, and the hub as a whole.
 */
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { AccountId, DeviceId } from '#shared/identity.ts';

/** A passphrase of twelve letters is not guessed in eight tries an hour; one that was mistyped is right by then. */
const LOGIN_AND_NETWORK = { points: 8, duration: 15 * 60 };
/** A whole office may sit behind one address. */
const NETWORK = { points: 60, duration: 15 * 60 };
const EVERYBODY = { points: 600, duration: 60 * 60 };
/** Of PINs, for one account on whatever computer, and for one computer whoever it is. */
const PINS_AN_HOUR = { points: 20, duration: 60 * 60 };
const EVERYBODYS_PINS = { points: 100, duration: 60 * 60 };

/** After so many wrong PINs in a row her PIN is not taken at that computer until she has come in by her passphrase. */
const WRONG_PINS = 5;
const FIRST_WAIT_MS = 2_000;

type Counted = readonly (readonly [RateLimiterMemory, string])[];

export class SignInLimits {
  readonly #loginAndNetwork = new RateLimiterMemory(LOGIN_AND_NETWORK);
  readonly #network = new RateLimiterMemory(NETWORK);
  readonly #everybody = new RateLimiterMemory(EVERYBODY);
  readonly #pinsOfAccount = new RateLimiterMemory(PINS_AN_HOUR);
  readonly #pinsOfDevice = new RateLimiterMemory(PINS_AN_HOUR);
  readonly #everybodysPins = new RateLimiterMemory(EVERYBODYS_PINS);
  readonly #wrongPins = new Map<string, { times: number; nextAt: number; isUnderWay: boolean }>();
  readonly #now: () => number;

  /** @param now the machine's own time */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes a try's worth before it is known whether it is right: tries at the same time are tries. */
  passphrase(login: string, address: string): Promise<Try> {
    const network = networkOf(address);
    return take([
      [this.#loginAndNetwork, JSON.stringify([login, network])],
      [this.#network, network],
      [this.#everybody, ''],
    ]);
  }

  /** Of one-time links: whoever guesses those. */
  link(address: string): Promise<Try> {
    return take([
      [this.#network, networkOf(address)],
      [this.#everybody, ''],
    ]);
  }

  /**
   * As passphrase(), one at a time; `isLast`: if this one is wrong, her PIN is not taken at that computer any more.
   * Whoever was let try says how it went: right(), or wrong(), from which on she waits.
   */
  async pin(account: AccountId, device: DeviceId): Promise<PinTry> {
    const key = keyOf(account, device);
    const before = this.#wrongPins.get(key) ?? { times: 0, nextAt: 0, isUnderWay: false };
    const holds = (seconds: number) => ({ ...held(seconds), isLast: false, wrong: () => {} });
    if (before.times >= WRONG_PINS) return holds(Number.POSITIVE_INFINITY);
    const waitMs = before.nextAt - this.#now();
    if (waitMs > 0 || before.isUnderWay) return holds(Math.max(1, Math.ceil(waitMs / 1000)));
    // Before anything is waited for: two at the same time are not both let try.
    this.#wrongPins.set(key, { ...before, isUnderWay: true });
    const taken = await take([
      [this.#pinsOfAccount, account],
      [this.#pinsOfDevice, device],
      [this.#everybodysPins, ''],
    ]);
    if (taken.waitSeconds > 0) {
      this.#wrongPins.set(key, before);
      return holds(taken.waitSeconds);
    }
    const times = before.times + 1;
    return {
      ...taken,
      isLast: times === WRONG_PINS,
      right: async () => {
        this.#wrongPins.delete(key);
        await taken.right();
      },
      // Doubled each time from the second on: a slip of the finger costs nothing.
      wrong: () => {
        const waits = times < 2 ? 0 : FIRST_WAIT_MS * 2 ** (times - 2);
        const nextAt = this.#now() + waits;
        this.#wrongPins.set(key, { times, nextAt, isUnderWay: false });
      },
    };
  }

  /** Her PIN is not taken there. */
  isPinLocked(account: AccountId, device: DeviceId): boolean {
    return (this.#wrongPins.get(keyOf(account, device))?.times ?? 0) >= WRONG_PINS;
  }

  /** She has shown in another way that it is she. */
  pinUnlocked(account: AccountId, device: DeviceId): void {
    this.#wrongPins.delete(keyOf(account, device));
  }
}

export type Try = {
  /** 0: go on. */
  waitSeconds: number;
  /** Gives back what was taken. */
  right: () => Promise<void>;
};

export type PinTry = Try & { isLast: boolean; wrong: () => void };

const keyOf = (account: AccountId, device: DeviceId): string => `${account} ${device}`;

const held = (waitSeconds: number): Try => ({ waitSeconds, right: async () => {} });

async function take(counted: Counted): Promise<Try> {
  for (const [limiter, key] of counted)
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return held(Math.ceil(refused.msBeforeNext / 1000));
    }
  return {
    waitSeconds: 0,
    right: async () => {
      await Promise.all(counted.map(([limiter, key]) => limiter.reward(key)));
    },
  };
}

/** An IPv6 house has 2^64 addresses: it is counted as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const missing = plain.includes('::') ? 8 - first.length - last.length : 0;
  return [...first, ...Array<string>(missing).fill('0'), ...last].slice(0, 4).join(':');
}
