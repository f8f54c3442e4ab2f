import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import type { Language } from '#shared/vocabulary.ts';
import { conditionsOf, type Offer, PRETENCES, repairsOf } from './printer-words.ts';

/**
 * How the virtual printer is, and what may happen to it.
 *
 * @fires act - detail: the PaperAct that somebody chose
 */
@customElement('printer-panel')
export class PrinterPanel extends LitElement {
  @property({ attribute: false }) state!: PaperState;
  @property() language: Language = 'sv';
  @query('.condition') private condition!: HTMLElement;

  static override styles = css`
    :host {
      display: block;
      padding: 1.5rem;
      border: 1px solid var(--color-line);
      border-radius: var(--radius-m);
      background: var(--color-card);
    }
    h2 {
      margin: 0;
      font-size: 1.25rem;
      line-height: 1.2;
    }
    .condition {
      margin: 0.5rem 0 0;
      font-size: 1.125rem;
      line-height: 1.45;
    }
    .condition:focus-visible {
      outline: var(--focus);
      outline-offset: 0.25rem;
      border-radius: 0.25rem;
    }
    .troubled {
      color: var(--color-warning);
      font-weight: 600;
    }
    ul {
      margin: 0.875rem 0 0;
      padding: 0;
      list-style: none;
    }
    button {
      min-height: 2.75rem;
      padding: 0.5rem 1rem;
      border: 1px solid transparent;
      border-radius: var(--radius-s);
      font: inherit;
      line-height: 1.25;
      text-align: start;
      cursor: pointer;
    }
    button:focus-visible {
      outline: var(--focus);
      outline-offset: 0.125rem;
    }
    .repairs {
      display: flex;
      flex-wrap: wrap;
      gap: 0.625rem;
    }
    .repairs button {
      border-color: var(--color-call-edge);
      background: var(--color-call);
      color: var(--color-on-call);
      font-weight: 600;
    }
    .pretences {
      border: 1px solid var(--color-line);
      border-radius: var(--radius-s);
    }
    .pretences li + li {
      border-top: 1px solid var(--color-line);
    }
    .pretences button {
      width: 100%;
      background: none;
      color: var(--color-text);
    }
    .pretences button:hover {
      background: var(--color-paper);
    }
    .pretend {
      margin-top: 1.5rem;
      padding-top: 1.25rem;
      border-top: 1px solid var(--color-line);
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.25rem 1rem;
      margin: 1.5rem 0 0;
      padding-top: 1.25rem;
      border-top: 1px solid var(--color-line);
      color: var(--color-text-quiet);
      font-size: 0.9375rem;
      line-height: 1.4;
    }
    dd {
      margin: 0;
      text-align: end;
      font-variant-numeric: tabular-nums;
    }
  `;

  protected override render() {
    const conditions = conditionsOf(this.state);
    const { chaos } = this.state;
    const isWell = conditions.some((key) => WELL.includes(key));
    return html`
      <h2>${this.#say('paper.printer')}</h2>
      <p class="condition ${isWell ? '' : 'troubled'}" role="status" tabindex="-1">
        ${conditions.map((key) => this.#say(key)).join(' ')}
        ${chaos === null ? nothing : this.#say('paper.state.chaos', { seed: String(chaos) })}
      </p>
      ${this.#offers('repairs', repairsOf(this.state))}
      <div class="pretend">
        <h2>${this.#say('paper.pretend')}</h2>
        ${this.#offers('pretences', [...PRETENCES, this.#chaos()])}
      </div>
      ${this.#facts()}
    `;
  }

  #offers(name: string, offers: readonly Offer[]) {
    if (offers.length === 0) return nothing;
    return html`<ul class=${name}>
      ${repeat(
        offers,
        ({ key }) => key,
        ({ key, act }) =>
          html`<li><button @click=${() => this.#choose(act)}>${this.#say(key)}</button></li>`,
      )}
    </ul>`;
  }

  /** Another seed each time; the state says which, so that it can be had again. */
  #chaos(): Offer {
    const [seed = 0] = crypto.getRandomValues(new Uint16Array(1));
    return { key: 'paper.pretend.chaos', act: { act: 'chaos', seed } };
  }

  #facts() {
    const { paperLeftMm, buffer, connections, counters } = this.state;
    const paperLeft =
      paperLeftMm === null
        ? this.#say('paper.fact.endless')
        : this.#say('paper.fact.metres', { metres: this.#metres(paperLeftMm) });
    return html`<dl>
      <dt>${this.#say('paper.fact.paper-left')}</dt>
      <dd>${paperLeft}</dd>
      <dt>${this.#say('paper.fact.printed')}</dt>
      <dd>${this.#say('paper.fact.metres', { metres: this.#metres(counters.mmPrinted) })}</dd>
      <dt>${this.#say('paper.fact.slips')}</dt>
      <dd>${counters.slipsCut}</dd>
      <dt>${this.#say('paper.fact.buffer')}</dt>
      <dd>${this.#say('paper.fact.bytes-of', { bytes: buffer.bytes, of: buffer.of })}</dd>
      <dt>${this.#say('paper.fact.connections')}</dt>
      <dd>${this.#say('paper.fact.served', connections)}</dd>
      <dt>${this.#say('paper.fact.refused')}</dt>
      <dd>${counters.bytesRefused}</dd>
    </dl>`;
  }

  /** A button that is no longer needed goes away under the finger; what it did is read out where focus then is. */
  #choose(act: PaperAct): void {
    this.dispatchEvent(new CustomEvent('act', { detail: act }));
    if (repairsOf(this.state).some((repair) => repair.act.act === act.act)) this.condition.focus();
  }

  #metres(mm: number): string {
    return (mm / 1_000).toLocaleString(this.language, { maximumSignificantDigits: 2 });
  }

  #say(key: TextKey, values?: Parameters<typeof say>[2]): string {
    return say(this.language, key, values);
  }
}

const WELL: readonly TextKey[] = ['paper.state.ready', 'paper.state.printing'];

declare global {
  interface HTMLElementTagNameMap {
    'printer-panel': PrinterPanel;
  }
}
