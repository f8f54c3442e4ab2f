import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import type { FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import { clockText } from '#shared/ui/office-time.ts';
import {
  type DisplayId,
  type EpochMs,
  type PrinterId,
  type TopicId,
  textIn,
} from '#shared/vocabulary.ts';
import { actionOfKey, type DeskAction, type Standing, whyNot } from '../desk-actions.ts';
import { DeskCommands } from '../desk-commands.ts';
import '../elements/desk-bar.ts';
import '../elements/no-entry.ts';
import '../elements/printer-alert.ts';
import '../elements/room-list.ts';
import type { Serves } from '../elements/serves-form.ts';
import '../elements/serves-form.ts';
import { deskStyles } from '../elements/styles.ts';
import '../elements/takeover-note.ts';
import '../elements/topic-pauses.ts';
import '../elements/waiting-list.ts';
import '../elements/window-alert.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { Presses } from '../presses.ts';
import { newsAfter, type PrinterNews } from '../printer-news.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import { DeskDialogs } from './desk-dialogs.ts';
import { deskScreenStyles } from './desk-screen-styles.ts';
import { deskWork, lastSaid, sentence, type Work } from './desk-work.ts';

/**
 * One desk: the visitor in front of the guide, whoever waits, and everything that can be done, each with one
 * press. Only a press asks anything of the hub: a reload, a reconnection or a second tab never calls anyone.
 */
@customElement('desk-screen')
export class DeskScreen extends LitElement {
  readonly #feed: FeedController<'desk'>;
  readonly #presses: Presses;
  readonly #commands: DeskCommands;
  readonly #focus: FocusKeeper;
  readonly #dialogs: DeskDialogs;

  @state() private language: ConsoleLanguage = thisComputer.language;
  @state() private keysOn = thisComputer.keysOn;
  /** Of the printer that prints the tickets. */
  #printerNews: PrinterNews = null;
  @query('visitor-card') private visitorCard!: HTMLElementTagNameMap['visitor-card'] | null;
  @query('.opening h2') private openingHeading!: HTMLElement | null;

  static override styles = [deskStyles, deskScreenStyles];

  constructor(hub: FeedSource<'desk'> & RequestSink) {
    super();
    this.#feed = new FeedController(this, hub);
    this.#presses = new Presses(this, hub);
    this.#commands = new DeskCommands(this.#presses, () => this.#standing());
    this.#focus = new FocusKeeper(this, () => this.visitorCard?.heading ?? this.openingHeading);
    this.#dialogs = new DeskDialogs(this, {
      commands: this.#commands,
      presses: this.#presses,
      closed: () => this.#focus.restore(),
      turnKeys: (on) => {
        thisComputer.keysOn = on;
        this.keysOn = on;
      },
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
  }

  protected override willUpdate(): void {
    const standing = this.#standing();
    if (!standing?.live) return; // an old word is no news
    const [printer] = standing.view.printers;
    this.#printerNews = newsAfter(this.#printerNews, printer?.state, this.#feed.now);
  }

  protected override updated(): void {
    const view = this.#standing()?.view;
    document.documentElement.lang = this.language;
    document.title = view
      ? say(this.language, 'staff.tab-title', {
          count: view.waiting.filter((ticket) => ticket.mine).length,
          desk: textIn(view.desk.name, this.language).text,
          office: view.officeName,
        })
      : say(this.language, 'staff.title');
  }

  // What is shown

  protected override render() {
    const { feed } = this.#feed;
    switch (feed.state) {
      case 'connecting':
        return html`<main class="loading"><h1 role="status">${say(this.language, 'staff.loading')}</h1></main>`;
      case 'refused':
        return html`<no-entry
          .why=${feed.why}
          ?tried=${thisComputer.officeKey !== null}
          .language=${this.language}
          @office-key=${this.#enterKey}
        ></no-entry>`;
      case 'live':
        return this.#desk({ view: feed.snapshot, live: true }, null);
      case 'stale':
        return this.#desk({ view: feed.snapshot, live: false }, feed.since);
      default:
        return feed satisfies never;
    }
  }

  #desk(standing: Standing, lostSince: EpochMs | null) {
    const { view, live } = standing;
    const { language } = this;
    const { open } = view.desk;
    const work = this.#work(standing);
    return html`
      <header>
        <desk-bar
          .view=${view}
          .now=${this.#feed.now}
          .cannotClose=${sentence(whyNot('close', standing), standing, language)}
          .language=${language}
          @close-desk=${() => this.#act('close')}
          @show-keys=${() => this.#dialogs.show('keys')}
          @speak=${this.#speak}
        ></desk-bar>
        <div role="alert">${lostSince === null ? nothing : this.#lost(standing, lostSince)}</div>
        <window-alert
          .troubles=${view.windows}
          .zone=${view.zone}
          .language=${language}
          @reload-window=${this.#reloadWindow}
        ></window-alert>
        <takeover-note
          .takeover=${view.takeover}
          .now=${this.#feed.now}
          .zone=${view.zone}
          .language=${language}
          @end-takeover=${this.#endTakeover}
        ></takeover-note>
        ${view.trial ? html`<p class="banner trial">${say(language, 'staff.trial')}</p>` : nothing}
      </header>
      <main class=${live ? 'desk' : 'desk old'}>
        <div class="work">
          ${open ? deskWork(work) : html`${this.#opening(standing)} ${lastSaid(work)}`}
        </div>
        <div class="room">
          <waiting-list
            .waiting=${view.waiting}
            .next=${view.next?.number ?? null}
            .topics=${view.topics}
            ?deskOpen=${open}
            .now=${this.#feed.now}
            .language=${language}
            @ticket-more=${work.showTicket}
          ></waiting-list>
          <room-list
            .printers=${view.printers}
            .desks=${view.desks}
            .unwatchedWindows=${view.unwatchedWindows}
            .own=${view.desk.id}
            .zone=${view.zone}
            .language=${language}
            @print-page=${({ detail }: CustomEvent<PrinterId>) => this.#dialogs.showPrinter(detail)}
          ></room-list>
        </div>
        ${open ? this.#rest(standing) : nothing}
        <printer-alert
          .news=${this.#printerNews}
          .name=${view.printers[0]?.name ?? null}
          .language=${language}
        ></printer-alert>
      </main>
      ${this.#dialogs.draw(view, language, this.keysOn)}
    `;
  }

  readonly #reloadWindow = ({ detail: display }: CustomEvent<DisplayId>): void => {
    void this.#presses.ask('other', 'display:reload', { display }, () => [
      'staff.window-reloading',
    ]);
  };

  readonly #endTakeover = (): void => {
    void this.#presses.ask('other', 'takeover:end', {}, () => ['staff.takeover-ended']);
  };

  /** `since` is the device's time; the office's own may be another. */
  #lost({ view }: Standing, since: EpochMs) {
    const time = clockText(this.#feed.now - (Date.now() - since), view.zone);
    return html`<p class="banner lost">${say(this.language, 'staff.hub-lost', { time })}</p>`;
  }

  #opening({ view, live }: Standing) {
    const { language } = this;
    return html`
      <section class="card opening" aria-labelledby="closed">
        <h2 id="closed" tabindex="-1">${say(language, 'staff.desk-is-closed')}</h2>
        <serves-form
          .topics=${view.topics}
          .languages=${view.languages}
          .serves=${view.usual}
          .label=${say(language, 'staff.open-desk')}
          .reason=${live ? '' : say(language, 'staff.why.hub-lost')}
          ?pending=${this.#presses.pending !== null}
          .language=${language}
          @serves-chosen=${this.#openDesk}
        ></serves-form>
      </section>
    `;
  }

  #work(standing: Standing): Work {
    return {
      standing,
      now: this.#feed.now,
      language: this.language,
      keysOn: this.keysOn,
      presses: this.#presses,
      commands: this.#commands,
      act: (action) => this.#act(action),
      showTicket: ({ detail }) => this.#dialogs.showTicket(standing.view, detail),
    };
  }

  #rest(standing: Standing) {
    const { view, live } = standing;
    const { language } = this;
    const lost = live ? '' : say(language, 'staff.why.hub-lost');
    return html`
      <div class="rest">
        <section class="card serves" aria-labelledby="serves">
          <div>
            <h2 id="serves">${say(language, 'staff.serves')}</h2>
            <p>${say(language, 'staff.serves-summary', {
              topics: view.desk.topics.length,
              languages: view.desk.languages.length,
            })}</p>
          </div>
          <button aria-haspopup="dialog" @click=${() => this.#dialogs.show('serves')}>${say(language, 'staff.change')}</button>
        </section>
        <topic-pauses
          class="card"
          .topics=${view.topics}
          .reason=${lost}
          .language=${language}
          @topic-pause=${(event: CustomEvent<TopicId>) => this.#commands.pause(event.detail, language)}
          @topic-unpause=${(event: CustomEvent<TopicId>) => this.#commands.unpause(event.detail, language)}
        ></topic-pauses>
      </div>
    `;
  }

  // What may be pressed

  #standing(): Standing | null {
    const { feed } = this.#feed;
    return 'snapshot' in feed ? { view: feed.snapshot, live: feed.state === 'live' } : null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = actionOfKey(event);
    if (
      !action ||
      !this.keysOn ||
      this.#dialogs.anyOpen ||
      event.defaultPrevented ||
      isTyping(event)
    )
      return;
    event.preventDefault(); // F6, F7 and F10 have meanings of their own in a browser
    if (!event.repeat) this.#act(action);
  };

  // What a press does

  #act(action: DeskAction): void {
    if (action === 'transfer') this.#askWhereTo();
    else void this.#commands.act(action);
  }

  #askWhereTo(): void {
    const standing = this.#standing();
    if (!standing || this.#presses.pending) return;
    const why = whyNot('transfer', standing);
    if (why) this.#commands.refuse(why, standing);
    else if (standing.view.desk.ticket)
      this.#dialogs.showTicket(standing.view, standing.view.desk.ticket.number);
  }

  readonly #openDesk = ({ detail }: CustomEvent<Serves>): void => {
    void this.#commands.open(detail);
  };

  // What this computer remembers

  readonly #speak = ({ detail }: CustomEvent<ConsoleLanguage>): void => {
    thisComputer.language = detail;
    this.language = detail;
  };

  /** The key goes into the handshake, so the page begins anew with it. */
  readonly #enterKey = ({ detail }: CustomEvent<string>): void => {
    thisComputer.officeKey = detail;
    location.reload();
  };
}

/** Whether a key belongs to a field that is being filled in. */
function isTyping(event: KeyboardEvent): boolean {
  const field = event.composedPath()[0];
  if (field instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(field.type);
  return (
    field instanceof HTMLElement &&
    (field instanceof HTMLTextAreaElement || field.isContentEditable)
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-screen': DeskScreen;
  }
}
