import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeNow } from './book.ts';
import { BookLine } from './book-line.ts';
import { aboutText, actText, type Change, changedFields } from './change-words.ts';
import { sectionStyles } from './section-styles.ts';

const PAGE = 50;

/** Who changed what and when, newest first, and the way back for each. */
@customElement('history-section')
export class HistorySection extends LitElement {
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private changes: readonly Change[] | null = null;
  @state() private isMore = false;
  #read = 0;
  readonly #line = new BookLine(this);

  static override styles = [
    deskStyles,
    formStyles,
    sectionStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(8rem, auto) minmax(0, 1fr);
        gap: 0.25rem 1rem;
        margin: 0.5rem 0 0;
      }
      dt {
        font-weight: 600;
      }
      dd {
        margin: 0;
      }
      ins {
        text-decoration: none;
      }
      del {
        color: var(--color-text-quiet);
      }
      @media (max-width: 40rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  protected override willUpdate(): void {
    if (this.book.edition.version === this.#read) return;
    this.#read = this.book.edition.version;
    void this.#load(null);
  }

  protected override render() {
    const { language, changes } = this;
    return html`
      <h1>${say(language, 'staff.book-history')}</h1>
      ${this.#line.said()}
      ${changes?.length === 0 ? html`<p>${say(language, 'staff.book-no-changes')}</p>` : nothing}
      ${changes === null ? html`<p role="status">${say(language, 'staff.loading')}</p>` : nothing}
      <ul class="things">
        ${changes?.map((change) => this.#change(change))}
      </ul>
      ${this.isMore ? html`<div class="acts"><button @click=${() => this.#load(changes?.at(-1)?.version ?? null)}>${say(language, 'staff.audit-more')}</button></div>` : nothing}
    `;
  }

  #change(change: Change) {
    const { language, book } = this;
    const { version, at, name } = change;
    const about = aboutText(change, language);
    const fields = changedFields(change, book, language);
    return html`
      <li>
        <div>
          <p><strong>${about}</strong> · ${actText(change, language)}</p>
          <p class="quiet">${momentText(at, officeNow(book), book.zone, language)}${name ? ` · ${name}` : ''}</p>
          ${
            fields.length > 0
              ? html`<details>
                  <summary>${say(language, 'staff.book-before-after')}</summary>
                  <dl>
                    ${fields.map(
                      ({ field, before, after }) => html`
                        <dt>${field}</dt>
                        <dd><del>${before}</del> → <ins>${after}</ins></dd>
                      `,
                    )}
                  </dl>
                </details>`
              : nothing
          }
        </div>
        <div class="acts">
          <button
            aria-label="${say(language, 'staff.book-take-back')}: ${about}"
            @click=${() => this.#line.ask({ path: '/book/undo', body: { version } })}
          >${say(language, 'staff.book-take-back')}</button>
        </div>
      </li>
    `;
  }

  async #load(after: number | null): Promise<void> {
    const query = after === null ? '' : `?after=${after}`;
    const reply = await read<readonly Change[]>(`/offices/${this.office}/book/history${query}`);
    if (!reply.ok) return;
    this.isMore = reply.answer.length >= PAGE;
    this.changes = after === null ? reply.answer : [...(this.changes ?? []), ...reply.answer];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'history-section': HistorySection;
  }
}
