import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { Call } from '#shared/views.ts';
import type { Language } from '#shared/vocabulary.ts';
import { type Box, READ } from '../layout.ts';
import {
  type Band,
  GAP,
  heightOfBands,
  pair,
  type Run,
  run,
  said,
  type TextSetting,
  textInSecond,
  widthOf,
} from '../slides/page.ts';
import type { MeasureWidth } from '../typeface.ts';
import { boardStyles } from './board-styles.ts';
import { bandTemplate, Panel, panelStyles, runTemplate, units } from './panel.ts';

/** Of the yellow field, above and below its text together. */
const CALL_PADDING = 36;
const LIST_PADDING = 20;
/** Below the heading of the list: Arabic reaches far down. */
const HEADING_PADDING = 8;
const ROW_PADDING = 2;
/** Kept free above and below the text of the strip, together. */
const STRIP_EDGES = 12;
const ROW_RULE = 3;
const ROW_HEIGHT = 112 + ROW_RULE;
/** Between number and desk, at least. */
const ROW_GAP = 12;
/** Of a number: its capitals and the room around them, in its own size. */
const NUMBER_LINE = 0.9;
/** The number is more than twice as large as what must be read, however little room there is. */
const LEAST_NUMBER = 2.05 * READ;
const LARGEST_NUMBER = 380;
/** Between the number and the edges; it may come nearer to them than other text. */
const NUMBER_MARGIN = 22;

/**
 * The queue as the room sees it: the call that is on now, on yellow; the calls before it, newest first; and how
 * many wait. What there is no room for is left out, the call last of all. Lengths are units.
 */
@customElement('call-board')
export class CallBoard extends Panel {
  /** The call in the spotlight. */
  @property({ attribute: false }) showing: Call | null = null;
  /** Newest first. */
  @property({ attribute: false }) calls: readonly Call[] = [];
  @property({ attribute: false }) waiting = 0;
  @property({ attribute: false }) takesTickets = true;
  /** Set while the hub is out of reach: '13:24', the time of what is shown. Nothing then looks current. */
  @property({ attribute: false }) updatedAt: string | null = null;
  /** The browser lets nothing sound until somebody presses: says so, to whoever is near enough to press. */
  @property({ attribute: false }) soundless = false;
  @property({ attribute: false }) second: Language = 'sv';
  @property({ attribute: false }) box: Box = { width: 700, height: 1080 };
  @property({ attribute: false }) margin = 48;
  /** Height of the strip that tells how many wait. */
  @property({ attribute: false }) strip = 120;
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = [
    panelStyles,
    boardStyles,
    css`
      :host([stale]) {
        background: var(--color-stale);
        color: var(--color-on-stale);
        --panel-quiet: var(--color-on-stale);
        --panel-line: var(--color-on-stale);
      }
      .showing {
        padding: ${units(CALL_PADDING / 2)} var(--window-margin);
        background: var(--color-call);
        color: var(--color-on-call);
        --panel-quiet: var(--color-on-call);
        animation: come-in var(--duration-calm) ease-out;
      }
      @keyframes come-in {
        from {
          transform: translateY(-12%);
        }
      }
      .number {
        display: block;
        margin-inline: calc(${units(NUMBER_MARGIN)} - var(--window-margin));
        padding-inline-start: calc(var(--window-margin) - ${units(NUMBER_MARGIN)} - 0.03em);
        font-size: calc(var(--number-size) * var(--window-unit));
        line-height: ${NUMBER_LINE};
        font-weight: 800;
        letter-spacing: -0.03em;
        white-space: pre;
      }
      .number.tight {
        padding-inline-start: 0;
      }
      .list,
      .nobody {
        flex: auto;
        min-height: 0;
        padding: ${units(LIST_PADDING)} var(--window-margin) 0;
      }
      .nobody .band + .band {
        margin-top: ${units(LIST_PADDING)};
      }
      h2 {
        padding-bottom: ${units(HEADING_PADDING)};
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        min-height: ${units(ROW_HEIGHT)};
        padding: ${units(ROW_PADDING)} 0;
        box-sizing: border-box;
        border-top: ${units(ROW_RULE)} solid var(--panel-line);
      }
      .row .end {
        font-weight: 500;
      }
      .row.stacked .end {
        flex: 0 0 100%;
      }
      :host([stale]) .row .name {
        font-weight: 500;
      }
      .strip {
        white-space: nowrap;
      }
      .strip .bands {
        flex: none;
      }
      .strip b {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override willUpdate(): void {
    this.toggleAttribute('stale', this.updatedAt !== null);
    // By script: the hub's Content-Security-Policy allows no style attribute.
    this.style.setProperty('--strip-height', `calc(${this.strip} * var(--window-unit))`);
  }

  protected override render() {
    const { showing, calls } = this;
    const before = calls.filter(({ number }) => number !== showing?.number);
    return showing || before.length > 0 ? this.#called(showing, before) : this.#nobodyYet();
  }

  #called(showing: Call | null, before: readonly Call[]): TemplateResult {
    const heading = this.#listHeading();
    const listHead = LIST_PADDING + heightOfBands(heading) + HEADING_PADDING;
    const call: { turn: readonly Band[]; desk: readonly Band[] } | null = showing && {
      turn: [],
      desk: this.#deskBands(showing),
    };
    let left = this.box.height;
    let number = 0;
    if (call && showing) {
      left -= CALL_PADDING + heightOfBands(call.desk) + LEAST_NUMBER * NUMBER_LINE;
      call.turn = this.#turnBands(showing.language, left);
      left -= heightOfBands(call.turn);
    }
    const strip = this.updatedAt === null && left >= this.strip;
    if (strip) left -= this.strip;
    // A larger number goes before a longer list, but one row of the list goes before that.
    if (call && showing) {
      const keeps = left >= listHead + ROW_HEIGHT && before.length > 0 ? listHead + ROW_HEIGHT : 0;
      const room = LEAST_NUMBER + Math.max(0, left - keeps) / NUMBER_LINE;
      number = Math.min(room, LARGEST_NUMBER, this.#widestNumber(showing.number));
      left -= (number - LEAST_NUMBER) * NUMBER_LINE;
    }
    const rows = this.#rowsIn(left - listHead, before);
    this.style.setProperty('--number-size', String(number));
    return html`
      <div role="status">${
        showing && call
          ? keyed(
              showing.id,
              html`<div class="showing">
                ${call.turn.map((band) => bandTemplate(band))}
                <bdi class="number ${this.#isTight(showing.number, number) ? 'tight' : ''}" lang="sv" dir="ltr">${showing.number}</bdi>
                ${call.desk.map((band) => bandTemplate(band))}
              </div>`,
            )
          : nothing
      }</div>
      ${
        rows.length > 0
          ? html`<div class="list">
            <h2>${heading.map((band) => bandTemplate(band))}</h2>
            ${repeat(
              rows,
              ({ number: { lines } }) => lines.join(),
              ({ number: numbers, desk, stacked }) =>
                html`<div class=${stacked ? 'row stacked' : 'row'}><bdi>${runTemplate(numbers)}</bdi>${runTemplate(desk, 'end')}</div>`,
            )}
          </div>`
          : nothing
      }
      ${strip ? this.#waiting() : nothing}
    `;
  }

  get #setting(): TextSetting {
    const { box, margin, measure, second } = this;
    return { width: box.width - 2 * margin, measure, second };
  }

  /** Beside Swedish, or on a line of its own, stands the language of the one who is called: not that of the wall. */
  #turnBands(second: Language, room: number): readonly Band[] {
    const setting = { ...this.#setting, second };
    const [large, small] = (['label', 'near'] as const).map((style) =>
      said(setting, style, 'display.your-turn'),
    );
    const sizes = [large, small, large?.slice(0, 1), small?.slice(0, 1)];
    return sizes.find((bands) => bands && heightOfBands(bands) <= room) ?? [];
  }

  /** As large as what must be read; smaller only where it would not be there at all beside the number. */
  #deskBands({ deskName, language }: Call): readonly Band[] {
    const setting = { ...this.#setting, second: language };
    const room = this.box.height - CALL_PADDING - LEAST_NUMBER * NUMBER_LINE;
    const styles = (['name', 'label', 'near'] as const).map((style) =>
      beside(pair(setting, style, deskName.sv, textInSecond(setting, deskName))),
    );
    return styles.find((bands) => heightOfBands(bands) <= room) ?? styles[2] ?? [];
  }

  #listHeading(): readonly Band[] {
    const setting = this.#setting;
    const bands =
      this.updatedAt === null
        ? said(setting, 'near', 'display.called')
        : said(setting, 'near', 'display.updated', { values: { time: this.updatedAt } });
    return bands.map(({ start, end }) => ({
      start: { ...start, tone: 'quiet' },
      ...(end && { end }),
    }));
  }

  #rowsIn(room: number, calls: readonly Call[]): readonly Row[] {
    const large = this.#rowsOf(calls, 'time');
    // All desks in one size, those apart that have no room beside their number in either.
    const words = this.#rowsOf(calls, 'words');
    const isSmaller = words.some(
      ({ desk }, index) => desk.style === 'words' && large[index]?.desk.style !== 'time',
    );
    let left = room;
    return (isSmaller ? words : large).filter(({ height }) => {
      left -= height;
      return left >= 0;
    });
  }

  #rowsOf(calls: readonly Call[], style: 'time' | 'words'): readonly Row[] {
    const setting = this.#setting;
    return calls.map(({ number: numbers, deskName }) => {
      const number = run(setting, 'name', numbers);
      const beside = { ...setting, width: setting.width - widthOf(setting, number) - ROW_GAP };
      const desk = run(beside, style, deskName.sv);
      const onOneLine = [desk, run(beside, 'near', deskName.sv)].find(
        ({ lines }) => lines.length === 1,
      );
      if (onOneLine) return { number, desk: onOneLine, stacked: false, height: ROW_HEIGHT };
      const below = run(setting, 'near', deskName.sv);
      const height =
        heightOfBands([{ start: number }, { start: below }]) + 2 * ROW_PADDING + ROW_RULE;
      return { number, desk: below, stacked: true, height };
    });
  }

  #nobodyYet(): TemplateResult {
    const setting = this.#setting;
    const alone = this.takesTickets ? 'display.take-ticket' : 'display.no-more-tickets';
    const next = this.waiting > 0 ? 'display.first-soon' : alone;
    const hasStrip = this.updatedAt === null;
    const room = this.box.height - 2 * LIST_PADDING - (hasStrip ? this.strip : 0);
    const sizes = [said(setting, 'name', next), said(setting, 'label', next)] as const;
    const isWhole = ([first]: readonly Band[]) => first?.start.lines.join(' ') === say('sv', next);
    const bands =
      sizes.find((one) => isWhole(one) && heightOfBands(one) <= room) ?? fitting(sizes[1], room);
    return html`<div class="nobody">${bands.map((band) => bandTemplate(band))}</div>
      ${hasStrip ? this.#waiting() : nothing}`;
  }

  #waiting(): TemplateResult {
    const number = this.measure(String(this.waiting), 'name') + GAP;
    const setting = { ...this.#setting, width: this.#setting.width - number };
    const press = [{ start: run(setting, 'near', say('sv', 'display.press-for-sound')) }];
    const fits = (bands: readonly Band[]) => heightOfBands(bands) + STRIP_EDGES <= this.strip;
    const waiting = said(setting, 'label', 'display.waiting');
    const bands = this.soundless && fits(press) ? press : waiting;
    const lines = fits(bands) ? bands : bands.slice(0, 1);
    return html`<div class="strip">
      <div class="bands">${lines.map((band) => bandTemplate(band))}</div>
      <b class="name" lang="sv" dir="ltr"><bdi>${this.waiting}</bdi></b>
    </div>`;
  }

  /** In ems of its own size: letters of 800, a little closer together. */
  #ems(number: string): number {
    return this.measure(number, 'number') / READ;
  }

  #widestNumber(number: string): number {
    return (this.box.width - 2 * NUMBER_MARGIN) / this.#ems(number);
  }

  #isTight(number: string, size: number): boolean {
    return this.#ems(number) * size > this.#setting.width;
  }
}

type Row = {
  readonly number: Run;
  readonly desk: Run;
  /** The desk below the number, not beside it. */
  readonly stacked: boolean;
  readonly height: number;
};

const fitting = (bands: readonly Band[], room: number): readonly Band[] =>
  heightOfBands(bands) <= room ? bands : beside(bands);

/** The Swedish text is enough where the other would take a line of its own. */
const beside = ([first]: readonly Band[]): readonly Band[] => (first ? [first] : []);

declare global {
  interface HTMLElementTagNameMap {
    'call-board': CallBoard;
  }
}
