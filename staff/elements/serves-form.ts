import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import type { Language, TopicId } from '#shared/vocabulary.ts';
import { type DeskTopic, languageWithOwnName, officeText, topicGroups } from '../office-words.ts';
import { deskStyles } from './styles.ts';

/** What a desk takes on. */
export type Serves = { topics: readonly TopicId[]; languages: readonly Language[] };

/**
 * The topics and languages a desk serves. Asked with everything usual already chosen, so that opening a
 * desk is one press.
 *
 * @fires serves-chosen - detail: Serves
 */
@customElement('serves-form')
export class ServesForm extends LitElement {
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  @property({ attribute: false }) languages: readonly Language[] = [];
  /** Chosen to begin with. */
  @property({ attribute: false }) serves: Serves = { topics: [], languages: [] };
  /** What the button says. */
  @property() label = '';
  /** 'open' opens a desk and shows its long lists only when asked; 'change' shows them at once. */
  @property({ reflect: true }) purpose: 'open' | 'change' = 'open';
  /** Why the button cannot be pressed now, as a sentence; empty when it can. */
  @property() reason = '';
  @property({ type: Boolean }) pending = false;
  @property() language: Language = 'sv';

  @state() private chosenTopics: ReadonlySet<TopicId> = new Set();
  @state() private chosenLanguages: ReadonlySet<Language> = new Set();
  @state() private complaint = false;

  static override styles = [
    deskStyles,
    css`
      desk-action {
        max-width: 34rem;
      }
      details {
        margin-top: 1rem;
      }
      summary {
        width: fit-content;
        padding: 0.5rem 0;
        font-weight: 600;
        cursor: pointer;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      fieldset + fieldset,
      summary + fieldset {
        margin-top: 1rem;
      }
      legend {
        padding: 0;
        font-size: 1.125rem;
        font-weight: 700;
      }
      .columns {
        columns: 15rem;
        column-gap: 2rem;
        margin-top: 0.5rem;
      }
      .group {
        break-inside: avoid;
        padding-bottom: 0.75rem;
      }
      .group.under wa-checkbox:not(.whole) {
        margin-inline-start: 2rem;
      }
      wa-checkbox {
        display: block;
        padding: 0.3125rem 0;
      }
      wa-checkbox.whole {
        font-weight: 600;
      }
      .complaint {
        margin-top: 1rem;
      }
      .save {
        margin-top: 1rem;
      }
    `,
  ];

  /** The same words come anew with every snapshot; what has been ticked since must stay. */
  #begun = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('serves')) return;
    const begin = JSON.stringify(this.serves);
    if (begin === this.#begun) return;
    this.#begun = begin;
    this.chosenTopics = new Set(this.serves.topics);
    this.chosenLanguages = new Set(this.serves.languages);
  }

  protected override render() {
    const { language, purpose } = this;
    if (purpose === 'change')
      return html`
        ${this.#lists()} ${this.#complaint()}
        <wa-button class="save" variant="brand" @click=${this.#choose}>${this.label}</wa-button>
      `;
    return html`
      <desk-action
        tone="next"
        .label=${this.label}
        .detail=${this.#summary()}
        ?unavailable=${this.reason !== ''}
        .reason=${this.reason}
        ?pending=${this.pending}
        @click=${this.#choose}
      ></desk-action>
      ${this.#complaint()}
      <details>
        <summary>${say(language, 'staff.change-serves')}</summary>
        ${this.#lists()}
      </details>
    `;
  }

  #summary(): string {
    const { language } = this;
    const summary = say(language, 'staff.serves-summary', {
      topics: this.chosenTopics.size,
      languages: this.chosenLanguages.size,
    });
    return this.#isUsual() ? say(language, 'staff.serves-as-usual', { summary }) : summary;
  }

  #isUsual(): boolean {
    const { serves, chosenTopics, chosenLanguages } = this;
    return (
      chosenTopics.size === serves.topics.length &&
      chosenLanguages.size === serves.languages.length &&
      serves.topics.every((topic) => chosenTopics.has(topic)) &&
      serves.languages.every((tag) => chosenLanguages.has(tag))
    );
  }

  #complaint() {
    return this.complaint
      ? html`<p class="complaint warning" role="alert">${say(this.language, 'staff.choose-one')}</p>`
      : nothing;
  }

  #lists() {
    const { language } = this;
    return html`
      <fieldset>
        <legend>${say(language, 'staff.topics-of-desk')}</legend>
        <div class="columns">
          ${topicGroups(this.topics).map(({ group, topics }) => this.#group(group, topics))}
        </div>
      </fieldset>
      <fieldset>
        <legend>${say(language, 'staff.languages-of-desk')}</legend>
        <div class="columns">
          ${this.languages.map(
            (tag) => html`
              <wa-checkbox
                .checked=${this.chosenLanguages.has(tag)}
                @change=${() => this.#toggleLanguage(tag)}
              >${languageWithOwnName(tag, language)}</wa-checkbox>
            `,
          )}
        </div>
      </fieldset>
    `;
  }

  #group(group: DeskTopic | null, topics: readonly DeskTopic[]) {
    const ids = topics.map((topic) => topic.id);
    const chosen = ids.filter((id) => this.chosenTopics.has(id)).length;
    return html`
      <div class=${group ? 'group under' : 'group'}>
        ${
          group
            ? html`<wa-checkbox
                class="whole"
                .checked=${chosen === ids.length}
                .indeterminate=${chosen > 0 && chosen < ids.length}
                @change=${() => this.#toggleTopics(ids, chosen < ids.length)}
              >${officeText(group.label, this.language)}</wa-checkbox>`
            : nothing
        }
        ${topics.map(
          (topic) => html`
            <wa-checkbox
              .checked=${this.chosenTopics.has(topic.id)}
              @change=${() => this.#toggleTopics([topic.id], !this.chosenTopics.has(topic.id))}
            >${officeText(topic.label, this.language)}</wa-checkbox>
          `,
        )}
      </div>
    `;
  }

  #toggleTopics(ids: readonly TopicId[], on: boolean): void {
    const chosen = new Set(this.chosenTopics);
    for (const id of ids)
      if (on) chosen.add(id);
      else chosen.delete(id);
    this.chosenTopics = chosen;
  }

  #toggleLanguage(tag: Language): void {
    const chosen = new Set(this.chosenLanguages);
    if (!chosen.delete(tag)) chosen.add(tag);
    this.chosenLanguages = chosen;
  }

  #choose(): void {
    this.complaint = this.chosenTopics.size === 0 || this.chosenLanguages.size === 0;
    if (this.complaint) return;
    const detail: Serves = {
      topics: [...this.chosenTopics],
      languages: [...this.chosenLanguages],
    };
    this.dispatchEvent(new CustomEvent('serves-chosen', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'serves-form': ServesForm;
  }
}
