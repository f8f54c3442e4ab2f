import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { digest, People } from '#server/identity/live-people.ts';
import { SESSION_MS, Sessions } from '#server/identity/sessions.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import type { AccountId, SessionId } from '#shared/identity.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const BEGIN = Date.parse('2026-11-24T09:00:00Z');
const IDLE_MS = 5 * 60_000;
const ANN = 'ann' as AccountId;
const BO = 'bo' as AccountId;

let now = BEGIN;
let log: InMemoryEventLog;
let memory: InMemorySharedMemory;
let people: People;
let sessions: Sessions;
const faults: unknown[] = [];

const open = () =>
  Sessions.open({
    ...{ log, memory, people, idleLockMs: IDLE_MS, now: () => now },
    onFault: (fault) => faults.push(fault),
  });
const begin = (secret: string, account = ANN) =>
  sessions.keep(secret, {
    ...{ account, device: null, way: 'passphrase', beganAt: now, lockedAt: null },
  });
const idOf = (secret: string) => digest(secret) as SessionId;
const isLocked = (secret: string) => {
  const found = sessions.find(secret);
  return found && sessions.isLocked(found);
};

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = BEGIN;
  log = new InMemoryEventLog();
  memory = new InMemorySharedMemory(() => now);
  people = await People.open(log, () => now);
  sessions = await open();
});
afterEach(async () => {
  await sessions.close();
  vi.useRealTimers();
  expect(faults).toEqual([]);
});

describe('a session', () => {
  it('[ID10] is kept as the hash of what the browser has, and not as that', async () => {
    await begin('what-the-browser-has');
    const kept = JSON.stringify(await log.read('sessions/2026-11-24'));
    expect(kept).toContain(digest('what-the-browser-has'));
    expect(kept).not.toContain('what-the-browser-has');
  });

  it('[ID10] is there after a restart, with who and since when', async () => {
    await begin('one');
    await sessions.close();
    now += 60_000;
    sessions = await open();
    expect(sessions.find('one')).toMatchObject({ account: ANN, beganAt: BEGIN, lockedAt: null });
    expect(isLocked('one')).toBe(false);
    expect(await sessions.lastSignedInAt(ANN)).toBe(BEGIN);
  });

  it('[ID10] crosses midnight, also when the hub is started anew after it', async () => {
    now = Date.parse('2026-11-24T23:30:00Z');
    await begin('late');
    now = Date.parse('2026-11-25T00:10:00Z');
    await begin('later', BO);
    expect(sessions.find('late')).not.toBeNull();
    await sessions.end(idOf('late'), 'signed-out');
    await sessions.close();
    sessions = await open();
    expect(sessions.find('late')).toBeNull();
    expect(sessions.find('later')).not.toBeNull();
    expect(await log.list('sessions/')).toEqual(['sessions/2026-11-24', 'sessions/2026-11-25']);
  });

  it('[ID11] ends twelve hours after it began, however busy she is', async () => {
    await begin('one');
    now += SESSION_MS - 1;
    sessions.pressed(idOf('one'));
    expect(sessions.find('one')).not.toBeNull();
    now += 1;
    expect(sessions.find('one')).toBeNull();
    expect(sessions.open()).toEqual([]);
  });

  it('[ID11] whoever hangs on one that ended hears of it, and nobody else', async () => {
    const ended: SessionId[] = [];
    sessions.onEnd((id) => ended.push(id));
    await begin('here');
    await begin('there');
    await begin('other', BO);
    await sessions.endAllOf(ANN, 'ended', idOf('here'));
    await expect.poll(() => ended).toEqual([idOf('there')]);
    expect(sessions.find('here')).not.toBeNull();
    expect(sessions.find('other')).not.toBeNull();
  });

  it('[ID12] AB-068 locks itself when nobody presses anything, at the very minute, and says so to whoever hangs on it', async () => {
    const told: SessionId[] = [];
    sessions.onEnd((id) => told.push(id));
    await begin('one');
    now += IDLE_MS - 1;
    expect(isLocked('one')).toBe(false);
    sessions.pressed(idOf('one'));
    now += IDLE_MS - 1;
    expect(isLocked('one')).toBe(false);
    now += 1;
    expect(isLocked('one')).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    await expect.poll(() => told).toEqual([idOf('one')]);
    sessions.pressed(idOf('one'));
    expect(isLocked('one')).toBe(true);
    expect(sessions.find('one')?.lockedAt).toBe(now);
  });

  it('[AU5] are kept on a new day at the second try, when the log did not answer at the first', async () => {
    await sessions.close();
    const tampered = new TamperedEventLog(log);
    sessions = await Sessions.open({
      ...{ log: tampered, memory, people, idleLockMs: IDLE_MS, now: () => now },
      onFault: (fault) => faults.push(fault),
    });
    await begin('one');
    now = Date.parse('2026-11-25T07:00:00Z');
    tampered.unreadable = true;
    await expect(begin('two')).rejects.toThrow(EventLogUnavailable);
    tampered.unreadable = false;
    await begin('three');
    expect(sessions.find('two')).toBeNull();
    expect(sessions.find('three')).toMatchObject({ account: ANN });
  });

  it('[ID10] of long ago hold up no start, and are read when somebody asks who came when', async () => {
    await begin('long-ago');
    now = Date.parse('2031-11-24T09:00:00Z');
    await begin('the-day-before', BO);
    await sessions.close();
    now += 24 * 60 * 60_000;
    const tampered = new TamperedEventLog(log);
    const read = vi.spyOn(tampered, 'read');
    sessions = await Sessions.open({
      ...{ log: tampered, memory, people, idleLockMs: IDLE_MS, now: () => now },
      onFault: (fault) => faults.push(fault),
    });
    const streams = read.mock.calls.map(([stream]) => stream);
    expect(streams).toEqual(['sessions/2031-11-24', 'sessions/2031-11-25']);
    tampered.unreadable = true;
    await expect(sessions.lastSignedInAt(ANN)).rejects.toThrow(EventLogUnavailable);
    tampered.unreadable = false;
    expect(await sessions.lastSignedInAt(ANN)).toBe(BEGIN);
    await begin('again');
    expect(await sessions.lastSignedInAt(ANN)).toBe(now);
  });
});

describe('a session at two hubs', () => {
  let there: Sessions;
  /** By the clock and the timers together. */
  const pass = async (ms: number) => {
    for (const end = now + ms; now < end; ) {
      const step = Math.min(1_000, end - now);
      now += step;
      await vi.advanceTimersByTimeAsync(step);
    }
  };
  beforeEach(async () => {
    there = await open();
  });
  afterEach(() => there.close());
  const isLockedAt = async (hub: Sessions, secret: string) => {
    const found = await hub.findAnywhere(secret);
    return found && hub.isLocked(found);
  };

  it('[MH10] is not locked at the one while she presses at the other', async () => {
    await begin('one');
    for (let minute = 0; minute < 12; minute++) {
      const here = minute < 6 ? sessions : there;
      here.pressed(idOf('one'));
      await pass(60_000);
      expect(await isLockedAt(sessions, 'one')).toBe(false);
      expect(await isLockedAt(there, 'one')).toBe(false);
    }
    expect(there.find('one')?.lockedAt).toBeNull();
  });

  it('[MH10] is locked at both, once, when nobody presses at either', async () => {
    await begin('one');
    await pass(60_000);
    there.pressed(idOf('one'));
    const pressedAt = now;
    await pass(IDLE_MS - 1);
    expect(await isLockedAt(sessions, 'one')).toBe(false);
    expect(await isLockedAt(there, 'one')).toBe(false);
    // Both look at the same instant.
    now += 5_001;
    vi.advanceTimersByTime(5_001);
    for (const hub of [sessions, there])
      await expect.poll(() => hub.find('one')?.lockedAt).toBeGreaterThan(pressedAt + IDLE_MS);
    await there.close();
    // Kept, and locked: two facts.
    expect(await log.read('sessions/2026-11-24')).toHaveLength(2);
  });

  it('[MH10] that is unlocked at the one, after a long time, is not locked at the other', async () => {
    await begin('one');
    await pass(IDLE_MS + 5_000);
    expect(await isLockedAt(there, 'one')).toBe(true);
    // As unlocking does it: under another id, and begun when it began.
    await sessions.end(idOf('one'), 'renewed');
    await sessions.keep('unlocked', {
      ...{ account: ANN, device: null, way: 'passphrase', beganAt: BEGIN, lockedAt: null },
    });
    expect(await isLockedAt(there, 'unlocked')).toBe(false);
    await pass(5_000);
    expect(await isLockedAt(there, 'unlocked')).toBe(false);
  });

  /** As unlocking does it. */
  const renew = (from: string, to: string) =>
    sessions.keep(
      to,
      { account: ANN, device: null, way: 'passphrase', beganAt: BEGIN, lockedAt: null },
      { secretId: from, goesOn: true },
    );
  const begun = () => sessions.open().map(({ id }) => id);

  it('[MH5] that was ended at the one does not go on under another id at the other', async () => {
    await begin('one');
    await there.endAllOf(ANN, 'ended');
    await renew('one', 'another');
    await expect.poll(begun).toEqual([]);
  });

  it('[MH5] ends with all of hers also where it goes on under another id meanwhile, or was not heard of yet', async () => {
    const deaf = new TamperedEventLog(log, { hearing: false });
    const late = await Sessions.open({
      ...{ log: deaf, memory, people, idleLockMs: IDLE_MS, now: () => now },
      onFault: (fault) => faults.push(fault),
    });
    await begin('one');
    const append = deaf.append.bind(deaf);
    deaf.append = async (...asked) => {
      deaf.append = append;
      await renew('one', 'another');
      return append(...asked);
    };
    await late.endAllOf(ANN, 'ended');
    await expect.poll(begun).toEqual([]);
    await late.close();
  });

  it('[MH5] is known to the other before it has heard of it, with whose it is', async () => {
    const deaf = new TamperedEventLog(log, { hearing: false });
    const herPeople = await People.open(deaf, () => now);
    const late = await Sessions.open({
      ...{ log: deaf, memory, people: herPeople, idleLockMs: IDLE_MS, now: () => now },
      onFault: (fault) => faults.push(fault),
    });
    await people.submit(null, {
      ...{ type: 'FoundOffice', account: ANN, name: 'Ann', login: 'ann', by: 'operator' },
      passphrase: 'a hash',
    });
    await begin('one');
    expect(late.find('one')).toBeNull();
    expect(await late.findAnywhere('one')).toMatchObject({ account: ANN });
    expect(herPeople.account(ANN)?.name).toBe('Ann');
    await late.close();
  });

  it('[MH5] that has ended at the one does not come back because the other locks it', async () => {
    await begin('one');
    await there.findAnywhere('one');
    now += IDLE_MS;
    // Both at once: the sweep of the one, and whoever ends it at the other.
    await Promise.all([vi.advanceTimersByTimeAsync(5_000), sessions.end(idOf('one'), 'ended')]);
    await pass(5_000);
    expect([await sessions.findAnywhere('one'), await there.findAnywhere('one')]).toEqual([
      null,
      null,
    ]);
  });

  it('[MH5] crosses midnight, at whichever hub it comes first, and ends at both after it', async () => {
    now = Date.parse('2026-11-24T23:58:00Z');
    await begin('late');
    await begin('later', BO);
    await there.findAnywhere('late');
    // By the clock of the other hub it is still the day before.
    const before = now;
    now = Date.parse('2026-11-25T00:00:01Z');
    expect(await sessions.findAnywhere('late')).not.toBeNull();
    await begin('new');
    now = before;
    await there.end(idOf('late'), 'signed-out');
    now = Date.parse('2026-11-25T00:00:02Z');
    for (const hub of [sessions, there]) {
      expect(await hub.findAnywhere('late')).toBeNull();
      expect(await hub.findAnywhere('later')).toMatchObject({ account: BO });
      expect(await hub.findAnywhere('new')).toMatchObject({ account: ANN });
    }
    await sessions.end(idOf('later'), 'signed-out');
    await expect.poll(() => there.find('later')).toBeNull();
  });
});
