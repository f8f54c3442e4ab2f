import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { DeskId, OfficeId, Texts } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { type ConsoleLanguage, thisComputer } from '../this-computer.ts';

const TRY_AGAIN_MS = 3_000;

/** The parts of GET /api/v1/offices and …/desks that are shown. */
type OfficeDesks = {
  id: OfficeId;
  name: string;
  desks: readonly { id: DeskId; name: Texts; open: boolean }[];
};

/** Which desk do you sit at? Plain links, so that the desk is in the address and in the bookmarks. */
@customElement('desk-choice-screen')
export class DeskChoiceScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  /** Where she sat last. */
  @property() own: DeskId | null = null;
  @property() language: ConsoleLanguage = thisComputer.language;
  @state() private offices: readonly OfficeDesks[] | null = null;
  @state() private unreachable = false;

  static override styles = [
    deskStyles,
    css`
      :host {
        max-width: 44rem;
        margin: 0 auto;
        padding: clamp(1.25rem, 6vw, 5rem) 1.25rem;
        font-size: 1.0625rem;
        line-height: 1.4;
      }
      h1 {
        font-size: 2.25rem;
        line-height: 1.15;
      }
      p {
        margin-top: 0.5rem;
      }
      h2 {
        margin-top: 2rem;
      }
      ul {
        display: grid;
        gap: 0.75rem;
        margin-top: 1.25rem;
      }
      a {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 1rem;
        padding: 1.125rem 1.5rem;
        background: var(--color-card);
        border: 1px solid var(--color-line);
        border-radius: var(--radius-m);
        color: inherit;
        font-size: 1.5rem;
        font-weight: 700;
        text-decoration: none;
      }
      a:hover {
        border-color: var(--color-text-quiet);
      }
      .own {
        margin-inline-start: 0.5rem;
        padding: 0.0625rem 0.5rem;
        border-radius: 0.75rem;
        background: var(--color-chosen);
        color: var(--color-on-chosen);
        font-size: 1rem;
      }
      .open,
      .closed {
        font-size: 1.0625rem;
        font-weight: 600;
      }
      .open {
        color: var(--color-now);
      }
      .closed {
        color: var(--color-text-quiet);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render() {
    const { language } = this;
    return html`
      <main>
        <h1>${say(language, 'staff.choose-desk')}</h1>
        <p class="quiet">${say(language, 'staff.choose-desk-hint')}</p>
        <div role="status">
          ${this.unreachable ? html`<p class="warning">${say(language, 'staff.desks-unreachable')}</p>` : nothing}
          ${this.offices === null && !this.unreachable ? html`<p>${say(language, 'staff.loading')}</p>` : nothing}
        </div>
        ${this.offices?.map((office) => this.#office(office))}
      </main>
    `;
  }

  #office({ id, name, desks }: OfficeDesks) {
    const { language } = this;
    const several = (this.offices?.length ?? 0) > 1;
    return html`
      <h2>${name}</h2>
      <ul>
        ${desks.map(
          (desk) => html`
            <li>
              <a href=${`?${new URLSearchParams({ ...(several ? { office: id } : {}), desk: desk.id })}`}>
                <span>${officeText(desk.name, language)}
                  ${desk.id === this.own ? html`<small class="own">${say(language, 'staff.your-desk')}</small>` : nothing}</span>
                <span class=${desk.open ? 'open' : 'closed'}>${say(language, desk.open ? 'staff.desk-open' : 'staff.desk-closed')}</span>
              </a>
            </li>
          `,
        )}
      </ul>
    `;
  }

  async #load(): Promise<void> {
    try {
      const who = this.session?.who;
      const hers = who?.kind === 'person' ? who.offices : 'all';
      const offices = await read<Omit<OfficeDesks, 'desks'>[]>('/api/v1/offices');
      const own = offices.filter(({ id }) => hers === 'all' || hers.includes(id));
      this.offices = await Promise.all(
        own.map(async ({ id, name }) => ({
          id,
          name,
          desks: await read<OfficeDesks['desks']>(`/api/v1/offices/${id}/desks`),
        })),
      );
      this.unreachable = false;
    } catch {
      this.unreachable = true;
      setTimeout(() => this.isConnected && this.#load(), TRY_AGAIN_MS);
    }
  }
}

/** Throws when the hub does not answer as it should. */
async function read<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-choice-screen': DeskChoiceScreen;
  }
}
