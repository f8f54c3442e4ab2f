/** What a screen asks whose own hub is away: a word to sign, and what its window shows. */
import type { NextFunction, Request, Response } from 'express';

/** Below /api/v1. */
const ASKED = /^\/(device\/challenge|offices\/[^/]+\/(board|programme))$/;

/** Without a cookie: nobody is signed in by it. @param hubs as origins */
export function fromOtherHubs(hubs: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const origin = request.get('Origin');
    if (origin === undefined || !hubs.includes(origin) || !ASKED.test(request.path)) {
      next();
      return;
    }
    response.set({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response
      .set({
        'Access-Control-Allow-Headers': 'Content-Type, Cache-Control, If-None-Match',
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Max-Age': '600',
      })
      .status(204)
      .end();
  };
}
