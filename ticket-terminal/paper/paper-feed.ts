import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

/** One piece of paper, as GET /paper/list has it; its picture is GET /paper/<id>.png. */
export type PaperListed = { id: string; at: EpochMs; widthDots: number; heightDots: number };

export type PaperFeed =
  | { state: 'looking' }
  | ({ state: 'live' } & Seen)
  /** The hub is out of reach. This was seen last. */
  | ({ state: 'stale' } & Seen)
  /** The office prints on a real printer. */
  | { state: 'no-printer' }
  /** Whoever looks is a stranger to the office. */
  | { state: 'not-allowed' };

type Seen = {
  /** Newest first. The first one grows while it is printed. */
  papers: readonly PaperListed[];
  /** GET /paper/state. */
  printer: PaperState;
};

const LOOK_EVERY_MS = 1_000;
/** Where there is nothing to be seen until somebody signs in, or another printer is there. */
const LOOK_IN_VAIN_EVERY_MS = 15_000;

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

  /** Does something to the printer. What comes of it is seen at once. */
  async act(act: PaperAct): Promise<void> {
    const { signal } = this.#looking;
    try {
      await fetch('/paper/acts', { method: 'POST', body: JSON.stringify(act), signal });
    } catch {
      // The line is down; looking again finds that out, and the page says so.
    }
    if (signal.aborted) return;
    clearTimeout(this.#next);
    await this.#look(signal);
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
    clearTimeout(this.#next); // somebody acted while this was looking
    const isInVain = this.#feed.state === 'not-allowed' || this.#feed.state === 'no-printer';
    const wait = isInVain ? LOOK_IN_VAIN_EVERY_MS : LOOK_EVERY_MS;
    this.#next = setTimeout(() => void this.#look(signal), wait);
  }
}

/** null when the hub does not answer, or not as it should. */
async function look(signal: AbortSignal): Promise<PaperFeed | null> {
  try {
    const list = await fetch('/paper/list', { signal });
    if (list.status === 404) return { state: 'no-printer' };
    if (list.status === 403) return { state: 'not-allowed' };
    const state = await fetch('/paper/state', { signal });
    if (!list.ok || !state.ok) return null;
    const papers = (await list.json()) as PaperListed[];
    return { state: 'live', papers, printer: (await state.json()) as PaperState };
  } catch {
    return null; // the line is down; it is tried again in a second, and the page says so
  }
}

const outOfReach = (feed: PaperFeed): PaperFeed =>
  feed.state === 'live' ? { ...feed, state: 'stale' } : feed;
