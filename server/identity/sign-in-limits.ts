/**
 * How often somebody may guess. Failures only are counted, by all hubs together; where nobody can count, nobody may
 * guess. Nobody is locked out by a stranger far away: what is counted is a login from one network, a network, and the
 * hubs as a whole.
 */
import { isIPv6 } from 'node:net';
import type { AccountId, DeviceId } from '#shared/identity.ts';
import type { Limiter } from '../shared-memory/limiter.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';

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
/** A hub that ended while it looked at one holds up the next for so long. */
const LOOKED_AT_WITHIN_MS = 10_000;

type Counted = readonly (readonly [Limiter, string])[];
type WrongPins = { times: number; nextAt: number };

export class SignInLimits {
  readonly #memory: SharedMemory;
  readonly #loginAndNetwork: Limiter;
  readonly #network: Limiter;
  readonly #everybody: Limiter;
  readonly #pinsOfAccount: Limiter;
  readonly #pinsOfDevice: Limiter;
  readonly #everybodysPins: Limiter;
  readonly #now: () => number;

  /**
   * @param memory of all hubs
   * @param now the machine's own time
   */
  constructor(memory: SharedMemory, now: () => number) {
    this.#memory = memory;
    this.#loginAndNetwork = memory.limiter('login', LOGIN_AND_NETWORK, 'refuse');
    this.#network = memory.limiter('network', NETWORK, 'refuse');
    this.#everybody = memory.limiter('everybody', EVERYBODY, 'refuse');
    this.#pinsOfAccount = memory.limiter('pins-of-account', PINS_AN_HOUR, 'refuse');
    this.#pinsOfDevice = memory.limiter('pins-of-device', PINS_AN_HOUR, 'refuse');
    this.#everybodysPins = memory.limiter('everybodys-pins', EVERYBODYS_PINS, 'refuse');
    this.#now = now;
  }

  /**
   * Takes a try's worth before it is known whether it is right: tries at the same time are tries.
   * @throws {SharedMemoryUnavailable} as do all of these
   */
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
    const holds = (seconds: number) => ({ ...held(seconds), isLast: false, wrong: async () => {} });
    const underWay = `pin-looked-at:${nameOf(account, device)}`;
    // Before anything else is asked: two at the same time are not both let try.
    if (!(await this.#memory.claim(underWay, '', LOOKED_AT_WITHIN_MS))) return holds(1);
    const letGo = () => this.#memory.take(underWay);
    const before = await this.#wrongPins(account, device);
    const waitMs = before.nextAt - this.#now();
    if (before.times >= WRONG_PINS || waitMs > 0) {
      await letGo();
      return holds(before.times >= WRONG_PINS ? Number.POSITIVE_INFINITY : seconds(waitMs));
    }
    const taken = await take([
      [this.#pinsOfAccount, account],
      [this.#pinsOfDevice, device],
      [this.#everybodysPins, ''],
    ]);
    if (taken.waitSeconds > 0) {
      await letGo();
      return holds(taken.waitSeconds);
    }
    const times = before.times + 1;
    return {
      ...taken,
      isLast: times === WRONG_PINS,
      right: async () => {
        await this.pinUnlocked(account, device);
        await letGo();
        await taken.right();
      },
      // Doubled each time from the second on: a slip of the finger costs nothing.
      wrong: async () => {
        const waits = times < 2 ? 0 : FIRST_WAIT_MS * 2 ** (times - 2);
        const now: WrongPins = { times, nextAt: this.#now() + waits };
        await this.#memory.put(wrongPinsKey(account, device), JSON.stringify(now), null);
        await letGo();
      },
    };
  }

  /** Her PIN is not taken there. */
  async isPinLocked(account: AccountId, device: DeviceId): Promise<boolean> {
    return (await this.#wrongPins(account, device)).times >= WRONG_PINS;
  }

  /** She has shown in another way that it is she. */
  async pinUnlocked(account: AccountId, device: DeviceId): Promise<void> {
    await this.#memory.take(wrongPinsKey(account, device));
  }

  async #wrongPins(account: AccountId, device: DeviceId): Promise<WrongPins> {
    const text = await this.#memory.get(wrongPinsKey(account, device));
    return text === null ? { times: 0, nextAt: 0 } : (JSON.parse(text) as WrongPins);
  }
}

export type Try = {
  /** 0: go on. */
  waitSeconds: number;
  /** Gives back what was taken. */
  right: () => Promise<void>;
};

export type PinTry = Try & { isLast: boolean; wrong: () => Promise<void> };

const nameOf = (account: AccountId, device: DeviceId): string => `${account} ${device}`;
const wrongPinsKey = (account: AccountId, device: DeviceId): string =>
  `wrong-pins:${nameOf(account, device)}`;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

const held = (waitSeconds: number): Try => ({ waitSeconds, right: async () => {} });

async function take(counted: Counted): Promise<Try> {
  for (const [limiter, key] of counted) {
    const waitSeconds = await limiter.consume(key);
    if (waitSeconds > 0) return held(waitSeconds);
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
