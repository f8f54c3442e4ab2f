import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Opening, Programme } from '#shared/programme.ts';
import { capitalised, momentText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language, Texts } from '#shared/vocabulary.ts';
import type { Box } from '../layout.ts';
import { daysText, hoursRows } from '../opening.ts';
import {
  type Band,
  type Block,
  GAP,
  heightOf,
  heightOfBands,
  inSecond,
  pair,
  RULE_HEIGHT,
  run,
  said,
  type TextSetting,
  textInSecond,
} from '../slides/page.ts';
import type { MeasureWidth } from '../typeface.ts';
import { boardStyles } from './board-styles.ts';
import { bandTemplate, blockTemplate, Panel, panelStyles, units } from './panel.ts';

/** Above the text. */
const TOP_PADDING = 28;
/** Kept free above and below the text of the strip, together. */
const STRIP_EDGES = 32;
/** Rows of the table stand closer together than other blocks. */
const ROW_PADDING = { top: 4, bottom: 10 } as const;

/** Where the queue stands by day: why the office is closed, when it opens next, its hours, and where to ring in need. */
@customElement('closed-board')
export class ClosedBoard extends Panel {
  @property({ attribute: false }) opening: Opening | null = null;
  /** The office is closed all day, though it usually is not: what the day is called. */
  @property({ attribute: false }) closure: { readonly name: Texts | null } | null = null;
  @property({ attribute: false }) hours: Pick<Programme, 'hours' | 'closures' | 'zone'> | null =
    null;
  @property({ attribute: false }) now: EpochMs = 0;
  @property({ attribute: false }) zone = 'UTC';
  @property({ attribute: false }) second: Language = 'sv';
  @property({ attribute: false }) box: Box = { width: 700, height: 1080 };
  @property({ attribute: false }) margin = 48;
  /** Height of the strip with the number for need, at least. */
  @property({ attribute: false }) strip = 120;
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = [
    panelStyles,
    boardStyles,
    css`
      .text {
        padding: ${units(TOP_PADDING)} var(--window-margin) 0;
      }
      .table .block {
        padding-block: ${units(ROW_PADDING.top)} ${units(ROW_PADDING.bottom)};
      }
    `,
  ];

  protected override render() {
    const { box, strip } = this;
    const room = box.height - TOP_PADDING;
    const large = this.#next('name');
    const next = heightOfAll(large) + strip <= room ? large : this.#nextIn(room);
    // That it is closed, and until when, goes before the number for need; that before the table.
    let left = room - heightOfAll(next);
    const inNeed = this.#inNeed(left);
    const height = Math.max(strip, heightOfBands(inNeed) + STRIP_EDGES);
    const hasStrip = left >= height;
    if (hasStrip) left -= height;
    // By script: the hub's Content-Security-Policy allows no style attribute.
    this.style.setProperty('--strip-height', `calc(${height} * var(--window-unit))`);
    const table = this.#table().filter((block) => {
      left -= rowHeight(block);
      return left >= 0;
    });
    return html`
      <div class="text">
        ${next.map(blockTemplate)}
        <div class="table">${table.length > 1 ? table.map(blockTemplate) : nothing}</div>
      </div>
      ${
        hasStrip
          ? html`<div class="strip">
            <div>${inNeed.map((band) => bandTemplate(band))}</div>
            <b class="name" lang="sv" dir="ltr"><bdi>112</bdi></b>
          </div>`
          : nothing
      }
    `;
  }

  get #setting(): TextSetting {
    const { box, margin, measure, second } = this;
    return { width: box.width - 2 * margin, measure, second };
  }

  /** Smaller; in Swedish alone where that is not enough; and no more than there is room for. */
  #nextIn(room: number): readonly Block[] {
    const both = this.#next('label');
    if (heightOfAll(both) <= room) return both;
    let left = room;
    return this.#next('label', 'sv').filter((block) => {
      left -= heightOf(block);
      return left >= 0;
    });
  }

  /** That it is closed and why; and when it opens, which is what is looked for from the square. */
  #next(style: 'name' | 'label', second = this.second): readonly Block[] {
    const setting = { ...this.#setting, second };
    const { closure, opening } = this;
    const isLast = opening?.open !== false || opening.opensAt === null;
    const closed = said(
      setting,
      isLast ? 'name' : 'label',
      closure ? 'display.closed-today' : 'display.closed-now',
    );
    const name = closure?.name ?? null;
    const other = textInSecond(setting, name);
    const why = name
      ? pair(setting, 'label', capitalised(name.sv), other && capitalised(other))
      : [];
    const opensAt = opening && !opening.open ? opening.opensAt : null;
    const opens: Band[] = [];
    if (opensAt !== null) {
      const when = (language: Language) => ({ when: this.#when(opensAt, language) });
      const second = inSecond(setting, 'display.opens', when(setting.second));
      opens.push({ start: run(setting, style, say('sv', 'display.opens', when('sv'))) });
      if (second) opens.push({ start: run(setting, 'near', second, setting.second, 'quiet') });
    }
    return [{ bands: [...closed, ...why] }, { bands: opens }].filter(
      ({ bands }) => bands.length > 0,
    );
  }

  /** A line may end before the hour, never inside 'i morgon' or '1 dec.'. */
  #when(opensAt: EpochMs, language: Language): string {
    return momentText(opensAt, this.now, this.zone, language).replace(/ (?=\S* )/g, '\u00a0');
  }

  #table(): readonly Block[] {
    const setting = this.#setting;
    const { hours, now, zone } = this;
    const rows = hours ? hoursRows(hours, now) : [];
    if (rows.length === 0) return [];
    return [
      { bands: said(setting, 'near', 'display.opening-hours', { tone: 'quiet' }) },
      ...rows.map((row): Block => {
        const days = capitalised(row.closed?.sv ?? daysText(row, now, zone, 'sv') ?? '');
        const times = row.closed ? say('sv', 'display.closed') : row.times;
        return { ruled: true, bands: sides(setting, days, times) };
      }),
    ];
  }

  /** In both languages, the second below where it must be: the strip grows for it before there is a table. */
  #inNeed(room: number): readonly Band[] {
    const number = this.measure('112', 'name') + GAP;
    const setting = { ...this.#setting, width: this.#setting.width - number };
    const bands = said(setting, 'near', 'display.emergency');
    return heightOfBands(bands) + STRIP_EDGES <= room ? bands : bands.slice(0, 1);
  }
}

/** Days at one edge and hours at the other. */
function sides(setting: TextSetting, days: string, times: string) {
  const [start, end] = [run(setting, 'near', days), run(setting, 'near', times)];
  const width = [days, times].reduce((sum, text) => sum + setting.measure(text, 'near'), 28);
  return width <= setting.width ? [{ start, end }] : [{ start }, { start: end }];
}

const heightOfAll = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + heightOf(block), 0);

const rowHeight = ({ bands, ruled }: Block): number =>
  heightOfBands(bands) + (ruled ? RULE_HEIGHT : 0) + ROW_PADDING.top + ROW_PADDING.bottom;

declare global {
  interface HTMLElementTagNameMap {
    'closed-board': ClosedBoard;
  }
}
