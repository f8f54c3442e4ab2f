import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import type { Language, TopicId } from '#shared/vocabulary.ts';
import { findTopics } from '../find-topics.ts';
import { type DeskTopic, officeText } from '../office-words.ts';
import { deskStyles } from './styles.ts';

/**
 * One topic out of the office's many: typed for, walked to with the arrow keys, or pressed. A combobox whose
 * list is always open; what is paused or not here stands in it and cannot be marked.
 *
 * @fires topic-marked - detail: the TopicId that is marked, or null
 * @fires topic-chosen - detail: the TopicId, by Enter
 */
@customElement('topic-finder')
export class TopicFinder extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) topics: DeskView['topics'] = [];
  /** The topic that is not offered: the ticket's own. */
  @property({ attribute: false }) except: TopicId | null = null;
  /** A ticket is given and not sent on: to whoever comes later there is none yet. */
  @property({ type: Boolean }) forNew = false;
  @property() label = '';
  @property() language: Language = 'sv';
  @state() private typed = '';
  @state() private marked: TopicId | null = null;

  static override styles = [
    deskStyles,
    css`
      label {
        display: block;
        margin-bottom: 0.25rem;
        font-weight: 600;
      }
      input {
        width: 100%;
        min-height: 2.75rem;
        padding: 0.375rem 0.875rem;
        border: 1px solid var(--color-text-quiet);
        border-radius: var(--radius-s) var(--radius-s) 0 0;
        background: var(--color-card);
        color: var(--color-text);
        font: inherit;
      }
      input::placeholder {
        color: var(--color-text-quiet);
        opacity: 1;
      }
      input:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      .found {
        height: var(--found-height, min(17rem, 36vh));
        overflow-y: auto;
        padding: 0.25rem 0;
        border: 1px solid var(--color-text-quiet);
        border-top: 0;
        border-radius: 0 0 var(--radius-s) var(--radius-s);
      }
      .group {
        padding: 0.5rem 0.875rem 0.125rem;
        font-size: 0.9375rem;
        font-weight: 600;
        color: var(--color-text-quiet);
      }
      [role='option'] {
        padding: 0.375rem 0.875rem;
        cursor: pointer;
      }
      .group + [role='option'],
      .group ~ [role='option'] {
        padding-inline-start: 1.75rem;
      }
      [role='option']:hover {
        background: var(--color-paper);
      }
      [aria-selected='true'],
      [aria-selected='true']:hover {
        background: var(--color-chosen);
        color: var(--color-on-chosen);
      }
      [aria-disabled='true'] {
        color: var(--color-text-quiet);
        cursor: not-allowed;
      }
      .none {
        padding: 0.5rem 0.875rem;
      }
    `,
  ];

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('marked')) return;
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    this.dispatchEvent(new CustomEvent('topic-marked', { detail: this.marked }));
  }

  protected override render() {
    const { language } = this;
    const found = this.#found();
    const count = found.reduce((sum, { topics }) => sum + topics.length, 0);
    return html`
      <label for="typed">${this.label}</label>
      <input
        id="typed"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${this.marked === null ? nothing : `topic-${this.marked}`}
        autocomplete="off"
        spellcheck="false"
        placeholder=${say(language, 'staff.topic-find')}
        .value=${this.typed}
        @input=${this.#type}
        @keydown=${this.#onKey}
      />
      <div class="found scrolls" id="found" role="listbox" aria-label=${this.label}>
        ${found.map(({ group, topics }) =>
          group
            ? html`<div role="group" aria-labelledby=${`group-${group.id}`}>
                <div class="group" id=${`group-${group.id}`} role="presentation">${officeText(group.label, language)}</div>
                ${topics.map((topic) => this.#option(topic))}
              </div>`
            : topics.map((topic) => this.#option(topic)),
        )}
        ${count === 0 ? html`<p class="none quiet" role="presentation">${say(language, 'staff.topic-none')}</p>` : nothing}
      </div>
      <span class="unseen" role="status">${this.typed ? say(language, 'staff.topics-found', { count }) : nothing}</span>
    `;
  }

  #option(topic: DeskTopic) {
    const { language } = this;
    const why = this.#whyNot(topic);
    return html`<div
      role="option"
      id=${`topic-${topic.id}`}
      aria-selected=${topic.id === this.marked}
      aria-disabled=${why === '' ? nothing : 'true'}
      @click=${() => {
        if (why === '') this.marked = topic.id;
      }}
    >${officeText(topic.label, language)}${why === '' ? nothing : ` (${why})`}</div>`;
  }

  /** Why it cannot be marked; '' when it can. */
  #whyNot({ paused, away }: DeskTopic): string {
    if (paused) return say(this.language, 'staff.paused');
    const isAway = away === 'today' || (this.forNew && away === 'now');
    return isAway ? say(this.language, 'staff.topic-not-here') : '';
  }

  #found() {
    const others = this.topics.filter(({ id }) => id !== this.except);
    return findTopics(others, this.typed, this.language);
  }

  /** Those that can be marked, in the order of the list. */
  #choices(): readonly TopicId[] {
    return this.#found().flatMap(({ topics }) =>
      topics.filter((topic) => this.#whyNot(topic) === '').map(({ id }) => id),
    );
  }

  #type(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.marked = this.typed.trim() === '' ? null : (this.#choices()[0] ?? null);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault(); // the caret stays where it is
      this.#walk(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && this.marked !== null && !event.repeat)
      this.dispatchEvent(new CustomEvent('topic-chosen', { detail: this.marked }));
  }

  #walk(by: 1 | -1): void {
    const choices = this.#choices();
    const at = this.marked === null ? -1 : choices.indexOf(this.marked);
    const to = at === -1 ? (by === 1 ? 0 : choices.length - 1) : at + by;
    this.marked = choices[Math.min(Math.max(to, 0), choices.length - 1)] ?? null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'topic-finder': TopicFinder;
  }
}
