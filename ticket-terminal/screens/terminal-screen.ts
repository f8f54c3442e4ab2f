import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { languageOf } from '#shared/languages/texts.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import {
  type Feed,
  type FeedSource,
  type RequestSink,
  randomId,
} from '#shared/ui/hub-connection.ts';
import { clockText, timeText } from '#shared/ui/office-time.ts';
import { type EpochMs, LANGUAGES, type Language } from '#shared/vocabulary.ts';
import '../elements/action-bar.ts';
import { marked } from '../elements/marked.ts';
import type { PressedEvent } from '../elements/pressed-event.ts';
import { StepElement } from '../elements/step-element.ts';
import '../elements/still-there.ts';
import {
  type Controls,
  controlsAt,
  type DeviceMs,
  type Input,
  next,
  type Patience,
  type Session,
  type Step,
  startSession,
  type Waiting,
  waitingFor,
} from '../flow.ts';
import { isEcho, type MadePress } from '../press-guard.ts';
import { type Words, words } from '../words.ts';
import { type Panel, panelOf } from './panel.ts';

/** The whole terminal. Made by main.ts with `new`, which is how it gets its line to the hub. */
@customElement('terminal-screen')
export class TerminalScreen extends LitElement {
  readonly #feed: FeedController<'terminal'>;
  readonly #hub: RequestSink;
  readonly #patience: Patience;
  #session: Session = startSession(performance.now());
  #waiting: Waiting = { state: 'not-counting' };
  #panel: Panel | null = null;
  #viewed: unknown;
  #lastPress: MadePress | null = null;
  /** Since when the hub is out of reach. */
  #awaySince: DeviceMs | null = null;
  /** What is on the screen. */
  #told: Feed<'terminal'> = { state: 'connecting' };

  constructor(hub: FeedSource<'terminal'> & RequestSink, patience: Patience) {
    super();
    this.#feed = new FeedController(this, hub);
    this.#hub = hub;
    this.#patience = patience;
    this.addEventListener('pressed', (event) => this.#pressed(event));
    this.addEventListener('pointerdown', () => this.#stay());
    this.addEventListener('keydown', () => this.#stay());
  }

  static override styles = css`
    :host {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto;
      height: 100vh;
      height: 100dvh;
      overflow: hidden;
      font-family: var(--sans);
      color: var(--color-text);
      background: var(--color-paper);
    }
    :host([ground='deep']) {
      color: var(--color-on-deep);
      background: var(--color-deep);
    }
    :host([ground='takeover']) {
      background: var(--color-takeover);
    }
    :host([ground='takeover']) :is(header, header b, main) {
      --color-text: var(--color-on-takeover);
      --color-text-quiet: var(--color-on-takeover);
      --color-now: var(--color-on-takeover);
      --color-line: var(--color-on-takeover);
      color: var(--color-on-takeover);
    }
    :host(:not([ground='paper'])) {
      --bar-ground: var(--color-deep-lowered);
    }
    header {
      display: grid;
      grid-template: 'office clock' 'until trial' / minmax(0, 1fr) auto;
      align-content: end;
      gap: 0.25rem 2rem;
      box-sizing: border-box;
      height: var(--header);
      padding: 0 4.5rem 1.5rem;
      font-size: 2.25rem;
      line-height: 1.3;
      white-space: nowrap;
      color: var(--color-text-quiet);
    }
    :host([ground='deep']) header {
      color: var(--color-on-deep-quiet);
    }
    .office {
      grid-area: office;
    }
    .until {
      grid-area: until;
    }
    .trial {
      grid-area: trial;
      padding: 0 1rem;
      border: 0.1875rem solid currentColor;
      border-radius: var(--radius-s);
    }
    b {
      grid-area: clock;
      justify-self: end;
      color: var(--color-text);
      font-variant-numeric: tabular-nums;
    }
    :host([ground='deep']) b {
      color: var(--color-on-deep);
    }
    main {
      min-height: 0;
      overflow: hidden;
    }
    .spoken {
      position: absolute;
      width: 1px;
      height: 1px;
      margin: 0;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    @media (orientation: landscape) {
      header {
        grid-template: 'office trial until clock' / auto 1fr auto auto;
        padding-bottom: 1rem;
      }
      .trial {
        justify-self: start;
      }
    }
  `;

  /** What the feed and the passing seconds do to the visitor's way is decided before it is drawn. */
  protected override willUpdate(): void {
    const at = performance.now();
    const feed = this.#toldAt(at);
    this.#told = feed;
    if (feed.state === 'live' && feed.snapshot !== this.#viewed) {
      this.#viewed = feed.snapshot;
      this.#session = next(this.#session, { type: 'viewed', view: feed.snapshot, at });
    }
    if (feed.state === 'stale') this.#session = next(this.#session, { type: 'hub-lost', at });
    this.#session = next(this.#session, { type: 'time-passed', at }, this.#patience);
    this.#waiting = waitingFor(this.#session, at, this.#patience);
    const before = this.#panel;
    this.#panel = panelOf(this.#session, feed, this.#feed.now, this.#waiting);
    this.#mark(this.#panel);
    if (before && before.key !== this.#panel.key) this.#focusStep();
  }

  /** A hub that is soon back, or another in its place: what stands there is not taken away for a moment. */
  #toldAt(at: DeviceMs): Feed<'terminal'> {
    const { feed } = this.#feed;
    if (feed.state !== 'stale') {
      this.#awaySince = null;
      return feed;
    }
    this.#awaySince ??= at;
    return at - this.#awaySince < this.#patience.beforeLostMs
      ? { state: 'live', snapshot: feed.snapshot }
      : feed;
  }

  protected override render() {
    const panel = this.#panel;
    if (!panel) return nothing; // never: willUpdate() runs first
    const { largerText } = this.#session;
    const language = this.#language(panel);
    return html`
      ${this.#header(language)}
      <main>${keyed(panel.key, panel.drawn)}</main>
      <action-bar
        .language=${language}
        .controls=${panel.instead ? ONLY_LARGER : controlsAt(this.#session)}
        ?larger=${largerText}
      ></action-bar>
      <p class="spoken" role="status" aria-atomic="false">${panel.status.map((told) => spoken(told, language))}</p>
      ${
        this.#waiting.state === 'warning' && !panel.instead
          ? html`<still-there .language=${language} .secondsLeft=${this.#waiting.secondsLeft}></still-there>`
          : nothing
      }
    `;
  }

  #header(language: Language) {
    const feed = this.#told;
    const { now } = this.#feed;
    if (!('snapshot' in feed)) return html`<header></header>`;
    const { officeName, zone, opening, trial } = feed.snapshot;
    return html`<header>
      <span class="office" lang="sv"><bdi dir="ltr">${officeName}</bdi></span>
      ${trial ? html`<span class="trial">${marked(words(language, 'terminal.trial'), language)}</span>` : nothing}
      <span class="until">${feed.state === 'live' && opening.open && this.#panel?.ground !== 'takeover' ? openUntil(opening.closesAt, zone, language) : nothing}</span>
      <b><bdi dir="ltr">${clockText(now, zone)}</bdi></b>
    </header>`;
  }

  /** Nobody's step is on the screen when something stands instead of it: Swedish. */
  #language({ instead }: Panel): Language {
    return instead ? 'sv' : this.#session.language;
  }

  #mark(panel: Panel): void {
    const { ground } = panel;
    const language = this.#language(panel);
    this.setAttribute('ground', ground);
    this.classList.toggle('night', ground === 'night' || ground === 'takeover');
    const page = this.ownerDocument.documentElement;
    page.lang = language;
    page.dir = LANGUAGES[language].direction;
  }

  /** To the heading of the step that is about to be drawn. */
  #focusStep(): void {
    void this.updateComplete.then(async () => {
      const step = this.renderRoot.querySelector('main')?.firstElementChild;
      if (!(step instanceof StepElement)) return;
      await step.updateComplete;
      step.focusHeading();
    });
  }

  #pressed({ control, press, place, timeStamp }: PressedEvent): void {
    const made = { control, place, at: timeStamp };
    const echo = isEcho(made, this.#lastPress);
    this.#lastPress = made;
    if (echo) return;
    const before = this.#session.step;
    this.#advance({ type: 'pressed', requestId: randomId(), at: timeStamp, ...press });
    const { step } = this.#session;
    if (step.at === 'taking' && step !== before) void this.#ask(step);
  }

  /** A visitor who is still there. While asked, only the answer counts: see still-there. */
  #stay(): void {
    if (this.#waiting.state === 'warning') return;
    this.#advance({ type: 'pressed', press: 'stay', requestId: '', at: performance.now() });
  }

  async #ask({ topic, requestId }: Step & { at: 'taking' }): Promise<void> {
    const { language } = this.#session;
    const request = { topic, language, print: true, requestId };
    const reply = await this.#hub.request('ticket:issue', request);
    this.#viewed = undefined; // a view that came before the answer may already know of the paper
    this.#advance({ type: 'answered', requestId, reply, at: performance.now() });
  }

  #advance(input: Input): void {
    this.#session = next(this.#session, input, this.#patience);
    this.requestUpdate();
  }
}

function openUntil(closesAt: EpochMs, zone: string, language: Language) {
  const key = 'terminal.open-until';
  const time = timeText(closesAt, zone, languageOf(language, key));
  return marked(words(language, key, { time }), language);
}

/** A node of its own, so that only what has changed is said again; and a sentence, so that a voice pauses. */
const spoken = (told: Words, around: Language) =>
  html`<span aria-atomic="true">${marked({ ...told, text: /[.!?؟።]$/u.test(told.text) ? told.text : `${told.text}.` }, around)} </span>`;

const ONLY_LARGER: Controls = { back: false, startOver: false, largerText: true, language: false };

declare global {
  interface HTMLElementTagNameMap {
    'terminal-screen': TerminalScreen;
  }
}
