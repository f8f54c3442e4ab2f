import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView, WaitingTicket } from '#shared/views.ts';
import { type EpochMs, LANGUAGES, type Language, type TicketNumber } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import { paperTrouble } from '../printer-words.ts';
import { turnText } from '../turn-words.ts';
import { LONG_WAIT_MINUTES, minutesBetween, minutesText } from '../waiting-time.ts';
import { deskStyles } from './styles.ts';

/** So many fit beside the visitor without pushing the room out of sight. What marks the rest is told on the button. */
const SHOWN_AT_FIRST = 8;

/**
 * Who waits, in the order they will be called.
 *
 * @fires ticket-more - detail: the TicketNumber someone wants to do something with
 */
@customElement('waiting-list')
export class WaitingList extends LitElement {
  @property({ attribute: false }) waiting: readonly WaitingTicket[] = [];
  @property({ attribute: false }) next: TicketNumber | null = null;
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  /** A closed desk serves nobody yet, so none of them is set back. */
  @property({ type: Boolean }) deskOpen = false;
  @property({ type: Number }) now: EpochMs = 0;
  @property() language: Language = 'sv';
  @state() private whole = false;

  static override styles = [
    deskStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 1rem;
        padding-bottom: 0.625rem;
      }
      li {
        display: grid;
        grid-template-columns: 4.25rem minmax(0, 1fr) auto auto;
        gap: 0 0.5rem;
        align-items: center;
        min-height: 3.125rem;
        padding: 0.25rem 0;
        border-top: 1px solid var(--color-line);
      }
      .what {
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      .what small {
        display: block;
        font-size: 0.9375rem;
      }
      li:not(.mine) .number,
      li:not(.mine) .what {
        color: var(--color-text-quiet);
        font-weight: 400;
      }
      .age {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .turn {
        color: var(--color-text);
        font-weight: 700;
      }
      section {
        container-type: inline-size;
      }
      @container (max-width: 24rem) {
        li {
          grid-template: 'number what more' auto 'age what more' auto / 4.5rem minmax(0, 1fr) auto;
        }
        .what {
          grid-area: what;
        }
        .age {
          grid-area: age;
          font-size: 0.9375rem;
          line-height: 1.25;
          text-align: start;
        }
        .more {
          grid-area: more;
        }
      }
      .all {
        width: 100%;
        margin-top: 0.25rem;
      }
      .all small {
        display: block;
        font-size: 0.9375rem;
      }
    `,
  ];

  protected override render() {
    const { waiting, language } = this;
    const rows = this.whole ? waiting : waiting.slice(0, SHOWN_AT_FIRST);
    const oldest = Math.max(0, ...waiting.map((ticket) => this.#age(ticket)));
    return html`
      <section aria-labelledby="waiting">
        <header>
          <h2 id="waiting">${say(language, 'staff.waiting')}</h2>
          ${
            waiting.length > 0
              ? html`<span class="quiet">${say(language, 'staff.waiting-summary', {
                  count: waiting.length,
                  time: minutesText(oldest, language),
                })}</span>`
              : nothing
          }
        </header>
        ${
          waiting.length > 0
            ? html`<ol>${repeat(
                rows,
                (ticket) => ticket.number,
                (ticket) => this.#row(ticket),
              )}</ol>`
            : html`<p class="quiet">${say(language, 'staff.nobody-waiting')}</p>`
        }
        ${
          waiting.length > SHOWN_AT_FIRST
            ? html`<button class="all" aria-expanded=${this.whole} @click=${this.#toggle}>
                ${
                  this.whole
                    ? say(language, 'staff.show-fewer')
                    : html`${say(language, 'staff.show-all', { count: waiting.length })}
                        ${this.#marksOf(waiting.slice(SHOWN_AT_FIRST)).map((mark) => html`<small class="warning">${mark}</small>`)}`
                }
              </button>`
            : nothing
        }
      </section>
    `;
  }

  #row(ticket: WaitingTicket) {
    const { language } = this;
    const age = this.#age(ticket);
    const long = age >= LONG_WAIT_MINUTES;
    const topic = this.topics.find((topic) => topic.id === ticket.topic);
    return html`
      <li class=${this.#isOurs(ticket) ? 'mine' : ''}>
        <span class="number">${ticket.number}</span>
        <span class="what">
          ${topic ? officeText(topic.label, language) : ticket.topic}
          <small class="quiet">${this.#particulars(ticket)}</small>
        </span>
        <span class="age ${long ? 'warning' : 'quiet'}">
          ${minutesText(age, language)}
          ${long ? html`<span class="unseen">${say(language, 'staff.long-wait')}</span>` : nothing}
        </span>
        <button
          class="more"
          aria-label=${say(language, 'staff.more-about', { number: ticket.number })}
          aria-haspopup="dialog"
          @click=${() => this.dispatchEvent(new CustomEvent('ticket-more', { detail: ticket.number }))}
        >•••</button>
      </li>
    `;
  }

  /** 'näst på tur · Soomaali · försprång 10 min · fick ingen kölapp', and for what this desk does not serve 'annat bord'. Swedish, the usual, is not said. */
  #particulars(ticket: WaitingTicket) {
    const { language } = this;
    const { name, direction } = LANGUAGES[ticket.language];
    const trouble = paperTrouble(ticket.paper);
    const parts = [
      ticket.number === this.next
        ? html`<span class="turn">${say(language, 'staff.first-in-turn')}</span>`
        : null,
      ticket.language === 'sv'
        ? null
        : html`<bdi lang=${ticket.language} dir=${direction}>${name}</bdi>`,
      turnText(ticket, language) || null,
      ticket.mine ? null : this.#whose(ticket),
      trouble ? html`<span class="paper">${say(language, ...trouble)}</span>` : null,
    ].filter((part) => part !== null);
    return parts.map((part, place) => html`${place > 0 ? ' · ' : nothing}${part}`);
  }

  #whose({ noOpenDesk }: WaitingTicket) {
    const { language } = this;
    return noOpenDesk
      ? html`<span class="paper">${say(language, 'staff.no-open-desk')}</span>`
      : say(language, 'staff.not-yours');
  }

  /** What would be marked of those that are not shown. */
  #marksOf(hidden: readonly WaitingTicket[]): string[] {
    const { language } = this;
    const long = hidden.filter((ticket) => this.#age(ticket) >= LONG_WAIT_MINUTES).length;
    const noPaper = hidden.filter((ticket) => paperTrouble(ticket.paper)).length;
    return [
      ...(long > 0 ? [say(language, 'staff.hidden-long-wait', { count: long })] : []),
      ...(noPaper > 0 ? [say(language, 'staff.hidden-no-paper', { count: noPaper })] : []),
    ];
  }

  #isOurs(ticket: WaitingTicket): boolean {
    return ticket.mine || !this.deskOpen;
  }

  #age(ticket: WaitingTicket): number {
    return minutesBetween(ticket.issuedAt, this.now);
  }

  #toggle(): void {
    this.whole = !this.whole;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'waiting-list': WaitingList;
  }
}
