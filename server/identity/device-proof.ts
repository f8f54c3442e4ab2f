/**
 * A device proves that it has its key: it signs a word of the hub's that is good once and for a minute. Nothing it
 * ever sent can be sent again. Ed25519 (RFC 8032). Rules DV… in docs/spec.md.
 */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { DEVICE_PROOF_PREFIX, type DeviceId, type DeviceProof } from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Device, Devices } from './devices.ts';

export const NONCE_MS = 60_000;
/** Five hundred screens that come back at once, some of them twice. Beyond it the oldest is forgotten. */
const MOST_OPEN = 5_000;

export class DeviceProofs {
  readonly #devices: () => Devices;
  readonly #now: () => EpochMs;
  readonly #open = new Map<string, { device: DeviceId; endsAt: EpochMs }>();

  /** @param now the machine's own time */
  constructor(devices: () => Devices, now: () => EpochMs) {
    this.#devices = devices;
    this.#now = now;
  }

  /** A word to sign. Given for any id, so that nobody learns which there are. */
  challenge(device: DeviceId): { nonce: string } {
    for (const [nonce, { endsAt }] of this.#open)
      if (endsAt <= this.#now() || this.#open.size >= MOST_OPEN) this.#open.delete(nonce);
      else break; // they are in the order they were given
    const nonce = randomBytes(32).toString('base64url');
    this.#open.set(nonce, { device, endsAt: this.#now() + NONCE_MS });
    return { nonce };
  }

  /**
   * 'stale': the word is none of this hub's, not any more, or not for that device, so that nothing is known of who asks.
   * A device whose hub was started again in between has only to ask anew; null would tell it that it is revoked.
   * @param host as the device called the hub, so that what it signs for another is worth nothing here
   */
  prove({ device: id, nonce, signature }: DeviceProof, host: string): Device | 'stale' | null {
    const open = this.#open.get(nonce);
    this.#open.delete(nonce);
    if (!open || open.device !== id || open.endsAt <= this.#now()) return 'stale';
    const device = this.#devices().get(id);
    if (!device) return null;
    const signed = Buffer.from(`${DEVICE_PROOF_PREFIX}\n${host}\n${nonce}`);
    const key = publicKeyOf(device.publicKey);
    return key && verify(null, signed, key, Buffer.from(signature, 'base64url')) ? device : null;
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
