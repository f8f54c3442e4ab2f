import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pictogram } from '#shared/ui/pictograms.ts';
import { LANGUAGES } from '#shared/vocabulary.ts';
import type { Notice, NoticeAction, Said } from '../notices.ts';
import { marked } from './marked.ts';
import { StepElement, stepStyles } from './step-element.ts';

/** One thing said calmly over the whole screen: closed, hub lost, wait, refused, thank you. */
@customElement('notice-step')
export class NoticeStep extends StepElement {
  @property({ attribute: false }) notice!: Notice;
  /** It stands instead of anybody's step. Its languages turn, and nothing else moves: there is room for the longest. */
  @property({ type: Boolean, reflect: true }) sign = false;

  static override styles = [
    stepStyles,
    css`
      :host {
        grid-template-rows: minmax(40%, auto) minmax(0, 1fr);
      }
      h1 {
        font-size: calc(6.5rem * var(--text-scale, 1));
      }
      .intro svg {
        width: 9rem;
        height: 9rem;
        margin-bottom: 1.5rem;
        color: var(--color-now);
      }
      .body {
        display: grid;
        grid-template-rows: 1fr auto;
        gap: 2rem;
        min-height: 0;
      }
      .words {
        display: grid;
        gap: 1.5rem;
        align-content: start;
      }
      .words p {
        font-size: calc(3.25rem * var(--text-scale, 1));
      }
      :host([sign]) {
        grid-template-rows: minmax(30%, auto) minmax(0, 1fr);
      }
      :host([sign]) h1 {
        font-size: calc(5.5rem * var(--text-scale, 1));
      }
      :host([sign]) .words p {
        font-size: calc(3rem * var(--text-scale, 1));
      }
      .others {
        display: grid;
        gap: 2.25rem;
        margin-top: 1.5rem;
        padding-top: 2.5rem;
        border-top: 0.25rem solid var(--color-line);
        color: var(--color-text-quiet);
      }
      section {
        display: grid;
        gap: 0.5rem;
      }
      section:is(:dir(rtl), :lang(ti)) {
        --leading: 1.2;
      }
      h2 {
        font-size: calc(3rem * var(--text-scale, 1));
        line-height: calc(1.15 * var(--leading));
        font-weight: 700;
      }
      :host([sign]) .others p {
        font-size: calc(2.375rem * var(--text-scale, 1));
      }
      .buttons {
        display: grid;
        gap: 1.625rem;
      }
      @media (orientation: landscape) {
        :host {
          grid-template-rows: minmax(36%, auto) minmax(0, 1fr);
        }
        :host([sign]) {
          grid-template-rows: minmax(20%, auto) minmax(0, 1fr);
        }
        :host([sign]) h1 {
          font-size: calc(4.75rem * var(--text-scale, 1));
        }
        h2 {
          font-size: calc(2.75rem * var(--text-scale, 1));
        }
        :host([sign]) .others p {
          font-size: calc(2.125rem * var(--text-scale, 1));
        }
        .intro {
          grid-template-columns: auto minmax(0, 1fr);
          align-items: center;
          column-gap: 2rem;
        }
        .intro svg {
          width: 7rem;
          height: 7rem;
          margin: 0;
        }
        .words {
          grid-template-columns: 1fr;
        }
        .words:has(.others) {
          grid-template-columns: 1fr 1fr;
          gap: 1.5rem 4rem;
        }
        .others {
          grid-column: 2;
          grid-row: 1 / span 4;
          align-content: start;
          margin: 0;
          padding: 0 0 0 4rem;
          border: 0;
          /* Between it and the Swedish words, also where it is read from the right itself. */
          border-left: 0.25rem solid var(--color-line);
        }
        .words > p {
          grid-column: 1;
        }
        .buttons {
          grid-auto-flow: column;
          grid-auto-columns: 1fr;
        }
      }
    `,
  ];

  protected override render() {
    const { drawing, said, actions } = this.notice;
    const [first, ...others] = said;
    return html`
      <div class="intro">
        ${pictogram(drawing)}
        <h1 tabindex="-1">${first && this.marked(first.heading)}</h1>
      </div>
      <div class="body walled">
        <div class="words">
          ${first?.lines.map((line) => html`<p>${this.marked(line)}</p>`)}
          ${others.length > 0 ? html`<div class="others">${others.map((other) => this.#other(other))}</div>` : nothing}
        </div>
        ${actions.length > 0 ? html`<div class="buttons">${actions.map(this.#action)}</div>` : nothing}
      </div>
    `;
  }

  #other({ language, heading, lines }: Said) {
    return html`<section lang=${language} dir=${LANGUAGES[language].direction}>
      <h2>${marked(heading, language)}</h2>
      ${lines.map((line) => html`<p>${marked(line, language)}</p>`)}
    </section>`;
  }

  readonly #action = ({ label, press }: NoticeAction, index: number) =>
    html`<button
      class=${index === 0 ? 'main-button' : 'other-button'}
      @click=${this.pressing(press.press, press)}
    >${this.marked(label)}</button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'notice-step': NoticeStep;
  }
}
