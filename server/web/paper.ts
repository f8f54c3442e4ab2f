/** What came out of the virtual printer, for the page /paper: a newcomer sees the ticket. */
import { Router } from 'express';
import type { EpochMs } from '#shared/vocabulary.ts';

/** The part of the virtual printer that the page needs. */
export interface PaperSource {
  /** Newest first. */
  readonly papers: readonly {
    id: string;
    at: EpochMs;
    png: Buffer;
    widthDots: number;
    heightDots: number;
    /** Bytes it was sent and did not understand, in hexadecimal. */
    refused: readonly string[];
  }[];
}

/** @param printer undefined when the office prints on a real one: then there is nothing here. */
export function paper(printer: PaperSource | undefined): Router {
  const router = Router({ caseSensitive: true, strict: true });
  if (!printer) return router;
  router.get('/list', (_request, response) => {
    response.set('Cache-Control', 'no-store');
    response.json(
      printer.papers.map(({ id, at, widthDots, heightDots, refused }) => ({
        id,
        at,
        widthDots,
        heightDots,
        refused,
      })),
    );
  });
  router.get('/:file', (request, response, next) => {
    const found = printer.papers.find(({ id }) => `${id}.png` === request.params.file);
    if (!found) return next();
    response.type('png').set('Cache-Control', 'no-store').send(found.png);
  });
  return router;
}
