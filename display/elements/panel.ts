/** What every panel of the window has in common: how text is set in it, and that it never takes the others with it. */
import {
  type CSSResult,
  css,
  html,
  LitElement,
  nothing,
  type TemplateResult,
  unsafeCSS,
} from 'lit';
import { pictogram } from '#shared/ui/pictograms.ts';
import { LANGUAGES } from '#shared/vocabulary.ts';
import {
  type Band,
  BLOCK_PADDING,
  type Block,
  GAP,
  LEAD_WIDTH,
  PICTOGRAM_WIDTH,
  RULE_HEIGHT,
  type Run,
} from '../slides/page.ts';
import { isUnspaced, typeStyles } from '../typeface.ts';

/** Says that a panel could not draw what it was given. It is taken away, and made anew when its data is other. */
export class PanelFailedEvent extends Event {
  static readonly eventName = 'panel-failed';
  readonly why: string;

  constructor(why: string) {
    super(PanelFailedEvent.eventName, { bubbles: true, composed: true });
    this.why = why;
  }
}

/** Lit knows no boundary for errors: what one element throws while it draws would stop at nobody. Here it does. */
export abstract class Panel extends LitElement {
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (problem) {
      this.hidden = true;
      this.dispatchEvent(new PanelFailedEvent(String(problem)));
    }
  }
}

/** A length of layout.ts in a stylesheet. */
export const units = (value: number): CSSResult =>
  css`calc(${unsafeCSS(value)} * var(--window-unit))`;

export const panelStyles: CSSResult = css`
  ${typeStyles}
  :host([hidden]) {
    display: none;
  }
  h1,
  h2,
  p,
  ol {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  .block {
    padding: calc((${BLOCK_PADDING.top} + var(--block-air, 0) / 2) * var(--window-unit)) 0
      calc((${BLOCK_PADDING.bottom} + var(--block-air, 0) / 2) * var(--window-unit));
  }
  .ruled {
    border-top: ${units(RULE_HEIGHT)} solid var(--panel-line, var(--color-line));
  }
  .pictured {
    display: flex;
    align-items: center;
  }
  .pictured > svg {
    flex: none;
    width: ${units(PICTOGRAM_WIDTH - GAP)};
    height: ${units(PICTOGRAM_WIDTH - GAP)};
    margin-inline-end: ${units(GAP)};
    color: var(--panel-now, var(--color-now));
  }
  .bands {
    flex: auto;
    min-width: 0;
  }
  .band {
    display: flex;
    justify-content: space-between;
    align-items: last baseline;
    column-gap: ${units(GAP)};
  }
  .lead {
    flex: none;
    align-self: flex-start;
    width: ${units(LEAD_WIDTH)};
  }
  .lead + .run {
    margin-inline-end: auto;
  }
  .run,
  .line {
    display: block;
  }
  .line {
    white-space: pre;
  }
  .band > .run:only-child {
    flex: auto;
  }
  .end {
    text-align: end;
  }
  .end[dir="rtl"] {
    text-align: start;
  }
  .now {
    color: var(--panel-now, var(--color-now));
  }
  .time.now {
    font-weight: 700;
  }
  .quiet {
    color: var(--panel-quiet, var(--color-text-quiet));
  }
  .warning {
    color: var(--color-warning);
  }
  .struck {
    color: var(--panel-quiet, var(--color-text-quiet));
    text-decoration: line-through;
    text-decoration-thickness: 0.07em;
  }
`;

/** A text with its language and direction, in the lines it was measured in. */
export function runTemplate({ lines, style, language, tone }: Run, place = ''): TemplateResult {
  return html`<span
    class="run ${style} ${tone ?? ''} ${place}"
    lang=${language}
    dir=${LANGUAGES[language].direction}
    >${lines.map((line) => html`<span class=${isUnspaced(line) ? 'line unspaced' : 'line'}>${line}</span>`)}</span
  >`;
}

/** @param between something of its own between the texts */
export function bandTemplate(
  { lead, start, end }: Band,
  between: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="band">
    ${lead ? html`<div class="lead">${runTemplate(lead)}</div>` : nothing}
    ${runTemplate(start)}${between}${end ? runTemplate(end, 'end') : nothing}
  </div>`;
}

export function blockTemplate({ bands, ruled, pictogram: name }: Block): TemplateResult {
  const content = bands.map((band) => bandTemplate(band));
  const look = `block ${ruled ? 'ruled' : ''} ${name ? 'pictured' : ''}`;
  return name
    ? html`<div class=${look}>${pictogram(name)}<div class="bands">${content}</div></div>`
    : html`<div class=${look}>${content}</div>`;
}
