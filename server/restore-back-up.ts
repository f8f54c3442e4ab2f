/** `npm run restore -- <back-up>`: puts a back-up in the place of the data. Only while no hub uses them. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { DataLock } from './event-log/data-lock.ts';
import { EventLogUnusable } from './event-log/event-log.ts';
import {
  BackUpRefused,
  checkBackUp,
  nameOf,
  putBack,
  putTalliesBack,
} from './operation/back-up.ts';

const USAGE = `Usage: npm run restore -- <folder of a back-up> [--tallies <file>]
  With the hub's own settings (DATA_DIR, EVENT_LOG), and the hub stopped. What was there is kept beside it.
`;
const EXIT_FAILED = 1;
const EXIT_SETTINGS = 2;

try {
  const { from, tallies } = asked();
  await restore(loadConfig(process.env), from, tallies);
} catch (error) {
  const isMendable =
    error instanceof ConfigError ||
    error instanceof BackUpRefused ||
    error instanceof EventLogUnusable ||
    (error instanceof Error && 'syscall' in error);
  if (!isMendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof ConfigError ? EXIT_SETTINGS : EXIT_FAILED;
}

async function restore(
  { DATA_DIR, EVENT_LOG }: Config,
  from: string,
  tallies: string | undefined,
): Promise<void> {
  if (EVENT_LOG.kind === 'redis')
    throw new ConfigError(
      'A log on Redis is put back there: see docs/operations.md, “Back-up of Redis”.',
    );
  const log = resolve(DATA_DIR, EVENT_LOG.file);
  const folder = dirname(log);
  const { takenAt } = await checkBackUp(from);
  if (tallies !== undefined && !existsSync(tallies))
    throw new BackUpRefused(`There is no file ${tallies}. Nothing was changed.`);
  const lock = await DataLock.acquire(folder);
  try {
    const aside = join(folder, `before-restore-${nameOf(new Date())}`);
    await putBack(from, { log, folder }, aside);
    if (tallies !== undefined) await putTalliesBack(tallies, folder, aside);
    process.stdout.write(
      [
        `The log of ${takenAt} is in its place. What was there is in ${aside}.`,
        ...(tallies ? [] : ['The tallies are as they were: --tallies puts them back.']),
        'Now start the hub: screens follow by themselves. Then, as docs/operations.md says:',
        '  take in the tickets of today that were given after the back-up: their numbers are given again;',
        '  remove again the devices, accounts and tokens that were removed after it;',
        '  purge again what was purged after it.',
        '',
      ].join('\n'),
    );
  } finally {
    lock.release();
  }
}

function asked(): { from: string; tallies: string | undefined } {
  const options = { tallies: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [from, ...more] = positionals;
    if (from === undefined || more.length > 0) throw new ConfigError(USAGE);
    return { from: resolve(from), tallies: values.tallies && resolve(values.tallies) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
