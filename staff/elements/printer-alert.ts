import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { type Language, type Texts, textIn } from '#shared/vocabulary.ts';
import type { PrinterNews } from '../printer-news.ts';
import { deskStyles } from './styles.ts';

/**
 * What needs to be known at once of the printer that prints the tickets. Drawn anew at each snapshot, and
 * changed at none that brings no news: so it is read aloud once. Stands on its own bottom edge and takes no
 * room, so that nothing moves when it comes.
 */
@customElement('printer-alert')
export class PrinterAlert extends LitElement {
  @property({ attribute: false }) news: PrinterNews = null;
  /** The printer's; null where the office has none. */
  @property({ attribute: false }) name: Texts | null = null;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      :host {
        height: 0;
      }
      .note {
        position: absolute;
        inset: auto 0 0;
        padding: 1rem 1.75rem;
      }
      .fault {
        background: var(--color-warning);
        color: var(--color-card);
      }
      .do {
        font-size: 1.25rem;
        font-weight: 700;
        line-height: 1.3;
      }
      .mended {
        background: var(--color-now);
        color: var(--color-on-now);
        font-weight: 600;
      }
      .low {
        padding-block: 0.625rem;
        border-top: 3px solid var(--color-warning);
        background: var(--color-paper);
      }
      @media (max-width: 40rem) {
        .note {
          padding-inline: 1rem;
        }
      }
    `,
  ];

  protected override render() {
    const low = this.news?.news === 'paper-low';
    return html`
      <div role="alert">${low ? nothing : this.#note()}</div>
      <div role="status">${low ? this.#note() : nothing}</div>
    `;
  }

  #note() {
    const { news, language } = this;
    const printer = this.name ? textIn(this.name, language).text : '';
    switch (news?.news) {
      case 'fault':
        return html`
          <div class="note fault">
            <p>${printer}</p>
            <p class="do">${say(language, `staff.printer.${news.fault}`)}</p>
            <p>${say(language, 'staff.printer-no-ticket')}</p>
          </div>
        `;
      case 'mended':
        return html`<p class="note mended">${say(language, 'staff.printer-mended', { printer })}</p>`;
      case 'paper-low':
        return html`<p class="note low">${printer}: <span class="warning">${say(language, 'staff.printer.paper-low')}</span></p>`;
      case undefined:
        return nothing;
      default:
        return news satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'printer-alert': PrinterAlert;
  }
}
