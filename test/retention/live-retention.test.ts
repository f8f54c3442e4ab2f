/** Retention on a real log: what goes, what stays, and a purge that is cut short. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { EventLog } from '#server/event-log/event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { LiveRetention } from '#server/retention/live-retention.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { noted, notesIn } from '#test/support/notes.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const SECRET = 'the-ticket-that-must-go';
const by = 'account:ann';
const decision = { id: 'SSN 2026/123', on: '2026-11-20' as LocalDate };
const kept = { issued: 3, finished: 2, noShow: 1, cancelled: 0, unserved: 0 };
const NONE = { issued: 0, finished: 0, noShow: 0, cancelled: 0, unserved: 0 };

let requests = 0;
const mark = () => {
  requests += 1;
  return { requestId: `request-${requests}`, digest: 'one' };
};

/** A log with an old day, a young one and the office book, and a rule that tickets are kept for 180 days. */
async function office() {
  const file = join(temporaryFolder(), 'log.db');
  const log = await SqliteEventLog.open(file);
  await log.append('queue/ragsved/2026-01-10', [noted(SECRET), noted('b')], 0);
  await log.append('queue/ragsved/2026-01-12', [noted(SECRET)], 0);
  await log.append('queue/ragsved/2026-11-20', [noted('young')], 0);
  await log.append('print/ragsved/2026-01-10', [noted('paper')], 0);
  await log.append('office/ragsved', [noted('book')], 0);
  const clock = { at: Date.parse('2026-11-24T10:00:00Z') };
  const faults: unknown[] = [];
  const open = (on: EventLog = log) =>
    LiveRetention.open({
      log: on,
      now: () => clock.at,
      zone: 'Europe/Stockholm',
      // Of a day that is not there any more there is nothing to count.
      onFault: (fault) => faults.push(fault),
      keptOf: async (stream) => ((await on.list(stream)).length > 0 ? kept : NONE),
    });
  const retention = await open();
  await retention.set(mark(), {
    ...{ type: 'SetRule', class: 'tickets', by },
    rule: { keepDays: 180, legalBasis: 'Arkivlagen 10 §' },
  });
  onTestFinished(() => log.close());
  return { file, log, clock, faults, open, retention };
}

/** The log, but for what is told. */
const altered = (log: EventLog, other: Partial<EventLog>): EventLog => ({
  isShared: log.isShared,
  read: (stream, after) => log.read(stream, after),
  append: (stream, entries, expected) => log.append(stream, entries, expected),
  follow: (stream, after, listener) => log.follow(stream, after, listener),
  list: (prefix) => log.list(prefix),
  drop: (stream) => log.drop(stream),
  compact: () => log.compact(),
  close: () => log.close(),
  ...other,
});

async function markedRun(retention: LiveRetention): Promise<string> {
  const run = await retention.mark(mark(), { class: 'tickets', decision, by });
  if (!run.ok) throw new Error(run.code);
  return run.answer.id;
}

const everythingBeside = (file: string): string =>
  readdirSync(dirname(file))
    .map((name) => readFileSync(join(dirname(file), name), 'latin1'))
    .join();

describe('a purge', () => {
  it('[RT7] removes what was marked and nothing else, and keeps its totals', async () => {
    const { log, clock, retention } = await office();
    const run = await markedRun(retention);
    expect(await log.list('queue/')).toHaveLength(3); // marking removes nothing
    clock.at += 7 * DAY_MS;
    const purged = await retention.purge(mark(), { run, by });
    expect(purged).toMatchObject({ ok: true, answer: { state: 'purged', decision } });
    expect(await log.list('')).toEqual([
      'office/ragsved',
      'print/ragsved/2026-01-10',
      'queue/ragsved/2026-11-20',
      'retention/hub',
    ]);
    const told = (await log.read('retention/hub')).map(({ event }) => event);
    expect(told.filter((event) => (event as { type: string }).type === 'TotalsKept')).toEqual([
      expect.objectContaining({ stream: 'queue/ragsved/2026-01-10', kept }),
      expect.objectContaining({ stream: 'queue/ragsved/2026-01-12', kept }),
    ]);
  });

  it('[RT8] AB-122 leaves nothing of it in the file, its journal or beside them', async () => {
    const { file, clock, retention } = await office();
    expect(everythingBeside(file)).toContain(SECRET);
    const run = await markedRun(retention);
    clock.at += 8 * DAY_MS;
    await retention.purge(mark(), { run, by });
    expect(everythingBeside(file)).not.toContain(SECRET);
    expect(everythingBeside(file)).toContain('young');
  });

  it('[RT5] AB-121 run twice, also at the same time, is done once', async () => {
    const { log, clock, retention } = await office();
    const run = await markedRun(retention);
    clock.at += 8 * DAY_MS;
    const both = await Promise.all([
      retention.purge(mark(), { run, by }),
      retention.purge(mark(), { run, by }),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await retention.purge(mark(), { run, by })).toEqual({
      ok: false,
      code: 'run-has-ended',
    });
    const types = (await log.read('retention/hub')).map(
      ({ event }) => (event as { type: string }).type,
    );
    expect(types.filter((type) => type === 'RunPurged')).toHaveLength(1);
    expect(types.filter((type) => type === 'StreamPurged')).toHaveLength(2);
  });

  it.each([
    { cut: 'before the first stream goes', at: 1, gone: false },
    { cut: 'when the first has gone and nothing was told of it', at: 1, gone: true },
    { cut: 'between the two', at: 2, gone: false },
  ])(
    '[RT6] AB-121 cut short $cut goes on at the next start, and totals stay',
    async ({ at, gone }) => {
      const { file, log, clock, retention, open } = await office();
      const run = await markedRun(retention);
      clock.at += 8 * DAY_MS;
      let drops = 0;
      const dying: EventLog = altered(log, {
        drop: async (stream) => {
          drops += 1;
          if (drops !== at || gone) await log.drop(stream);
          if (drops === at) throw new Error('power cut');
        },
      });
      await retention.close();
      const cutShort = await open(dying);
      await expect(cutShort.purge(mark(), { run, by })).rejects.toThrow('power cut');
      expect(await log.list('queue/')).not.toHaveLength(1);

      const again = await open();
      expect(again.state.runs).toMatchObject([{ id: run, state: 'purged' }]);
      expect(again.state.runs[0]?.purged.size).toBe(2);
      const told = (await log.read('retention/hub')).map(({ event }) => event);
      expect(told.filter((event) => (event as { type: string }).type === 'TotalsKept')).toEqual([
        expect.objectContaining({ stream: 'queue/ragsved/2026-01-10', kept }),
        expect.objectContaining({ stream: 'queue/ragsved/2026-01-12', kept }),
      ]);
      expect(await log.list('queue/')).toEqual(['queue/ragsved/2026-11-20']);
      expect(everythingBeside(file)).not.toContain(SECRET);
    },
  );

  it('[RT6] that cannot go on keeps no hub from starting, is told of, and goes on at the next start', async () => {
    const { log, clock, faults, retention, open } = await office();
    const run = await markedRun(retention);
    clock.at += 8 * DAY_MS;
    await retention.close();
    const full = altered(log, {
      compact: async () => {
        throw new Error('disk full');
      },
    });
    const cutShort = await open(full);
    await expect(cutShort.purge(mark(), { run, by })).rejects.toThrow('disk full');

    const opened = await open(full);
    expect(faults).toMatchObject([{ message: 'disk full' }]);
    expect(opened.state.runs).toMatchObject([{ id: run, state: 'purging' }]);

    expect((await open()).state.runs).toMatchObject([{ id: run, state: 'purged' }]);
  });

  it('[RT5] that another hub, started in the middle of it, finishes first is done all the same', async () => {
    const { log, clock, retention, open } = await office();
    const run = await markedRun(retention);
    clock.at += 8 * DAY_MS;
    await retention.close();
    let drops = 0;
    const slow: EventLog = altered(log, {
      drop: async (stream) => {
        drops += 1;
        if (drops === 1) await open(); // the other hub, at its start
        await log.drop(stream);
      },
    });
    const first = await open(slow);
    expect(await first.purge(mark(), { run, by })).toMatchObject({ ok: true });
    const types = (await log.read('retention/hub')).map(
      ({ event }) => (event as { type: string }).type,
    );
    expect(types.filter((type) => type === 'RunPurged')).toHaveLength(1);
    expect(types.filter((type) => type === 'StreamPurged')).toHaveLength(2);
  });

  it('[RT4] before its week is over removes nothing', async () => {
    const { log, retention } = await office();
    const run = await markedRun(retention);
    expect(await retention.purge(mark(), { run, by })).toEqual({
      ok: false,
      code: 'too-early-to-purge',
    });
    expect(notesIn(await log.read('queue/ragsved/2026-01-10'))).toEqual([SECRET, 'b']);
  });
});
