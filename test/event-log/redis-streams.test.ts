/** What the log on Redis does beyond the contract: several hubs on it, and a Redis that was away or has lost something. Rules RL… in docs/spec.md. */
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  EventLogUnavailable,
  EventLogUnusable,
  type Recorded,
} from '#server/event-log/event-log.ts';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { noted, notesIn } from '#test/support/notes.ts';
import { openRedis, type RedisServer } from '#test/support/redis.ts';

const STREAM = 'queue/ragsved/2026-11-24';
const KEY = 'torget:{ragsved}:queue/ragsved/2026-11-24';

let redis: RedisServer;
let admin: ReturnType<typeof adminOf>;
let faults: unknown[];
const adminOf = (url: string) => createClient({ url });

beforeAll(async () => {
  redis = await openRedis();
  admin = adminOf(redis.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.close();
  await redis.close();
});
beforeEach(async () => {
  await redis.empty();
  faults = [];
});

async function hub(): Promise<RedisStreamsEventLog> {
  const log = await RedisStreamsEventLog.open(redis.url, {
    durability: 'strict',
    onFault: (fault) => faults.push(fault),
  });
  onTestFinished(() => log.close());
  return log;
}

function listen(log: RedisStreamsEventLog, stream = STREAM): Recorded[] {
  const heard: Recorded[] = [];
  onTestFinished(log.follow(stream, 0, (entry) => heard.push(entry)));
  return heard;
}

/** Cuts every line to Redis, as a failover does, after `meanwhile`. */
async function outage(meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
  await meanwhile();
  await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
}

/** Takes the last `count` entries away, as a replica that lagged behind has never had them. */
async function loseLast(count: number): Promise<void> {
  const length = await admin.xLen(KEY);
  const ids = Array.from({ length: count }, (_, index) => `${length - index}-0`);
  await admin.xDel(KEY, ids);
  await admin.sendCommand(['XSETID', KEY, `${length - count}-0`]);
}

/** Until the test is over, or what is returned is called. */
async function forbid(command: string): Promise<() => Promise<unknown>> {
  await admin.aclLogReset();
  await admin.aclSetUser('default', `-${command}`);
  const allow = () => admin.aclSetUser('default', `+${command}`);
  onTestFinished(async () => {
    await allow();
  });
  return allow;
}

/** How often a script was run. */
async function scriptCalls(): Promise<number> {
  const stats = await admin.info('commandstats');
  return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

/** Somebody was not let do `command` since it was forbidden. */
const wasRefused = async (command: string) =>
  (await admin.aclLog()).some(({ object }) => object === command);

const eventually = <Answer>(work: () => Promise<Answer>) =>
  vi.waitFor(work, { timeout: 30_000, interval: 50 });

describe('several hubs on one Redis', () => {
  it('[RL1] each hears what the others append, of the streams it follows, in order and once', async () => {
    const [one, other] = [await hub(), await hub()];
    const [heard, elsewhere] = [listen(other), listen(other, 'queue/skarpnack/2026-11-24')];
    for (let version = 0; version < 50; version++)
      await one.append(STREAM, [noted(`${version}`)], version);
    await expect.poll(() => notesIn(heard)).toEqual([...Array(50).keys()].map(String));
    expect(elsewhere).toEqual([]);
  });

  it('[RL1] an office is followed from the moment somebody asks, also while others are waited for', async () => {
    const [one, other] = [await hub(), await hub()];
    listen(other, 'office/skarpnack');
    await one.append('office/skarpnack', [noted('first')], 0);
    const heard = listen(other);
    await one.append(STREAM, [noted('a')], 0);
    await expect.poll(() => notesIn(heard)).toEqual(['a']);
  });

  it('[RL2] of two that append at one version one wins, and the other is told where the stream is', async () => {
    const [one, other] = [await hub(), await hub()];
    const results = await Promise.all([
      one.append(STREAM, [noted('one')], 0),
      other.append(STREAM, [noted('other')], 0),
    ]);
    expect(results.filter(({ appended }) => appended)).toHaveLength(1);
    expect(results).toContainEqual({ appended: false, currentVersion: 1 });
  });

  it('[RL8] appends that are asked for together go together, and each is done or refused by itself', async () => {
    const log = await hub();
    await admin.set('torget:{damaged}:queue/damaged/2026-11-24', 'not a stream');
    const before = await scriptCalls();
    // Of every tenth it is thought that it has something.
    const offices = Array.from({ length: 150 }, (_, nth) => ({ nth, expected: nth % 10 ? 0 : 3 }));
    const asked = offices.map(({ nth, expected }) =>
      log.append(`queue/office-${nth}/2026-11-24`, [noted(`of ${nth}`)], expected),
    );
    const spoiled = log.append('queue/damaged/2026-11-24', [noted('lost')], 0);
    await expect(spoiled).rejects.toThrow(EventLogUnavailable);
    expect(await Promise.all(asked)).toEqual(
      offices.map(({ expected }) =>
        expected === 0 ? { appended: true, version: 1 } : { appended: false, currentVersion: 0 },
      ),
    );
    // 151 of them in three calls, each perhaps once more by its text: Redis did not know the script yet.
    expect((await scriptCalls()) - before).toBeLessThan(10);
    for (const { nth, expected } of offices)
      expect(notesIn(await log.read(`queue/office-${nth}/2026-11-24`))).toEqual(
        expected === 0 ? [`of ${nth}`] : [],
      );
    expect(faults).toEqual([]);
  });

  it('[RL8] so many entries go in one call and no more, but for those of one append', async () => {
    const log = await hub();
    const append = (stream: string, entries: number) =>
      log.append(
        stream,
        Array.from({ length: entries }, (_, nth) => noted(`${nth}`)),
        0,
      );
    await append('queue/known/2026-11-24', 1); // the script, and the offices
    for (let nth = 0; nth < 5; nth++) await append(`office/of-${nth}`, 1);
    const before = await scriptCalls();
    await Promise.all(
      [50, 50, 50, 50, 200].map((entries, nth) => append(`queue/of-${nth}/2026-11-24`, entries)),
    );
    expect((await scriptCalls()) - before).toBe(3);
  });

  it('[RL3] all of an office lies in one shard of a cluster', async () => {
    const log = await hub();
    for (const stream of [STREAM, 'office/ragsved', 'print/ragsved/2026-11-24'])
      await log.append(stream, [noted('x')], 0);
    await log.append('sessions/2026-11-24', [noted('x')], 0);
    const keys = (await admin.keys('*')).filter((key) => key !== 'torget:offices');
    expect(new Set(keys.map((key) => /^torget:(\{\w+\}):/.exec(key)?.[1]))).toEqual(
      new Set(['{ragsved}', '{hub}']),
    );
  });
});

describe('a Redis that was away', () => {
  it('[RL4] is asked nothing meanwhile, and goes on by itself', async () => {
    const [one, other] = [await hub(), await hub()];
    const heard = listen(other);
    await one.append(STREAM, [noted('a')], 0);
    await redis.pause();
    await expect(
      Promise.all([1, 2].map(() => one.append(STREAM, [noted('lost')], 1))),
    ).rejects.toThrow(EventLogUnavailable);
    await redis.resume();
    await eventually(async () => {
      const [{ version } = { version: 0 }] = (await one.read(STREAM)).slice(-1);
      expect(await one.append(STREAM, [noted('b')], version)).toMatchObject({ appended: true });
    });
    await expect.poll(() => notesIn(heard).at(-1)).toBe('b');
    expect(faults).toEqual([]);
  });

  it('[RL4] is not away while its line holds, though it refuses a ping', async () => {
    const log = await hub();
    await forbid('ping');
    await expect.poll(() => wasRefused('ping')).toBe(true);
    expect(log.state.away).toBe(false);
    expect(await log.append(STREAM, [noted('a')], 0)).toMatchObject({ appended: true });
  });

  it('[RL4] is looked at again while entries are appended, and no other history is found', async () => {
    const log = await hub();
    let version = 0;
    const append = async () => {
      const result = await log.append(STREAM, [noted(`${version}`)], version);
      if (result.appended) version = result.version;
    };
    await append();
    // The first look after an outage fails at its end, so that it comes again three seconds later…
    const allow = await forbid('info');
    await outage();
    await expect.poll(() => wasRefused('info')).toBe(true);
    await allow();
    // …and by then a second outage is over, and the hub at work.
    await outage();
    await eventually(append);
    // More than is kept of a stream, and for longer than until it is looked at again.
    for (const until = Date.now() + 4_000; Date.now() < until || version <= 300; ) await append();
    expect(log.state).toEqual({ away: false, stopped: [] });
    expect(faults).toEqual([]);
  });

  it('[RL5] and has lost the last of what was acknowledged, is given it back', async () => {
    const log = await hub();
    for (let version = 0; version < 5; version++)
      await log.append(STREAM, [noted(`${version}`)], version);
    await outage(() => loseLast(2));
    await eventually(async () =>
      expect(notesIn(await log.read(STREAM))).toEqual(['0', '1', '2', '3', '4']),
    );
    expect(String(faults)).toContain('had lost the last 2 entries');
    expect(await log.append(STREAM, [noted('5')], 5)).toEqual({ appended: true, version: 6 });
  });

  it('[RL5] two hubs give it back once', async () => {
    const [one, other] = [await hub(), await hub()];
    const heard = listen(other);
    for (let version = 0; version < 5; version++)
      await one.append(STREAM, [noted(`${version}`)], version);
    await expect.poll(() => heard).toHaveLength(5);
    await outage(() => loseLast(3));
    for (const log of [one, other])
      await eventually(async () =>
        expect(notesIn(await log.read(STREAM))).toEqual(['0', '1', '2', '3', '4']),
      );
    expect(heard).toHaveLength(5);
  });

  it('[RL6] and tells another history, stops that office and no other, and says what to do', async () => {
    const log = await hub();
    await log.append(STREAM, [noted('a'), noted('b')], 0);
    await log.append('office/skarpnack', [noted('a')], 0);
    await outage(async () => {
      await loseLast(1);
      await admin.xAdd(KEY, '2-0', { e: JSON.stringify(noted('of somebody else')) });
    });
    await eventually(() => log.read('office/skarpnack'));
    await expect(log.append(STREAM, [noted('c')], 2)).rejects.toThrow(EventLogUnusable);
    await expect(log.read('office/ragsved')).rejects.toThrow(/restart every hub/);
    expect(faults).toHaveLength(1);
    // As whoever restarts a hub would: it goes on with what Redis has.
    expect(await (await hub()).list('queue/')).toEqual([STREAM]);
  });

  it('[RL6] and has what no hub wrote stops that office and no other', async () => {
    const log = await hub();
    await log.append(STREAM, [noted('a'), noted('b')], 0);
    await log.append('office/skarpnack', [noted('a')], 0);
    await outage(async () => {
      await loseLast(1);
      await admin.xAdd(KEY, '2-0', { odd: 'by hand' });
    });
    await eventually(() => log.read('office/skarpnack'));
    await expect(log.append(STREAM, [noted('c')], 2)).rejects.toThrow(/entry 2 of .* is missing/);
    expect(faults).toHaveLength(1);
  });

  it('[RL6] what was removed by decision is not missed', async () => {
    const [one, other] = [await hub(), await hub()];
    const heard = listen(other);
    await one.append(STREAM, [noted('a')], 0);
    await expect.poll(() => heard).toHaveLength(1);
    await outage(() => one.drop(STREAM));
    await eventually(async () => expect(await other.read(STREAM)).toEqual([]));
    expect(faults).toEqual([]);
  });
});

describe('what a Redis promises', () => {
  it('[RL7] is said, and too little is refused by name unless it is taken knowingly', async () => {
    expect((await hub()).promises).toMatch(/keeps what it has acknowledged/);
    await admin.configSet({ appendfsync: 'everysec', 'maxmemory-policy': 'allkeys-lru' });
    onTestFinished(async () => {
      await admin.configSet({ appendfsync: 'always', 'maxmemory-policy': 'noeviction' });
    });
    await expect(hub()).rejects.toThrow(
      /appendfsync is everysec, not always; maxmemory-policy is allkeys-lru, not noeviction/,
    );
    const relaxed = await RedisStreamsEventLog.open(redis.url, {
      durability: 'relaxed',
      onFault: () => {},
    });
    onTestFinished(() => relaxed.close());
    expect(relaxed.promises).toMatch(/may lose what it has acknowledged: appendfsync/);
  });

  it('[RL7] a node of a cluster is refused: the offices of a call might be another node’s', async () => {
    const node = await openRedis({ 'cluster-enabled': 'yes' });
    onTestFinished(() => node.close());
    const open = RedisStreamsEventLog.open(node.url, { durability: 'relaxed', onFault: () => {} });
    await expect(open).rejects.toThrow(/is a node of a cluster/);
  });

  it('[RL7] a Redis that does not know the password is said to be there, and the password is not', async () => {
    const own = await openRedis({ requirepass: 'right' });
    onTestFinished(() => own.close());
    const wrong = `redis://default:secret@127.0.0.1:${own.port}`;
    const open = RedisStreamsEventLog.open(wrong, { durability: 'strict', onFault: () => {} });
    await expect(open).rejects.toThrow(/does not let this hub in .*WRONGPASS.*EVENT_LOG/);
    await expect(open).rejects.not.toThrow(/secret/);
  });

  it('[RL7] a Redis that nobody answers for is named, without whoever signs in there', async () => {
    const wrong = 'redis://hub:secret@127.0.0.1:1';
    const open = RedisStreamsEventLog.open(wrong, { durability: 'strict', onFault: () => {} });
    await expect(open).rejects.toThrow(/127\.0\.0\.1:1 cannot be reached/);
    await expect(open).rejects.not.toThrow(/secret/);
  });
});
