import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView, PrinterState } from '#shared/protocol.ts';
import type { DeskId, Language } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import { deskStyles } from './styles.ts';

/** The room around the desk: the printer and what to do about it, the other desks and whom they serve. */
@customElement('room-list')
export class RoomList extends LitElement {
  @property({ attribute: false }) printer: PrinterState = { state: 'unknown' };
  @property({ attribute: false }) desks: DeskView['desks'] = [];
  /** Left out of the desks: the one the guide sits at. */
  @property() own = '' as DeskId;
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
      .fault {
        flex-basis: 100%;
        padding: 0.5rem 0.75rem;
        margin-top: 0.25rem;
        border-inline-start: 4px solid var(--color-warning);
        background: var(--color-paper);
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${say(language, 'staff.room')}</h2>
        <dl>
          <div>
            <dt>${say(language, 'staff.printer')}</dt>
            ${this.#printer()}
          </div>
          ${this.desks.filter((desk) => desk.id !== this.own).map((desk) => this.#desk(desk))}
        </dl>
      </section>
    `;
  }

  #printer() {
    const { printer, language } = this;
    switch (printer.state) {
      case 'ready':
        return printer.paperLow
          ? html`<dd class="warning fault">${say(language, 'staff.printer.paper-low')}</dd>`
          : html`<dd class="now">${say(language, 'staff.printer.ready')}</dd>`;
      case 'fault':
        return html`<dd class="fault">
          <p class="warning">${say(language, `staff.printer.${printer.fault}`)}</p>
          <p>${say(language, 'staff.printer-no-ticket')}</p>
        </dd>`;
      case 'unknown':
        return html`<dd class="quiet">${say(language, 'staff.printer.unknown')}</dd>`;
      default:
        return printer satisfies never;
    }
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
