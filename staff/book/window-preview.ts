import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type About, shownWhen } from '#shared/agenda.ts';
import { say } from '#shared/languages/texts.ts';
import type { Programme } from '#shared/programme.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { Remark, Snapshot } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import '../window-frame.ts';
import type { Book } from './book.ts';
import { remarkText } from './remark-words.ts';
import type { Value } from './things.ts';

const AFTER_TYPING_MS = 700;

type Shown = { programme: Programme; board: Snapshot<'board'>; remarks: readonly Remark[] };

/** The window as it would be with what is being written: asked of the hub, which keeps nothing of it. */
@customElement('window-preview')
export class WindowPreview extends LitElement {
  /** A request by its name on the socket, with all it says. */
  @property({ attribute: false }) asked!: Value;
  /** What it writes. */
  @property({ attribute: false }) about!: About;
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private shown: Shown | null = null;
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
    const { language, shown, portrait, about, book } = this;
    const now = shown?.programme.at ?? 0;
    const when = shown && shownWhen(shown.programme, about, now);
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
          ? html`${this.#whenText(when, now)}
            ${shown.remarks.map((remark) => html`<p class="quiet">${remarkText(remark, book, language)}</p>`)}`
          : nothing
      }
      ${
        shown && when
          ? html`<div class=${portrait ? 'frame upright' : 'frame'}>
              <window-frame
                .programme=${shown.programme}
                .board=${shown.board}
                .at=${Math.max(now, when.from)}
                .about=${about}
                runs
                ?portrait=${portrait}
                .language=${language}
              ></window-frame>
            </div>`
          : nothing
      }
    `;
  }

  /** Where it is not shown at once, why. */
  #whenText(when: { from: number } | null | undefined, now: number) {
    const { language, about, book } = this;
    if (!when)
      return html`<p role="status">${say(language, about.kind === 'event' ? 'staff.book-preview-later' : 'staff.book-preview-over')}</p>`;
    if (when.from <= now) return nothing;
    const time = momentText(when.from, now, book.zone, language);
    return html`<p role="status">${say(language, 'staff.book-preview-from', { time })}</p>`;
  }

  async #ask(): Promise<void> {
    const { asked, office, about } = this;
    const reply = await tell<Shown>(`/offices/${office}/programme/preview`, {
      ...{ requestId: undefined, requests: [asked] },
    });
    this.refused = !reply.ok;
    if (!reply.ok) return;
    // That it is hidden by something else is worth to know; what else there is, is said when it is saved.
    const remarks = reply.answer.remarks.filter(
      ({ code, about: of }) => code === 'notice-not-shown' && of === `notices.${about.id}`,
    );
    this.shown = { ...reply.answer, remarks };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'window-preview': WindowPreview;
  }
}
