import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { TextKey, TextValues } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { words } from '../words.ts';
import { marked } from './marked.ts';
import { PressedEvent } from './pressed-event.ts';

/** "Are you still there?" over everything else. One press anywhere goes on, and so does Escape. */
@customElement('still-there')
export class StillThere extends LitElement {
  @property() language: Language = 'sv';
  @property({ type: Number }) secondsLeft = 0;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  static override styles = css`
    dialog {
      box-sizing: border-box;
      width: min(60rem, 92vw);
      max-width: none;
      padding: 4.5rem;
      border: 0;
      border-radius: 2.25rem;
      text-align: center;
      background: var(--color-card);
      color: var(--color-text);
      font-family: var(--sans);
    }
    dialog::backdrop {
      background: rgb(12 23 29 / 72%);
    }
    h1 {
      margin: 0;
      font-size: 5rem;
      line-height: calc(1.1 * var(--leading));
      text-wrap: balance;
    }
    p {
      margin: 1.75rem 0 3rem;
      font-size: 2.75rem;
      line-height: calc(1.3 * var(--leading));
      text-wrap: balance;
      color: var(--color-text-quiet);
    }
    button {
      width: 100%;
      min-height: 12rem;
      font: inherit;
      font-size: 4.5rem;
      font-weight: 700;
      color: var(--color-on-call);
      background: var(--color-call);
      border: 0;
      border-radius: var(--radius-l);
      box-shadow: 0 0.375rem 0 var(--color-call-edge);
    }
    button:focus-visible {
      outline: 0.4rem solid var(--color-focus);
      outline-offset: 0.4rem;
    }
  `;

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog
      aria-labelledby="asked"
      @click=${this.#goOn}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#goOn(new MouseEvent('click'));
      }}
    >
      <h1 id="asked">${this.#say('terminal.still-there')}</h1>
      <p>${this.#say('terminal.still-there-seconds', { seconds: this.secondsLeft })}</p>
      <button autofocus>${this.#say('terminal.go-on')}</button>
    </dialog>`;
  }

  #say(key: TextKey, values?: TextValues) {
    return marked(words(this.language, key, values), this.language);
  }

  readonly #goOn = (event: MouseEvent): void => {
    this.dispatchEvent(new PressedEvent('go-on', { press: 'stay' }, event));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'still-there': StillThere;
  }
}
