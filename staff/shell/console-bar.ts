import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { type DeskId, LANGUAGES, type OfficeId } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { addressOf, type PageName, pagesFor, titleOf } from './pages.ts';

export type OfficeNamed = { id: OfficeId; name: string; zone: string; demonstration: boolean };

/**
 * Above every page of the console: which office, where else one can go, and who sits here.
 *
 * @fires go-to - detail: the address of a page
 * @fires lock-console
 * @fires sign-out
 * @fires speak - detail: the language to speak from now on
 */
@customElement('console-bar')
export class ConsoleBar extends LitElement {
  @property({ attribute: false }) session!: SessionNow;
  @property({ attribute: false }) offices: readonly OfficeNamed[] = [];
  @property() office: OfficeId | null = null;
  @property() page: PageName = 'desk';
  /** Where she sat last; null: she has yet to say. */
  @property() desk: DeskId | null = null;
  @property() language: ConsoleLanguage = 'sv';
  /** What locks the console, as it is written on a keyboard; '' where keys are turned off. */
  @property() lockKey = '';

  static override styles = [
    deskStyles,
    css`
      :host {
        background: var(--color-deep);
        color: var(--color-on-deep);
        font-size: 0.9375rem;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        align-items: center;
        min-height: 2.75rem;
        padding: 0 1rem;
      }
      .office {
        font-weight: 700;
      }
      ul {
        flex: 1 1 auto;
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.25rem;
      }
      a {
        display: block;
        padding: 0.6875rem 0.5rem;
        border-bottom: 0.1875rem solid transparent;
        color: var(--color-on-deep-quiet);
        font-weight: 600;
        text-decoration: none;
      }
      a:hover {
        color: var(--color-on-deep);
      }
      a[aria-current] {
        border-color: var(--color-call);
        color: var(--color-on-deep);
      }
      a:focus-visible,
      button:focus-visible,
      select:focus-visible {
        outline: 0.1875rem solid var(--color-call);
        outline-offset: -0.1875rem;
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.5rem;
        align-items: center;
      }
      button,
      select {
        min-height: 2rem;
        padding: 0.125rem 0.625rem;
        border: 1px solid var(--color-deep-line);
        background: transparent;
        color: var(--color-on-deep);
      }
      select {
        max-width: 100%;
        border-radius: var(--radius-s);
        font: inherit;
        font-weight: 700;
      }
      option {
        background: var(--color-deep);
      }
      button:hover {
        background: var(--color-deep-raised);
      }
      kbd {
        padding: 0.1875rem 0.375rem;
        background: var(--color-deep-raised);
        border-color: var(--color-deep-line);
        color: var(--color-on-deep-quiet);
      }
      .trial {
        padding: 0.125rem 0.5rem;
        border: 1px solid currentColor;
        border-radius: 0.375rem;
      }
      @media (max-width: 40rem) {
        .bar {
          padding-block: 0.25rem;
        }
        a {
          padding-block: 0.375rem;
        }
      }
    `,
  ];

  protected override render() {
    const { language, session, offices } = this;
    const { who } = session;
    const other: ConsoleLanguage = language === 'sv' ? 'en' : 'sv';
    const named = offices.find(({ id }) => id === this.office)?.name ?? '';
    return html`
      <nav class="bar" aria-label=${say(language, 'staff.pages')}>
        ${offices.length > 1 ? this.#offices() : html`<span class="office">${named}</span>`}
        <ul>
          ${pagesFor(session)
            .filter((name) => name !== 'account' && (name !== 'city' || offices.length > 1))
            .map((name) => this.#link(name))}
        </ul>
        <div class="who">
          ${
            who.kind === 'person'
              ? html`
                  <a href=${this.#to('account')} aria-current=${this.page === 'account' ? 'page' : nothing}>${who.name}</a>
                  <button @click=${() => this.#tell('lock-console')}>
                    ${say(language, 'staff.lock')} ${this.lockKey ? html`<kbd>${this.lockKey}</kbd>` : nothing}
                  </button>
                  <button @click=${() => this.#tell('sign-out')}>${say(language, 'staff.sign-out')}</button>
                `
              : nothing
          }
          ${who.kind === 'trial' ? html`<span class="trial">${say(language, 'staff.trial-short')}</span>` : nothing}
          <button
            lang=${other}
            @click=${() => this.dispatchEvent(new CustomEvent('speak', { detail: other }))}
          >${LANGUAGES[other].name}</button>
        </div>
      </nav>
    `;
  }

  #link(name: PageName) {
    const isHere = this.page === name;
    return html`<li>
      <a href=${this.#to(name)} aria-current=${isHere ? 'page' : nothing}>${say(this.language, titleOf(name))}</a>
    </li>`;
  }

  #offices() {
    return html`<select
      aria-label=${say(this.language, 'staff.office')}
      @change=${({ target }: Event) => {
        const detail = addressOf(this.page, (target as HTMLSelectElement).value as OfficeId);
        this.dispatchEvent(new CustomEvent('go-to', { detail }));
      }}
    >
      ${this.offices.map(
        ({ id, name }) =>
          html`<option value=${id} ?selected=${id === this.office}>${name}</option>`,
      )}
    </select>`;
  }

  #to(name: PageName): string {
    // Back to her own desk from elsewhere; from a desk, to the choice of another.
    const desk = name === 'desk' && this.page !== 'desk' ? this.desk : null;
    return addressOf(name, this.offices.length > 1 ? this.office : null, desk);
  }

  #tell(what: string): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'console-bar': ConsoleBar;
  }
}
