/** `npm run restore -- <back-up>`: puts a back-up in the place of the data. Only while no hub uses them. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EpochMs } from '#shared/vocabulary.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { DataLock } from './event-log/data-lock.ts';
import { EventLogUnavailable, EventLogUnusable } from './event-log/event-log.ts';
import { SqliteEventLog } from './event-log/sqlite-event-log.ts';
import { type Given, givenIn, type Skipped, skipGiven } from './hub/skipped-numbers.ts';
import { openClock, stampOf } from './hub/stamp.ts';
import { isOfAStore } from './is-of-a-store.ts';
import {
  BackUpRefused,
  checkBackUp,
  nameOf,
  putBack,
  putTalliesBack,
} from './operation/back-up.ts';

const USAGE = `Usage: npm run restore -- <folder of a back-up> [--tallies <file>] [--skip-numbers <count>]
  With the hub's own settings (DATA_DIR, EVENT_LOG, CLOCK), and the hub stopped. What was there is kept beside it.
  --skip-numbers  for when the log that was there cannot tell which numbers were given after the back-up: so many more
                  than are known of, 1 to 999 in each series, are given to nobody today
`;
const EXIT_FAILED = 1;
const EXIT_SETTINGS = 2;

type Asked = { from: string; tallies: string | undefined; further: number };

/** What the log that is replaced has given, and why that may not be all; null: it is. */
type GivenBefore = { given: Given; doubt: string | null };

process.umask(0o077); // as the hub writes

try {
  const wanted = asked();
  if (wanted === 'help') process.stdout.write(USAGE);
  else await restore(loadConfig(process.env), wanted);
} catch (error) {
  const isMendable =
    error instanceof ConfigError ||
    error instanceof BackUpRefused ||
    isOfAStore(error) ||
    (error instanceof Error && 'syscall' in error);
  if (!isMendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof ConfigError ? EXIT_SETTINGS : EXIT_FAILED;
}

async function restore(
  { DATA_DIR, EVENT_LOG, CLOCK }: Config,
  { from, tallies, further }: Asked,
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
    let numbers: string[] = [];
    await putBack(from, { log, folder }, aside, async (file) => {
      const restored = await SqliteEventLog.open(file);
      try {
        const clock = await openClock(restored, CLOCK);
        const stamp = await stampOf(restored);
        const { given, doubt } = await givenBefore(log, stamp?.name, clock.now());
        const skipped = await skipGiven(restored, given, { at: clock.now(), further });
        numbers = told(skipped, { takenAt, doubt, further });
      } finally {
        await restored.close();
      }
    });
    if (tallies !== undefined) await putTalliesBack(tallies, folder, aside);
    process.stdout.write(
      [
        `The log of ${takenAt} is in its place. What was there is in ${aside}.`,
        ...(tallies ? [] : ['The tallies are as they were: --tallies puts them back.']),
        ...numbers,
        '  first call up, by voice, who holds a ticket of today that the queue does not know;',
        '  end the tickets of those who were served after the back-up: they wait again;',
        '  remove again the devices, accounts and tokens that were removed after it;',
        '  purge again what was purged after it.',
        '',
      ].join('\n'),
    );
  } finally {
    lock.release();
  }
}

/** @param name of the log that is put back */
async function givenBefore(
  file: string,
  name: string | undefined,
  since: EpochMs,
): Promise<GivenBefore> {
  if (!existsSync(file)) return { given: [], doubt: 'there was no log in its place' };
  try {
    const log = await SqliteEventLog.open(file);
    try {
      const isSame = (await stampOf(log))?.name === name;
      const doubt = isSame
        ? null
        : 'the log that was in its place is not the one that the back-up is of';
      return { given: await givenIn(log, since), doubt };
    } finally {
      await log.close();
    }
  } catch (fault) {
    if (!(fault instanceof EventLogUnusable || fault instanceof EventLogUnavailable)) throw fault;
    // Only what is wrong with it: what to do about it is being done. Its name is soon another log's.
    const [what = ''] = fault.message.replace(file, 'it').split(/\.(?:\s|$)|\n/, 1);
    return { given: [], doubt: `the log that was in its place cannot be read: ${what}` };
  }
}

function told(
  skipped: readonly Skipped[],
  { takenAt, doubt, further }: { takenAt: string; doubt: string | null; further: number },
): string[] {
  const spans = Map.groupBy(skipped, ({ office, date }) => `  ${office}, ${date}: `);
  const list = [...spans].map(([day, ofDay]) => day + ofDay.map(inWords).join(', '));
  const heading = 'These ticket numbers may be out on paper, and are given to nobody else:';
  const given = list.length > 0 ? [heading, ...list] : [];
  const start = 'start the hub: screens follow by themselves. Then, as docs/operations.md says:';
  if (doubt === null) {
    const none =
      'The log that was there has given no ticket number of today that the back-up does not know.';
    return [...(list.length > 0 ? given : [none]), `Now ${start}`];
  }
  const unknown = `Which ticket numbers were given after ${takenAt} is not known: ${doubt}.`;
  if (further > 0) return [unknown, ...given, `Now ${start}`];
  return [
    ...given,
    unknown,
    '  They may be given again today, to others. If there were any, put the back-up back once more, with',
    '  --skip-numbers 100 (or more, if more were given in one series), or stay closed today.',
    `When that is settled, ${start}`,
  ];
}

function inWords({ from, through }: Skipped): string {
  return from === through ? from : `${from} to ${through}`;
}

function asked(): Asked | 'help' {
  const text = { type: 'string' } as const;
  const options = { tallies: text, 'skip-numbers': text, help: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help) return 'help';
    const [from, ...more] = positionals;
    if (from === undefined || more.length > 0) throw new ConfigError(USAGE);
    const { tallies, 'skip-numbers': further = '0' } = values;
    if (values['skip-numbers'] !== undefined && !/^[1-9]\d{0,2}$/.test(further))
      throw new ConfigError(`--skip-numbers must be a number from 1 to 999.\n${USAGE}`);
    return {
      from: resolve(from),
      tallies: tallies && resolve(tallies),
      further: Number(further),
    };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
