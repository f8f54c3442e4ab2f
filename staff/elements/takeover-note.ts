import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Takeover } from '#shared/programme.ts';
import { momentText, timeText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { isPerhapsForgotten } from '../takeover-age.ts';
import { deskStyles, noteStyles } from './styles.ts';

/**
 * What fills every window, as long as it does: quietly at first; when it has stood long, as a question that is
 * read aloud once.
 *
 * @fires end-takeover
 */
@customElement('takeover-note')
export class TakeoverNote extends LitElement {
  @property({ attribute: false }) takeover: Takeover | null = null;
  @property({ attribute: false }) now: EpochMs = 0;
  /** IANA zone of the office. */
  @property() zone = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    noteStyles,
    css`
      .note > :first-child {
        flex: 1 1 24rem;
      }
      /* The windows show all of it. */
      .text {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .long {
        background: var(--color-warning);
        color: var(--color-card);
      }
      .long [role='alert'] {
        font-size: 1.1875rem;
        font-weight: 700;
      }
    `,
  ];

  protected override render() {
    const { takeover, now, zone, language } = this;
    const isLong = takeover !== null && isPerhapsForgotten(takeover, now);
    return html`
      <div class=${takeover ? (isLong ? 'note long' : 'note') : ''}>
        <div>
          <div role="status">${takeover ? this.#what(takeover) : nothing}</div>
          <div role="alert">
            ${
              isLong
                ? say(language, 'staff.takeover-long', {
                    since: timeText(takeover.from, zone, language),
                  })
                : nothing
            }
          </div>
        </div>
        ${
          takeover
            ? html`<button @click=${() => this.dispatchEvent(new CustomEvent('end-takeover'))}>
              ${say(language, 'staff.takeover-end')}
            </button>`
            : nothing
        }
      </div>
    `;
  }

  #what({ text, until, test }: Takeover) {
    const { language, zone, now } = this;
    const when = momentText(until, now, zone, language);
    return html`<p>${say(language, test ? 'staff.takeover-test' : 'staff.takeover', { until: when })}</p>
      <p class="text" lang="sv">${text.sv}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'takeover-note': TakeoverNote;
  }
}
