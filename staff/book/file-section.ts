import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Book } from './book.ts';
import { BookLine } from './book-line.ts';
import { lackingPictureText } from './remark-words.ts';
import { sectionStyles } from './section-styles.ts';

type Refused = Extract<Reply<unknown>, { ok: false }>;

/** The whole office as one file, out and in. What comes in takes the place of everything, and is asked about first. */
@customElement('file-section')
export class FileSection extends LitElement {
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private chosen: { name: string; file: Record<string, unknown> } | null = null;
  @state() private unreadable = false;
  /** Why there is no file to keep. */
  @state() private refused: Refused | null = null;
  @state() private fetching = false;
  readonly #line = new BookLine(this);

  static override styles = [deskStyles, formStyles, sectionStyles];

  protected override render() {
    const { language, chosen } = this;
    return html`
      <h1>${say(language, 'staff.book-file')}</h1>
      <p class="lead">${say(language, 'staff.book-file-how')}</p>
      ${this.#line.said()}
      <div class="acts">
        <button type="button" aria-busy=${this.fetching ? 'true' : nothing} @click=${this.#export}>${say(language, 'staff.book-export')}</button>
      </div>
      ${this.refused ? this.#refusal(this.refused) : nothing}
      <div class="card">
        <label>
          ${say(language, 'staff.book-import')}
          <small>${say(language, 'staff.book-import-hint')}</small>
          <input type="file" accept="application/json,.json" @change=${this.#choose} />
        </label>
        ${this.unreadable ? html`<p class="fault" role="alert">${say(language, 'staff.book-unreadable')}</p>` : nothing}
        ${
          chosen
            ? html`<div class="acts" role="group" aria-label=${say(language, 'staff.book-replace', { name: chosen.name })}>
                <strong>${say(language, 'staff.book-replace', { name: chosen.name })}</strong>
                <button
                  @click=${() => {
                    this.chosen = null;
                  }}
                >${say(language, 'staff.book-no-keep')}</button>
                <button ?disabled=${this.#line.pending} @click=${this.#import}>${say(language, 'staff.book-yes-replace')}</button>
              </div>`
            : nothing
        }
      </div>
    `;
  }

  #refusal({ code, details = [] }: Refused) {
    const { language } = this;
    const isOfPictures = code === 'unknown-picture';
    return html`<div role="alert">
      <p class="fault">${say(language, isOfPictures ? 'staff.book-export-lacks' : `refusal.${code}`)}</p>
      ${
        isOfPictures
          ? html`<ul>${details.map((detail) => html`<li>${lackingPictureText(detail, this.book, language)}</li>`)}</ul>`
          : nothing
      }
    </div>`;
  }

  /** Fetched here, and not by a link: a file that lacks a picture is refused, and that is to be said. */
  readonly #export = async (): Promise<void> => {
    if (this.fetching) return;
    this.refused = null;
    this.fetching = true;
    const reply = await read<object>(`/offices/${this.office}/book/export`);
    this.fetching = false;
    if (!reply.ok) {
      this.refused = reply;
      return;
    }
    const text = `${JSON.stringify(reply.answer, null, 2)}\n`;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `${this.office}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  readonly #choose = async (event: Event): Promise<void> => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    this.chosen = null;
    this.unreadable = false;
    if (!file) return;
    try {
      this.chosen = { name: file.name, file: JSON.parse(await file.text()) };
    } catch {
      this.unreadable = true; // it is some other file; she may choose again
    }
  };

  readonly #import = async (): Promise<void> => {
    const { chosen } = this;
    if (!chosen) return;
    if (await this.#line.ask({ path: '/book/import', body: { file: chosen.file } }))
      this.chosen = null;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'file-section': FileSection;
  }
}
