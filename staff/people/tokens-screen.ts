import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { SCOPES, type Scope, type SessionNow, type TokenListed } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { peopleStyles, saidLast } from './people-styles.ts';
import './shown-once.ts';
import './sure-press.ts';
import { Told } from './told.ts';

const DAY_MS = 86_400_000;
/** For how long a key is good, in days. '': until it is revoked. */
const GOOD_FOR = ['90', '365', ''] as const;

/** Keys of the city's own programs: what each may, until when, and when it was used. */
@customElement('tokens-screen')
export class TokensScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() zone!: string;
  @property() language: ConsoleLanguage = 'sv';

  @state() private tokens: readonly TokenListed[] | null = null;
  @state() private isMaking = false;
  /** Made just now; the hub will not tell it again. */
  @state() private made: { name: string; token: string } | null = null;
  readonly #told = new Told(this);

  static override styles = [deskStyles, formStyles, peopleStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#readAll();
  }

  protected override render() {
    const { language, tokens, made } = this;
    return html`
      <main>
        <header>
          <h1>${say(language, 'staff.page-tokens')}</h1>
          <p class="intro quiet">${say(language, 'staff.tokens-how')}</p>
        </header>
        ${saidLast(this.#told, language)}
        ${
          made
            ? html`<shown-once
                label=${say(language, 'staff.token-of', { name: made.name })}
                hint=${say(language, 'staff.token-hint')}
                .text=${made.token}
                .language=${language}
                @put-away=${() => {
                  this.made = null;
                }}
              ></shown-once>`
            : nothing
        }
        ${this.session ? this.#making() : html`<p>${say(language, 'staff.people-trial')}</p>`}
        <section aria-labelledby="tokens">
          <h2 id="tokens">${say(language, 'staff.tokens')}</h2>
          ${
            tokens === null
              ? html`<p role="status">${say(language, 'staff.loading-page')}</p>`
              : tokens.length === 0
                ? html`<p>${say(language, 'staff.tokens-none')}</p>`
                : html`<ul class="rows">${tokens.map((token) => this.#token(token))}</ul>`
          }
        </section>
      </main>
    `;
  }

  #making() {
    const { language } = this;
    if (!this.isMaking)
      return html`<button
        class="main"
        @click=${() => {
          this.isMaking = true;
          void this.#focusForm();
        }}
      >${say(language, 'staff.token-make')}</button>`;
    return html`<section class="card" aria-labelledby="make">
      <h2 id="make">${say(language, 'staff.token-make')}</h2>
      <form @submit=${this.#make}>
        <label>
          ${say(language, 'staff.token-name')}
          <small>${say(language, 'staff.token-name-hint')}</small>
          <input name="name" autocomplete="off" maxlength="60" required />
        </label>
        <fieldset>
          <legend>${say(language, 'staff.token-scopes')}</legend>
          ${SCOPES.map(
            (scope) => html`<label>
              <input type="checkbox" name="scope" value=${scope} ?checked=${scope === 'read'} />
              ${say(language, `staff.scope.${scope}`)}
            </label>`,
          )}
        </fieldset>
        <label>
          ${say(language, 'staff.token-good-for')}
          <select name="days">
            ${GOOD_FOR.map((days) => html`<option value=${days} ?selected=${days === '365'}>${days === '' ? say(language, 'staff.token-no-end') : say(language, 'staff.days', { days: Number(days) })}</option>`)}
          </select>
        </label>
        <label>
          <input type="checkbox" name="everywhere" /> ${say(language, 'staff.token-everywhere')}
        </label>
        <div class="acts">
          <button class="main" ?disabled=${this.#told.pending}>${say(language, 'staff.token-make-now')}</button>
          <button
            type="button"
            @click=${() => {
              this.isMaking = false;
            }}
          >${say(language, 'staff.cancel')}</button>
        </div>
      </form>
    </section>`;
  }

  #token({ id, name, scopes, createdAt, createdBy, lastUsedAt, expiresAt }: TokenListed) {
    const { language } = this;
    const now = Date.now();
    const moment = (at: number) => momentText(at, now, this.zone, language);
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p>${scopes.map((scope) => say(language, `staff.scope.${scope}`)).join(', ')}</p>
        <p class="quiet">
          ${say(language, 'staff.token-made', { time: moment(createdAt), by: createdBy })} ·
          ${lastUsedAt === null ? say(language, 'staff.token-unused') : say(language, 'staff.token-used', { time: moment(lastUsedAt) })} ·
          ${
            expiresAt === null
              ? say(language, 'staff.token-no-end')
              : expiresAt < now
                ? html`<span class="warning">${say(language, 'staff.token-ended')}</span>`
                : say(language, 'staff.token-until', { time: dateOf(expiresAt, language) })
          }
        </p>
      </div>
      <sure-press
        label=${say(language, 'staff.token-revoke')}
        about=${say(language, 'staff.token-revoke-of', { name })}
        question=${say(language, 'staff.token-revoke-sure', { name })}
        .language=${language}
        @sure=${() => this.#revoke(id, name)}
      ></sure-press>
    </li>`;
  }

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const days = String(said.get('days'));
    const asked = {
      name: String(said.get('name')),
      scopes: said.getAll('scope') as Scope[],
      offices: said.has('everywhere') ? 'all' : [this.office],
      expiresAt: days === '' ? null : Date.now() + Number(days) * DAY_MS,
    };
    if (asked.scopes.length === 0) return this.#told.refuse('staff.token-choose-scope');
    const made = await this.#told.ask(
      () => tell<{ token: string | null; listed: TokenListed }>('/tokens', asked),
      () => null,
    );
    if (!made) return;
    this.isMaking = false;
    this.made = made.token === null ? null : { name: asked.name, token: made.token };
    await this.#readAll();
  };

  async #revoke(id: string, name: string): Promise<void> {
    const gone = await this.#told.ask(
      () => tell<object>(`/tokens/${id}/revoke`),
      () => ['staff.token-revoked', { name }],
    );
    if (gone) await this.#readAll();
  }

  async #focusForm(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form input')?.focus();
  }

  async #readAll(): Promise<void> {
    this.tokens =
      (await this.#told.read(read<readonly TokenListed[]>('/tokens'))) ?? this.tokens ?? [];
  }
}

/** With its year: a key is good for long. */
const dateOf = (at: number, language: ConsoleLanguage): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at);

declare global {
  interface HTMLElementTagNameMap {
    'tokens-screen': TokensScreen;
  }
}
