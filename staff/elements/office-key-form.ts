import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { deskStyles } from './styles.ts';

/**
 * Asks for the office's key, where the hub does not know this computer.
 *
 * @fires office-key - detail: the key as typed or pasted
 */
@customElement('office-key-form')
export class OfficeKeyForm extends LitElement {
  /** One has been tried and was not right. */
  @property({ type: Boolean }) wrong = false;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      form {
        display: grid;
        gap: 1rem;
        justify-items: start;
        margin-top: 1rem;
      }
      wa-input {
        width: 100%;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <p>${say(language, 'staff.not-allowed-hint')}</p>
      <form @submit=${this.#submit}>
        <wa-input
          name="key"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          label=${say(language, 'staff.office-key')}
        ></wa-input>
        ${this.wrong ? html`<p class="warning" role="alert">${say(language, 'staff.key-wrong')}</p>` : nothing}
        <wa-button type="submit" variant="brand">${say(language, 'staff.sign-in')}</wa-button>
      </form>
    `;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const key = new FormData(event.target as HTMLFormElement).get('key');
    if (typeof key === 'string' && key !== '')
      this.dispatchEvent(new CustomEvent('office-key', { detail: key }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'office-key-form': OfficeKeyForm;
  }
}
