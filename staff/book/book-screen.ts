import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, heard } from './book.ts';
import './file-section.ts';
import './history-section.ts';
import './office-section.ts';
import './takeover-section.ts';
import { KINDS, type KindName } from './things.ts';
import './things-section.ts';

/** A colleague may change the book meanwhile. */
const LOOK_EVERY_MS = 15_000;

const SPECIAL = {
  schedule: 'staff.book-schedule',
  takeover: 'staff.book-takeover',
  office: 'staff.book-office',
  history: 'staff.book-history',
  file: 'staff.book-file',
} as const satisfies Record<string, TextKey>;
type Part = keyof typeof SPECIAL | KindName;
/** As they are looked for: what is on first, what the office is made of last. */
const PARTS: readonly Part[] = [
  ...(['schedule', 'activities', 'notices', 'takeover', 'agencies', 'topics', 'desks'] as const),
  ...(['office', 'holidays', 'feeds', 'displays', 'places', 'inquiries', 'destinations'] as const),
  ...(['lines', 'history', 'file'] as const),
];

/** The office book: everything the office says and is, written by those who run it. */
@customElement('book-screen')
export class BookScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private book: Book | null = null;
  @state() private section: Part = partOf(location.search);
  @state() private isUnreachable = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    deskStyles,
    css`
      .page {
        display: grid;
        grid-template-columns: 13rem minmax(0, 1fr);
        gap: 1.5rem 2.5rem;
        max-width: 84rem;
        margin-inline: auto;
        padding: 1.5rem 2rem 4rem;
        line-height: 1.45;
      }
      nav ul {
        display: grid;
        position: sticky;
        top: 0.5rem;
        max-height: calc(100vh - 1rem);
        padding: 0.25rem;
        overflow-y: auto;
      }
      nav a {
        display: block;
        padding: 0.5rem 0.75rem;
        border-radius: 0.5rem;
        color: inherit;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--color-card);
      }
      nav a[aria-current] {
        background: var(--color-chosen);
        color: var(--color-on-chosen);
        font-weight: 700;
      }
      main {
        min-width: 0;
      }
      @media (max-width: 60rem) {
        .page {
          grid-template-columns: minmax(0, 1fr);
          padding-inline: 1rem;
        }
        nav ul {
          display: flex;
          flex-wrap: wrap;
          position: static;
          max-height: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeunload', this.#keepUnsaved);
    this.#timer = setInterval(() => void this.#load(), LOOK_EVERY_MS);
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#keepUnsaved);
    clearInterval(this.#timer);
  }

  protected override render() {
    const { language, book, section } = this;
    return html`
      <div class="page">
        <nav aria-label=${say(language, 'staff.page-book')}>
          <ul>
            ${PARTS.map(
              (one) => html`<li>
                <a href=${addressOf(one)} aria-current=${one === section ? 'page' : nothing} @click=${(event: MouseEvent) => this.#go(event, one)}>${say(language, titleOf(one))}</a>
              </li>`,
            )}
          </ul>
        </nav>
        <main @book-changed=${({ detail }: CustomEvent<Book>) => {
          this.book = detail;
        }}>
          ${this.isUnreachable ? html`<p class="warning" role="alert">${say(language, 'refusal.hub-unavailable')}</p>` : nothing}
          ${book ? this.#part(book) : html`<p role="status">${say(language, 'staff.loading')}</p>`}
        </main>
      </div>
    `;
  }

  #part(book: Book) {
    const { office, language, section } = this;
    switch (section) {
      case 'schedule':
        return html`<schedule-section .book=${book} .office=${office} .language=${language}></schedule-section>`;
      case 'takeover':
        return html`<takeover-section .book=${book} .office=${office} .language=${language}></takeover-section>`;
      case 'office':
        return html`<office-section .book=${book} .office=${office} .language=${language}></office-section>`;
      case 'history':
        return html`<history-section .book=${book} .office=${office} .language=${language}></history-section>`;
      case 'file':
        return html`<file-section .book=${book} .office=${office} .language=${language}></file-section>`;
      default:
        return html`<things-section .kind=${section} .book=${book} .office=${office} .language=${language}></things-section>`;
    }
  }

  /** Without loading the page anew; what is typed and not saved is asked about first. */
  #go(event: MouseEvent, part: Part): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (this.isUnsaved && !confirm(say(this.language, 'staff.book-unsaved'))) return;
    history.pushState(null, '', addressOf(part));
    this.section = part;
  }

  get isUnsaved(): boolean {
    const section = this.renderRoot.querySelector<HTMLElement & { isUnsaved?: boolean }>(
      'main > *',
    );
    return section?.isUnsaved ?? false;
  }

  readonly #keepUnsaved = (event: BeforeUnloadEvent): void => {
    if (this.isUnsaved) event.preventDefault();
  };

  async #load(): Promise<void> {
    if (this.section === 'schedule' && !customElements.get('schedule-section'))
      await import('./schedule-section.ts'); // the calendar is large, and not every page needs it
    const reply = await read<Book>(`/offices/${this.office}/book`);
    this.isUnreachable = !reply.ok && reply.code === 'hub-unavailable';
    if (!reply.ok) {
      if (reply.code === 'signed-out' || reply.code === 'locked')
        this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
      return;
    }
    const book = heard(reply.answer);
    if (book.edition.version !== this.book?.edition.version) this.book = book;
  }

  protected override updated(): void {
    if (this.section === 'schedule') void import('./schedule-section.ts');
  }
}

const titleOf = (part: Part): TextKey =>
  part in SPECIAL ? SPECIAL[part as keyof typeof SPECIAL] : KINDS[part as KindName].title;

function addressOf(part: Part): string {
  const asked = new URLSearchParams(location.search);
  asked.set('part', part);
  return `?${asked}`;
}

function partOf(search: string): Part {
  const asked = new URLSearchParams(search).get('part');
  return PARTS.find((part) => part === asked) ?? 'schedule';
}

declare global {
  interface HTMLElementTagNameMap {
    'book-screen': BookScreen;
  }
}
