import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Reply } from '#shared/protocol.ts';
import type { Sentence } from '../presses.ts';

/**
 * What a page has asked of the hub and what became of it: one thing at a time, said in the language the page is in
 * when it is read. When nobody is signed in any more, the page around is told.
 */
export class Told implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #pending = false;
  #said: { sentence: Sentence; isRefusal: boolean } | null = null;

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get pending(): boolean {
    return this.#pending;
  }

  get said(): { sentence: Sentence; isRefusal: boolean } | null {
    return this.#said;
  }

  /** Says why a press did nothing. */
  refuse(...sentence: Sentence): void {
    this.#become(false, { sentence, isRefusal: true });
  }

  /** @returns the answer; undefined when there is none, and then it has been said why. Never rejects. */
  async read<Answer>(asked: Promise<Reply<Answer>>): Promise<Answer | undefined> {
    const reply = await asked;
    if (reply.ok) return reply.answer;
    this.#refused(reply.code);
    return undefined;
  }

  /**
   * One press. A second one meanwhile is no press.
   * @param done what is said of it
   */
  async ask<Answer>(
    ask: () => Promise<Reply<Answer>>,
    done: (answer: Answer) => Sentence | null,
  ): Promise<Answer | undefined> {
    if (this.#pending) return undefined;
    this.#become(true, null);
    const reply = await ask();
    if (!reply.ok) {
      this.#refused(reply.code);
      return undefined;
    }
    const sentence = done(reply.answer);
    this.#become(false, sentence && { sentence, isRefusal: false });
    return reply.answer;
  }

  #refused(code: Extract<Reply<never>, { ok: false }>['code']): void {
    this.refuse(`refusal.${code}`);
    if (code === 'signed-out' || code === 'locked')
      this.#host.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
  }

  #become(pending: boolean, said: typeof this.said): void {
    this.#pending = pending;
    this.#said = said;
    this.#host.requestUpdate();
  }
}
