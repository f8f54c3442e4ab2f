import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { Admission, TopicChoice } from '#shared/views.ts';
import type { Texts } from '#shared/vocabulary.ts';
import type { Words } from '../words.ts';
import { printerNotice } from './printer-notice.ts';
import { StepElement, stepStyles } from './step-element.ts';

/** A topic with all that its tile says; no note where it only leads on. */
export type Tile = { topic: TopicChoice; admission: Admission; note: Words | null };

/** The topics of one level. One that is not open stays in its place, drawn otherwise, and says when. */
@customElement('topics-step')
export class TopicsStep extends StepElement {
  @property({ attribute: false }) tiles: readonly Tile[] = [];
  /** The group whose topics these are; null at the top. */
  @property({ attribute: false }) group: Texts | null = null;
  @property({ type: Boolean }) noPaper = false;

  static override styles = [
    stepStyles,
    css`
      /* Rows are equally high, up to 20rem, unless the words in one need more. */
      .tiles {
        --columns: 2;
        --rows: round(up, calc(var(--count) / var(--columns)), 1);
        display: grid;
        grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
        grid-auto-rows: minmax(min-content, 1fr);
        gap: 1.375rem;
        min-height: 0;
        max-height: calc(var(--rows) * 21.375rem - 1.375rem);
      }
      button {
        display: grid;
        grid-template: auto minmax(min-content, 1fr) / auto minmax(0, 1fr);
        gap: 0.5rem 1.25rem;
        align-items: start;
        min-width: 0;
        padding: 1.25rem 1.75rem 1rem;
        background: var(--color-card);
        border: 0.25rem solid var(--color-line);
        box-shadow: 0 0.1875rem 0 var(--color-line);
      }
      svg {
        width: 4.25rem;
        height: 4.25rem;
        color: var(--color-now);
      }
      b {
        grid-area: 2 / 1 / auto / -1;
        align-self: center;
        font-size: calc(3.125rem * var(--text-scale, 1) * var(--own-scale, 1));
        line-height: calc(1.1 * var(--leading));
        font-weight: 700;
        letter-spacing: -0.01em;
        text-wrap: balance;
      }
      .note {
        grid-area: 1 / 2;
        justify-self: end;
        text-align: end;
        font-size: max(1.75rem, calc(2.125rem * var(--text-scale, 1)));
        line-height: calc(1.15 * var(--leading));
        color: var(--color-text-quiet);
      }
      .unavailable {
        background: transparent;
        border-style: dashed;
        border-color: var(--color-edge);
        box-shadow: none;
        color: var(--color-text-quiet);
      }
      .unavailable svg {
        color: var(--color-text-quiet);
      }
      /* The labels of groups are long and have no note: beside the picture they get three lines. */
      @media (orientation: portrait) {
        .of-groups button {
          grid-template: minmax(min-content, 1fr) auto / auto minmax(0, 1fr);
          align-items: center;
        }
        .of-groups svg {
          width: 4.75rem;
          height: 4.75rem;
        }
        .of-groups b {
          grid-area: 1 / 2;
        }
        .of-groups .note {
          grid-area: 2 / 2;
          justify-self: start;
          text-align: start;
        }
        .of-groups .note:empty {
          display: none;
        }
      }
      /* Larger text takes its room from the hint and from the air above. */
      :host([larger]) {
        grid-template-rows: auto minmax(0, 1fr);
        row-gap: 1.5rem;
      }
      :host([larger]) .hint {
        display: none;
      }
      @media (orientation: landscape) {
        .tiles {
          --columns: 4;
        }
      }
    `,
  ];

  protected override render() {
    return html`
      <div class="intro">
        <h1 tabindex="-1">${this.group ? this.written(this.group) : this.say('terminal.topics')}</h1>
        ${this.noPaper ? printerNotice(this.language) : html`<p class="quiet hint">${this.say('terminal.topics-hint')}</p>`}
      </div>
      <div
        class=${this.tiles.some(({ topic }) => topic.group) ? 'tiles of-groups walled' : 'tiles walled'}
        .style=${`--count: ${this.tiles.length}`}
      >
        ${repeat(
          this.tiles,
          ({ topic }) => topic.id,
          (tile) => this.#tile(tile),
        )}
      </div>
    `;
  }

  #tile({ topic, admission, note }: Tile) {
    return html`<button
      class=${admission.state === 'open' ? 'available' : 'unavailable'}
      @click=${this.pressing(`topic ${topic.id}`, { press: 'choose-topic', topic })}
    >
      ${pictogram(topic.pictogram)}
      <b class="fits">${this.written(topic.label)}</b>
      <span class="note">${note && this.marked(note)}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'topics-step': TopicsStep;
  }
}
