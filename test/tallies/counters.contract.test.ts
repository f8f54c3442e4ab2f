/** What every store of counts must do. Rules TA1… in docs/spec.md. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Counters } from '#server/tallies/counters.ts';
import { InMemoryCounters } from '#server/tallies/in-memory-counters.ts';
import { RedisCounters } from '#server/tallies/redis-counters.ts';
import { SqliteCounters } from '#server/tallies/sqlite-counters.ts';
import { openRedis, type RedisServer } from '#test/support/redis.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await openRedis({ appendonly: 'no' });
});
afterAll(() => redis.close());

it('[TA7] a Redis that keeps a journal is no place for counts, and the reason is said', async () => {
  const journalled = await openRedis();
  onTestFinished(() => journalled.close());
  await expect(RedisCounters.open(journalled.url)).rejects.toThrow(/it keeps a journal/);
});

/** An adapter that is not in this table does not exist. */
const stores: { name: string; open: () => Promise<Counters> }[] = [
  { name: 'InMemoryCounters', open: async () => new InMemoryCounters() },
  {
    name: 'SqliteCounters',
    open: async () => new SqliteCounters(join(temporaryFolder(), 'tallies.db')),
  },
  {
    name: 'RedisCounters',
    open: async () => {
      await redis.empty();
      return RedisCounters.open(redis.url);
    },
  },
];
const DAY = 'ragsved/2026-11-24/day';
const EVENING = 'ragsved/2026-11-24/evening';

describe.each(stores)('counters contract: $name', ({ open }) => {
  let counters: Counters;
  beforeEach(async () => {
    counters = await open();
    onTestFinished(() => counters.close());
  });
  const read = async (bucket: string) => (await counters.read(bucket)).get(bucket);

  it('[TA1] adds what it is given, by part of the day', async () => {
    await counters.add(DAY, 'one', { notes: 1, 'asked:letters': 1 });
    await counters.add(DAY, 'two', { notes: 1, prints: 12 });
    await counters.add(EVENING, 'three', { notes: 1 });
    expect(await counters.read('ragsved/2026-11-24/')).toEqual(
      new Map([
        [DAY, { 'asked:letters': 1, notes: 2, prints: 12 }],
        [EVENING, { notes: 1 }],
      ]),
    );
    expect(await counters.read('elsewhere/')).toEqual(new Map());
  });

  it('[TA1] knows a request again within its part of the day, and counts it once', async () => {
    expect(await counters.add(DAY, 'one', { notes: 1 })).toBe('added');
    expect(await counters.add(DAY, 'one', { notes: 1 })).toBe('repeated');
    expect([await counters.knows(DAY, 'one'), await counters.knows(DAY, 'two')]).toEqual([
      true,
      false,
    ]);
    expect(await counters.knows(EVENING, 'one')).toBe(false);
    expect(await read(DAY)).toEqual({ notes: 1 });
  });

  it('[TA2] takes away once, and never below nought', async () => {
    await counters.add(DAY, 'one', { notes: 1, 'visitor:woman': 1 });
    expect(await counters.takeAway(DAY, 'undo one', { notes: 1, 'visitor:man': 1 })).toBe(
      'taken-away',
    );
    expect(await counters.takeAway(DAY, 'undo one', { notes: 1 })).toBe('repeated');
    expect(await counters.takeAway(DAY, 'undo two', { notes: 5 })).toBe('taken-away');
    expect(await read(DAY)).toMatchObject({ notes: 0, 'visitor:woman': 1 });
  });

  it('[TA3] closed, forgets its requests and its key, and keeps its sums', async () => {
    await counters.add(DAY, 'one', { notes: 1 });
    await counters.add(EVENING, 'two', { notes: 1 });
    const key = await counters.keyOf(EVENING);
    expect(key).toHaveLength(32);
    await counters.closeAllBut('ragsved/', [EVENING]);
    expect(await counters.keyOf(DAY)).toBeNull();
    expect(await counters.keyOf(EVENING)).toEqual(key);
    expect(await counters.knows(DAY, 'one')).toBe(false);
    expect(await counters.knows(EVENING, 'two')).toBe(true);
    expect(await read(DAY)).toEqual({ notes: 1 });
  });

  it('[TA3] that was closed is opened anew when the clock was set back, under another key', async () => {
    await counters.add(DAY, 'one', { notes: 1 });
    const key = await counters.keyOf(DAY);
    await counters.closeAllBut('ragsved/', []);
    expect(await counters.add(DAY, 'two', { notes: 1 })).toBe('added');
    expect(await counters.add(DAY, 'two', { notes: 1 })).toBe('repeated');
    expect(await read(DAY)).toEqual({ notes: 2 });
    expect(await counters.keyOf(DAY)).not.toEqual(key);
  });
});
