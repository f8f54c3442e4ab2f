/**
 * Counters in a Redis of their own, for hubs that share their offices. Apart from the log's: a journal tells in which
 * order things were counted, and beside the log's that would be whose visit it was. So there is no journal here; the
 * sums are written out whole from time to time, and what was counted since the last time may be lost with the power.
 */
import { randomBytes } from 'node:crypto';
import { createClient, defineScript } from 'redis';
import { lineTo, notOpened, type Opening, whereIs } from '../redis/redis-line.ts';
import { type Bucket, type Counters, CountersUnavailable } from './counters.ts';
import { hashOf } from './in-memory-counters.ts';

type Client = ReturnType<typeof clientOf>;
type Counts = Readonly<Record<string, number>>;

export class RedisCounters implements Counters {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** @throws {CountersUnavailable} nobody answers, or the server keeps a journal */
  static async open(
    url: string,
    /** Once for each outage. */
    onNews: (news: 'away' | 'back') => void = () => {},
  ): Promise<RedisCounters> {
    const opening = { isOpen: false };
    const client = clientOf(url, opening);
    let isAway = false;
    const tell = (away: boolean) => {
      if (away !== isAway && opening.isOpen) onNews(away ? 'away' : 'back');
      isAway = away && opening.isOpen;
    };
    client.on('error', () => tell(!client.isReady)); // until it is open, told by whoever asks
    client.on('ready', () => tell(false));
    try {
      await client.connect();
      if (/aof_enabled:1/.test(await client.info('persistence')))
        throw new CountersUnavailable(
          `The counts cannot be kept in Redis at ${whereIs(url)} (it keeps a journal; set appendonly no, and save 60 1).`,
        );
      opening.isOpen = true;
      return new RedisCounters(client);
    } catch (cause) {
      if (client.isOpen) client.destroy();
      if (cause instanceof CountersUnavailable) throw cause;
      throw new CountersUnavailable(notOpened(url, 'TALLIES', cause), { cause });
    }
  }

  async add(bucket: Bucket, request: string, counts: Counts) {
    return (await this.#change(1, bucket, request, counts)) ? 'added' : 'repeated';
  }

  async takeAway(bucket: Bucket, request: string, counts: Counts) {
    return (await this.#change(-1, bucket, request, counts)) ? 'taken-away' : 'repeated';
  }

  knows(bucket: Bucket, request: string): Promise<boolean> {
    return this.#ask(async () => {
      const salt = await this.#client.hGet(keyOf(bucket, 'salts'), bucket);
      if (!salt) return false;
      const hash = hashOf(Buffer.from(salt, 'hex'), request);
      return (await this.#client.sIsMember(keyOf(bucket, `requests:${bucket}`), hash)) === 1;
    });
  }

  keyOf(bucket: Bucket): Promise<Buffer | null> {
    return this.#ask(async () => {
      const salt = await this.#saltOf(bucket);
      return salt === CLOSED ? null : Buffer.from(salt, 'hex');
    });
  }

  closeAllBut(prefix: string, open: readonly Bucket[]): Promise<void> {
    return this.#ask(async () => {
      const salts = await this.#client.hGetAll(keyOf(prefix, 'salts'));
      for (const [bucket, salt] of Object.entries(salts)) {
        if (salt === CLOSED || !bucket.startsWith(prefix) || open.includes(bucket)) continue;
        await this.#client
          .multi()
          .hSet(keyOf(bucket, 'salts'), bucket, CLOSED)
          .del(keyOf(bucket, `requests:${bucket}`))
          .exec();
      }
    });
  }

  read(prefix: string) {
    return this.#ask(async () => {
      const salts = await this.#client.hKeys(keyOf(prefix, 'salts'));
      const buckets = salts.filter((bucket) => bucket.startsWith(prefix)).sort();
      const all = await Promise.all(
        buckets.map((bucket) => this.#client.hGetAll(keyOf(bucket, `counts:${bucket}`))),
      );
      const found = new Map<Bucket, Record<string, number>>();
      for (const [index, counts] of all.entries()) {
        const sums = Object.entries(counts).map(([key, count]) => [key, Number(count)] as const);
        if (sums.length > 0)
          found.set(
            buckets[index] ?? '',
            Object.fromEntries(sums.toSorted(([a], [b]) => (a < b ? -1 : 1))),
          );
      }
      return found;
    });
  }

  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
    else if (this.#client.isOpen) this.#client.destroy();
  }

  #change(sign: 1 | -1, bucket: Bucket, request: string, counts: Counts): Promise<boolean> {
    return this.#ask(async () => {
      for (;;) {
        const known = await this.#saltOf(bucket);
        // A clock that was set back has brought its part of the day back.
        const salt = known === CLOSED ? newSalt() : known;
        const hash = hashOf(Buffer.from(salt, 'hex'), request);
        const done = await this.#client.count({ bucket, known, salt, hash, sign, counts });
        if (done !== OVERTAKEN) return done === 1;
      }
    });
  }

  /** Of an open bucket, or of one that nobody has counted in; CLOSED of one that has been closed. */
  async #saltOf(bucket: Bucket): Promise<string> {
    const key = keyOf(bucket, 'salts');
    await this.#client.hSetNX(key, bucket, newSalt());
    return (await this.#client.hGet(key, bucket)) ?? CLOSED;
  }

  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (cause) {
      throw new CountersUnavailable('The Redis of the counts did not do it.', { cause });
    }
  }
}

const CLOSED = '';
/** Somebody else has closed or opened the bucket meanwhile. */
const OVERTAKEN = -1;
const newSalt = (): string => randomBytes(32).toString('hex');

/** All of an office in one shard. @param bucket or the beginning of one: 'ragsved/2026-11-24/day' */
const keyOf = (bucket: Bucket, name: string): string =>
  `torget:{${bucket.split('/')[0]}}:tallies:${name}`;

/** KEYS: salts, requests, counts. ARGV: bucket, salt as it was known, salt to be, hash, sign, then keys and counts. */
const COUNT = `
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return ${OVERTAKEN} end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  if redis.call('SADD', KEYS[2], ARGV[4]) == 0 then return 0 end
  for index = 6, #ARGV, 2 do
    local sum = redis.call('HINCRBY', KEYS[3], ARGV[index], ARGV[5] * ARGV[index + 1])
    if sum < 0 then redis.call('HSET', KEYS[3], ARGV[index], 0) end
  end
  return 1`;

type Counting = {
  bucket: Bucket;
  known: string;
  salt: string;
  hash: string;
  sign: 1 | -1;
  counts: Counts;
};

function clientOf(url: string, opening: Opening) {
  return lineTo(url, 'torget-tallies', opening, (line) =>
    createClient({
      ...line,
      scripts: {
        count: defineScript({
          SCRIPT: COUNT,
          NUMBER_OF_KEYS: 3,
          parseCommand(parser, { bucket, known, salt, hash, sign, counts }: Counting) {
            for (const name of ['salts', `requests:${bucket}`, `counts:${bucket}`])
              parser.pushKey(keyOf(bucket, name));
            parser.push(bucket, known, salt, hash, String(sign));
            for (const [key, count] of Object.entries(counts)) parser.push(key, String(count));
          },
          transformReply: (reply: unknown) => Number(reply),
        }),
      },
    }),
  );
}
