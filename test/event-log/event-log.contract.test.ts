/** What every event log must do, whatever it stores in. Rules EL1… in docs/spec.md. */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type EventLog, EventLogUnavailable, type Recorded } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { noted, notesIn } from '#test/support/notes.ts';
import { openRedis, type RedisServer } from '#test/support/redis.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

/** An adapter that is not in this table does not exist. */
let redis: RedisServer;
beforeAll(async () => {
  redis = await openRedis();
});
afterAll(() => redis.close());

const eventLogs: { name: string; open: () => Promise<EventLog> }[] = [
  { name: 'InMemoryEventLog', open: async () => new InMemoryEventLog() },
  {
    name: 'SqliteEventLog',
    open: () => SqliteEventLog.open(join(temporaryFolder(), 'log.db')),
  },
  {
    name: 'RedisStreamsEventLog',
    open: async () => {
      await redis.empty();
      return RedisStreamsEventLog.open(redis.url, { durability: 'strict', onFault });
    },
  },
];

const onFault = (fault: unknown) => expect.unreachable(String(fault));
const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(String);

describe.each(eventLogs)('event log contract: $name', ({ open }) => {
  let log: EventLog;
  beforeEach(async () => {
    log = await open();
    onTestFinished(() => log.close());
  });

  it('[EL1] an unknown stream is empty', async () => {
    expect(await log.read('queue')).toEqual([]);
  });

  it('[EL2] reads back what was appended, in order, numbered from 1', async () => {
    expect(await log.append('queue', [noted('a'), noted('b')], 0)).toEqual({
      appended: true,
      version: 2,
    });
    await log.append('queue', [noted('c')], 2);
    expect(await log.read('queue')).toEqual([
      { version: 1, ...noted('a') },
      { version: 2, ...noted('b') },
      { version: 3, ...noted('c') },
    ]);
  });

  it('[EL2] reads only what came after a version', async () => {
    await log.append('queue', [noted('a'), noted('b'), noted('c')], 0);
    expect(notesIn(await log.read('queue', 1))).toEqual(['b', 'c']);
    expect(await log.read('queue', 3)).toEqual([]);
  });

  it('[EL2] reads back a stream of a long day', async () => {
    const day = Array.from({ length: 12_000 }, (_, index) => noted(`${index}`));
    await log.append('queue', day, 0);
    const read = await log.read('queue');
    expect(read.map(({ version }) => version)).toEqual(day.map((_, index) => index + 1));
    expect(notesIn(read)).toEqual(notesIn(day));
  });

  it('[EL2] gives back any event and any cause exactly as JSON has them', async () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 20 });
    const anyJson = fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' });
    const anyEntry = fc.record({
      id: fc.uuid(),
      schema: fc.integer({ min: 1, max: 9 }),
      cause: fc.option(fc.record({ requestId: anyText, digest: anyText, answer: anyJson })),
      event: anyJson,
    });
    let stream = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 5 }), async (entries) => {
        stream += 1;
        await log.append(`any/${stream}`, entries, 0);
        const read = await log.read(`any/${stream}`);
        const asJson = JSON.parse(JSON.stringify(entries));
        expect(read.map(({ version, ...entry }) => entry)).toEqual(asJson);
      }),
      { numRuns: 25 },
    );
  });

  it('[EL3] a stale append writes nothing and reports the current version', async () => {
    await log.append('queue', [noted('first')], 0);
    expect(await log.append('queue', [noted('late'), noted('later')], 0)).toEqual({
      appended: false,
      currentVersion: 1,
    });
    expect(notesIn(await log.read('queue'))).toEqual(['first']);
  });

  it('[EL3] an append ahead of the stream leaves no gap', async () => {
    expect(await log.append('queue', [noted('early')], 7)).toEqual({
      appended: false,
      currentVersion: 0,
    });
    expect(await log.read('queue')).toEqual([]);
  });

  it('[EL3] of many writers at one version exactly one wins', async () => {
    const results = await Promise.all(ALL.map((note) => log.append('queue', [noted(note)], 0)));
    expect(results.filter((result) => result.appended)).toHaveLength(1);
    expect(await log.read('queue')).toHaveLength(1);
  });

  it('[EL4] streams do not see each other', async () => {
    await log.append('queue/a', [noted('a')], 0);
    expect(await log.append('queue/ab', [noted('b')], 0)).toEqual({ appended: true, version: 1 });
    expect(notesIn(await log.read('queue/a'))).toEqual(['a']);
  });

  it('[EL4] a writer that was late does not spoil those who append at the same moment', async () => {
    await log.append('taken', [noted('first')], 0);
    const results = await Promise.all([
      log.append('queue', [noted('a')], 0),
      log.append('taken', [noted('late')], 0),
      log.append('queue', [noted('b')], 1),
    ]);
    expect(results.map(({ appended }) => appended)).toEqual([true, false, true]);
    expect(notesIn(await log.read('queue'))).toEqual(['a', 'b']);
  });

  it('[EL5] a caller cannot change history through the object it appended', async () => {
    const entry = { ...noted('as it was'), event: { note: 'as it was' } };
    const entries = [entry];
    const appending = log.append('queue', entries, 0);
    entry.event.note = 'rewritten';
    entries.push(entry);
    await appending;
    expect(notesIn(await log.read('queue'))).toEqual(['as it was']);
  });

  it('[EL5] nor through one it read or followed', async () => {
    const heard = listen('queue');
    await log.append('queue', [noted('as it was')], 0);
    const entries = [...(await heard.until(1)), ...(await log.read('queue'))];
    for (const { event } of entries) (event as { note: string }).note = 'rewritten';
    expect(notesIn(await log.read('queue'))).toEqual(['as it was']);
    expect(notesIn(await listen('queue').until(1))).toEqual(['as it was']);
  });

  it('[EL6] a follower hears what was there and what comes, each once and in order', async () => {
    await log.append('queue', [noted('0'), noted('1')], 0);
    const heard = listen('queue');
    await Promise.all(
      ALL.slice(2).map((note, index) => log.append('queue', [noted(note)], index + 2)),
    );
    await log.append('elsewhere', [noted('x')], 0);
    const entries = await heard.until(ALL.length);
    expect(notesIn(entries)).toEqual(ALL);
    expect(entries).toEqual(await log.read('queue'));
  });

  it('[EL6] a follower begins after the version it names', async () => {
    await log.append('queue', [noted('0'), noted('1'), noted('2')], 0);
    const heard = listen('queue', 2);
    await log.append('queue', [noted('3')], 3);
    expect(notesIn(await heard.until(2))).toEqual(['2', '3']);
  });

  it('[EL6] a follower that has heard all so far hears the next whole, with its cause', async () => {
    const heard = listen('queue');
    for (let count = 0; count < 5; count++) {
      const cause = { requestId: `${count}`, digest: 'd', answer: { number: count } };
      await log.append('queue', [{ ...noted(`${count}`), cause }], count);
      await heard.until(count + 1);
      await pause(20); // what it may still be reading has come
    }
    const entries = await heard.until(5);
    expect(entries).toEqual(await log.read('queue'));
    for (const entry of entries) expect(entry.event).toBe(entry.event); // read once, whoever looks
  });

  it('[EL6] each of several followers hears everything', async () => {
    const [one, other] = [listen('queue'), listen('queue')];
    await log.append('queue', [noted('a')], 0);
    await log.append('queue', [noted('b')], 1);
    expect(notesIn(await one.until(2))).toEqual(['a', 'b']);
    expect(notesIn(await other.until(2))).toEqual(['a', 'b']);
  });

  it('[EL7] who stops following hears nothing more', async () => {
    const [stopped, goesOn] = [listen('queue'), listen('queue')];
    await log.append('queue', [noted('a')], 0);
    await stopped.until(1);
    stopped.stop();
    await log.append('queue', [noted('b')], 1);
    await goesOn.until(2);
    expect(notesIn(stopped.entries)).toEqual(['a']);
  });

  it('[EL8] lists the streams that begin with a prefix, in order of name', async () => {
    expect(await log.list('')).toEqual([]);
    for (const stream of ['queue/b/2', 'queue/b/1', 'office/b', 'queue/a/1', 'queue%'])
      await log.append(stream, [noted('x'), noted('y')], 0);
    await log.append('print/b', [], 0);
    expect(await log.list('queue/')).toEqual(['queue/a/1', 'queue/b/1', 'queue/b/2']);
    expect(await log.list('queue/b')).toEqual(['queue/b/1', 'queue/b/2']);
    expect(await log.list('queue/c')).toEqual([]);
    expect(await log.list('queue%')).toEqual(['queue%']);
    expect(await log.list('')).toHaveLength(5);
  });

  it('[EL11] compacting loses nothing that was not dropped', async () => {
    await log.append('queue/a', [noted('a'), noted('b')], 0);
    await log.append('queue/b', [noted('c')], 0);
    await log.drop('queue/b');
    await log.compact();
    expect(notesIn(await log.read('queue/a'))).toEqual(['a', 'b']);
    expect(await log.list('')).toEqual(['queue/a']);
    expect(await log.append('queue/a', [noted('d')], 2)).toEqual({ appended: true, version: 3 });
  });

  it('[EL9] a dropped stream is empty, is not listed, and may begin again', async () => {
    await log.append('queue/a', [noted('a'), noted('b')], 0);
    await log.append('queue/b', [noted('c')], 0);
    await log.drop('queue/a');
    expect(await log.read('queue/a')).toEqual([]);
    expect(await log.list('')).toEqual(['queue/b']);
    expect(await log.append('queue/a', [noted('d')], 0)).toEqual({ appended: true, version: 1 });
  });

  it('[EL12] appends that nobody waits for take effect in their order', async () => {
    const appends = [
      log.append('queue', [noted('a')], 0),
      log.append('queue', [noted('b')], 1),
      log.append('queue', [noted('too early')], 3),
      log.append('queue', [noted('c')], 2),
    ];
    const done = (await Promise.all(appends)).map(({ appended }) => appended);
    expect(done).toEqual([true, true, false, true]);
    expect(notesIn(await log.read('queue'))).toEqual(['a', 'b', 'c']);
  });

  it('[EL10] closing waits for what was asked before, and nothing can be asked after', async () => {
    const appending = log.append('queue', [noted('a')], 0);
    await log.close();
    expect(await appending).toEqual({ appended: true, version: 1 });
    await expect(log.append('queue', [noted('b')], 1)).rejects.toThrow(EventLogUnavailable);
    await expect(log.read('queue')).rejects.toThrow(EventLogUnavailable);
    await expect(log.list('')).rejects.toThrow(EventLogUnavailable);
    await expect(log.drop('queue')).rejects.toThrow(EventLogUnavailable);
    await expect(log.compact()).rejects.toThrow(EventLogUnavailable);
    await log.close();
  });

  /** Collects what a follower hears; `until` resolves when it has heard so many. */
  function listen(stream: string, after = 0) {
    const entries: Recorded[] = [];
    let check = () => {};
    const stop = log.follow(stream, after, (entry) => {
      entries.push(entry);
      check();
    });
    const until = (count: number) =>
      new Promise<Recorded[]>((resolve) => {
        check = () => entries.length >= count && resolve(entries);
        check();
      });
    return { entries, stop, until };
  }
});
