import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { TicketNumber } from '#shared/vocabulary.ts';
import type { TicketPaper } from '../flow.ts';
import { paperWords, withoutPaper } from '../paper-words.ts';
import { StepElement, stepStyles } from './step-element.ts';

/** The number that was given, where to wait, and what became of the paper. Larger where there is none. */
@customElement('ticket-step')
export class TicketStep extends StepElement {
  @property() number!: TicketNumber;
  @property({ type: Number }) ahead = 0;
  @property({ attribute: false }) paper!: TicketPaper;
  @property({ type: Number }) secondsLeft = 0;
  /** Of the time this step stays, what is left: 1–0. */
  @property({ type: Number }) share = 1;

  static override styles = [
    stepStyles,
    css`
      :host {
        --color-text-quiet: var(--color-on-deep-quiet);
        color: var(--color-on-deep);
        grid-template-rows: auto minmax(min-content, 1fr) auto;
        padding-top: 1rem;
      }
      h1 {
        font-size: calc(3.75rem * var(--text-scale, 1));
      }
      .ticket {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
        padding: 3rem 1.5rem 2.5rem;
        text-align: center;
        background: var(--color-card);
        color: var(--color-text);
        border-radius: var(--radius-l);
      }
      .number {
        font-size: calc(17rem * var(--own-scale, 1));
        line-height: 0.95;
        font-weight: 800;
        letter-spacing: -0.03em;
        font-variant-numeric: tabular-nums lining-nums;
      }
      .no-paper .number {
        font-size: calc(22rem * var(--own-scale, 1));
      }
      .ahead {
        font-size: calc(3.25rem * var(--text-scale, 1));
      }
      .words {
        display: grid;
        gap: 2.5rem;
        align-content: center;
        min-height: 0;
      }
      .words p {
        display: grid;
        grid-template-columns: 6rem minmax(0, 1fr);
        gap: 2rem;
        align-items: center;
        font-size: calc(3rem * var(--text-scale, 1));
      }
      .words svg {
        width: 6rem;
        height: 6rem;
      }
      .paper {
        font-weight: 700;
      }
      .leaving {
        display: grid;
        gap: 1rem;
      }
      .leaving p {
        text-align: center;
        font-size: calc(2.25rem * var(--text-scale, 1));
      }
      .main-button {
        min-height: 10rem;
      }
      progress {
        appearance: none;
        width: 100%;
        height: 0.5rem;
        border: 0;
        border-radius: 0.25rem;
        overflow: hidden;
        background: var(--color-deep-raised);
      }
      progress::-webkit-progress-bar {
        background: var(--color-deep-raised);
      }
      progress::-webkit-progress-value {
        background: var(--color-on-deep-quiet);
        transition: inline-size calc(2.5 * var(--duration-calm)) linear;
      }
      @media (orientation: landscape) {
        :host {
          grid-template-columns: minmax(0, 1.05fr) minmax(0, 1fr);
          grid-template-rows: minmax(min-content, 1fr) auto;
          column-gap: 4rem;
        }
        .ticket {
          grid-row: 1 / 3;
          align-content: center;
        }
        .words {
          align-content: start;
        }
      }
    `,
  ];

  protected override render() {
    const { paper, secondsLeft } = this;
    const noPaper = withoutPaper(paper);
    return html`
      <div class=${noPaper ? 'ticket no-paper walled' : 'ticket walled'}>
        <h1 tabindex="-1">${this.say('terminal.your-number')}</h1>
        <p class="number fits"><bdi dir="ltr">${this.number}</bdi></p>
        <p class="ahead">${this.say('terminal.ahead', { count: this.ahead })}</p>
      </div>
      <div class="words walled">
        <p class="paper">${pictogram(noPaper ? 'printer' : 'slot')}<span>${this.say(paperWords(paper))}</span></p>
        <p>${pictogram('seat')}<span>${this.say('terminal.where-to-wait')}</span></p>
      </div>
      <div class="leaving">
        <button class="main-button" @click=${this.pressing('start-over', { press: 'start-over' })}>
          ${this.say('terminal.done')}
        </button>
        <progress max="1" .value=${this.share} aria-hidden="true"></progress>
        <p class="quiet">${this.say('terminal.leaving', { seconds: secondsLeft })}</p>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-step': TicketStep;
  }
}
