/** How long a hub takes from its start to its first answer with five years in its log, beside one with none. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { fillFiveYears } from './five-years.ts';
import { inTurns, type Round, roundOf } from './rounds.ts';
import type { Table } from './table.ts';

const ROUNDS = 10;

export async function startAfterYears(table: Table): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'torget-bench-'));
  const file = join(folder, 'five-years.db');
  const { days, entries, streams } = await fillFiveYears(file);
  const megabytes = Math.round(statSync(file).size / 1e6);
  const held = [`${days} days`, `${entries} entries`, `${streams} streams`, `${megabytes} MB`];
  process.stderr.write(`five years: ${held.join(', ')}\n`);

  // By the machine's own clock, as the years are.
  const years = await TestHub.alone({ CLOCK: '', EVENT_LOG: `sqlite:${file}` });
  const none = await TestHub.alone({ CLOCK: '' });
  table.compared(
    {
      what: 'start → first answer, five years in the log',
      floor: 'the same hub, a log with the book alone',
      goal: { latencyAtMost: 1.2 },
    },
    await inTurns(ROUNDS, { floor: () => startOf(none), ours: () => startOf(years) }),
  );
  await years.end();
  await none.end();
  rmSync(folder, { recursive: true });
}

/** From the making of the process to the board's arrival; that it was ended before is not timed. */
async function startOf(hub: TestHub): Promise<Round> {
  await hub.stop();
  const api = new OfficeApi(hub.url);
  const round = await roundOf(1, async () => {
    await hub.startAgain();
    await api.get('/board');
  });
  api.close();
  return round;
}
