/** The audit trail: what it keeps, and that nobody changes it unseen. Rules AU1… in docs/spec.md. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type EventLog, EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { AuditTrail, verify } from '#server/identity/audit-trail.ts';
import type { Caller } from '#server/identity/caller.ts';
import type { AccountId, ActName, DeviceId, SessionId } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const ragsved = 'ragsved' as OfficeId;
const ann: Caller = {
  kind: 'person',
  account: 'ann' as AccountId,
  name: 'Ann Ek',
  role: 'coordinator',
  offices: 'all',
  agency: null,
  session: 's1' as SessionId,
  device: 'staff-1' as DeviceId,
};
const NOVEMBER = Date.parse('2026-11-24T09:00:00Z');
const JANUARY = Date.parse('2027-01-02T09:00:00Z');
const EVER = { from: 0, to: Date.parse('9999-01-01'), most: 1_000 };

async function trailOn(log: EventLog = new InMemoryEventLog()) {
  const clock = { at: NOVEMBER };
  const open = () => AuditTrail.open(log, () => clock.at);
  const trail = await open();
  const says = (what: string, on = '', result = 'done') =>
    trail.record({ caller: ann, office: ragsved, what: what as ActName, on, result });
  return { log, clock, open, trail, says };
}

describe('the trail', () => {
  it('[AU1] says who did what to what, when, from where, and how it went', async () => {
    const { trail } = await trailOn();
    await trail.record({
      ...{ caller: ann, office: ragsved, what: 'notice:set', on: 'notice:summer' },
      ...{ result: 'book-has-mistakes', why: 'until before from' },
    });
    expect(await trail.lines(EVER)).toEqual([
      {
        ...{ seq: 1, at: NOVEMBER, who: 'account:ann', name: 'Ann Ek', device: 'staff-1' },
        ...{ office: ragsved, what: 'notice:set', on: 'notice:summer' },
        ...{ result: 'book-has-mistakes', why: 'until before from', hash: expect.any(String) },
      },
    ]);
  });

  it('[AU1] is read by span, by person and by what was done, from where one was', async () => {
    const { trail, clock, says } = await trailOn();
    await says('session:begin');
    clock.at += 1_000;
    await says('notice:set', 'notice:a');
    await trail.record({
      ...{ caller: { kind: 'operator' }, office: null, what: 'book:import', on: '' },
      result: 'done',
    });
    const seqs = async (asked: Partial<Parameters<AuditTrail['lines']>[0]>) =>
      (await trail.lines({ ...EVER, ...asked })).map(({ seq }) => seq);
    expect(await seqs({ from: NOVEMBER + 1 })).toEqual([2, 3]);
    expect(await seqs({ to: NOVEMBER + 1 })).toEqual([1]);
    expect(await seqs({ who: 'account:ann' })).toEqual([1, 2]);
    expect(await seqs({ what: 'notice:' })).toEqual([2]);
    expect(await seqs({ after: 1, most: 1 })).toEqual([2]);
  });

  it('[AU2] goes on in the next month, after a restart, and in many lines at once', async () => {
    const { log, clock, open, trail, says } = await trailOn();
    await Promise.all(Array.from({ length: 50 }, (_, nth) => says(`act-${nth}`)));
    clock.at = JANUARY;
    await Promise.all([says('a'), says('b'), says('c')]);
    await trail.close();
    const again = await open();
    await again.record({ caller: ann, office: null, what: 'audit:export', on: '', result: 'done' });
    expect(await log.list('audit/')).toEqual(['audit/2026-11', 'audit/2027-01']);
    expect((await again.lines(EVER)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 54 }, (_, nth) => nth + 1),
    );
    expect(await verify(log)).toMatchObject({ whole: true, lines: 54, last: { seq: 54 } });
  });

  it('[AU3] without its oldest month, which retention took, is whole from there', async () => {
    const { log, clock, says } = await trailOn();
    await says('a');
    clock.at = JANUARY;
    await says('b');
    await log.drop('audit/2026-11');
    expect(await verify(log)).toMatchObject({ whole: true, lines: 1, last: { seq: 2 } });
  });

  it.each([true, false])(
    '[AU2] [AU6] goes on from a line that failed at the end of the month and is written all the same (shared: %s)',
    async (isShared) => {
      const log = new TamperedEventLog(new InMemoryEventLog({ isShared }), { hearing: false });
      const { clock, says, trail } = await trailOn(log);
      await says('a');
      log.troubles = ['written'];
      const b = { caller: ann, office: ragsved, what: 'b' as ActName, on: '', result: 'done' };
      const last = trail.record({ ...b, once: 'pressed' });
      await Promise.resolve();
      clock.at = JANUARY;
      for (const line of [last, says('c')]) await expect(line).rejects.toThrow(EventLogUnavailable);
      await says('d');
      await trail.record({ ...b, once: 'pressed' }); // is there already
      expect((await trail.lines(EVER)).map(({ seq, what }) => [seq, what])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'd'],
      ]);
      expect(await verify(log)).toMatchObject({ whole: true, lines: 3 });
    },
  );

  it('[AU5] begins a month at the second try, when the log did not answer at the first', async () => {
    const log = new TamperedEventLog(new InMemoryEventLog());
    const { clock, says, trail } = await trailOn(log);
    await says('a');
    clock.at = JANUARY;
    log.unreadable = true;
    await expect(says('b')).rejects.toThrow(EventLogUnavailable);
    log.unreadable = false;
    await says('c');
    expect((await trail.lines(EVER)).map(({ seq, what }) => [seq, what])).toEqual([
      [1, 'a'],
      [2, 'c'],
    ]);
    expect(await verify(log)).toMatchObject({ whole: true, lines: 2 });
  });
});

describe('a trail that somebody changed by hand', () => {
  async function changedBy(sql: string) {
    const file = join(temporaryFolder(), 'log.db');
    const log = await SqliteEventLog.open(file);
    const { says, clock, trail } = await trailOn(log);
    for (const what of ['a', 'b', 'c', 'd']) await says(what, 'notice:one');
    clock.at = JANUARY;
    await says('e');
    await trail.close();
    await log.close();
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
    const reopened = await SqliteEventLog.open(file);
    onTestFinished(() => reopened.close());
    return verify(reopened);
  }
  const STREAM = `(SELECT id FROM streams WHERE name = 'audit/2026-11')`;
  const set = (path: string, value: string) =>
    `UPDATE events SET event = json_set(event, '$.${path}', ${value}) WHERE version = 3 AND stream = ${STREAM}`;

  it.each([
    ['who', set('who', `'account:eve'`)],
    ['the time', set('at', '1')],
    ['the result', set('result', `'refused'`)],
    ['what stands before it', set('after', `'x'`)],
    ['its own hash', set('hash', `'x'`)],
  ])('[AU3] AB-123 is found at that line: %s', async (_what, sql) => {
    expect(await changedBy(sql)).toMatchObject({ whole: false, seq: 3, stream: 'audit/2026-11' });
  });

  it('[AU3] AB-123 lacks a line that was taken out', async () => {
    // The last, by somebody who knows how the log finds it.
    const taken = `
      UPDATE streams SET version = 3, newest = before.previous
      FROM events AS before WHERE before.place = newest AND name = 'audit/2026-11';
      DELETE FROM events WHERE version = 4 AND stream = ${STREAM}`;
    expect(await changedBy(taken)).toMatchObject({ whole: false, seq: 4 });
  });

  it('[AU3] AB-123 is found out though its hash was made anew', async () => {
    // Whoever knows how a hash is made must make all that follow anew, too.
    const { log, says } = await trailOn();
    await says('a');
    await says('b');
    const [first] = await log.read('audit/2026-11');
    const forger = await trailOn();
    await forger.says('forged');
    const [forged] = await forger.log.read('audit/2026-11');
    if (!first || !forged) throw new Error('nothing written');
    const all = await log.read('audit/2026-11');
    await log.drop('audit/2026-11');
    await log.append('audit/2026-11', [forged, ...all.slice(1)], 0);
    expect(await verify(log)).toMatchObject({ whole: false, seq: 2 });
  });
});
