import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import type { Snapshot } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import '../window-frame.ts';
import type { Value } from './things.ts';

const AFTER_TYPING_MS = 700;

/** The window as it would be with what is being written: asked of the hub, which keeps nothing of it. */
@customElement('window-preview')
export class WindowPreview extends LitElement {
  /** A request by its name on the socket, with all it says; null: the window as it is. */
  @property({ attribute: false }) asked: Value | null = null;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private shown: { programme: Programme; board: Snapshot<'board'> } | null = null;
  @state() private refused = false;
  @state() private portrait = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    deskStyles,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      .frame {
        max-width: 48rem;
      }
      .frame.upright {
        max-width: 24rem;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        justify-content: space-between;
        align-items: center;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('asked')) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.shown ? AFTER_TYPING_MS : 0);
  }

  protected override render() {
    const { language, shown, portrait } = this;
    return html`
      <div class="bar">
        <h2>${say(language, 'staff.book-preview')}</h2>
        <button
          type="button"
          aria-pressed=${portrait}
          @click=${() => {
            this.portrait = !portrait;
          }}
        >${say(language, 'staff.book-portrait')}</button>
      </div>
      ${this.refused ? html`<p class="quiet" role="status">${say(language, 'staff.book-no-preview')}</p>` : nothing}
      ${
        shown
          ? html`<div class=${portrait ? 'frame upright' : 'frame'}>
              <window-frame
                .programme=${shown.programme}
                .board=${shown.board}
                .at=${shown.programme.at}
                runs
                ?portrait=${portrait}
                .language=${language}
              ></window-frame>
            </div>`
          : nothing
      }
    `;
  }

  async #ask(): Promise<void> {
    const { asked, office } = this;
    const requests = asked ? [asked] : [];
    const reply = await tell<{ programme: Programme; board: Snapshot<'board'> }>(
      `/offices/${office}/programme/preview`,
      { requestId: undefined, requests },
    );
    this.refused = !reply.ok;
    if (reply.ok) this.shown = reply.answer;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'window-preview': WindowPreview;
  }
}
