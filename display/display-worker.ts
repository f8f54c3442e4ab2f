/**
 * Keeps the window's own page and everything it is made of in the browser, so that the window starts without
 * the hub. Never any data: what is on and who is called comes from the hub, or from the window's own record.
 *
 * A newer worker waits until the window asks it to take over: a page is never changed under its feet.
 */
import { precacheAndRoute } from 'workbox-precaching';

/** What a worker knows of itself. (TypeScript's own types for workers and for pages exclude each other.) */
declare const self: Pick<Window, 'addEventListener'> & {
  /** The display's own files, put here by the build. */
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  skipWaiting(): Promise<void>;
};

precacheAndRoute(self.__WB_MANIFEST, {
  // '/display?display=…' is the same page; which window it is, it reads itself.
  ignoreURLParametersMatching: [/./],
  cleanURLs: false,
});

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
