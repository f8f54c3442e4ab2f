import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import { type TicketNumber, textIn } from '#shared/vocabulary.ts';
import { officeText } from '../office-words.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import {
  chooseVisitor,
  isEmpty,
  type SentOn,
  toggleAsked,
  toggleSentOn,
  toggleWarm,
  type VisitDraft,
  type VisitorCounted,
} from '../visit-drafts.ts';
import { ignoreRepeat } from './desk-action.ts';
import { deskStyles } from './styles.ts';

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};
const VISITORS: readonly VisitorCounted[] = ['woman', 'man', 'other'];

/**
 * What a visit was about, in totals and nothing else. It never stands in the way: whoever calls the next visitor
 * finds it as she left it, and marked as the visit before.
 *
 * @fires note-changed - detail: the VisitDraft as it is now
 * @fires note-sent
 * @fires note-away
 */
@customElement('visit-note')
export class VisitNote extends LitElement {
  @property({ attribute: false }) draft!: VisitDraft;
  /** Whom the guide has before her. */
  @property({ attribute: false }) here: TicketNumber | null = null;
  @property({ attribute: false }) inquiries: DeskView['inquiries'] = [];
  @property({ attribute: false }) destinations: DeskView['destinations'] = [];
  /** Why it cannot be sent now, as a sentence; empty when it can. */
  @property() reason = '';
  @property({ type: Boolean }) pending = false;
  @property() language: ConsoleLanguage = 'sv';
  /** All there is to choose stands on the page, however long that makes it. */
  @state() private whole = false;
  /** How many choices of each list lie below its edge, or are cut by it. */
  @state() private below: Readonly<Record<string, number>> = {};
  readonly #sizes = new ResizeObserver(() => this.#measure());

  static override styles = [
    deskStyles,
    css`
      :host {
        padding: 0.875rem 1rem 1rem;
        border: 2px solid var(--color-now);
        border-radius: 1.25rem;
        background: var(--color-card);
      }
      .before {
        width: fit-content;
        margin-bottom: 0.25rem;
        padding: 0.0625rem 0.5rem;
        border-radius: 0.75rem;
        background: var(--color-chosen);
        color: var(--color-on-chosen);
        font-size: 0.9375rem;
        font-weight: 700;
      }
      h3 {
        margin-top: 0.5rem;
        font-size: 0.9375rem;
        font-weight: 600;
        color: var(--color-text-quiet);
      }
      [role='toolbar'] {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-top: 0.25rem;
      }
      /* What is always needed stays in sight: who it was, and the button. The lists scroll between. */
      section {
        display: flex;
        flex-direction: column;
        max-height: max(20rem, calc(100vh - var(--from-top, 13rem) - 2.25rem));
      }
      section > * {
        flex: none;
      }
      section > .lists {
        display: flex;
        flex: 0 1 auto;
        flex-direction: column;
        min-height: 0;
      }
      .lists [role='toolbar'] {
        align-content: flex-start;
        min-height: 4.25rem;
        overflow-y: auto;
        scroll-snap-type: y proximity;
        scroll-padding-block: 0.1875rem;
        padding: 0.1875rem 0.375rem;
        margin-inline: -0.375rem;
      }
      .lists .asked {
        flex: 0 1 auto;
      }
      .lists .sent {
        flex: 0 2 auto;
      }
      @media (max-width: 64rem) {
        section {
          max-height: none;
        }
        .lists [role='toolbar'] {
          max-height: 18rem;
        }
      }
      section.whole,
      .whole .lists [role='toolbar'] {
        max-height: none;
      }
      .head {
        display: flex;
        flex: none;
        align-items: end;
        justify-content: space-between;
        gap: 0.5rem;
      }
      .head .all {
        min-height: 1.75rem;
        padding: 0 0.5rem;
        font-size: 0.9375rem;
      }
      [role='toolbar'] button {
        scroll-snap-align: start;
        min-height: 1.875rem;
        padding: 0.0625rem 0.5625rem;
        border-color: var(--color-text-quiet);
        border-radius: 1rem;
        font-size: 0.9375rem;
        font-weight: 500;
        line-height: 1.2;
        text-align: start;
        overflow-wrap: anywhere;
      }
      button[aria-pressed='true'] {
        background: var(--color-chosen);
        border-color: var(--color-chosen);
        color: var(--color-on-chosen);
      }
      button[aria-pressed='true']::before {
        content: '✓ ' / '';
      }
      .how {
        border-style: dotted;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.625rem;
      }
      .send {
        flex: 1 1 auto;
        min-height: 2.75rem;
      }
      .send:not([aria-disabled='true']) {
        background: var(--color-now);
        border-color: var(--color-now);
        color: var(--color-on-now);
      }
      .send:not([aria-disabled='true']) kbd {
        background: transparent;
        border-color: currentColor;
        color: inherit;
      }
      .hint {
        margin-top: 0.375rem;
        line-height: 1.25;
        font-size: 0.9375rem;
      }
    `,
  ];

  /** Where focus goes when somebody wants to note something. */
  get heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h2');
  }

  protected override render() {
    const { draft, here, language } = this;
    const isBefore = draft.number !== null && here !== null && here !== draft.number;
    return html`
      <section class=${this.whole ? 'whole' : ''} aria-labelledby="title" @keydown=${this.#onKey}>
        ${isBefore ? html`<p class="before">${say(language, 'staff.note-before')}</p>` : nothing}
        <h2 id="title" tabindex="-1">${titleOf(draft, language)}</h2>
        <div class="lists">${this.#asked()} ${this.#sentOn()}</div>
        ${this.#visitor()}
        <div class="end">
          <button
            class="send"
            aria-disabled=${this.reason ? 'true' : nothing}
            aria-busy=${this.pending ? 'true' : nothing}
            aria-describedby=${this.reason ? 'reason' : nothing}
            aria-keyshortcuts="Control+Enter"
            @keydown=${ignoreRepeat}
            @click=${() => this.#tell('note-sent')}
          >${say(language, 'staff.note-send')} <kbd aria-hidden="true">Ctrl ↵</kbd></button>
          <button @click=${() => this.#tell('note-away')}>${say(language, 'staff.note-away')}</button>
        </div>
        <span id="reason" class="unseen">${this.reason}</span>
        <p class="hint quiet">${say(language, 'staff.note-hint')}</p>
      </section>
    `;
  }

  /** By keyboard every choice is come to by its arrow keys, so this is no stop for Tab. */
  #all(list: string) {
    const { language, whole } = this;
    const count = this.below[list] ?? 0;
    if (!whole && count === 0) return nothing;
    return html`<button
      class="all"
      type="button"
      tabindex="-1"
      @click=${() => {
        this.whole = !whole;
      }}
    >${whole ? say(language, 'staff.show-fewer') : say(language, 'staff.note-more', { count })}</button>`;
  }

  #asked() {
    const { draft, language, inquiries } = this;
    if (inquiries.length === 0)
      return html`<p class="hint quiet">${say(language, 'staff.note-nothing')}</p>`;
    return this.#choices(
      'staff.note-asked',
      'asked',
      inquiries.map(({ id, label }) =>
        this.#toggle(officeText(label, language), draft.asked.includes(id), () =>
          toggleAsked(draft, id),
        ),
      ),
    );
  }

  /** One that was chosen says how: by a leaflet, or taken there. */
  #sentOn() {
    const { draft, language, destinations } = this;
    if (destinations.length === 0) return nothing;
    return this.#choices(
      'staff.note-sent',
      'sent',
      destinations.map(({ id, label }) => {
        const sent = draft.sentOn.find(({ to }) => to === id);
        const chip = this.#toggle(officeText(label, language), sent !== undefined, () =>
          toggleSentOn(draft, id),
        );
        // One template whether it is chosen or not: another would take the focus of what was pressed.
        return html`${chip}${sent ? this.#how(sent, textIn(label, language).text) : nothing}`;
      }),
    );
  }

  #how({ to, warm }: SentOn, name: string) {
    const { language, draft } = this;
    const how = say(language, warm ? 'staff.note-warm' : 'staff.note-leaflet');
    return html`<button
      type="button"
      class="how"
      tabindex="-1"
      aria-label=${`${say(language, 'staff.note-how', { to: name })} ${how}`}
      @keydown=${ignoreRepeat}
      @click=${() => this.#change(toggleWarm(draft, to))}
    >${how}</button>`;
  }

  #visitor() {
    const { draft, language } = this;
    return this.#choices(
      'staff.note-visitor',
      'visitor',
      VISITORS.map((one) =>
        this.#toggle(
          html`${say(language, `staff.note-visitor.${one}`)}`,
          draft.visitor === one,
          () => chooseVisitor(draft, one),
        ),
      ),
    );
  }

  /** One stop for Tab; the arrow keys walk from there. */
  #choices(
    title: 'staff.note-asked' | 'staff.note-sent' | 'staff.note-visitor',
    name: string,
    choices: readonly unknown[],
  ) {
    return html`
      <div class="head">
        <h3 id=${name}>${say(this.language, title)}</h3>
        ${name === 'visitor' ? nothing : this.#all(name)}
      </div>
      <div class="${name} scrolls" role="toolbar" aria-labelledby=${name} @keydown=${walk} @focusin=${stopHere}>
        ${choices}
      </div>
    `;
  }

  #toggle(label: unknown, pressed: boolean, change: () => VisitDraft) {
    return html`<button
      type="button"
      tabindex="-1"
      aria-pressed=${pressed}
      @keydown=${ignoreRepeat}
      @click=${() => this.#change(change())}
    >${label}</button>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    // What stands above it comes and goes, and takes its room.
    this.#sizes.observe(document.body);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  #measure(): void {
    const below: Record<string, number> = {};
    const lists = [...this.renderRoot.querySelectorAll<HTMLElement>('.lists [role=toolbar]')];
    const scrolled = lists.map((list) => list.scrollTop);
    const fromTop = Math.round(this.getBoundingClientRect().top + scrollY);
    this.style.setProperty('--from-top', `${fromTop}px`);
    for (const list of lists) list.style.maxHeight = '';
    for (const [nth, list] of lists.entries()) {
      const chips = [...list.querySelectorAll('button')];
      list.style.maxHeight = betweenRows(list, chips);
      list.scrollTop = scrolled[nth] ?? 0;
      const edge = list.offsetTop + list.clientHeight;
      const name = list.getAttribute('aria-labelledby') ?? '';
      below[name] = chips.filter((chip) => chip.offsetTop + chip.offsetHeight > edge).length;
    }
    if (JSON.stringify(below) !== JSON.stringify(this.below)) this.below = below;
  }

  protected override updated(): void {
    this.#measure();
    for (const group of this.renderRoot.querySelectorAll('[role=toolbar]')) {
      const buttons = [...group.querySelectorAll('button')];
      if (!buttons.some((button) => button.tabIndex === 0) && buttons[0]) buttons[0].tabIndex = 0;
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.repeat || event.isComposing) return;
    event.preventDefault();
    this.#tell('note-sent');
  };

  #change(draft: VisitDraft): void {
    this.dispatchEvent(new CustomEvent('note-changed', { detail: draft }));
  }

  #tell(name: 'note-sent' | 'note-away'): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

/** So that the edge of a list that goes on below it cuts through no chip. */
function betweenRows(list: HTMLElement, chips: readonly HTMLElement[]): string {
  if (list.scrollHeight <= list.clientHeight) return '';
  const top = (chip: HTMLElement) => chip.offsetTop - list.offsetTop;
  const bottom = (chip: HTMLElement) => top(chip) + chip.offsetHeight;
  const edges = chips
    .map((chip) => bottom(chip))
    .filter((edge) => edge <= list.clientHeight)
    .filter((edge) => !chips.some((chip) => top(chip) < edge && edge < bottom(chip)));
  return edges.length === 0 ? '' : `${Math.max(...edges) + 3}px`;
}

/** Whose note it is. */
export const titleOf = ({ number }: VisitDraft, language: ConsoleLanguage): string =>
  number === null ? say(language, 'staff.note-quick') : say(language, 'staff.note-of', { number });

/** Nothing to count is nothing to send. */
export const nothingToCount = (draft: VisitDraft, language: ConsoleLanguage): string =>
  isEmpty(draft) ? say(language, 'staff.note-empty') : '';

function walk(event: KeyboardEvent): void {
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const to = placeOfKey(event, buttons, at);
  if (to === undefined || at === -1) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}

/** By arrows, Home and End; by a letter to the next that begins with it, as in any list. It presses nothing. */
function placeOfKey(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  buttons: readonly HTMLElement[],
  at: number,
): number | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return -1;
  const step = STEPS[key];
  if (step !== undefined) return at + step;
  if (!/^\p{L}$/u.test(key)) return undefined;
  const begins = (button: HTMLElement | undefined) =>
    button?.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  for (let next = at + 1; next <= at + buttons.length; next++)
    if (begins(buttons[next % buttons.length])) return next;
  return undefined;
}

/** Tab comes back to where the arrow keys left off. */
function stopHere(event: FocusEvent): void {
  for (const button of (event.currentTarget as HTMLElement).querySelectorAll('button'))
    button.tabIndex = button === event.target ? 0 : -1;
}

declare global {
  interface HTMLElementTagNameMap {
    'visit-note': VisitNote;
  }
}
