/**
 * Notes that are not sent yet, while whoever began upon them is signed in: over other pages of the console and over a
 * locked screen. In this page's memory only, since a browser writes what it stores to a disk, where a ticket's number
 * and who its visitor was must not stand beside each other.
 */
import type { TicketNumber } from '#shared/vocabulary.ts';
import { isEmpty, type VisitDrafts } from './visit-drafts.ts';

type Kept = {
  drafts: VisitDrafts;
  /** What was counted last, and what Undo would have taken back at the desk then. */
  last: { note: string; number: TicketNumber | null; after: string } | null;
};

export class KeptNotes {
  #who = '';
  readonly #atDesks = new Map<string, Kept>();

  /** Nothing stays for anybody else, nor for the same one when she has signed out. */
  belongTo(who: string): void {
    if (who === this.#who) return;
    this.#who = who;
    this.#atDesks.clear();
  }

  /** @param desk one of the desks of all offices, as its address says it */
  at(desk: string): Kept {
    const kept = this.#atDesks.get(desk) ?? { drafts: [], last: null };
    this.#atDesks.set(desk, kept);
    return kept;
  }

  /** Something would be lost with this page. */
  get isBegun(): boolean {
    return [...this.#atDesks.values()].some(({ drafts }) => drafts.some((one) => !isEmpty(one)));
  }
}
