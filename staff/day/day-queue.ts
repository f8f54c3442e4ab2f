import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { PAUSE_REASONS, prepared } from '#shared/languages/prepared-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { DayQueue } from '#shared/views.ts';
import { type EpochMs, type Language, type TopicId, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { LONG_WAIT_MINUTES, minutesBetween, minutesText } from '../waiting-time.ts';
import { DayActEvent } from './day-acts.ts';
import { dayStyles } from './day-styles.ts';

type DayTopic = DayQueue['topics'][number];

/**
 * What waits, by topic and since when; who is set aside; what is paused; the day in figures so far.
 *
 * @fires day-act - to pause a topic, or to open it again
 */
@customElement('day-queue')
export class DayQueueElement extends LitElement {
  @property({ attribute: false }) queue!: DayQueue;
  @property({ attribute: false }) now: EpochMs = 0;
  /** The office's, for what the terminal says. */
  @property({ attribute: false }) languages: readonly Language[] = ['sv'];
  @property() language: Language = 'sv';
  /** Of a day that is past: nothing can be pressed. */
  @property({ type: Boolean }) past = false;
  @state() private pausing = false;

  static override styles = [
    deskStyles,
    dayStyles,
    css`
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
        padding: 0.5rem 0 0.25rem;
        border-top: 1px solid var(--color-line);
      }
      dl > div {
        display: flex;
        flex-direction: row-reverse;
        align-items: baseline;
        gap: 0.375rem;
      }
      dl > .words-first {
        flex-direction: row;
      }
      dd {
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      p {
        padding: 0.25rem 0;
      }
      h3 {
        margin-top: 0.5rem;
        font-size: 1rem;
      }
      small {
        display: block;
        font-size: 0.9375rem;
      }
    `,
  ];

  protected override render() {
    const { queue, language, now } = this;
    const waiting = queue.topics
      .filter((topic) => topic.waiting > 0)
      .toSorted((one, other) => (one.oldestSince ?? 0) - (other.oldestSince ?? 0));
    return html`
      <section aria-labelledby="waiting">
        <header>
          <h2 id="waiting">${say(language, 'staff.day-waiting')} <span class="number">${queue.waiting}</span></h2>
          ${
            queue.oldestSince === null
              ? nothing
              : html`<span class=${this.#isLong(queue.oldestSince) ? 'warning' : 'quiet'}>${say(
                  language,
                  'staff.day-oldest',
                  {
                    time: minutesText(minutesBetween(queue.oldestSince, now), language),
                  },
                )}</span>`
          }
        </header>
        ${
          waiting.length === 0
            ? html`<p class="quiet">${say(language, 'staff.day-nobody')}</p>`
            : html`<ul>${repeat(
                waiting,
                ({ id }) => id,
                (topic) => this.#row(topic),
              )}</ul>`
        }
        ${waiting.filter(({ served }) => !served).map((topic) => this.#unserved(topic))}
        ${this.#aside()} ${this.#paused()} ${this.past ? nothing : this.#pause()} ${this.#figures()}
      </section>
    `;
  }

  #isLong = (since: EpochMs): boolean => minutesBetween(since, this.now) >= LONG_WAIT_MINUTES;

  #row({ label, waiting, oldestSince }: DayTopic) {
    const { language, now } = this;
    const oldest = oldestSince ?? now;
    return html`
      <li>
        <span class="what">${officeText(label, language)}</span>
        <strong>${waiting}</strong>
        <span class=${this.#isLong(oldest) ? 'time warning' : 'time quiet'}>${minutesText(
          minutesBetween(oldest, now),
          language,
        )}</span>
      </li>
    `;
  }

  /** Whoever waits for that is called by nobody. */
  #unserved({ label, waiting }: DayTopic) {
    const { language } = this;
    const topic = textIn(label, language).text;
    return html`<p class="warning">${say(language, 'staff.day-unserved', { topic, count: waiting })}</p>`;
  }

  #aside() {
    const { queue, language } = this;
    const numbers = (tickets: readonly { number: string }[]) =>
      tickets.map(({ number }) => number).join(', ');
    return html`
      ${
        queue.held.length > 0
          ? html`<p>${say(language, 'staff.day-set-aside', {
              count: queue.held.length,
              numbers: numbers(queue.held),
            })}</p>`
          : nothing
      }
      ${
        queue.noShows.length > 0
          ? html`<p>${say(language, 'staff.day-no-shows', {
              count: queue.noShows.length,
              numbers: numbers(queue.noShows),
            })}</p>`
          : nothing
      }
    `;
  }

  #paused() {
    const { queue, language } = this;
    const paused = queue.topics.filter((topic) => topic.paused);
    if (paused.length === 0) return nothing;
    return html`
      <h3 class="warning">${say(language, 'staff.day-paused')}</h3>
      <ul>
        ${repeat(
          paused,
          ({ id }) => id,
          (topic) => html`
            <li>
              <span class="what">
                ${officeText(topic.label, language)}
                ${topic.pausedWhy ? html`<small class="quiet">${officeText(topic.pausedWhy, language)}</small>` : nothing}
              </span>
              ${
                this.past
                  ? nothing
                  : html`<span class="acts"><button
                      aria-label=${say(language, 'staff.unpause-topic', {
                        topic: textIn(topic.label, language).text,
                      })}
                      @click=${() => this.#unpause(topic)}
                    >${say(language, 'staff.unpause')}</button></span>`
              }
            </li>
          `,
        )}
      </ul>
    `;
  }

  #pause() {
    const { queue, language, pausing } = this;
    const open = queue.topics.filter((topic) => topic.choice && !topic.paused);
    return html`
      <p class="acts">
        <button aria-expanded=${pausing} @click=${() => this.#toggle()}>${say(language, 'staff.day-pause')}</button>
      </p>
      ${
        pausing
          ? html`
              <form @submit=${this.#pauseChosen}>
                <label class="wide">
                  ${say(language, 'staff.day-pause-which')}
                  <select name="topic" required>
                    ${open.map(({ id, label }) => html`<option value=${id}>${textIn(label, language).text}</option>`)}
                  </select>
                </label>
                <label class="wide">
                  ${say(language, 'staff.day-pause-why')}
                  <select name="why">
                    <option value="">${say(language, 'staff.day-pause-nothing')}</option>
                    ${PAUSE_REASONS.map((why) => html`<option value=${why}>${say(language, `pause-reason.${why}`)}</option>`)}
                  </select>
                </label>
                <button class="first">${say(language, 'staff.day-pause-now')}</button>
                <button type="button" @click=${() => this.#toggle()}>${say(language, 'staff.day-cancel')}</button>
              </form>
            `
          : nothing
      }
    `;
  }

  #figures() {
    const { language } = this;
    const { issued, served, left, waitMedianMs } = this.queue.figures;
    const median =
      waitMedianMs === null ? '–' : minutesText(Math.floor(waitMedianMs / 60_000), language);
    return html`
      <h3 class="unseen">${say(language, 'staff.day-figures')}</h3>
      <dl>
        <div><dt class="quiet">${say(language, 'staff.day-issued')}</dt><dd>${issued}</dd></div>
        <div><dt class="quiet">${say(language, 'staff.day-served')}</dt><dd>${served}</dd></div>
        <div><dt class="quiet">${say(language, 'staff.day-left')}</dt><dd>${left}</dd></div>
        <div class="words-first"><dt class="quiet">${say(language, 'staff.day-median')}</dt><dd>${median}</dd></div>
      </dl>
    `;
  }

  #toggle(): void {
    this.pausing = !this.pausing;
  }

  readonly #pauseChosen = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.target as HTMLFormElement);
    const topic = this.queue.topics.find(({ id }) => id === said.get('topic'));
    if (!topic) return;
    const reason = PAUSE_REASONS.find((one) => one === said.get('why'));
    const why = reason ? prepared(`pause-reason.${reason}`, this.languages) : null;
    this.pausing = false;
    this.dispatchEvent(
      new DayActEvent({
        name: 'topic:pause',
        request: { topic: topic.id, why },
        done: ['staff.done.paused', { topic: this.#nameOf(topic.id) }],
        undo: [{ name: 'topic:resume', request: { topic: topic.id } }],
      }),
    );
  };

  #unpause({ id: topic, pausedWhy }: DayTopic): void {
    this.dispatchEvent(
      new DayActEvent({
        name: 'topic:resume',
        request: { topic },
        done: ['staff.done.unpaused', { topic: this.#nameOf(topic) }],
        undo: [{ name: 'topic:pause', request: { topic, why: pausedWhy } }],
      }),
    );
  }

  #nameOf(id: TopicId): string {
    const topic = this.queue.topics.find((one) => one.id === id);
    return topic ? textIn(topic.label, this.language).text : id;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'day-queue': DayQueueElement;
  }
}
