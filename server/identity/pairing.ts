/**
 * Pairing: a device nobody knows shows a code, and somebody signed in types it after she has seen what asks.
 * As RFC 8628 does it for televisions. In the memory of all hubs, and not in the log: a code is nothing to keep. Rules
 * DV… in docs/spec.md.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  type DeviceKind,
  fingerprintOf,
  type PairingBegun,
  type PairingSeen,
  type PairingState,
} from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { NewestKept } from '../shared-memory/newest-kept.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import type { Device } from './devices.ts';
import { digest } from './live-people.ts';

/** No vowels, so that no code is a word; RFC 8628 6.1: eight of twenty are 34 bits. */
const SIGNS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_SIGNS = 8;
export const PAIRING_MS = 10 * 60_000;
/** Asked with so many wrong secrets, and the pairing is over. */
const WRONG_SECRETS = 5;
/** So many devices may wait at once; the oldest gives way. */
const MOST_OPEN = 200;

/** Whoever says yes has so long to have it written down; then somebody else may. */
const WRITTEN_WITHIN_MS = 30_000;

export type PairingAsked = {
  kind: DeviceKind;
  publicKey: string;
  browser: string;
  address: string;
};

/** As it lies in the memory. */
type Pairing = PairingAsked & { code: string; secretHash: string; askedAt: EpochMs };
type PairingOutcome = Extract<PairingState, { state: 'paired' | 'refused' }>;

export class Pairings {
  readonly #memory: SharedMemory;
  readonly #open: NewestKept;
  readonly #now: () => EpochMs;

  /**
   * @param memory of all hubs: a code is typed at any of them
   * @param now the machine's own time
   */
  constructor(memory: SharedMemory, now: () => EpochMs) {
    this.#memory = memory;
    this.#open = new NewestKept(memory, 'pairing', { most: MOST_OPEN, ms: PAIRING_MS });
    this.#now = now;
  }

  async begin(asked: PairingAsked): Promise<PairingBegun> {
    const secret = randomBytes(32).toString('base64url');
    const code = await this.#newCode();
    const pairing: Pairing = {
      ...{ ...asked, code, secretHash: digest(secret), askedAt: this.#now() },
    };
    const { id, gaveWay } = await this.#open.add(JSON.stringify(pairing));
    if (gaveWay !== null) await this.#memory.take(codeKey(pairingIn(gaveWay).code));
    await this.#memory.put(codeKey(code), id, PAIRING_MS);
    return {
      ...{ pairing: id, secret, fingerprint: fingerprintOfKey(pairing.publicKey) },
      code: `${code.slice(0, 4)}-${code.slice(4)}`,
      expiresInMs: PAIRING_MS,
    };
  }

  /** How it went, for the device itself. What it was is told once it is known, for as long as the code would have held. */
  async state(id: string, secret: string): Promise<PairingState> {
    const pairing = await this.#current(id);
    if (!pairing) return { state: 'ended' };
    // Two hashes of 256 random bits: comparing them tells nothing of either.
    if (pairing.secretHash !== digest(secret)) {
      const wrong = await this.#memory.count(`pairing-wrong:${id}`, PAIRING_MS);
      if (wrong >= WRONG_SECRETS) await this.#open.take(id);
      return { state: 'ended' };
    }
    return (await this.#outcome(id)) ?? { state: 'waiting' };
  }

  /** What stands behind a code as somebody typed it: in small letters, with or without its dash. */
  async look(code: string): Promise<PairingSeen | null> {
    const typed = code.toUpperCase().replace(/[^A-Z]/g, '');
    const id = await this.#memory.get(codeKey(typed));
    const pairing = id === null ? null : await this.#current(id);
    if (id === null || !pairing || (await this.#isTaken(id))) return null;
    const { kind, address, browser, askedAt, publicKey } = pairing;
    const fingerprint = fingerprintOfKey(publicKey);
    return { pairing: id, kind, address, browser, askedAt, fingerprint };
  }

  /**
   * Takes the pairing for whoever says yes, or no, so that nobody else can; null: it has ended, somebody was first, or
   * it is not of this kind.
   * @param kind null: whatever it is, and the answer is no
   */
  async take(id: string, kind: DeviceKind | null): Promise<PairingAsked | null> {
    const pairing = await this.#current(id);
    if (!pairing || (kind !== null && pairing.kind !== kind)) return null;
    if ((await this.#outcome(id)) !== null) return null;
    if (!(await this.#memory.claim(takenKey(id), '', WRITTEN_WITHIN_MS))) return null;
    if (kind === null) await this.#end(id, { state: 'refused' });
    const { publicKey, browser, address } = pairing;
    return { kind: pairing.kind, publicKey, browser, address };
  }

  /** What was taken could not be written down: the code holds for as long as it would have. */
  async release(id: string): Promise<void> {
    await this.#memory.take(takenKey(id));
  }

  /** What was taken has become this device. */
  async paired(id: string, { id: device, name, office, display }: Device): Promise<void> {
    await this.#end(id, { state: 'paired', device, name, office, display });
  }

  async #current(id: string): Promise<Pairing | null> {
    const text = await this.#open.get(id);
    return text === null ? null : pairingIn(text);
  }

  async #outcome(id: string): Promise<PairingOutcome | null> {
    const text = await this.#memory.get(outcomeKey(id));
    return text === null ? null : (JSON.parse(text) as PairingOutcome);
  }

  #end(id: string, outcome: PairingOutcome): Promise<void> {
    return this.#memory.put(outcomeKey(id), JSON.stringify(outcome), PAIRING_MS);
  }

  async #isTaken(id: string): Promise<boolean> {
    return (
      (await this.#memory.get(takenKey(id))) !== null ||
      (await this.#memory.get(outcomeKey(id))) !== null
    );
  }

  /** That nobody else has, at whatever hub. */
  async #newCode(): Promise<string> {
    for (;;) {
      const code = Array.from({ length: CODE_SIGNS }, () => SIGNS[randomInt(SIGNS.length)]).join(
        '',
      );
      if (await this.#memory.claim(codeKey(code), '', PAIRING_MS)) return code;
    }
  }
}

const codeKey = (code: string): string => `pairing-code:${code}`;
const takenKey = (id: string): string => `pairing-taken:${id}`;
const outcomeKey = (id: string): string => `pairing-outcome:${id}`;

const pairingIn = (text: string): Pairing => JSON.parse(text) as Pairing;

/** @param publicKey 32 bytes as base64url */
export const fingerprintOfKey = (publicKey: string): string =>
  fingerprintOf(createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest());
