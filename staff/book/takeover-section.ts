import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { timeText } from '#shared/ui/office-time.ts';
import { type OfficeId, type Texts, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles, saidIn } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeNow } from './book.ts';
import { BookLine } from './book-line.ts';
import { sectionStyles } from './section-styles.ts';
import './texts-field.ts';
import { lackOfTexts } from './written.ts';

const TEXT_GRAPHEMES = 400;
const MINUTES = [5, 15, 30, 60, 120, 240] as const;

/** The whole of every window at once, and never without an end. */
@customElement('takeover-section')
export class TakeoverSection extends LitElement {
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private text: Texts | null = null;
  /** It has been tried without words. */
  @state() private isAsked = false;
  readonly #line = new BookLine(this);

  static override styles = [deskStyles, formStyles, sectionStyles];

  get isUnsaved(): boolean {
    return this.text !== null;
  }

  protected override render() {
    const { language, book } = this;
    const { takeover } = book;
    const lack = this.isAsked ? lackOfTexts(this.text, ['staff.left-out']) : undefined;
    const inForce = takeover && takeover.until > officeNow(book) ? takeover : null;
    return html`
      <h1>${say(language, 'staff.book-takeover')}</h1>
      <p class="lead">${say(language, 'staff.book-takeover-how')}</p>
      ${this.#line.said()}
      ${
        inForce
          ? html`<div class="card" role="status">
              <p><strong>${textIn(inForce.text, language).text}</strong></p>
              <p>${say(language, 'staff.book-in-force', { time: timeText(inForce.until, book.zone, language) })}</p>
              <div class="acts"><button class="main" @click=${() => this.#line.ask({ path: '/takeover/end', body: {} })}>${say(language, 'staff.book-end-takeover')}</button></div>
            </div>`
          : nothing
      }
      <form class="card" novalidate @submit=${this.#begin}>
        <texts-field
          .value=${this.text}
          .languages=${book.languages}
          .label=${say(language, 'staff.book-text')}
          .most=${TEXT_GRAPHEMES}
          .mistake=${lack ? say(language, ...lack) : ''}
          long
          .language=${language}
          @texts-changed=${({ detail }: CustomEvent<Texts | null>) => {
            this.text = detail;
            if (lack && !lackOfTexts(detail, ['staff.left-out'])) this.#line.forget();
          }}
        ></texts-field>
        <label>
          ${say(language, 'staff.book-for-how-long')}
          <select name="minutes">
            ${MINUTES.map((minutes) => html`<option value=${minutes} ?selected=${minutes === 15}>${say(language, 'staff.book-minutes', { minutes })}</option>`)}
          </select>
        </label>
        <label><input type="checkbox" name="test" /> ${say(language, 'staff.book-drill')}</label>
        <div class="acts"><button class="main" ?disabled=${this.#line.pending}>${say(language, 'staff.book-begin-takeover')}</button></div>
      </form>
    `;
  }

  readonly #begin = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    this.isAsked = true;
    if (lackOfTexts(this.text, ['staff.left-out'])) {
      this.#line.lacks();
      form.querySelector('texts-field')?.focus();
      return;
    }
    const said = saidIn(form);
    const body = {
      text: this.text,
      seconds: Number(said['minutes']) * 60,
      test: said['test'] !== undefined,
    };
    if (await this.#line.ask({ path: '/takeover/begin', body })) {
      this.text = null;
      this.isAsked = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'takeover-section': TakeoverSection;
  }
}
