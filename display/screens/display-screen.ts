import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Board, ConnectRefusal, Snapshot } from '#shared/protocol.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import type { FeedSource } from '#shared/ui/hub-connection.ts';
import { clockText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { agendaPages, type MeasureWidth } from '../agenda-pages.ts';
import { darken, darkSpotlight, follow, type Spotlight } from '../call-spotlight.ts';
import { Chime } from '../chime.ts';
import { saySecond } from '../elements/second-text.ts';
import { houseAt, openingAt } from '../opening.ts';
import { turnAt } from '../rotation.ts';
import { keepSounded, recallSounded } from '../sounded-calls.ts';
import { widthsIn } from '../text-width.ts';
import '../elements/call-board.ts';
import '../elements/closed-board.ts';
import '../elements/opening-foot.ts';
import '../elements/visits-panel.ts';

/** What stands beside Swedish, in turn. A language joins when its catalog has been written. */
const SECOND_LANGUAGES: readonly [Language, ...Language[]] = ['en'];

/** So long are old numbers worth something to somebody who remembers them; then words stand in their place. */
const NUMBERS_LOST_AFTER_MS = 60_000;

/** Any of these, anywhere on the page, lets a browser play that had not let the window sound. */
const PRESSES = ['pointerdown', 'keydown'] as const;

/** Room for text, in units of the window, as the stylesheet below divides it. */
const LAYOUTS = {
  landscape: {
    agenda: { width: 1048, height: 788 },
    board: { width: 680, height: 1080 },
  },
  portrait: {
    agenda: { width: 984, height: 660 },
    board: { width: 984, height: 968 },
  },
} as const;

/** The whole window. Made by main.ts with `new`, which is how it gets its line to the hub. */
@customElement('display-screen')
export class DisplayScreen extends LitElement {
  readonly #source: FeedController<'board'>;
  readonly #portrait = matchMedia('(orientation: portrait)');
  #chime: Chime | undefined;
  #spotlight: Spotlight = { ...darkSpotlight, ...recallSounded() };
  #measure: MeasureWidth = () => 0;

  constructor(source: FeedSource<'board'>) {
    super();
    this.#source = new FeedController(this, source);
  }

  static override styles = css`
    :host {
      display: grid;
      grid-template: "agenda board" 1fr "foot board" auto / minmax(0, 1fr) calc(776 * var(--window-unit));
      height: 100vh;
      overflow: clip;
      background: var(--color-paper);
      color: var(--color-text);
    }
    main {
      grid-area: agenda;
      min-height: 0;
    }
    aside {
      grid-area: board;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    footer {
      grid-area: foot;
    }
    .alone {
      grid-area: 1 / 1 / -1 / -1;
      padding: calc(72 * var(--window-unit));
      align-self: center;
    }
    .alone div > * {
      display: block;
      margin: 0;
      font-size: var(--window-near);
      line-height: 1.3;
      color: var(--color-text-quiet);
    }
    .alone h1 {
      font-size: var(--window-read);
      line-height: 1.1;
      color: var(--color-text);
    }
    .alone p {
      margin-top: calc(32 * var(--window-unit));
      font-size: var(--window-label);
      color: var(--color-text);
    }

    @media (orientation: portrait) {
      :host {
        grid-template:
          "board" calc(968 * var(--window-unit)) "agenda" 1fr "foot" auto
          / minmax(0, 1fr);
      }
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#chime = new Chime(this.#redraw);
    for (const press of PRESSES) window.addEventListener(press, this.#allowSound);
    this.#portrait.addEventListener('change', this.#redraw);
    document.fonts.addEventListener('loadingdone', this.#remeasure);
    this.#remeasure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#portrait.removeEventListener('change', this.#redraw);
    document.fonts.removeEventListener('loadingdone', this.#remeasure);
    for (const press of PRESSES) window.removeEventListener(press, this.#allowSound);
    void this.#chime?.close();
  }

  readonly #allowSound = (): void => {
    if (this.#chime?.blocked) void this.#chime.allow();
  };

  readonly #redraw = (): void => this.requestUpdate();

  /** Widths are another face's until the fonts have come; a new function makes every element measure again. */
  readonly #remeasure = (): void => {
    this.#measure = widthsIn(this);
    this.requestUpdate();
  };

  override willUpdate(): void {
    const { feed, now } = this.#source;
    const before = this.#spotlight.showing;
    this.#spotlight =
      feed.state === 'live'
        ? follow(this.#spotlight, feed.snapshot, now)
        : darken(this.#spotlight, now);
    const { showing, counting } = this.#spotlight;
    if (showing && showing !== before) {
      this.#chime?.sound();
      keepSounded({ counting, met: showing.call.id });
    }
    this.classList.toggle('night', 'snapshot' in feed && houseAt(feed.snapshot, now) === 'night');
  }

  protected override render() {
    const { feed } = this.#source;
    switch (feed.state) {
      case 'connecting':
        return this.#alone('display.starting');
      case 'refused':
        return this.#alone('display.refused', feed.why);
      case 'live':
        return this.#window(feed.snapshot, null);
      case 'stale':
        // `since` is device time, and only a length is told from it.
        return this.#window(feed.snapshot, Date.now() - feed.since);
      default:
        return feed satisfies never;
    }
  }

  /** @param silentForMs null while the hub is heard. */
  #window(board: Snapshot<'board'>, silentForMs: number | null) {
    const { now } = this.#source;
    const layout = LAYOUTS[this.#portrait.matches ? 'portrait' : 'landscape'];
    const opening = openingAt(board, now);
    const house = houseAt(board, now);
    const { zone } = board;
    // A page never turns under a call: what is read beside it stands still.
    const turningAt = this.#spotlight.showing?.since ?? now;
    const pages = agendaPages(board, now, layout.agenda, SECOND_LANGUAGES, this.#measure);
    const { page, second } = turnAt(turningAt, pages.length, SECOND_LANGUAGES);
    return html`
      <main>
        <visits-panel
          .page=${pages[page] ?? null}
          .pageNumber=${page + 1}
          .pageCount=${pages.length}
          .open=${opening.open}
          .now=${now}
          .zone=${zone}
          .second=${second}
        ></visits-panel>
      </main>
      <aside>
        ${
          house === 'night'
            ? html`<closed-board
              .opensAt=${opening.open ? null : opening.opensAt}
              .hours=${board.hours}
              .now=${now}
              .zone=${zone}
              .second=${second}
              .box=${layout.board}
              .measure=${this.#measure}
            ></closed-board>`
            : this.#queue(board, silentForMs, second, layout.board)
        }
      </aside>
      <footer>
        <opening-foot
          .now=${now}
          .zone=${zone}
          .opening=${opening}
          .lastVisits=${house === 'last-visits'}
          .officeName=${board.officeName}
          .second=${second}
        ></opening-foot>
      </footer>
    `;
  }

  #queue(
    { calls, waiting, at, zone }: Board & { at: EpochMs },
    silentForMs: number | null,
    second: Language,
    box: { width: number; height: number },
  ) {
    return html`<call-board
      .showing=${this.#spotlight.showing?.call ?? null}
      .calls=${calls}
      .waiting=${waiting}
      .updatedAt=${silentForMs === null ? null : clockText(at, zone)}
      .lost=${silentForMs !== null && silentForMs >= NUMBERS_LOST_AFTER_MS}
      .soundless=${this.#chime?.blocked ?? false}
      .second=${second}
      .box=${box}
      .measure=${this.#measure}
    ></call-board>`;
  }

  /** Before the hub has spoken there is no clock, no door and no queue to tell of. */
  #alone(title: 'display.starting' | 'display.refused', why?: ConnectRefusal) {
    const [second] = SECOND_LANGUAGES;
    return html`
      <main class="alone">
        <div role="status">
        <h1>${say('sv', title)}</h1>
        ${saySecond(second, title)}
        <p>${say('sv', 'display.ask-reception')}</p>
        ${saySecond(second, 'display.ask-reception')}
        ${why ? html`<p>${say('sv', 'display.refused-why', { why })}</p>` : nothing}
        </div>
      </main>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'display-screen': DisplayScreen;
  }
}
