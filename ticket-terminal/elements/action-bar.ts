import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say, type TextKey } from '#shared/languages/texts.ts';
import { type ControlPictogram, pictogram } from '#shared/ui/pictograms.ts';
import type { Language } from '#shared/vocabulary.ts';
import type { Controls, Press } from '../flow.ts';
import { words } from '../words.ts';
import { isTooTall, isTooWide, LettersArrive, shrink } from './fit.ts';
import { marked } from './marked.ts';
import { PressedEvent } from './pressed-event.ts';

const LARGER = 1.2;
const SMALLEST = 0.7;

/** Back, start over, larger text, language: always the same four in the same place, at hand height. */
@customElement('action-bar')
export class ActionBar extends LitElement {
  @property() language: Language = 'sv';
  @property({ type: Boolean }) larger = false;
  @property({ attribute: false }) controls!: Controls;

  constructor() {
    super();
    new LettersArrive(this);
  }

  static override styles = css`
    :host {
      display: block;
      background: var(--bar-ground, var(--color-deep));
      color: var(--color-on-deep);
      padding: 1.75rem 4.5rem 2.25rem;
    }
    nav {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 1.25rem;
    }
    button {
      display: grid;
      grid-template-rows: 3.25rem minmax(0, 1fr);
      justify-items: center;
      align-items: center;
      gap: 0.5rem;
      min-width: 0;
      height: 11rem;
      padding: 1.125rem 0.25rem 0.75rem;
      font: inherit;
      font-size: calc(2.25rem * var(--text-scale, 1));
      line-height: calc(1.05 * var(--leading));
      font-weight: 600;
      text-align: center;
      color: inherit;
      background: var(--color-deep-raised);
      border: 0.25rem solid transparent;
      border-radius: 1.375rem;
      cursor: pointer;
      touch-action: none;
    }
    svg {
      width: 3.25rem;
      height: 3.25rem;
    }
    small {
      display: block;
      font-size: 0.75em;
      font-weight: 500;
      color: var(--color-on-deep-quiet);
    }
    button:active {
      translate: 0 0.1875rem;
    }
    button[aria-pressed='true'] {
      background: var(--color-on-deep);
      color: var(--color-deep);
    }
    button[aria-disabled='true'] {
      background: transparent;
      border: 0.25rem dashed var(--color-deep-raised);
      color: var(--color-on-deep-off);
      cursor: default;
      translate: none;
    }
    button[aria-disabled='true'] small {
      color: inherit;
    }
    button:focus-visible {
      outline: 0.4rem solid var(--color-on-deep);
      outline-offset: 0.3rem;
      box-shadow: 0 0 0 0.3rem var(--color-focus);
    }
    :host(:dir(rtl)) .back svg {
      scale: -1 1;
    }
    @media (orientation: landscape) {
      :host {
        padding-block: 1.25rem 1.5rem;
      }
      button {
        grid-template: 1fr / 3.25rem max-content;
        justify-content: center;
        column-gap: 1.25rem;
        height: 6.5rem;
        padding-block: 0.5rem;
      }
    }
  `;

  protected override updated(): void {
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    shrink(this, '--text-scale', { from: this.larger ? LARGER : 1, to: SMALLEST }, () =>
      buttons.some((button) => isTooWide(button) || isTooTall(button)),
    );
  }

  protected override render() {
    const { language, controls, larger } = this;
    return html`<nav aria-label=${say(language, 'terminal.controls')}>
      ${this.#button('back', 'back', this.#say('terminal.back'), controls.back)}
      ${this.#button('start-over', 'start-over', this.#say('terminal.start-over'), controls.startOver)}
      ${this.#button('larger', 'larger-text', this.#say('terminal.larger'), controls.largerText, larger)}
      ${this.#button('language', 'change-language', this.#languageLabel(), controls.language)}
    </nav>`;
  }

  /** Whoever came into the wrong language must still find the way out of it. */
  #languageLabel() {
    const other = this.language === 'en' ? 'sv' : 'en';
    return html`${this.#say('terminal.language')}<small lang=${other} dir="ltr">${say(other, 'terminal.language')}</small>`;
  }

  #say(key: TextKey) {
    return marked(words(this.language, key), this.language);
  }

  #button(
    drawing: ControlPictogram,
    press: Exclude<Press['press'], 'choose-language' | 'choose-topic'>,
    label: unknown,
    can: boolean,
    pressed?: boolean,
  ) {
    return html`<button
      class=${drawing}
      aria-disabled=${can ? nothing : 'true'}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      @click=${(event: MouseEvent) => can && this.dispatchEvent(new PressedEvent(press, { press }, event))}
    >${pictogram(drawing)}<span>${label}</span></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'action-bar': ActionBar;
  }
}
