/**
 * By what the hub knows this browser again: a key that never leaves it, and the id it was paired under. Made and kept
 * by the browser; a page can sign with it and cannot read it. Needs a secure context.
 */
import { createStore, get, set, type UseStore } from 'idb-keyval';
import type { DeviceKind } from '../identity.ts';
import {
  DEVICE_PROOF_PREFIX,
  type DeviceId,
  type DeviceProof,
  fingerprintOf,
  type PairingBegun,
  type PairingState,
} from '../identity.ts';

const RECORD = 'device';
const ANSWER_WITHIN_MS = 5_000;
/** A disk may be slow after a power cut. */
const READ_WITHIN_MS = 2_000;

/** Of one kind for each kind of screen: a staff computer may also show the window. */
type Kept = { keys: CryptoKeyPair; device: DeviceId | null };

export class DeviceKey {
  readonly #store: UseStore;
  readonly #kind: DeviceKind;
  #kept: Kept | null = null;

  constructor(kind: DeviceKind) {
    this.#kind = kind;
    this.#store = createStore(`torget-device-${kind}`, 'device');
  }

  /** Whether this page may have a key at all. */
  static get isPossible(): boolean {
    return isSecureContext && typeof crypto.subtle?.generateKey === 'function';
  }

  /** Whether this browser keeps anything at all. Where its disk does not answer, this never resolves. */
  canKeep(): Promise<boolean> {
    return this.#load().then(
      () => true,
      () => false,
    );
  }

  /** null: this device has not been paired, as far as it knows. */
  async device(): Promise<DeviceId | null> {
    return (await this.#load())?.device ?? null;
  }

  /** 32 bytes as base64url; the key is made when there is none. */
  async publicKey(): Promise<string> {
    const { keys } = await this.#made();
    return base64url(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  }

  async fingerprint(): Promise<string> {
    const { keys } = await this.#made();
    const raw = await crypto.subtle.exportKey('raw', keys.publicKey);
    return fingerprintOf(new Uint8Array(await crypto.subtle.digest('SHA-256', raw)));
  }

  /**
   * That it is this device, for one connection or request. null: it has not been paired, or its browser does not say so
   * in time, and it asks as anybody may.
   * @param hub the one that it is proved to, as an origin
   * @throws when the hub does not answer
   */
  async prove(hub = location.origin): Promise<DeviceProof | null> {
    const kept = await this.#loadSoon();
    if (!kept?.device) return null;
    const { device } = kept;
    const { nonce } = await post<{ nonce: string }>('/device/challenge', { device }, hub);
    const words = new TextEncoder().encode(
      `${DEVICE_PROOF_PREFIX}\n${new URL(hub).host}\n${nonce}`,
    );
    const signed = await crypto.subtle.sign('Ed25519', kept.keys.privateKey, words);
    return { device, nonce, signature: base64url(new Uint8Array(signed)) };
  }

  /** Asks the hub for a code. @throws when the hub does not answer, or refuses */
  async beginPairing(): Promise<PairingBegun> {
    const asked = { kind: this.#kind, publicKey: await this.publicKey(), browser: browserName() };
    return post<PairingBegun>('/pairing', asked);
  }

  /** How it went; once it is paired, that is kept. @throws when the hub does not answer */
  async pairingState({ pairing, secret }: PairingBegun): Promise<PairingState> {
    const response = await fetch(`/api/v1/pairing/${encodeURIComponent(pairing)}`, {
      headers: { 'Pairing-Secret': secret },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`The hub answers ${response.status}`);
    const state: PairingState = await response.json();
    if (state.state === 'paired') await this.paired(state.device);
    return state;
  }

  /** It has been paired under this id. */
  async paired(device: DeviceId): Promise<void> {
    await this.#keep({ ...(await this.#made()), device });
  }

  /** The hub does not know it any more: it begins anew, as another. */
  async forget(): Promise<void> {
    await this.#keep({ keys: await newKeys(), device: null });
  }

  async #made(): Promise<Kept> {
    return (await this.#load()) ?? this.#keep({ keys: await newKeys(), device: null });
  }

  #loadSoon(): Promise<Kept | null> {
    const late = new Promise<null>((resolve) => setTimeout(resolve, READ_WITHIN_MS, null));
    return Promise.race([this.#load().catch(() => null), late]);
  }

  async #load(): Promise<Kept | null> {
    this.#kept ??= (await get<Kept>(RECORD, this.#store)) ?? null;
    return this.#kept;
  }

  async #keep(kept: Kept): Promise<Kept> {
    await set(RECORD, kept, this.#store);
    this.#kept = kept;
    return kept;
  }
}

const newKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']) as Promise<CryptoKeyPair>;

async function post<Answer>(path: string, body: object, hub = location.origin): Promise<Answer> {
  const response = await fetch(`${hub}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`The hub answers ${response.status}`);
  return response.json();
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** As somebody would say it: 'Chromium 153 · Linux'. For whoever looks at what asks to be paired. */
function browserName(): string {
  const { userAgent } = navigator;
  const [, name = 'Webbläsare', version = ''] =
    /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(userAgent) ?? [];
  const said = { Edg: 'Edge', Chrome: 'Chromium', Version: 'Safari' }[name] ?? name;
  const [, system = ''] = /\(([^;)]+)/.exec(userAgent) ?? [];
  return `${said} ${version} · ${system}`.slice(0, 80);
}
