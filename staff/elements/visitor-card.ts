import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { languageWithOwnName, officeText } from '../office-words.ts';
import { paperTrouble } from '../printer-words.ts';
import { minutesBetween, minutesText, stopwatchText } from '../waiting-time.ts';
import { deskStyles } from './styles.ts';

/**
 * The visitor in front of the guide: her number, what she came for, her language, how long.
 *
 * @fires ticket-more - detail: her TicketNumber, to do something rarer with
 */
@customElement('visitor-card')
export class VisitorCard extends LitElement {
  @property({ attribute: false }) ticket: DeskView['desk']['ticket'] = null;
  @property({ attribute: false }) topics: DeskView['topics'] = [];
  /** How many wait for this desk, for when nobody is here. */
  @property({ type: Number }) waitingForDesk = 0;
  @property({ type: Number }) now: EpochMs = 0;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      section {
        overflow-wrap: anywhere;
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.25rem 2rem;
        align-items: center;
        min-height: 10rem;
        padding: 0.75rem 1.75rem;
        background: var(--color-card);
        border: 1px solid var(--color-line);
        border-radius: 1.25rem;
      }
      .big {
        font-size: clamp(4rem, 6.2vw, 7rem);
        font-weight: 800;
        line-height: 1;
        letter-spacing: -0.03em;
        font-variant-numeric: tabular-nums slashed-zero;
      }
      .topic {
        font-size: 1.75rem;
        font-weight: 700;
        line-height: 1.2;
      }
      .language,
      .bring {
        margin-top: 0.25rem;
        font-size: 1.125rem;
        line-height: 1.4;
      }
      .bring b {
        font-weight: 600;
      }
      .bring ul,
      .bring li {
        display: inline;
      }
      .bring li:not(:last-child)::after {
        content: ' · ';
      }
      .time {
        text-align: end;
        color: var(--color-text-quiet);
        font-size: 1.0625rem;
        white-space: nowrap;
      }
      .time b {
        display: block;
        font-size: 2.25rem;
        line-height: 1.15;
        color: var(--color-text);
        font-variant-numeric: tabular-nums;
      }
      .standing {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.75rem;
        margin-bottom: 0.375rem;
      }
      .state {
        padding: 0.125rem 0.625rem;
        border: 2px solid var(--color-now);
        border-radius: 1rem;
        color: var(--color-now);
        font-weight: 700;
        font-size: 1rem;
      }
      .state.serving {
        background: var(--color-now);
        color: var(--color-on-now);
      }
      .nobody {
        grid-template-columns: minmax(0, 1fr);
        align-content: center;
        border-style: dashed;
        background: transparent;
      }
      .nobody h2 {
        font-size: 1.75rem;
      }
      .nobody p {
        margin-top: 0.375rem;
        font-size: 1.125rem;
      }
      @media (max-width: 48rem) {
        section {
          grid-template-columns: minmax(0, 1fr);
          padding: 1.25rem;
          min-height: 0;
        }
        .time {
          text-align: start;
          white-space: normal;
        }
        .time b {
          display: inline;
          font-size: 1.5rem;
        }
      }
    `,
  ];

  /** The heading, where focus goes when what had it is gone. */
  get heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h2');
  }

  protected override render() {
    const { ticket, language } = this;
    if (!ticket)
      return html`
        <section class="nobody">
          <h2 tabindex="-1">${say(language, 'staff.nobody-here')}</h2>
          <p class="quiet">${say(language, 'staff.waiting-for-you', { count: this.waitingForDesk })}</p>
        </section>
      `;
    const topic = this.topics.find((topic) => topic.id === ticket.topic);
    const trouble = paperTrouble(ticket.paper);
    return html`
      <section aria-labelledby="visitor">
        <h2 class="big" id="visitor" tabindex="-1">${ticket.number}</h2>
        <div>
          <div class="standing">
            <p class="state ${ticket.state}">${say(language, `staff.${ticket.state}`)}</p>
            ${trouble ? html`<p class="paper">${say(language, ...trouble)}</p>` : nothing}
            <button
              class="more"
              aria-label=${say(language, 'staff.more-about', { number: ticket.number })}
              aria-haspopup="dialog"
              @click=${() => this.dispatchEvent(new CustomEvent('ticket-more', { detail: ticket.number }))}
            >•••</button>
          </div>
          <p class="topic">${topic ? officeText(topic.label, language) : ticket.topic}</p>
          <p class="language">${languageWithOwnName(ticket.language, language)}</p>
          ${topic && topic.bring.length > 0 ? this.#bring(topic.bring) : nothing}
        </div>
        <div class="time">
          ${
            ticket.startedAt === null
              ? html`<b>${stopwatchText(ticket.calledAt, this.now)}</b> ${say(language, 'staff.since-call')}`
              : html`<b>${minutesText(minutesBetween(ticket.startedAt, this.now), language)}</b> ${say(language, 'staff.with-you')}`
          }
          <p>${say(language, 'staff.called-times', { calls: ticket.calls })}</p>
          <p>${say(language, 'staff.waited', { time: minutesText(minutesBetween(ticket.issuedAt, ticket.calledAt), language) })}</p>
        </div>
      </section>
    `;
  }

  #bring(things: DeskView['topics'][number]['bring']) {
    const { language } = this;
    return html`
      <div class="bring">
        <b>${say(language, 'staff.bring')}:</b>
        <ul>
          ${things.map((thing) => html`<li>${officeText(thing, language)}</li>`)}
        </ul>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'visitor-card': VisitorCard;
  }
}
