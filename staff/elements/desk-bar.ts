import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { clockText, momentText } from '#shared/ui/office-time.ts';
import type { DeskView } from '#shared/views.ts';
import { type EpochMs, LANGUAGES } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { deskStyles } from './styles.ts';

/**
 * Which desk, which office, what time; and what is pressed once a day.
 *
 * @fires close-desk
 * @fires show-keys
 * @fires speak - detail: the language the page shall be in
 */
@customElement('desk-bar')
export class DeskBar extends LitElement {
  @property({ attribute: false }) view!: DeskView;
  @property({ type: Number }) now: EpochMs = 0;
  /** Why the desk cannot be closed now, as a sentence; empty when it can. */
  @property() cannotClose = '';
  @property() language: ConsoleLanguage = 'sv';
  /** The console's own bar is above it, with the ways to elsewhere and the language. */
  @property({ type: Boolean, reflect: true }) inConsole = false;

  static override styles = [
    deskStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 1.5rem;
        min-height: 4rem;
        padding: 0.5rem 2rem;
        background: var(--color-deep);
        color: var(--color-on-deep-quiet);
      }
      :host([inConsole]) .bar {
        min-height: 2.75rem;
        padding-block: 0.125rem;
        background: var(--color-deep-raised);
      }
      h1 {
        font-size: 1.25rem;
        color: var(--color-on-deep);
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.5rem;
        margin-inline-start: auto;
      }
      .clock {
        margin-inline-start: 0.75rem;
        font-size: 1.25rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums slashed-zero;
        color: var(--color-on-deep);
      }
      button,
      a {
        display: inline-flex;
        align-items: center;
        min-height: 2.5rem;
        padding: 0.25rem 0.875rem;
        border: 1px solid transparent;
        border-radius: var(--radius-s);
        background: transparent;
        color: var(--color-on-deep-quiet);
        font-weight: 500;
        text-decoration: none;
      }
      button:hover,
      a:hover {
        background: var(--color-deep-raised);
        color: var(--color-on-deep);
      }
      button[aria-disabled='true'] {
        border-color: transparent;
        background: transparent;
        color: var(--color-on-deep-quiet);
        opacity: 0.7;
      }
      button:focus-visible,
      a:focus-visible {
        outline-color: var(--color-on-deep);
      }
      @media (max-width: 40rem) {
        .bar {
          padding-inline: 1rem;
        }
        .end {
          margin-inline-start: -0.875rem;
          gap: 0;
        }
      }
    `,
  ];

  protected override render() {
    const { view, language, cannotClose } = this;
    const other = language === 'sv' ? 'en' : 'sv';
    return html`
      <div class="bar">
        <h1>${officeText(view.desk.name, language)}</h1>
        ${this.inConsole ? nothing : html`<span>${view.officeName}</span>`}
        <span>${this.#opening()}</span>
        <div class="end">
          ${
            view.desk.open
              ? html`
                  <button
                    aria-disabled=${cannotClose ? 'true' : nothing}
                    aria-describedby=${cannotClose ? 'cannot-close' : nothing}
                    @click=${() => this.dispatchEvent(new CustomEvent('close-desk'))}
                  >${say(language, 'staff.close')}</button>
                  <span id="cannot-close" class="unseen">${cannotClose}</span>
                `
              : nothing
          }
          ${this.inConsole ? nothing : html`<a href="?">${say(language, 'staff.other-desk')}</a>`}
          <button
            aria-haspopup="dialog"
            @click=${() => this.dispatchEvent(new CustomEvent('show-keys'))}
          >${say(language, 'staff.keys')}</button>
          ${
            this.inConsole
              ? nothing
              : html`<button
                  lang=${other}
                  @click=${() => this.dispatchEvent(new CustomEvent('speak', { detail: other }))}
                >${LANGUAGES[other].name}</button>`
          }
          <span class="clock">${clockText(this.now, view.zone)}</span>
        </div>
      </div>
    `;
  }

  #opening(): string {
    const { view, now, language } = this;
    const { opening, zone } = view;
    const at = opening.open ? opening.closesAt : opening.opensAt;
    if (at === null) return say(language, 'staff.closed');
    const time = momentText(at, now, zone, language);
    return say(language, opening.open ? 'staff.open-until' : 'staff.closed-until', { time });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-bar': DeskBar;
  }
}
