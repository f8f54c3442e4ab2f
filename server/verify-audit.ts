/** `npm run audit`: looks whether anybody has changed the audit trail by hand. Also while the hub runs; writes nothing. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, ConfigError, loadConfig } from './config.ts';
import type { EventLog } from './event-log/event-log.ts';
import { RedisStreamsEventLog } from './event-log/redis-streams-event-log.ts';
import { SqliteEventLog } from './event-log/sqlite-event-log.ts';
import { verify } from './identity/audit-trail.ts';
import { isOfAStore } from './is-of-a-store.ts';

const EXIT_CHANGED = 1;
const EXIT_SETTINGS = 2;

try {
  const config = loadConfig(process.env);
  process.exitCode = await look(await openToRead(config));
} catch (error) {
  const isMendable = error instanceof ConfigError || isOfAStore(error);
  if (!isMendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_SETTINGS;
}

async function openToRead({ DATA_DIR, EVENT_LOG }: Config): Promise<EventLog> {
  if (EVENT_LOG.kind === 'redis')
    return RedisStreamsEventLog.open(EVENT_LOG.url, { durability: 'relaxed', onFault: () => {} });
  const file = resolve(DATA_DIR, EVENT_LOG.file);
  if (!existsSync(file)) throw new ConfigError(`There is no log at ${file}. Set DATA_DIR.`);
  return SqliteEventLog.open(file, { isToStand: true });
}

async function look(log: EventLog): Promise<number> {
  try {
    const verdict = await verify(log);
    if (!verdict.whole) {
      const { stream, seq, why } = verdict;
      process.stderr.write(`The audit trail was changed. ${stream}, line ${seq}: ${why}.\n`);
      return EXIT_CHANGED;
    }
    const { lines, last } = verdict;
    const known = last ? ` The last is number ${last.seq}, ${last.hash}.` : '';
    process.stdout.write(`The audit trail is whole: ${lines} lines.${known}\n`);
    return 0;
  } finally {
    await log.close();
  }
}
