/** What every step of the terminal has in common: its language, its styles, its heading, and that it fits. */
import { type CSSResultGroup, css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { TextKey, TextValues } from '#shared/languages/texts.ts';
import { type Language, type Texts, textIn } from '#shared/vocabulary.ts';
import type { Press } from '../flow.ts';
import { type Words, words } from '../words.ts';
import { isTooTall, isTooWide, LettersArrive, shrink } from './fit.ts';
import { marked } from './marked.ts';
import { PressedEvent } from './pressed-event.ts';

const LARGER = 1.3;
const SMALLEST = 0.55;
const SMALLEST_WORD = 0.6;

/** @cssprop [--text-scale=1] - set by the step itself: as large as is wished and as there is room for */
export abstract class StepElement extends LitElement {
  @property() language: Language = 'sv';
  @property({ type: Boolean }) larger = false;

  readonly #sizes = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    new LettersArrive(this);
  }

  /** Moves the reader to the new step's heading; nothing is chosen by it. */
  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override updated(): void {
    this.#fit();
  }

  protected say(key: TextKey, values?: TextValues): TemplateResult {
    return this.marked(words(this.language, key, values));
  }

  /** What the office wrote. */
  protected written(texts: Texts): TemplateResult {
    return this.marked(textIn(texts, this.language));
  }

  protected marked(said: Words): TemplateResult {
    return marked(said, this.language);
  }

  /** A listener that says what was pressed. */
  protected pressing(control: string, press: Press) {
    return (event: MouseEvent) => this.dispatchEvent(new PressedEvent(control, press, event));
  }

  /** Long words and large text get as much room as there is, and never a scrollbar. */
  #fit(): void {
    const words = [...this.renderRoot.querySelectorAll<HTMLElement>('.fits')];
    for (const word of words) {
      word.style.removeProperty('--own-scale');
      word.classList.remove('broken');
    }
    shrink(this, '--text-scale', { from: this.larger ? LARGER : 1, to: SMALLEST }, () =>
      this.#overflows(),
    );
    // One long word is no reason to make everything smaller.
    for (const word of words) {
      shrink(word, '--own-scale', { from: 1, to: SMALLEST_WORD }, () => isTooWide(word));
      word.classList.toggle('broken', isTooWide(word));
    }
  }

  #overflows(): boolean {
    // Letters may reach out of their lines, so that only what has walls is measured for height.
    return (
      [this, ...this.renderRoot.querySelectorAll('button, .walled')].some(isTooTall) ||
      [...this.renderRoot.querySelectorAll(':is(h1, p, li, button):not(.fits, :has(.fits))')].some(
        isTooWide,
      )
    );
  }
}

export const stepStyles: CSSResultGroup = css`
  :host {
    --wide: 4.5rem;
    display: grid;
    /* What is pressed stays in the lower two thirds, for reach. */
    grid-template: minmax(calc(100vh / 3 - var(--header) - 2.5rem), auto) minmax(0, 1fr) / minmax(0, 1fr);
    row-gap: 2.5rem;
    box-sizing: border-box;
    height: 100%;
    min-height: 0;
    overflow: hidden;
    padding: 0 var(--wide) 2.5rem;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  .intro {
    align-self: end;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(1.25rem * var(--text-scale, 1));
  }
  h1 {
    font-size: calc(5.5rem * var(--text-scale, 1));
    line-height: calc(1.08 * var(--leading));
    font-weight: 700;
    letter-spacing: -0.02em;
    text-wrap: balance;
    outline: none;
  }
  p,
  li {
    font-size: calc(2.75rem * var(--text-scale, 1));
    line-height: calc(1.3 * var(--leading));
    text-wrap: pretty;
  }
  .broken {
    overflow-wrap: anywhere;
  }
  .quiet {
    color: var(--color-text-quiet);
  }
  :dir(rtl) h1,
  h1:lang(ti) {
    letter-spacing: 0;
  }
  button {
    font: inherit;
    font-size: calc(3rem * var(--text-scale, 1));
    line-height: calc(1.15 * var(--leading));
    color: inherit;
    text-align: start;
    border: 0;
    border-radius: var(--radius-l);
    cursor: pointer;
    touch-action: none;
  }
  button:active {
    translate: 0 0.1875rem;
  }
  :focus-visible:not(h1) {
    outline: 0.4rem solid var(--color-focus);
    outline-offset: 0.3rem;
    box-shadow: 0 0 0 0.3rem var(--color-on-deep);
  }
  .main-button,
  .other-button {
    width: 100%;
    padding: 1.75rem 2.5rem;
    min-height: 9rem;
    text-align: center;
    font-weight: 700;
  }
  .main-button {
    min-height: 13rem;
    font-size: calc(5rem * var(--text-scale, 1));
    letter-spacing: -0.01em;
    background: var(--color-call);
    color: var(--color-on-call);
    box-shadow: 0 0.375rem 0 var(--color-call-edge);
  }
  .other-button {
    background: var(--color-card);
    border: 0.25rem solid var(--color-line);
    box-shadow: 0 0.1875rem 0 var(--color-line);
  }
  .notice {
    display: flex;
    gap: 1.25rem;
    align-items: center;
    padding: 1.25rem 1.75rem;
    border-inline-start: 0.5rem solid var(--color-warning);
    background: var(--color-card);
    border-radius: var(--radius-s);
  }
  .notice svg {
    flex: none;
    width: 3.5rem;
    height: 3.5rem;
    color: var(--color-warning);
  }
  @media (orientation: landscape) {
    :host {
      grid-template-rows: auto minmax(0, 1fr);
      row-gap: 2rem;
      padding-block: 1.5rem 2rem;
    }
    h1 {
      font-size: calc(4.25rem * var(--text-scale, 1));
    }
    p,
    li {
      font-size: calc(2.375rem * var(--text-scale, 1));
    }
    .main-button {
      min-height: 11rem;
    }
    .other-button {
      min-height: 7rem;
    }
  }
`;
