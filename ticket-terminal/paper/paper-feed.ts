import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EpochMs } from '#shared/vocabulary.ts';

/** One piece of paper, as GET /paper/list has it; its picture is GET /paper/<id>.png. */
export type PaperListed = { id: string; at: EpochMs; widthDots: number; heightDots: number };

export type PaperFeed =
  | { state: 'looking' }
  /** Newest first. The first one grows while it is printed. */
  | { state: 'live'; papers: readonly PaperListed[] }
  /** The hub is out of reach. `papers` are the last ones known. */
  | { state: 'stale'; papers: readonly PaperListed[] }
  /** The office prints on a real printer. */
  | { state: 'no-printer' }
  /** The hub shows its paper on its own computer only. */
  | { state: 'not-allowed' };

const LOOK_EVERY_MS = 1_000;

/** Keeps its host rendered with the newest paper for as long as the host is on the page. */
export class PaperFeedController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #feed: PaperFeed = { state: 'looking' };
  #next: ReturnType<typeof setTimeout> | undefined;
  #looking = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get feed(): PaperFeed {
    return this.#feed;
  }

  hostConnected(): void {
    this.#looking = new AbortController();
    void this.#look(this.#looking.signal);
  }

  hostDisconnected(): void {
    this.#looking.abort();
    clearTimeout(this.#next);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const seen = await look(signal);
    if (signal.aborted) return;
    this.#feed = seen ?? outOfReach(this.#feed);
    this.#host.requestUpdate();
    this.#next = setTimeout(() => void this.#look(signal), LOOK_EVERY_MS);
  }
}

/** null when the hub does not answer, or not as it should. */
async function look(signal: AbortSignal): Promise<PaperFeed | null> {
  try {
    const response = await fetch('/paper/list', { signal });
    if (response.status === 404) return { state: 'no-printer' };
    if (response.status === 403) return { state: 'not-allowed' };
    if (!response.ok) return null;
    return { state: 'live', papers: (await response.json()) as PaperListed[] };
  } catch {
    return null; // the line is down; it is tried again in a second, and the page says so
  }
}

const outOfReach = (feed: PaperFeed): PaperFeed =>
  feed.state === 'live' ? { state: 'stale', papers: feed.papers } : feed;
