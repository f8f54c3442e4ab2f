/** The screens' pages and their files, as Vite built them, under a policy that lets nothing else in. */
import { resolve } from 'node:path';
import express, { Router } from 'express';
import helmet from 'helmet';

/** Asked for anew each time: what they name has a hash in its name. */
const PAGES = {
  '/': 'shared/ui/welcome.html',
  '/display': 'display/index.html',
  '/terminal': 'ticket-terminal/index.html',
  '/staff': 'staff/index.html',
  '/paper': 'ticket-terminal/paper.html',
  // Keeps the window's page in the browser: display/display-worker.ts.
  '/display-worker.js': 'display-worker.js',
} as const;

/** @param dist folder of the built screens. */
export function pages(dist: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const [path, file] of Object.entries(PAGES))
    router.get(path, (_request, response, next) => {
      response.set('Cache-Control', 'no-cache');
      response.sendFile(resolve(dist, file), (error) => {
        if (error && !response.headersSent) next(error);
      });
    });
  // Their names carry a hash of what is in them.
  router.use(
    '/assets',
    express.static(resolve(dist, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  return router;
}

export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // The hub itself speaks plain HTTP; whatever carries it over TLS says this for itself.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
});
