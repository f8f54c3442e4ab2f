/** The office book as GET /offices/<office>/book tells it, what time it is there, and ids for what is new in it. */
import type { ActivityPlan, Draft, OfficeBook } from '#shared/office-book.ts';
import type { Notice } from '#shared/programme.ts';
import { localDate } from '#shared/ui/office-time.ts';
import type { EpochMs, LocalDate } from '#shared/vocabulary.ts';

/** `name`: of whoever wrote it; null: nobody who had signed in. */
type Told<Content extends { id: string }> = Draft<Content> & { name: string | null };

/** Where printers are reached is told to few, and nothing here asks. */
export type Book = Omit<OfficeBook, 'printers' | 'noticeDrafts' | 'activityDrafts'> & {
  noticeDrafts: readonly Told<Notice>[];
  activityDrafts: readonly Told<ActivityPlan>[];
  edition: { version: number; at: number };
  /** What time it was at the office when the hub told this. */
  at: EpochMs;
};

/** How far the office's clock is ahead of this computer's, as each book was told. */
const ahead = new WeakMap<Book, number>();

/** To be run when a book has come. */
export function heard(book: Book): Book {
  ahead.set(book, book.at - Date.now());
  return book;
}

/** By the office's clock, however wrong this computer's is. */
export const officeNow = (book: Book): EpochMs => Date.now() + (ahead.get(book) ?? 0);
export const officeToday = (book: Book): LocalDate => localDate(officeNow(book), book.zone);

/** An id for something new, after what it is called: 'Sommarstängt i juli' → 'sommarstangt-i-juli'. */
export function newId(name: string, taken: readonly string[]): string {
  const plain =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 36) || 'ny';
  for (let nth = 1; ; nth += 1) {
    const id = nth === 1 ? plain : `${plain}-${nth}`;
    if (!taken.includes(id)) return id;
  }
}
