import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/**
 * A link or a key that the hub tells once: read, copied, and gone when it is put away.
 *
 * @fires put-away
 */
@customElement('shown-once')
export class ShownOnce extends LitElement {
  @property() label = '';
  /** To whom it is given, and for how long it is good. */
  @property() hint = '';
  @property() text = '';
  @property() language: ConsoleLanguage = 'sv';
  @state() private copied: 'yes' | 'no' | null = null;

  static override styles = [
    deskStyles,
    formStyles,
    css`
      [role='group'] {
        display: grid;
        gap: 0.75rem;
        padding: 1rem 1.25rem;
        border: 2px solid var(--color-now);
        border-radius: var(--radius-s);
        background: var(--color-card);
      }
      input {
        font-family: ui-monospace, monospace;
        font-size: 0.9375rem;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
      }
    `,
  ];

  protected override render() {
    const { language, copied } = this;
    return html`
      <div role="group" aria-label=${this.label}>
        <label>
          ${this.label}
          <small id="hint">${this.hint} ${say(language, 'staff.told-once')}</small>
          <input
            readonly
            aria-describedby="hint"
            .value=${this.text}
            @focus=${({ target }: Event) => (target as HTMLInputElement).select()}
          />
        </label>
        <div class="acts">
          <button class="main" @click=${this.#copy}>${say(language, 'staff.copy')}</button>
          <button @click=${() => this.dispatchEvent(new CustomEvent('put-away'))}>
            ${say(language, 'staff.put-away')}
          </button>
          <span role="status">${copied ? say(language, copied === 'yes' ? 'staff.copied' : 'staff.copy-by-hand') : nothing}</span>
        </div>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    this.#field()?.focus();
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.copied = 'yes';
    } catch {
      this.#field()?.focus(); // not allowed here: it is marked, and Ctrl C does it
      this.copied = 'no';
    }
  };

  #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shown-once': ShownOnce;
  }
}
