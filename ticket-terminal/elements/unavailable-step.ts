import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { TopicChoice } from '#shared/views.ts';
import type { Words } from '../words.ts';
import { leaflet, leafletStyles } from './leaflet.ts';
import { StepElement, stepStyles } from './step-element.ts';
import { topicHeading, topicHeadingStyles } from './topic-heading.ts';

/** Why no ticket is given for a topic now, and when it is; its leaflet may be answer enough meanwhile. */
@customElement('unavailable-step')
export class UnavailableStep extends StepElement {
  @property({ attribute: false }) topic!: TopicChoice;
  @property({ attribute: false }) why: readonly Words[] = [];

  static override styles = [
    stepStyles,
    topicHeadingStyles,
    leafletStyles,
    css`
      @media (orientation: landscape) {
        :host {
          grid-template-rows: minmax(28%, auto) minmax(0, 1fr);
        }
      }
      .body {
        display: grid;
        grid-template-rows: 1fr auto;
        gap: 2rem;
        min-height: 0;
      }
      .said {
        display: grid;
        gap: 2rem;
        align-content: start;
      }
      .why {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2rem;
        font-size: calc(3.25rem * var(--text-scale, 1));
      }
      .said-once {
        display: block;
      }
      .why svg {
        width: 5rem;
        height: 5rem;
        color: var(--color-text-quiet);
      }
    `,
  ];

  protected override render() {
    const { topic } = this;
    return html`
      <div class="intro">${topicHeading(topic, this.written(topic.label), this.language)}</div>
      <div class="body walled">
        <div class="said">
          <p class="why">${pictogram('clock')}<span>${this.why.map((said) => html`<span class="said-once">${this.marked(said)}</span>`)}</span></p>
          ${topic.answer ? leaflet(topic.answer, this.written(topic.answer.text), this.language) : nothing}
        </div>
        <button class="main-button" @click=${this.pressing('other-topic', { press: 'other-topic' })}>
          ${this.say('terminal.other-topic')}
        </button>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unavailable-step': UnavailableStep;
  }
}
