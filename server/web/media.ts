/** Pictures over HTTP: taken from whoever may write in the office book, and shown to everybody. */
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { PICTURE_MOST_BYTES } from '#shared/book-requests.ts';
import type { MediaId } from '#shared/vocabulary.ts';
import type { Office } from '../hub/office.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { problem } from './problem.ts';

type PictureTakingParts = {
  pictures: PictureStore;
  officeOf: (request: Request, response: Response) => Office | undefined;
  /** Whether the caller may write what pictures are for; otherwise the response has been sent. */
  mayGive: (request: Request, response: Response) => boolean;
};

export const MEDIA_PATH = '/offices/:office/media';

/** The picture is the body and nothing else: there are no file names and no fields that could hold anything. */
export function pictureTaking(
  router: Router,
  { pictures, officeOf, mayGive }: PictureTakingParts,
): void {
  const whole = express.raw({ limit: PICTURE_MOST_BYTES, type: () => true, inflate: false });
  router.post(
    MEDIA_PATH,
    (request, response, next) => {
      if (officeOf(request, response) && mayGive(request, response)) next();
    },
    (request: Request, response: Response, next: NextFunction) =>
      whole(request, response, (fault?: unknown) => {
        if (isTooLarge(fault)) problem(response, 'picture-too-large');
        else next(fault);
      }),
    async (request: Request, response: Response) => {
      const sent: unknown = request.body;
      if (!Buffer.isBuffer(sent)) return problem(response, 'not-a-picture');
      const reply = await pictures.take(sent);
      if (reply.ok) response.status(201).json(reply.answer);
      else problem(response, reply.code);
    },
  );
}

const isTooLarge = (fault: unknown): boolean =>
  fault instanceof Error && 'type' in fault && fault.type === 'entity.too.large';

/** What it is called says what is in it, so it never becomes another; and it is never a page. */
const HEADERS = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Content-Type': 'image/webp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

export function shownPictures(pictures: PictureStore): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/:name', async (request, response, next) => {
    const media = /^([0-9a-f]{64})\.webp$/.exec(request.params.name)?.[1];
    const bytes = media === undefined ? null : await pictures.read(media as MediaId);
    if (!bytes) return next();
    // Whole or not at all: pictures are small, and nobody needs a piece of one.
    response.set(HEADERS).end(bytes);
  });
  return router;
}
