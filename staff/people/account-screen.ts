import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles, saidIn } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { peopleStyles, saidLast } from './people-styles.ts';
import { Told } from './told.ts';

/**
 * Her own passphrase, and her PIN for the office's computers. Changing one ends every other session of hers.
 *
 * @fires session-changed - detail: the SessionNow
 */
@customElement('account-screen')
export class AccountScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  readonly #told = new Told(this);

  static override styles = [deskStyles, formStyles, peopleStyles];

  protected override render() {
    const { language } = this;
    const who = this.session?.who;
    if (who?.kind !== 'person') return nothing;
    return html`
      <main>
        <header>
          <h1>${who.name}</h1>
          <p class="intro quiet">${say(language, `staff.role-${who.role}`)}. ${say(language, `staff.role-what-${who.role}`)}</p>
        </header>
        ${saidLast(this.#told, language)}
        <section class="card" aria-labelledby="passphrase">
          <h2 id="passphrase">${say(language, who.hasPassphrase ? 'staff.change-passphrase' : 'staff.passphrase-choose')}</h2>
          <form @submit=${this.#setPassphrase}>
            ${who.hasPassphrase ? this.#current('staff.passphrase-now') : nothing}
            <label>
              ${say(language, 'staff.passphrase-next')}
              <small id="long">${say(language, 'staff.passphrase-hint')}</small>
              <input
                name="next"
                type="password"
                autocomplete="new-password"
                aria-describedby="long"
                minlength="12"
                maxlength="200"
                required
              />
            </label>
            <button class="main" ?disabled=${this.#told.pending}>${say(language, 'staff.save')}</button>
          </form>
        </section>
        ${who.hasPassphrase ? this.#pin(who.hasPin) : nothing}
      </main>
    `;
  }

  #current(label: TextKey) {
    return html`<label>
      ${say(this.language, label)}
      <input name="current" type="password" autocomplete="current-password" maxlength="200" required />
    </label>`;
  }

  #pin(hasPin: boolean) {
    const { language } = this;
    return html`
      <section class="card" aria-labelledby="pin">
        <h2 id="pin">${say(language, hasPin ? 'staff.change-pin' : 'staff.choose-pin')}</h2>
        <form @submit=${this.#setPin}>
          ${this.#current('staff.passphrase')}
          <label>
            ${say(language, 'staff.pin-next')}
            <small id="digits">${say(language, hasPin ? 'staff.pin-hint-change' : 'staff.pin-hint')}</small>
            <input
              name="pin"
              type="password"
              inputmode="numeric"
              autocomplete="off"
              aria-describedby="digits"
              pattern="[0-9]{6,12}"
              ?required=${!hasPin}
            />
          </label>
          <button class="main" ?disabled=${this.#told.pending}>${say(language, 'staff.save')}</button>
        </form>
      </section>
    `;
  }

  readonly #setPassphrase = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { current = '', next = '' } = saidIn(form);
    const body = { ...(current && { current }), next };
    void this.#put(form, '/session/passphrase', body, 'staff.passphrase-changed');
  };

  readonly #setPin = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { current: passphrase = '', pin = '' } = saidIn(form);
    const done = pin === '' ? 'staff.pin-removed' : 'staff.pin-changed';
    void this.#put(form, '/session/pin', { passphrase, pin: pin === '' ? null : pin }, done);
  };

  async #put(form: HTMLFormElement, path: string, body: object, done: TextKey): Promise<void> {
    const session = await this.#told.ask(
      () => tell<SessionNow>(path, body, 'PUT'),
      () => [done],
    );
    if (!session) return;
    form.reset();
    this.session = session;
    this.dispatchEvent(new CustomEvent('session-changed', { detail: session }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'account-screen': AccountScreen;
  }
}
