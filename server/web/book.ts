/**
 * The office book over HTTP, beside its changes: the whole of it, its history, what the window would show, and the
 * book as one file.
 */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { bookRequests } from '#shared/book-requests.ts';
import { requestId } from '#shared/wire-words.ts';
import { isErrand, type PlainBookAsked } from '../hub/book-commands.ts';
import { bookFileSchema, exported } from '../hub/book-file.ts';
import type { Asked } from '../hub/commands.ts';
import type { Office } from '../hub/office.ts';
import type { Caller } from '../identity/caller.ts';
import { type Errand, mayAsk } from '../identity/rights.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { problem } from './problem.ts';

export type BookParts = {
  pictures: PictureStore;
  /** The office that is asked about; undefined: there is none, and the response has been sent. */
  officeOf: (request: Request, response: Response) => Office | undefined;
  /** Who asks, when she may; otherwise undefined, and the response has been sent. */
  callerOf: (request: Request, response: Response, errand: Errand) => Caller | undefined;
  /** What somebody is called who did something: 'account:ann' is Ann. */
  nameOfAuthor: (by: string) => string;
  /** Told of a whole book that leaves the hub. */
  onExport: (caller: Caller, office: Office) => Promise<void>;
};

export const BOOK_PATHS = [
  '/book.schema.json',
  '/offices/:office/book',
  '/offices/:office/book/history',
  '/offices/:office/book/export',
] as const;
/** It is asked with a body, and changes nothing. */
export const PREVIEW_PATH = '/offices/:office/programme/preview';

const MOST_BYTES = 256 * 1024;
const MOST_REQUESTS = 20;

export function bookReadings(router: Router, parts: BookParts): void {
  const { officeOf, callerOf, pictures } = parts;

  const nameOf = (by: string | null) => (by === null ? null : parts.nameOfAuthor(by));
  const withAuthor = <Draft extends { by: string | null }>(draft: Draft) => ({
    ...draft,
    name: nameOf(draft.by),
  });

  router.get('/book.schema.json', (_request, response) => {
    response.json(bookFileSchema());
  });

  router.get('/offices/:office/book', (request, response) => {
    const office = officeOf(request, response);
    const caller = office && callerOf(request, response, 'read:staff');
    if (!caller) return;
    const { book, edition } = office;
    const { printers, noticeDrafts, activityDrafts } = book;
    const isTold = mayAsk(caller, 'printer:set', book.id);
    response.json({
      ...book,
      noticeDrafts: noticeDrafts.map(withAuthor),
      activityDrafts: activityDrafts.map(withAuthor),
      // Where a printer is reached is for whoever may set it.
      printers: isTold ? printers : printers.map(({ connection: _, ...printer }) => printer),
      edition,
      at: office.now(),
    });
  });

  router.get('/offices/:office/book/history', async (request, response) => {
    const office = officeOf(request, response);
    if (!office || !callerOf(request, response, 'read:history')) return;
    const asked = historyAsked.safeParse(request.query);
    if (!asked.success)
      return problem(response, 'malformed-request', { message: HISTORY_SENTENCE });
    const { about, after: before } = asked.data;
    const page = await office.history.page({
      ...(about !== undefined && { about }),
      ...(before !== undefined && { before }),
    });
    response.json(
      page.map((change) => ({
        ...change,
        name: nameOf(change.by),
      })),
    );
  });

  router.get('/offices/:office/book/export', async (request, response) => {
    const office = officeOf(request, response);
    const caller = office && callerOf(request, response, 'export:book');
    if (!caller) return;
    const whole = await exported(office.book, pictures);
    if ('mistakes' in whole)
      return problem(response, 'unknown-picture', { details: whole.mistakes });
    await parts.onExport(caller, office);
    response.attachment(`${office.book.id}.json`).type('application/json').send(whole.file);
  });

  router.post(
    PREVIEW_PATH,
    (request, response, next) => {
      const office = officeOf(request, response);
      if (office && callerOf(request, response, 'read:staff')) next();
    },
    express.json({ limit: MOST_BYTES, strict: true, type: () => true }),
    (request, response) => {
      const office = officeOf(request, response);
      if (!office) return;
      const asked = previewAsked(request.body);
      if (typeof asked === 'string')
        return problem(response, 'malformed-request', { message: asked });
      const reply = office.preview(asked);
      if (reply.ok) response.json(reply.answer);
      else problem(response, reply.code, { details: reply.details ?? [] });
    },
  );
}

const historyAsked = z.strictObject({
  /** Of one thing, or of all of a kind. */
  about: z
    .string()
    .regex(/^[A-Za-z]{1,30}(\.[a-z0-9-]{1,40})?$/)
    .optional(),
  /** The last version that the caller has: those before it follow. */
  after: z.coerce.number().int().min(1).optional(),
});
const HISTORY_SENTENCE =
  'about: a thing or a kind such as notices.summer or notices; after: the last version you have';

const previewBody = z.strictObject({
  /** As every request has one. It means nothing here. */
  requestId: requestId.optional(),
  requests: z.array(z.looseObject({ request: z.string() })).max(MOST_REQUESTS),
});

/** What is asked, or what is wrong with it. */
function previewAsked(body: unknown): readonly PlainBookAsked[] | string {
  const parsed = previewBody.safeParse(body);
  if (!parsed.success) return `requests: at most ${MOST_REQUESTS} requests of the office book`;
  const asked: PlainBookAsked[] = [];
  for (const [index, { request, ...rest }] of parsed.data.requests.entries()) {
    if (!isPlain(request)) return `requests.${index}.request: no request of the office book`;
    const one = bookRequests[request].safeParse({ requestId: 'preview', ...rest });
    if (!one.success) {
      const [issue] = one.error.issues;
      return `requests.${index}.${issue?.path.join('.')}: ${issue?.message}`;
    }
    // The schema is the request's own, so together they are the request.
    asked.push({ request, ...one.data } as PlainBookAsked);
  }
  return asked;
}

const isPlain = (request: string): request is PlainBookAsked['request'] =>
  Object.hasOwn(bookRequests, request) &&
  !isErrand({ request } as Asked) &&
  request !== 'book:undo' &&
  request !== 'book:import';
