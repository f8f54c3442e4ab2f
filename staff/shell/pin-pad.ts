import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from './form-styles.ts';

const MOST_DIGITS = 12;

/**
 * A personal PIN, by the keyboard or by a finger. What is typed is never shown, nor said aloud.
 *
 * @fires pin-given - detail: the digits
 */
@customElement('pin-pad')
export class PinPad extends LitElement {
  @property({ type: Boolean }) pending = false;
  @property() language: Language = 'sv';
  @state() private digits = '';

  static override styles = [
    deskStyles,
    formStyles,
    css`
      .pad {
        display: grid;
        grid-template-columns: repeat(3, minmax(3.5rem, 1fr));
        gap: 0.5rem;
      }
      .pad button {
        min-height: 3.25rem;
        font-size: 1.375rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    const digit = (which: string) => html`<button
      type="button"
      @click=${() => {
        this.digits = (this.digits + which).slice(0, MOST_DIGITS);
      }}
    >${which}</button>`;
    return html`
      <form @submit=${this.#submit}>
        <label>
          ${say(language, 'staff.pin')}
          <input
            type="password"
            name="pin"
            inputmode="numeric"
            autocomplete="off"
            maxlength=${MOST_DIGITS}
            required
            .value=${this.digits}
            @input=${({ target }: InputEvent) => {
              this.digits = (target as HTMLInputElement).value.replace(/\D/g, '');
            }}
          />
        </label>
        <div class="pad" role="group" aria-label=${say(language, 'staff.pin-digits')}>
          ${['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit)}
          <button
            type="button"
            aria-label=${say(language, 'staff.pin-erase')}
            @click=${() => {
              this.digits = this.digits.slice(0, -1);
            }}
          >⌫</button>
          ${digit('0')}
          <button class="main" ?disabled=${this.pending}>OK</button>
        </div>
      </form>
    `;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { digits } = this;
    if (digits === '' || this.pending) return;
    this.digits = '';
    this.dispatchEvent(new CustomEvent('pin-given', { detail: digits }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'pin-pad': PinPad;
  }
}
