import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { ConnectRefusal } from '#shared/protocol.ts';
import type { Language } from '#shared/vocabulary.ts';
import { deskStyles } from './styles.ts';

/** Signing in, or a key, is what it wants. */
const isOfPeople = (
  why: ConnectRefusal,
): why is 'not-allowed' | 'not-paired' | 'revoked' | 'signed-out' | 'locked' =>
  ['not-allowed', 'not-paired', 'revoked', 'signed-out', 'locked'].includes(why);

/**
 * Why the hub does not let this page in, and what to do about it: for a computer it does not know, the
 * office's key.
 *
 * @fires office-key - detail: the key as typed or pasted
 */
@customElement('no-entry')
export class NoEntry extends LitElement {
  @property() why: ConnectRefusal = 'not-allowed';
  /** A key has been tried and was not right. */
  @property({ type: Boolean }) tried = false;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      :host {
        max-width: 40rem;
        margin: 0 auto;
        padding: clamp(1.25rem, 6vw, 5rem) 1.25rem;
      }
      main,
      form {
        display: grid;
        gap: 1rem;
        justify-items: start;
      }
      form,
      wa-input {
        width: 100%;
      }
      h1 {
        font-size: 2rem;
        line-height: 1.2;
      }
      a {
        color: inherit;
      }
    `,
  ];

  protected override render() {
    const { language, why } = this;
    if (isOfPeople(why)) return this.#askKey();
    return html`
      <main>
        <div role="alert"><h1>${say(language, `refusal.${why}`)}</h1></div>
        <wa-button variant="brand" @click=${() => location.reload()}>${say(language, 'staff.reload')}</wa-button>
        <a href="?">${say(language, 'staff.other-desk')}</a>
      </main>
    `;
  }

  #askKey() {
    const { language } = this;
    return html`
      <main>
        <h1>${say(language, 'staff.not-allowed')}</h1>
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
          ${this.tried ? html`<p class="warning" role="alert">${say(language, 'staff.key-wrong')}</p>` : nothing}
          <wa-button type="submit" variant="brand">${say(language, 'staff.sign-in')}</wa-button>
        </form>
      </main>
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
    'no-entry': NoEntry;
  }
}
