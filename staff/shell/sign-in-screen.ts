import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AccountId, SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import '#shared/ui/pairing-screen.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { doorStyles } from './door-styles.ts';
import { formStyles, saidIn } from './form-styles.ts';
import './pin-pad.ts';
import { computerKey, signIn, signInByPin } from './session.ts';
import { WayIn } from './way-in.ts';

type Person = { account: AccountId; name: string };

/**
 * Who are you? At a paired computer by name and PIN, everywhere by passphrase, or by the city's own sign-on.
 *
 * @fires session-changed - detail: the SessionNow
 * @fires computer-paired
 */
@customElement('sign-in-screen')
export class SignInScreen extends LitElement {
  @property({ attribute: false }) session!: SessionNow;
  @property() language: ConsoleLanguage = 'sv';
  /** The city's sign-on sent her back without letting her in. */
  @property() sso: string | null = null;

  @state() private person: Person | null = null;
  /** She wants to say her passphrase though she could use a PIN. */
  @state() private byPassphrase = false;
  readonly #wayIn = new WayIn(this);
  /** This computer shows a code. */
  @state() private isPairing = false;

  static override styles = [deskStyles, formStyles, doorStyles];

  protected override render() {
    const { language, session } = this;
    const { pins, sso } = session.ways;
    return html`
      <main>
        <h1>${say(language, 'staff.sign-in-title')}</h1>
        ${this.sso ? this.#cameBack(this.sso) : nothing}
        ${pins.length > 0 && !this.byPassphrase ? this.#byPin(pins) : this.#byPassphrase()}
        ${
          sso
            ? html`
                <p class="or">${say(language, 'staff.or')}</p>
                <a class="wide" href="/api/v1/session/sso?returnTo=${encodeURIComponent(whereSheWas())}">
                  ${say(language, 'staff.sign-in-by', { label: sso.label })}
                </a>
              `
            : nothing
        }
        ${session.device ? this.#computer(session.device.name) : this.#pairing()}
      </main>
    `;
  }

  #byPin(people: readonly Person[]) {
    const { language, person } = this;
    if (!person)
      return html`
        <p>${say(language, 'staff.who-are-you')}</p>
        <div class="people">
          ${people.map(
            (one) => html`<button
              @click=${() => {
                this.person = one;
                this.#wayIn.forget();
                void this.#focusPin();
              }}
            >${one.name}</button>`,
          )}
        </div>
        <button
          @click=${() => {
            this.byPassphrase = true;
          }}
        >${say(language, 'staff.with-passphrase')}</button>
      `;
    return html`
      <h2>${person.name}</h2>
      <pin-pad
        ?pending=${this.#wayIn.pending}
        .language=${language}
        @pin-given=${({ detail }: CustomEvent<string>) => this.#wayIn.take(signInByPin(person.account, detail), 'staff.pin-wrong')}
      ></pin-pad>
      ${this.#wayIn.fault(language)}
      <button
        @click=${() => {
          this.person = null;
          this.#wayIn.forget();
        }}
      >${say(language, 'staff.somebody-else')}</button>
    `;
  }

  #byPassphrase() {
    const { language } = this;
    return html`
      <form @submit=${this.#submit}>
        <label>
          ${say(language, 'staff.login')}
          <input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus />
        </label>
        <label>
          ${say(language, 'staff.passphrase')}
          <input name="passphrase" type="password" autocomplete="current-password" required />
        </label>
        ${this.#wayIn.fault(language)}
        <button class="main" ?disabled=${this.#wayIn.pending}>${say(language, 'staff.sign-in')}</button>
      </form>
      ${
        this.session.ways.pins.length > 0
          ? html`<button
              @click=${() => {
                this.byPassphrase = false;
                this.#wayIn.forget();
              }}
            >${say(language, 'staff.with-pin')}</button>`
          : nothing
      }
    `;
  }

  #cameBack(why: string) {
    const label = this.session.ways.sso?.label ?? '';
    const key = why === 'refused' || why === 'unavailable' ? (`sso-${why}` as const) : 'sso-failed';
    return html`<p class="fault" role="alert">${say(this.language, `staff.${key}`, { label })}</p>`;
  }

  #computer(name: string) {
    return html`<p class="quiet">${say(this.language, 'staff.this-computer-is', { name })}</p>`;
  }

  #pairing() {
    return html`
      <details
        @toggle=${({ target }: Event) => {
          this.isPairing = (target as HTMLDetailsElement).open;
        }}
      >
        <summary>${say(this.language, 'staff.pair-this-computer')}</summary>
        ${
          this.isPairing
            ? html`<pairing-screen
                .key=${computerKey}
                what="staff"
                lang=${this.language}
                @paired=${() => this.dispatchEvent(new CustomEvent('computer-paired'))}
              ></pairing-screen>`
            : nothing
        }
      </details>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { login = '', passphrase = '' } = saidIn(event.currentTarget as HTMLFormElement);
    void this.#wayIn.take(signIn(login, passphrase));
  };

  async #focusPin(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('pin-pad')?.focus();
  }
}

/** The page that she asked for, without what was said of the last try. */
function whereSheWas(): string {
  const { pathname, searchParams } = new URL(location.href);
  searchParams.delete('sso');
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

declare global {
  interface HTMLElementTagNameMap {
    'sign-in-screen': SignInScreen;
  }
}
