import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import { capitalised } from '#shared/ui/office-time.ts';
import type { OfficeId, Picture, Texts } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeToday } from './book.ts';
import './hours-field.ts';
import { instantOf, localMoment } from '../office-moment.ts';
import './picture-field.ts';
import { faultText, isOfField } from './remark-words.ts';
import './texts-field.ts';
import type { Option } from './options.ts';
import type { Field, Value } from './things.ts';

type Answer = { text: Texts; url: string };

const faultId = (name: string): string => `fault-${name}`;

/**
 * One thing of the office book as a form. What is typed is kept whatever the hub says; a mistake stands at its field.
 *
 * @fires value-changed - detail: the whole value as it is written now
 */
@customElement('thing-form')
export class ThingForm extends LitElement {
  @property({ attribute: false }) fields: readonly Field[] = [];
  @property({ attribute: false }) value: Value = {};
  /** As it was when it was opened; empty: it is new. */
  @property({ attribute: false }) was: Value = {};
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  /** As the hub told them: 'notices.summer.title is too long'. */
  @property({ attribute: false }) mistakes: readonly string[] = [];
  /** What is still to be written, by field. */
  @property({ attribute: false }) lacking: ReadonlyMap<string, string> = new Map();
  @property() language: ConsoleLanguage = 'sv';

  static override styles = [
    deskStyles,
    formStyles,
    css`
      :host {
        display: grid;
        gap: 1.25rem;
      }
      .many {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr));
        gap: 0 1rem;
        max-height: 18rem;
        overflow-y: auto;
      }
    `,
  ];

  /** To the first field that something is wrong with, if any. */
  override focus(): void {
    const wrong = this.fields.find(({ name }) => this.#mistakeOf(name) !== '');
    if (!wrong) return;
    const field = this.renderRoot.querySelector<HTMLElement>(`[data-field='${wrong.name}']`);
    const isOfOurs = field?.localName.includes('-') ?? false;
    const target = isOfOurs
      ? field
      : field?.querySelector<HTMLElement>('input, select, texts-field');
    target?.focus();
  }

  protected override render() {
    return this.fields.map((field) => this.#field(field));
  }

  #field(field: Field) {
    const { language, book } = this;
    const label = say(language, field.label);
    const hint = field.hint ? say(language, field.hint) : '';
    const mistake = this.#mistakeOf(field.name);
    const value = this.value[field.name];
    switch (field.kind) {
      case 'texts':
        return html`<texts-field
          data-field=${field.name}
          .value=${(value as Texts | null) ?? null}
          .was=${(this.was[field.name] as Texts | null | undefined) ?? null}
          .languages=${book.languages}
          .label=${label}
          .hint=${hint}
          .most=${field.most}
          .mistake=${mistake}
          ?long=${field.long ?? false}
          ?optional=${field.optional ?? false}
          .language=${language}
          @texts-changed=${({ detail }: CustomEvent<Texts | null>) => this.#become(field.name, detail)}
        ></texts-field>`;
      case 'hours':
        return html`<hours-field
          data-field=${field.name}
          .value=${(value as readonly RecurringHours[] | undefined) ?? []}
          .label=${label}
          .today=${officeToday(book)}
          .mistake=${mistake}
          .language=${language}
          @hours-changed=${({ detail }: CustomEvent<RecurringHours[]>) => this.#become(field.name, detail)}
        ></hours-field>`;
      case 'picture':
        return html`<picture-field
          data-field=${field.name}
          .value=${(value as Picture | null) ?? null}
          .office=${this.office}
          .languages=${book.languages}
          .mistake=${mistake}
          .language=${language}
          @picture-changed=${({ detail }: CustomEvent<Picture | null>) => this.#become(field.name, detail)}
        ></picture-field>`;
      case 'check':
        return html`<label>
          <input
            type="checkbox"
            .checked=${value === true}
            @change=${({ target }: Event) => this.#become(field.name, (target as HTMLInputElement).checked)}
          />
          ${label}
        </label>`;
      case 'choice':
        return this.#plain(
          field.name,
          label,
          hint,
          mistake,
          this.#choice(field, String(value ?? '')),
        );
      case 'many':
        return this.#many(
          field.name,
          label,
          mistake,
          field.options(book, this.value),
          value as string[] | undefined,
        );
      case 'list':
        return this.#list(field, label, mistake, (value as Texts[] | undefined) ?? []);
      case 'answer':
        return this.#answer(field.name, label, mistake, (value as Answer | null) ?? null);
      default:
        return this.#plain(field.name, label, hint, mistake, this.#input(field, value));
    }
  }

  #plain(name: string, label: string, hint: string, mistake: string, control: unknown) {
    return html`<label data-field=${name}>
      ${label} ${hint ? html`<small>${hint}</small>` : nothing} ${control}
      ${mistake ? html`<span class="fault" id=${faultId(name)}>${mistake}</span>` : nothing}
    </label>`;
  }

  #input(field: Extract<Field, { kind: 'text' | 'number' | 'moment' | 'day' }>, value: unknown) {
    const write = (next: unknown) => this.#become(field.name, next);
    const { invalid, fault } = this.#marksOf(field.name);
    const typed = ({ target }: Event) => (target as HTMLInputElement).value;
    switch (field.kind) {
      case 'text':
        return html`<input
          aria-invalid=${invalid}
          aria-describedby=${fault}
          maxlength=${field.most}
          autocomplete="off"
          ?required=${!field.optional}
          .value=${String(value ?? '')}
          @input=${(event: Event) => write(typed(event) === '' && field.optional ? null : typed(event))}
        />`;
      case 'number':
        return html`<input
          type="number"
          aria-invalid=${invalid}
          aria-describedby=${fault}
          required
          min=${field.min}
          max=${field.max}
          .value=${String(value ?? '')}
          @input=${(event: Event) => write(Number(typed(event)))}
        />`;
      case 'day':
        return html`<input type="date" aria-invalid=${invalid} aria-describedby=${fault} required .value=${String(value ?? '')} @change=${(event: Event) => write(typed(event))} />`;
      case 'moment':
        return html`<input
          type="datetime-local"
          aria-invalid=${invalid}
          aria-describedby=${fault}
          required
          .value=${localMoment(Number(value), this.book.zone)}
          @change=${(event: Event) => write(instantOf(typed(event), this.book.zone))}
        />`;
      default:
        return field satisfies never;
    }
  }

  #choice(field: Extract<Field, { kind: 'choice' | 'many' }>, value: string) {
    const options = field.options(this.book, this.value);
    const { invalid, fault } = this.#marksOf(field.name);
    return html`<select
      aria-invalid=${invalid}
      aria-describedby=${fault}
      @change=${({ target }: Event) => this.#become(field.name, (target as HTMLSelectElement).value || null)}
    >
      ${field.optional ? html`<option value="" ?selected=${value === ''}>–</option>` : nothing}
      ${options.map((option) => html`<option value=${option.value} ?selected=${option.value === value}>${this.#said(option)}</option>`)}
    </select>`;
  }

  /** Left out until something is ticked, so that what the hub has by itself stays. */
  #many(
    name: string,
    label: string,
    mistake: string,
    options: readonly Option[],
    value: string[] | undefined,
  ) {
    const ticked = new Set(value ?? []);
    const toggle = (one: string, on: boolean) => {
      if (on) ticked.add(one);
      else ticked.delete(one);
      this.#become(
        name,
        options.map((option) => option.value).filter((other) => ticked.has(other)),
      );
    };
    return html`<fieldset data-field=${name}>
      <legend>${label}</legend>
      ${mistake ? html`<p class="fault">${mistake}</p>` : nothing}
      <div class="many">
        ${options.map(
          (option) => html`<label>
            <input
              type="checkbox"
              .checked=${ticked.has(option.value)}
              @change=${({ target }: Event) => toggle(option.value, (target as HTMLInputElement).checked)}
            />
            ${this.#said(option)}
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  #list(
    { name, most }: Extract<Field, { kind: 'list' }>,
    label: string,
    mistake: string,
    texts: readonly Texts[],
  ) {
    const { language, book } = this;
    const put = (nth: number, text: Texts | null) =>
      this.#become(
        name,
        [...texts.slice(0, nth), text, ...texts.slice(nth + 1)].filter((one) => one !== null),
      );
    return html`<fieldset data-field=${name}>
      <legend>${label}</legend>
      ${mistake ? html`<p class="fault">${mistake}</p>` : nothing}
      ${[...texts, ...(texts.length < 3 ? [null] : [])].map(
        (text, nth) => html`<texts-field
          .value=${text}
          .languages=${book.languages}
          .label=${say(language, 'staff.book-nth', { nth: nth + 1 })}
          .most=${most}
          optional
          .language=${language}
          @texts-changed=${({ detail }: CustomEvent<Texts | null>) => put(nth, detail)}
        ></texts-field>`,
      )}
    </fieldset>`;
  }

  #answer(name: string, label: string, mistake: string, answer: Answer | null) {
    const { language, book } = this;
    const put = (change: Partial<Answer>) => {
      const next = { text: answer?.text ?? { sv: '' }, url: answer?.url ?? '', ...change };
      this.#become(name, next.url === '' && !next.text.sv ? null : next);
    };
    return html`<fieldset data-field=${name}>
      <legend>${label}</legend>
      <texts-field
        .value=${answer?.text ?? null}
        .languages=${book.languages}
        .label=${say(language, 'staff.book-answer-text')}
        .most=${160}
        .mistake=${mistake}
        optional
        .language=${language}
        @texts-changed=${({ detail }: CustomEvent<Texts | null>) => put({ text: detail ?? { sv: '' } })}
      ></texts-field>
      ${this.#plain(
        'url',
        say(language, 'staff.book-answer-url'),
        '',
        '',
        html`<input type="url" .value=${answer?.url ?? ''} placeholder="https://" @input=${({ target }: Event) => put({ url: (target as HTMLInputElement).value })} />`,
      )}
    </fieldset>`;
  }

  #said({ text }: Option): unknown {
    return typeof text === 'string' ? text : officeText(text, this.language);
  }

  #mistakeOf(name: string): string {
    const lacking = this.lacking.get(name);
    if (lacking !== undefined) return lacking;
    const found = this.mistakes.find((mistake) => isOfField(mistake, name));
    return found === undefined ? '' : `${capitalised(faultText(found, this.language))}.`;
  }

  /** That a field is wrong, and by what it is told, for whoever hears the page. */
  #marksOf(name: string) {
    const isWrong = this.#mistakeOf(name) !== '';
    return { invalid: isWrong ? 'true' : nothing, fault: isWrong ? faultId(name) : nothing };
  }

  #become(name: string, value: unknown): void {
    this.value = { ...this.value, [name]: value };
    this.dispatchEvent(new CustomEvent('value-changed', { detail: this.value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'thing-form': ThingForm;
  }
}
