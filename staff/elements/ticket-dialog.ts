import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Paper } from '#shared/printers.ts';
import { timeText } from '#shared/ui/office-time.ts';
import type { DeskView } from '#shared/views.ts';
import {
  type AgencyId,
  type EpochMs,
  LANGUAGES,
  type Language,
  type TicketNumber,
  type TopicId,
} from '#shared/vocabulary.ts';
import { officeText, topicText } from '../office-words.ts';
import { paperTrouble } from '../printer-words.ts';
import { ignoreRepeat } from './desk-action.ts';
import { deskStyles } from './styles.ts';
import './topic-finder.ts';

/** The ticket the dialog is about. */
export type TicketInQuestion = { number: TicketNumber; topic: TopicId; language: Language };

/** What came of it. */
export type TicketChoice =
  | { what: 'call'; number: TicketNumber }
  | { what: 'transfer'; number: TicketNumber; topic: TopicId }
  | { what: 'to-body'; number: TicketNumber; agency: AgencyId }
  | { what: 'put-back'; number: TicketNumber }
  | { what: 'reprint'; number: TicketNumber }
  | { what: 'cancel'; number: TicketNumber };

/**
 * What is rarer to do with one ticket: send it to another topic, put it back in line, print it again, take
 * it out of the queue, call it out of turn where the office allows that. Closes by itself once something is chosen.
 *
 * @fires ticket-choice - detail: TicketChoice
 * @fires dialog-closed - it is gone, whatever was chosen
 */
@customElement('ticket-dialog')
export class TicketDialog extends LitElement {
  /** null: closed. */
  @property({ attribute: false }) ticket: TicketInQuestion | null = null;
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  /** Visiting bodies that a ticket can be sent to today. */
  @property({ attribute: false }) bodies: DeskView['bodies'] = [];
  @property({ type: Number }) now: EpochMs = 0;
  /** IANA zone of the office. */
  @property() zone = '';
  /** Whether it can be sent to another topic: one called in vain must be put back first. */
  @property({ type: Boolean }) transferable = false;
  /** Whether it may be called out of turn, here and now. */
  @property({ type: Boolean }) callable = false;
  /** What is known here of its paper; null of a ticket laid aside, whose paper the desk is not told of. */
  @property({ attribute: false }) paper: Paper | null = null;
  /** Whether it is laid aside and can go back to its place among the waiting. */
  @property({ type: Boolean }) resumable = false;
  @property() language: Language = 'sv';
  @state() private topic: TopicId | null = null;

  static override styles = [
    deskStyles,
    css`
      .choices {
        display: grid;
        gap: 1.25rem;
      }
      .send {
        display: grid;
        gap: 0.75rem;
      }
      .bodies {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .bodies button {
        text-align: start;
        line-height: 1.25;
      }
      .bodies small {
        display: block;
        font-size: 0.9375rem;
        font-weight: 400;
      }
      .rare {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
        align-items: center;
      }
      /* So tall that what is below it is in sight on a low screen, too. */
      topic-finder {
        --found-height: clamp(7rem, calc(100vh - 36rem), 17rem);
      }
      .paper-and-end {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
      }
      @media (max-width: 30rem) {
        .paper-and-end {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .choices > * + * {
        padding-top: 1.25rem;
        border-top: 1px solid var(--color-line);
      }
    `,
  ];

  protected override render() {
    const { ticket, language } = this;
    return html`
      <wa-dialog
        label=${ticket ? `${ticket.number} · ${topicText(this.topics, ticket.topic, language)} · ${LANGUAGES[ticket.language].name}` : ''}
        ?open=${ticket !== null}
        @wa-after-hide=${this.#closed}
      >
        ${ticket ? this.#choices(ticket) : nothing}
      </wa-dialog>
    `;
  }

  #choices(ticket: TicketInQuestion) {
    const { language } = this;
    const trouble = paperTrouble(this.paper);
    return html`
      <div class="choices">
        ${this.transferable ? html`${this.#bodies(ticket)} ${this.#transfer(ticket)}` : nothing}
        ${
          this.callable
            ? html`<div class="rare">
                <wa-button
                  appearance="outlined"
                  @click=${() => this.#choose({ what: 'call', number: ticket.number })}
                >${say(language, 'staff.call-this', { number: ticket.number })}</wa-button>
                <span class="quiet">${say(language, 'staff.call-this-hint')}</span>
              </div>`
            : nothing
        }
        ${
          this.resumable
            ? html`<div class="rare">
                <wa-button
                  appearance="outlined"
                  @click=${() => this.#choose({ what: 'put-back', number: ticket.number })}
                >${say(language, 'staff.put-back')}</wa-button>
              </div>`
            : nothing
        }
        <div class="rare paper-and-end">
          <wa-button
            appearance="outlined"
            @click=${() => this.#choose({ what: 'reprint', number: ticket.number })}
          >${say(language, 'staff.reprint')}</wa-button>
          ${
            trouble
              ? html`<span class="paper">${say(language, ...trouble)}</span>`
              : html`<span class="quiet">${say(language, 'staff.reprint-hint')}</span>`
          }
          <wa-button
            appearance="outlined"
            variant="danger"
            @click=${() => this.#choose({ what: 'cancel', number: ticket.number })}
          >${say(language, 'staff.remove-ticket')}</wa-button>
          <span class="quiet">${say(language, 'staff.cancel-hint')}</span>
        </div>
      </div>
    `;
  }

  /** Those that are here come first, and by their own name: a guide thinks of the body and not of its topic. */
  #bodies(ticket: TicketInQuestion) {
    const { language, now, bodies } = this;
    if (bodies.length === 0) return nothing;
    const isHere = ({ from, until }: DeskView['bodies'][number]) => from <= now && now < until;
    const inOrder = [...bodies].sort((a, b) => Number(isHere(b)) - Number(isHere(a)));
    return html`
      <section aria-labelledby="bodies">
        <h2 id="bodies">${say(language, 'staff.bodies-here')}</h2>
        <div class="bodies">
          ${inOrder.map(
            (body) => html`<button
              @keydown=${ignoreRepeat}
              @click=${() => this.#choose({ what: 'to-body', number: ticket.number, agency: body.agency })}
            >${officeText(body.name, language)}<small>${
              isHere(body)
                ? say(language, 'staff.body-here-until', { time: this.#time(body.until) })
                : say(language, 'staff.body-from', { time: this.#time(body.from) })
            }</small></button>`,
          )}
        </div>
      </section>
    `;
  }

  #time(at: EpochMs): string {
    return timeText(at, this.zone, this.language);
  }

  #transfer(ticket: TicketInQuestion) {
    const { language } = this;
    return html`
      <div class="send">
        <topic-finder
          autofocus
          .label=${say(language, 'staff.transfer-to')}
          .topics=${this.topics}
          .except=${ticket.topic}
          .language=${language}
          @topic-marked=${({ detail }: CustomEvent<TopicId | null>) => {
            this.topic = detail;
          }}
          @topic-chosen=${({ detail: topic }: CustomEvent<TopicId>) => this.#choose({ what: 'transfer', number: ticket.number, topic })}
        ></topic-finder>
        <div class="rare">
          <wa-button
            variant="brand"
            ?disabled=${this.topic === null}
            @click=${() => this.topic && this.#choose({ what: 'transfer', number: ticket.number, topic: this.topic })}
          >${say(language, 'staff.send')}</wa-button>
          <span class="quiet">${say(language, 'staff.transfer-hint')}</span>
        </div>
      </div>
    `;
  }

  #choose(choice: TicketChoice): void {
    this.dispatchEvent(new CustomEvent('ticket-choice', { detail: choice }));
  }

  #closed(): void {
    this.topic = null;
    this.dispatchEvent(new CustomEvent('dialog-closed'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-dialog': TicketDialog;
  }
}
