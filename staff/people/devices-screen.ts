import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DeviceId, DeviceListed, PairingSeen, SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import { momentText } from '#shared/ui/office-time.ts';
import { type DisplayId, type OfficeId, type Texts, textIn } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles, saidIn } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { readBook } from './hub-people.ts';
import { peopleStyles, saidLast } from './people-styles.ts';
import './sure-press.ts';
import { Told } from './told.ts';

type WindowNamed = { id: DisplayId; name: Texts };

/** Connected or not: looked at so often while the page is open. */
const LOOK_EVERY_MS = 5_000;

/**
 * What screens, terminals, printers' programs and staff computers the office knows; and how another becomes one of
 * them: by the code on its own screen, typed here by somebody who has seen it.
 */
@customElement('devices-screen')
export class DevicesScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() zone!: string;
  @property() language: ConsoleLanguage = 'sv';

  @state() private devices: readonly DeviceListed[] | null = null;
  /** The windows of the office book, one of which a display is. */
  @state() private windows: readonly WindowNamed[] = [];
  /** What stands behind the code that was typed. */
  @state() private seen: PairingSeen | null = null;
  @state() private naming: DeviceId | null = null;
  readonly #told = new Told(this);
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    deskStyles,
    formStyles,
    peopleStyles,
    css`
      .code {
        max-width: 16rem;
        font-size: 1.5rem;
        font-weight: 700;
        letter-spacing: 0.08em;
        text-transform: uppercase;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(14rem) minmax(0, 1fr);
        gap: 0.25rem 1.25rem;
        overflow-wrap: anywhere;
      }
      dt {
        color: var(--color-text-quiet);
      }
      form > .acts > button {
        min-height: 3rem;
      }
      .compare {
        font-size: 1.375rem;
        font-weight: 700;
      }
      @media (max-width: 30rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
        }
        dd {
          margin-bottom: 0.5rem;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#readAll();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render() {
    const { language, devices, seen } = this;
    return html`
      <main>
        <header>
          <h1>${say(language, 'staff.page-devices')}</h1>
          <p class="intro quiet">${say(language, this.session ? 'staff.devices-how' : 'staff.devices-trial')}</p>
        </header>
        ${saidLast(this.#told, language)}
        <section class="card" aria-labelledby="pair">
          <h2 id="pair" tabindex="-1">${say(language, 'staff.device-pair')}</h2>
          ${seen ? this.#asks(seen) : this.#code()}
        </section>
        <section aria-labelledby="known">
          <h2 id="known">${say(language, 'staff.devices-known')}</h2>
          ${
            devices === null
              ? html`<p role="status">${say(language, 'staff.loading-page')}</p>`
              : devices.length === 0
                ? html`<p>${say(language, 'staff.devices-none')}</p>`
                : html`<ul class="rows">${devices.map((one) => this.#device(one))}</ul>`
          }
        </section>
      </main>
    `;
  }

  #code() {
    const { language } = this;
    return html`<form @submit=${this.#lookAt}>
      <label>
        ${say(language, 'staff.device-code')}
        <small id="where">${say(language, 'staff.device-code-hint')}</small>
        <input
          class="code"
          name="code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="where"
          placeholder="BCDF-GHJK"
          maxlength="12"
          required
        />
      </label>
      <button class="main" ?disabled=${this.#told.pending}>${say(language, 'staff.device-look')}</button>
    </form>`;
  }

  /** The answer at hand is no: whoever typed a code that somebody read to her on the telephone is to stop here. */
  #asks(seen: PairingSeen) {
    const { language } = this;
    const { kind, address, browser, fingerprint } = seen;
    return html`
      <p>${say(language, 'staff.device-asks')}</p>
      <dl>
        <dt>${say(language, 'staff.device-kind')}</dt>
        <dd>${say(language, `staff.device-kind.${kind}`)}</dd>
        <dt>${say(language, 'staff.device-browser')}</dt>
        <dd>${browser}</dd>
        <dt>${say(language, 'staff.device-address')}</dt>
        <dd>${address}</dd>
        <dt>${say(language, 'staff.device-fingerprint')}</dt>
        <dd class="compare sign">${fingerprint}</dd>
      </dl>
      <p><strong>${say(language, 'staff.device-compare')}</strong></p>
      <form @submit=${this.#pair}>
        <label>
          ${say(language, 'staff.device-name')}
          <small>${say(language, `staff.device-name-hint.${kind}`)}</small>
          <input name="name" autocomplete="off" maxlength="60" required />
        </label>
        ${kind === 'display' ? this.#window(null) : nothing}
        <div class="acts">
          <button type="button" class="main no" @click=${this.#refuse}>${say(language, 'staff.device-no')}</button>
          <button ?disabled=${this.#told.pending}>${say(language, 'staff.device-yes')}</button>
        </div>
      </form>
    `;
  }

  #window(chosen: DisplayId | null) {
    const { language } = this;
    return html`<label>
      ${say(language, 'staff.device-window')}
      <select name="display">
        <option value="">${say(language, 'staff.device-window-first')}</option>
        ${this.windows.map(
          ({ id, name }) =>
            html`<option value=${id} ?selected=${id === chosen}>${textIn(name, language).text}</option>`,
        )}
      </select>
    </label>`;
  }

  #device(device: DeviceListed) {
    const { language } = this;
    const { id, name, kind, fingerprint, display } = device;
    const isWindow = kind === 'display';
    return html`<li>
      <div>
        <h3>${name}</h3>
        <p>
          ${say(language, `staff.device-kind.${kind}`)}${isWindow && display !== null ? html` · ${this.#windowName(display)}` : nothing}
          ${this.#isThere(device)}
        </p>
        <p class="quiet">
          ${say(language, 'staff.device-paired', {
            time: momentText(device.pairedAt, Date.now(), this.zone, language),
            by: device.pairedBy,
          })}
          · <span class="sign">${fingerprint}</span>
        </p>
        ${
          device.doubledAt === null
            ? nothing
            : html`<p class="warning" role="alert">${say(language, 'staff.device-doubled', {
                time: momentText(device.doubledAt, Date.now(), this.zone, language),
              })}</p>`
        }
      </div>
      <div class="acts">
        <button
          aria-label=${say(language, 'staff.change-of', { name })}
          aria-expanded=${this.naming === id}
          @click=${() => {
            this.naming = this.naming === id ? null : id;
          }}
        >${say(language, 'staff.change')}</button>
        <sure-press
          label=${say(language, 'staff.device-revoke')}
          about=${say(language, 'staff.device-revoke-of', { name })}
          question=${say(language, 'staff.device-revoke-sure', { name })}
          .language=${language}
          @sure=${() => this.#revoke(device)}
        ></sure-press>
      </div>
      ${
        this.naming === id
          ? html`<form class="wide card" @submit=${(event: SubmitEvent) => this.#set(event, device)}>
              <label>
                ${say(language, 'staff.device-name')}
                <input name="name" autocomplete="off" maxlength="60" required .value=${name} />
              </label>
              ${isWindow ? this.#window(display) : nothing}
              <button class="main" ?disabled=${this.#told.pending}>${say(language, 'staff.save')}</button>
            </form>`
          : nothing
      }
    </li>`;
  }

  #isThere({ kind, connected, lastSeenAt }: DeviceListed) {
    const { language } = this;
    if (connected)
      return html`· <span class="now">${say(language, 'staff.device-connected')}</span>`;
    // Nobody has sat at it: that is no news.
    if (lastSeenAt === null && kind === 'staff') return nothing;
    if (lastSeenAt === null)
      return html`· <span>${say(language, 'staff.device-never-seen')}</span>`;
    const time = momentText(lastSeenAt, Date.now(), this.zone, language);
    return html`· <span>${say(language, 'staff.device-last-seen', { time })}</span>`;
  }

  #windowName(display: DisplayId): string {
    const known = this.windows.find(({ id }) => id === display);
    return known ? textIn(known.name, this.language).text : display;
  }

  // What a press does

  readonly #lookAt = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { code = '' } = saidIn(event.currentTarget as HTMLFormElement);
    const { office } = this;
    const seen = await this.#told.ask(
      () => tell<PairingSeen>('/devices/look', { office, code }),
      () => null,
    );
    if (!seen) return;
    this.seen = seen;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.no')?.focus();
  };

  readonly #pair = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { seen, office } = this;
    if (!seen) return;
    const { name = '', display = '' } = saidIn(event.currentTarget as HTMLFormElement);
    const { pairing, kind } = seen;
    const paired = await this.#told.ask(
      () =>
        tell<DeviceListed>('/devices/pair', {
          ...{ pairing, office, kind, name },
          display: display === '' ? null : display,
        }),
      () => ['staff.device-is-paired', { name }],
    );
    if (paired) await this.#answered();
  };

  readonly #refuse = async (): Promise<void> => {
    const { seen, office } = this;
    if (!seen) return;
    await this.#told.ask(
      () => tell<undefined>('/devices/refuse', { office, pairing: seen.pairing }),
      () => ['staff.device-refused'],
    );
    await this.#answered();
  };

  async #answered(): Promise<void> {
    this.seen = null;
    await this.#readAll();
    this.renderRoot.querySelector<HTMLElement>('#pair')?.focus();
  }

  async #set(event: SubmitEvent, { id }: DeviceListed): Promise<void> {
    event.preventDefault();
    const { name = '', display = '' } = saidIn(event.currentTarget as HTMLFormElement);
    const set = await this.#told.ask(
      () =>
        tell<DeviceListed>(this.#path(id, 'set'), {
          name,
          display: display === '' ? null : display,
        }),
      () => ['staff.device-is-set', { name }],
    );
    if (!set) return;
    this.naming = null;
    await this.#readAll();
  }

  async #revoke({ id, name }: DeviceListed): Promise<void> {
    const isDone = await this.#told.ask(
      () =>
        tell<undefined>(this.#path(id, 'revoke')).then((reply) =>
          reply.ok ? { ...reply, answer: true } : reply,
        ),
      () => ['staff.device-is-revoked', { name }],
    );
    if (isDone) await this.#readAll();
  }

  #path(id: DeviceId, what: string): string {
    return `/offices/${this.office}/devices/${id}/${what}`;
  }

  #look(): void {
    if (document.visibilityState === 'visible' && !this.#told.pending) void this.#readDevices();
  }

  async #readDevices(): Promise<void> {
    const devices = await this.#told.read(
      read<readonly DeviceListed[]>(`/offices/${this.office}/devices`),
    );
    if (devices) this.devices = devices;
  }

  async #readAll(): Promise<void> {
    await this.#readDevices();
    const book = await this.#told.read(readBook<{ displays: readonly WindowNamed[] }>(this.office));
    if (book) this.windows = book.displays;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'devices-screen': DevicesScreen;
  }
}
