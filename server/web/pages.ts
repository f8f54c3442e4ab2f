/** The screens' pages and their files, as Vite built them, under a policy that lets nothing else in. */
import type { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';

/** Asked for anew each time: what they name has a hash in its name. */
const PAGES = {
  '/': 'shared/ui/welcome.html',
  '/display': 'display/index.html',
  '/display/preview': 'display/preview.html',
  '/terminal': 'ticket-terminal/index.html',
  '/staff': 'staff/index.html',
  '/paper': 'ticket-terminal/paper.html',
  // Keeps the window's page in the browser: display/display-worker.ts.
  '/display-worker.js': 'display-worker.js',
} as const;

/** The window's picture in a frame of the console. */
const PREVIEW = '/display/preview';
const pathOf = ({ url }: IncomingMessage): string => (url ?? '').split('?', 1)[0] ?? '';

/** @param dist folder of the built screens. */
export function pages(dist: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const [path, file] of Object.entries(PAGES))
    router.get(path, (_request, response, next) => {
      response.set('Cache-Control', 'no-cache');
      if (path === PREVIEW) response.set('X-Frame-Options', 'SAMEORIGIN');
      response.sendFile(resolve(dist, file), (error) => {
        if (error && !response.headersSent) next(error);
      });
    });
  router.get('/city', (_request, response) => response.redirect('/staff?page=city'));
  // Their names carry a hash of what is in them.
  router.use(
    '/assets',
    express.static(resolve(dist, 'assets'), {
      ...{ immutable: true, maxAge: '1y', index: false, redirect: false },
    }),
  );
  return router;
}

/** Whoever was here over HTTPS comes back so, for a year. Over plain HTTP it would mean nothing. */
const STAY_SECURE = 'max-age=31536000';

/** @param hubs where else a screen may go on, as origins */
const headersWith = (hubs: readonly string[]) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", ...hubs.flatMap((hub) => [hub, hub.replace(/^http/, 'ws')])],
        workerSrc: ["'self'"],
        // Nothing becomes markup or a script's address but through these: Lit's, the window's worker's, the one by which a
        // ticket's page takes in the hub's next one, and in the console those of its libraries (staff/page-policy.ts).
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: [
          'lit-html',
          'torget-worker',
          'torget-ticket',
          ...['default', 'svelte-trusted-html'].map(
            (policy) => (request: IncomingMessage) =>
              pathOf(request) === '/staff' ? policy : 'lit-html',
          ),
        ],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        // The console frames a picture of the window, and nobody frames anything else.
        frameSrc: [(request) => (pathOf(request) === '/staff' ? "'self'" : "'none'")],
        frameAncestors: [(request) => (pathOf(request) === PREVIEW ? "'self'" : "'none'")],
      },
    },
    // Said below, where the request has come over HTTPS.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });

export function securityHeaders(hubs: readonly string[]) {
  const headers = headersWith(hubs);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.secure) response.set('Strict-Transport-Security', STAY_SECURE);
    headers(request, response, next);
  };
}
