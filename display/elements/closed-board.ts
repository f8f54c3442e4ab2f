import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { OpeningSpan } from '#shared/protocol.ts';
import { dayText, momentText, weekdayText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { linesOf, type MeasureWidth, type TextStyle } from '../agenda-pages.ts';
import { type HoursRow, hoursRows } from '../opening.ts';
import { saySecond } from './second-text.ts';

/** Heights in units of the window, as the stylesheet below has them; fixed is all but the lines of text. */
const FIXED_HEIGHT = 402;
const OPENS_LINE_HEIGHT = 112;
const NEAR_LINE_HEIGHT = 62;
const ROW_HEIGHT = 72;

/** Where the queue stands by day: when the office opens next, its hours of the week, and where to ring in need. */
@customElement('closed-board')
export class ClosedBoard extends LitElement {
  /** null: no opening is planned within the hub's horizon. */
  @property({ attribute: false }) opensAt: EpochMs | null = null;
  @property({ attribute: false }) hours: readonly OpeningSpan[] = [];
  @property({ attribute: false }) now: EpochMs = 0;
  @property({ attribute: false }) zone = 'UTC';
  @property({ attribute: false }) second: Language = 'sv';
  /** The room for text across, and the height of the whole board. Units of the window. */
  @property({ attribute: false }) box = { width: 680, height: 1080 };
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto 1fr calc(160 * var(--window-unit));
      background: var(--color-deep);
      color: var(--color-text);
    }
    p,
    h2 {
      margin: 0;
    }
    .second {
      font-size: var(--window-near);
      line-height: calc(62 * var(--window-unit));
      font-weight: 500;
      color: var(--color-text-quiet);
    }
    .next {
      padding: calc(40 * var(--window-unit)) calc(48 * var(--window-unit)) 0;
    }
    .now,
    h2 {
      display: flex;
      justify-content: space-between;
      align-items: baseline;
      white-space: nowrap;
    }
    .now {
      font-size: var(--window-label);
      line-height: calc(80 * var(--window-unit));
      font-weight: 650;
    }
    .opens {
      padding: calc(12 * var(--window-unit)) 0;
      font-size: var(--window-read);
      line-height: calc(112 * var(--window-unit));
      font-weight: 700;
      letter-spacing: -0.02em;
    }
    .next > .second {
      display: block;
    }
    .hours {
      padding: calc(24 * var(--window-unit)) calc(48 * var(--window-unit)) 0;
    }
    h2 {
      font-size: var(--window-near);
      line-height: calc(74 * var(--window-unit));
      font-weight: 500;
      color: var(--color-text-quiet);
    }
    dl {
      margin: 0;
    }
    dl div {
      display: flex;
      justify-content: space-between;
      gap: calc(24 * var(--window-unit));
      border-top: calc(3 * var(--window-unit)) solid var(--color-deep-raised);
      font-size: var(--window-near);
      line-height: calc(69 * var(--window-unit));
      white-space: nowrap;
    }
    dt {
      font-weight: 700;
    }
    dd {
      margin: 0;
      font-variant-numeric: lining-nums;
    }
    .need {
      grid-row: 3;
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 0 calc(48 * var(--window-unit));
      background: var(--color-deep-raised);
      font-size: var(--window-near);
    }
    .need span {
      display: block;
      line-height: calc(62 * var(--window-unit));
    }
    .need b {
      font-size: var(--window-read);
      font-weight: 700;
    }
  `;

  protected override render() {
    const { second, zone, now } = this;
    const rows = hoursRows(this.hours, now, zone, 'sv').slice(0, this.#rowsBelow());
    return html`
      <div class="next">
        <p class="now">${say('sv', 'display.closed-now')}${saySecond(second, 'display.closed-now')}</p>
        ${this.#opens()}
      </div>
      <div class="hours">
        ${
          rows.length === 0
            ? nothing
            : html`
              <h2>${say('sv', 'display.opening-hours')}${saySecond(second, 'display.opening-hours')}</h2>
              <dl>
                ${rows.map((row) => html`<div><dt>${this.#days(row)}</dt><dd>${row.times}</dd></div>`)}
              </dl>
            `
        }
      </div>
      <p class="need">
        <span>${say('sv', 'display.emergency')}${saySecond(second, 'display.emergency')}</span><b>112</b>
      </p>
    `;
  }

  #opens() {
    const { second } = this;
    const opens = this.#opensIn('sv');
    if (!opens) return nothing;
    return html`
      <p class="opens">${say('sv', 'display.opens', opens)}</p>
      ${saySecond(second, 'display.opens', this.#opensIn(second))}
    `;
  }

  #opensIn(language: Language): { when: string } | undefined {
    if (this.opensAt === null) return undefined;
    const when = momentText(this.opensAt, this.now, this.zone, language);
    // A line may end before the hour, never inside 'i morgon' or '1 dec.'.
    return { when: when.replace(/ (?=\S* )/g, '\u00a0') };
  }

  #rowsBelow(): number {
    const { box, second } = this;
    const [opens, inSecond] = [this.#opensIn('sv'), this.#opensIn(second)];
    const lines = (text: string, style: TextStyle) =>
      linesOf(text, box.width, (words) => this.measure(words, style));
    const next = opens ? lines(say('sv', 'display.opens', opens), 'name') * OPENS_LINE_HEIGHT : 0;
    const below = inSecond
      ? lines(say(second, 'display.opens', inSecond), 'near') * NEAR_LINE_HEIGHT
      : 0;
    return Math.floor((box.height - FIXED_HEIGHT - next - below) / ROW_HEIGHT);
  }

  #days({ firstDay, lastDay }: HoursRow): string {
    const { now, zone } = this;
    if (firstDay === lastDay) return dayText(firstDay, now, zone, 'sv');
    return [firstDay, lastDay].map((day) => weekdayText(day, zone, 'sv', 'short')).join('–');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'closed-board': ClosedBoard;
  }
}
