import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { words } from '../words.ts';
import { marked } from './marked.ts';
import { StepElement, stepStyles } from './step-element.ts';

/** All languages of the office on one screen, each in its own name and script; Swedish first and large. */
@customElement('language-step')
export class LanguageStep extends StepElement {
  @property({ attribute: false }) languages: readonly Language[] = ['sv'];

  static override styles = [
    stepStyles,
    css`
      :host {
        --color-text-quiet: var(--color-on-deep-quiet);
        color: var(--color-on-deep);
        background: var(--color-deep);
      }
      .choices {
        display: grid;
        grid-template-rows: minmax(0, 1.9fr);
        grid-auto-rows: minmax(0, 1fr);
        grid-template-columns: repeat(var(--columns, 2), minmax(0, 1fr));
        gap: 1.375rem;
        align-content: start;
        max-height: 100%;
        min-height: 0;
      }
      button {
        max-height: 26rem;
        min-height: 6rem;
        text-align: center;
        font-size: calc(3.5rem * var(--text-scale, 1));
        font-weight: 600;
        background: var(--color-deep-raised);
        color: var(--color-on-deep);
        border-radius: 1.625rem;
        padding: 0 1rem;
      }
      h1 {
        font-size: calc(7rem * var(--text-scale, 1));
      }
      .swedish {
        grid-column: 1 / -1;
        font-size: calc(6.25rem * var(--text-scale, 1));
        font-weight: 700;
        letter-spacing: -0.02em;
        background: var(--color-call);
        color: var(--color-on-call);
        border-radius: 2.25rem;
        box-shadow: 0 0.375rem 0 var(--color-call-edge);
      }
      .few {
        --columns: 1;
        grid-template-rows: none;
        grid-auto-rows: minmax(0, 26rem);
      }
      .few button {
        font-size: calc(5rem * var(--text-scale, 1));
      }
      .few .swedish {
        font-size: calc(6.25rem * var(--text-scale, 1));
      }
      small {
        display: block;
        font-size: 0.46em;
        font-weight: 500;
        letter-spacing: 0;
        margin-top: 0.2em;
      }
      @media (orientation: portrait) {
        .other:last-child:nth-child(even) {
          grid-column: 1 / -1;
        }
      }
      @media (orientation: landscape) {
        .choices {
          --columns: 4;
        }
        .few {
          --columns: 2;
        }
        .few .swedish {
          grid-column: auto;
        }
      }
    `,
  ];

  protected override render() {
    const few = this.languages.length <= FEW;
    const others = this.languages.filter((language) => language !== 'sv');
    return html`
      <div class="intro">
        <h1 tabindex="-1">${this.say('terminal.welcome')}</h1>
        <p class="quiet">${this.say('terminal.choose-language')}</p>
      </div>
      <div class=${few ? 'choices few walled' : 'choices walled'}>
        ${(['sv', ...others] as const).map((language) => this.#choice(language, few))}
      </div>
    `;
  }

  #choice(language: Language, few: boolean) {
    const { name, direction } = LANGUAGES[language];
    return html`<button
      class=${language === 'sv' ? 'swedish' : 'other'}
      lang=${language}
      dir=${direction}
      @click=${this.pressing(`language ${language}`, { press: 'choose-language', language })}
    >${name}${few ? html`<small>${marked(words(language, 'terminal.take-a-ticket'), language)}</small>` : nothing}</button>`;
  }
}

/** So few languages can each have a whole row, and say what is to be had. */
const FEW = 4;

declare global {
  interface HTMLElementTagNameMap {
    'language-step': LanguageStep;
  }
}
