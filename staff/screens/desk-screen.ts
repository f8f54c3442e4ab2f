import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { ConnectRefusal } from '#shared/protocol.ts';
import { FeedController } from '#shared/ui/feed-controller.ts';
import { type FeedSource, HubConnection, type RequestSink } from '#shared/ui/hub-connection.ts';
import { type DeskId, type EpochMs, type OfficeId, textIn } from '#shared/vocabulary.ts';
import { type DeskAction, type Standing, whyNot } from '../desk-actions.ts';
import { DeskCommands } from '../desk-commands.ts';
import type { KeyedAction, Keys } from '../desk-keys.ts';
import '../elements/no-entry.ts';
import '../elements/printer-alert.ts';
import type { Serves } from '../elements/serves-form.ts';
import '../elements/serves-form.ts';
import { deskStyles } from '../elements/styles.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { KeptNotes } from '../kept-notes.ts';
import { ownTopics } from '../office-words.ts';
import { Presses } from '../presses.ts';
import { newsAfter, type PrinterNews } from '../printer-news.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import { DeskDialogs } from './desk-dialogs.ts';
import { deskHead } from './desk-head.ts';
import { DeskKeyboard } from './desk-keyboard.ts';
import { belowTheWork, besideTheWork } from './desk-room.ts';
import { deskScreenStyles } from './desk-screen-styles.ts';
import { deskWork, lastSaid, type Work } from './desk-work.ts';
import { VisitNotes } from './visit-notes.ts';

type Hub = FeedSource<'desk'> & RequestSink;

/** Why a desk is refused to somebody who was let in before. */
const OUT: readonly ConnectRefusal[] = ['not-allowed', 'signed-out', 'locked'];

/**
 * One desk: the visitor in front of the guide, whoever waits, and everything that can be done, each with one
 * press. Only a press asks anything of the hub: a reload, a reconnection or a second tab never calls anyone.
 *
 * @fires signed-out - the hub no longer knows who sits here
 */
@customElement('desk-screen')
export class DeskScreen extends LitElement {
  readonly #feed: FeedController<'desk'>;
  readonly #presses: Presses;
  readonly #commands: DeskCommands;
  readonly #notes: VisitNotes;
  readonly #focus: FocusKeeper;
  readonly #dialogs: DeskDialogs;

  /** Who sits here; null: somebody with the office's key. */
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() language: ConsoleLanguage = thisComputer.language;
  /** The notes that wait, of this desk and of others. */
  @property({ attribute: false }) kept = new KeptNotes();
  /** The console's own bar is above it. */
  @property({ type: Boolean }) inConsole = false;
  @state() private keysOn = thisComputer.keysOn;
  @state() private keys: Keys = thisComputer.keys;
  /** Of the printer that prints the tickets. */
  #printerNews: PrinterNews = null;
  @query('visitor-card') private visitorCard!: HTMLElementTagNameMap['visitor-card'] | null;
  @query('.opening h2') private openingHeading!: HTMLElement | null;

  static override styles = [deskStyles, deskScreenStyles];

  readonly #leave: () => void;
  /** Which desk it is, of which office. */
  readonly #address = location.search;
  #isOut = false;

  /** @param hub this desk's line; left out: one of its own, to the desk in the address, closed with the screen. */
  constructor(given?: Hub) {
    super();
    const hub = given ?? lineOfAddress();
    this.#leave = () => {
      if (hub instanceof HubConnection) hub.close();
    };
    const standing = () => this.#standing();
    this.#feed = new FeedController(this, hub);
    this.#presses = new Presses(this, hub);
    this.#notes = new VisitNotes(this, this.#presses, standing, () => this.kept.at(this.#address));
    this.#commands = new DeskCommands(this.#presses, standing, (ticket) => {
      if (!this.#isOfBody()) this.#notes.visited(ticket);
    });
    this.#focus = new FocusKeeper(this, () => this.visitorCard?.heading ?? this.openingHeading);
    this.#dialogs = new DeskDialogs(this, {
      commands: this.#commands,
      presses: this.#presses,
      closed: () => this.#focus.restore(),
      turnKeys: (on) => {
        thisComputer.keysOn = on;
        this.keysOn = on;
      },
      chooseKeys: (keys) => {
        thisComputer.keys = keys;
        this.keys = keys;
      },
    });
    new DeskKeyboard(this, {
      // The console's shell locks, on every page and whatever is open.
      keys: () => (this.keysOn && !this.#dialogs.anyOpen ? { ...this.keys, lock: null } : null),
      press: (action) => this.#press(action),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave(); // or the hub would still count whoever sat here
  }

  protected override willUpdate(): void {
    const standing = this.#standing();
    if (!standing?.live) return; // an old word is no news
    const [printer] = standing.view.printers;
    this.#printerNews = newsAfter(this.#printerNews, printer?.state, standing.now);
  }

  protected override updated(): void {
    this.#tellWhenSignedOut();
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
        return html`<main class="loading"><div role="status"><h1>${say(this.language, 'staff.loading')}</h1></div></main>`;
      case 'refused':
        return html`<no-entry
          .why=${feed.why}
          ?tried=${thisComputer.officeKey !== null}
          .language=${this.language}
          @office-key=${this.#enterKey}
        ></no-entry>`;
      case 'live':
        return this.#desk({ view: feed.snapshot, live: true, now: this.#feed.now }, null);
      case 'stale':
        return this.#desk({ view: feed.snapshot, live: false, now: this.#feed.now }, feed.since);
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
      ${deskHead({
        standing,
        lostSince,
        language,
        inConsole: this.inConsole,
        presses: this.#presses,
        close: () => this.#act('close'),
        showKeys: () => this.#dialogs.show('keys'),
        speak: (language) => this.#speak(language),
      })}
      <main class=${live ? 'desk' : 'desk old'}>
        <div class="work">
          ${open ? deskWork(work) : html`${this.#opening(standing)} ${lastSaid(work)}`}
        </div>
        <div class="room">${besideTheWork({
          ...work,
          notes: this.#notes,
          dialogs: this.#dialogs,
          ofBody: this.#isOfBody(),
        })}</div>
        ${
          open
            ? html`<div class="rest">${belowTheWork({
                standing,
                language,
                commands: this.#commands,
                dialogs: this.#dialogs,
                ofBody: this.#isOfBody(),
              })}</div>`
            : nothing
        }
        <printer-alert
          .news=${this.#printerNews}
          .name=${view.printers[0]?.name ?? null}
          .language=${language}
        ></printer-alert>
      </main>
      ${this.#dialogs.draw(standing, language, { on: this.keysOn, chosen: this.keys })}
    `;
  }

  #opening({ view, live }: Standing) {
    const { language } = this;
    const inVain = view.waiting.filter(({ noOpenDesk }) => noOpenDesk).length;
    return html`
      <section class="card opening" aria-labelledby="closed">
        <h2 id="closed" tabindex="-1">${say(language, 'staff.desk-is-closed')}</h2>
        ${inVain > 0 ? html`<p class="warning">${say(language, 'staff.desk-closed-waits', { count: inVain })}</p>` : nothing}
        <serves-form
          .topics=${ownTopics(view.topics)}
          .languages=${view.languages}
          .serves=${view.usual}
          .label=${say(language, 'staff.open-desk')}
          .reason=${live ? '' : say(language, 'staff.why.hub-lost')}
          ?pending=${this.#presses.pending !== null}
          .language=${language}
          @serves-chosen=${({ detail }: CustomEvent<Serves>) => this.#commands.open(detail)}
        ></serves-form>
      </section>
    `;
  }

  #work(standing: Standing): Work {
    return {
      standing,
      language: this.language,
      keys: this.keysOn ? this.keys : null,
      presses: this.#presses,
      commands: this.#commands,
      act: (action) => this.#act(action),
      counted: this.#notes.counted(standing.view),
      showTicket: ({ detail }) => this.#dialogs.showTicket(standing.view, detail),
    };
  }

  // What a press does

  #standing(): Standing | null {
    const { feed } = this.#feed;
    if (!('snapshot' in feed)) return null;
    return { view: feed.snapshot, live: feed.state === 'live', now: this.#feed.now };
  }

  /** Once for each time: the console looks who is here, and shows the door. */
  #tellWhenSignedOut(): void {
    const { feed } = this.#feed;
    const isOut = feed.state === 'refused' && OUT.includes(feed.why) && this.session !== null;
    if (isOut && !this.#isOut)
      this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
    this.#isOut = isOut;
  }

  #isOfBody(): boolean {
    const who = this.session?.who;
    return who?.kind === 'person' && who.role === 'agency';
  }

  #press(action: KeyedAction): void {
    if (action === 'lock') return;
    const counts = action === 'note' || action === 'quick';
    if (counts && this.#isOfBody()) return; // what is counted is the office's own
    if (action === 'note') this.#notes.note();
    else if (action === 'quick') this.#quick();
    else if (action === 'issue') this.#dialogs.show('issue');
    else this.#act(action);
  }

  #act(action: DeskAction): void {
    if (action === 'transfer') this.#askWhereTo();
    else if (action === 'undo' && this.#countIsLast()) void this.#notes.undo();
    else void this.#commands.act(action);
  }

  #quick(): void {
    const standing = this.#standing();
    if (standing?.view.desk.open) this.#notes.quick();
    else if (standing) this.#commands.refuse('desk-closed', standing);
  }

  #countIsLast(): boolean {
    const view = this.#standing()?.view;
    return view?.desk.open === true && this.#notes.counted(view)?.isLast === true;
  }

  #askWhereTo(): void {
    const standing = this.#standing();
    if (!standing || this.#presses.pending) return;
    const why = whyNot('transfer', standing);
    if (why) this.#commands.refuse(why, standing);
    else if (standing.view.desk.ticket)
      this.#dialogs.showTicket(standing.view, standing.view.desk.ticket.number);
  }

  // What this computer remembers

  #speak(language: ConsoleLanguage): void {
    thisComputer.language = language;
    this.language = language;
  }

  /** The key goes into the handshake, so the page begins anew with it. */
  readonly #enterKey = ({ detail }: CustomEvent<string>): void => {
    thisComputer.officeKey = detail;
    location.reload();
  };
}

/** Which desk it is stands in the address, so that a reload or another computer shows the same one. */
function lineOfAddress(): HubConnection<'desk'> {
  const asked = new URLSearchParams(location.search);
  const office = asked.get('office') as OfficeId | null;
  const token = thisComputer.officeKey;
  return new HubConnection({
    view: 'desk',
    desk: (asked.get('desk') ?? '') as DeskId,
    ...(office === null ? {} : { office }),
    ...(token === null ? {} : { token }),
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-screen': DeskScreen;
  }
}
