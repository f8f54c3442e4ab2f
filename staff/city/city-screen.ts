import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import { clockText, momentText } from '#shared/ui/office-time.ts';
import type { CityOffice } from '#shared/views.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { machineLines } from '../day/machine-lines.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { addressOf, type PageName, titleOf } from '../shell/pages.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { LONG_WAIT_MINUTES, minutesBetween, minutesText } from '../waiting-time.ts';

const LOOK_EVERY_MS = 4_000;
/** From here on a picture is old: two answers have not come. */
const OLD_AFTER_MS = 10_000;

/** What the hub told, and when by this computer's own clock. */
type Told = { offices: readonly CityOffice[]; at: number };

/**
 * Her offices beside each other: open or closed, who waits and how long, what needs somebody; and from each the way to
 * its desk and its day. An office stands where it stood, whatever happens there.
 *
 * @fires signed-out - the hub no longer knows who looks
 */
@customElement('city-screen')
export class CityScreen extends LitElement {
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private told: Told | null = null;
  @state() private refused = false;
  #reading = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    deskStyles,
    css`
      main {
        display: grid;
        gap: 0.75rem;
        max-width: 80rem;
        margin-inline: auto;
        padding: 0.75rem 1.5rem 3rem;
        color: var(--color-text);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.25rem 1rem;
      }
      h1 {
        font-size: 1.5rem;
        line-height: 1.2;
      }
      .lost {
        padding: 0.5rem 0.75rem;
        background: var(--color-stale);
        color: var(--color-on-stale);
      }
      .old {
        filter: grayscale(1);
      }
      .offices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr));
        gap: 0.75rem;
        align-items: stretch;
      }
      .offices > li {
        display: grid;
        gap: 0.375rem;
        align-content: start;
        grid-template-rows: auto auto 1fr auto;
        padding: 1rem 1.25rem;
        border-radius: var(--radius-s);
        background: var(--color-card);
        overflow-wrap: anywhere;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 1rem;
      }
      .open {
        color: var(--color-now);
        font-weight: 600;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
        padding-block: 0.25rem;
      }
      dl > div {
        display: flex;
        align-items: baseline;
        gap: 0.375rem;
      }
      dd {
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      .needs > li {
        padding: 0.25rem 0;
      }
      .ways {
        display: flex;
        gap: 0.5rem;
        padding-top: 0.25rem;
      }
      a {
        padding: 0.5rem 0.875rem;
        border: 1px solid var(--color-edge);
        border-radius: 0.375rem;
        color: var(--color-text);
        font-weight: 600;
        text-decoration: none;
      }
      a:hover {
        background: var(--color-paper);
      }
      a:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      @media (max-width: 45rem) {
        main {
          padding-inline: 0.75rem;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#look);
    this.#timer = setInterval(this.#look, LOOK_EVERY_MS);
    this.#tick = setInterval(() => this.requestUpdate(), 1_000);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#look);
    clearInterval(this.#timer);
    clearInterval(this.#tick);
  }

  protected override render() {
    const { language, told } = this;
    if (this.refused)
      return html`<main><p role="alert">${say(language, 'refusal.not-allowed')}</p></main>`;
    if (!told)
      return html`<main><p role="status">${say(language, 'staff.loading-page')}</p></main>`;
    const ageMs = Math.max(0, Date.now() - told.at);
    const isOld = ageMs > OLD_AFTER_MS;
    const { offices } = told;
    // As the names are Swedish: an office does not move when the language is another.
    const sorted = offices.toSorted((one, other) =>
      one.officeName.localeCompare(other.officeName, 'sv'),
    );
    return html`
      <main>
        <div class="top">
          <h1>${say(language, 'staff.page-city')}</h1>
          <span class="quiet">${say(language, 'staff.city-summary', {
            open: offices.filter(({ opening }) => opening.open).length,
            count: offices.length,
            waiting: offices.reduce((sum, { waiting }) => sum + waiting, 0),
          })}</span>
        </div>
        <div role="alert">${isOld ? this.#lost(told) : nothing}</div>
        ${isOld ? html`<p>${say(language, 'staff.city-age', { age: ageText(ageMs, language) })}</p>` : nothing}
        <ul class=${isOld ? 'offices old' : 'offices'}>
          ${repeat(
            sorted,
            ({ office }) => office,
            (office) => this.#office(office, office.at + ageMs),
          )}
        </ul>
      </main>
    `;
  }

  /** The same words for as long as it lasts: so it is read aloud once. */
  #lost({ offices: [first], at }: Told) {
    const time = first ? clockText(first.at, first.zone) : clockText(at, 'UTC');
    return html`<p class="lost">${say(this.language, 'staff.city-lost', { time })}</p>`;
  }

  #office(office: CityOffice, now: EpochMs) {
    const { language } = this;
    const { officeName, waiting, oldestSince, desks, unserved } = office;
    const minutes = oldestSince === null ? null : minutesBetween(oldestSince, now);
    const inNeed = machineLines(office, now, language).filter(
      ({ standing }) => standing === 'needs',
    );
    return html`
      <li>
        <div class="head">
          <h2>${officeName}</h2>
          ${this.#opening(office, now)}
        </div>
        <dl>
          <div><dt>${say(language, 'staff.day-waiting')}</dt><dd>${waiting}</dd></div>
          ${
            minutes === null
              ? nothing
              : html`<div>
                  <dt>${say(language, 'staff.city-longest')}</dt>
                  <dd class=${minutes >= LONG_WAIT_MINUTES ? 'warning' : ''}>${minutesText(minutes, language)}</dd>
                </div>`
          }
          <div>
            <dt>${say(language, 'staff.city-desks')}</dt>
            <dd>${say(language, 'staff.city-desks-of', desks)}</dd>
          </div>
        </dl>
        ${
          unserved === 0 && inNeed.length === 0
            ? html`<p class="quiet">${say(language, 'staff.city-well')}</p>`
            : html`<ul class="needs warning">
                ${unserved > 0 ? html`<li>${say(language, 'staff.city-unserved', { count: unserved })}</li>` : nothing}
                ${inNeed.map(
                  ({ name, says }) =>
                    html`<li>${typeof name === 'string' ? name : officeText(name, language)}: ${say(language, ...says)}</li>`,
                )}
              </ul>`
        }
        <div class="ways">${this.#way('desk', office)} ${this.#way('day', office)}</div>
      </li>
    `;
  }

  #opening({ opening, zone }: CityOffice, now: EpochMs) {
    const { language } = this;
    const at = (instant: EpochMs) => ({ time: momentText(instant, now, zone, language) });
    if (opening.open)
      return html`<span class="open">${say(language, 'staff.open-until', at(opening.closesAt))}</span>`;
    return html`<span class="quiet">${
      opening.opensAt === null
        ? say(language, 'staff.closed')
        : say(language, 'staff.closed-until', at(opening.opensAt))
    }</span>`;
  }

  #way(page: PageName, { office, officeName }: CityOffice) {
    const title = say(this.language, titleOf(page));
    return html`<a href=${addressOf(page, office)} aria-label=${`${title}, ${officeName}`}>${title}</a>`;
  }

  readonly #look = (): void => {
    if (document.visibilityState === 'hidden' || this.#reading) return;
    this.#reading = true;
    void read<readonly CityOffice[]>('/city').then((reply) => {
      this.#reading = false;
      if (reply.ok) this.told = { offices: reply.answer, at: Date.now() };
      else if (reply.code === 'not-allowed') this.refused = true;
      else if (reply.code !== 'hub-unavailable')
        this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
    });
  };
}

/** '20 s', '3 min'. */
const ageText = (ageMs: number, language: ConsoleLanguage): string =>
  ageMs < 60_000
    ? say(language, 'staff.city-seconds', { seconds: Math.floor(ageMs / 1_000) })
    : minutesText(Math.floor(ageMs / 60_000), language);

declare global {
  interface HTMLElementTagNameMap {
    'city-screen': CityScreen;
  }
}
