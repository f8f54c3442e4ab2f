import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import { type Language, type Texts, type TopicId, textIn } from '#shared/vocabulary.ts';
import { type DeskTopic, officeText, topicGroups } from '../office-words.ts';
import { deskStyles } from './styles.ts';

/** A topic to pause, and what the terminal shall say of it. */
export type TopicPause = { topic: TopicId; why: Texts | null };

/** As much as the terminal has room for beside a topic. */
const WHY_LENGTH = 80;

/**
 * Which topics the terminal gives no tickets for, and the way to change that. What is paused is always in
 * sight; the long list of what could be is opened when it is wanted.
 *
 * @fires topic-pause - detail: TopicPause
 * @fires topic-unpause - detail: the TopicId to open again
 */
@customElement('topic-pauses')
export class TopicPauses extends LitElement {
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  /** Why nothing can be changed now, as a sentence; empty when it can. */
  @property() reason = '';
  @property() language: Language = 'sv';
  @state() private why = '';

  static override styles = [
    deskStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 1rem;
        padding-bottom: 0.5rem;
      }
      h3 {
        grid-column: 1 / -1;
        margin-top: 0.75rem;
        font-size: 1rem;
        font-weight: 600;
        color: var(--color-text-quiet);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr));
        gap: 0 1.5rem;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 0 0.75rem;
        padding: 0.375rem 0;
        border-top: 1px solid var(--color-line);
        overflow-wrap: anywhere;
      }
      li > span {
        flex: 1 1 9rem;
      }
      li small {
        display: block;
        font-size: 0.9375rem;
      }
      li button {
        flex: none;
      }
      label {
        display: block;
        margin-top: 0.25rem;
      }
      input {
        width: min(32rem, 100%);
        min-height: 2.5rem;
        padding: 0.25rem 0.75rem;
        border: 1px solid var(--color-text-quiet);
        border-radius: var(--radius-s);
        background: var(--color-card);
        color: var(--color-text);
        font: inherit;
      }
      input:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      summary {
        width: fit-content;
        padding: 0.5rem 0;
        font-weight: 600;
        cursor: pointer;
      }
    `,
  ];

  protected override render() {
    const { topics, language } = this;
    const paused = topics.filter((topic) => topic.paused);
    return html`
      <section aria-labelledby="title">
        <header>
          <h2 id="title">${say(language, 'staff.topics')}</h2>
          <span class=${paused.length > 0 ? 'warning' : 'quiet'}>${
            paused.length > 0
              ? say(language, 'staff.topics-paused', { count: paused.length })
              : say(language, 'staff.topics-all-open')
          }</span>
        </header>
        ${paused.length > 0 ? this.#list(paused, 'unpause') : nothing}
        <details>
          <summary>${say(language, 'staff.topics-show')}</summary>
          <label for="why">${say(language, 'staff.pause-why')}</label>
          <input
            id="why"
            lang="sv"
            maxlength=${WHY_LENGTH}
            autocomplete="off"
            .value=${this.why}
            @input=${({ target }: InputEvent) => {
              this.why = (target as HTMLInputElement).value;
            }}
          />
          ${topicGroups(topics).map(
            ({ group, topics }) => html`
              ${group ? html`<h3>${officeText(group.label, language)}</h3>` : nothing}
              ${this.#list(
                topics.filter((topic) => !topic.paused),
                'pause',
              )}
            `,
          )}
        </details>
        <span id="reason" class="unseen">${this.reason}</span>
      </section>
    `;
  }

  /** By topic: a row whose topic has moved takes its focus with it, and the next press pauses nothing else. */
  #list(topics: readonly DeskTopic[], change: 'pause' | 'unpause') {
    return html`<ul>${repeat(
      topics,
      (topic) => topic.id,
      (topic) => this.#row(topic, change),
    )}</ul>`;
  }

  #row(topic: DeskTopic, change: 'pause' | 'unpause') {
    const { language } = this;
    const name = textIn(topic.label, language).text;
    return html`
      <li>
        <span>
          ${officeText(topic.label, language)}
          ${topic.pausedWhy ? html`<small class="quiet">${officeText(topic.pausedWhy, language)}</small>` : nothing}
        </span>
        <button
          aria-label=${say(language, `staff.${change}-topic`, { topic: name })}
          aria-disabled=${this.reason ? 'true' : nothing}
          aria-describedby=${this.reason ? 'reason' : nothing}
          @click=${() => this.#tell(change, topic)}
        >${say(language, `staff.${change}`)}</button>
      </li>
    `;
  }

  #tell(change: 'pause' | 'unpause', { id: topic }: DeskTopic): void {
    const sv = this.why.trim();
    const pause: TopicPause = { topic, why: sv === '' ? null : { sv } };
    this.dispatchEvent(
      new CustomEvent(`topic-${change}`, { detail: change === 'pause' ? pause : topic }),
    );
    if (change === 'pause') this.why = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'topic-pauses': TopicPauses;
  }
}
