/** `npm run backup -- --to <folder>`: a back-up of the office, also while its hub runs. Changes nothing of it. */
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { BackUpRefused, backUp, backUpTallies, isInside } from './operation/back-up.ts';

const USAGE = `Usage: npm run backup -- --to <folder> [--tallies-to <folder elsewhere>]
  With the hub's own settings (DATA_DIR, EVENT_LOG), while it runs or not.
  --to          where back-ups are kept; each is a folder of its own, named by date
  --tallies-to  where those of what staff count are kept: another place, for whoever has both could
                set the one against the other
`;
const EXIT_FAILED = 1;
const EXIT_SETTINGS = 2;

process.umask(0o077); // as the hub writes

try {
  const wanted = asked();
  if (wanted === 'help') process.stdout.write(USAGE);
  else await take(loadConfig(process.env), wanted.to, wanted.talliesTo);
} catch (error) {
  const isDisk = error instanceof Error && ('syscall' in error || 'errcode' in error);
  if (!(error instanceof ConfigError || error instanceof BackUpRefused || isDisk)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof ConfigError ? EXIT_SETTINGS : EXIT_FAILED;
}

async function take(
  { DATA_DIR, EVENT_LOG }: Config,
  to: string,
  talliesTo: string | undefined,
): Promise<void> {
  if (EVENT_LOG.kind === 'redis')
    throw new ConfigError(
      'A log on Redis is backed up there: see docs/operations.md, “Back-up of Redis”.',
    );
  const log = resolve(DATA_DIR, EVENT_LOG.file);
  const folder = dirname(log);
  const now = new Date();
  const { at, paper } = await backUp({ log, folder }, to, now);
  const entries = Object.values(paper.streams).reduce((sum, version) => sum + version, 0);
  process.stdout.write(
    `${at}\n  The log: ${entries} entries in ${Object.keys(paper.streams).length} streams, read back. ` +
      `Pictures: ${Object.keys(paper.files).length - 1}.\n  Not in it: session-key, tallies.\n`,
  );
  if (talliesTo === undefined)
    process.stdout.write('The tallies were not backed up: --tallies-to says where to.\n');
  else process.stdout.write(`${await backUpTallies(folder, talliesTo, now)}\n`);
}

function asked(): { to: string; talliesTo: string | undefined } | 'help' {
  const text = { type: 'string' } as const;
  const options = { to: text, 'tallies-to': text, help: { type: 'boolean' } } as const;
  let values: { to?: string; 'tallies-to'?: string; help?: boolean };
  try {
    values = parseArgs({ options }).values;
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
  const { to, 'tallies-to': talliesTo, help } = values;
  if (help) return 'help';
  if (!to) throw new ConfigError(USAGE);
  if (talliesTo !== undefined && (isInside(talliesTo, to) || isInside(to, talliesTo)))
    throw new ConfigError(
      '--tallies-to must be another place than --to: beside the log, a count could be told whose it was.',
    );
  return { to, talliesTo };
}
