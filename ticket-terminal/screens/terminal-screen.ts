import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { languageOf, say } from '#shared/languages/texts.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import { type FeedSource, type RequestSink, randomId } from '#shared/ui/hub-connection.ts';
import { clockText, timeText } from '#shared/ui/office-time.ts';
import { LANGUAGES } from '#shared/vocabulary.ts';
import '../elements/action-bar.ts';
import type { PressedEvent } from '../elements/pressed-event.ts';
import { StepElement } from '../elements/step-element.ts';
import '../elements/still-there.ts';
import {
  type Controls,
  controlsAt,
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
    :host(:not([ground='paper'])) {
      --bar-ground: #0a1f27;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.75rem 2rem;
      padding: 3.5rem 4.5rem 1.5rem;
      font-size: 2.25rem;
      white-space: nowrap;
      line-height: 1.3;
      color: var(--color-text-quiet);
    }
    :host([ground='deep']) header {
      color: var(--color-on-deep-quiet);
    }
    .trial {
      order: 1;
      flex-basis: 100%;
    }
    .trial span {
      padding: 0 1rem;
      border: 0.1875rem solid currentColor;
      border-radius: var(--radius-s);
    }
    .until {
      margin-inline-start: auto;
    }
    b {
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
        padding-top: 2rem;
        padding-bottom: 1rem;
      }
      .trial {
        order: 0;
        flex-basis: auto;
      }
    }
  `;

  /** What the feed and the passing seconds do to the visitor's way is decided before it is drawn. */
  protected override willUpdate(): void {
    const { feed } = this.#feed;
    const at = performance.now();
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

  protected override render() {
    const panel = this.#panel;
    if (!panel) return nothing; // never: willUpdate() runs first
    const { largerText } = this.#session;
    const language = panel.instead ? 'sv' : this.#session.language;
    return html`
      ${this.#header()}
      <main>${keyed(panel.key, panel.drawn)}</main>
      <action-bar
        .language=${language}
        .controls=${panel.instead ? ONLY_LARGER : controlsAt(this.#session)}
        ?larger=${largerText}
      ></action-bar>
      <p class="spoken" role="status">${panel.status}</p>
      ${
        this.#waiting.state === 'warning' && !panel.instead
          ? html`<still-there .language=${language} .secondsLeft=${this.#waiting.secondsLeft}></still-there>`
          : nothing
      }
    `;
  }

  #header() {
    const { feed, now } = this.#feed;
    const language = this.#panel?.instead
      ? 'sv'
      : languageOf(this.#session.language, 'terminal.topics');
    if (!('snapshot' in feed)) return html`<header></header>`;
    const { officeName, zone, opening, trial } = feed.snapshot;
    const until =
      feed.state === 'live' && opening.open
        ? say(language, 'terminal.open-until', { time: timeText(opening.closesAt, zone, language) })
        : '';
    return html`<header>
      <span lang="sv">${officeName}</span>
      ${trial ? html`<span class="trial"><span>${say(language, 'terminal.trial')}</span></span>` : nothing}
      <span class="until">${until}</span>
      <b><bdi dir="ltr">${clockText(now, zone)}</bdi></b>
    </header>`;
  }

  #mark({ ground, instead }: Panel): void {
    const language = instead ? 'sv' : languageOf(this.#session.language, 'terminal.topics');
    this.setAttribute('ground', ground);
    this.classList.toggle('night', ground === 'night');
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
    this.#advance({ type: 'answered', requestId, reply, at: performance.now() });
  }

  #advance(input: Input): void {
    this.#session = next(this.#session, input, this.#patience);
    this.requestUpdate();
  }
}

const ONLY_LARGER: Controls = { back: false, startOver: false, largerText: true, language: false };

declare global {
  interface HTMLElementTagNameMap {
    'terminal-screen': TerminalScreen;
  }
}
