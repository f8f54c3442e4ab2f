/** What a part of the book asks of the hub, and what came of it: said, with the way back. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, nothing } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import type { Remark } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, heard } from './book.ts';
import { isOfField, mistakeText, remarkText } from './remark-words.ts';

type Host = ReactiveControllerHost &
  HTMLElement & { book: Book; office: OfficeId; language: ConsoleLanguage };
/** `undo`: the version that it made of the book; null: there is nothing to take back. */
type Said = {
  text: string;
  isFault: boolean;
  undo: number | null;
  /** What is good to know of it, as sentences. */
  remarks: readonly string[];
};
type Asked = { path: string; body: object };
/** `remarks`: not of a takeover. */
type Answered = { remarks?: readonly Remark[]; version: number };

export class BookLine implements ReactiveController {
  readonly #host: Host;
  #said: Said | null = null;
  #mistakes: readonly string[] = [];
  #pending = 0;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get pending(): boolean {
    return this.#pending > 0;
  }

  /** Of the latest refusal: 'notices.summer.title is too long'. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  forget(): void {
    this.#said = null;
    this.#mistakes = [];
    this.#host.requestUpdate();
  }

  /** That something is not written yet: nothing is asked. */
  lacks(): void {
    const text = say(this.#host.language, 'staff.book-left-out');
    this.#mistakes = [];
    this.#said = { text, isFault: true, undo: null, remarks: [] };
    this.#host.requestUpdate();
  }

  /** A field is written anew: what was wrong with it is no longer said, nor that anything is when that was all. */
  rewritten(field: string): void {
    const others = this.#mistakes.filter((mistake) => !isOfField(mistake, field));
    if (others.length === this.#mistakes.length) return;
    this.#mistakes = others;
    if (others.length === 0) this.#said = null;
    this.#host.requestUpdate();
  }

  /**
   * Asks it in one request, so that it stands or falls whole. Tells the screen that the book is another
   * (`book-changed`).
   * @param notes beside what the hub remarks
   * @returns whether it was done; otherwise it has been said why not
   */
  async ask({ path, body }: Asked, notes: readonly string[] = []): Promise<boolean> {
    const { office, language } = this.#host;
    this.#begin();
    const reply = await tell<Answered>(`/offices/${office}${path}`, body);
    await this.#readBook();
    if (!reply.ok) return this.#refused(reply);
    const { remarks = [], version } = reply.answer;
    const { book } = this.#host;
    const told = remarks.map((remark) => remarkText(remark, book, language));
    this.#end({
      ...{ text: say(language, 'staff.book-saved'), isFault: false, undo: version },
      remarks: [...new Set([...told, ...notes])],
    });
    return true;
  }

  /** Tells the screen of it. */
  async #readBook(): Promise<void> {
    const reply = await read<Book>(`/offices/${this.#host.office}/book`);
    if (!reply.ok) return;
    const detail = { detail: heard(reply.answer), bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent('book-changed', detail));
  }

  /** What was said last, with Undo where there is something to take back: in sight wherever on the page one is. */
  said() {
    const said = this.#said;
    return html`<div class=${said ? 'said card' : 'said'}>
      ${said?.isFault ? this.#fault(said) : nothing}
      <div role="status">${said && !said.isFault ? this.#done(said) : nothing}</div>
    </div>`;
  }

  #fault({ text }: Said) {
    const { book, language } = this.#host;
    return html`<div role="alert">
      <p class="fault">${text}</p>
      ${this.#mistakes.length > 0 ? html`<ul>${this.#mistakes.map((mistake) => html`<li>${mistakeText(mistake, book, language)}</li>`)}</ul>` : nothing}
    </div>`;
  }

  #done({ text, undo, remarks }: Said) {
    const { language } = this.#host;
    return html`
      <p class="acts">
        <span class="done">${text}</span>
        ${undo === null ? nothing : html`<button type="button" @click=${() => this.#undo(undo)}>${say(language, 'staff.undo')}</button>`}
        <button type="button" @click=${() => this.forget()}>${say(language, 'staff.put-away')}</button>
      </p>
      ${
        remarks.length > 0
          ? html`<div class="remarks">
              <strong>${say(language, 'staff.book-remarks')}</strong>
              <ul>${remarks.map((text) => html`<li>${text}</li>`)}</ul>
            </div>`
          : nothing
      }
    `;
  }

  async #undo(version: number): Promise<void> {
    const { office, language } = this.#host;
    this.#begin();
    const reply = await tell(`/offices/${office}/book/undo`, { version });
    await this.#readBook();
    if (!reply.ok) {
      this.#refused(reply);
      return;
    }
    this.#end({
      text: say(language, 'staff.book-undone'),
      isFault: false,
      undo: null,
      remarks: [],
    });
  }

  #begin(): void {
    this.#pending += 1;
    this.#said = null;
    this.#mistakes = [];
    this.#host.requestUpdate();
  }

  #refused(reply: Extract<Reply<unknown>, { ok: false }>): false {
    if (reply.code === 'signed-out' || reply.code === 'locked')
      this.#host.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
    const message = (reply as { message?: string }).message;
    this.#mistakes = reply.code === 'malformed-request' ? ofFields(message) : (reply.details ?? []);
    // What is wrong is at its fields, and no fault on the way.
    const code = this.#mistakes.length > 0 ? 'book-has-mistakes' : reply.code;
    const text = say(this.#host.language, `refusal.${code}`);
    this.#end({ text, isFault: true, undo: null, remarks: [] });
    return false;
  }

  #end(said: Said): void {
    this.#pending -= 1;
    this.#said = said;
    this.#host.requestUpdate();
  }
}

/** 'title.sv: says nothing; …' as the book says its mistakes: 'title.sv says nothing'. */
const ofFields = (message = ''): readonly string[] =>
  message
    .split('; ')
    .filter((one) => /^\S+: /.test(one))
    .map((one) => one.replace(': ', ' '));
