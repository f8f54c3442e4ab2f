import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import type { Language } from '#shared/vocabulary.ts';
import { PaperFeedController, type PaperListed } from './paper-feed.ts';
import './printer-panel.ts';

/** The virtual printer, seen from the front: the newest slip hangs out of it, earlier ones lie below. */
@customElement('paper-screen')
export class PaperScreen extends LitElement {
  readonly #language: Language;
  readonly #paper = new PaperFeedController(this);

  constructor(language: Language) {
    super();
    this.#language = language;
  }

  static override styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      min-height: 100%;
      padding-bottom: 4rem;
    }
    header {
      background: var(--color-deep);
      color: var(--color-on-deep);
      padding: 2.25rem 1.5rem 1.25rem;
      text-align: center;
    }
    h1 {
      margin: 0 0 0.5rem;
      font-size: 2rem;
      line-height: 1.15;
    }
    header p {
      margin: 0 auto;
      max-width: 36rem;
      color: var(--color-on-deep-quiet);
      font-size: 1.125rem;
      line-height: 1.45;
    }
    /* The printer's mouth: what comes out is hidden above it. */
    .mouth {
      position: relative;
      z-index: 1;
      height: 1.75rem;
      background: var(--color-deep);
    }
    .mouth::after {
      content: '';
      position: absolute;
      inset: auto 50% 0;
      width: min(92vw, 31rem);
      height: 0.75rem;
      translate: -50% 50%;
      border-radius: 0.375rem;
      background: var(--color-deep-raised);
      box-shadow: inset 0 0.25rem 0.25rem rgb(0 0 0 / 45%);
    }
    /* The slip hangs in the middle; the panel stands beside it where there is room, and below it where not. */
    .front {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 35rem) minmax(0, 1fr);
      justify-items: center;
    }
    .newest {
      grid-column: 2;
      overflow: hidden;
      width: 100%;
      padding-bottom: 2.5rem;
    }
    printer-panel {
      align-self: start;
      width: min(100% - 2rem, 24rem);
      margin: 2.5rem 0;
    }
    @media (max-width: 76rem) {
      .front {
        display: block;
      }
      printer-panel {
        width: min(100% - 2rem, 31rem);
        margin: 0 auto 2.5rem;
      }
    }
    .slip {
      display: block;
      height: auto;
      background: var(--color-card);
      box-shadow: 0 0.125rem 0.25rem rgb(20 33 43 / 14%), 0 1rem 2rem rgb(20 33 43 / 14%);
    }
    .newest .slip {
      width: min(86vw, 29rem);
      margin: 0 auto;
      padding: 1.25rem 1.75rem 1.5rem;
      animation: come-out calc(3 * var(--duration-calm)) cubic-bezier(0.2, 0.7, 0.3, 1);
    }
    @keyframes come-out {
      from {
        transform: translateY(-100%);
      }
    }
    .note {
      max-width: 36rem;
      margin: 3.5rem auto 0;
      padding: 0 1.5rem;
      font-size: 1.25rem;
      line-height: 1.45;
      text-align: center;
    }
    header .stale {
      margin-top: 1rem;
      padding: 0.625rem 1.25rem;
      border-radius: var(--radius-s);
      background: var(--color-stale);
      color: var(--color-on-stale);
    }
    a {
      display: inline-block;
      margin-top: 1.5rem;
      padding: 0.875rem 1.75rem;
      border-radius: var(--radius-m);
      background: var(--color-deep);
      color: var(--color-on-deep);
      font-weight: 600;
      text-decoration: none;
    }
    a:focus-visible {
      outline: var(--focus);
      outline-offset: 0.25rem;
    }
    section {
      max-width: 72rem;
      margin: 0 auto;
      padding: 2rem 1.5rem 0;
      border-top: 1px solid var(--color-line);
    }
    h2 {
      margin: 0 0 1.5rem;
      font-size: 1.25rem;
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
      gap: 1.75rem;
      align-items: start;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li .slip {
      width: 100%;
      padding: 0.625rem 0.75rem 0.75rem;
    }
  `;

  protected override render() {
    return html`
      <header>
        <h1>${this.#say('paper.title')}</h1>
        <p>${this.#say('paper.intro')}</p>
        ${
          this.#paper.feed.state === 'stale'
            ? html`<p class="stale" role="status">${this.#say('paper.hub-lost')}</p>`
            : nothing
        }
      </header>
      <div class="mouth"></div>
      <main>${this.#content()}</main>
    `;
  }

  #content() {
    const { feed } = this.#paper;
    switch (feed.state) {
      case 'looking':
        return html`<p class="note" role="status">${this.#say('paper.looking')}</p>`;
      case 'not-allowed':
        return html`<p class="note" role="status">
          ${this.#say('paper.not-allowed')}<br /><a href="/staff">${this.#say('welcome.staff')}</a>
        </p>`;
      case 'no-printer':
        return html`<p class="note" role="status">${this.#say('paper.no-printer')}</p>`;
      case 'live':
      case 'stale':
        return html`<div class="front">
            <div class="newest">${this.#newest(feed.papers[0])}</div>
            ${this.#panel(feed.printer)}
          </div>
          ${this.#earlier(feed.papers.slice(1))}`;
      default:
        return feed satisfies never;
    }
  }

  #newest(newest: PaperListed | undefined) {
    if (!newest)
      return html`<p class="note">
        ${this.#say('paper.empty')}<br /><a href="/terminal">${this.#say('paper.open-terminal')}</a>
      </p>`;
    return repeat([newest], idOf, (paper) => this.#slip(paper));
  }

  #panel(printer: PaperState) {
    return html`<printer-panel
      .state=${printer}
      .language=${this.#language}
      @act=${({ detail }: CustomEvent<PaperAct>) => void this.#paper.act(detail)}
    ></printer-panel>`;
  }

  #earlier(earlier: readonly PaperListed[]) {
    if (earlier.length === 0) return nothing;
    return html`<section>
      <h2>${this.#say('paper.earlier')}</h2>
      <ul>${repeat(earlier, idOf, (paper) => html`<li>${this.#slip(paper)}</li>`)}</ul>
    </section>`;
  }

  /** The height is in the address, so that a slip seen while it was printed is fetched again when it is longer. */
  #slip({ id, at, widthDots, heightDots }: PaperListed) {
    return html`<img
      class="slip"
      src="/paper/${id}.png?rows=${heightDots}"
      width=${widthDots}
      height=${heightDots}
      alt=${this.#say('paper.slip', { at: new Date(at).toLocaleTimeString(this.#language) })}
    />`;
  }

  #say(key: Parameters<typeof say>[1], values?: Parameters<typeof say>[2]): string {
    return say(this.#language, key, values);
  }
}

const idOf = ({ id }: PaperListed): string => id;

declare global {
  interface HTMLElementTagNameMap {
    'paper-screen': PaperScreen;
  }
}
