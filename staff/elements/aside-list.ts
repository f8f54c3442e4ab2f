import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import { type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';
import { topicText } from '../office-words.ts';
import { minutesBetween, minutesText } from '../waiting-time.ts';
import { deskStyles } from './styles.ts';

type Held = DeskView['held'][number];
type NoShow = DeskView['noShows'][number];

/**
 * Tickets outside the line: laid aside, or called in vain. Each with its way back.
 *
 * @fires ticket-resume - detail: the TicketNumber to take up at this desk
 * @fires ticket-restore - detail: the TicketNumber of a no-show to put back in the queue
 * @fires ticket-more - detail: the TicketNumber someone wants to do something else with
 */
@customElement('aside-list')
export class AsideList extends LitElement {
  @property() kind: 'held' | 'no-show' = 'held';
  @property({ attribute: false }) tickets: readonly (Held | NoShow)[] = [];
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  @property({ attribute: false }) desks: DeskView['desks'] = [];
  @property({ type: Number }) now: EpochMs = 0;
  /** Why none can be brought back now, as a sentence; empty when one can. */
  @property() reason = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      h2 {
        padding-bottom: 0.25rem;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
        align-items: center;
        padding: 0.3125rem 0;
        border-top: 1px solid var(--color-line);
      }
      .what {
        flex: 1 1 8rem;
        min-width: 0;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      .what small {
        display: block;
        font-size: 0.9375rem;
      }
    `,
  ];

  protected override render() {
    const { kind, tickets, language } = this;
    const [title, nobody] =
      kind === 'held'
        ? (['staff.set-aside', 'staff.nobody-set-aside'] as const)
        : (['staff.no-shows', 'staff.nobody-no-show'] as const);
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${say(language, title)}</h2>
        ${
          tickets.length === 0
            ? html`<p class="quiet">${say(language, nobody)}</p>`
            : html`<ul>${repeat(
                tickets,
                (ticket) => ticket.number,
                (ticket) => this.#row(ticket),
              )}</ul>`
        }
        <span id="reason" class="unseen">${this.reason}</span>
      </section>
    `;
  }

  #row(ticket: Held | NoShow) {
    const { language } = this;
    return html`
      <li>
        <span class="number">${ticket.number}</span>
        <span class="what">
          ${topicText(this.topics, ticket.topic, language)}
          <small class="quiet">${this.#particulars(ticket)}</small>
        </span>
        ${this.#wayBack(ticket)}
        <button
          class="more"
          aria-label=${say(language, 'staff.more-about', { number: ticket.number })}
          aria-haspopup="dialog"
          @click=${() => this.#tell('ticket-more', ticket)}
        >•••</button>
      </li>
    `;
  }

  /** 'fyller i en blankett · hos Bord 2 · 4 min', 'kallad 2 gånger, 4 min'. */
  #particulars(ticket: Held | NoShow): string {
    const { language, now } = this;
    if ('calls' in ticket)
      return say(language, 'staff.no-show-since', {
        calls: ticket.calls,
        time: minutesText(minutesBetween(ticket.noShowAt, now), language),
      });
    const holder = this.desks.find((desk) => desk.id === ticket.desk);
    return [
      ...(ticket.reason === 'other' ? [] : [say(language, `staff.hold-reason.${ticket.reason}`)]),
      ...(holder
        ? [say(language, 'staff.held-by', { desk: textIn(holder.name, language).text })]
        : []),
      minutesText(minutesBetween(ticket.heldAt, now), language),
    ].join(' · ');
  }

  #wayBack(ticket: Held | NoShow) {
    const { language, reason } = this;
    const { number } = ticket;
    const [words, whole, event] =
      this.kind === 'held'
        ? (['staff.take-up', 'staff.take-up-number', 'ticket-resume'] as const)
        : (['staff.put-back', 'staff.put-back-number', 'ticket-restore'] as const);
    return html`<button
      aria-label=${say(language, whole, { number })}
      aria-disabled=${reason ? 'true' : nothing}
      aria-describedby=${reason ? 'reason' : nothing}
      @click=${() => this.#tell(event, ticket)}
    >${say(language, words)}</button>`;
  }

  #tell(name: 'ticket-resume' | 'ticket-restore' | 'ticket-more', ticket: Held | NoShow): void {
    this.dispatchEvent(new CustomEvent(name, { detail: ticket.number }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aside-list': AsideList;
  }
}
