import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import type { Reply } from '#shared/protocol.ts';
import { capitalised, clockText, weekdayText } from '#shared/ui/office-time.ts';
import type { ReplayDay, ReplayQueue, Snapshot } from '#shared/views.ts';
import type { EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import '../window-frame.ts';
import './day-desks.ts';
import './day-queue.ts';
import { dayStyles } from './day-styles.ts';
import { callFrom, countBy, SPEEDS, type Speed, spanOf } from './replay-time.ts';

/** What is shown of one moment: all of it of the same one. */
type Shown = {
  at: EpochMs;
  board: Snapshot<'board'>;
  queue: ReplayQueue;
  programme: Programme;
};

const TICK_MS = 500;
/** One step of the scrubber by a key. */
const STEP_MS = 15_000;

/**
 * A day as it was: the window in a frame and the queue beside it, at whatever moment the scrubber stands. Says all
 * the time that it is the past.
 *
 * @fires signed-out - the hub no longer knows who looks
 */
@customElement('replay-screen')
export class ReplayScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';

  @state() private days: readonly LocalDate[] | null = null;
  @state() private day: ReplayDay | null = null;
  /** Where the scrubber stands. */
  @state() private at: EpochMs = 0;
  @state() private shown: Shown | null = null;
  @state() private playing = false;
  @state() private speed: Speed = 10;
  @state() private failed = false;
  #tick: ReturnType<typeof setInterval> | undefined;
  #isFetching = false;

  static override styles = [
    deskStyles,
    dayStyles,
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
        gap: 0.5rem 1.5rem;
        align-items: center;
      }
      h1 {
        font-size: 1.5rem;
      }
      .past {
        padding: 0.375rem 0.75rem;
        border-radius: 0.375rem;
        background: var(--color-stale);
        color: var(--color-on-stale);
        font-weight: 700;
      }
      .top label {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      .scrubber {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.5rem 1rem;
        align-items: center;
        padding: 0.75rem 1rem;
        border-radius: var(--radius-s);
        background: var(--color-card);
      }
      output {
        font-size: 1.75rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      input[type='range'] {
        width: 100%;
        padding: 0;
        accent-color: var(--color-chosen);
        border: 0;
        background: transparent;
      }
      .controls {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
      .controls .quiet {
        margin-inline-start: auto;
      }
      fieldset {
        display: flex;
        gap: 0.75rem;
        align-items: center;
        margin: 0;
        padding: 0;
        border: 0;
      }
      fieldset label {
        display: flex;
        gap: 0.25rem;
        align-items: center;
        min-height: 2.5rem;
      }
      legend {
        float: inline-start;
        padding: 0;
        margin-inline-end: 0.75rem;
      }
      .then {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        gap: 0.75rem;
        align-items: start;
      }
      .beside {
        display: grid;
        gap: 0.75rem;
        min-width: 0;
      }
      h2 {
        margin-bottom: 0.375rem;
      }
      @media (max-width: 60rem) {
        .then {
          grid-template-columns: minmax(0, 1fr);
        }
        main {
          padding-inline: 0.75rem;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#findDays();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render() {
    const { language, days, day } = this;
    return html`
      <main>
        <div class="top">
          <h1>${say(language, 'staff.replay')}</h1>
          ${days && days.length > 0 ? this.#choice(days) : nothing}
          <p class="past">${say(language, 'staff.replay-past')}</p>
        </div>
        ${this.failed ? this.#failure() : nothing}
        ${days === null && !this.failed ? html`<p role="status">${say(language, 'staff.loading')}</p>` : nothing}
        ${days?.length === 0 ? html`<p>${say(language, 'staff.replay-none')}</p>` : nothing}
        ${day ? this.#whole(day) : nothing}
      </main>
    `;
  }

  #failure() {
    const { language } = this;
    return html`<p role="alert" class="warning">
      ${say(language, 'staff.replay-cannot')}
      <button @click=${() => void this.#findDays()}>${say(language, 'staff.replay-again')}</button>
    </p>`;
  }

  #choice(days: readonly LocalDate[]) {
    const { language } = this;
    return html`<label>
      ${say(language, 'staff.replay-day')}
      <select
        @change=${({ target }: Event) =>
          void this.#choose((target as HTMLSelectElement).value as LocalDate)}
      >
        ${days.map((day) => html`<option value=${day} ?selected=${day === this.day?.day}>${dayName(day, language)}</option>`)}
      </select>
    </label>`;
  }

  #whole(day: ReplayDay) {
    const { language, at, shown } = this;
    const zone = shown?.queue.zone ?? 'UTC';
    const time = shown ? clockText(shown.at, zone) : '';
    return html`
      ${this.#scrubber(day, zone)}
      ${
        shown
          ? html`<div class="then">
              <div>
                <h2>${say(language, 'staff.replay-window', { time })}</h2>
                <window-frame
                  .board=${shown.board}
                  .programme=${shown.programme}
                  .at=${shown.at}
                  .language=${language}
                ></window-frame>
              </div>
              <div class="beside">
                <h2 class="unseen">${say(language, 'staff.replay-queue', { time })}</h2>
                <day-desks .queue=${shown.queue} .now=${shown.at} .zone=${zone} .language=${language}></day-desks>
                <day-queue .queue=${shown.queue} .now=${shown.at} .language=${language} past></day-queue>
              </div>
            </div>`
          : at > 0
            ? html`<p role="status">${say(language, 'staff.loading')}</p>`
            : nothing
      }
    `;
  }

  #scrubber(day: ReplayDay, zone: string) {
    const { language, at, playing } = this;
    const { from, until } = spanOf(day.moments, day);
    const time = secondsText(at, zone);
    return html`
      <div class="scrubber" role="group" aria-label=${say(language, 'staff.replay-time')}>
        <output for="time">${time}</output>
        <input
          id="time"
          type="range"
          aria-label=${say(language, 'staff.replay-time')}
          aria-valuetext=${time}
          min=${from}
          max=${until}
          step=${STEP_MS}
          .value=${String(at)}
          @input=${({ target }: Event) => this.#moveTo(Number((target as HTMLInputElement).value))}
        />
        <div class="controls">
          <button @click=${() => this.#jump('before')}>${say(language, 'staff.replay-call-before')}</button>
          <button class="first" @click=${() => (playing ? this.#stop() : this.#play())}>${say(
            language,
            playing ? 'staff.replay-pause' : 'staff.replay-play',
          )}</button>
          <button @click=${() => this.#jump('after')}>${say(language, 'staff.replay-call-after')}</button>
          <fieldset>
            <legend>${say(language, 'staff.replay-speed')}</legend>
            ${SPEEDS.map(
              (times) => html`<label><input
                type="radio"
                name="speed"
                value=${times}
                .checked=${times === this.speed}
                @change=${() => {
                  this.speed = times;
                }}
              />${say(language, 'staff.replay-speed-of', { times })}</label>`,
            )}
          </fieldset>
          <span class="quiet">${say(language, 'staff.replay-events', {
            count: countBy(day.moments, at),
            time: clockText(at, zone),
          })}</span>
        </div>
      </div>
    `;
  }

  // Where one is

  #moveTo(at: EpochMs): void {
    this.at = at;
    void this.#fetch();
  }

  #jump(direction: 'before' | 'after'): void {
    const call = this.day && callFrom(this.day.moments, this.at, direction);
    if (call !== null) this.#moveTo(call);
  }

  #play(): void {
    this.playing = true;
    this.#tick = setInterval(() => {
      if (!this.day) return;
      const { until } = spanOf(this.day.moments, this.day);
      const next = this.at + TICK_MS * this.speed;
      this.#moveTo(Math.min(next, until));
      if (next >= until) this.#stop();
    }, TICK_MS);
  }

  #stop(): void {
    this.playing = false;
    clearInterval(this.#tick);
  }

  // What was then

  async #findDays(): Promise<void> {
    this.failed = false;
    const found = this.#heard(await read<{ days: LocalDate[] }>(this.#path('')));
    if (!found) return;
    this.days = found.days;
    const [newest] = found.days;
    if (newest) await this.#choose(newest);
  }

  async #choose(day: LocalDate): Promise<void> {
    this.#stop();
    const found = this.#heard(await read<ReplayDay>(this.#path(`?day=${day}`)));
    if (!found) return;
    this.day = found;
    this.shown = null;
    const last = found.moments.filter(({ version }) => version > 0).at(-1);
    this.#moveTo(last?.at ?? found.startsAt);
  }

  /** One moment after the other: what the scrubber passed meanwhile is not asked for. */
  async #fetch(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.isConnected && this.day && this.shown?.at !== this.at) {
        const { at } = this;
        const shown = await this.#momentOf(this.day.day, at);
        if (!shown) return;
        this.shown = shown;
      }
    } finally {
      this.#isFetching = false;
    }
  }

  async #momentOf(day: LocalDate, at: EpochMs): Promise<Shown | null> {
    const moment = `?day=${day}&at=${at}`;
    const [boardSaid, queueSaid] = await Promise.all([
      read<Snapshot<'board'>>(this.#path(`/board${moment}`)),
      read<ReplayQueue>(this.#path(`/queue${moment}`)),
    ]);
    const board = this.#heard(boardSaid);
    const queue = this.#heard(queueSaid);
    if (!board || !queue) return null;
    const isSame = this.shown?.programme.revision === board.programme;
    const programme = isSame
      ? this.shown?.programme
      : this.#heard(await read<Programme>(this.#path(`/programme${moment}`)));
    return programme ? { at, board, queue, programme } : null;
  }

  #path(rest: string): string {
    return `/offices/${this.office}/replay${rest}`;
  }

  #heard<Answer>(reply: Reply<Answer>): Answer | null {
    if (reply.ok) return reply.answer;
    if (reply.code === 'signed-out')
      this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
    this.failed = true;
    this.#stop();
    return null;
  }
}

const secondsText = (at: EpochMs, zone: string): string =>
  `${clockText(at, zone)}:${String(Math.floor(at / 1_000) % 60).padStart(2, '0')}`;

/** 'Tisdag 2026-11-24' */
const dayName = (day: LocalDate, language: ConsoleLanguage): string =>
  `${capitalised(weekdayText(Date.parse(`${day}T12:00:00Z`), 'UTC', language))} ${day}`;

declare global {
  interface HTMLElementTagNameMap {
    'replay-screen': ReplayScreen;
  }
}
