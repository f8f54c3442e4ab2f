import '../languages/pairing-texts.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PairingBegun } from '../identity.ts';
import { say, type TextKey } from '../languages/texts.ts';
import { DeviceKey } from './device-key.ts';

const ASK_EVERY_MS = 2_000;
const TRY_AGAIN_MS = 5_000;
/** Somebody said no, and perhaps to the wrong one of two. */
const AFTER_REFUSAL_MS = 15_000;

type Standing =
  /** Without HTTPS there can be no key. */
  | { at: 'insecure' }
  /** Nor where the browser forgets it. */
  | { at: 'nothing-kept' }
  | { at: 'asking' }
  | { at: 'no-hub' }
  | { at: 'waiting'; begun: PairingBegun }
  | { at: 'refused' };

/**
 * A device that nobody knows: its code, by what it is told from others, and nothing else. Asks for a new code when one
 * has ended, for as long as it takes.
 *
 * @fires paired - the hub knows it now
 */
@customElement('pairing-screen')
export class PairingScreen extends LitElement {
  @property({ attribute: false }) key!: DeviceKey;
  /** Said above the code: what this screen would be. */
  @property() what: 'display' | 'terminal' | 'staff' = 'display';

  @state() private standing: Standing = { at: 'asking' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  // What staff see of it is a part of the console's page, and in its language.
  static override styles = css`
    :host {
      display: grid;
      place-content: center;
      box-sizing: border-box;
      min-height: 100dvh;
      padding: 6vmin;
      background: var(--color-deep);
      color: var(--color-on-deep);
      font-family: var(--sans);
      font-size: clamp(1rem, 2.6vmin, 4rem);
      line-height: 1.35;
      text-align: center;
    }
    :host([what='staff']) {
      place-content: start;
      min-height: 0;
      padding: 0;
      background: none;
      color: inherit;
      font-size: 1rem;
      text-align: start;
    }
    main,
    section,
    [role='status']:not(.code) {
      display: grid;
      gap: 1.25em;
      max-width: 34em;
    }
    h1 {
      margin: 0;
      font-size: 1.75em;
      line-height: 1.2;
      text-wrap: balance;
    }
    :host([what='staff']) h1 {
      font-size: 1.125rem;
    }
    p {
      margin: 0;
      text-wrap: pretty;
    }
    [lang='en'] {
      color: var(--color-on-deep-quiet);
    }
    :host([what='staff']:not([lang='en'])) [lang='en'],
    :host([what='staff'][lang='en']) [lang='sv'] {
      display: none;
    }
    :host([what='staff']) [lang='en'] {
      color: inherit;
    }
    .code {
      font-size: clamp(2.5rem, 11vmin, 18rem);
      font-weight: 750;
      line-height: 1.1;
      letter-spacing: 0.04em;
      white-space: nowrap;
    }
    :host([what='staff']) .code {
      font-size: 2.5rem;
    }
    .fingerprint {
      font-variant-numeric: tabular-nums slashed-zero;
      letter-spacing: 0.06em;
      white-space: nowrap;
    }
    :host([what='staff']) .fingerprint {
      white-space: normal;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render() {
    const { standing } = this;
    switch (standing.at) {
      case 'insecure':
        return this.#words('pairing.insecure', 'pairing.insecure-how');
      case 'nothing-kept':
        return this.#words('pairing.nothing-kept', 'pairing.nothing-kept-how');
      case 'asking':
        return this.#words('pairing.asking');
      case 'no-hub':
        return this.#words('pairing.no-hub');
      case 'refused':
        return this.#words('pairing.refused');
      case 'waiting':
        return this.#code(standing.begun);
      default:
        return standing satisfies never;
    }
  }

  /** A page of its own, or a part of the console's. */
  #page(content: TemplateResult) {
    return this.what === 'staff'
      ? html`<section>${content}</section>`
      : html`<main>${content}</main>`;
  }

  #words(title: TextKey, more?: TextKey) {
    return this.#page(html`<div role="status">
      <h1 lang="sv">${say('sv', title)}</h1>
      ${more ? html`<p lang="sv">${say('sv', more)}</p>` : nothing}
      <p lang="en">${say('en', title)} ${more ? say('en', more) : nothing}</p>
    </div>`);
  }

  /** In the console the heading is what was pressed to see it. */
  #code({ code, fingerprint }: PairingBegun) {
    const title: TextKey = `pairing.title-${this.what}`;
    return this.#page(html`
      ${this.what === 'staff' ? nothing : html`<h1 lang="sv">${say('sv', title)}</h1>`}
      <p lang="sv">${say('sv', 'pairing.how')}</p>
      <p class="code" role="status" aria-label=${[...code.replace('-', '')].join(' ')}>${code}</p>
      <p class="fingerprint" lang="sv">${say('sv', 'pairing.fingerprint', { fingerprint })}</p>
      <p lang="en">${this.what === 'staff' ? nothing : say('en', title)} ${say('en', 'pairing.how')}</p>
      <p lang="en">${say('en', 'pairing.fingerprint', { fingerprint })}</p>
    `);
  }

  async #begin(): Promise<void> {
    if (!DeviceKey.isPossible) {
      this.standing = { at: 'insecure' };
      return;
    }
    if (!(await this.key.canKeep())) {
      this.standing = { at: 'nothing-kept' };
      this.#later(TRY_AGAIN_MS, () => this.#begin());
      return;
    }
    try {
      // It was only slow to say that it is known.
      if (await this.key.device()) {
        this.dispatchEvent(new CustomEvent('paired'));
        return;
      }
      const begun = await this.key.beginPairing();
      if (!this.isConnected) return;
      this.standing = { at: 'waiting', begun };
      this.#later(ASK_EVERY_MS, () => this.#ask(begun));
    } catch {
      // The hub is away, or has had enough of this address: it is asked again.
      this.standing = { at: 'no-hub' };
      this.#later(TRY_AGAIN_MS, () => this.#begin());
    }
  }

  async #ask(begun: PairingBegun): Promise<void> {
    try {
      const { state } = await this.key.pairingState(begun);
      if (!this.isConnected) return;
      if (state === 'paired') {
        this.dispatchEvent(new CustomEvent('paired'));
        return;
      }
      if (state === 'ended') return await this.#begin();
      if (state === 'refused') {
        this.standing = { at: 'refused' };
        this.#later(AFTER_REFUSAL_MS, () => this.#begin());
        return;
      }
    } catch {
      // The code may still be good when the hub is back; whoever typed it meanwhile is not sent away.
    }
    this.#later(ASK_EVERY_MS, () => this.#ask(begun));
  }

  #later(ms: number, then: () => Promise<void>): void {
    if (this.isConnected) this.#timer = setTimeout(() => void then(), ms);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pairing-screen': PairingScreen;
  }
}
