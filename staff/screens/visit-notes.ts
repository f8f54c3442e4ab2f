import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { Answers } from '#shared/protocol.ts';
import type { DeskView } from '#shared/views.ts';
import type { Language, TicketNumber } from '#shared/vocabulary.ts';
import type { Standing } from '../desk-actions.ts';
import { nothingToCount, titleOf } from '../elements/visit-note.ts';
import type { KeptNotes } from '../kept-notes.ts';
import type { Presses, Sentence } from '../presses.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { afterVisit, atOnce, draftOf, type VisitDraft, type VisitDrafts } from '../visit-drafts.ts';
import type { Counted } from './desk-work.ts';

type Visit = { number: TicketNumber; language: Language };

/** What is about to be counted of the visits at this desk, and the way back from what was counted last. */
export class VisitNotes implements ReactiveController {
  readonly #host: ReactiveControllerHost & { renderRoot: ParentNode };
  readonly #presses: Presses;
  readonly #standing: () => Standing | null;
  readonly #keptHere: () => ReturnType<KeptNotes['at']>;
  #wantsFocus = false;

  constructor(
    host: ReactiveControllerHost & { renderRoot: ParentNode },
    presses: Presses,
    standing: () => Standing | null,
    keptHere: () => ReturnType<KeptNotes['at']>,
  ) {
    this.#host = host;
    this.#presses = presses;
    this.#standing = standing;
    this.#keptHere = keptHere;
    host.addController(this);
  }

  hostConnected(): void {}

  get #drafts(): VisitDrafts {
    return this.#keptHere().drafts;
  }

  hostUpdated(): void {
    const note = this.#wantsFocus && this.#host.renderRoot.querySelector('visit-note');
    if (!note) return;
    this.#wantsFocus = false;
    void note.updateComplete.then(() => note.heading?.focus());
  }

  /** Her visit is over. */
  visited({ number, language }: Visit): void {
    this.#become(afterVisit(this.#drafts, draftOf(number, language)));
  }

  /** Goes to what is open; else begins upon whoever is here, or upon a question that never took a ticket. */
  note(): void {
    const here = this.#standing()?.view.desk.ticket;
    if (here) this.#begin(draftOf(here.number, here.language));
    else if (this.#drafts.length > 0) this.#begin(this.#drafts[0] as VisitDraft);
    else this.quick();
  }

  /** Whether there is a note of this visit to come back to. */
  has(number: TicketNumber): boolean {
    return this.#drafts.some((draft) => draft.number === number);
  }

  /** What can be taken back of what was counted; null: nothing. */
  counted({ desk }: DeskView): Counted | null {
    const { last } = this.#keptHere();
    if (last === null) return null;
    const { number, after } = last;
    return { number, isLast: after === stepOf(desk), undo: () => void this.undo() };
  }

  /** Takes back what was counted last. */
  async undo(): Promise<void> {
    const kept = this.#keptHere();
    if (kept.last === null || this.#presses.pending) return;
    const { note } = kept.last;
    const undone = (): Sentence => ['staff.done.note-undone'];
    const cameOf = await this.#presses.ask(
      'note',
      'visit-note:undo',
      { note },
      undone,
      'elsewhere',
    );
    // Refused, it is not to be had: what was done at the desk before must not be locked behind it.
    if (cameOf !== 'not-now') kept.last = null;
    this.#host.requestUpdate();
  }

  /** A question that never took a ticket. */
  quick(): void {
    this.#begin(draftOf(null, null));
  }

  draw({ view, live }: Standing, language: ConsoleLanguage) {
    const [draft, ...others] = this.#drafts;
    if (!draft) return nothing;
    const lost = live ? '' : say(language, 'staff.why.hub-lost');
    return html`${others.map(
      (other) => html`<button class="other-note" @click=${() => this.#begin(other)}>
        ${titleOf(other, language)} <small>${say(language, 'staff.note-waits')}</small>
      </button>`,
    )}
    <visit-note
      .draft=${draft}
      .here=${view.desk.ticket?.number ?? null}
      .inquiries=${view.inquiries}
      .destinations=${view.destinations}
      .reason=${lost || nothingToCount(draft, language)}
      ?pending=${this.#presses.pending === 'note'}
      .language=${language}
      @note-changed=${({ detail }: CustomEvent<VisitDraft>) => this.#become([detail, ...this.#drafts.slice(1)])}
      @note-sent=${() => this.#send(view, draft, language)}
      @note-away=${() => this.#become(this.#drafts.slice(1))}
    ></visit-note>`;
  }

  async #send({ desk }: DeskView, draft: VisitDraft, language: ConsoleLanguage): Promise<void> {
    const nothingYet = nothingToCount(draft, language);
    if (nothingYet) return this.#presses.refuse('staff.note-empty');
    const { number, asked, sentOn, visitor } = draft;
    const note = {
      desk: desk.id,
      asked: [...asked],
      sentOn: [...sentOn],
      visitor,
      quick: number === null,
      language: draft.language,
    };
    const counted = (answer: Answers['visit-note:add']): Sentence => {
      this.#keptHere().last = { note: answer.note, number, after: stepOf(desk) };
      this.#become(this.#drafts.filter((one) => one.number !== number));
      return ['staff.done.noted'];
    };
    await this.#presses.ask('note', 'visit-note:add', note, counted, 'elsewhere');
  }

  #begin(draft: VisitDraft): void {
    this.#wantsFocus = true;
    this.#become(atOnce(this.#drafts, draft));
  }

  #become(drafts: VisitDrafts): void {
    this.#keptHere().drafts = drafts;
    this.#host.requestUpdate();
  }
}

const stepOf = ({ undo }: DeskView['desk']): string => (undo ? `${undo.step} ${undo.number}` : '');
