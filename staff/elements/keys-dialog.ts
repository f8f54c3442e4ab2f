import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { ACTION_KEYS, type ActionKey, type DeskAction } from '../desk-actions.ts';
import { deskStyles } from './styles.ts';

/**
 * Which key does what, and whether keys do anything on this computer.
 *
 * @fires keys-on - detail: whether they shall
 * @fires dialog-closed
 */
@customElement('keys-dialog')
export class KeysDialog extends LitElement {
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) keysOn = true;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      wa-switch {
        display: block;
      }
      p {
        margin: 0.75rem 0 1.25rem;
      }
      li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        padding: 0.5rem 0;
        border-top: 1px solid var(--color-line);
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    const keys = Object.entries(ACTION_KEYS) as [DeskAction, ActionKey][];
    return html`
      <wa-dialog label=${say(language, 'staff.keys')} ?open=${this.open} @wa-after-hide=${this.#closed}>
        <wa-switch autofocus .checked=${this.keysOn} @change=${this.#turn}>
          ${say(language, 'staff.keys-on')}
        </wa-switch>
        <p class="quiet">${say(language, 'staff.keys-hint')}</p>
        <ul>
          ${keys.map(([action, { cap }]) => html`<li>${say(language, `staff.${action}`)} <kbd>${cap}</kbd></li>`)}
        </ul>
      </wa-dialog>
    `;
  }

  #turn(event: Event): void {
    const { checked } = event.target as HTMLElementTagNameMap['wa-switch'];
    this.dispatchEvent(new CustomEvent('keys-on', { detail: checked }));
  }

  #closed(): void {
    this.dispatchEvent(new CustomEvent('dialog-closed'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'keys-dialog': KeysDialog;
  }
}
