import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import { capitalised, momentText } from '#shared/ui/office-time.ts';
import { type OfficeId, type Texts, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, newId, officeNow } from './book.ts';
import { BookLine } from './book-line.ts';
import { hoursText } from './hours-words.ts';
import { sectionStyles } from './section-styles.ts';
import './thing-form.ts';
import type { ThingForm } from './thing-form.ts';
import { type Kind, type KindName, kindOf, type Value } from './things.ts';
import './window-preview.ts';
import { leftBehind, leftOut } from './written.ts';

type Editing = {
  /** null: it is new. */
  id: string | null;
  /** Of something new: tried under this id. Asked again, it is the same thing. */
  tried: string | null;
  value: Value;
  /** Saving has been tried: what is not written is said, until it is. */
  isAsked: boolean;
  /** As JSON: what the form began with, and the thing as it was then in the book. */
  begun: string;
  was: string;
};

/**
 * All of one kind of thing, and the one that is being written. What is typed stays until it is saved or put away; when
 * somebody else has changed the same thing meanwhile, that is said before anything is saved over it.
 */
@customElement('things-section')
export class ThingsSection extends LitElement {
  @property() kind: KindName = 'notices';
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private editing: Editing | null = null;
  @state() private removing: string | null = null;
  readonly #line = new BookLine(this);

  static override styles = [deskStyles, formStyles, sectionStyles];

  /** Something has been typed and not saved. */
  get isUnsaved(): boolean {
    const { editing } = this;
    return editing !== null && JSON.stringify(editing.value) !== editing.begun;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('kind') || changed.get('kind') === undefined) return;
    this.editing = null;
    this.removing = null;
    this.#line.forget();
  }

  protected override render() {
    const { language, editing } = this;
    const kind = kindOf(this.kind);
    return html`
      <h1>${say(language, kind.title)}</h1>
      ${this.#line.said()}
      ${
        editing
          ? this.#editor(kind, editing)
          : html`<div class="acts">
                <button class="main" @click=${() => this.#edit(null, kind.blank(this.book))}>${say(language, kind.add)}</button>
              </div>
              ${this.#drafts(kind)}
              <ul class="things">
                ${kind.list(this.book).map((thing) => this.#thing(kind, thing))}
              </ul>`
      }
    `;
  }

  #thing(kind: Kind, thing: Value) {
    const { language } = this;
    const id = String(thing['id']);
    const name = kind.nameOf(thing, this.book);
    const said = this.#plainName(name);
    return html`
      <li data-id=${id} class=${this.kind === 'topics' && thing['parent'] !== null ? 'under' : ''}>
        <div>
          ${typeof name === 'string' ? name : officeText(name, language)}
          ${this.#when(thing).map((when) => html`<span class="quiet when">${when}</span>`)}
        </div>
        <div class="acts">
          ${this.kind === 'topics' ? this.#order(id, said) : nothing}
          <button aria-label="${say(language, 'staff.change')}: ${said}" @click=${() => this.#edit(id, thing)}>${say(language, 'staff.change')}</button>
          ${
            kind.remove
              ? html`<button
                  aria-label="${say(language, 'staff.book-remove-it')}: ${said}"
                  @click=${() => {
                    this.removing = id;
                  }}
                >${say(language, 'staff.book-remove-it')}</button>`
              : nothing
          }
        </div>
        ${
          this.removing === id
            ? html`<div class="wide acts" role="group" aria-label=${say(language, 'staff.book-remove', { name: said })}>
                <strong>${say(language, 'staff.book-remove', { name: said })}</strong>
                <button
                  @click=${() => {
                    this.removing = null;
                  }}
                >${say(language, 'staff.book-no-keep')}</button>
                <button @click=${() => this.#remove(kind, id)}>${say(language, 'staff.book-yes-remove')}</button>
              </div>`
            : nothing
        }
      </li>
    `;
  }

  /** When it is, for what is at times: a line for each rule. */
  #when({ visits, hours, from, until }: Value): string[] {
    const { language, book } = this;
    const rules = (visits ?? hours) as readonly RecurringHours[] | undefined;
    if (rules) return rules.map((one) => capitalised(hoursText(one, language)));
    if (typeof from !== 'number' || typeof until !== 'number') return [];
    const moment = (at: number) => momentText(at, officeNow(book), book.zone, language);
    return [`${moment(from)} – ${moment(until)}`];
  }

  /** Up and down by a press: dragging alone would leave out whoever cannot. */
  #order(id: string, name: string) {
    const { language } = this;
    const move = (by: -1 | 1) => {
      const ids: string[] = this.book.topics.map((topic) => topic.id);
      const parentOf = (one: string) => this.book.topics.find((topic) => topic.id === one)?.parent;
      const at = ids.indexOf(id);
      let to = at + by;
      while (to >= 0 && to < ids.length && parentOf(ids[to] ?? '') !== parentOf(id)) to += by;
      if (to < 0 || to >= ids.length) return;
      ids.splice(at, 1);
      ids.splice(to, 0, id);
      void this.#line.ask({ path: '/topics/order', body: { topics: ids } });
    };
    return html`
      <button data-order aria-label=${say(language, 'staff.book-up', { name })} @click=${() => move(-1)}>↑</button>
      <button data-order aria-label=${say(language, 'staff.book-down', { name })} @click=${() => move(1)}>↓</button>
    `;
  }

  #drafts(kind: Kind) {
    const { draft } = kind;
    const drafts = draft?.of(this.book) ?? [];
    if (!draft || drafts.length === 0) return nothing;
    const { language } = this;
    return html`
      <section aria-labelledby="drafts">
        <h2 id="drafts">${say(language, 'staff.book-drafts')}</h2>
        <ul class="things">
          ${drafts.map(({ id, content, at, name: author }) => {
            const name = this.#plainName(kind.nameOf(content, this.book));
            return html`<li data-id=${id}>
              <span>
                ${name} <span class="draft">${say(language, 'staff.book-draft')}</span>
                <span class="quiet">${momentText(at, officeNow(this.book), this.book.zone, language)}${author ? ` · ${author}` : ''}</span>
              </span>
              <div class="acts">
                <button aria-label="${say(language, 'staff.change')}: ${name}" @click=${() => this.#edit(id, content)}>${say(language, 'staff.change')}</button>
                <button @click=${() => this.#line.ask({ path: '/drafts/discard', body: { kind: draft.kind, id } })}>${say(language, 'staff.book-discard')}</button>
                <button class="main" @click=${() => this.#line.ask({ path: '/drafts/publish', body: { kind: draft.kind, id } })}>${say(language, 'staff.book-publish')}</button>
              </div>
            </li>`;
          })}
        </ul>
      </section>
    `;
  }

  #editor(kind: Kind, editing: Editing) {
    const { language, book } = this;
    const { id, value } = editing;
    const lacking = this.#lacking(kind, editing);
    const isOvertaken = id !== null && this.#inBook(id) !== editing.was;
    return html`
      <form class="card" novalidate @submit=${this.#save}>
        <h2>${id === null ? say(language, kind.add) : this.#plainName(kind.nameOf(value, this.book))}</h2>
        ${isOvertaken ? html`<p class="fault" role="alert">${say(language, 'staff.book-overtaken')}</p>` : nothing}
        <thing-form
          .fields=${kind.fields}
          .value=${value}
          .was=${id === null ? {} : (JSON.parse(editing.begun) as Value)}
          .lacking=${lacking}
          .book=${book}
          .office=${this.office}
          .mistakes=${this.#line.mistakes}
          .language=${language}
          @value-changed=${({ detail }: CustomEvent<Value>) => this.#rewrite(kind, editing, detail)}
        ></thing-form>
        ${
          kind.preview && isWritten(value)
            ? html`<window-preview
                .asked=${kind.preview(id ?? UNNAMED, value)}
                .about=${{ kind: this.kind === 'notices' ? 'notice' : 'event', id: id ?? UNNAMED }}
                .book=${book}
                .office=${this.office} .language=${language}></window-preview>`
            : nothing
        }
        <div class="acts">
          <button class="main" ?disabled=${this.#line.pending}>
            ${say(language, kind.draft ? 'staff.book-publish' : 'staff.save')}
          </button>
          ${
            kind.draft
              ? html`<button type="button" ?disabled=${this.#line.pending} @click=${() => this.#saveDraft()}>${say(language, 'staff.book-save-draft')}</button>`
              : nothing
          }
          <button type="button" @click=${() => this.#putAway()}>${say(language, 'staff.cancel')}</button>
        </div>
      </form>
    `;
  }

  #edit(id: string | null, value: Value): void {
    this.#line.forget();
    const begun = JSON.stringify(value);
    this.editing = { id, tried: null, value, isAsked: false, begun, was: this.#inBook(id) };
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('form')?.scrollIntoView({ block: 'start' }),
    );
  }

  #rewrite(kind: Kind, before: Editing, value: Value): void {
    const editing = { ...before, value };
    this.editing = editing;
    for (const { name } of kind.fields)
      if (value[name] !== before.value[name]) this.#line.rewritten(name);
    const wasLacking = this.#lacking(kind, before).size > 0;
    if (wasLacking && this.#lacking(kind, editing).size === 0) this.#line.forget();
  }

  #putAway(): void {
    const { editing } = this;
    this.editing = null;
    this.#line.forget();
    if (editing?.id) void this.#bringIntoView(editing.id);
  }

  /** What was written, in its place of the list: there one came from, and goes on. */
  async #bringIntoView(id: string): Promise<void> {
    await this.updateComplete;
    const thing = this.renderRoot.querySelector(`li[data-id='${CSS.escape(id)}']`);
    scrollTo(0, 0); // as far up as it can be seen: what is said of it floats over nothing then
    thing?.scrollIntoView({ block: 'nearest' });
    thing
      ?.querySelector<HTMLElement>('.acts button:not([data-order])')
      ?.focus({ preventScroll: true });
  }

  #lacking(kind: Kind, { isAsked, value }: Editing): ReadonlyMap<string, string> {
    return isAsked ? leftOut(kind.fields, value, this.language) : new Map();
  }

  /** Asks it of the hub when nothing is left out; otherwise it is said what is, and one is brought there. */
  async #ask(asked: (id: string, value: Value) => ReturnType<Kind['save']>): Promise<void> {
    if (!this.editing) return;
    const kind = kindOf(this.kind);
    const editing: Editing = { ...this.editing, isAsked: true };
    this.editing = editing;
    const { value, begun } = editing;
    if (this.#lacking(kind, editing).size > 0) {
      this.#line.lacks();
      return this.#toFirstMistake();
    }
    const id = this.#idFor(kind, editing);
    this.editing = { ...editing, tried: id };
    const was = editing.id === null ? {} : (JSON.parse(begun) as Value);
    const notes = leftBehind(kind.fields, was, value, this.language);
    if (!(await this.#line.ask(asked(id, value), notes))) return this.#toFirstMistake();
    this.editing = null;
    return this.#bringIntoView(this.kind === 'holidays' ? String(value['day']) : id);
  }

  async #toFirstMistake(): Promise<void> {
    await this.updateComplete;
    const form = this.renderRoot.querySelector<ThingForm>('thing-form');
    await form?.updateComplete;
    form?.focus();
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#ask(kindOf(this.kind).save);
  };

  #saveDraft(): void {
    const kind = kindOf(this.kind).draft?.kind;
    if (kind)
      void this.#ask((id, { id: _, changes: __, ...content }) => ({
        path: '/drafts/set',
        body: { draft: { kind, id, ...content } },
      }));
  }

  async #remove(kind: Kind, id: string): Promise<void> {
    this.removing = null;
    const asked = kind.remove?.(id);
    if (asked) await this.#line.ask(asked);
  }

  #idFor(kind: Kind, { id, tried, value }: Editing): string {
    const drafts = kind.draft?.of(this.book).map((draft) => draft.id) ?? [];
    const taken = [...kind.list(this.book).map((thing) => String(thing['id'])), ...drafts];
    return id ?? tried ?? newId(this.#plainName(kind.nameOf(value, this.book)), taken);
  }

  /** The thing as it is in the book now; empty when it is not there. */
  #inBook(id: string | null): string {
    const kind = kindOf(this.kind);
    const thing = kind.list(this.book).find((one) => one['id'] === id);
    const draft = kind.draft?.of(this.book).find((one) => one.id === id);
    return JSON.stringify([thing, draft?.content]);
  }

  #plainName(name: Texts | string | null): string {
    if (name === null || name === undefined) return '';
    return typeof name === 'string' ? name : textIn(name, this.language).text;
  }
}

/** The id of something new, until it is saved. */
const UNNAMED = 'forhandsvisning';

/** There is something to show: a window has no room for what has no name. */
const isWritten = (value: Value): boolean => Boolean((value['title'] as Texts | null)?.sv?.trim());

declare global {
  interface HTMLElementTagNameMap {
    'things-section': ThingsSection;
  }
}
