import { html, nothing, type ReactiveControllerHost } from 'lit';
import type { SessionNow } from '#shared/identity.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/** One try to come in after another: whether one is under way, what was said of the last, and who is here when it went well. */
export class WayIn {
  readonly #host: ReactiveControllerHost & EventTarget;
  #pending = false;
  #refusal: TextKey | null = null;

  /** @param host which fires `session-changed`, detail: the SessionNow */
  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
  }

  get pending(): boolean {
    return this.#pending;
  }

  /** @param wrong said of what she typed, when it is not right */
  async take(
    asked: Promise<Reply<SessionNow>>,
    wrong: TextKey = 'refusal.wrong-credentials',
  ): Promise<void> {
    this.#become(true, null);
    const reply = await asked;
    if (reply.ok) {
      this.#become(false, null);
      this.#host.dispatchEvent(new CustomEvent('session-changed', { detail: reply.answer }));
    } else
      this.#become(false, reply.code === 'wrong-credentials' ? wrong : `refusal.${reply.code}`);
  }

  /** Nothing is said any more of the last one. */
  forget(): void {
    this.#become(this.#pending, null);
  }

  fault(language: ConsoleLanguage) {
    return this.#refusal === null
      ? nothing
      : html`<p class="fault" role="alert">${say(language, this.#refusal)}</p>`;
  }

  #become(pending: boolean, refusal: TextKey | null): void {
    this.#pending = pending;
    this.#refusal = refusal;
    this.#host.requestUpdate();
  }
}
