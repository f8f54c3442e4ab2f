import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Opening } from '#shared/programme.ts';
import { clockText, momentText, timeText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import type { Box } from '../layout.ts';
import type { House } from '../opening.ts';
import {
  type Band,
  GAP,
  heightOfBands,
  inSecond,
  pair,
  type Run,
  run,
  type TextSetting,
  widthOf,
} from '../slides/page.ts';
import { lineHeight, type MeasureWidth } from '../typeface.ts';
import { Panel, panelStyles, runTemplate, units } from './panel.ts';

/** Kept free above and below the text. */
const EDGES = 16;

/**
 * Whether one may come in, and the clock: the first that is read from across the square. A green field is an
 * open door. Below the door stands the second language, or how old all this is.
 */
@customElement('opening-foot')
export class OpeningFoot extends Panel {
  /** null: the window does not know what time it is. */
  @property({ attribute: false }) now: EpochMs | null = 0;
  @property({ attribute: false }) zone = 'UTC';
  @property({ attribute: false }) opening: Opening | null = null;
  @property({ attribute: false }) house: House = 'unknown';
  @property({ attribute: false }) officeName = '';
  /** When it opens stands large elsewhere in the picture: here stands whose window it is. */
  @property({ attribute: false }) opensElsewhere = false;
  /** When the hub last said that this is right; null while that is so. */
  @property({ attribute: false }) confirmedAt: EpochMs | null = null;
  /** For whoever takes care of the screen. */
  @property({ attribute: false }) remark: string | null = null;
  @property({ attribute: false }) second: Language = 'sv';
  @property({ attribute: false }) box: Box = { width: 1220, height: 182 };
  @property({ attribute: false }) margin = 48;
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = [
    panelStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        box-sizing: border-box;
        padding: 0 var(--window-margin);
        border-top: ${units(4)} solid var(--color-line);
      }
      :host([open]) {
        border-color: var(--color-open);
        background: var(--color-open);
        color: var(--color-on-open);
        --panel-quiet: var(--color-on-open);
      }
      .rows {
        flex: auto;
      }
      .row {
        display: flex;
        justify-content: space-between;
        align-items: flex-end;
        column-gap: ${units(GAP)};
      }
      /* What is read from the right stands at the right, here too. */
      .row > .run:first-child {
        flex: auto;
      }
      time {
        margin-inline-start: auto;
        font-variant-numeric: tabular-nums lining-nums;
      }
    `,
  ];

  override willUpdate(): void {
    this.toggleAttribute('open', this.house === 'open');
  }

  protected override render() {
    const setting = this.#setting;
    const clock = this.now === null ? null : run(setting, 'name', clockText(this.now, this.zone));
    const clockWidth = clock ? widthOf(setting, clock) + GAP : 0;
    const beside = { ...setting, width: setting.width - clockWidth };
    const door = this.#door(setting, beside.width);
    const room = this.box.height - EDGES;
    // The clock stands beside the door, else below it, and where there is no room for that either not at all.
    if (clock && widthOf(setting, door) <= beside.width) {
      return this.#rows(door, clock, fitting(this.#below(setting), room - height(door)), null);
    }
    const below = fitting(this.#below(beside), room - height(door));
    return this.#rows(door, null, below, room - height(door) >= lineHeight('name') ? clock : null);
  }

  get #setting(): TextSetting {
    const { box, margin, measure, second } = this;
    return { width: box.width - 2 * margin, measure, second };
  }

  #rows(door: Run, clock: Run | null, below: readonly Band[], clockBelow: Run | null) {
    return html`<div class="rows">
      <div class="row">${runTemplate(door)}${this.#clock(clock)}</div>
      <div class="row">
        ${below.map(({ start, end }) => html`${runTemplate(start)}${end ? runTemplate(end, 'end') : nothing}`)}
        ${this.#clock(clockBelow)}
      </div>
    </div>`;
  }

  #clock(text: Run | null) {
    return text
      ? html`<time datetime=${text.lines.join()}>${runTemplate(text, 'end')}</time>`
      : nothing;
  }

  /** An open door is always as large as what must be read; the rest as the clock beside it allows. */
  #door(setting: TextSetting, besideWidth: number): Run {
    const { house } = this;
    if (this.opensElsewhere) return this.#name(setting, besideWidth);
    const words = house === 'unknown' ? say('sv', 'display.ask-reception') : this.#doorWords('sv');
    const large = run(setting, 'name', words);
    const fits = large.lines.length === 1 && widthOf(setting, large) <= besideWidth;
    return house === 'open' || fits ? large : run(setting, 'label', words);
  }

  /** As large as it can be on one line beside the clock, else on one line above it. */
  #name(setting: TextSetting, width: number): Run {
    const sizes = (['name', 'label', 'near'] as const).map((style) =>
      run(setting, style, this.officeName),
    );
    const onOneLine = sizes.filter(({ lines }) => lines.length === 1);
    const isBeside = (name: Run) => widthOf(setting, name) <= width;
    const isAbove = (name: Run) => this.box.height - EDGES - height(name) >= lineHeight('name');
    return (
      onOneLine.find(isBeside) ?? onOneLine.find(isAbove) ?? run(setting, 'near', this.officeName)
    );
  }

  #doorWords(language: Language): string {
    const { opening, house, now, zone } = this;
    if (house === 'open' && opening?.open) {
      return say(language, 'display.open-until', {
        time: timeText(opening.closesAt, zone, language),
      });
    }
    if (house === 'last-visits') return say(language, 'display.last-visits');
    if (opening?.open === false && opening.opensAt !== null && now !== null) {
      return say(language, 'display.opens', {
        when: momentText(opening.opensAt, now, zone, language),
      });
    }
    return say(language, 'display.closed-now');
  }

  /** How old it is, if it is; else what the door says in the second language. */
  #below(setting: TextSetting): readonly Band[] {
    const { confirmedAt, now, zone, second, house } = this;
    if (this.remark !== null) return [{ start: run(setting, 'near', this.remark) }];
    if (confirmedAt !== null && now !== null) {
      const time = (language: Language) => ({ time: momentText(confirmedAt, now, zone, language) });
      return pair(
        setting,
        'near',
        say('sv', 'display.updated', time('sv')),
        inSecond(setting, 'display.updated', time(second)),
      );
    }
    if (this.opensElsewhere) return [];
    if (house === 'unknown') return [{ start: run(setting, 'near', this.officeName) }];
    const known = inSecond(setting, 'display.open-until', { time: '' }) !== undefined;
    return known ? [{ start: run(setting, 'near', this.#doorWords(second), second, 'quiet') }] : [];
  }
}

const height = (text: Run): number => heightOfBands([{ start: text }]);

/** One row, if there is room for it. */
const fitting = (bands: readonly Band[], room: number): readonly Band[] => {
  const [first] = bands;
  return first && heightOfBands([first]) <= room ? [first] : [];
};

declare global {
  interface HTMLElementTagNameMap {
    'opening-foot': OpeningFoot;
  }
}
