/**
 * The virtual printer, for the page /paper: a newcomer sees the ticket, and whoever develops or demonstrates
 * lets its paper run out.
 */
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import { type PaperAct, type PaperState, paperAct } from '#shared/virtual-printer.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Caller } from '../identity/caller.ts';
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
  readonly state: PaperState;
  apply(act: PaperAct): void;
}

/** Whoever serves the whole office; not the other devices in it, and no visiting body. */
const mayLook = (caller: Caller): boolean =>
  ['trial', 'operator'].includes(caller.kind) ||
  (caller.kind === 'person' && caller.role !== 'agency');

/**
 * What stands on a ticket is the visitor's own, and a printer that is played with prints for nobody: only
 * somebody who may try everything, has the token or serves the office comes in.
 * @param printer undefined when the office prints on a real one: then there is nothing here.
 */
export function paper(printer: PaperSource | undefined, doorkeeper: Doorkeeper): Router {
  const router = Router({ caseSensitive: true, strict: true });
  if (!printer) return router;
  const noStrangers: RequestHandler = (request, response, next) => {
    const trust = doorkeeper.recognise(request, bearerOf(request));
    if (trust.ok && mayLook(trust.caller)) next();
    else response.status(403).json({ code: 'not-allowed', message: 'Paper is not for strangers.' });
  };
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/list', noStrangers, (_request, response) => {
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
  router.get('/state', noStrangers, (_request, response) => {
    response.json(printer.state);
  });
  const json = express.json({ limit: 4 * 1024, strict: true, type: () => true });
  router.post('/acts', noStrangers, json, (request, response) => {
    const parsed = paperAct.safeParse(request.body);
    if (!parsed.success) return malformed(response, parsed.error.issues[0]?.message);
    printer.apply(parsed.data);
    response.json(printer.state);
  });
  router.get('/:file', noStrangers, (request, response, next) => {
    const found = printer.papers.find(({ id }) => `${id}.png` === request.params['file']);
    if (!found) return next();
    response.type('png').send(found.png);
  });
  // Express knows an error handler by its four parameters.
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof Error && 'expose' in error) malformed(response, error.message);
    else next(error);
  });
  return router;
}

function malformed(response: Response, message = 'Not an act.'): void {
  response.status(400).json({ code: 'malformed-request', message });
}
