import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { timeText } from '#shared/ui/office-time.ts';
import type { DayQueue } from '#shared/views.ts';
import { type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { languageText, officeText } from '../office-words.ts';
import { minutesBetween, minutesText } from '../waiting-time.ts';
import { dayStyles } from './day-styles.ts';

/** Who serves whom: each desk with its people, the ticket there, what it is about and since when. */
@customElement('day-desks')
export class DayDesks extends LitElement {
  @property({ attribute: false }) queue!: DayQueue;
  @property({ attribute: false }) now: EpochMs = 0;
  @property() zone = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    dayStyles,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(4.5rem, 1fr) minmax(0, 2.5fr) 4.5rem;
      }
      .number {
        font-size: 1.25rem;
      }
      .time {
        text-align: end;
      }
      small {
        display: block;
        font-size: 0.9375rem;
      }
      @media (max-width: 30rem) {
        li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        li > .ticket {
          grid-column: 1 / -1;
          grid-row: 2;
        }
      }
    `,
  ];

  protected override render() {
    const { queue, language } = this;
    const open = queue.desks.filter((desk) => desk.open).length;
    return html`
      <section aria-labelledby="desks">
        <header>
          <h2 id="desks">${say(language, 'staff.day-desks')}</h2>
          <span class="quiet">${say(language, 'staff.day-with-desk', { count: open })}</span>
        </header>
        <ul>
          ${queue.desks.map((desk) => this.#row(desk))}
        </ul>
      </section>
    `;
  }

  #row(desk: DayQueue['desks'][number]) {
    const { language } = this;
    const { name, open, people, ticket } = desk;
    return html`
      <li>
        <div>
          <strong>${officeText(name, language)}</strong>
          ${people.length > 0 ? html`<small class="quiet">${people.join(', ')}</small>` : nothing}
        </div>
        <div class="ticket">
          ${
            ticket
              ? this.#ticket(ticket)
              : html`<span class="quiet">${say(language, open ? 'staff.day-desk-free' : 'staff.day-desk-closed')}</span>`
          }
        </div>
        <span class="time">
          ${ticket ? minutesText(minutesBetween(ticket.since, this.now), language) : nothing}
        </span>
      </li>
    `;
  }

  #ticket(ticket: NonNullable<DayQueue['desks'][number]['ticket']>) {
    const { language, zone, queue } = this;
    const topic = queue.topics.find(({ id }) => id === ticket.topic);
    const time = timeText(ticket.since, zone, language);
    return html`
      <span class="number">${ticket.number}</span>
      ${topic ? textIn(topic.label, language).text : ticket.topic}
      <small class="quiet">${say(
        language,
        ticket.state === 'called' ? 'staff.day-called-since' : 'staff.day-serving-since',
        { time },
      )} · ${languageText(ticket.language, language)}</small>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'day-desks': DayDesks;
  }
}
