/** What a Redis promises of what it acknowledges: looked up once, at the start, and said plainly. */
import { EventLogUnusable } from './event-log.ts';

/** 'strict': it keeps what it has acknowledged, also when the power goes. */
export type Durability = 'strict' | 'relaxed';

const OLDEST_MAJOR = 7;

/** What is asked of a client of Redis. */
type Asking = {
  info(section: string): Promise<string>;
  configGet(names: string[]): Promise<unknown>;
};

/**
 * @param where for the operator: '10.0.0.7:6379'
 * @returns a sentence for whoever starts the hub
 * @throws {EventLogUnusable} when it promises too little, unless `durability` is 'relaxed'
 */
export async function checkPromises(
  redis: Asking,
  where: string,
  durability: Durability,
): Promise<string> {
  const version = /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? 'unknown';
  if (!(Number.parseInt(version, 10) >= OLDEST_MAJOR))
    throw new EventLogUnusable(
      `Redis at ${where} is ${version}; the hub needs ${OLDEST_MAJOR} or newer.`,
    );
  if (/^cluster_enabled:1/m.test(await redis.info('cluster')))
    throw new EventLogUnusable(
      `Redis at ${where} is a node of a cluster. The hubs of a city speak to one server: set cluster-enabled no there.`,
    );
  const settings = await settingsOf(redis);
  const missing =
    settings === null
      ? ['its settings may not be read (CONFIG GET)']
      : Object.entries(WANTED).flatMap(([name, wanted]) =>
          settings[name] === wanted
            ? []
            : [`${name} is ${settings[name] ?? 'unknown'}, not ${wanted}`],
        );
  if (missing.length === 0)
    return `Redis ${version} at ${where} keeps what it has acknowledged, also when the power goes.`;
  if (durability === 'relaxed')
    return `Redis ${version} at ${where} may lose what it has acknowledged: ${missing.join('; ')}. REDIS_DURABILITY=relaxed takes that.`;
  throw new EventLogUnusable(
    `Redis at ${where} may lose what it has acknowledged: ${missing.join('; ')}.\n` +
      `Set there: ${Object.entries(WANTED)
        .map(([name, wanted]) => `${name} ${wanted}`)
        .join(
          ', ',
        )}. Or set REDIS_DURABILITY=relaxed here, and tickets may be lost with the power.`,
  );
}

const WANTED: Readonly<Record<string, string>> = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
};

/** null: whoever asks may not read them. */
async function settingsOf(redis: Asking): Promise<Readonly<Record<string, string>> | null> {
  try {
    return (await redis.configGet(Object.keys(WANTED))) as Record<string, string>;
  } catch {
    return null; // said by the caller, in words
  }
}
