/** The office book as GET /offices/<office>/book tells it, and ids for what is new in it. */
import type { ActivityPlan, Draft, OfficeBook } from '#shared/office-book.ts';
import type { Notice } from '#shared/programme.ts';

/** `name`: of whoever wrote it; null: nobody who had signed in. */
type Told<Content extends { id: string }> = Draft<Content> & { name: string | null };

/** Where printers are reached is told to few, and nothing here asks. */
export type Book = Omit<OfficeBook, 'printers' | 'noticeDrafts' | 'activityDrafts'> & {
  noticeDrafts: readonly Told<Notice>[];
  activityDrafts: readonly Told<ActivityPlan>[];
  edition: { version: number; at: number };
};

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
