import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { dateLanguage, daysUntil, dayText, weekdayText } from '#shared/ui/office-time.ts';
import { type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';
import type { AgendaDay, AgendaPage, AgendaRow } from '../agenda-pages.ts';
import { saySecond, secondText } from './second-text.ts';

/**
 * One page of visiting bodies: names and hours large in Swedish, the second language beside them.
 * The heights of its parts are the ones that agenda-pages.ts counts with.
 */
@customElement('visits-panel')
export class VisitsPanel extends LitElement {
  /** null: nobody comes within the hub's horizon. */
  @property({ attribute: false }) page: AgendaPage | null = null;
  @property({ attribute: false }) pageNumber = 1;
  @property({ attribute: false }) pageCount = 1;
  /** Whether somebody who comes in now is met by the office's own guides. */
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) now: EpochMs = 0;
  @property({ attribute: false }) zone = 'UTC';
  @property({ attribute: false }) second: Language = 'sv';

  static override styles = css`
    :host {
      display: block;
      padding: calc(38 * var(--window-unit)) calc(48 * var(--window-unit)) 0;
    }
    h1,
    h2 {
      display: flex;
      justify-content: space-between;
      align-items: baseline;
      height: calc(94 * var(--window-unit));
      margin: 0;
      font-size: var(--window-label);
      line-height: calc(80 * var(--window-unit));
      font-weight: 650;
      color: var(--color-now);
      white-space: nowrap;
    }
    h2 {
      margin-top: calc(20 * var(--window-unit));
    }
    .pages {
      margin-inline: calc(32 * var(--window-unit)) auto;
    }
    .second,
    .pages {
      font-size: var(--window-near);
      line-height: calc(58 * var(--window-unit));
      font-weight: 500;
      color: var(--color-text-quiet);
    }
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding: calc(10 * var(--window-unit)) 0 calc(18 * var(--window-unit));
      border-top: calc(4 * var(--window-unit)) solid var(--color-line);
    }
    .name,
    .time,
    .words {
      font-size: var(--window-read);
      line-height: calc(112 * var(--window-unit));
      letter-spacing: -0.02em;
    }
    .name,
    .words {
      margin: 0;
      font-weight: 700;
      hyphens: auto;
      hyphenate-limit-chars: 20;
      overflow-wrap: anywhere;
    }
    .hours {
      display: flex;
      justify-content: space-between;
      align-items: center;
      gap: calc(24 * var(--window-unit));
      height: calc(116 * var(--window-unit));
    }
    .time {
      flex: none;
      font-weight: 500;
      font-variant-numeric: lining-nums;
      white-space: nowrap;
    }
    .now .time {
      color: var(--color-now);
      font-weight: 700;
    }
    .hours .second {
      text-align: end;
      text-wrap: balance;
    }
    li > .second,
    .words + .second {
      display: block;
    }
    h1.words {
      display: block;
      height: auto;
      color: inherit;
      white-space: normal;
    }
    .words {
      padding-top: calc(12 * var(--window-unit));
      border-top: calc(4 * var(--window-unit)) solid var(--color-line);
    }
    .quiet {
      margin: calc(40 * var(--window-unit)) 0 0;
      font-size: var(--window-label);
      line-height: 1.2;
      color: var(--color-text-quiet);
    }
  `;

  protected override render() {
    const [first, second] = this.page ?? [];
    if (!first) return this.#nobody();
    return html`
      <h1>${this.#heading(first)}${this.#pages()}${this.#secondHeading(first)}</h1>
      ${this.#rows(first)}
      ${second ? html`<h2>${this.#heading(second)}${this.#secondHeading(second)}</h2>${this.#rows(second)}` : nothing}
    `;
  }

  #nobody() {
    const { second } = this;
    if (!this.open) {
      return html`
        <h1 class="words">${say('sv', 'display.no-visits')}</h1>
        ${saySecond(second, 'display.no-visits')}
      `;
    }
    return html`
      <h1>${say('sv', 'display.here-today')}${saySecond(second, 'display.here-today')}</h1>
      <p class="words">${say('sv', 'display.guides-help')}</p>
      ${saySecond(second, 'display.guides-help')}
      <p class="quiet">${say('sv', 'display.no-visits-today')}</p>
      ${saySecond(second, 'display.no-visits-today')}
    `;
  }

  #rows({ rows }: AgendaDay) {
    return html`<ol>${rows.map((row) => this.#row(row))}</ol>`;
  }

  #row({ visit: { name }, here, hours, second }: AgendaRow) {
    const other = textIn(name, this.second);
    const words = other.language === 'sv' ? nothing : secondText(other.text, other.language);
    return html`
      <li class=${here ? 'now' : ''}>
        <p class="name">${name.sv}</p>
        <div class="hours">
          <span class="time">${hours}</span>${second === 'beside' ? words : nothing}
        </div>
        ${second === 'below' ? words : nothing}
      </li>
    `;
  }

  #heading({ at }: AgendaDay): string {
    const { now, zone } = this;
    const days = daysUntil(at, now, zone);
    if (days <= 0) return say('sv', 'display.here-today');
    const day = dayText(at, now, zone, 'sv');
    return capitalised(days === 1 ? `${day}, ${weekdayText(at, zone, 'sv')}` : day);
  }

  #secondHeading({ at }: AgendaDay) {
    const { now, zone, second } = this;
    if (daysUntil(at, now, zone) <= 0) return saySecond(second, 'display.here-today');
    const language = dateLanguage(second);
    if (language === 'sv') return nothing;
    return secondText(capitalised(dayText(at, now, zone, language)), language);
  }

  #pages() {
    if (this.pageCount < 2) return nothing;
    return html`<span class="pages">${this.pageNumber}/${this.pageCount}</span>`;
  }
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

declare global {
  interface HTMLElementTagNameMap {
    'visits-panel': VisitsPanel;
  }
}
