import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { PAGE_MARGIN } from '../layout.ts';
import { HEADING_SPACE, type Page } from '../slides/page.ts';
import { bandTemplate, blockTemplate, Panel, panelStyles, units } from './panel.ts';

/** One page of the rotation. */
@customElement('slide-panel')
export class SlidePanel extends Panel {
  @property({ attribute: false }) page: Page | null = null;

  static override styles = [
    panelStyles,
    css`
      :host {
        display: block;
        box-sizing: border-box;
        padding: ${units(PAGE_MARGIN.top)} var(--window-margin) ${units(PAGE_MARGIN.bottom)};
      }
      :host([urgent]) {
        background: var(--color-takeover);
        color: var(--color-on-takeover);
        --panel-quiet: var(--color-on-takeover);
        --panel-line: var(--color-on-takeover);
      }
      .place {
        margin-inline-end: auto;
      }
      header {
        padding-bottom: ${units(HEADING_SPACE)};
      }
    `,
  ];

  override willUpdate(): void {
    this.toggleAttribute('urgent', this.page?.urgent === true);
    // By script: the hub's Content-Security-Policy allows no style attribute.
    this.style.setProperty('--block-air', String(this.page?.air ?? 0));
  }

  protected override render() {
    if (!this.page) return nothing;
    const { heading, blocks, place } = this.page;
    return html`
      <header>
        <h1>${heading.map((band, row) => (row === 0 ? bandTemplate(band, this.#place(place)) : bandTemplate(band)))}</h1>
      </header>
      ${blocks.map(blockTemplate)}
    `;
  }

  #place(place: Page['place']) {
    if (!place) return nothing;
    return html`<span class="run near quiet place" lang="sv" dir="ltr">
      <bdi>${place.page}/${place.of}</bdi>
    </span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slide-panel': SlidePanel;
  }
}
