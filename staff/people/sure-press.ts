import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/**
 * A press that cannot be taken back: asks first, in place, and the answer at hand is no.
 *
 * @fires sure
 */
@customElement('sure-press')
export class SurePress extends LitElement {
  /** On the button. */
  @property() label = '';
  /** For who hears a list of them: with the name of what it is about. */
  @property() about = '';
  @property() question = '';
  /** What yes is called. */
  @property() yes = '';
  @property() language: ConsoleLanguage = 'sv';
  /** Asked of the reader now: it takes a line of its own. */
  @property({ type: Boolean, reflect: true }) asking = false;

  static override styles = [
    deskStyles,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--color-warning);
        border-radius: var(--radius-s);
      }
      p {
        flex: 1 1 16rem;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    if (!this.asking)
      return html`<button aria-label=${this.about || this.label} @click=${() => this.#become(true)}>
        ${this.label}
      </button>`;
    return html`
      <div role="group" aria-labelledby="question" @keydown=${this.#onKey}>
        <p id="question" role="alert">${this.question}</p>
        <button class="no" @click=${() => this.#become(false)}>${say(language, 'staff.no-leave')}</button>
        <button class="yes warning" @click=${this.#sure}>${this.yes || this.label}</button>
      </div>
    `;
  }

  readonly #sure = (): void => {
    this.#become(false);
    this.dispatchEvent(new CustomEvent('sure'));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#become(false);
  };

  #become(isAsking: boolean): void {
    this.asking = isAsking;
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sure-press': SurePress;
  }
}
