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

/**
 * Canonical JSON: nothing in it tells when, or by which hub, it was made. Or, where a picture is gone from the disk,
 * what lacks it, each with its place: no hub would take such a file.
 */
export async function exported(
  { takeover: _, ...book }: OfficeBook,
  pictures: PictureStore,
): Promise<{ file: string } | { mistakes: readonly string[] }> {
  const media: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const name of picturesIn(book)) {
    const bytes = await pictures.read(name);
    if (bytes) media[name] = bytes.toString('base64');
    else mistakes.push(`media.${name} is not on this hub any more: ${whereShown(book, name)}`);
  }
  if (mistakes.length > 0) return { mistakes };
  return { file: `${canonical({ $schema: SCHEMA, format: FORMAT, book, media }, 2)}\n` };
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
export const picturesIn = (book: WithPictures): readonly MediaId[] =>
  [...new Set(shownIn(book).map(({ media }) => media))].sort();

/** 'notices.summer, drafts.summer' */
const whereShown = (book: WithPictures, media: MediaId): string =>
  shownIn(book)
    .filter((one) => one.media === media)
    .map(({ where }) => where)
    .join(', ');

type WithPictures = Pick<OfficeBook, 'notices' | 'activities' | 'noticeDrafts' | 'activityDrafts'>;

function shownIn(book: WithPictures): readonly { where: string; media: MediaId }[] {
  const drafts = [...book.noticeDrafts, ...book.activityDrafts];
  const things = [
    ...book.notices.map((one) => ({ ...one, where: `notices.${one.id}` })),
    ...book.activities.map((one) => ({ ...one, where: `activities.${one.id}` })),
    ...drafts.map(({ content }) => ({ ...content, where: `drafts.${content.id}` })),
  ];
  return things.flatMap(({ where, image }) => (image ? [{ where, media: image.media }] : []));
}
