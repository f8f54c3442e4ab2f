/**
 * A device proves that it has its key: it signs a word of the hub's that is good once and for a minute. Nothing it
 * ever sent can be sent again. Ed25519 (RFC 8032). Rules DV… in docs/spec.md.
 *
 * A word says itself when it ends and for whom it is, sealed under a key that the hubs share: any of them takes what
 * any of them gave, and nothing is kept of those that nobody signs.
 */
import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { DEVICE_PROOF_PREFIX, type DeviceId, type DeviceProof } from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import type { Device } from './devices.ts';
import type { LiveDevices } from './live-devices.ts';

export const NONCE_MS = 60_000;
/** Ten of chance, six for when it ends, sixteen of the seal. */
const CHANCE_BYTES = 10;
const SAID_BYTES = 16;
const NONCE_BYTES = 32;

/** Of two hubs: what one holds to be over another may still take. */
const CLOCKS_DIFFER_MS = 60_000;

/** 'stale': nothing is known of who asks. null: it is no device of ours. */
export type Proven = Device | 'stale' | null;

export type DeviceProofParts = {
  devices: Pick<LiveDevices, 'state' | 'catchUp'>;
  memory: SharedMemory;
  /** The same at all hubs. */
  key: string;
  /** The machine's own time. */
  now: () => EpochMs;
};

export class DeviceProofs {
  readonly #parts: DeviceProofParts;

  constructor(parts: DeviceProofParts) {
    this.#parts = parts;
  }

  /** A word to sign. Given for any id, so that nobody learns which there are. */
  challenge(device: DeviceId): { nonce: string } {
    const said = Buffer.alloc(SAID_BYTES);
    randomBytes(CHANCE_BYTES).copy(said);
    said.writeUIntBE(this.#parts.now() + NONCE_MS, CHANCE_BYTES, SAID_BYTES - CHANCE_BYTES);
    return { nonce: Buffer.concat([said, this.#seal(said, device)]).toString('base64url') };
  }

  /** As it is known now. */
  current({ id }: Device): Device | null {
    return this.#parts.devices.state.get(id) ?? null;
  }

  /**
   * 'stale': the word is none of the hubs', not any more, or not for that device, so that nothing is known of who asks.
   * A device whose hub was started again in between has only to ask anew; null would tell it that it is revoked.
   * @param host as the device called the hub, so that what it signs for another is worth nothing here
   * @throws {EventLogUnavailable | SharedMemoryUnavailable}
   */
  async prove({ device: id, nonce, signature }: DeviceProof, host: string): Promise<Proven> {
    const endsAt = this.#endOf(nonce, id);
    if (endsAt === null || endsAt <= this.#parts.now()) return 'stale';
    const device = await this.#deviceOf(id);
    if (!device) return null;
    const signed = Buffer.from(`${DEVICE_PROOF_PREFIX}\n${host}\n${nonce}`);
    const key = publicKeyOf(device.publicKey);
    if (!key || !verify(null, signed, key, Buffer.from(signature, 'base64url'))) return null;
    const left = endsAt - this.#parts.now() + CLOCKS_DIFFER_MS;
    return (await this.#parts.memory.claim(`proof:${nonce}`, '', left)) ? device : 'stale';
  }

  /** Another hub may have paired it a moment ago: before it is told that it is not known, the log is asked. */
  async #deviceOf(id: DeviceId): Promise<Device | undefined> {
    const { devices } = this.#parts;
    if (!devices.state.has(id)) await devices.catchUp();
    return devices.state.get(id);
  }

  /** null: it is no word of ours for this device. */
  #endOf(nonce: string, device: DeviceId): EpochMs | null {
    const bytes = Buffer.from(nonce, 'base64url');
    // One word is written in one way only: in another it would be another word, good once more.
    if (bytes.length !== NONCE_BYTES || bytes.toString('base64url') !== nonce) return null;
    const said = bytes.subarray(0, SAID_BYTES);
    if (!timingSafeEqual(bytes.subarray(SAID_BYTES), this.#seal(said, device))) return null;
    return said.readUIntBE(CHANCE_BYTES, SAID_BYTES - CHANCE_BYTES);
  }

  #seal(said: Buffer, device: DeviceId): Buffer {
    const seal = createHmac('sha256', this.#parts.key).update(said).update(device).digest();
    return seal.subarray(0, NONCE_BYTES - SAID_BYTES);
  }
}

/** null: these are no 32 bytes, or no point on the curve. */
export function publicKeyOf(publicKey: string) {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null; // whoever asks says so in her own words
  }
}
