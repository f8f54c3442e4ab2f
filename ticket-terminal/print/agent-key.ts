/**
 * By what the hub knows this agent again: a key in its folder, which never leaves it, and the id it was paired under.
 * Made when the hub first wants it; an agent that has the hub's token needs none.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DEVICE_PROOF_PREFIX, type DeviceId, type DeviceProof } from '#shared/identity.ts';

/** For its owner alone: whoever has the key is this agent. */
const MODE = 0o600;

/** `key` is PKCS #8, as base64. */
type Kept = { device: DeviceId | null; key: string };

/** The message is a sentence for whoever installs the agent. */
export class KeyUnusable extends Error {
  override readonly name = 'KeyUnusable';
}

export class AgentKey {
  readonly #file: string;
  #key: KeyObject | null = null;
  #device: DeviceId | null = null;

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param folder of the journal
   * @throws {KeyUnusable} what is kept there cannot be read
   */
  static open(folder: string): AgentKey {
    const one = new AgentKey(join(folder, 'agent-key.json'));
    if (existsSync(one.#file)) one.#read();
    return one;
  }

  /** null: it has not been paired, as far as it knows. */
  get device(): DeviceId | null {
    return this.#device;
  }

  /** 32 bytes as base64url. The key is made when there is none. @throws {KeyUnusable} it cannot be kept */
  publicKey(): string {
    this.#key ?? this.#keep(generateKeyPairSync('ed25519').privateKey, null);
    return createPublicKey(this.#made).export({ format: 'jwk' }).x ?? '';
  }

  /** @param host as the agent calls the hub: what it signs for one is worth nothing at another */
  prove(device: DeviceId, host: string, nonce: string): DeviceProof {
    const words = Buffer.from(`${DEVICE_PROOF_PREFIX}\n${host}\n${nonce}`);
    return { device, nonce, signature: sign(null, words, this.#made).toString('base64url') };
  }

  /** It has been paired under this id. @throws {KeyUnusable} that cannot be kept */
  paired(device: DeviceId): void {
    this.#keep(this.#made, device);
  }

  /** The hub does not know it any more: it begins anew, as another. @throws {KeyUnusable} */
  forget(): void {
    this.#keep(generateKeyPairSync('ed25519').privateKey, null);
  }

  get #made(): KeyObject {
    if (!this.#key) throw new Error('There is no key to sign with.');
    return this.#key;
  }

  #read(): void {
    try {
      const { device, key }: Kept = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (device !== null && typeof device !== 'string') throw new TypeError('device is no name');
      const der = Buffer.from(key, 'base64');
      this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
      this.#device = device;
    } catch (cause) {
      throw new KeyUnusable(
        `${this.#file} cannot be read. Remove it, and the agent asks to be paired anew.`,
        { cause },
      );
    }
  }

  /** In another file first, so that a power cut leaves the key before or the key after. */
  #keep(key: KeyObject, device: DeviceId | null): void {
    const der = key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    try {
      const next = `${this.#file}.next`;
      const file = openSync(next, 'w', MODE);
      try {
        writeSync(file, `${JSON.stringify({ device, key: der } satisfies Kept)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(next, this.#file);
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new KeyUnusable(`${this.#file} cannot be written: ${said}.`, { cause });
    }
    this.#key = key;
    this.#device = device;
  }
}
