import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Opening } from '#shared/protocol.ts';
import { clockText, timeText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { saySecond } from './second-text.ts';

/** The clock, and whether one may come in: until when the door is open, or whose door it is. */
@customElement('opening-foot')
export class OpeningFoot extends LitElement {
  @property({ attribute: false }) now: EpochMs = 0;
  @property({ attribute: false }) zone = 'UTC';
  @property({ attribute: false }) opening: Opening | null = null;
  /** The door is closed but the queue is still called: says so instead of the name. */
  @property({ attribute: false }) lastVisits = false;
  @property({ attribute: false }) officeName = '';
  @property({ attribute: false }) second: Language = 'sv';

  static override styles = css`
    :host {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: calc(24 * var(--window-unit));
      height: calc(160 * var(--window-unit));
      padding: 0 calc(48 * var(--window-unit));
      border-top: calc(4 * var(--window-unit)) solid var(--color-line);
    }
    time {
      font-size: var(--window-read);
      line-height: 1;
      font-weight: 700;
      letter-spacing: -0.02em;
      font-variant-numeric: tabular-nums lining-nums;
    }
    .door {
      display: grid;
      grid-template-columns: auto auto;
      align-items: center;
      column-gap: calc(24 * var(--window-unit));
      line-height: calc(78 * var(--window-unit));
      font-weight: 650;
    }
    .dot {
      width: calc(36 * var(--window-unit));
      height: calc(36 * var(--window-unit));
      border-radius: 50%;
      background: var(--color-now);
    }
    .until {
      grid-column: 2;
      font-size: calc(76 * var(--window-unit));
      white-space: nowrap;
    }
    .until.long {
      font-size: var(--window-label);
    }
    .second {
      grid-column: 2;
      font-size: var(--window-near);
      line-height: calc(58 * var(--window-unit));
      font-weight: 500;
      color: var(--color-text-quiet);
      white-space: nowrap;
    }
    .office {
      font-size: var(--window-near);
      line-height: calc(62 * var(--window-unit));
      font-weight: 600;
      text-align: end;
      text-wrap: balance;
      color: var(--color-text-quiet);
    }
  `;

  protected override render() {
    const clock = clockText(this.now, this.zone);
    return html`<time datetime=${clock}>${clock}</time>${this.#door()}`;
  }

  #door() {
    const { opening, second, zone } = this;
    if (opening?.open) {
      const until = (language: Language) => ({ time: timeText(opening.closesAt, zone, language) });
      return html`
        <div class="door">
          <span class="dot"></span>
          <span class="until">${say('sv', 'display.open-until', until('sv'))}</span>
          ${saySecond(second, 'display.open-until', until(second))}
        </div>
      `;
    }
    if (this.lastVisits) {
      return html`
        <div class="door">
          <span class="until long">${say('sv', 'display.last-visits')}</span>
          ${saySecond(second, 'display.last-visits')}
        </div>
      `;
    }
    return this.officeName ? html`<span class="office">${this.officeName}</span>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'opening-foot': OpeningFoot;
  }
}
