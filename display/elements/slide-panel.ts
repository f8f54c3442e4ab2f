import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { textIn } from '#shared/vocabulary.ts';
import { PAGE_MARGIN } from '../layout.ts';
import { addressOf } from '../pictures.ts';
import { HEADING_SPACE, type Page, type PagePicture, PICTURE_MARGIN } from '../slides/page.ts';
import { bandTemplate, blockTemplate, Panel, panelStyles, units } from './panel.ts';

/** One page of the rotation. */
@customElement('slide-panel')
export class SlidePanel extends Panel {
  @property({ attribute: false }) page: Page | null = null;

  /** Could not be had: the words are there all the same. */
  @state() private lost: string | null = null;

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
      img {
        display: block;
        width: 100%;
        height: calc(var(--picture-height, 0) * var(--window-unit));
        margin-top: ${units(PICTURE_MARGIN)};
        object-fit: contain;
        object-position: left;
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
    this.style.setProperty('--picture-height', String(this.page?.picture?.height ?? 0));
  }

  protected override render() {
    if (!this.page) return nothing;
    const { heading, blocks, place, picture } = this.page;
    return html`
      <header>
        <h1>${heading.map((band, row) => (row === 0 ? bandTemplate(band, this.#place(place)) : bandTemplate(band)))}</h1>
      </header>
      ${blocks.map(blockTemplate)}
      ${picture ? this.#picture(picture) : nothing}
    `;
  }

  #picture({ picture: { media, alt } }: PagePicture) {
    if (this.lost === media) return nothing;
    const said = alt ? textIn(alt, 'sv') : null;
    return html`<img
      src=${addressOf(media)}
      alt=${said?.text ?? ''}
      lang=${said?.language ?? nothing}
      @error=${() => {
        this.lost = media;
      }}
    />`;
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
