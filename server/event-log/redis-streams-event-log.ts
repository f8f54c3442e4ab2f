/**
 * The event log of hubs that share their offices: a Redis Stream for each stream, appended to by one script that looks
 * at the version, followed through a feed for each office. Rules EL… and RL… in docs/spec.md.
 *
 * All of an office has one hash tag, so that a cluster may spread offices: `torget:{ragsved}:queue/ragsved/2026-11-24`.
 * An entry's id is its version: `57-0`.
 */
import { createClient, defineScript } from 'redis';
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
import { checkPromises, type Durability } from './redis-promises.ts';

/** Entries fetched at once, so that reading a long stream does not hold up those who append. */
const ENTRIES_PER_READ = 5_000;
/** Of each stream, as this hub knows it to be durable: what a failover loses is the last of it. */
const TAIL_KEPT = 256;
/** Streams are read before they are followed. */
const UNFOLLOWED_KEPT = 64;
/** A line that is silent for so long is dead: each asks or waits for less. */
const SILENT_MS = 9_000;
const PING_EVERY_MS = 3_000;
const BLOCK_MS = 3_000;
const CONNECT_WITHIN_MS = 5_000;
const LONGEST_PAUSE_MS = 3_000;
const LOOK_AT_REWRITE_EVERY_MS = 50;

/** Which office's log has to stop, and what its operator reads. */
type Stopped = ReadonlyMap<string, EventLogUnusable>;

type Told = {
  onFault: (fault: unknown) => void;
  /** Once for each outage: the line broke, and what was acknowledged was found again. */
  onNews?: (news: 'away' | 'back') => void;
};

/** What is known to be in the log: texts of the entries after `from`. */
type Tail = { from: Version; texts: string[] };

type Client = ReturnType<typeof clientOf>;

export class RedisStreamsEventLog implements EventLog {
  /** What the server's settings promise, as a sentence for the operator. */
  readonly promises: string;
  readonly #client: Client;
  /** On a line of its own: it waits in the server for what others append. */
  readonly #reader: Client;
  readonly #onFault: (fault: unknown) => void;
  readonly #onNews: (news: 'away' | 'back') => void;
  readonly #followers = new Followers((stream, after) => this.read(stream, after));
  /** Of the streams that somebody here follows, and of those read last. */
  readonly #tails = new Map<string, Tail>();
  readonly #followed = new Map<string, number>();
  /** Feeds that are listened to, and where each was last read. */
  readonly #feeds = new Map<string, { position: string; streams: number }>();
  #stopped: Stopped = new Map();
  #epoch: string;
  /** False from when the line breaks until what this hub has acknowledged was found in the log again. */
  #verified = true;
  #closed = false;
  #wake = () => {};
  /** Of the reader's line, as the server calls it: so that its waiting can be ended. */
  #readerId: number | null = null;
  /** Asked and not answered yet. */
  readonly #underWay = new Set<Promise<unknown>>();
  /** Those that are listed in Redis for certain. */
  readonly #offices = new Set<string>();
  readonly #listening: Promise<void>;

  private constructor(
    parts: { client: Client; reader: Client; promises: string; epoch: string },
    { onFault, onNews = () => {} }: Told,
  ) {
    this.#client = parts.client;
    this.#reader = parts.reader;
    this.promises = parts.promises;
    this.#epoch = parts.epoch;
    this.#onFault = onFault;
    this.#onNews = onNews;
    this.#client.on('error', () => this.#isAway()); // whoever asks is told so
    this.#client.on('reconnecting', () => this.#isAway());
    this.#client.on('ready', () => void this.#verify());
    this.#reader.on('ready', () => {
      this.#readerId = null;
      this.#wake();
    });
    this.#listening = this.#listen();
  }

  /**
   * @param url redis[s]://[user[:password]@]host[:port][/database]
   * @param options.durability 'relaxed': a server that may lose what it has acknowledged is taken all the same
   * @throws {EventLogUnavailable} nobody answers there
   * @throws {EventLogUnusable} the server is too old, or its settings promise too little
   */
  static async open(
    url: string,
    { durability, ...told }: { durability: Durability } & Told,
  ): Promise<RedisStreamsEventLog> {
    const isOpen = { yes: false };
    const client = clientOf(url, isOpen);
    const reader = clientOf(url, isOpen);
    for (const one of [client, reader]) one.on('error', () => {}); // told by whoever asks
    try {
      await client.connect();
      await reader.connect();
      const promises = await checkPromises(client, whereIs(url), durability);
      isOpen.yes = true;
      const epoch = epochIn(await client.info('replication'));
      return new RedisStreamsEventLog({ client, reader, promises, epoch }, told);
    } catch (cause) {
      for (const one of [client, reader]) if (one.isOpen) one.destroy();
      if (cause instanceof EventLogUnusable) throw cause;
      throw new EventLogUnavailable(
        `Redis at ${whereIs(url)} cannot be reached (${messageOf(cause)}). Is it running, and does EVENT_LOG say where?`,
        { cause },
      );
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
      this.#know(stream, last - texts.length, texts);
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
      this.#know(stream, expected, texts);
      this.#followers.announce(stream, () =>
        texts.map((text, index) => recorded(stream, expected + index + 1, text)),
      );
      return { appended, version };
    });
  }

  follow(stream: string, after: Version, listener: (entry: Recorded) => void): () => void {
    const office = officeOf(stream);
    this.#followed.set(stream, (this.#followed.get(stream) ?? 0) + 1);
    const feed = this.#feeds.get(office);
    // From its beginning: feeds are short, and what was heard of before is not read again.
    if (feed) feed.streams += 1;
    else {
      this.#feeds.set(office, { position: '0', streams: 1 });
      this.#listenAnew();
    }
    const unfollow = this.#followers.follow(stream, after, listener);
    let follows = true;
    return () => {
      if (!follows) return;
      follows = false;
      unfollow();
      const others = (this.#followed.get(stream) ?? 0) - 1;
      if (others > 0) this.#followed.set(stream, others);
      else this.#followed.delete(stream);
      const left = this.#feeds.get(office);
      if (left && --left.streams === 0) this.#feeds.delete(office);
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
      this.#tails.delete(stream);
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
    this.#wake();
    if (this.#reader.isOpen) this.#reader.destroy();
    await this.#listening;
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

  async #ask<Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> {
    try {
      return await work(this.#client);
    } catch (cause) {
      throw new EventLogUnavailable(`Redis did not do it (${messageOf(cause)}).`, { cause });
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

  async #append(
    stream: string,
    texts: readonly string[],
    expected: Version,
  ): Promise<{ appended: boolean; version: Version }> {
    const office = officeOf(stream);
    const [[appended = 0, version = 0]] = await this.#ask((client) =>
      // In one go, so that appends keep their order. An office that is listed and has nothing does no harm.
      Promise.all([
        client.appendAt(stream, expected, texts),
        ...(this.#offices.has(office) ? [] : [client.sAdd(OFFICES, office)]),
      ]),
    );
    this.#offices.add(office);
    return { appended: appended === 1, version };
  }

  /** Keeps the end of what is in the log for certain: it was read there, or acknowledged. */
  #know(stream: string, from: Version, texts: readonly string[]): void {
    if (texts.length === 0) return;
    const tail = this.#tails.get(stream);
    const end = tail ? tail.from + tail.texts.length : -1;
    if (tail && from <= end) tail.texts.push(...texts.slice(end - from));
    else this.#tails.set(stream, { from, texts: [...texts] });
    const kept = this.#tails.get(stream);
    const spare = kept ? kept.texts.length - TAIL_KEPT : 0;
    if (kept && spare > 0) {
      kept.texts.splice(0, spare);
      kept.from += spare;
    }
    this.#forgetOld();
  }

  /** Old days that were only looked at. */
  #forgetOld(): void {
    let spare = this.#tails.size - this.#followed.size - UNFOLLOWED_KEPT;
    for (const stream of this.#tails.keys()) {
      if (spare <= 0) return;
      if (this.#followed.has(stream)) continue;
      this.#tails.delete(stream);
      spare -= 1;
    }
  }

  // After an outage

  #isAway(): void {
    if (this.#verified && !this.#closed) this.#onNews('away');
    this.#verified = false;
  }

  /** Whether the log that came back is the one that was acknowledged; only then is anything asked of it. */
  async #verify(): Promise<void> {
    try {
      for (const [stream, tail] of this.#tails)
        if (!this.#stopped.has(officeOf(stream))) await this.#verifyStream(stream, tail);
      this.#epoch = epochIn(await this.#ask((client) => client.info('replication')));
      if (!this.#verified) this.#onNews('back');
      this.#verified = true;
      this.#followers.catchUpAll(); // what others appended meanwhile, should its news have been lost
    } catch (fault) {
      // The line broke again, and comes back again. What could not be understood is not for guessing.
      if (!(fault instanceof EventLogUnavailable)) this.#onFault(fault);
      else if (this.#client.isReady && !this.#closed)
        setTimeout(() => void this.#verify(), LONGEST_PAUSE_MS).unref();
    }
  }

  /** There is less than was acknowledged, though the line never broke: somebody has emptied it. */
  async #misses(office: string): Promise<void> {
    for (const [stream, tail] of this.#tails)
      if (officeOf(stream) === office && !this.#stopped.has(office))
        await this.#verifyStream(stream, tail);
    const stopped = this.#stopped.get(office);
    if (stopped) throw stopped;
  }

  async #verifyStream(stream: string, { from, texts }: Tail): Promise<void> {
    const office = officeOf(stream);
    // What is kept here is the end of some streams. Were that put back alone, the rest would be gone unnoticed.
    if ((await this.#ask((client) => client.sIsMember(OFFICES, office))) !== 1)
      return this.#stop(office, `Redis holds nothing of “${office}” any more`);
    for (;;) {
      const length = await this.#ask((client) => client.xLen(keyOf(office, stream)));
      if (length === 0 && (await this.#wasDropped(office, stream))) {
        this.#tails.delete(stream);
        return;
      }
      const there = length < from ? [] : await this.#textsAfter(stream, from, texts.length);
      const differs = there.findIndex((text, index) => text !== texts[index]);
      if (length < from || differs >= 0) {
        const entry = differs < 0 ? length + 1 : from + differs + 1;
        const what = `Redis has another history of ${stream} than this hub has acknowledged: it differs at entry ${entry}`;
        return this.#stop(office, what);
      }
      if (there.length === texts.length) return;
      // A part of what was acknowledged, and nothing else: the rest is put back. Another hub may be doing the same.
      const missing = texts.slice(there.length);
      const { appended } = await this.#append(stream, missing, from + there.length);
      if (appended) {
        this.#onFault(
          new Error(
            `Redis had lost the last ${missing.length} entries of ${stream}; this hub has put them back.`,
          ),
        );
        return;
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
    const fault = new EventLogUnusable(
      `${what}. Nothing of “${office}” is done until somebody has looked. To go on with what Redis has, restart every hub; ` +
        'to go on with what was acknowledged, put back the Redis that had it first.',
    );
    this.#stopped = new Map(this.#stopped).set(office, fault);
    this.#onFault(fault);
  }

  // What others append

  async #listen(): Promise<void> {
    while (!this.#closed) {
      if (this.#feeds.size === 0 || !this.#reader.isReady) {
        await this.#pauseUntilWoken();
        continue;
      }
      const asked = [...this.#feeds].map(([office, { position }]) => ({
        key: keyOf(office, FEED),
        id: position,
      }));
      try {
        this.#readerId ??= await this.#reader.clientId();
        const news = await this.#reader.xRead(asked, { BLOCK: BLOCK_MS, COUNT: 1_000 });
        if (news !== null) this.#hear(news as readonly FeedNews[]);
      } catch {
        // The line broke: it comes back by itself, and what was missed is still in the feed.
        await this.#pauseUntilWoken();
      }
    }
  }

  #hear(news: readonly FeedNews[]): void {
    for (const { name, messages } of news) {
      const feed = this.#feeds.get(officeIn(name));
      const last = messages.at(-1);
      if (feed && last) feed.position = last.id;
      const versions = new Map(messages.map(({ message: { s, v } }) => [s, Number(v)]));
      for (const [stream, version] of versions)
        if (stream !== undefined) this.#followers.heardOf(stream, version);
    }
  }

  /** The reader may be waiting in the server for other feeds. */
  #listenAnew(): void {
    this.#wake();
    const id = this.#readerId;
    // Where it does not work, they are asked for with the next turn.
    if (id !== null && this.#client.isReady) this.#client.clientUnblock(id).catch(() => {});
  }

  #pauseUntilWoken(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 100);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type FeedNews = {
  name: string;
  messages: readonly { id: string; message: { s?: string; v?: string } }[];
};

const ROOT = 'torget';
const OFFICES = `${ROOT}:offices`;
/** Names of an office's streams, in order of name. */
const INDEX = 'streams';
/** Which streams have something new: their names and versions. */
const FEED = 'feed';
/** Names of those that were removed by decision: what is not there any more need not be lost. */
const DROPPED = 'dropped';
const FEED_KEPT = 256;

/** Streams that are called by a date only are the hubs' own. */
const OF_THE_HUBS: ReadonlySet<string> = new Set(['sessions', 'audit']);

/** Whose it is, and so in which shard of a cluster: 'ragsved' of 'queue/ragsved/2026-11-24'. */
function officeOf(stream: string): string {
  const [subject = '', name] = stream.split('/');
  return name === undefined ? subject : OF_THE_HUBS.has(subject) ? 'hub' : name;
}

/** null: streams of several may begin so. */
function officeOfPrefix(prefix: string): string | null {
  const [subject = '', name, ...more] = prefix.split('/');
  if (name === undefined) return null;
  if (OF_THE_HUBS.has(subject)) return 'hub';
  return more.length > 0 ? name : null;
}

const keyOf = (office: string, name: string): string => `${ROOT}:{${office}}:${name}`;
const officeIn = (key: string): string => /\{(.*)\}:feed$/.exec(key)?.[1] ?? '';

/** KEYS: the stream, the index, the feed, what was dropped. ARGV: the version expected, the stream's name, the entries. */
const APPEND = `
  local version = redis.call('XLEN', KEYS[1])
  if version ~= tonumber(ARGV[1]) then return {0, version} end
  for index = 3, #ARGV do
    version = version + 1
    redis.call('XADD', KEYS[1], version .. '-0', 'e', ARGV[index])
  end
  if #ARGV > 2 then
    if ARGV[1] == '0' then
      redis.call('ZADD', KEYS[2], 0, ARGV[2])
      redis.call('SREM', KEYS[4], ARGV[2])
    end
    redis.call('XADD', KEYS[3], 'MAXLEN', '~', ${FEED_KEPT}, '*', 's', ARGV[2], 'v', version)
  end
  return {1, version}`;

/** KEYS: the stream, the index, what was dropped. ARGV: the stream's name. */
const DROP = `
  if redis.call('DEL', KEYS[1]) == 1 then
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('SADD', KEYS[3], ARGV[1])
  end`;

function clientOf(url: string, isOpen: { yes: boolean }) {
  return createClient({
    url,
    name: 'torget',
    // What cannot be asked now is refused now: whoever waits decides what to do.
    disableOfflineQueue: true,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENT_MS,
      // Not all hubs at once, and at the first try not for long.
      reconnectStrategy: (retries: number, cause: Error) =>
        isOpen.yes || retries < 3
          ? Math.min(100 * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2)
          : cause,
    },
    scripts: {
      appendAt: defineScript({
        SCRIPT: APPEND,
        NUMBER_OF_KEYS: 4,
        parseCommand(parser, stream: string, expected: Version, texts: readonly string[]) {
          const office = officeOf(stream);
          for (const name of [stream, INDEX, FEED, DROPPED]) parser.pushKey(keyOf(office, name));
          parser.push(String(expected), stream, ...texts);
        },
        transformReply: (reply: unknown) => reply as [number, number],
      }),
      dropStream: defineScript({
        SCRIPT: DROP,
        NUMBER_OF_KEYS: 3,
        parseCommand(parser, stream: string) {
          for (const name of [stream, INDEX, DROPPED])
            parser.pushKey(keyOf(officeOf(stream), name));
          parser.push(stream);
        },
        transformReply: (reply: unknown) => reply,
      }),
    },
  });
}

const textOf = ({ id, schema, cause, event }: Entry): string =>
  JSON.stringify({ id, schema, cause, event });

function recorded(stream: string, version: Version, text: string): Recorded {
  try {
    return { version, ...(JSON.parse(text) as Entry) };
  } catch (error) {
    throw damaged(stream, version, `is not what was written (${messageOf(error)})`);
  }
}

const damaged = (stream: string, version: Version, what: string): EventLogUnusable =>
  new EventLogUnusable(
    `The log in Redis is damaged: entry ${version} of ${stream} ${what}. Stop the hubs and restore the newest back-up.`,
  );

const epochIn = (replication: string): string =>
  /^master_replid:(\w+)/m.exec(replication)?.[1] ?? 'unknown';

/** Without whoever signs in there. */
function whereIs(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
}

const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message || fault.constructor.name : String(fault);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
