import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import { type DeskId, LANGUAGES, type OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import '../screens/desk-choice-screen.ts';
import { actionOfKey, capOf } from '../desk-keys.ts';
import { KeptNotes } from '../kept-notes.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';
import './console-bar.ts';
import type { OfficeNamed } from './console-bar.ts';
import './first-steps-screen.ts';
import { Idle } from './idle.ts';
import './lock-screen.ts';
import {
  goesByMachine,
  isPageName,
  openPage,
  type PageElement,
  type PageName,
  pagesFor,
  titleOf,
} from './pages.ts';
import { lock, press, readSession, signOut } from './session.ts';
import './sign-in-screen.ts';

const TRY_AGAIN_MS = 3_000;
/** A session may be ended from elsewhere while a page is open that has no line to the hub. */
const LOOK_EVERY_MS = 30_000;

/** A link that is good once: /staff#first=… or /staff#invitation=…. A fragment is sent to nobody. */
type Link = { kind: 'first' | 'invitation'; secret: string };

/**
 * The staff console: who sits here, which page of the office she looks at, and the way in and out. Every page is an
 * element of its own, loaded when it is wanted.
 */
@customElement('staff-shell')
export class StaffShell extends LitElement {
  @state() private session: SessionNow | null = null;
  @state() private unreachable = false;
  @state() private offices: readonly OfficeNamed[] = [];
  @state() private language: ConsoleLanguage = thisComputer.language;
  @state() private link: Link | null = null;
  @state() private page: { at: string; element: PageElement } | null = null;
  @state() private lockingSoon = false;
  @state() private asked = new URLSearchParams(location.search);
  /** Of whoever is signed in, over every page of hers. */
  readonly #notes = new KeptNotes();
  #timer: ReturnType<typeof setInterval> | undefined;
  /** How often it was asked who sits here; and which of these answers is shown. */
  #asks = 0;
  #shows = 0;
  readonly #idle = new Idle({
    lockMs: () => (this.#isIn() ? (this.session?.idleLockMs ?? null) : null),
    tell: () => void press(),
    warn: (soon) => {
      this.lockingSoon = soon;
    },
    lock: () => void this.#lock(),
  });

  static override styles = [
    deskStyles,
    css`
      :host {
        min-height: 100dvh;
      }
      .soon {
        position: fixed;
        inset: auto 1rem 1rem;
        z-index: 10;
        padding: 0.75rem 1rem;
        border-radius: var(--radius-s);
        background: var(--color-call);
        color: var(--color-on-call);
        font-weight: 700;
        text-align: center;
      }
      .language {
        display: flex;
        justify-content: end;
        padding: 0.75rem 1rem 0;
      }
      .two-clocks {
        padding: 0.5rem 2rem 0;
        color: var(--color-text-quiet);
        text-align: center;
      }
      .waits {
        padding: clamp(1.25rem, 8vh, 6rem) 1.25rem;
        text-align: center;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#takeLink();
    addEventListener('hashchange', this.#takeLink);
    addEventListener('keydown', this.#onKey);
    addEventListener('popstate', this.#onWayBack);
    addEventListener('beforeunload', this.#keepNotes);
    this.addEventListener('click', this.#onLink);
    document.addEventListener('visibilitychange', this.#look);
    this.#timer = setInterval(this.#look, LOOK_EVERY_MS);
    this.#idle.begin();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#takeLink);
    removeEventListener('keydown', this.#onKey);
    removeEventListener('popstate', this.#onWayBack);
    removeEventListener('beforeunload', this.#keepNotes);
    this.removeEventListener('click', this.#onLink);
    document.removeEventListener('visibilitychange', this.#look);
    clearInterval(this.#timer);
    this.#idle.end();
  }

  protected override willUpdate(): void {
    document.documentElement.lang = this.language;
    if (!this.#isInside()) this.page = null;
    if (this.page) Object.assign(this.page.element, this.#given());
  }

  protected override render() {
    const { session, language } = this;
    if (!session)
      return html`<div class="waits" role="status">
        <h1>${say(language, this.unreachable ? 'staff.desks-unreachable' : 'staff.loading')}</h1>
      </div>`;
    if (this.link) return this.#atDoor(this.#firstSteps(this.link));
    if (!this.#isInside()) return this.#atDoor(this.#door(session));
    return html`
      <console-bar
        .session=${session}
        .offices=${this.#hers()}
        .office=${this.#office()?.id ?? null}
        .page=${this.#pageAsked()}
        .desk=${this.#ownDesk()}
        .language=${language}
        .lockKey=${lockKeyWritten()}
        @go-to=${({ detail }: CustomEvent<string>) => this.#goTo(detail)}
        @lock-console=${this.#lock}
        @sign-out=${this.#signOut}
        @speak=${({ detail }: CustomEvent<ConsoleLanguage>) => this.#speak(detail)}
      ></console-bar>
      ${this.#isByTwoClocks() ? html`<aside class="two-clocks">${say(language, 'staff.two-clocks')}</aside>` : nothing}
      ${
        this.#isDeskChoice()
          ? html`<desk-choice-screen
              .session=${session}
              .own=${this.#ownDesk()}
              .language=${language}
            ></desk-choice-screen>`
          : this.page?.element
      }
      <div role="alert">
        ${this.lockingSoon ? html`<p class="soon">${say(language, 'staff.locking-soon')}</p>` : nothing}
      </div>
    `;
  }

  /** The language can be chosen before anybody has come in. */
  #atDoor(content: TemplateResult) {
    const other = this.language === 'sv' ? 'en' : 'sv';
    return html`
      <header class="language"><button lang=${other} @click=${() => this.#speak(other)}>${LANGUAGES[other].name}</button></header>
      ${content}
    `;
  }

  #firstSteps({ kind, secret }: Link) {
    return html`<first-steps-screen
      .link=${kind}
      .secret=${secret}
      .language=${this.language}
      @session-changed=${this.#changed}
    ></first-steps-screen>`;
  }

  #door(session: SessionNow) {
    const { language } = this;
    if (session.who.kind === 'person')
      return html`<lock-screen
        .session=${session}
        .language=${language}
        @session-changed=${this.#changed}
        @sign-out=${this.#signOut}
      ></lock-screen>`;
    return html`<sign-in-screen
      .session=${session}
      .sso=${this.asked.get('sso')}
      .language=${language}
      @session-changed=${this.#changed}
      @computer-paired=${this.#look}
    ></sign-in-screen>`;
  }

  /** Somebody who may see pages: signed in and here, or nobody has an account yet, or she has the office's key. */
  #isInside(): boolean {
    const { session } = this;
    if (!session || this.link) return false;
    const { who, founded } = session;
    if (who.kind === 'person') return !who.locked;
    return who.kind === 'trial' || !founded || thisComputer.officeKey !== null;
  }

  #isIn(): boolean {
    const who = this.session?.who;
    return who?.kind === 'person' && !who.locked;
  }

  #pageAsked(): PageName {
    const asked = this.asked.get('page');
    const allowed = this.session ? pagesFor(this.session) : [];
    return isPageName(asked) && allowed.includes(asked) ? asked : 'desk';
  }

  /** In a demonstration: what people and devices did is told by the machine's clock, never by one that is made up. */
  #isByTwoClocks(): boolean {
    return goesByMachine(this.#pageAsked()) && this.#office()?.demonstration === true;
  }

  #isDeskChoice(): boolean {
    return this.#pageAsked() === 'desk' && !this.asked.has('desk');
  }

  #hers(): readonly OfficeNamed[] {
    const who = this.session?.who;
    if (who?.kind !== 'person' || who.offices === 'all') return this.offices;
    const { offices } = who;
    return this.offices.filter(({ id }) => offices.includes(id));
  }

  #office(): OfficeNamed | null {
    const asked = this.asked.get('office');
    const hers = this.#hers();
    return hers.find(({ id }) => id === asked) ?? hers[0] ?? null;
  }

  #given() {
    const { id = '' as OfficeId, zone = 'UTC' } = this.#office() ?? {};
    return {
      session: this.session?.who.kind === 'person' ? this.session : null,
      ...{ office: id, zone },
      language: this.language,
      inConsole: true,
      kept: this.#notes,
    };
  }

  /** Where she sat last in this office, by this tab. */
  #ownDesk(): DeskId | null {
    const { lastDesk } = thisComputer;
    const isHers = lastDesk?.who === this.#who() && lastDesk.office === this.#office()?.id;
    return isHers ? lastDesk.desk : null;
  }

  /** Whose is what this tab remembers. */
  #who(): string {
    const who = this.session?.who;
    return who?.kind === 'person' ? who.account : (who?.kind ?? '');
  }

  async #load(): Promise<void> {
    const [session, offices] = await Promise.all([
      this.#whoSitsHere(),
      read<readonly OfficeNamed[]>('/offices'),
    ]);
    this.unreachable = !offices.ok || session?.ok === false;
    if (offices.ok) this.offices = offices.answer;
    if (this.unreachable) setTimeout(() => this.isConnected && void this.#load(), TRY_AGAIN_MS);
    else if (session?.ok) await this.#become(session.answer);
  }

  /** null: something newer is shown already. A late answer must not open what she has locked meanwhile. */
  async #whoSitsHere(): Promise<Reply<SessionNow> | null> {
    const nth = ++this.#asks;
    const reply = await readSession();
    if (nth < this.#shows) return null;
    this.#shows = nth;
    return reply;
  }

  /** She locked, came or went: what was asked before is old. */
  #outdate(): void {
    this.#shows = ++this.#asks;
  }

  async #become(session: SessionNow): Promise<void> {
    this.session = session;
    this.#notes.belongTo(this.#who());
    await this.#openPage();
  }

  async #openPage(): Promise<void> {
    const name = this.#pageAsked();
    if (this.#isDeskChoice()) document.title = say(this.language, 'staff.title');
    if (!this.#isInside() || this.#isDeskChoice() || this.page?.at === this.#at()) return;
    const at = this.#at();
    const element = await openPage(name);
    if (at !== this.#at() || !this.#isInside()) return; // she went on meanwhile
    Object.assign(element, this.#given());
    element.addEventListener('signed-out', this.#look);
    element.addEventListener('session-changed', this.#changed as EventListener);
    if (name === 'desk') this.#rememberDesk();
    else document.title = say(this.language, titleOf(name));
    this.page = { at, element };
  }

  /** What makes it another page; its parts are its own affair. */
  #at(): string {
    return [this.#pageAsked(), this.asked.get('desk'), this.#office()?.id].join(' ');
  }

  #rememberDesk(): void {
    const office = this.#office()?.id;
    const desk = this.asked.get('desk') as DeskId | null;
    if (office && desk) thisComputer.lastDesk = { who: this.#who(), office, desk };
  }

  // Another page, in the same document: what a note holds is in its memory and nowhere else.

  readonly #onLink = (event: MouseEvent): void => {
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
    const address = link?.getAttribute('href');
    const isElsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!address?.startsWith('?') || isElsewhere || event.defaultPrevented) return;
    event.preventDefault();
    this.#goTo(address);
  };

  #goTo(address: string): void {
    if (!this.#mayLeave()) return;
    history.pushState(null, '', address);
    scrollTo(0, 0);
    this.#follow();
  }

  readonly #onWayBack = (): void => {
    const before = this.asked;
    this.asked = new URLSearchParams(location.search);
    if (this.page?.at === this.#at() || this.#mayLeave()) this.#follow();
    else {
      this.asked = before;
      history.pushState(null, '', `?${before}`);
    }
  };

  #follow(): void {
    this.asked = new URLSearchParams(location.search);
    if (this.page?.at !== this.#at() || this.#isDeskChoice()) this.page = null;
    void this.#openPage();
  }

  #mayLeave(): boolean {
    return !this.page?.element.isUnsaved || confirm(say(this.language, 'staff.book-unsaved'));
  }

  /** Another document knows nothing of them. */
  readonly #keepNotes = (event: BeforeUnloadEvent): void => {
    if (this.#notes.isBegun) event.preventDefault();
  };

  readonly #changed = ({ detail }: CustomEvent<SessionNow>): void => {
    this.#outdate();
    this.link = null;
    this.session = detail;
    this.#notes.belongTo(this.#who());
    void this.#load();
  };

  /** The secret is nobody's business who looks at the address, or goes back to it. */
  readonly #takeLink = (): void => {
    const link = linkOf(location.hash);
    if (!link) return;
    this.link = link;
    history.replaceState(null, '', location.pathname + location.search);
  };

  /** Is she still signed in, and is this computer still known? */
  readonly #look = (): void => {
    if (document.visibilityState === 'hidden' || this.link) return;
    void this.#whoSitsHere().then((reply) => {
      if (reply?.ok && JSON.stringify(reply.answer) !== JSON.stringify(this.session))
        void this.#become(reply.answer);
    });
  };

  readonly #lock = async (): Promise<void> => {
    this.lockingSoon = false;
    const reply = await lock();
    this.#outdate();
    if (reply.ok) await this.#become(reply.answer);
    else this.#look();
  };

  readonly #signOut = async (): Promise<void> => {
    const leaveAt = await signOut();
    this.#outdate();
    this.#notes.belongTo('');
    if (leaveAt !== null) location.href = leaveAt;
    else await this.#load();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const isLock = actionOfKey(event, thisComputer.keys) === 'lock';
    if (!isLock || event.repeat || !thisComputer.keysOn || !this.#isIn()) return;
    event.preventDefault();
    void this.#lock();
  };

  #speak(language: ConsoleLanguage): void {
    thisComputer.language = language;
    this.language = language;
  }
}

/** As it is written on a keyboard; '' where it does nothing. */
function lockKeyWritten(): string {
  const { keysOn, keys } = thisComputer;
  return keysOn && keys.lock !== null ? capOf(keys.lock) : '';
}

function linkOf(hash: string): Link | null {
  const [, kind, secret] = /^#(first|invitation)=([\w-]{8,100})$/.exec(hash) ?? [];
  return kind && secret ? { kind: kind as Link['kind'], secret } : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'staff-shell': StaffShell;
  }
}
