import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { say } from '#shared/languages/texts.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import type { FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import { clockText } from '#shared/ui/office-time.ts';
import {
  type EpochMs,
  LANGUAGES,
  type PrinterId,
  type TicketNumber,
  type TopicId,
  textIn,
} from '#shared/vocabulary.ts';
import {
  ACTION_KEYS,
  actionOfKey,
  type DeskAction,
  type Standing,
  type WhyNot,
  whyNot,
  whyNotTakeUp,
} from '../desk-actions.ts';
import { because, DeskCommands } from '../desk-commands.ts';
import '../elements/aside-list.ts';
import '../elements/desk-action.ts';
import '../elements/desk-bar.ts';
import '../elements/keys-dialog.ts';
import '../elements/no-entry.ts';
import '../elements/printer-alert.ts';
import type { PageChoice } from '../elements/printer-dialog.ts';
import '../elements/printer-dialog.ts';
import '../elements/room-list.ts';
import type { Serves } from '../elements/serves-form.ts';
import '../elements/serves-form.ts';
import { deskStyles } from '../elements/styles.ts';
import type { TicketChoice, TicketInQuestion } from '../elements/ticket-dialog.ts';
import '../elements/ticket-dialog.ts';
import '../elements/topic-pauses.ts';
import '../elements/visitor-card.ts';
import '../elements/waiting-list.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { topicText } from '../office-words.ts';
import { Presses } from '../presses.ts';
import { newsAfter, type PrinterNews } from '../printer-news.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import { minutesBetween, minutesText } from '../waiting-time.ts';
import { deskScreenStyles } from './desk-screen-styles.ts';

/** The row of buttons under the visitor, in this order. */
const VISITOR_ACTIONS = ['finish', 'recall', 'start', 'no-show', 'hold', 'transfer'] as const;

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

  @state() private language: ConsoleLanguage = thisComputer.language;
  @state() private keysOn = thisComputer.keysOn;
  @state() private dialog: 'ticket' | 'printer' | 'keys' | 'serves' | null = null;
  @state() private ticketInQuestion: TicketInQuestion | null = null;
  @state() private printerInQuestion: PrinterId | null = null;
  /** Whether the last press was for a page, in the dialog that is open. */
  @state() private pageAsked = false;
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
    return html`
      <header>
        <desk-bar
          .view=${view}
          .now=${this.#feed.now}
          .cannotClose=${this.#reason('close', standing)}
          .language=${language}
          @close-desk=${() => this.#act('close')}
          @show-keys=${() => (this.dialog = 'keys')}
          @speak=${this.#speak}
        ></desk-bar>
        <div role="alert">${lostSince === null ? nothing : this.#lost(standing, lostSince)}</div>
        ${view.trial ? html`<p class="banner trial">${say(language, 'staff.trial')}</p>` : nothing}
      </header>
      <main class=${live ? 'desk' : 'desk old'}>
        <div class="work">
          ${open ? this.#visitor(standing) : this.#opening(standing)}
          ${this.#said(standing)}
          ${open ? this.#next(standing) : nothing}
        </div>
        <div class="room">
          <waiting-list
            .waiting=${view.waiting}
            .next=${view.next?.number ?? null}
            .topics=${view.topics}
            ?deskOpen=${open}
            .now=${this.#feed.now}
            .language=${language}
            @ticket-more=${this.#showTicket}
          ></waiting-list>
          <room-list
            .printers=${view.printers}
            .desks=${view.desks}
            .own=${view.desk.id}
            .zone=${view.zone}
            .language=${language}
            @print-page=${this.#showPrinter}
          ></room-list>
        </div>
        ${open ? this.#rest(standing) : nothing}
        <printer-alert
          .news=${this.#printerNews}
          .name=${view.printers[0]?.name ?? null}
          .language=${language}
        ></printer-alert>
      </main>
      ${this.#dialogs(standing)}
    `;
  }

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

  #visitor(standing: Standing) {
    const { view } = standing;
    return html`
      <visitor-card
        .ticket=${view.desk.ticket}
        .topics=${view.topics}
        .waitingForDesk=${view.waiting.filter((ticket) => ticket.mine).length}
        .now=${this.#feed.now}
        .language=${this.language}
        @ticket-more=${this.#showTicket}
      ></visitor-card>
      <div class="actions" role="group" aria-label=${say(this.language, 'staff.actions')}>
        ${VISITOR_ACTIONS.map((action) => this.#button(action, standing))}
      </div>
    `;
  }

  /** What the last press led to, and beside it the way back. */
  #said(standing: Standing) {
    const { said } = this.#presses;
    const { open, undo } = standing.view.desk;
    return html`
      <div class="said">
        <div role="status">
          ${
            said
              ? keyed(
                  said, // the same words again are news again
                  html`<p class=${said.refused ? 'refused' : ''}>${say(this.language, ...said.sentence)}</p>`,
                )
              : nothing
          }
        </div>
        ${
          open
            ? this.#button(
                'undo',
                standing,
                undo ? say(this.language, `staff.undo-step.${undo}`) : '',
              )
            : nothing
        }
      </div>
    `;
  }

  #next(standing: Standing) {
    const { next, topics, desk } = standing.view;
    const { language } = this;
    if (!next) return this.#button('next', standing);
    if (desk.ticket)
      return this.#button(
        'next',
        standing,
        '',
        say(language, 'staff.then', { number: next.number }),
      );
    const time = minutesText(minutesBetween(next.issuedAt, this.#feed.now), language);
    const who = [
      next.number,
      topicText(topics, next.topic, language),
      ...(next.language === 'sv' ? [] : [LANGUAGES[next.language].name]),
      say(language, 'staff.next-waited', { time }),
    ];
    return this.#button('next', standing, who.join(' · '));
  }

  /** `detail` is on the button when it can be pressed, `after` follows the reason when it cannot. */
  #button(action: Exclude<DeskAction, 'close'>, standing: Standing, detail = '', after = '') {
    const reason = this.#reason(action, standing);
    return html`
      <desk-action
        .tone=${action === 'next' ? 'next' : action === 'finish' ? 'go' : 'plain'}
        .label=${say(this.language, `staff.${action}`)}
        .detail=${detail}
        .reason=${after && standing.live ? `${reason} ${after}` : reason}
        .key=${(this.keysOn && ACTION_KEYS[action]) || null}
        ?unavailable=${reason !== ''}
        ?pending=${this.#presses.pending === action}
        @click=${() => this.#act(action)}
      ></desk-action>
    `;
  }

  #rest(standing: Standing) {
    const { view, live } = standing;
    const { language } = this;
    const lost = live ? '' : say(language, 'staff.why.hub-lost');
    return html`
      <div class="rest">
        <div class="cards">
          <aside-list
            class="card"
            kind="held"
            .tickets=${view.held}
            .topics=${view.topics}
            .desks=${view.desks}
            .reason=${this.#sentence(whyNotTakeUp(standing), standing)}
            .language=${language}
            @ticket-resume=${(event: CustomEvent<TicketNumber>) => this.#commands.takeUp(event.detail)}
            @ticket-more=${this.#showTicket}
          ></aside-list>
          <aside-list
            class="card"
            kind="no-show"
            .tickets=${view.noShows}
            .topics=${view.topics}
            .reason=${lost}
            .language=${language}
            @ticket-restore=${(event: CustomEvent<TicketNumber>) => this.#commands.restore(event.detail)}
            @ticket-more=${this.#showTicket}
          ></aside-list>
        </div>
        <section class="card serves" aria-labelledby="serves">
          <div>
            <h2 id="serves">${say(language, 'staff.serves')}</h2>
            <p>${say(language, 'staff.serves-summary', {
              topics: view.desk.topics.length,
              languages: view.desk.languages.length,
            })}</p>
          </div>
          <button aria-haspopup="dialog" @click=${() => (this.dialog = 'serves')}>${say(language, 'staff.change')}</button>
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

  #dialogs({ view }: Standing) {
    const { language, dialog, ticketInQuestion } = this;
    const { said } = this.#presses;
    const number = ticketInQuestion?.number;
    const isAmong = (tickets: readonly { number: TicketNumber }[]) =>
      tickets.some((ticket) => ticket.number === number);
    const withPaper = [...view.waiting, ...(view.desk.ticket ? [view.desk.ticket] : [])];
    return html`
      <ticket-dialog
        .ticket=${dialog === 'ticket' ? ticketInQuestion : null}
        .topics=${view.topics}
        ?transferable=${!isAmong(view.noShows)}
        ?callable=${view.callGivenTicket && view.desk.open && !view.desk.ticket && isAmong(view.waiting)}
        ?resumable=${isAmong(view.held)}
        .paper=${withPaper.find((ticket) => ticket.number === number)?.paper ?? null}
        .language=${language}
        @ticket-choice=${this.#chosen}
        @dialog-closed=${this.#closed}
      ></ticket-dialog>
      <printer-dialog
        .printer=${
          dialog === 'printer'
            ? (view.printers.find((printer) => printer.id === this.printerInQuestion) ?? null)
            : null
        }
        .refusal=${this.pageAsked && said?.refused ? say(language, ...said.sentence) : ''}
        .zone=${view.zone}
        .language=${language}
        @page-choice=${this.#pageChosen}
        @dialog-closed=${this.#closed}
      ></printer-dialog>
      <keys-dialog
        ?open=${dialog === 'keys'}
        ?keysOn=${this.keysOn}
        .language=${language}
        @keys-on=${this.#turnKeys}
        @dialog-closed=${this.#closed}
      ></keys-dialog>
      <wa-dialog
        label=${say(language, 'staff.change-serves')}
        ?open=${dialog === 'serves'}
        @wa-after-hide=${this.#closed}
      >
        ${
          dialog === 'serves'
            ? html`<serves-form
                purpose="change"
                .topics=${view.topics}
                .languages=${view.languages}
                .serves=${view.desk}
                .label=${say(language, 'staff.save')}
                .language=${language}
                @serves-chosen=${this.#openDesk}
              ></serves-form>`
            : nothing
        }
      </wa-dialog>
    `;
  }

  // What may be pressed

  #standing(): Standing | null {
    const { feed } = this.#feed;
    return 'snapshot' in feed ? { view: feed.snapshot, live: feed.state === 'live' } : null;
  }

  /** Why not, as a sentence; empty when nothing stands in the way. */
  #reason(action: DeskAction, standing: Standing): string {
    return this.#sentence(whyNot(action, standing), standing);
  }

  #sentence(why: WhyNot | null, standing: Standing): string {
    return why === null ? '' : say(this.language, ...because(why, standing));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = actionOfKey(event);
    if (!action || !this.keysOn || this.dialog || event.defaultPrevented || isTyping(event)) return;
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
    else {
      this.ticketInQuestion = standing.view.desk.ticket;
      this.dialog = 'ticket';
    }
  }

  readonly #openDesk = ({ detail }: CustomEvent<Serves>): void => {
    this.dialog = null;
    void this.#commands.open(detail);
  };

  readonly #chosen = ({ detail }: CustomEvent<TicketChoice>): void => {
    this.dialog = null;
    void this.#commands.choose(detail, this.language);
  };

  readonly #pageChosen = ({ detail }: CustomEvent<PageChoice>): void => {
    if (this.#presses.pending) return;
    this.pageAsked = true;
    void this.#commands.printPage(detail, this.language);
  };

  // Dialogs and what this computer remembers

  readonly #showTicket = ({ detail: number }: CustomEvent<TicketNumber>): void => {
    const view = this.#standing()?.view;
    const here = view?.desk.ticket;
    const tickets = view
      ? [...(here ? [here] : []), ...view.waiting, ...view.held, ...view.noShows]
      : [];
    this.ticketInQuestion = tickets.find((ticket) => ticket.number === number) ?? null;
    if (this.ticketInQuestion) this.dialog = 'ticket';
  };

  readonly #showPrinter = ({ detail: printer }: CustomEvent<PrinterId>): void => {
    this.printerInQuestion = printer;
    this.pageAsked = false;
    this.dialog = 'printer';
  };

  readonly #closed = (): void => {
    this.dialog = null;
    this.#focus.restore();
  };

  readonly #turnKeys = ({ detail }: CustomEvent<boolean>): void => {
    thisComputer.keysOn = detail;
    this.keysOn = detail;
  };

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
