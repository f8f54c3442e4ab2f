/**
 * Keeps the window's own page and everything it is made of in the browser, so that the window starts without
 * the hub. Never any data but pictures: what is on and who is called comes from the hub, or from the window's own record.
 *
 * A newer worker waits until the window asks it to take over: a page is never changed under its feet.
 */
import { precacheAndRoute } from 'workbox-precaching';
import { isPicture, PICTURES } from './pictures.ts';

/** What a worker knows of itself. (TypeScript's own types for workers and for pages exclude each other.) */
declare const self: Pick<Window, 'addEventListener' | 'location'> & {
  /** The display's own files, put here by the build. */
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
  skipWaiting(): Promise<void>;
};
/** What the browser asks a worker for. */
type Fetching = Event & {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
};

precacheAndRoute(self.__WB_MANIFEST, {
  // '/display?display=…' is the same page; which window it is, it reads itself.
  ignoreURLParametersMatching: [/./],
  cleanURLs: false,
});

// The window puts them there itself; what they are called says what is in them.
self.addEventListener('fetch', (event) => {
  const asked = event as Fetching;
  const { origin, pathname } = new URL(asked.request.url);
  if (origin === self.location.origin && isPicture(pathname))
    asked.respondWith(pictureFor(asked.request));
});

async function pictureFor(request: Request): Promise<Response> {
  const kept = await caches.open(PICTURES);
  return (await kept.match(request.url)) ?? fetch(request);
}

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
