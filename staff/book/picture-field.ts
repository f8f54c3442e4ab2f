import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Language, MediaId, OfficeId, Picture, Texts } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import './texts-field.ts';

const ALT_GRAPHEMES = 200;

/**
 * A picture beside the words, and what it shows to whoever does not see it: asked for as soon as there is a picture.
 *
 * @fires picture-changed - detail: Picture, or null
 */
@customElement('picture-field')
export class PictureField extends LitElement {
  @property({ attribute: false }) value: Picture | null = null;
  @property() office!: OfficeId;
  @property({ attribute: false }) languages: readonly Language[] = ['sv'];
  @property() mistake = '';
  @property() language: ConsoleLanguage = 'sv';
  @state() private refusal = '';
  @state() private pending = false;

  static override styles = [
    deskStyles,
    formStyles,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      img {
        display: block;
        max-width: min(20rem, 100%);
        max-height: 14rem;
        border-radius: var(--radius-s);
      }
    `,
  ];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('texts-field, input')?.focus();
  }

  protected override render() {
    const { language, value, pending } = this;
    return html`
      <label>
        ${say(language, 'staff.picture')}
        <small>${say(language, 'staff.picture-hint')}</small>
        <input type="file" accept="image/png,image/jpeg,image/webp" ?disabled=${pending} @change=${this.#take} />
      </label>
      <p role="status">${pending ? say(language, 'staff.picture-sending') : nothing}</p>
      ${this.refusal || this.mistake ? html`<p class="fault" role="alert">${this.refusal || this.mistake}</p>` : nothing}
      ${value ? this.#picture(value) : nothing}
    `;
  }

  #picture(value: Picture) {
    const { language } = this;
    return html`
      <img src="/media/${value.media}.webp" alt=${value.alt?.[language] ?? value.alt?.sv ?? ''} />
      <texts-field
        .value=${value.alt}
        .languages=${this.languages}
        .label=${say(language, 'staff.picture-alt')}
        .hint=${say(language, 'staff.picture-alt-hint')}
        .most=${ALT_GRAPHEMES}
        .language=${language}
        @texts-changed=${({ detail }: CustomEvent<Texts | null>) => this.#tell({ ...value, alt: detail })}
      ></texts-field>
      <div><button type="button" @click=${() => this.#tell(null)}>${say(language, 'staff.picture-remove')}</button></div>
    `;
  }

  readonly #take = async (event: Event): Promise<void> => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (!file) return;
    this.pending = true;
    this.refusal = '';
    try {
      const key = thisComputer.officeKey;
      const response = await fetch(`/api/v1/offices/${this.office}/media`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/octet-stream',
          ...(key && { Authorization: `Bearer ${key}` }),
        },
        body: file,
      });
      const said: { media: MediaId; code: 'not-a-picture' } = await response.json();
      if (response.ok) this.#tell({ media: said.media, alt: this.value?.alt ?? null });
      else this.refusal = say(this.language, `refusal.${said.code}`);
    } catch {
      this.refusal = say(this.language, 'refusal.hub-unavailable'); // she may choose it again
    }
    this.pending = false;
  };

  #tell(value: Picture | null): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('picture-changed', { detail: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'picture-field': PictureField;
  }
}
