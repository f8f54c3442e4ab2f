/** Answers that a caller may already have. */
import type { Request, Response } from 'express';

/**
 * Names the answer `etag`, quotes included, and ends it with 304 when the caller has it. By If-None-Match alone: a
 * browser's own fetch() says `Cache-Control: no-cache` with it, which Express takes for a wish to have it all anew.
 * @returns whether the caller has it, and the response has been sent
 */
export function isKnown(request: Request, response: Response, etag: string): boolean {
  response.set('ETag', etag);
  const has = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((known) => known.trim().replace(/^W\//, ''));
  if (!has.includes(etag)) return false;
  response.status(304).end();
  return true;
}
