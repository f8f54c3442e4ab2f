import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';
import { HOLD_REASONS, type HoldReason } from '#shared/vocabulary.ts';
import { ignoreRepeat } from './desk-action.ts';
import { deskStyles } from './styles.ts';

/**
 * Why a ticket is laid aside: a small menu beside the button that lays it aside for no said reason.
 *
 * @fires hold-reason - detail: the HoldReason
 */
@customElement('hold-reasons')
export class HoldReasons extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  /** Why nothing can be laid aside now, as a sentence; empty when it can. */
  @property() reason = '';
  @property() language: Language = 'sv';
  @state() private open = false;

  static override styles = [
    deskStyles,
    css`
      :host {
        position: relative;
      }
      .opener {
        height: 100%;
        min-height: 3.25rem;
        min-width: 2.25rem;
        padding: 0 0.5rem;
        border-color: var(--color-line);
        border-radius: 0 0.875rem 0.875rem 0;
      }
      [role='menu'] {
        position: absolute;
        z-index: 2;
        inset-block-start: calc(100% + 0.25rem);
        inset-inline-end: 0;
        width: max-content;
        max-width: 80vw;
        padding: 0.375rem;
        background: var(--color-card);
        border: 1px solid var(--color-text-quiet);
        border-radius: var(--radius-s);
      }
      .title {
        padding: 0.25rem 0.625rem;
        font-weight: 600;
        color: var(--color-text-quiet);
      }
      [role='menuitem'] {
        display: block;
        width: 100%;
        border-color: transparent;
        text-align: start;
        font-weight: 500;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.#left);
  }

  protected override render() {
    const { language, reason, open } = this;
    return html`
      <button
        class="opener"
        type="button"
        aria-label=${say(language, 'staff.hold-reasons')}
        aria-haspopup="menu"
        aria-expanded=${open}
        aria-disabled=${reason ? 'true' : nothing}
        aria-describedby=${reason ? 'reason' : nothing}
        @click=${this.#toggle}
        @keydown=${this.#openByArrow}
      >▾</button>
      <span id="reason" class="unseen">${reason}</span>
      ${open ? this.#menu() : nothing}
    `;
  }

  #menu() {
    const { language } = this;
    return html`
      <div role="menu" aria-labelledby="title" @keydown=${this.#walk}>
        <p class="title" id="title" role="presentation">${say(language, 'staff.hold-reasons')}</p>
        ${HOLD_REASONS.map(
          (why) => html`<button
            type="button"
            role="menuitem"
            tabindex="-1"
            @keydown=${ignoreRepeat}
            @click=${() => this.#choose(why)}
          >${say(language, `staff.hold-reason.${why}`)}</button>`,
        )}
      </div>
    `;
  }

  async #toggle(): Promise<void> {
    this.open = !this.open && this.reason === '';
    if (!this.open) return;
    await this.updateComplete;
    this.#items()[0]?.focus();
  }

  #openByArrow(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' || this.open) return;
    event.preventDefault();
    void this.#toggle();
  }

  #walk(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const last = items.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') this.#close();
    else if (to[event.key] === undefined) return;
    else items[to[event.key] ?? 0]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(why: HoldReason): void {
    this.#close();
    this.dispatchEvent(new CustomEvent('hold-reason', { detail: why }));
  }

  #close(): void {
    this.renderRoot.querySelector<HTMLElement>('.opener')?.focus();
    this.open = false;
  }

  /** Of moves within the menu this element hears nothing. */
  readonly #left = (): void => {
    this.open = false;
  };

  #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hold-reasons': HoldReasons;
  }
}
