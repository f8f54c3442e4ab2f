import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Takeover } from '#shared/programme.ts';
import { momentText, timeText } from '#shared/ui/office-time.ts';
import { type EpochMs, LANGUAGE_TAGS, LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { type Box, NEAR, READ } from '../layout.ts';
import { linesOf } from '../lines.ts';
import { heightOfBands, pair, type Run, run, type TextSetting } from '../slides/page.ts';
import { isUnspaced, lineHeight, type MeasureWidth } from '../typeface.ts';
import { bandTemplate, Panel, panelStyles, runTemplate, units } from './panel.ts';

/** Swedish, and the others, the largest first. What must be read is never smaller than that, nor the rest than it may be. */
const SIZES = [210, 200, 190, 180, 170, 160, 150, 140, 130, 120, READ].map((swedish) => ({
  swedish,
  others: Math.max(NEAR, Math.round(0.57 * swedish)),
}));
type Size = (typeof SIZES)[number];
/** Clearly smaller than the words that it is one. */
const LARGEST_OF_A_DRILL = 120;
const LINE = 1.16;
const PADDING = 40;
/** Between two languages. */
const SPACE = 26;
/** Where all languages do not fit at once, this long for each page of them. Swedish stays. */
const PAGE_MS = 12_000;

type Text = {
  readonly language: Language;
  readonly lines: readonly string[];
  readonly size: number;
};

/** One thing alone, over the whole window, in every language it was written in: until it ends. */
@customElement('takeover-panel')
export class TakeoverPanel extends Panel {
  @property({ attribute: false }) takeover: Takeover | null = null;
  @property({ attribute: false }) now: EpochMs = 0;
  @property({ attribute: false }) zone = 'UTC';
  /** When the hub was last heard, once that is a while ago: it may have been ended since. */
  @property({ attribute: false }) heardAt: EpochMs | null = null;
  @property({ attribute: false }) box: Box = { width: 1920, height: 1080 };
  @property({ attribute: false }) margin = 48;
  @property({ attribute: false }) measure: MeasureWidth = () => 0;

  static override styles = [
    panelStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        box-sizing: border-box;
        padding: ${units(PADDING)} calc(var(--window-margin) * 1.5);
        background: var(--color-takeover);
        color: var(--color-on-takeover);
        --panel-quiet: currentColor;
      }
      :host([test]) {
        background: var(--color-stale);
        color: var(--color-on-stale);
      }
      /* For a screen reader, which would else be told anew of each page. */
      [role="alert"] {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      .texts {
        flex: auto;
        display: flex;
        flex-direction: column;
        justify-content: space-evenly;
      }
      .text {
        display: block;
        margin-bottom: ${units(SPACE)};
        line-height: ${LINE};
        font-weight: 600;
      }
      .swedish {
        font-size: calc(var(--takeover-swedish) * var(--window-unit));
        font-weight: 700;
      }
      :host([test]) .text {
        font-weight: 400;
      }
      .other {
        font-size: calc(var(--takeover-others) * var(--window-unit));
      }
    `,
  ];

  override willUpdate(): void {
    this.toggleAttribute('test', this.takeover?.test === true);
  }

  protected override render() {
    const { takeover, now, zone } = this;
    if (!takeover) return html``;
    const setting = {
      width: this.#width,
      measure: this.measure,
      second: 'sv',
    } satisfies TextSetting;
    const drill = say('sv', 'display.takeover-test');
    const test = takeover.test ? this.#drill(setting, drill) : null;
    const until = say('sv', 'display.takeover-until', {
      when: momentText(takeover.until, now, zone, 'sv'),
    });
    const { heardAt } = this;
    const updated =
      heardAt === null
        ? undefined
        : say('sv', 'display.updated', { time: timeText(heardAt, zone, 'sv') });
    const end = pair(setting, 'label', until, updated);
    const around = heightOfBands(test ? [{ start: test }, ...end] : end) + 2 * PADDING;
    const shown = this.#shown(takeover, this.box.height - around);
    return html`
      <div role="alert" lang="sv">${takeover.test ? `${drill}. ${asDrill('sv', takeover.text.sv)}` : takeover.text.sv}</div>
      <div class="texts">
        ${test ? runTemplate(test) : ''}
        ${shown.map(
          ({ language, lines }) => html`<span
            class="text ${language === 'sv' ? 'swedish' : 'other'}"
            lang=${language}
            aria-hidden=${language === 'sv'}
            dir=${LANGUAGES[language].direction}
            >${lines.map((line) => html`<span class=${isUnspaced(line) ? 'line unspaced' : 'line'}>${line}</span>`)}</span
          >`,
        )}
      </div>
      ${end.map((band) => bandTemplate(band))}
    `;
  }

  /** Larger than the message, so that it is seen first: smaller where that would take the room of the message. */
  #drill(setting: TextSetting, drill: string): Run {
    const sizes = (['big', 'name', 'label'] as const).map((style) => run(setting, style, drill));
    const most = this.box.height / 4;
    const fits = ({ lines, style }: Run) => lines.length * lineHeight(style) <= most;
    return sizes.find(fits) ?? run(setting, 'label', drill);
  }

  get #width(): number {
    return this.box.width - 3 * this.margin;
  }

  /** All languages in the largest size in which they fit; in the smallest, as many as there is room for, in turn. */
  #shown({ text, from, test }: Takeover, room: number): readonly Text[] {
    const textsIn = (size: Size): Text[] =>
      LANGUAGE_TAGS.flatMap((language) => {
        const words = test ? asDrill(language, text[language]) : text[language];
        const own = language === 'sv' ? size.swedish : size.others;
        return words === undefined ? [] : [{ language, size: own, lines: this.#lines(words, own) }];
      });
    const sizes = test ? SIZES.filter(({ swedish }) => swedish <= LARGEST_OF_A_DRILL) : SIZES;
    const size = sizes.find((one) => heightOf(textsIn(one)) <= room) ?? sizes[sizes.length - 1];
    if (!size) return [];
    this.style.setProperty('--takeover-swedish', String(size.swedish));
    this.style.setProperty('--takeover-others', String(size.others));
    const [swedish, ...others] = textsIn(size);
    if (!swedish) return [];
    const pages = pagesOf(swedish, others, room);
    return pages[Math.floor(Math.max(0, this.now - from) / PAGE_MS) % pages.length] ?? [swedish];
  }

  #lines(text: string, size: number): readonly string[] {
    const scale = size / READ;
    // Set closer together by the measure than by the stylesheet: a little wider is on the safe side.
    return linesOf(text, this.#width, (words) => this.measure(words, 'name') * scale * 1.03);
  }
}

/**
 * What is only rehearsed is quoted, so that it is no order. That it is a drill stands above in Swedish; whoever reads
 * another language reads it there.
 */
function asDrill(language: Language, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const quoted = say(language, 'display.takeover-quoted', { text });
  return language === 'sv' ? quoted : `${say(language, 'display.takeover-test')}. ${quoted}`;
}

const heightOfText = ({ lines, size }: Text): number => lines.length * size * LINE + SPACE;
const heightOf = (texts: readonly Text[]): number =>
  texts.reduce((sum, text) => sum + heightOfText(text), 0);

/** Swedish on each, and as many of the others as there is room for; a text longer than that goes on over several. */
function pagesOf(
  swedish: Text,
  others: readonly Text[],
  room: number,
): readonly (readonly Text[])[] {
  const portions = (text: Text, height: number) =>
    chunks(text.lines, Math.max(1, Math.floor((height - SPACE) / (text.size * LINE)))).map(
      (lines) => ({ ...text, lines }),
    );
  const own = heightOfText(swedish);
  // Too long to leave room for others below it, it has pages of its own.
  const fixed = own + Math.max(0, ...others.map(({ size }) => size * LINE + SPACE)) <= room;
  const pages: Text[][] = fixed ? [] : portions(swedish, room).map((portion) => [portion]);
  const height = fixed ? room - own : room;
  let left = 0;
  let page: Text[] | null = null;
  for (const text of others.flatMap((one) => portions(one, height))) {
    if (!page || heightOfText(text) > left) {
      page = fixed ? [swedish] : [];
      pages.push(page);
      left = height;
    }
    page.push(text);
    left -= heightOfText(text);
  }
  return pages.length > 0 ? pages : [[swedish]];
}

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

declare global {
  interface HTMLElementTagNameMap {
    'takeover-panel': TakeoverPanel;
  }
}
