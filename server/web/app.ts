/** The hub's HTTP, put together: headers, health, API, pages. */
import type { IncomingMessage } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import { type ApiParts, addApi } from './api.ts';
import { shownPictures } from './media.ts';
import { type OperationParts, operation } from './operation.ts';
import { pages, securityHeaders } from './pages.ts';
import { type PaperSource, paper } from './paper.ts';
import { ticketPages } from './ticket-page.ts';

export type AppParts = ApiParts &
  OperationParts & {
    /** Folder of the built screens. */
    dist: string;
    virtualPrinter?: PaperSource | undefined;
    /** The TRUST_PROXY setting. */
    trustProxy: number | readonly string[] | undefined;
  };

export function app(parts: AppParts): Express {
  const server = express();
  server.disable('x-powered-by');
  server.disable('etag'); // answers change with the queue; hashing each would cost more than it saves
  server.set('query parser', 'simple');
  // Of the API, whose commands are here: as the rest of it has it, a path has one spelling.
  server.enable('case sensitive routing').enable('strict routing');
  // Exactly those, and nobody else: what a client says of its own address is not believed.
  server.set('trust proxy', parts.trustProxy ?? false);
  addApi(server, parts);
  server.use(securityHeaders(parts.hubs));
  server.use(operation(parts));
  server.use('/paper', parts.cookie.read, paper(parts.virtualPrinter, parts.doorkeeper));
  server.use('/t', ticketPages(parts));
  server.use('/media', shownPictures(parts.pictures));
  server.use(pages(parts.dist));

  server.use((_request, response) => {
    response.status(404).type('html').send(NOTHING_HERE);
  });
  // Express knows an error handler by its four parameters.
  server.use((fault: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(fault);
    if (status >= 500) parts.onFault(fault);
    response.status(status).type('text/plain').send('This page cannot be shown now.\n');
  });
  return server;
}

/** Whose request it is, as `server` has it of its own: behind a proxy that is trusted, whom that names. A socket's comes past it. */
export function addressOf(server: Express, { headers, socket }: IncomingMessage): string {
  const parts = { headers: { value: headers }, socket: { value: socket } };
  return (Object.create(server.request, parts) as Request).ip ?? '';
}

/** Of no office in particular, and so in the languages of whoever looks after the machines. */
const NOTHING_HERE = `<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${say('sv', 'welcome.nothing-here')}</title>
<h1>${say('sv', 'welcome.nothing-here')}</h1>
<p>${say('sv', 'welcome.nothing-here-how')}
<p lang="en">${say('en', 'welcome.nothing-here')} ${say('en', 'welcome.nothing-here-how')}
`;

/** A bad address or range is the caller's; everything else is ours, and the screen says "later". */
const statusOf = (fault: unknown): number => {
  const status = fault instanceof Error && 'status' in fault ? Number(fault.status) : 0;
  return status >= 400 && status < 500 ? status : 503;
};
