/**
 * The event log of hubs that share their offices: a Redis Stream for each stream, appended to by one script that looks
 * at the version, followed through a feed for each office. Rules EL… and RL… in docs/spec.md.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { notOpened, whereIs, wordsOf } from '../redis/redis-line.ts';
import {
  type AppendResult,
  type Entry,
  type EventLog,
  EventLogUnavailable,
  EventLogUnusable,
  type Recorded,
  type Version,
} from './event-log.ts';
import { Followers } from './followers.ts';
import { KnownTails, type Tail } from './known-tails.ts';
import { type Appended, RedisAppends } from './redis-appends.ts';
import { RedisFeeds } from './redis-feeds.ts';
import {
  DROPPED,
  INDEX,
  keyOf,
  OFFICES,
  officeOf,
  officeOfPrefix,
  type RedisLogClient,
  redisLogClient,
} from './redis-log-client.ts';
import { checkPromises, type Durability } from './redis-promises.ts';

/** Entries fetched at once, so that reading a long stream does not hold up those who append. */
const ENTRIES_PER_READ = 5_000;
const VERIFY_AGAIN_MS = 3_000;
const VERIFIED_AT_ONCE = 32;
const LOOK_AT_REWRITE_EVERY_MS = 50;

/** Which office's log has to stop, and what its operator reads. */
type Stopped = ReadonlyMap<string, EventLogUnusable>;

type Told = {
  onFault: (fault: unknown) => void;
  /** Once for each outage: the line broke, and what was acknowledged was found again. */
  onNews?: (news: 'away' | 'back') => void;
};

export class RedisStreamsEventLog implements EventLog {
  readonly isShared = true;
  /** What the server's settings promise, as a sentence for the operator. */
  readonly promises: string;
  readonly #client: RedisLogClient;
  readonly #onFault: (fault: unknown) => void;
  readonly #onNews: (news: 'away' | 'back') => void;
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  readonly #appends: RedisAppends;
  readonly #feeds: RedisFeeds;
  readonly #tails = new KnownTails();
  #stopped: Stopped = new Map();
  #epoch: string;
  /** False from when the line breaks until what this hub has acknowledged was found in the log again. */
  #verified = true;
  #closed = false;
  /** Asked and not answered yet. */
  readonly #underWay = new Set<Promise<unknown>>();
  /** Those that are listed in Redis for certain. */
  readonly #offices = new Set<string>();

  private constructor(
    parts: { client: RedisLogClient; reader: RedisLogClient; promises: string; epoch: string },
    { onFault, onNews = () => {} }: Told,
  ) {
    this.#client = parts.client;
    this.#appends = new RedisAppends(parts.client);
    this.promises = parts.promises;
    this.#epoch = parts.epoch;
    this.#onFault = onFault;
    this.#onNews = onNews;
    this.#client.on('error', () => {
      // Also what only a ping met, in a hub that stood still or was not let: no 'ready' would follow.
      if (!this.#client.isReady) this.#isAway();
    });
    this.#client.on('ready', () => void this.#verify());
    this.#feeds = new RedisFeeds({
      reader: parts.reader,
      unblock: (reader) => this.#client.clientUnblock(reader),
      heardOf: (stream, version) => this.#followers.heardOf(stream, version),
    });
  }

  /**
   * @param url redis[s]://[user[:password]@]host[:port]
   * @param options.durability 'relaxed': a server that may lose what it has acknowledged is taken all the same
   * @throws {EventLogUnavailable} nobody answers there
   * @throws {EventLogUnusable} the server is too old, or its settings promise too little
   */
  static async open(
    url: string,
    { durability, ...told }: { durability: Durability } & Told,
  ): Promise<RedisStreamsEventLog> {
    const opening = { isOpen: false };
    const client = redisLogClient(url, opening);
    const reader = redisLogClient(url, opening);
    for (const one of [client, reader]) one.on('error', () => {}); // told by whoever asks
    try {
      await client.connect();
      await reader.connect();
      const promises = await checkPromises(client, whereIs(url), durability);
      opening.isOpen = true;
      const epoch = epochIn(await client.info('replication'));
      return new RedisStreamsEventLog({ client, reader, promises, epoch }, told);
    } catch (cause) {
      for (const one of [client, reader]) if (one.isOpen) one.destroy();
      if (cause instanceof EventLogUnusable) throw cause;
      throw new EventLogUnavailable(notOpened(url, 'EVENT_LOG', cause), { cause });
    }
  }

  /** The same for all hubs, and another when Redis was started again or another one has taken its place. */
  get epoch(): string {
    return this.#epoch;
  }

  /** Whether anything can be asked of it, and of which offices nothing may be. */
  get state(): { away: boolean; stopped: readonly string[] } {
    return { away: !this.#verified, stopped: [...this.#stopped.keys()] };
  }

  read(stream: string, after: Version = 0): Promise<readonly Recorded[]> {
    return this.#do(stream, () => this.#read(stream, after));
  }

  async #read(stream: string, after: Version): Promise<readonly Recorded[]> {
    const entries: Recorded[] = [];
    for (let last = after; ; ) {
      const texts = await this.#textsAfter(stream, last, ENTRIES_PER_READ);
      for (const text of texts) {
        last += 1;
        entries.push(recorded(stream, last, text));
      }
      this.#tails.know(stream, last - texts.length, texts);
      if (texts.length < ENTRIES_PER_READ) return entries;
    }
  }

  append(stream: string, entries: readonly Entry[], expected: Version): Promise<AppendResult> {
    const texts = entries.map(textOf); // now, and not when its turn comes
    return this.#do(stream, async () => {
      const { appended, version } = await this.#append(stream, texts, expected);
      if (!appended) {
        if (version < expected) await this.#misses(officeOf(stream));
        return { appended, currentVersion: version };
      }
      this.#tails.know(stream, expected, texts);
      this.#followers.announce(stream, () =>
        texts.map((text, index) => recorded(stream, expected + index + 1, text)),
      );
      return { appended, version };
    });
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    const leaveFeed = this.#feeds.follow(officeOf(stream));
    const leaveTail = this.#tails.followed(stream);
    const unfollow = this.#followers.follow(stream, after, listener);
    let follows = true;
    return () => {
      if (!follows) return;
      follows = false;
      unfollow();
      leaveTail();
      leaveFeed();
    };
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#do(null, () =>
      this.#ask(async (client) => {
        const [from, to] = [`[${prefix}`, `[${prefix}\u{10ffff}`];
        const own = officeOfPrefix(prefix);
        const offices = own === null ? await client.sMembers(OFFICES) : [own];
        const found = await Promise.all(
          offices.map((office) => client.zRange(keyOf(office, INDEX), from, to, { BY: 'LEX' })),
        );
        return found.flat().sort();
      }),
    );
  }

  drop(stream: string): Promise<void> {
    return this.#do(stream, async () => {
      await this.#ask((client) => client.dropStream(stream));
      this.#tails.forget(stream);
    });
  }

  /** Redis keeps what it has been told in a journal, until it writes that anew. */
  compact(): Promise<void> {
    return this.#do(null, () =>
      this.#ask(async (client) => {
        const state = () => client.info('persistence');
        if (!/aof_enabled:1/.test(await state())) return;
        const isBusy = async () => /aof_rewrite_(in_progress|scheduled):1/.test(await state());
        while (await isBusy()) await pause(LOOK_AT_REWRITE_EVERY_MS);
        await client.bgRewriteAof();
        while (await isBusy()) await pause(LOOK_AT_REWRITE_EVERY_MS);
        if (/aof_last_bgrewrite_status:err/.test(await state()))
          throw new Error('it could not write its journal anew');
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#followers.stop();
    await this.#feeds.close();
    await Promise.allSettled(this.#underWay);
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** Refused at once where it is known already that nothing can be asked. */
  #do<Answer>(stream: string | null, work: () => Promise<Answer>): Promise<Answer> {
    if (this.#closed) return Promise.reject(new EventLogUnavailable('The event log is closed.'));
    if (!this.#verified) return Promise.reject(new EventLogUnavailable('Redis is away.'));
    const stopped = stream === null ? undefined : this.#stopped.get(officeOf(stream));
    if (stopped) return Promise.reject(stopped);
    const doing = work();
    const done = doing.then(
      () => {},
      () => {},
    );
    this.#underWay.add(done);
    void done.then(() => this.#underWay.delete(done));
    return doing;
  }

  async #ask<Answer>(work: (client: RedisLogClient) => Promise<Answer>): Promise<Answer> {
    try {
      return await work(this.#client);
    } catch (cause) {
      throw new EventLogUnavailable(`Redis did not do it (${wordsOf(cause)}).`, { cause });
    }
  }

  async #textsAfter(stream: string, after: Version, most: number): Promise<string[]> {
    const key = keyOf(officeOf(stream), stream);
    const rows = await this.#ask((client) =>
      client.xRange(key, `(${after}-0`, '+', { COUNT: most }),
    );
    return (rows ?? []).map(({ id, message }, index) => {
      if (id !== `${after + index + 1}-0` || message['e'] === undefined)
        throw damaged(stream, after + index + 1, 'is missing');
      return message['e'];
    });
  }

  async #append(stream: string, texts: readonly string[], expected: Version): Promise<Appended> {
    const office = officeOf(stream);
    const appended = await this.#ask(async (client) => {
      // First: an office that is listed and has nothing does no harm.
      if (!this.#offices.has(office)) await client.sAdd(OFFICES, office);
      return this.#appends.append({ stream, texts, expected });
    });
    this.#offices.add(office);
    return appended;
  }

  // After an outage

  #isAway(): void {
    if (this.#verified && !this.#closed) this.#onNews('away');
    this.#verified = false;
  }

  /** Whether the log that came back is the one that was acknowledged; only then is anything asked of it. */
  async #verify(): Promise<void> {
    try {
      // Nothing is done until all of them have been looked at: of a thousand offices one by one would take long.
      const tails = [...this.#tails];
      while (tails.length > 0)
        await Promise.all(
          tails
            .splice(-VERIFIED_AT_ONCE)
            .map(([stream, tail]) => this.#verifyStream(officeOf(stream), stream, tail)),
        );
      this.#epoch = epochIn(await this.#ask((client) => client.info('replication')));
      if (!this.#verified) this.#onNews('back');
      this.#verified = true;
      this.#followers.catchUpAll(); // what others appended meanwhile, should its news have been lost
    } catch (fault) {
      // The line broke again, and comes back again.
      if (!(fault instanceof EventLogUnavailable)) this.#onFault(fault);
      else if (this.#client.isReady && !this.#closed)
        setTimeout(() => void this.#verify(), VERIFY_AGAIN_MS).unref();
    }
  }

  /** There is less than was acknowledged, though the line never broke: somebody has emptied it. */
  async #misses(office: string): Promise<void> {
    for (const [stream, tail] of this.#tails)
      if (officeOf(stream) === office) await this.#verifyStream(office, stream, tail);
    const stopped = this.#stopped.get(office);
    if (stopped) throw stopped;
  }

  /** Stops the office where what is there cannot be what was acknowledged. @throws {EventLogUnavailable} */
  async #verifyStream(office: string, stream: string, tail: Tail): Promise<void> {
    if (this.#stopped.has(office)) return;
    try {
      const differs = await this.#difference(office, stream, tail);
      if (differs !== null) this.#stop(office, differs);
    } catch (fault) {
      if (!(fault instanceof EventLogUnusable)) throw fault;
      this.#stop(office, fault.message);
    }
  }

  /** In words; null: there is none, or none any more. */
  async #difference(office: string, stream: string, { from, texts }: Tail): Promise<string | null> {
    // What is kept here is the end of some streams. Were that put back alone, the rest would be gone unnoticed.
    if ((await this.#ask((client) => client.sIsMember(OFFICES, office))) !== 1)
      return `Redis holds nothing of “${office}” any more.`;
    for (;;) {
      const length = await this.#ask((client) => client.xLen(keyOf(office, stream)));
      if (length === 0 && (await this.#wasDropped(office, stream))) {
        this.#tails.forget(stream);
        return null;
      }
      const there = length < from ? [] : await this.#textsAfter(stream, from, texts.length);
      const differs = there.findIndex((text, index) => text !== texts[index]);
      if (length < from || differs >= 0) {
        const entry = differs < 0 ? length + 1 : from + differs + 1;
        return `Redis has another history of ${stream} than this hub has acknowledged: it differs at entry ${entry}.`;
      }
      if (there.length === texts.length) return null;
      // A part of what was acknowledged, and nothing else: the rest is put back. Another hub may be doing the same.
      const missing = texts.slice(there.length);
      const { appended } = await this.#append(stream, missing, from + there.length);
      if (appended) {
        this.#onFault(
          new Error(
            `Redis had lost the last ${missing.length} entries of ${stream}; this hub has put them back.`,
          ),
        );
        return null;
      }
    }
  }

  async #wasDropped(office: string, stream: string): Promise<boolean> {
    return (
      (await this.#ask((client) => client.zScore(keyOf(office, INDEX), stream))) === null &&
      (await this.#ask((client) => client.sIsMember(keyOf(office, DROPPED), stream))) === 1
    );
  }

  #stop(office: string, what: string): void {
    if (this.#stopped.has(office)) return;
    const fault = new EventLogUnusable(
      `${what} Nothing of “${office}” is done until somebody has looked. To go on with what Redis has, restart every hub; ` +
        'to go on with what was acknowledged, put back the Redis that had it first.',
    );
    this.#stopped = new Map(this.#stopped).set(office, fault);
    this.#onFault(fault);
  }
}

const textOf = ({ id, schema, cause, event }: Entry): string =>
  JSON.stringify({ id, schema, cause, event });

function recorded(stream: string, version: Version, text: string): Recorded {
  try {
    return { version, ...(JSON.parse(text) as Entry) };
  } catch (error) {
    throw damaged(stream, version, `is not what was written (${wordsOf(error)})`);
  }
}

const damaged = (stream: string, version: Version, what: string): EventLogUnusable =>
  new EventLogUnusable(
    `The log in Redis is damaged: entry ${version} of ${stream} ${what}. Stop the hubs and restore the newest back-up.`,
  );

const epochIn = (replication: string): string =>
  /^master_replid:(\w+)/m.exec(replication)?.[1] ?? 'unknown';
