/** The pictures of a programme: where they are, and that the window has them before it shows them, hub or no hub. */
import type { Programme } from '#shared/programme.ts';
import type { MediaId } from '#shared/vocabulary.ts';

export const addressOf = (media: MediaId): string => `/media/${media}.webp`;
export const isPicture = (path: string): boolean => /^\/media\/[0-9a-f]{64}\.webp$/.test(path);
/** In the browser's cache; the window's worker answers from it. */
export const PICTURES = 'pictures';

export class Pictures {
  readonly #open: () => Promise<Cache>;
  #revision: string | undefined;

  /** @param open the cache; rejects in a browser that has none here */
  constructor(open: () => Promise<Cache> = () => caches.open(PICTURES)) {
    this.#open = open;
  }

  /** Keeps those of the programme and no others. What cannot be had is tried again with the next programme. */
  async keep({ revision, items, notices }: Programme): Promise<void> {
    if (revision === this.#revision) return;
    this.#revision = revision;
    const shown = [...items, ...notices].flatMap(({ image }) => (image ? [image.media] : []));
    const wanted = new Set(shown.map(addressOf));
    try {
      const cache = await this.#open();
      for (const { url } of await cache.keys())
        if (!wanted.delete(new URL(url).pathname)) await cache.delete(url);
      for (const address of wanted) await cache.add(address).catch(() => {});
    } catch {
      // Without its picture a slide has its words.
    }
  }
}
