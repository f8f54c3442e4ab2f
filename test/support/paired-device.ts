/** A device as the hub sees it: it has a key, asks to be paired, and proves itself. */
import { generateKeyPairSync, sign } from 'node:crypto';
import {
  DEVICE_PROOF_PREFIX,
  type DeviceId,
  type DeviceKind,
  type DeviceListed,
  type DeviceProof,
  type PairingBegun,
  type PairingSeen,
} from '#shared/identity.ts';
import type { PersonApi } from './office-people.ts';

export class PairedDevice {
  readonly #key = generateKeyPairSync('ed25519');
  readonly #url: string;
  id = '' as DeviceId;

  /** Not paired yet. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Paired by `staff`, who types its code and says yes. */
  static async pair(
    url: string,
    staff: PersonApi,
    {
      kind,
      name = 'Datorn',
      display = null,
    }: { kind: DeviceKind; name?: string; display?: string | null },
  ): Promise<PairedDevice> {
    const device = new PairedDevice(url);
    const { pairing, code } = await device.begin(kind);
    const seen = await staff.post<PairingSeen>('/devices/look', { office: 'ragsved', code });
    const made = await staff.post<DeviceListed>('/devices/pair', {
      ...{ office: 'ragsved', pairing: seen.body.pairing, kind, name, display },
    });
    if (made.status !== 201) throw new Error(`${pairing}: ${JSON.stringify(made.body)}`);
    device.id = made.body.id;
    return device;
  }

  get publicKey(): string {
    return this.#key.publicKey.export({ format: 'jwk' }).x ?? '';
  }

  begin(kind: DeviceKind): Promise<PairingBegun> {
    return this.#post('/pairing', { kind, publicKey: this.publicKey, browser: 'Test' });
  }

  /** @param host as the device calls the hub */
  async prove(host = new URL(this.#url).host): Promise<DeviceProof> {
    const { nonce } = await this.#post<{ nonce: string }>('/device/challenge', { device: this.id });
    const signed = Buffer.from(`${DEVICE_PROOF_PREFIX}\n${host}\n${nonce}`);
    const signature = sign(null, signed, this.#key.privateKey).toString('base64url');
    return { device: this.id, nonce, signature };
  }

  /** For a request that carries it in its head. */
  async header(): Promise<{ 'Device-Proof': string }> {
    const { device, nonce, signature } = await this.prove();
    return { 'Device-Proof': [device, nonce, signature].join('.') };
  }

  async #post<Answer>(path: string, body: object): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  }
}
