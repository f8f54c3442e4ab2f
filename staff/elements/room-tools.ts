import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import { timeText } from '#shared/ui/office-time.ts';
import type { DeskView } from '#shared/views.ts';
import { type EpochMs, type Language, type PlaceId, textIn } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import { ignoreRepeat } from './desk-action.ts';
import { deskStyles } from './styles.ts';

type Place = DeskView['places'][number];

/** What shall become of a place. */
export type PlaceChoice =
  | { what: 'lend' | 'return'; place: PlaceId }
  | { what: 'book'; place: PlaceId; from: EpochMs; until: EpochMs }
  | { what: 'unbook'; place: PlaceId; from: EpochMs };

/** How long a talk in the inner room usually takes. */
const TALKS_MINUTES = [30, 60] as const;
const MINUTE_MS = 60_000;

/**
 * What is lent and counted in the room: prints, computer places, and the inner room, booked for a talk from now on.
 *
 * @fires print-counted
 * @fires place-choice - detail: PlaceChoice
 */
@customElement('room-tools')
export class RoomTools extends LitElement {
  @property({ attribute: false }) places: DeskView['places'] = [];
  /** How many prints have been counted today; null: this desk is not told. */
  @property({ attribute: false }) prints: number | null = null;
  @property({ type: Number }) now: EpochMs = 0;
  /** IANA zone of the office. */
  @property() zone = '';
  /** Why nothing can be changed now, as a sentence; empty when it can. */
  @property() reason = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr));
        gap: 0 1.5rem;
        margin-top: 0.5rem;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 0.75rem;
        padding: 0.375rem 0;
        border-top: 1px solid var(--color-line);
      }
      .what {
        flex: 1 1 7rem;
        line-height: 1.25;
      }
      .what small {
        display: block;
        font-size: 0.9375rem;
      }
      .taken small {
        color: var(--color-text);
        font-weight: 600;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${say(language, 'staff.room-tools')}</h2>
        <ul>
          <li>
            <span class="what">
              ${say(language, 'staff.prints')}
              ${this.prints === null ? nothing : html`<small class="quiet">${say(language, 'staff.prints-so-far', { count: this.prints })}</small>`}
            </span>
            ${this.#button(say(language, 'staff.print-count'), null, () => this.dispatchEvent(new CustomEvent('print-counted')))}
          </li>
          ${repeat(
            this.places,
            ({ id }) => id,
            (place) => (place.kind === 'computer' ? this.#computer(place) : this.#room(place)),
          )}
        </ul>
        <span id="reason" class="unseen">${this.reason}</span>
      </section>
    `;
  }

  #computer(place: Place) {
    const { language, zone } = this;
    const { id, name, lentAt, lentToday } = place;
    const named = { place: textIn(name, language).text };
    const what = lentAt === null ? 'lend' : 'return';
    return html`<li>
      <span class=${lentAt === null ? 'what' : 'what taken'}>
        ${officeText(name, language)}
        <small class="quiet">${
          lentAt === null
            ? say(language, 'staff.places-today', { count: lentToday })
            : say(language, 'staff.place-lent', { time: timeText(lentAt, zone, language) })
        }</small>
      </span>
      ${this.#button(say(language, `staff.place-${what}`), say(language, `staff.place-${what}-of`, named), () => this.#choose({ what, place: id }))}
    </li>`;
  }

  /** Booked from this moment; a talk agreed upon for later has no place here. */
  #room(place: Place) {
    const { language, now } = this;
    const { id, name, booked } = place;
    const named = textIn(name, language).text;
    const to = [...booked].filter(({ until }) => until > now);
    const taken = to.find(({ from }) => from <= now);
    const freeUntil = Math.min(...to.map(({ from }) => from));
    return html`<li>
      <span class=${taken ? 'what taken' : 'what'}>
        ${officeText(name, language)}
        ${to.length === 0 ? html`<small class="quiet">${say(language, 'staff.place-free')}</small>` : nothing}
        ${to.map((span) => html`<small class="quiet">${this.#span(span)}</small>`)}
      </span>
      <span class="buttons">
        ${
          taken
            ? this.#button(
                say(language, 'staff.room-unbook'),
                say(language, 'staff.room-unbook-of', { place: named, ...this.#times(taken) }),
                () => this.#choose({ what: 'unbook', place: id, from: taken.from }),
              )
            : TALKS_MINUTES.filter((minutes) => now + minutes * MINUTE_MS <= freeUntil).map(
                (minutes) =>
                  this.#button(
                    say(language, 'staff.room-book', { minutes }),
                    say(language, 'staff.room-book-of', { place: named, minutes }),
                    () =>
                      this.#choose({
                        what: 'book',
                        place: id,
                        from: now,
                        until: now + minutes * MINUTE_MS,
                      }),
                  ),
              )
        }
      </span>
    </li>`;
  }

  #span(span: Place['booked'][number]): string {
    const times = this.#times(span);
    return span.from <= this.now
      ? say(this.language, 'staff.room-now', times)
      : say(this.language, 'staff.room-booked', times);
  }

  #times({ from, until }: Place['booked'][number]) {
    const { zone, language } = this;
    return { from: timeText(from, zone, language), until: timeText(until, zone, language) };
  }

  #button(words: string, whole: string | null, press: () => void) {
    return html`<button
      aria-label=${whole ?? nothing}
      aria-disabled=${this.reason ? 'true' : nothing}
      aria-describedby=${this.reason ? 'reason' : nothing}
      @keydown=${ignoreRepeat}
      @click=${press}
    >${words}</button>`;
  }

  #choose(choice: PlaceChoice): void {
    this.dispatchEvent(new CustomEvent('place-choice', { detail: choice }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'room-tools': RoomTools;
  }
}
