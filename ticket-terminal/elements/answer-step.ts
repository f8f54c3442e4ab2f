import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TopicChoice } from '#shared/views.ts';
import { leaflet, leafletStyles } from './leaflet.ts';
import { StepElement, stepStyles } from './step-element.ts';
import { topicHeading, topicHeadingStyles } from './topic-heading.ts';

/** A leaflet before a ticket: it may spare the visitor the wait, and never stands in the way of one. */
@customElement('answer-step')
export class AnswerStep extends StepElement {
  @property({ attribute: false }) topic!: TopicChoice;

  static override styles = [
    stepStyles,
    topicHeadingStyles,
    leafletStyles,
    css`
      .body {
        display: grid;
        grid-template-rows: 1fr auto;
        gap: 2rem;
        min-height: 0;
      }
      .leaflet {
        align-self: start;
      }
      .buttons {
        display: grid;
        gap: 1.625rem;
      }
      @media (orientation: landscape) {
        .buttons {
          grid-template-columns: 1fr 1fr;
        }
        .buttons button {
          min-height: 10rem;
          font-size: calc(3.5rem * var(--text-scale, 1));
        }
      }
    `,
  ];

  protected override render() {
    const { topic } = this;
    return html`
      <div class="intro">${topicHeading(topic, this.written(topic.label), this.language)}</div>
      <div class="body walled">
        ${topic.answer && leaflet(topic.answer, this.written(topic.answer.text), this.language)}
        <div class="buttons">
          <button class="other-button" @click=${this.pressing('answer-helped', { press: 'answer-helped' })}>
            ${this.say('terminal.answer-helped')}
          </button>
          <button class="main-button" @click=${this.pressing('ticket-anyway', { press: 'ticket-anyway' })}>
            ${this.say('terminal.ticket-anyway')}
          </button>
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'answer-step': AnswerStep;
  }
}
