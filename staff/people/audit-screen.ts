import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  AccountListed,
  AuditLine,
  DeviceListed,
  SessionNow,
  TokenListed,
} from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { RetentionPlan } from '#shared/retention.ts';
import { clockText, localDate } from '#shared/ui/office-time.ts';
import type { LocalDate, OfficeId, Texts } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { instantOf } from '../office-moment.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import {
  actText,
  ENDINGS,
  type Names,
  namesInBook,
  namesOfEnded,
  resultText,
  SUBJECTS,
  thingsText,
  whoText,
  whyText,
} from './audit-words.ts';
import { readBook } from './hub-people.ts';
import { peopleStyles, saidLast } from './people-styles.ts';
import { Told } from './told.ts';

/** As many as the hub tells at a time. */
const LINES_AT_ONCE = 200;
const A_DAY_MS = 86_400_000;

/** Who did what, day by day. Nothing here can be changed. */
@customElement('audit-screen')
export class AuditScreen extends LitElement {
  @property({ attribute: false }) session: SessionNow | null = null;
  @property() office!: OfficeId;
  @property() zone!: string;
  @property() language: ConsoleLanguage = 'sv';

  /** By the office's calendar. */
  @state() private day = '' as LocalDate;
  /** 'account:ann'; '' everybody. */
  @state() private who = '';
  @state() private what = '';
  @state() private lines: readonly AuditLine[] | null = null;
  @state() private hasMore = false;
  @state() private people: readonly AccountListed[] = [];
  /** What things are called that are there now. */
  @state() private known: Names = new Map();
  /** What was there on the day shown and is gone since: by what it was called last. */
  @state() private ended: Names = new Map();
  #names: Names = new Map();
  readonly #told = new Told(this);

  static override styles = [
    deskStyles,
    formStyles,
    peopleStyles,
    css`
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem 1rem;
        align-items: end;
        max-width: none;
      }
      .filters label {
        flex: 1 1 11rem;
      }
      .export {
        padding: 0.625rem 0.875rem;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-s);
        background: var(--color-card);
        color: inherit;
        font-weight: 600;
        text-decoration: none;
      }
      .lines > li {
        display: grid;
        grid-template-columns: 3.5rem minmax(0, 1fr);
        gap: 0 1rem;
        padding: 0.5rem 0;
        border-top: 1px solid var(--color-line);
        overflow-wrap: anywhere;
      }
      time {
        font-variant-numeric: tabular-nums;
        color: var(--color-text-quiet);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.day = localDate(Date.now(), this.zone);
    void this.#readNames();
    void this.#readDay();
    void this.#readEnded();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('known') || changed.has('ended'))
      this.#names = new Map([...this.ended, ...this.known]);
  }

  protected override render() {
    const { language, lines } = this;
    return html`
      <main>
        <header>
          <h1>${say(language, 'staff.page-audit')}</h1>
          <p class="intro quiet">${say(language, 'staff.audit-how')}</p>
        </header>
        ${this.#filters()} ${saidLast(this.#told, language)}
        <section aria-labelledby="lines">
          <h2 id="lines"><span role="status">
            ${lines === null ? say(language, 'staff.loading-page') : say(language, 'staff.audit-count', { count: lines.length })}</span></h2>
          <ol class="lines">${lines?.map((line) => this.#line(line))}</ol>
          ${
            this.hasMore
              ? html`<button class="main" @click=${() => void this.#readMore()}>${say(language, 'staff.audit-more')}</button>`
              : nothing
          }
        </section>
      </main>
    `;
  }

  #filters() {
    const { language } = this;
    return html`<form class="filters" @submit=${(event: Event) => event.preventDefault()}>
      <label>
        ${say(language, 'staff.audit-day')}
        <input
          type="date"
          required
          .value=${this.day}
          @change=${({ target }: Event) => {
            const { value } = target as HTMLInputElement;
            if (value !== '') this.#ask({ day: value as LocalDate });
          }}
        />
      </label>
      <label>
        ${say(language, 'staff.audit-who')}
        <select @change=${({ target }: Event) => this.#ask({ who: (target as HTMLSelectElement).value })}>
          <option value="">${say(language, 'staff.audit-everybody')}</option>
          ${this.people.map(({ id, name }) => html`<option value=${`account:${id}`} ?selected=${this.who === `account:${id}`}>${name}</option>`)}
          <option value="operator" ?selected=${this.who === 'operator'}>${say(language, 'staff.who.operator')}</option>
          <option value="stranger" ?selected=${this.who === 'stranger'}>${say(language, 'staff.who.stranger')}</option>
        </select>
      </label>
      <label>
        ${say(language, 'staff.audit-what')}
        <select @change=${({ target }: Event) => this.#ask({ what: (target as HTMLSelectElement).value })}>
          ${SUBJECTS.map((subject) => html`<option value=${subject} ?selected=${this.what === subject}>${say(language, subject === '' ? 'staff.audit-everything' : `staff.subject.${subject.slice(0, -1) as 'session'}`)}</option>`)}
        </select>
      </label>
      <a class="export" href="/api/v1/audit/export" download>${say(language, 'staff.audit-export')}</a>
    </form>`;
  }

  #line(line: AuditLine) {
    const { language } = this;
    const { at, who, on, device } = line;
    const refused = resultText(line, language);
    const said = whoText(line, this.#names, language);
    const isSaid = on === who || (refused !== null && who === 'stranger' && this.#names.has(on));
    const thing = isSaid ? '' : thingsText(on, this.#names, language);
    const more = [device && this.#deviceText(device), whyText(line, this.#names, language)];
    const added = more.filter((part) => part).join(' · ');
    return html`<li>
      <time datetime=${new Date(at).toISOString()}>${clockText(at, this.zone)}</time>
      <div>
        <p>
          <strong>${said}</strong> ${actText(line, language)}${thing === '' ? nothing : html` <span>(${thing})</span>`}
        </p>
        ${refused === null ? nothing : html`<p class="warning">${say(language, 'staff.audit-not-done')} ${refused}</p>`}
        ${added === '' ? nothing : html`<p class="quiet">${added}</p>`}
      </div>
    </li>`;
  }

  #deviceText(device: string): string {
    const name = thingsText(`device:${device}`, this.#names, this.language);
    return say(this.language, 'staff.audit-from', { device: name });
  }

  // What is asked

  #ask(asked: Partial<{ day: LocalDate; who: string; what: string }>): void {
    Object.assign(this, asked);
    void this.#readDay();
    if (asked.day) void this.#readEnded();
  }

  async #readDay(): Promise<void> {
    this.lines = null;
    const lines = await this.#told.read(this.#linesOfDay(0));
    this.lines = lines ?? [];
    this.hasMore = lines?.length === LINES_AT_ONCE;
  }

  async #readMore(): Promise<void> {
    const known = this.lines ?? [];
    const more = await this.#told.read(this.#linesOfDay(known.at(-1)?.seq ?? 0));
    if (!more) return;
    this.lines = [...known, ...more];
    this.hasMore = more.length === LINES_AT_ONCE;
  }

  #linesOfDay(after: number) {
    const next = new Date(Date.parse(this.day) + A_DAY_MS).toISOString().slice(0, 10);
    return linesAfter(after, {
      from: this.#midnight(this.day),
      to: this.#midnight(next),
      ...(this.who === '' ? {} : { who: this.who }),
      ...(this.what === '' ? {} : { what: this.what }),
    });
  }

  #midnight(day: string): string {
    return String(instantOf(`${day}T00:00`, this.zone));
  }

  /** What had ended before the day shown is in none of its lines, so the hub reads no month before. */
  async #readEnded(): Promise<void> {
    const { day } = this;
    const ended = await Promise.all(ENDINGS.map((what) => this.#endedSince(day, what)));
    if (day === this.day) this.ended = new Map(namesOfEnded(ended.flat()));
  }

  async #endedSince(day: LocalDate, what: string): Promise<AuditLine[]> {
    const found: AuditLine[] = [];
    for (;;) {
      const asked = { from: this.#midnight(day), what };
      const lines = await this.#told.read(linesAfter(found.at(-1)?.seq ?? 0, asked));
      found.push(...(lines ?? []));
      if (lines?.length !== LINES_AT_ONCE) return found;
    }
  }

  /** So that the lines speak of people and things by name. */
  async #readNames(): Promise<void> {
    const [accounts, tokens, devices, plan, book] = await Promise.all([
      this.#told.read(read<readonly AccountListed[]>('/accounts')),
      this.#told.read(read<readonly TokenListed[]>('/tokens')),
      this.#told.read(read<readonly DeviceListed[]>(`/offices/${this.office}/devices`)),
      this.#told.read(read<RetentionPlan>('/retention')),
      this.#told.read(readBook<OfficeBook>(this.office)),
    ]);
    this.people = accounts ?? [];
    const called = (kind: string, things: readonly { id: string; name: string }[] = []) =>
      things.map(({ id, name }) => [`${kind}:${id}`, name] as const);
    this.known = new Map<string, string | Texts>([
      ...called('account', accounts),
      ...called('token', tokens),
      ...called('device', devices),
      ...(plan?.runs ?? []).map(
        ({ id, first, last }) => [`run:${id}`, `${first} – ${last}`] as const,
      ),
      ...(book ? namesInBook(book) : []),
    ]);
  }
}

const linesAfter = (after: number, asked: Record<string, string>) =>
  read<readonly AuditLine[]>(`/audit?${new URLSearchParams({ ...asked, after: String(after) })}`);

declare global {
  interface HTMLElementTagNameMap {
    'audit-screen': AuditScreen;
  }
}
