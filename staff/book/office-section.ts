import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import { LANGUAGE_TAGS, LANGUAGES, type Language, type OfficeId } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles, saidIn } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeToday } from './book.ts';
import { BookLine } from './book-line.ts';
import './hours-field.ts';
import { sectionStyles } from './section-styles.ts';

/** What the office is called, when it is open, which languages it speaks, and how its queue is run. */
@customElement('office-section')
export class OfficeSection extends LitElement {
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  /** As they are written now; null: as they are. */
  @state() private hours: readonly RecurringHours[] | null = null;
  readonly #line = new BookLine(this);

  static override styles = [deskStyles, formStyles, sectionStyles];

  /** Something has been typed in a form and not saved. */
  #isTyped = false;

  get isUnsaved(): boolean {
    return this.hours !== null || this.#isTyped;
  }

  protected override render() {
    const { language, book } = this;
    return html`
      <h1>${say(language, 'staff.book-office')}</h1>
      ${this.#line.said()}
      <form class="card" @submit=${this.#setHours}>
        <hours-field
          .value=${this.hours ?? book.hours}
          .label=${say(language, 'staff.book-opening-hours')}
          .today=${officeToday(book)}
          .mistake=${this.#line.mistakes.find((mistake) => mistake.startsWith('hours')) ?? ''}
          .language=${language}
          @hours-changed=${({ detail }: CustomEvent<RecurringHours[]>) => {
            this.hours = detail;
          }}
        ></hours-field>
        ${this.#save()}
      </form>
      <form class="card" @input=${this.#type} @submit=${this.#setOffice}>
        <label>${say(language, 'staff.name')}<input name="name" maxlength="60" required .value=${book.name} /></label>
        <fieldset>
          <legend>${say(language, 'staff.book-languages')}</legend>
          ${inOrder(book.languages).map(
            (tag) => html`<label lang=${tag}>
              <input type="checkbox" name="language-${tag}" ?checked=${book.languages.includes(tag)} ?disabled=${tag === 'sv'} />
              ${LANGUAGES[tag].name}
            </label>`,
          )}
        </fieldset>
        ${this.#save()}
      </form>
      <form class="card" @input=${this.#type} @submit=${this.#setCountry}>
        <label>
          ${say(language, 'staff.book-country')}
          <small>${say(language, 'staff.book-country-hint')}</small>
          <input name="country" maxlength="2" autocapitalize="characters" .value=${book.holidayCountry ?? ''} />
        </label>
        ${this.#save()}
      </form>
      ${this.#settings(book.settings)}
    `;
  }

  #settings(settings: Book['settings']) {
    const { language } = this;
    const number = (name: keyof Book['settings'], min: number, max: number) => html`<label>
      ${say(language, `staff.setting-${name}`)}
      <input type="number" name=${name} min=${min} max=${max} required .value=${String(settings[name])} />
    </label>`;
    const check = (name: keyof Book['settings']) => html`<label>
      <input type="checkbox" name=${name} ?checked=${settings[name] === true} />
      ${say(language, `staff.setting-${name}`)}
    </label>`;
    return html`
      <form class="card" @input=${this.#type} @submit=${this.#setSettings}>
        <h2>${say(language, 'staff.book-settings')}</h2>
        ${number('callsBeforeNoShow', 1, 5)} ${number('recallAfterSeconds', 0, 120)}
        ${number('lastTicketMinutesBeforeClosing', 0, 120)} ${check('callGivenTicket')}
        ${check('secondPairOfEyes')}
        <p class="hint">${say(language, 'staff.setting-eyes-hint')}</p>
        ${this.#save()}
      </form>
    `;
  }

  #save() {
    return html`<div class="acts">
      <button class="main" ?disabled=${this.#line.pending}>${say(this.language, 'staff.save')}</button>
    </div>`;
  }

  readonly #type = (): void => {
    this.#isTyped = true;
  };

  async #ask(asked: Parameters<BookLine['ask']>[0]): Promise<void> {
    if (await this.#line.ask(asked)) this.#isTyped = false;
  }

  readonly #setHours = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const hours = this.hours ?? this.book.hours;
    if (await this.#line.ask({ path: '/hours/set', body: { hours } })) this.hours = null;
  };

  readonly #setOffice = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = saidIn(event.currentTarget as HTMLFormElement);
    const languages = inOrder(this.book.languages).filter(
      (tag) => tag === 'sv' || said[`language-${tag}`] !== undefined,
    );
    void this.#ask({ path: '/set', body: { name: said['name'], languages } });
  };

  readonly #setCountry = (event: SubmitEvent): void => {
    event.preventDefault();
    const { country = '' } = saidIn(event.currentTarget as HTMLFormElement);
    const body = { country: country.trim() === '' ? null : country.trim().toUpperCase() };
    void this.#ask({ path: '/holiday-country/set', body });
  };

  readonly #setSettings = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = saidIn(event.currentTarget as HTMLFormElement);
    const body: Book['settings'] = {
      callsBeforeNoShow: Number(said['callsBeforeNoShow']),
      recallAfterSeconds: Number(said['recallAfterSeconds']),
      lastTicketMinutesBeforeClosing: Number(said['lastTicketMinutesBeforeClosing']),
      callGivenTicket: said['callGivenTicket'] !== undefined,
      secondPairOfEyes: said['secondPairOfEyes'] !== undefined,
    };
    void this.#ask({ path: '/settings/set', body });
  };
}

/** Those that are offered first, in their order; the others after them. */
const inOrder = (offered: readonly Language[]): Language[] => [
  ...offered,
  ...LANGUAGE_TAGS.filter((tag) => !offered.includes(tag)),
];

declare global {
  interface HTMLElementTagNameMap {
    'office-section': OfficeSection;
  }
}
