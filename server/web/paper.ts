/** What came out of the virtual printer, for the page /paper: a newcomer sees the ticket. */
import { type RequestHandler, Router } from 'express';
import type { EpochMs } from '#shared/vocabulary.ts';
import { bearerOf, type Doorkeeper } from '../identity/doorkeeper.ts';

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

/**
 * What stands on a ticket is the visitor's own: only somebody who may try everything, or has the token, sees it.
 * @param printer undefined when the office prints on a real one: then there is nothing here.
 */
export function paper(printer: PaperSource | undefined, doorkeeper: Doorkeeper): Router {
  const router = Router({ caseSensitive: true, strict: true });
  if (!printer) return router;
  const noStrangers: RequestHandler = (request, response, next) => {
    const trust = doorkeeper.recognise(request, bearerOf(request));
    if (trust.ok && trust.caller.kind !== 'stranger') next();
    else response.status(403).json({ code: 'not-allowed', message: 'Paper is not for strangers.' });
  };
  router.get('/list', noStrangers, (_request, response) => {
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
  router.get('/:file', noStrangers, (request, response, next) => {
    const found = printer.papers.find(({ id }) => `${id}.png` === request.params['file']);
    if (!found) return next();
    response.type('png').set('Cache-Control', 'no-store').send(found.png);
  });
  return router;
}
