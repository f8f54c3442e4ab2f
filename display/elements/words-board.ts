import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Box } from '../layout.ts';
import { type Block, heightOf } from '../slides/page.ts';
import { blockTemplate, Panel, panelStyles, units } from './panel.ts';

const TOP_PADDING = 28;

/** A zone that has words to say instead of what it is there for: nothing in it looks current. */
@customElement('words-board')
export class WordsBoard extends Panel {
  /** The most important first; what there is no room for is left out. */
  @property({ attribute: false }) blocks: readonly Block[] = [];
  @property({ attribute: false }) box: Box = { width: 700, height: 1080 };
  /** There is nothing else in the picture: it stands in the middle of it. */
  @property({ type: Boolean, reflect: true }) alone = false;

  static override styles = [
    panelStyles,
    css`
      :host {
        display: block;
        padding: ${units(TOP_PADDING)} var(--window-margin) 0;
        background: var(--color-stale);
        color: var(--color-on-stale);
        --panel-quiet: var(--color-on-stale);
        --panel-line: var(--color-on-stale);
        --panel-now: var(--color-on-stale);
      }
      :host([alone]) {
        display: flex;
        align-items: center;
        padding-top: 0;
      }
      :host([alone]) > div {
        flex: auto;
      }
    `,
  ];

  protected override render() {
    let left = this.box.height - TOP_PADDING;
    const fitting = this.blocks.filter((block) => {
      const fits = heightOf(block) <= left;
      if (fits) left -= heightOf(block);
      return fits;
    });
    return html`<div role="status">${fitting.map(blockTemplate)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'words-board': WordsBoard;
  }
}
