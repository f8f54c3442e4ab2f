import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { Call } from '#shared/protocol.ts';
import { type Language, textIn } from '#shared/vocabulary.ts';
import { linesOf, type MeasureWidth } from '../agenda-pages.ts';
import { callBoardStyles } from './call-board-styles.ts';
import { saySecond, secondText } from './second-text.ts';

/** Heights in units of the window, as call-board-styles.ts has them. */
const TOP_HEIGHT = 376;
const DESK_LINE_HEIGHT = 112;
const HEADING_HEIGHT = 94;
/** In two languages, one below the other. */
const STALE_HEADING_HEIGHT = 154;
const ROW_HEIGHT = 112;
const WAITING_HEIGHT = 160;
/** As --window-call has it. A number that is wider than the board, 'W888' or 'A1042', is set as large as it can be. */
const CALL_SIZE = 268;
/** How much longer a desk's name may be when it is set as a label. */
const READ_TO_LABEL = 106 / 68;
/** Between a number and its desk. */
const GAP = 24;

/**
 * The queue as the room sees it: the call that is on now, on yellow; the calls before it, newest first; and how
 * many wait. Shows what it is given; decides nothing but what fits.
 */
@customElement('call-board')
export class CallBoard extends LitElement {
  /** The call in the spotlight. */
  @property({ attribute: false }) showing: Call | null = null;
  /** Newest first. */
  @property({ attribute: false }) calls: readonly Call[] = [];
  @property({ attribute: false }) waiting = 0;
  /** Set while the hub is out of reach: '13:24', the time of what is shown. Nothing then looks current. */
  @property({ attribute: false }) updatedAt: string | null = null;
  /** Too old to be shown at all: words stand in place of numbers. */
  @property({ attribute: false }) lost = false;
  /** The browser lets nothing sound until somebody presses: says so, to whoever is near enough to press. */
  @property({ attribute: false }) soundless = false;
  @property({ attribute: false }) second: Language = 'sv';
  /** The room for text across, and the height of the whole board. Units of the window. */
  @property({ attribute: false }) box = { width: 680, height: 1080 };
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = callBoardStyles;

  override willUpdate(): void {
    this.toggleAttribute('stale', this.updatedAt !== null);
    const { showing, box, measure } = this;
    if (!showing) return;
    const fits = Math.min(CALL_SIZE, (CALL_SIZE * box.width) / measure(showing.number, 'call'));
    // On the host, by script: the hub's Content-Security-Policy allows no style attribute.
    this.style.setProperty('--call-board-number', `calc(${fits} * var(--window-unit))`);
  }

  protected override render() {
    if (this.updatedAt !== null && this.lost) return this.#lost(this.updatedAt);
    return html`${this.#top()}${this.updatedAt === null ? this.#waiting() : nothing}`;
  }

  #top() {
    const { showing, updatedAt, calls } = this;
    const before = calls.filter(({ number }) => number !== showing?.number);
    if (before.length === 0 && !showing) return this.#nobodyYet();
    const rows = before.slice(0, this.#rowsBelow(showing));
    return html`
      <div role="status">${showing ? keyed(showing.id, this.#call(showing)) : nothing}</div>
      <div class="calls">
        ${
          rows.length === 0
            ? nothing
            : html`
              <h2>
                ${updatedAt === null ? say('sv', 'display.called') : say('sv', 'display.updated', { time: updatedAt })}
                ${updatedAt === null ? saySecond(this.second, 'display.called') : saySecond(this.second, 'display.updated', { time: updatedAt })}
              </h2>
              <ol>${repeat(
                rows,
                ({ number }) => number,
                (call) => this.#row(call),
              )}</ol>
            `
        }
      </div>
    `;
  }

  /** Beside Swedish stands the language of the one who is called, not the one whose turn it is on the wall. */
  #call({ number, deskName, language }: Call) {
    const other = textIn(deskName, language);
    const room = this.box.width - this.measure(deskName.sv, 'name') - GAP;
    const beside = other.language !== 'sv' && this.measure(other.text, 'near') <= room;
    return html`
      <div class="showing">
        <p class="turn">${say('sv', 'display.your-turn')}${saySecond(language, 'display.your-turn')}</p>
        <p class="number">${number}</p>
        <p class="desk">
          ${deskName.sv}${beside ? secondText(other.text, other.language) : nothing}
        </p>
      </div>
    `;
  }

  #row({ number, deskName }: Call) {
    const room = this.box.width - this.measure(number, 'name') - GAP;
    const taken = this.measure(deskName.sv, 'desk') / room;
    const size = taken <= 1 ? '' : taken <= READ_TO_LABEL ? 'long' : 'longest';
    return html`<li><b>${number}</b><span class=${size}>${deskName.sv}</span></li>`;
  }

  #rowsBelow(showing: Call | null): number {
    const { width, height } = this.box;
    const lines = showing
      ? linesOf(showing.deskName.sv, width, (text) => this.measure(text, 'name'))
      : 0;
    const top = showing ? TOP_HEIGHT + lines * DESK_LINE_HEIGHT : 0;
    const rest = this.updatedAt === null ? HEADING_HEIGHT + WAITING_HEIGHT : STALE_HEADING_HEIGHT;
    return Math.floor((height - top - rest) / ROW_HEIGHT);
  }

  #nobodyYet() {
    const { second } = this;
    const next = this.waiting > 0 ? 'display.first-soon' : 'display.take-ticket';
    return html`
      <div class="words">
        <p class="title">${say('sv', 'display.welcome')}</p>
        ${saySecond(second, 'display.welcome')}
        <p>${say('sv', next)}</p>
        ${saySecond(second, next)}
      </div>
    `;
  }

  #lost(updatedAt: string) {
    const { second } = this;
    return html`
      <div class="words" role="status">
        <p class="lost">${say('sv', 'display.no-live')}</p>
        ${saySecond(second, 'display.no-live')}
        <p>${say('sv', 'display.updated', { time: updatedAt })}</p>
      </div>
    `;
  }

  #waiting() {
    return html`
      <p class="waiting">
        <span>
          <span class="label">${say('sv', 'display.waiting')}</span>
          ${saySecond(this.second, 'display.waiting')}
        </span>
        ${
          this.soundless
            ? html`<span class="soundless">
              ${say('sv', 'display.press-for-sound')} ${saySecond(this.second, 'display.press-for-sound')}
            </span>`
            : nothing
        }
        <b>${this.waiting}</b>
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-board': CallBoard;
  }
}
