import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { PrinterListed, PrinterState } from '#shared/printers.ts';
import type { DeskView } from '#shared/views.ts';
import { type DeskId, type Language, type Texts, textIn } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import { pageText, printerSentence } from '../printer-words.ts';
import { deskStyles } from './styles.ts';

/**
 * The room around the desk: each printer and what to do about it, windows that nobody watches, the other desks
 * and whom they serve.
 *
 * A printer's row is as high in every state, so that nothing moves from under a hand when one changes.
 *
 * @fires print-page - detail: the PrinterId on which someone wants to print a page
 */
@customElement('room-list')
export class RoomList extends LitElement {
  @property({ attribute: false }) printers: readonly PrinterListed[] = [];
  @property({ attribute: false }) desks: DeskView['desks'] = [];
  @property({ attribute: false }) unwatchedWindows: DeskView['unwatchedWindows'] = [];
  /** Left out of the desks: the one the guide sits at. */
  @property() own = '' as DeskId;
  @property() zone = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      h2 {
        padding-bottom: 0.5rem;
      }
      dl > div {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 1rem;
        padding: 0.625rem 0;
        border-top: 1px solid var(--color-line);
      }
      dt {
        font-weight: 600;
      }
      .now {
        color: var(--color-now);
        font-weight: 600;
      }
      .printer {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.25rem 1rem;
      }
      .about,
      .page {
        grid-column: 1 / -1;
      }
      .about {
        min-height: calc(2lh + 0.5rem);
      }
      .about small {
        display: block;
        font-size: 0.9375rem;
      }
      .needs {
        padding: 0.25rem 0.75rem;
        border-inline-start: 4px solid var(--color-warning);
        background: var(--color-paper);
      }
      .page {
        min-height: 1lh;
        font-size: 0.9375rem;
        line-height: 1.25;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${say(language, 'staff.room')}</h2>
        <dl>
          ${repeat(
            this.printers,
            (printer) => printer.id,
            (printer) => this.#printer(printer),
          )}
          ${this.unwatchedWindows.map((name) => this.#window(name))}
          ${this.desks.filter((desk) => desk.id !== this.own).map((desk) => this.#desk(desk))}
        </dl>
      </section>
    `;
  }

  #printer({ id, name, state, page }: PrinterListed) {
    const { language } = this;
    const printer = textIn(name, language).text;
    return html`
      <div class="printer">
        <dt>${officeText(name, language)}</dt>
        <dd>
          <button
            aria-label=${say(language, 'staff.print-page-on', { printer })}
            aria-haspopup="dialog"
            @click=${() => this.dispatchEvent(new CustomEvent('print-page', { detail: id }))}
          >${say(language, 'staff.print-page')}</button>
        </dd>
        ${this.#state(state)}
        <dd class="page quiet">
          <span role="status">${page ? pageText(page, this.zone, language) : nothing}</span>
        </dd>
      </div>
    `;
  }

  /** When there is something to do, that and nothing else. */
  #state(state: PrinterState) {
    const { language } = this;
    const sentence = say(language, printerSentence(state));
    switch (state.state) {
      case 'ready': {
        if (state.paperLow) return html`<dd class="about needs">${sentence}</dd>`;
        const worth = say(language, `staff.printer-confirms.${state.confirms ?? 'not-tried'}`);
        return html`<dd class="about"><span class="now">${sentence}</span><small class="quiet">${worth}</small></dd>`;
      }
      case 'fault':
        return html`<dd class="about needs">${sentence}</dd>`;
      case 'unknown':
        return html`<dd class="about quiet">${sentence}</dd>`;
      default:
        return state satisfies never;
    }
  }

  #window(name: Texts) {
    const { language } = this;
    return html`
      <div>
        <dt>${officeText(name, language)}</dt>
        <dd class="quiet">${say(language, 'staff.window-unwatched')}</dd>
      </div>
    `;
  }

  #desk({ name, open, number }: DeskView['desks'][number]) {
    const { language } = this;
    return html`
      <div>
        <dt>${officeText(name, language)}</dt>
        <dd>${
          number
            ? html`<span class="number">${number}</span>`
            : open
              ? html`<span class="now">${say(language, 'staff.desk-free')}</span>`
              : html`<span class="quiet">${say(language, 'staff.desk-closed')}</span>`
        }</dd>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'room-list': RoomList;
  }
}
