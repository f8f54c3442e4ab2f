import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import { type FeedSource, HubConnection, type RequestSink } from '#shared/ui/hub-connection.ts';
import { clockText, weekdayText } from '#shared/ui/office-time.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import { ignoreRepeat } from '../elements/desk-action.ts';
import { deskStyles } from '../elements/styles.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import { type DayActEvent, DayActs } from './day-acts.ts';
import './day-agenda.ts';
import './day-desks.ts';
import './day-machines.ts';
import './day-queue.ts';
import './day-says.ts';

type Hub = FeedSource<'day'> & RequestSink & { close?: () => void };

/**
 * The whole day at a glance, for whoever keeps an eye on it: who serves whom, who waits, what is on, what needs
 * somebody; and one press for each thing that changes a day.
 *
 * @fires signed-out - the hub no longer knows who looks
 */
@customElement('day-screen')
export class DayScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private line: { hub: Hub; feed: FeedController<'day'>; acts: DayActs } | null = null;
  @query('.said') private said!: HTMLElement;
  @query('.said button') private undoButton!: HTMLElement | null;
  #isGiven = false;

  static override styles = [
    deskStyles,
    css`
      main {
        display: grid;
        gap: 0.75rem;
        padding: 0.75rem 1.5rem 2rem;
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
      .said {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
        align-items: center;
        min-height: 2.5rem;
        margin-inline-start: auto;
        font-weight: 600;
      }
      .said:focus:not(:focus-visible) {
        outline: none;
      }
      .said.done {
        color: var(--color-now);
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.75rem;
        align-items: start;
      }
      .column {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        min-width: 0;
      }
      .top > div:empty {
        display: none;
      }
      .old {
        filter: grayscale(1);
      }
      .lost {
        flex: 1 1 100%;
        padding: 0.5rem 0.75rem;
        background: var(--color-stale);
        color: var(--color-on-stale);
      }
      @media (max-width: 70rem) {
        .columns {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @media (max-width: 45rem) {
        main {
          padding-inline: 0.75rem;
        }
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** @param given the day's line; left out: one of its own, closed with the screen */
  constructor(given?: Hub) {
    super();
    if (!given) return;
    this.#isGiven = true;
    this.#follow(given);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#isGiven || this.line) return;
    const token = thisComputer.officeKey;
    this.#follow(
      new HubConnection({
        view: 'day',
        ...(this.office ? { office: this.office } : {}),
        ...(token === null ? {} : { token }),
      }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#isGiven) return;
    this.line?.hub.close?.();
    this.line = null;
  }

  #follow(hub: Hub): void {
    this.line = { hub, feed: new FeedController(this, hub), acts: new DayActs(this, hub) };
  }

  protected override updated(): void {
    const { feed } = this.line ?? {};
    const why = feed?.feed.state === 'refused' ? feed.feed.why : null;
    if (why === 'signed-out')
      this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
  }

  protected override render() {
    const { language, line } = this;
    const feed = line?.feed.feed;
    if (!line || !feed || feed.state === 'connecting')
      return html`<main><p role="status">${say(language, 'staff.loading')}</p></main>`;
    if (feed.state === 'refused')
      return html`<main><p role="alert">${say(language, 'staff.day-refused')}</p></main>`;
    const since = feed.state === 'stale' ? feed.since : null;
    return this.#day(feed.snapshot, line.feed.now, since);
  }

  #day(view: Snapshot<'day'>, now: EpochMs, lostSince: EpochMs | null) {
    const { language } = this;
    const { zone, officeName } = view;
    const today = weekdayText(now, zone, language);
    const isOfBody = this.session?.who.kind === 'person' && this.session.who.agency !== null;
    return html`
      <main @day-act=${this.#act}>
        <div class="top">
          <h1>${say(language, 'staff.day-title', { office: officeName, day: today })}</h1>
          <span class="quiet">${clockText(now, zone)}</span>
          <div role="alert">${
            lostSince === null
              ? nothing
              : html`<p class="lost">${say(language, 'staff.hub-lost', {
                  time: clockText(now - (Date.now() - lostSince), zone),
                })}</p>`
          }</div>
          ${this.#saidLast()}
        </div>
        <div class=${lostSince === null ? 'columns' : 'columns old'}>
          <div class="column">
            <day-desks .queue=${view} .now=${now} .zone=${zone} .language=${language}></day-desks>
            ${isOfBody ? nothing : html`<day-says .view=${view} .now=${now} .language=${language}></day-says>`}
          </div>
          <div class="column">
            <day-queue
              .queue=${view}
              .now=${now}
              .languages=${view.languages}
              .language=${language}
              .past=${isOfBody}
            ></day-queue>
          </div>
          <div class="column">
            <day-agenda .view=${view} .now=${now} .language=${language} .ofBody=${isOfBody}></day-agenda>
            ${isOfBody ? nothing : html`<day-machines .view=${view} .now=${now} .language=${language}></day-machines>`}
          </div>
        </div>
      </main>
    `;
  }

  #saidLast() {
    const { language, line } = this;
    const said = line?.acts.said;
    const text = said ? say(language, ...said.sentence) : '';
    return html`
      <div class=${said?.refused ? 'said warning' : 'said done'} tabindex="-1">
        <span role="status">${said && !said.refused ? text : nothing}</span>
        <span role="alert">${said?.refused ? text : nothing}</span>
        ${
          said && said.undo.length > 0
            ? html`<button @keydown=${ignoreRepeat} @click=${() => void this.#undo()}>${say(language, 'staff.undo')}</button>`
            : nothing
        }
      </div>
    `;
  }

  /** What was pressed may be gone when it is done: whoever goes by keys goes on from what was said of it. */
  readonly #act = async (event: Event): Promise<void> => {
    await this.line?.acts.act((event as DayActEvent).act);
    await this.updateComplete;
    (this.undoButton ?? this.said).focus();
  };

  async #undo(): Promise<void> {
    await this.line?.acts.undo();
    await this.updateComplete;
    this.said.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'day-screen': DayScreen;
  }
}
