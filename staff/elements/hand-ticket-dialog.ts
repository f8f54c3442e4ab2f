import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import type { Precedence } from '#shared/vocabulary.ts';
import { LANGUAGES, type Language, type TicketNumber, type TopicId } from '#shared/vocabulary.ts';
import { languageText } from '../office-words.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { deskStyles } from './styles.ts';
import './topic-finder.ts';

/** What a ticket by hand is asked for with. */
export type HandTicket = {
  topic: TopicId;
  language: Language;
  print: boolean;
  precedence: Precedence | null;
};
/** What came of it: her number, for the guide to say. */
export type HandedTicket = { number: TicketNumber; ahead: number; print: boolean };

const TURNS: readonly (Precedence | 'none')[] = ['none', 'cannot-wait', 'cannot-use-terminal'];

/**
 * A ticket for somebody who cannot use the terminal: topic, language, and why she goes before others if she does.
 * Then her number, as large as it must be to be turned and shown.
 *
 * @fires hand-ticket - detail: HandTicket
 * @fires hand-another - the number has been said
 * @fires dialog-closed
 */
@customElement('hand-ticket-dialog')
export class HandTicketDialog extends LitElement {
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  @property({ attribute: false }) languages: readonly Language[] = [];
  @property({ attribute: false }) handed: HandedTicket | null = null;
  /** Why the hub gave none, as a sentence. */
  @property() refusal = '';
  @property({ type: Boolean }) pending = false;
  @property() language: ConsoleLanguage = 'sv';
  @state() private topic: TopicId | null = null;
  @state() private visitors: Language = 'sv';
  @state() private turn: Precedence | 'none' = 'none';
  @state() private print = true;
  @state() private complaint = false;

  static override styles = [
    deskStyles,
    css`
      form,
      .given {
        display: grid;
        gap: 0.75rem;
      }
      topic-finder {
        --found-height: min(11rem, 26vh);
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend,
      .label {
        display: block;
        padding: 0;
        margin-bottom: 0.25rem;
        font-weight: 600;
      }
      select {
        width: min(24rem, 100%);
        min-height: 2.75rem;
        padding: 0.25rem 0.75rem;
        border: 1px solid var(--color-text-quiet);
        border-radius: var(--radius-s);
        background: var(--color-card);
        color: var(--color-text);
        font: inherit;
      }
      select:focus-visible,
      input:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 2rem;
      }
      input {
        width: 1.25rem;
        height: 1.25rem;
        accent-color: var(--color-now);
      }
      .foot {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        justify-content: space-between;
      }
      .given {
        justify-items: center;
        text-align: center;
      }
      .given .big:focus {
        outline: none;
      }
      .given .big {
        font-size: clamp(4rem, 20vw, 9rem);
        font-weight: 800;
        line-height: 1;
        font-variant-numeric: tabular-nums slashed-zero;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <wa-dialog label=${say(language, 'staff.issue')} ?open=${this.open} @wa-after-hide=${this.#closed}>
        ${this.open ? html`<div role="status">${this.handed ? this.#number(this.handed) : nothing}</div>` : nothing}
        ${
          this.open && !this.handed
            ? html`${this.#form()}
                <div class="foot" slot="footer">
                  <div role="alert">${this.#why()}</div>
                  <wa-button variant="brand" ?loading=${this.pending} @click=${this.#give}>
                    ${say(language, 'staff.issue-give')}
                  </wa-button>
                </div>`
            : nothing
        }
      </wa-dialog>
    `;
  }

  /** The form is gone with its focus, and whoever reads by ear wants the number. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('handed') && this.handed)
      this.renderRoot.querySelector<HTMLElement>('.big')?.focus();
  }

  #form() {
    const { language } = this;
    return html`
      <form @submit=${this.#give}>
        <topic-finder
          autofocus
          .label=${say(language, 'staff.issue-topic')}
          .topics=${this.topics}
          forNew
          .language=${language}
          @topic-marked=${({ detail }: CustomEvent<TopicId | null>) => {
            this.topic = detail;
          }}
          @topic-chosen=${() => this.renderRoot.querySelector('select')?.focus()}
        ></topic-finder>
        <div>
          <label class="label" for="language">${say(language, 'staff.issue-language')}</label>
          <select id="language" .value=${this.visitors} @change=${this.#speak}>
            ${this.languages.map(
              (tag) =>
                html`<option value=${tag} ?selected=${tag === this.visitors}>${optionText(tag, language)}</option>`,
            )}
          </select>
        </div>
        <fieldset>
          <legend>${say(language, 'staff.issue-turn')}</legend>
          ${TURNS.map(
            (turn) => html`<label class="choice">
              <input
                type="radio"
                name="turn"
                .checked=${turn === this.turn}
                @change=${() => {
                  this.turn = turn;
                }}
              />
              ${say(language, `staff.issue-turn.${turn}`)}
            </label>`,
          )}
          <p class="quiet">${say(language, 'staff.issue-turn-hint')}</p>
        </fieldset>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${this.print}
            @change=${({ target }: Event) => {
              this.print = (target as HTMLInputElement).checked;
            }}
          />
          ${say(language, 'staff.issue-print')}
        </label>
      </form>
    `;
  }

  #why() {
    const { language, complaint, refusal } = this;
    if (complaint) return html`<p class="warning">${say(language, 'staff.issue-choose')}</p>`;
    return refusal ? html`<p class="warning">${refusal}</p>` : nothing;
  }

  #number({ number, ahead, print }: HandedTicket) {
    const { language } = this;
    return html`
      <div class="given">
        <p class="big" tabindex="-1">${number}</p>
        <p>${say(language, 'staff.issue-ahead', { count: ahead })}</p>
        <p class="quiet">${say(language, print ? 'staff.issue-printed' : 'staff.issue-tell')}</p>
        <div class="buttons">
          <wa-button variant="brand" autofocus @click=${this.#another}>${say(language, 'staff.issue-another')}</wa-button>
          <wa-button appearance="outlined" data-dialog="close">${say(language, 'staff.issue-close')}</wa-button>
        </div>
      </div>
    `;
  }

  readonly #give = (event: Event): void => {
    event.preventDefault();
    if (this.pending) return;
    const { topic, turn } = this;
    this.complaint = topic === null;
    if (topic === null) return;
    this.#tell('hand-ticket', {
      topic,
      language: this.visitors,
      print: this.print,
      precedence: turn === 'none' ? null : turn,
    });
  };

  readonly #another = (): void => {
    this.#begin();
    this.dispatchEvent(new CustomEvent('hand-another'));
  };

  readonly #speak = ({ target }: Event): void => {
    this.visitors = (target as HTMLSelectElement).value as Language;
  };

  #begin(): void {
    this.topic = null;
    this.visitors = 'sv';
    this.turn = 'none';
    this.complaint = false;
  }

  #closed(): void {
    this.#begin();
    this.dispatchEvent(new CustomEvent('dialog-closed'));
  }

  #tell(name: 'hand-ticket', detail: HandTicket): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** 'العربية · arabiska'; an option is text and nothing else. */
const optionText = (tag: Language, language: ConsoleLanguage): string =>
  tag === language
    ? LANGUAGES[tag].name
    : `${LANGUAGES[tag].name} · ${languageText(tag, language)}`;

declare global {
  interface HTMLElementTagNameMap {
    'hand-ticket-dialog': HandTicketDialog;
  }
}
