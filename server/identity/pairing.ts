/**
 * Pairing: a device nobody knows shows a code, and somebody signed in types it after she has seen what asks.
 * As RFC 8628 does it for televisions. In memory: a code does not outlive the hub. Rules DV… in docs/spec.md.
 */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import {
  type DeviceKind,
  fingerprintOf,
  type PairingBegun,
  type PairingSeen,
  type PairingState,
} from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Device } from './devices.ts';

/** No vowels, so that no code is a word; RFC 8628 6.1: eight of twenty are 34 bits. */
const SIGNS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_SIGNS = 8;
export const PAIRING_MS = 10 * 60_000;
/** Asked with so many wrong secrets, and the pairing is over. */
const WRONG_SECRETS = 5;
/** So many devices may wait at once; the oldest gives way. */
const MOST_OPEN = 200;

type Pairing = {
  id: string;
  kind: DeviceKind;
  publicKey: string;
  browser: string;
  address: string;
  code: string;
  secret: Buffer;
  askedAt: EpochMs;
  endsAt: EpochMs;
  wrong: number;
  /** Somebody has said yes: nobody else may, and it is being written down. */
  isTaken: boolean;
  outcome: Extract<PairingState, { state: 'paired' | 'refused' }> | null;
};

export type PairingAsked = Pick<Pairing, 'kind' | 'publicKey' | 'browser' | 'address'>;

export class Pairings {
  readonly #open = new Map<string, Pairing>();
  readonly #now: () => EpochMs;

  /** @param now the machine's own time */
  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  begin(asked: PairingAsked): PairingBegun {
    this.#forgetOld();
    const secret = randomBytes(32);
    const pairing: Pairing = {
      ...asked,
      id: randomBytes(9).toString('base64url'),
      code: this.#newCode(),
      secret: digest(secret.toString('base64url')),
      askedAt: this.#now(),
      endsAt: this.#now() + PAIRING_MS,
      wrong: 0,
      isTaken: false,
      outcome: null,
    };
    this.#open.set(pairing.id, pairing);
    return {
      pairing: pairing.id,
      secret: secret.toString('base64url'),
      code: `${pairing.code.slice(0, 4)}-${pairing.code.slice(4)}`,
      fingerprint: fingerprintOfKey(pairing.publicKey),
      expiresInMs: PAIRING_MS,
    };
  }

  /** How it went, for the device itself. What it was is told once it is known, for as long as the code would have held. */
  state(id: string, secret: string): PairingState {
    const pairing = this.#current(id);
    if (!pairing) return { state: 'ended' };
    if (!timingSafeEqual(pairing.secret, digest(secret))) {
      pairing.wrong += 1;
      if (pairing.wrong >= WRONG_SECRETS) this.#open.delete(id);
      return { state: 'ended' };
    }
    return pairing.outcome ?? { state: 'waiting' };
  }

  /** What stands behind a code as somebody typed it: in small letters, with or without its dash. */
  look(code: string): PairingSeen | null {
    const typed = code.toUpperCase().replace(/[^A-Z]/g, '');
    for (const { id } of [...this.#open.values()]) {
      const pairing = this.#current(id);
      if (!pairing || pairing.isTaken || pairing.code !== typed) continue;
      const { kind, address, browser, askedAt, publicKey } = pairing;
      const fingerprint = fingerprintOfKey(publicKey);
      return { pairing: id, kind, address, browser, askedAt, fingerprint };
    }
    return null;
  }

  /**
   * Takes the pairing for whoever says yes, or no, so that nobody else can; null: it has ended, somebody was first, or
   * it is not of this kind.
   * @param kind null: whatever it is, and the answer is no
   */
  take(id: string, kind: DeviceKind | null): PairingAsked | null {
    const pairing = this.#current(id);
    if (!pairing || pairing.isTaken || (kind !== null && pairing.kind !== kind)) return null;
    pairing.isTaken = true;
    if (kind === null) pairing.outcome = { state: 'refused' };
    const { publicKey, browser, address } = pairing;
    return { kind: pairing.kind, publicKey, browser, address };
  }

  /** What was taken could not be written down: the code holds for as long as it would have. */
  release(id: string): void {
    const pairing = this.#open.get(id);
    if (pairing && pairing.outcome === null) pairing.isTaken = false;
  }

  /** What was taken has become this device. */
  paired(id: string, { id: device, name, office, display }: Device): void {
    const pairing = this.#open.get(id);
    if (pairing) pairing.outcome = { state: 'paired', device, name, office, display };
  }

  #current(id: string): Pairing | undefined {
    const pairing = this.#open.get(id);
    if (!pairing || this.#now() < pairing.endsAt) return pairing;
    this.#open.delete(id);
    return undefined;
  }

  #forgetOld(): void {
    for (const id of this.#open.keys()) this.#current(id);
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
  }

  #newCode(): string {
    const taken = new Set([...this.#open.values()].map(({ code }) => code));
    for (;;) {
      const code = Array.from({ length: CODE_SIGNS }, () => SIGNS[randomInt(SIGNS.length)]).join(
        '',
      );
      if (!taken.has(code)) return code;
    }
  }
}

/** @param publicKey 32 bytes as base64url */
export const fingerprintOfKey = (publicKey: string): string =>
  fingerprintOf(createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest());

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
