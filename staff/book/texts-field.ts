import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { LANGUAGES, type Language, type Texts } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { languagesText, standing } from './written.ts';

const letters = new Intl.Segmenter('sv', { granularity: 'grapheme' });
const lengthOf = (text: string): number => [...letters.segment(text)].length;

/**
 * One text in the languages of the office: Swedish always in sight, the others under it, each in its own direction, with
 * which are missing said before one looks.
 *
 * @fires texts-changed - detail: Texts, or null when nothing is written
 */
@customElement('texts-field')
export class TextsField extends LitElement {
  @property({ attribute: false }) value: Texts | null = null;
  @property({ attribute: false }) languages: readonly Language[] = ['sv'];
  /** As it is in the book; null: it is new. */
  @property({ attribute: false }) was: Texts | null = null;
  @property() label = '';
  @property() hint = '';
  /** In letters as they are read. */
  @property({ type: Number }) most = 80;
  @property({ type: Boolean }) long = false;
  @property({ type: Boolean }) optional = false;
  /** What is wrong with it. */
  @property() mistake = '';
  @property() language: ConsoleLanguage = 'sv';
  @state() private isOpen = false;

  static override styles = [
    deskStyles,
    formStyles,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      textarea {
        font: inherit;
        font-weight: 400;
        color: inherit;
        box-sizing: border-box;
        width: 100%;
        min-height: 5.5rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--color-edge);
        border-radius: 0.5rem;
        background: var(--color-card);
        resize: vertical;
      }
      textarea:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      .others {
        display: grid;
        gap: 0.75rem;
        padding-inline-start: 0.75rem;
        border-inline-start: 0.1875rem solid var(--color-line);
      }
      .line {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
      }
      .too-long {
        color: var(--color-warning);
        font-weight: 700;
      }
      .left {
        padding-inline-start: 0.75rem;
        border-inline-start: 0.25rem solid var(--color-call-edge);
      }
      summary {
        width: fit-content;
        cursor: pointer;
      }
    `,
  ];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  protected override render() {
    const { language, languages, label, hint, mistake } = this;
    const others = languages.filter((one) => one !== 'sv');
    const missing = others.filter((one) => !this.value?.[one]?.trim());
    const written = this.value?.sv?.trim();
    const left = standing(this.was, this.value).filter((one) => languages.includes(one));
    return html`
      ${this.#field('sv', label)}
      ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      ${mistake ? html`<p id="fault" class="fault">${mistake}</p>` : nothing}
      ${left.length > 0 ? html`<p class="left">${say(language, 'staff.texts-stand', { languages: languagesText(left, language) })}</p>` : nothing}
      ${
        others.length === 0
          ? nothing
          : html`<details
              ?open=${this.isOpen}
              @toggle=${({ target }: Event) => {
                this.isOpen = (target as HTMLDetailsElement).open;
              }}
            >
              <summary>
                ${say(language, 'staff.other-languages')}
                <span class="quiet">
                  ${
                    written && missing.length > 0
                      ? say(language, 'staff.languages-missing', { count: missing.length })
                      : ''
                  }
                </span>
              </summary>
              <div class="others">${others.map((one) => this.#field(one, LANGUAGES[one].name))}</div>
            </details>`
      }
    `;
  }

  #field(one: Language, label: string) {
    const text = this.value?.[one] ?? '';
    const length = lengthOf(text);
    const { direction } = LANGUAGES[one];
    const input = ({ target }: InputEvent) => this.#write(one, (target as HTMLInputElement).value);
    const required = one === 'sv' && !this.optional;
    const isWrong = one === 'sv' && this.mistake !== '';
    const [invalid, fault] = isWrong ? (['true', 'fault'] as const) : [nothing, nothing];
    return html`<label>
      <span class="line">
        <span lang=${one === 'sv' ? nothing : one}>${label}</span>
        <small class=${length > this.most ? 'too-long' : ''}>${length}/${this.most}</small>
      </span>
      ${
        this.long
          ? html`<textarea aria-invalid=${invalid} aria-describedby=${fault} lang=${one} dir=${direction} .value=${text} ?required=${required} @input=${input}></textarea>`
          : html`<input aria-invalid=${invalid} aria-describedby=${fault} lang=${one} dir=${direction} .value=${text} ?required=${required} autocomplete="off" @input=${input} />`
      }
    </label>`;
  }

  #write(one: Language, text: string): void {
    const { [one]: _, ...rest } = { ...this.value } as Record<string, string | undefined>;
    const next = text === '' ? rest : { ...rest, [one]: text };
    const isEmpty = Object.values(next).every((said) => !said);
    this.value = isEmpty ? null : ({ ...next, sv: next['sv'] ?? '' } as Texts);
    this.dispatchEvent(new CustomEvent('texts-changed', { detail: this.value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'texts-field': TextsField;
  }
}
