import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { doorStyles } from './door-styles.ts';
import { formStyles, saidIn } from './form-styles.ts';
import './pin-pad.ts';
import { unlock } from './session.ts';
import { WayIn } from './way-in.ts';

/**
 * Nothing of the office can be seen until whoever locked it is back; somebody else signs her out and comes in.
 *
 * @fires session-changed - detail: the SessionNow
 * @fires sign-out
 */
@customElement('lock-screen')
export class LockScreen extends LitElement {
  @property({ attribute: false }) session!: SessionNow;
  @property() language: ConsoleLanguage = 'sv';
  readonly #wayIn = new WayIn(this);

  static override styles = [deskStyles, formStyles, doorStyles];

  protected override render() {
    const { language, session } = this;
    const { who, device } = session;
    if (who.kind !== 'person') return nothing;
    const canPin = device !== null && who.hasPin;
    return html`
      <main>
        <h1>${say(language, 'staff.locked')}</h1>
        <h2>${who.name}</h2>
        ${
          canPin
            ? html`<pin-pad
                ?pending=${this.#wayIn.pending}
                .language=${language}
                @pin-given=${({ detail }: CustomEvent<string>) => this.#wayIn.take(unlock({ pin: detail }), 'staff.pin-wrong')}
              ></pin-pad>`
            : nothing
        }
        ${
          who.hasPassphrase
            ? canPin
              ? html`<details>
                  <summary>${say(language, 'staff.with-passphrase')}</summary>
                  ${this.#passphrase(false)}
                </details>`
              : this.#passphrase(true)
            : nothing
        }
        ${this.#wayIn.fault(language)}
        <button @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}>
          ${say(language, 'staff.sign-out-of', { name: who.name })}
        </button>
      </main>
    `;
  }

  #passphrase(isFirst: boolean) {
    return html`
      <form @submit=${this.#submit}>
        <label>
          ${say(this.language, 'staff.passphrase')}
          <input name="passphrase" type="password" autocomplete="current-password" required ?autofocus=${isFirst} />
        </label>
        <button class="main" ?disabled=${this.#wayIn.pending}>${say(this.language, 'staff.unlock')}</button>
      </form>
    `;
  }

  protected override firstUpdated(): void {
    const first = this.renderRoot.querySelector<HTMLElement>('pin-pad, input');
    void this.updateComplete.then(() => first?.focus());
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { passphrase = '' } = saidIn(event.currentTarget as HTMLFormElement);
    void this.#wayIn.take(unlock({ passphrase }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lock-screen': LockScreen;
  }
}
