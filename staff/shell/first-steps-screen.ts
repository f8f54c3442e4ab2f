import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { doorStyles } from './door-styles.ts';
import { formStyles, saidIn } from './form-styles.ts';
import { accept, found } from './session.ts';
import { WayIn } from './way-in.ts';

/**
 * Whoever comes by a link that is good once: the first administrator, or somebody who was invited. She says how she
 * will sign in from now on.
 *
 * @fires session-changed - detail: the SessionNow
 */
@customElement('first-steps-screen')
export class FirstStepsScreen extends LitElement {
  @property() link: 'first' | 'invitation' = 'invitation';
  /** What the link carries. */
  @property({ attribute: false }) secret = '';
  @property() language: ConsoleLanguage = 'sv';
  readonly #wayIn = new WayIn(this);
  /** The passphrase can be read: once is then enough to type it. */
  @state() private isShown = false;

  static override styles = [deskStyles, formStyles, doorStyles];

  protected override render() {
    const { language } = this;
    const isFirst = this.link === 'first';
    return html`
      <main>
        <h1>${say(language, isFirst ? 'staff.first-title' : 'staff.invited-title')}</h1>
        <p>${say(language, isFirst ? 'staff.first-how' : 'staff.invited-how')}</p>
        <form @submit=${this.#submit}>
          ${isFirst ? this.#person() : nothing}
          <label>
            ${say(language, 'staff.passphrase')}
            <small id="long">${say(language, 'staff.passphrase-hint')}</small>
            <input
              name="passphrase"
              type=${this.isShown ? 'text' : 'password'}
              autocomplete="new-password"
              aria-describedby="long"
              minlength="12"
              maxlength="200"
              required
              ?autofocus=${!isFirst}
            />
          </label>
          <label>
            <input
              type="checkbox"
              @change=${({ target }: Event) => {
                this.isShown = (target as HTMLInputElement).checked;
              }}
            />
            ${say(language, 'staff.show-passphrase')}
          </label>
          ${
            isFirst
              ? html`<label>
                  ${say(language, 'staff.this-computer')}
                  <small>${say(language, 'staff.this-computer-hint')}</small>
                  <input name="computer" maxlength="60" required .value=${say(language, 'staff.this-computer-name')} />
                </label>`
              : html`<label>
                  ${say(language, 'staff.pin-choose')}
                  <small>${say(language, 'staff.pin-hint')}</small>
                  <input name="pin" type="password" inputmode="numeric" autocomplete="off" pattern="[0-9]{6,12}" />
                </label>`
          }
          ${this.#wayIn.fault(language)}
          <button class="main" ?disabled=${this.#wayIn.pending}>${say(language, 'staff.begin')}</button>
        </form>
      </main>
    `;
  }

  #person() {
    const { language } = this;
    return html`
      <label>
        ${say(language, 'staff.your-name')}
        <input name="name" autocomplete="name" maxlength="60" required autofocus />
      </label>
      <label>
        ${say(language, 'staff.login')}
        <small>${say(language, 'staff.login-hint')}</small>
        <input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="60" required />
      </label>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = saidIn(event.currentTarget as HTMLFormElement);
    const { name = '', login = '', passphrase = '', computer = '', pin = '' } = said;
    const { secret } = this;
    void this.#wayIn.take(
      this.link === 'first'
        ? found({ secret, name, login, passphrase, computer })
        : accept(secret, passphrase, pin === '' ? null : pin),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'first-steps-screen': FirstStepsScreen;
  }
}
