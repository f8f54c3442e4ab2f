/** What a part of the book asks of the hub, and what came of it: said, with the way back. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, nothing } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import type { Remark } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Book } from './book.ts';
import { mistakeText, remarkText } from './remark-words.ts';

type Host = ReactiveControllerHost &
  HTMLElement & { book: Book; office: OfficeId; language: ConsoleLanguage };
/** `undo`: what it made of the book, version by version, newest first; none: nothing to take back. */
type Said = {
  text: string;
  isFault: boolean;
  undo: readonly number[];
  remarks: readonly Remark[];
};
type Asked = { path: string; body: object };

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

  /**
   * Asks one after another, as far as they are done. Tells the screen that the book is another (`book-changed`).
   * @returns whether all was done; otherwise it has been said why not
   */
  async ask(asked: readonly Asked[]): Promise<boolean> {
    const { office, language } = this.#host;
    this.#begin();
    const remarks: Remark[] = [];
    const undo: number[] = [];
    let { version } = this.#host.book.edition;
    for (const { path, body } of asked) {
      const reply = await tell<{ remarks?: readonly Remark[] }>(`/offices/${office}${path}`, body);
      const book = await this.#readBook();
      if (!reply.ok) return this.#refused(reply);
      remarks.push(...(reply.answer.remarks ?? []));
      // What changed nothing is not taken back: that would be somebody's earlier change.
      if (book && book.edition.version > version) undo.unshift(book.edition.version);
      version = book?.edition.version ?? version;
    }
    this.#end({ text: say(language, 'staff.book-saved'), isFault: false, undo, remarks });
    return true;
  }

  /** Tells the screen of it. */
  async #readBook(): Promise<Book | null> {
    const reply = await read<Book>(`/offices/${this.#host.office}/book`);
    if (!reply.ok) return null;
    const detail = { detail: reply.answer, bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent('book-changed', detail));
    return reply.answer;
  }

  /** What was said last, with Undo where there is something to take back. */
  said() {
    const said = this.#said;
    const { language } = this.#host;
    if (!said) return nothing;
    if (said.isFault)
      return html`<div role="alert">
        <p class="fault">${said.text}</p>
        ${this.#mistakes.length > 0 ? html`<ul>${this.#mistakes.map((mistake) => html`<li>${mistakeText(mistake, this.#host.book, language)}</li>`)}</ul>` : nothing}
      </div>`;
    const { undo, remarks } = said;
    return html`<div role="status">
      <p class="acts">
        <span class="done">${said.text}</span>
        ${undo.length === 0 ? nothing : html`<button type="button" @click=${() => this.#undo(undo)}>${say(language, 'staff.undo')}</button>`}
      </p>
      ${
        remarks.length > 0
          ? html`<div class="remarks">
              <strong>${say(language, 'staff.book-remarks')}</strong>
              <ul>${[...new Set(remarks.map((remark) => remarkText(remark, this.#host.book, language)))].map((text) => html`<li>${text}</li>`)}</ul>
            </div>`
          : nothing
      }
    </div>`;
  }

  async #undo(versions: readonly number[]): Promise<void> {
    const { office, language } = this.#host;
    this.#begin();
    for (const version of versions) {
      const reply = await tell(`/offices/${office}/book/undo`, { version });
      await this.#readBook();
      if (!reply.ok) {
        this.#refused(reply);
        return;
      }
    }
    const text = say(language, 'staff.book-undone');
    this.#end({ text, isFault: false, undo: [], remarks: [] });
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
    this.#mistakes =
      reply.details ?? (reply.code === 'malformed-request' && message ? message.split('; ') : []);
    const text = say(this.#host.language, `refusal.${reply.code}`);
    this.#end({ text, isFault: true, undo: [], remarks: [] });
    return false;
  }

  #end(said: Said): void {
    this.#pending -= 1;
    this.#said = said;
    this.#host.requestUpdate();
  }
}
