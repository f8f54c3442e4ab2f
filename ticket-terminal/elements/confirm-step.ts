import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { TopicChoice } from '#shared/views.ts';
import { printerNotice } from './printer-notice.ts';
import { StepElement, stepStyles } from './step-element.ts';
import { topicHeading, topicHeadingStyles } from './topic-heading.ts';

/** What was chosen, how many are before, what to have at hand, and the one large button. */
@customElement('confirm-step')
export class ConfirmStep extends StepElement {
  @property({ attribute: false }) topic!: TopicChoice;
  @property({ type: Boolean }) noPaper = false;

  static override styles = [
    stepStyles,
    topicHeadingStyles,
    css`
      .body {
        display: grid;
        grid-template-rows: 1fr auto;
        gap: 2rem;
        min-height: 0;
      }
      .facts {
        display: grid;
        gap: 3rem;
        align-content: start;
      }
      .fact {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
        gap: 0 2rem;
        align-items: center;
      }
      .fact svg {
        width: 5rem;
        height: 5rem;
        color: var(--color-text-quiet);
      }
      .ahead {
        font-size: calc(4rem * var(--text-scale, 1));
        font-weight: 700;
      }
      .fact:has(ul) {
        align-items: start;
      }
      h2 {
        font-size: calc(2.5rem * var(--text-scale, 1));
        line-height: calc(1.3 * var(--leading));
        font-weight: 500;
        color: var(--color-text-quiet);
      }
      ul {
        list-style: none;
        padding: 0;
        display: grid;
        gap: 0.5rem;
      }
      li {
        font-size: calc(3rem * var(--text-scale, 1));
        font-weight: 600;
      }
      @media (orientation: landscape) {
        .facts {
          grid-template-columns: 1fr 1fr;
          align-items: start;
          gap: 2.25rem 4rem;
        }
        .notice {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  protected override render() {
    const { topic } = this;
    return html`
      <div class="intro">${topicHeading(topic, this.written(topic.label), this.language)}</div>
      <div class="body walled">
        <div class="facts">
          <p class="fact ahead">${pictogram('people')}<span>${this.say('terminal.ahead', { count: topic.ahead })}</span></p>
          ${topic.bring.length > 0 ? this.#bring() : nothing}
          ${topic.sensitive ? html`<p class="quiet">${this.say('terminal.discreet')}</p>` : nothing}
          ${this.noPaper ? printerNotice(this.language) : nothing}
        </div>
        <button class="main-button" @click=${this.pressing('take-ticket', { press: 'take-ticket' })}>
          ${this.say('terminal.take-ticket')}
        </button>
      </div>
    `;
  }

  #bring() {
    return html`<section class="fact">
      ${pictogram('form')}
      <div>
        <h2>${this.say('terminal.bring')}</h2>
        <ul>${this.topic.bring.map((thing) => html`<li>${this.written(thing)}</li>`)}</ul>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'confirm-step': ConfirmStep;
  }
}
