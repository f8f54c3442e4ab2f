import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ariaOf, type Combination, capOf } from '../desk-keys.ts';
import { deskStyles } from './styles.ts';

/**
 * One thing a guide can do, with its key on it.
 *
 * When it cannot be done it stays where it is, keeps focus and says why: a button that is `disabled`
 * drops focus and has no room for a reason (and so has Web Awesome's). It lets the click through either
 * way; the screen answers it with the action or with the reason.
 */
@customElement('desk-action')
export class DeskActionButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property() label = '';
  /** A second line: who will come, what will be taken back. */
  @property() detail = '';
  /** Why not, as a sentence; empty when it can be done. */
  @property() reason = '';
  @property({ attribute: false }) key: Combination | null = null;
  /** 'next' is the one yellow button, 'go' the green one that ends a visit. */
  @property({ reflect: true }) tone: 'plain' | 'go' | 'next' = 'plain';
  /** The hub has been asked and has not answered. */
  @property({ type: Boolean, reflect: true }) pending = false;
  @property({ type: Boolean, reflect: true }) unavailable = false;
  /** Something smaller that belongs to it follows at once. */
  @property({ type: Boolean, reflect: true }) joined = false;

  static override styles = [
    deskStyles,
    css`
      button {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
        width: 100%;
        min-height: 3.25rem;
        padding: 0.375rem 0.75rem;
        border-color: var(--color-line);
        border-radius: 0.875rem;
        text-align: start;
        line-height: 1.25;
      }
      :host([joined]) button {
        border-start-end-radius: 0;
        border-end-end-radius: 0;
      }
      /* The key below the words: six of them stand in one row on a small screen. */
      :host(:not([tone='next'])) button {
        flex-direction: column;
        align-items: flex-start;
        justify-content: center;
        gap: 0.1875rem;
        height: 100%;
      }
      :host(:not([tone='next'])) button:has(.detail) {
        flex-direction: row;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
      }
      :host(:not([tone='next'])) kbd {
        padding: 0.125rem 0.3125rem;
        font-size: 0.75rem;
      }
      button > span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .detail {
        display: block;
        font-size: 0.9375rem;
        font-weight: 400;
        color: var(--color-text-quiet);
      }
      :host([tone='go']) button:not([aria-disabled='true']) {
        background: var(--color-now);
        border-color: var(--color-now);
        color: var(--color-on-now);
      }
      :host([tone='go']) button:not([aria-disabled='true']) kbd {
        background: transparent;
        border-color: currentColor;
        color: inherit;
      }
      :host([tone='next']) button {
        height: 100%;
        min-height: max(9.5rem, 24vh);
        padding: 1.25rem 1.75rem;
        border-radius: 1.5rem;
      }
      :host([tone='next']) button:not([aria-disabled='true']) {
        background: var(--color-call);
        border-color: var(--color-call);
        color: var(--color-on-call);
        box-shadow: 0 4px 0 var(--color-call-edge);
      }
      :host([tone='next']) button:not([aria-disabled='true']):active {
        translate: 0 3px;
        box-shadow: 0 1px 0 var(--color-call-edge);
      }
      :host([tone='next']) .label {
        display: block;
        font-size: 2.75rem;
        font-weight: 800;
        line-height: 1.1;
        letter-spacing: -0.01em;
      }
      :host([tone='next']) .detail {
        margin-top: 0.375rem;
        font-size: 1.25rem;
        font-weight: 500;
        color: inherit;
      }
      :host([tone='next']) kbd {
        font-size: 1.125rem;
      }
      :host([tone='next']) button:not([aria-disabled='true']) kbd {
        background: transparent;
        border-color: currentColor;
        color: inherit;
      }
      /* Only a hub that keeps one waiting is worth showing; a quick one would make every button blink. */
      :host([pending]) button {
        cursor: progress;
        animation: wait 0s 300ms forwards;
      }
      @keyframes wait {
        to {
          opacity: 0.65;
        }
      }
      @media (max-width: 30rem) {
        :host([tone='next']) button {
          padding: 1.25rem;
          min-height: 7rem;
        }
        :host([tone='next']) .label {
          font-size: 2.25rem;
        }
      }
    `,
  ];

  protected override render() {
    const onButton = this.tone === 'next';
    return html`
      <button
        type="button"
        aria-disabled=${this.unavailable ? 'true' : nothing}
        aria-busy=${this.pending ? 'true' : nothing}
        aria-keyshortcuts=${this.key ? ariaOf(this.key) : nothing}
        aria-describedby=${this.unavailable && !onButton ? 'reason' : nothing}
        @keydown=${ignoreRepeat}
      >
        <span>
          <span class="label">${this.label}</span>
          ${this.#secondLine(this.unavailable && onButton ? this.reason : this.detail)}
        </span>
        ${this.key ? html`<kbd aria-hidden="true">${capOf(this.key)}</kbd>` : nothing}
      </button>
      ${this.unavailable && !onButton ? html`<span id="reason" class="unseen">${this.reason}</span>` : nothing}
    `;
  }

  #secondLine(text: string) {
    return text ? html`<span class="detail">${text}</span>` : nothing;
  }
}

/** Enter held down presses again and again; once is what was meant. */
export const ignoreRepeat = (event: KeyboardEvent): void => {
  if (event.repeat) event.preventDefault();
};

declare global {
  interface HTMLElementTagNameMap {
    'desk-action': DeskActionButton;
  }
}
