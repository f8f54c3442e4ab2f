/**
 * One calendar of others as an office holds it: what was last good in it, also over a restart, and how the
 * latest attempt to read it went. Rules F… in docs/spec.md.
 */
import type { DroppedEvent, FeedFailure, FeedListed } from '#shared/feeds.ts';
import type { Feed } from '#shared/office-book.ts';
import type { EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { type EventLog, EventLogUnavailable } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import type { FetchCalendar } from '../feeds/calendar-fetch.ts';
import type { CalendarReading } from '../feeds/calendar-reading.ts';
import { readInWorker } from '../feeds/calendar-worker.ts';
import { evolve, type FeedEvent, feedFormat, type LastGood } from '../feeds/feed-format.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { dayBounds, localDate } from '../schedule/office-hours.ts';

export type OfficeFeedParts = {
  log: EventLog;
  office: OfficeId;
  zone: string;
  now: () => EpochMs;
  fetch: FetchCalendar;
  /** Ends what is on its way. */
  signal: AbortSignal;
  onFault: (fault: unknown) => void;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Items are known this far ahead: an agenda may be asked for 62 days from a year ahead. */
const DAYS_AHEAD = 430;
const READ_EVERY_MS = 30 * MINUTE_MS;
const FIRST_RETRY_MS = 5 * MINUTE_MS;
const LAST_RETRY_MS = 4 * HOUR_MS;
/** So that not all hubs of a city come at once. */
const JITTER = 0.1;
/** What nobody has confirmed for so long is no longer shown. */
const BELIEVED_MS = 14 * DAY_MS;
/** An empty calendar where there were events is more often a mistake than the truth. */
const EMPTY_BELIEVED_AFTER_MS = DAY_MS;
/** One that changes at every reading would fill the log. */
const WRITTEN_EVERY_MS = 6 * HOUR_MS;

const NOTHING: readonly ImportedItem[] = [];

type Writer = StreamWriter<LastGood, FeedEvent>;
type Read = Extract<CalendarReading, { ok: true }>;

export class OfficeFeed {
  readonly #parts: OfficeFeedParts;
  #feed: Feed;
  #writer: Writer;
  /** As new as what is in the log, or newer. */
  #last: LastGood;
  #items: readonly ImportedItem[] = NOTHING;
  #itemsOf: LocalDate | null = null;
  #dropped: readonly DroppedEvent[] = [];
  #droppedCount = 0;
  #failure: FeedFailure | null = null;
  #failures = 0;
  #etag: string | null = null;
  #emptySince: EpochMs | null = null;
  #dueAt: EpochMs;
  /** Everything that changes it, one after another. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: OfficeFeedParts, feed: Feed, writer: Writer) {
    this.#parts = parts;
    this.#feed = feed;
    this.#writer = writer;
    this.#last = writer.state;
    this.#dueAt = parts.now();
  }

  /**
   * With what was last good, dated anew.
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(parts: OfficeFeedParts, feed: Feed): Promise<OfficeFeed> {
    const [newest] = (await parts.log.list(streamsOf(parts.office, feed))).slice(-1);
    const writer = await openWriter(parts, newest ?? streamOf(parts, feed));
    const opened = new OfficeFeed(parts, feed, writer);
    await opened.#inTurn(() => opened.#dateAnew());
    return opened;
  }

  get feed(): Feed {
    return this.#feed;
  }

  /** As the book has it now. Another address is read at once. */
  set feed(feed: Feed) {
    if (feed.url !== this.#feed.url) {
      this.#etag = null;
      this.#failure = null;
      this.#failures = 0;
      this.#dueAt = this.#parts.now();
    }
    this.#feed = feed;
  }

  /** What may be shown of it. */
  items(): readonly ImportedItem[] {
    return this.#isTooOld() ? NOTHING : this.#items;
  }

  listed(): FeedListed {
    const { id, name, url, shown, watched } = this.#feed;
    return {
      ...{ id, name, url, shown, watched },
      readAt: this.#last?.readAt ?? null,
      changedAt: this.#last?.changedAt ?? null,
      state: this.#state(),
      failure: this.#failure,
      items: this.#items.length,
      dropped: this.#dropped,
      droppedCount: this.#droppedCount,
    };
  }

  /** Does what is due: takes over what another hub has read, dates its items for a new day, reads it again. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#followTheLog();
      if (this.#itemsOf !== this.#today()) await this.#dateAnew();
      if (this.#feed.url !== null && this.#isDue()) await this.#readNow();
    });
  }

  /** Fetches it now. @returns why nothing came of it, or null */
  read(): Promise<FeedFailure | null> {
    return this.#inTurn(() => this.#readNow());
  }

  /** Brought by hand, and believed. @returns why it was not taken, or null */
  import(text: string): Promise<FeedFailure | null> {
    return this.#inTurn(async () => {
      const reading = await this.#readText(text);
      if (!reading.ok) return reading.failure;
      const before = this.#last;
      this.#last = this.#lastGood(reading, 'file');
      if (!(await this.#write(true))) {
        this.#last = before;
        return 'hub-unavailable';
      }
      this.#show(reading);
      this.#etag = null;
      this.#failure = null;
      return null;
    });
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#writer.close();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {}); // whoever asked for it has been told
    return result;
  }

  #isDue(): boolean {
    const { now } = this.#parts;
    // A clock that was set back does not put it off.
    return now() >= this.#dueAt || this.#dueAt - now() > LAST_RETRY_MS * (1 + JITTER);
  }

  async #readNow(): Promise<FeedFailure | null> {
    const { url } = this.#feed;
    if (url === null) return 'no-address'; // it is brought as a file, and nothing has failed
    const failure = await this.#fetch(url);
    if (this.#parts.signal.aborted) return failure; // what was cut short says nothing
    if (url !== this.#feed.url) return this.#readNow(); // it has got another address meanwhile
    this.#failure = failure;
    this.#failures = failure ? this.#failures + 1 : 0;
    const wait = failure
      ? Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LAST_RETRY_MS)
      : READ_EVERY_MS;
    this.#dueAt = this.#parts.now() + wait * (1 + JITTER * Math.random());
    return failure;
  }

  async #fetch(url: string): Promise<FeedFailure | null> {
    const { fetch, signal, now } = this.#parts;
    const fetched = await fetch(url, { etag: this.#etag, signal });
    if (!fetched.ok) return fetched.failure;
    const reading = 'unchanged' in fetched ? null : await this.#readText(fetched.text);
    if (url !== this.#feed.url) return null; // what an address said that it has no longer
    if (!reading || 'unchanged' in fetched) {
      if (this.#last) this.#last = { ...this.#last, readAt: now() };
    } else {
      if (!reading.ok) return reading.failure;
      if (this.#isSuddenlyEmpty(reading)) return 'suddenly-empty';
      this.#etag = fetched.etag;
      this.#last = this.#lastGood(reading, 'url');
      this.#show(reading);
    }
    this.#emptySince = null;
    await this.#write(false);
    return null;
  }

  #isSuddenlyEmpty({ understood }: Read): boolean {
    if (understood > 0 || !this.#last || this.#last.understood === 0) return false;
    const now = this.#parts.now();
    this.#emptySince ??= now;
    return now - this.#emptySince < EMPTY_BELIEVED_AFTER_MS;
  }

  #lastGood({ kept, digest, understood }: Read, how: 'url' | 'file'): LastGood {
    const readAt = this.#parts.now();
    if (this.#last && isSame({ digest, how }, this.#last)) return { ...this.#last, readAt };
    return { text: kept, digest, how, understood, changedAt: readAt, readAt };
  }

  async #dateAnew(): Promise<void> {
    if (!this.#last) {
      this.#itemsOf = this.#today();
      return;
    }
    const reading = await this.#readText(this.#last.text);
    if (reading.ok) this.#show(reading);
    else this.#failure = reading.failure;
    this.#itemsOf = this.#today();
  }

  #readText(text: string): ReturnType<typeof readInWorker> {
    const { zone, signal } = this.#parts;
    const { startsAt: from } = dayBounds(zone, this.#today());
    const span = { zone, from, until: from + DAYS_AHEAD * DAY_MS };
    return readInWorker({ text, span }, { signal });
  }

  #show({ items, dropped, droppedCount }: Read): void {
    const { id } = this.#feed;
    const dated = items.map((item): ImportedItem => ({ feed: id, ...item }));
    // The same items stay the same object, so that nothing is made anew for them.
    if (JSON.stringify(dated) !== JSON.stringify(this.#items)) this.#items = dated;
    this.#dropped = dropped;
    this.#droppedCount = droppedCount;
    this.#itemsOf = this.#today();
  }

  // In the log

  /** What another hub has brought or read since is taken over. */
  async #followTheLog(): Promise<void> {
    try {
      await this.#turnTheMonth();
    } catch (fault) {
      if (!(fault instanceof EventLogUnavailable)) throw fault;
      return; // it is looked at again soon, and whoever wants to write is told
    }
    const written = this.#writer.state;
    const last = this.#last;
    if (!written || (last && written.readAt <= last.readAt)) return;
    this.#last = written;
    if (!isSame(written, last)) await this.#dateAnew();
  }

  /** @returns false when the log could not be written; then it is tried again at the next reading */
  async #write(atOnce: boolean): Promise<boolean> {
    const events = this.#unwritten(atOnce);
    if (events.length === 0) return true;
    try {
      await this.#turnTheMonth();
      const written = this.#writer.state;
      const all = written ? events : this.#whole();
      await this.#writer.submit(
        null,
        () => ({ accepted: true, events: all }),
        () => null,
      );
      return true;
    } catch (fault) {
      if (!(fault instanceof EventLogUnavailable)) throw fault;
      this.#parts.onFault(fault);
      return false;
    }
  }

  #unwritten(atOnce: boolean): readonly FeedEvent[] {
    const written = this.#writer.state;
    const last = this.#last;
    if (!last) return [];
    if (!written || !isSame(last, written)) {
      const mayWait = written && !atOnce && last.readAt - written.changedAt < WRITTEN_EVERY_MS;
      return mayWait ? [] : this.#whole();
    }
    const { zone } = this.#parts;
    const isOfToday = localDate(zone, written.readAt) === localDate(zone, last.readAt);
    return isOfToday ? [] : [{ type: 'CalendarConfirmed', at: last.readAt }];
  }

  #whole(): readonly FeedEvent[] {
    if (!this.#last) return [];
    const { text, digest, how, understood, changedAt: at, readAt } = this.#last;
    const read: FeedEvent = { type: 'CalendarRead', text, digest, how, understood, at };
    return readAt === at ? [read] : [read, { type: 'CalendarConfirmed', at: readAt }];
  }

  /** A stream a month, each whole in itself: a start reads one of them, however old the office is. */
  async #turnTheMonth(): Promise<void> {
    const stream = streamOf(this.#parts, this.#feed);
    if (stream <= this.#writer.stream) return;
    const before = this.#writer;
    this.#writer = await openWriter(this.#parts, stream);
    await before.close();
  }

  // How it stands

  #today(): LocalDate {
    return localDate(this.#parts.zone, this.#parts.now());
  }

  /** One that was brought by hand stands until another is brought. */
  #isTooOld(): boolean {
    const last = this.#last;
    return last?.how === 'url' && this.#parts.now() - last.readAt > BELIEVED_MS;
  }

  #state(): FeedListed['state'] {
    if (this.#isTooOld()) return 'too-old';
    if (this.#failure) return 'failing';
    return this.#last ? 'ok' : 'never-read';
  }
}

type Content = Pick<NonNullable<LastGood>, 'digest' | 'how'>;

const isSame = (one: Content, other: Content | null): boolean =>
  one.digest === other?.digest && one.how === other.how;

const streamsOf = (office: OfficeId, feed: Feed): string => `feed/${office}/${feed.id}/`;

const streamOf = ({ office, zone, now }: OfficeFeedParts, feed: Feed): string =>
  `${streamsOf(office, feed)}${localDate(zone, now()).slice(0, 7)}`;

const openWriter = ({ log }: OfficeFeedParts, stream: string): Promise<Writer> =>
  StreamWriter.open<LastGood, FeedEvent>({
    ...{ log, stream, evolve },
    format: feedFormat,
    initial: null,
  });
