import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { PrinterListed } from '#shared/printers.ts';
import type { StaffPage } from '#shared/vocabulary.ts';
import { type Language, type PrinterId, STAFF_PAGES, textIn } from '#shared/vocabulary.ts';
import { pageText, printerSentence } from '../printer-words.ts';
import { ignoreRepeat } from './desk-action.ts';
import { deskStyles } from './styles.ts';

/** What came of it. */
export type PageChoice = { printer: PrinterId; page: StaffPage };

/**
 * What staff can have printed on one printer, and what became of it. Stays until it is closed: whoever tries
 * a printer looks at the paper, and then here. No page has focus at first: a key still held down from opening
 * the dialog must not use up paper.
 *
 * @fires page-choice - detail: PageChoice
 * @fires dialog-closed
 */
@customElement('printer-dialog')
export class PrinterDialog extends LitElement {
  /** null: closed. */
  @property({ attribute: false }) printer: PrinterListed | null = null;
  /** Why the last page was not printed, as a sentence; empty when it was, or none was asked for. */
  @property() refusal = '';
  @property() zone = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      .fault {
        margin-bottom: 1.25rem;
      }
      .became {
        min-height: 3lh;
        padding-top: 0.75rem;
        border-top: 1px solid var(--color-line);
        font-weight: 600;
      }
      li {
        display: grid;
        grid-template-columns: 12rem minmax(0, 1fr);
        gap: 0.25rem 1rem;
        align-items: center;
        padding: 0.75rem 0;
        border-top: 1px solid var(--color-line);
      }
      @media (max-width: 40rem) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  protected override render() {
    const { printer, language } = this;
    const name = printer ? textIn(printer.name, language).text : '';
    return html`
      <wa-dialog
        label=${printer ? say(language, 'staff.print-page-on', { printer: name }) : ''}
        ?open=${printer !== null}
        @wa-after-hide=${() => this.dispatchEvent(new CustomEvent('dialog-closed'))}
      >
        ${printer ? this.#pages(printer) : nothing}
      </wa-dialog>
    `;
  }

  #pages({ id, state, page: latest }: PrinterListed) {
    const { language, refusal, zone } = this;
    return html`
      ${
        state.state === 'fault'
          ? html`<p class="warning fault">${say(language, printerSentence(state))}</p>`
          : nothing
      }
      <ul>
        ${STAFF_PAGES.map(
          (page) => html`
            <li>
              <wa-button
                appearance="outlined"
                @keydown=${ignoreRepeat}
                @click=${() => this.#choose({ printer: id, page })}
              >${say(language, `staff.page.${page}`)}</wa-button>
              <span class="quiet">${say(language, `staff.page-hint.${page}`)}</span>
            </li>
          `,
        )}
      </ul>
      <p class="became" role="status">
        ${
          refusal
            ? html`<span class="warning">${refusal}</span>`
            : latest
              ? pageText(latest, zone, language)
              : nothing
        }
      </p>
    `;
  }

  #choose(choice: PageChoice): void {
    this.dispatchEvent(new CustomEvent('page-choice', { detail: choice }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'printer-dialog': PrinterDialog;
  }
}
