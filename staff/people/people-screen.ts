import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AccountId, AccountListed, SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { momentText } from '#shared/ui/office-time.ts';
import { type EpochMs, type OfficeId, textIn } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import './account-form.ts';
import type { AccountCard, AgencyNamed } from './account-form.ts';
import {
  invitationLink,
  type Named,
  readBook,
  readOffices,
  type SessionListed,
} from './hub-people.ts';
import { peopleStyles, saidLast } from './people-styles.ts';
import './shown-once.ts';
import './sure-press.ts';
import { Told } from './told.ts';

/** Who may sign in, as what, and who is signed in now. For administrators. */
@customElement('people-screen')
export class PeopleScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() zone!: string;
  @property() language: ConsoleLanguage = 'sv';

  @state() private accounts: readonly AccountListed[] | null = null;
  @state() private sessions: readonly SessionListed[] = [];
  @state() private offices: readonly Named<OfficeId>[] = [];
  @state() private agencies: readonly AgencyNamed[] = [];
  /** Whose card is being written: an account, or somebody new. */
  @state() private writing: AccountId | 'new' | null = null;
  /** Made just now; the hub will not tell it again. */
  @state() private invited: { name: string; link: string } | null = null;
  readonly #told = new Told(this);

  static override styles = [deskStyles, formStyles, peopleStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#readAll();
  }

  protected override render() {
    const { language, accounts } = this;
    const isTrial = this.session?.who.kind !== 'person';
    return html`
      <main>
        <header>
          <h1>${say(language, 'staff.page-people')}</h1>
          <p class="intro quiet">${say(language, isTrial ? 'staff.people-trial' : 'staff.people-how')}</p>
        </header>
        ${saidLast(this.#told, language)} ${this.#invitation()} ${isTrial ? nothing : this.#adding()}
        ${accounts === null ? html`<p role="status">${say(language, 'staff.loading-page')}</p>` : this.#list(accounts)}
        ${this.sessions.length > 0 ? this.#signedIn() : nothing}
      </main>
    `;
  }

  #invitation() {
    const { language, invited } = this;
    if (!invited) return nothing;
    return html`<shown-once
      .label=${say(language, 'staff.invitation-of', { name: invited.name })}
      .hint=${say(language, 'staff.invitation-hint')}
      .text=${invited.link}
      .language=${language}
      @put-away=${() => {
        this.invited = null;
      }}
    ></shown-once>`;
  }

  #adding() {
    const { language } = this;
    if (this.writing !== 'new')
      return html`<button class="main" @click=${() => this.#write('new')}>${say(language, 'staff.account-add')}</button>`;
    return html`<section class="card" aria-labelledby="adding">
      <h2 id="adding">${say(language, 'staff.account-add')}</h2>
      ${this.#form(null)}
    </section>`;
  }

  #form(account: AccountListed | null) {
    return html`<account-form
      .account=${account}
      .office=${this.office}
      .offices=${this.offices}
      .agencies=${this.agencies}
      ?pending=${this.#told.pending}
      .language=${this.language}
      @card-given=${({ detail }: CustomEvent<AccountCard>) => (account ? this.#set(account, detail) : this.#add(detail))}
      @put-away=${() => this.#write(null)}
    ></account-form>`;
  }

  #list(accounts: readonly AccountListed[]) {
    if (accounts.length === 0) return nothing;
    return html`<section aria-labelledby="accounts">
      <h2 id="accounts">${say(this.language, 'staff.accounts')}</h2>
      <ul class="rows">${accounts.map((account) => this.#account(account))}</ul>
    </section>`;
  }

  #account(account: AccountListed) {
    const { language } = this;
    const { id, name, login } = account;
    const isWritten = this.writing === id;
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p class="quiet">${login} · ${this.#whatOf(account)}</p>
        <p class="quiet">${this.#cameWhen(account)}</p>
      </div>
      <div class="acts">
        <button
          aria-label=${say(language, 'staff.change-of', { name })}
          aria-expanded=${isWritten}
          @click=${() => this.#write(isWritten ? null : id)}
        >${say(language, 'staff.change')}</button>
        ${account.bySso ? nothing : this.#inviting(account)}
        <sure-press
          .label=${say(language, 'staff.remove')}
          .about=${say(language, 'staff.remove-of', { name })}
          .question=${say(language, 'staff.person-remove-sure', { name })}
          .language=${language}
          @sure=${() => this.#remove(account)}
        ></sure-press>
      </div>
      ${isWritten ? html`<div class="wide card">${this.#form(account)}</div>` : nothing}
    </li>`;
  }

  #inviting(account: AccountListed) {
    const { language } = this;
    const { name } = account;
    return html`<sure-press
      .label=${say(language, 'staff.invite-anew')}
      .about=${say(language, 'staff.invite-anew-of', { name })}
      .question=${say(language, 'staff.invite-anew-sure', { name })}
      .language=${language}
      @sure=${() => this.#invite(account)}
    ></sure-press>`;
  }

  /** Her role, of which body and where. */
  #whatOf({ role, agency, offices }: AccountListed): string {
    const { language } = this;
    const body = this.agencies.find(({ id }) => id === agency);
    return listed([
      say(language, `staff.role-${role}`),
      body ? textIn(body.name, language).text : '',
      this.offices.length > 1 ? this.#where(offices) : '',
    ]);
  }

  #where(offices: AccountListed['offices']): string {
    if (offices === 'all') return say(this.language, 'staff.all-offices');
    return offices.map((id) => this.offices.find((one) => one.id === id)?.name ?? id).join(', ');
  }

  #cameWhen({ invitedUntil, lastSignedInAt, hasPin, bySso }: AccountListed): string {
    const { language } = this;
    const isInvited = invitedUntil !== null && invitedUntil > Date.now();
    return listed([
      isInvited
        ? say(language, 'staff.invited-until', { moment: this.#moment(invitedUntil) })
        : lastSignedInAt === null
          ? say(language, 'staff.never-here')
          : say(language, 'staff.last-here', { moment: this.#moment(lastSignedInAt) }),
      hasPin ? say(language, 'staff.has-pin') : '',
      bySso ? say(language, 'staff.by-sso') : '',
    ]);
  }

  #signedIn() {
    const { language } = this;
    return html`<section aria-labelledby="now">
      <h2 id="now">${say(language, 'staff.sessions')}</h2>
      <ul class="rows">${this.sessions.map((one) => this.#session(one))}</ul>
    </section>`;
  }

  #session({ session, name, device, way, beganAt, lockedAt }: SessionListed) {
    const { language } = this;
    const at = device ?? say(language, 'staff.another-computer');
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p class="quiet">
          ${listed([
            at,
            say(language, `staff.way-${way}`),
            say(language, 'staff.session-since', { moment: this.#moment(beganAt) }),
            lockedAt === null ? '' : say(language, 'staff.locked'),
          ])}
        </p>
      </div>
      <button
        aria-label=${say(language, 'staff.end-session-of', { name, device: at })}
        @click=${() => this.#end(session, name)}
      >${say(language, 'staff.end-session')}</button>
    </li>`;
  }

  #moment(at: EpochMs): string {
    return momentText(at, Date.now(), this.zone, this.language);
  }

  // What a press does

  #write(whose: AccountId | 'new' | null): void {
    this.writing = whose;
  }

  async #add(card: AccountCard): Promise<void> {
    const made = await this.#told.ask(
      () => tell<{ account: AccountListed; invitation: string | null }>('/accounts', card),
      ({ account }) => ['staff.person-added', { name: account.name }],
    );
    if (!made) return;
    this.#write(null);
    this.#show(made.account.name, made.invitation);
    await this.#readAll();
  }

  async #set({ id }: AccountListed, card: AccountCard): Promise<void> {
    const set = await this.#told.ask(
      () => tell<AccountListed>(`/accounts/${id}/set`, card),
      ({ name }) => ['staff.person-set', { name }],
    );
    if (!set) return;
    this.#write(null);
    await this.#readAll();
  }

  async #invite({ id, name }: AccountListed): Promise<void> {
    const made = await this.#told.ask(
      () => tell<{ invitation: string | null }>(`/accounts/${id}/invite`),
      () => null,
    );
    if (!made) return;
    this.#show(name, made.invitation);
    await this.#readAll();
  }

  async #remove({ id, name }: AccountListed): Promise<void> {
    const gone = await this.#told.ask(
      () => tell<object>(`/accounts/${id}/remove`),
      () => ['staff.person-removed', { name }],
    );
    if (gone) await this.#readAll();
  }

  async #end(session: string, name: string): Promise<void> {
    const ended = await this.#told.ask(
      () => tell<object>(`/sessions/${session}/end`),
      () => ['staff.session-ended', { name }],
    );
    if (ended) await this.#readAll();
  }

  #show(name: string, secret: string | null): void {
    this.invited = secret === null ? null : { name, link: invitationLink(secret) };
  }

  async #readAll(): Promise<void> {
    const [accounts, sessions, offices, book] = await Promise.all([
      this.#told.read(read<readonly AccountListed[]>('/accounts')),
      this.#told.read(read<readonly SessionListed[]>('/sessions')),
      this.#told.read(readOffices()),
      this.#told.read(readBook<{ agencies: readonly AgencyNamed[] }>(this.office)),
    ]);
    this.accounts = accounts ?? this.accounts ?? [];
    this.sessions = sessions ?? this.sessions;
    this.offices = offices ?? this.offices;
    this.agencies = book?.agencies ?? this.agencies;
  }
}

const listed = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' · ');

declare global {
  interface HTMLElementTagNameMap {
    'people-screen': PeopleScreen;
  }
}
