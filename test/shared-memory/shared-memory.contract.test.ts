/** What every memory that hubs may share must do. Rules MH… in docs/spec.md. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { NewestKept } from '#server/shared-memory/newest-kept.ts';
import { RedisSharedMemory } from '#server/shared-memory/redis-shared-memory.ts';
import { type SharedMemory, SharedMemoryUnavailable } from '#server/shared-memory/shared-memory.ts';
import { openRedis, type RedisServer } from '#test/support/redis.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await openRedis();
});
afterAll(() => redis.close());

/** An adapter that is not in this table does not exist. */
const memories: { name: string; open: () => Promise<SharedMemory> }[] = [
  { name: 'InMemorySharedMemory', open: async () => new InMemorySharedMemory(() => Date.now()) },
  {
    name: 'RedisSharedMemory',
    open: async () => {
      await redis.empty();
      return RedisSharedMemory.open(redis.url);
    },
  },
];
const LONG = 600_000;
const SHORT = 60;

describe.each(memories)('shared memory contract: $name', ({ open }) => {
  let memory: SharedMemory;
  beforeEach(async () => {
    memory = await open();
    onTestFinished(() => memory.close());
  });
  const isGone = (key: string) => expect.poll(() => memory.get(key)).toBeNull();

  it('[MH1] has what was put last, and nothing of what nobody put', async () => {
    expect(await memory.get('one')).toBeNull();
    await memory.put('one', 'å', LONG);
    await memory.put('one', '', LONG);
    await memory.put('two', 'for good', null);
    expect([await memory.get('one'), await memory.get('two')]).toEqual(['', 'for good']);
  });

  it('[MH1] forgets when its time is over, whether it was put, claimed or counted', async () => {
    await memory.put('put', 'x', SHORT);
    await memory.claim('claimed', 'x', SHORT);
    await memory.count('counted', SHORT);
    for (const key of ['put', 'claimed', 'counted']) await isGone(key);
    expect(await memory.claim('put', 'y', LONG)).toBe(true);
    expect(await memory.count('counted', LONG)).toBe(1);
  });

  it('[MH1] counts from the first on, and the end is not put off', async () => {
    for (const expected of [1, 2, 3]) expect(await memory.count('one', LONG)).toBe(expected);
    let highest = 0;
    await expect
      .poll(
        async () => {
          const counted = await Promise.all([0, 0, 0].map(() => memory.count('other', SHORT)));
          const beginsAnew = Math.min(...counted) <= highest;
          highest = Math.max(highest, ...counted);
          return beginsAnew;
        },
        { interval: 5 },
      )
      .toBe(true);
  });

  it('[MH2] of many who claim at once one is told that it is hers, and of many who take one has it', async () => {
    const all = Array.from({ length: 50 }, (_, nth) => String(nth));
    const claimed = await Promise.all(all.map((nth) => memory.claim('one', nth, LONG)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
    const hers = String(claimed.indexOf(true));
    expect(await memory.get('one')).toBe(hers);
    const taken = await Promise.all(all.map(() => memory.take('one')));
    expect(taken.filter((one) => one !== null)).toEqual([hers]);
    expect(await memory.claim('one', 'next', null)).toBe(true);
    const counted = await Promise.all(all.map(() => memory.count('many', LONG)));
    expect(new Set(counted).size).toBe(50);
  });

  it('[MH3] counts each caller by herself, says how long to wait, and takes back what was given back', async () => {
    const limiter = memory.limiter('tries', { points: 2, duration: 60 }, 'refuse');
    const other = memory.limiter('others', { points: 1, duration: 60 }, 'let-through');
    expect([await limiter.consume('ann'), await limiter.consume('ann')]).toEqual([0, 0]);
    await limiter.reward('ann');
    expect(await limiter.consume('ann')).toBe(0);
    const wait = await limiter.consume('ann');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect([await limiter.consume('bo'), await other.consume('ann')]).toEqual([0, 0]);
  });

  it('[MH1] of what is kept to so many the oldest gives way', async () => {
    const few = new NewestKept(memory, 'few', { most: 3, ms: LONG });
    const added = [];
    for (const value of ['a', 'b', 'c', 'd', 'e']) added.push(await few.add(value));
    expect(added.map(({ gaveWay }) => gaveWay)).toEqual([null, null, null, 'a', 'b']);
    const found = await Promise.all(added.map(({ id }) => few.get(id)));
    expect(found).toEqual([null, null, 'c', 'd', 'e']);
    expect(await few.take(added[4]?.id ?? '')).toBe('e');
    expect(await few.get(added[4]?.id ?? '')).toBeNull();
  });
});

describe('a memory in Redis', () => {
  it('[MH2] is one for all hubs', async () => {
    await redis.empty();
    const [one, other] = [
      await RedisSharedMemory.open(redis.url),
      await RedisSharedMemory.open(redis.url),
    ];
    onTestFinished(async () => {
      await one.close();
      await other.close();
    });
    expect(await one.claim('one', 'a', LONG)).toBe(true);
    expect(await other.claim('one', 'b', LONG)).toBe(false);
    expect(await other.take('one')).toBe('a');
    const limit = { points: 2, duration: 60 };
    const [here, there] = [one, other].map((memory) => memory.limiter('tries', limit, 'refuse'));
    expect([await here?.consume('ann'), await there?.consume('ann')]).toEqual([0, 0]);
    expect(await here?.consume('ann')).toBeGreaterThan(0);
  });

  it('[MH4] that is away says so; who guesses is refused, and others are counted here', async () => {
    const own = await openRedis();
    const memory = await RedisSharedMemory.open(own.url);
    onTestFinished(() => memory.close());
    const limit = { points: 2, duration: 60 };
    const guesses = memory.limiter('guesses', limit, 'refuse');
    const tickets = memory.limiter('tickets', limit, 'let-through');
    await own.close();
    for (const asking of [
      () => memory.put('one', 'x', LONG),
      () => memory.claim('one', 'x', LONG),
      () => memory.get('one'),
      () => memory.take('one'),
      () => memory.count('one', LONG),
      () => guesses.consume('ann'),
      () => guesses.reward('ann'),
    ])
      await expect(asking()).rejects.toThrow(SharedMemoryUnavailable);
    const waits = [];
    for (let nth = 0; nth < 3; nth++) waits.push(await tickets.consume('ann'));
    expect(waits.map((wait) => wait > 0)).toEqual([false, false, true]);
    await expect(RedisSharedMemory.open(own.url)).rejects.toThrow('EVENT_LOG');
  });
});
