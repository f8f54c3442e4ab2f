/**
 * How the log lies in Redis, and the scripts that change it. All of an office has one hash tag, by which a cluster could
 * spread offices (redis-promises.ts refuses one as yet): `torget:{ragsved}:queue/ragsved/2026-11-24`. An entry's id is its
 * version: `57-0`.
 */
import { createClient, defineScript } from 'redis';
import { lineTo, type Opening } from '../redis/redis-line.ts';
import type { Append } from './redis-appends.ts';

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

/**
 * KEYS, of each append: the stream, the index, the feed, what was dropped. ARGV, of each: the version expected, the
 * stream's name, how many entries, the entries. The answer has two for each: 1 and the version it has now, 0 and the
 * version that was not expected, or -1 and what went wrong with this one alone.
 */
const APPEND = `
  local function append(at, from, to)
    local stream, expected, name = KEYS[at], ARGV[from], ARGV[from + 1]
    local version = redis.call('XLEN', stream)
    if version ~= tonumber(expected) then return 0, version end
    for index = from + 3, to do
      version = version + 1
      redis.call('XADD', stream, version .. '-0', 'e', ARGV[index])
    end
    if to > from + 2 then
      if expected == '0' then
        redis.call('ZADD', KEYS[at + 1], 0, name)
        redis.call('SREM', KEYS[at + 3], name)
      end
      redis.call('XADD', KEYS[at + 2], 'MAXLEN', '~', ${FEED_KEPT}, '*', 's', name, 'v', version)
    end
    return 1, version
  end
  local answers, from = {}, 1
  for at = 1, #KEYS, 4 do
    local to = from + 2 + tonumber(ARGV[from + 2])
    local isDone, what, version = pcall(append, at, from, to)
    if not isDone then
      what, version = -1, type(what) == 'table' and what.err or tostring(what)
    end
    answers[#answers + 1] = what
    answers[#answers + 1] = version
    from = to + 1
  end
  return answers`;

/** KEYS: the stream, the index, what was dropped. ARGV: the stream's name. */
const DROP = `
  if redis.call('DEL', KEYS[1]) == 1 then
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('SADD', KEYS[3], ARGV[1])
  end`;

export type RedisLogClient = ReturnType<typeof redisLogClient>;

export function redisLogClient(url: string, opening: Opening) {
  return lineTo(url, 'torget', opening, (line) =>
    createClient({
      ...line,
      scripts: {
        appendAll: defineScript({
          SCRIPT: APPEND,
          parseCommand(parser, appends: readonly Append[]) {
            const keys: string[] = [];
            const args: string[] = [];
            for (const { stream, texts, expected } of appends) {
              const office = officeOf(stream);
              for (const name of [stream, INDEX, FEED, DROPPED]) keys.push(keyOf(office, name));
              args.push(String(expected), stream, String(texts.length));
              for (const text of texts) args.push(text);
            }
            parser.pushKeysLength(keys);
            for (const arg of args) parser.push(arg);
          },
          transformReply: (reply: unknown) => reply as (number | string)[],
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
    }),
  );
}
