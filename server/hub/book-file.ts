/** A whole office as one file, out and in: the same office gives the same bytes, wherever it is. */
import { z } from 'zod';
import type { OfficeBook } from '#shared/office-book.ts';
import type { MediaId } from '#shared/vocabulary.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { canonical } from '../office/book-things.ts';
import { wholeBook } from '../office/office-format.ts';

const SCHEMA = '/api/v1/book.schema.json';
const FORMAT = 1;

const bookFile = z.strictObject({
  $schema: z.literal(SCHEMA),
  format: z.literal(FORMAT),
  book: wholeBook,
  /** The pictures it names, by name, in base64. */
  media: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.base64()),
});
export type BookFile = z.output<typeof bookFile>;

/** For whoever writes or checks such a file. */
export const bookFileSchema = (): unknown => ({
  ...z.toJSONSchema(bookFile, { io: 'input' }),
  $id: SCHEMA,
  title: 'The office book of Torget',
});

/** Canonical JSON: nothing in it tells when, or by which hub, it was made. */
export async function exported(
  { takeover: _, ...book }: OfficeBook,
  pictures: PictureStore,
): Promise<string> {
  const media: Record<string, string> = {};
  for (const name of picturesIn(book))
    if (pictures.has(name)) media[name] = (await pictures.read(name)).toString('base64');
  return `${canonical({ $schema: SCHEMA, format: FORMAT, book, media }, 2)}\n`;
}

/** The file, or what is wrong in it: each with its place. */
export function readBookFile(file: unknown): { file: BookFile } | { mistakes: readonly string[] } {
  const parsed = bookFile.safeParse(file);
  if (parsed.success) return { file: parsed.data };
  return {
    mistakes: parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the whole file'} ${message}`,
    ),
  };
}

/** Each once, in order of name. */
export function picturesIn(
  book: Pick<OfficeBook, 'notices' | 'activities' | 'noticeDrafts' | 'activityDrafts'>,
): readonly MediaId[] {
  const shown = [
    ...book.notices,
    ...book.activities,
    ...book.noticeDrafts.map(({ content }) => content),
    ...book.activityDrafts.map(({ content }) => content),
  ];
  return [...new Set(shown.flatMap(({ image }) => (image ? [image.media] : [])))].sort();
}
