import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
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
      line-height: 1.1;
      letter-spacing: -0.02em;
    }
    p {
      margin: 1.75rem 0 3rem;
      font-size: 2.75rem;
      line-height: 1.3;
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
      outline: 0.4rem solid #0b57d0;
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
      <h1 id="asked">${say(this.language, 'terminal.still-there')}</h1>
      <p>${say(this.language, 'terminal.still-there-seconds', { seconds: this.secondsLeft })}</p>
      <button autofocus>${say(this.language, 'terminal.go-on')}</button>
    </dialog>`;
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
