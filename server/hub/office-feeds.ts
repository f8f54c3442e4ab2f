/**
 * The calendars of others that an office takes in: Folkets Hus, the library. Read again and again, held
 * when they cannot be, and told of to staff. Rules F… in docs/spec.md.
 */
import type { FeedFailure, FeedListed } from '#shared/feeds.ts';
import type { Feed } from '#shared/office-book.ts';
import type { EpochMs, FeedId, OfficeId } from '#shared/vocabulary.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { calendarFetcher, type FetchCalendar, THE_INTERNET } from '../feeds/calendar-fetch.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { OfficeFeed } from './office-feed.ts';

export type OfficeFeedsParts = {
  log: EventLog;
  office: OfficeId;
  zone: string;
  /** As the book has them at the moment. */
  feeds: () => readonly Feed[];
  now: () => EpochMs;
  /** Over the Internet when left out. */
  fetch?: FetchCalendar;
  /** Told of what is a fault of ours, and of a log that cannot be written. */
  onFault: (fault: unknown) => void;
};

export type FeedReply =
  | { ok: true; listed: FeedListed }
  | { ok: false; code: FeedFailure | 'unknown-feed' };

/** How often it looks whether a calendar is to be read, a day has turned or the book has changed. */
const LOOK_EVERY_MS = 15_000;

export class OfficeFeeds {
  readonly #parts: OfficeFeedsParts;
  readonly #held = new Map<FeedId, OfficeFeed>();
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #watch: NodeJS.Timeout;
  #imported: readonly ImportedItem[] = [];
  /** What each calendar had when `#imported` was put together. */
  #parcels: readonly (readonly ImportedItem[])[] = [];
  #told = '';
  #matching: Promise<void> = Promise.resolve();
  #looking: Promise<unknown> = Promise.resolve();

  private constructor(parts: OfficeFeedsParts) {
    this.#parts = parts;
    this.#watch = setInterval(() => {
      void this.look();
    }, LOOK_EVERY_MS);
  }

  /**
   * With what was last good of each calendar. None of them is waited for: they are read behind it.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(parts: OfficeFeedsParts): Promise<OfficeFeeds> {
    const feeds = new OfficeFeeds(parts);
    try {
      await feeds.#matchTheBook();
    } catch (fault) {
      await feeds.close();
      throw fault;
    }
    feeds.#changed();
    void feeds.look();
    return feeds;
  }

  /** What takes place from today on, in the order of the book. The same array until something is another. */
  imported(): readonly ImportedItem[] {
    return this.#imported;
  }

  /** How each calendar stands, in the order of the book. */
  listed(): readonly FeedListed[] {
    return this.#inOrder().map((held) => held.listed());
  }

  /** Takes a calendar brought as a file: it is durable when this resolves. */
  import(feed: FeedId, text: string): Promise<FeedReply> {
    return this.#do(feed, (held) => held.import(text));
  }

  /** Fetches it now. */
  read(feed: FeedId): Promise<FeedReply> {
    return this.#do(feed, (held) => held.read());
  }

  /** Does what is due, and resolves when it is done. Runs by itself; call it when the book has changed. */
  look(): Promise<void> {
    // Not once for all who ask: a calendar on its way keeps no other waiting.
    const look = this.#look();
    this.#looking = Promise.all([this.#looking, look]);
    return look;
  }

  /** Runs `listener` when `imported` or `listed` has become another, until the returned function is run. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is on its way is given up. The log stays open. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#closing.abort();
    await this.#looking;
    await this.#matching.catch(() => {}); // whoever asked for it has been told
    await Promise.all([...this.#held.values()].map((held) => held.close()));
  }

  async #do(
    feed: FeedId,
    work: (held: OfficeFeed) => Promise<FeedFailure | null>,
  ): Promise<FeedReply> {
    await this.#matchTheBook();
    const held = this.#held.get(feed);
    if (!held) return { ok: false, code: 'unknown-feed' };
    const code = await work(held);
    this.#changed();
    return code === null ? { ok: true, listed: held.listed() } : { ok: false, code };
  }

  async #look(): Promise<void> {
    try {
      await this.#matchTheBook();
      this.#changed();
      await Promise.all([...this.#held.values()].map((held) => this.#lookAt(held)));
    } catch (fault) {
      this.#parts.onFault(fault);
    }
  }

  /** A fault with one calendar keeps none of the others waiting. */
  async #lookAt(held: OfficeFeed): Promise<void> {
    try {
      await held.look();
    } catch (fault) {
      this.#parts.onFault(fault);
    }
    this.#changed();
  }

  #matchTheBook(): Promise<void> {
    this.#matching = this.#matching.catch(() => {}).then(() => this.#match());
    return this.#matching;
  }

  async #match(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const { fetch = calendarFetcher(THE_INTERNET), ...parts } = this.#parts;
    const feeds = this.#parts.feeds();
    for (const [id, held] of this.#held)
      if (!feeds.some((feed) => feed.id === id)) {
        this.#held.delete(id);
        await held.close();
      }
    for (const feed of feeds) {
      const held = this.#held.get(feed.id);
      if (held) held.feed = feed;
      else {
        const { signal } = this.#closing;
        this.#held.set(feed.id, await OfficeFeed.open({ ...parts, fetch, signal }, feed));
      }
    }
  }

  #inOrder(): readonly OfficeFeed[] {
    return this.#parts.feeds().flatMap(({ id }) => this.#held.get(id) ?? []);
  }

  #changed(): void {
    const parcels = this.#inOrder().map((held) => held.items());
    const isSame =
      parcels.length === this.#parcels.length &&
      parcels.every((parcel, index) => parcel === this.#parcels[index]);
    if (!isSame) this.#imported = parcels.flat();
    this.#parcels = parcels;
    const told = JSON.stringify(this.listed());
    if (isSame && told === this.#told) return;
    this.#told = told;
    for (const listener of this.#listeners) listener();
  }
}
