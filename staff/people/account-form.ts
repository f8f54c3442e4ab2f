import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type AccountListed, type Offices, ROLES, type Role } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { type AgencyId, type OfficeId, type Texts, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Named } from './hub-people.ts';

/** What an administrator says of somebody. */
export type AccountCard = Pick<AccountListed, 'name' | 'login' | 'role' | 'offices' | 'agency'>;
export type AgencyNamed = { id: AgencyId; name: Texts };

/**
 * Somebody who may sign in: what she is called, and what is hers.
 *
 * @fires card-given - detail: the AccountCard
 * @fires put-away
 */
@customElement('account-form')
export class AccountForm extends LitElement {
  /** As she is now; null: somebody new. */
  @property({ attribute: false }) account: AccountListed | null = null;
  @property() office!: OfficeId;
  @property({ attribute: false }) offices: readonly Named<OfficeId>[] = [];
  /** The visiting bodies of `office`. */
  @property({ attribute: false }) agencies: readonly AgencyNamed[] = [];
  @property({ type: Boolean }) pending = false;
  @property() language: ConsoleLanguage = 'sv';
  @state() private wanted: Role = 'guide';

  static override styles = [
    deskStyles,
    formStyles,
    css`
      form {
        max-width: 34rem;
      }
      input:not([type='checkbox']),
      select {
        background: var(--color-paper);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .main {
        padding-inline: 1.25rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.wanted = this.account?.role ?? 'guide';
  }

  protected override render() {
    const { language, account, wanted: role } = this;
    return html`
      <form @submit=${this.#submit}>
        <label>
          ${say(language, 'staff.name')}
          <input name="name" autocomplete="off" maxlength="60" required .value=${account?.name ?? ''} />
        </label>
        <label>
          ${say(language, 'staff.login')}
          <small>${say(language, 'staff.login-hint')}</small>
          <input
            name="login"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            maxlength="60"
            required
            .value=${account?.login ?? ''}
          />
        </label>
        <label>
          ${say(language, 'staff.role')}
          <small id="may">${say(language, `staff.role-what-${role}`)}</small>
          <select
            name="role"
            aria-describedby="may"
            @change=${({ target }: Event) => {
              this.wanted = (target as HTMLSelectElement).value as Role;
            }}
          >
            ${ROLES.map((one) => html`<option value=${one} ?selected=${one === role}>${say(language, `staff.role-${one}`)}</option>`)}
          </select>
        </label>
        ${role === 'agency' ? this.#agencies() : nothing}
        ${role !== 'agency' && role !== 'administrator' && this.offices.length > 1 ? this.#offices() : nothing}
        <div class="acts">
          <button class="main" ?disabled=${this.pending}>
            ${say(language, account ? 'staff.save' : 'staff.invite')}
          </button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('put-away'))}>
            ${say(language, 'staff.cancel')}
          </button>
        </div>
      </form>
    `;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #agencies() {
    const { language } = this;
    return html`<label>
      ${say(language, 'staff.agency')}
      <select name="agency" required>
        ${this.agencies.map(({ id, name }) => {
          const said = textIn(name, language);
          return html`<option value=${id} lang=${said.language} ?selected=${id === this.account?.agency}>${said.text}</option>`;
        })}
      </select>
    </label>`;
  }

  #offices() {
    const { language, account } = this;
    const isHers = (id: OfficeId) =>
      account ? account.offices !== 'all' && account.offices.includes(id) : id === this.office;
    return html`<fieldset>
      <legend>${say(language, 'staff.office')}</legend>
      <label>
        <input type="checkbox" name="everywhere" ?checked=${account?.offices === 'all'} />
        ${say(language, 'staff.all-offices')}
      </label>
      ${this.offices.map(
        ({ id, name }) => html`<label>
          <input type="checkbox" name="office" value=${id} ?checked=${isHers(id)} /> ${name}
        </label>`,
      )}
    </fieldset>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const { wanted: role } = this;
    const card: AccountCard = {
      name: String(said.get('name')),
      login: String(said.get('login')),
      role,
      offices: this.#officesIn(said),
      agency: role === 'agency' ? (String(said.get('agency')) as AgencyId) : null,
    };
    this.dispatchEvent(new CustomEvent('card-given', { detail: card }));
  };

  /** Administrators have every office; a visiting body's people the one it sits in. */
  #officesIn(said: FormData): Offices {
    if (this.wanted === 'administrator' || said.has('everywhere')) return 'all';
    const chosen = said.getAll('office') as OfficeId[];
    if (chosen.length > 0 && this.wanted !== 'agency') return chosen;
    // With one office there is nothing to choose: she keeps what she has.
    const { account } = this;
    return account && account.role === this.wanted ? account.offices : [this.office];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'account-form': AccountForm;
  }
}
