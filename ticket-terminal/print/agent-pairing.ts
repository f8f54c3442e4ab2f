/**
 * How an agent becomes known to its hub: it says a code, somebody signed in types it in the console, and from then on
 * the agent proves by its key that it is the same one. As the screens do it (shared/ui/device-key.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceProof, PairingBegun, PairingState } from '#shared/identity.ts';
import type { AgentKey } from './agent-key.ts';

const ANSWER_WITHIN_MS = 5_000;
const ASK_EVERY_MS = 2_000;
const TRY_AGAIN_MS = 5_000;
/** Somebody said no, and perhaps to the wrong one of two. */
const AFTER_REFUSAL_MS = 60_000;

export type AgentPairingParts = {
  hub: URL;
  key: AgentKey;
  /** What this program is called where somebody looks at what asks: 'Torget agent · terminal-pc'. */
  called: string;
  say: (line: string) => void;
};

export class AgentPairing {
  readonly #parts: AgentPairingParts;
  readonly #closing = new AbortController();

  constructor(parts: AgentPairingParts) {
    this.#parts = parts;
  }

  /**
   * That it is this agent, for one connection. null: it has not been paired.
   * @throws when the hub does not answer
   */
  async prove(): Promise<DeviceProof | null> {
    const { hub, key } = this.#parts;
    const { device } = key;
    if (device === null) return null;
    const { nonce } = await this.#ask<{ nonce: string }>('/device/challenge', { device });
    return key.prove(device, hub.host, nonce);
  }

  /**
   * Says codes until somebody has typed one; resolves when the hub knows the agent, or this is closed.
   * @param isAnew the hub knew it once, and has revoked it
   * @throws {KeyUnusable} the key cannot be kept
   */
  async pair({ isAnew }: { isAnew: boolean }): Promise<void> {
    if (isAnew) this.#parts.key.forget();
    while (!this.#closing.signal.aborted) {
      const begun = await this.#begin();
      if (!begun) {
        await this.#pause(TRY_AGAIN_MS);
        continue;
      }
      this.#parts.say(
        `To pair this agent, type ${begun.code} in the console, under Devices. The fingerprint shown there must be ${begun.fingerprint}.`,
      );
      const outcome = await this.#outcome(begun);
      if (outcome.state === 'paired') {
        this.#parts.key.paired(outcome.device);
        this.#parts.say(`The agent is paired: the hub calls it ${outcome.name}.`);
        return;
      }
      if (outcome.state === 'refused') {
        this.#parts.say('Somebody said no to this agent. It asks again in a minute.');
        await this.#pause(AFTER_REFUSAL_MS);
      }
    }
  }

  /** Nothing is asked any more. */
  close(): void {
    this.#closing.abort();
  }

  /** null: the hub is away, or has had enough of this address. */
  async #begin(): Promise<PairingBegun | null> {
    const { key, called } = this.#parts;
    const asked = { kind: 'agent', publicKey: key.publicKey(), browser: called };
    try {
      return await this.#ask<PairingBegun>('/pairing', asked);
    } catch {
      return null; // how it stands with the hub is told by the connection
    }
  }

  async #outcome({ pairing, secret }: PairingBegun): Promise<PairingState> {
    while (!this.#closing.signal.aborted) {
      await this.#pause(ASK_EVERY_MS);
      try {
        const state = await this.#ask<PairingState>(`/pairing/${pairing}`, null, {
          'Pairing-Secret': secret,
        });
        if (state.state !== 'waiting') return state;
      } catch {
        // The code may still be good when the hub is back.
      }
    }
    return { state: 'ended' };
  }

  /** @param body null: it is only read */
  async #ask<Answer>(
    path: string,
    body: object | null,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(`/api/v1${path}`, this.#parts.hub), {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
      redirect: 'error',
      signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    if (!response.ok) throw new Error(`The hub answers ${response.status}.`);
    return (await response.json()) as Answer;
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}
