/**
 * How the log lies in Redis, and the scripts that change it. All of an office has one hash tag, so that a cluster may
 * spread offices: `torget:{ragsved}:queue/ragsved/2026-11-24`. An entry's id is its version: `57-0`.
 */
import { createClient, defineScript } from 'redis';
import { lineTo, type Opening } from '../redis/redis-line.ts';
import type { Version } from './event-log.ts';

const ROOT = 'torget';
export const OFFICES = `${ROOT}:offices`;
/** Names of an office's streams, in order of name. */
export const INDEX = 'streams';
/** Which streams have something new: their names and versions. */
export const FEED = 'feed';
/** Names of those that were removed by decision: what is not there any more need not be lost. */
export const DROPPED = 'dropped';
const FEED_KEPT = 256;

/** Streams that are called by a date only are the hubs' own. */
const OF_THE_HUBS: ReadonlySet<string> = new Set(['sessions', 'audit']);

/** Whose it is, and so in which shard of a cluster: 'ragsved' of 'queue/ragsved/2026-11-24'. */
export function officeOf(stream: string): string {
  const [subject = '', name] = stream.split('/');
  return name === undefined ? subject : OF_THE_HUBS.has(subject) ? 'hub' : name;
}

/** null: streams of several may begin so. */
export function officeOfPrefix(prefix: string): string | null {
  const [subject = '', name, ...more] = prefix.split('/');
  if (name === undefined) return null;
  if (OF_THE_HUBS.has(subject)) return 'hub';
  return more.length > 0 ? name : null;
}

export const keyOf = (office: string, name: string): string => `${ROOT}:{${office}}:${name}`;
/** Of a feed's key. */
export const officeIn = (key: string): string => /\{(.*)\}:feed$/.exec(key)?.[1] ?? '';

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

export type RedisLogClient = ReturnType<typeof redisLogClient>;

export function redisLogClient(url: string, opening: Opening) {
  return createClient({
    ...lineTo(url, 'torget', opening),
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
