/**
 * Redis itself is killed, emptied, full, or written to by somebody else, under two real hubs at work. Rules FA… in
 * docs/spec.md. Rounds of kills: REDIS_KILL_ROUNDS, 4 when it is not set; `npm run soak` takes 50.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Board, Snapshot } from '#shared/views.ts';
import { FaultProxy } from '#test/support/fault-proxy.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import { PeopleAtWork } from '#test/support/people-at-work.ts';
import { openRedis } from '#test/support/redis.ts';
import { seeded } from '#test/support/seeded.ts';
import { sweep, times } from '#test/support/sweep.ts';

const ROUNDS = times('REDIS_KILL_ROUNDS', 4, 50);
const SEED = Number(process.env['KILL_SEED'] ?? 20261124);
const STREAM = 'queue/ragsved/2026-11-24';
const KEY = `torget:{ragsved}:${STREAM}`;
const FEED = 'torget:{ragsved}:feed';

let city: HubsOnRedis;

const urls = () => city.hubs.map(({ url }) => url);

async function twoHubs(lines: { spoilable?: boolean } = {}): Promise<PeopleAtWork> {
  city = await HubsOnRedis.start(2, {}, lines);
  onTestFinished(() => city.end());
  const people = new PeopleAtWork(urls());
  await people.untilIssued(20);
  return people;
}

async function admin({ url } = city.redis) {
  const client = await createClient({ url }).connect();
  onTestFinished(() => client.destroy());
  return client;
}

/** Of the queue, as each hub knows it. */
async function versions(): Promise<number[]> {
  return Promise.all(
    urls().map(async (url) => {
      const board = await fetch(`${url}/api/v1/offices/ragsved/board`);
      return ((await board.json()) as Snapshot<'board'>).version;
    }),
  );
}

/** What each hub says to somebody who wants a ticket. */
async function toWhoeverAsks(): Promise<{ status: number; code: string }[]> {
  return Promise.all(
    urls().map(async (url) => {
      const api = new OfficeApi(url);
      const { status, body } = await api.issue('blanketter');
      api.close();
      return { status, code: (body as Refused).code };
    }),
  );
}
const STOPPED = { status: 503, code: 'hub-unavailable' };

describe('redis-server', () => {
  it(`[FA4] AB-129 killed and started again ${ROUNDS} times under load: nothing is lost or doubled (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const people = await twoHubs();
    for (let round = 0; round < ROUNDS; round++) {
      await pause(20 + random() * 180);
      await city.redis.kill();
      await pause(random() * 300);
      await city.redis.startAgain();
      await people.untilIssued(10);
    }
    await people.stop();
    await people.expectNothingLostOrDoubled();
    for (const { errors } of city.hubs) expect(errors).not.toMatch(/another history|had lost/);
  }, 3_600_000);

  it('[FA17] AB-129 ends, and a replica that has not heard the last of it takes its place: the hubs give it back what they have acknowledged', async () => {
    const people = await twoHubs({ spoilable: true });
    const replica = await openRedis();
    onTestFinished(() => replica.close());
    const between = await FaultProxy.to(city.redis.port);
    onTestFinished(() => between.close());
    const redis = await admin(replica);
    await redis.sendCommand(['REPLICAOF', '127.0.0.1', String(between.port)]);
    await expect.poll(() => redis.info('replication')).toMatch(/master_link_status:up/);
    await people.untilIssued(20);

    between.become({ halfOpen: true });
    await people.untilIssued(30);
    // What one hub has acknowledged and no other has heard of is that hub's alone to give back, and the other may go on
    // before it has: another history. So the end comes when both have heard the same, with requests under way.
    const pausing = await createClient({ url: city.redis.url }).connect();
    await pausing.sendCommand(['CLIENT', 'PAUSE', '60000', 'WRITE']);
    pausing.destroy(); // it has no ear for a Redis that ends
    await expect.poll(async () => new Set(await versions()).size).toBe(1);
    await city.redis.kill();
    await redis.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    const heard = await redis.xLen(KEY);
    for (const line of city.lines) {
      line.leadTo(replica.port);
      line.reset();
    }
    await people.untilIssued(20);
    await people.stop();
    await people.expectNothingLostOrDoubled();
    expect(await redis.xLen(KEY)).toBeGreaterThan(heard);
    expect(city.hubs.map(({ errors }) => errors).join()).toMatch(/had lost the last \d+ entries/);
    for (const { errors } of city.hubs) expect(errors).not.toMatch(/another history/);
  });

  it('[FA6] AB-129 full: what it cannot keep is refused in words, and all is well when there is room', async () => {
    const people = await twoHubs();
    const redis = await admin();
    await redis.configSet({ maxmemory: '1mb' }); // less than it holds when it is empty
    await expect.poll(() => people.unanswered).toBeGreaterThan(20);
    expect(await toWhoeverAsks()).toEqual([STOPPED, STOPPED]);
    await redis.configSet({ maxmemory: '0' });
    await people.untilIssued(20);
    expect(people.excuses).toEqual(new Set(['hub-unavailable']));
    await people.stop();
    // Whoever was refused here asked with an id of her own and never came back.
    await people.expectNothingLostOrDoubled();
  });
});

describe('a log that is not what it was', () => {
  it('[FA5] AB-129 emptied under running hubs: the office stops and says so, once, and nothing begins anew', async () => {
    const people = await twoHubs();
    await people.stop();
    await city.redis.empty();
    expect(await toWhoeverAsks()).toEqual([STOPPED, STOPPED]);
    expect(await toWhoeverAsks()).toEqual([STOPPED, STOPPED]);
    for (const { errors, url } of city.hubs) {
      expect(errors.match(/Redis holds nothing of “ragsved” any more/g)).toHaveLength(1);
      expect(errors).toMatch(/restart every hub/);
      const board = await fetch(`${url}/api/v1/offices/ragsved/board`);
      expect(((await board.json()) as Board).waiting).toBeGreaterThan(0); // the last truth is still shown
    }
    expect(await (await admin()).exists(KEY)).toBe(0);
  });

  /** What stands where an entry should. */
  const STRANGE: readonly [string, Record<string, string>][] = [
    ['that is no JSON', { e: 'ticket!' }],
    ['of no event', { e: JSON.stringify({ id: randomUUID(), schema: 1, cause: null, event: 7 }) }],
    [
      'of a newer hub',
      { e: JSON.stringify({ id: randomUUID(), schema: 99, cause: null, event: { type: 'New' } }) },
    ],
    ['without what an entry has', { forged: 'yes' }],
  ];
  it.each(sweep(STRANGE, ([what]) => /JSON|newer/.test(what)))(
    '[FA7] AB-130 AB-134 an entry %s: the office stops and says so, and nothing else does',
    async (_what, fields) => {
      const people = await twoHubs();
      await people.stop();
      const redis = await admin();
      const next = (await redis.xLen(KEY)) + 1;
      await redis.xAdd(KEY, `${next}-0`, fields);
      await redis.xAdd(FEED, '*', { s: STREAM, v: String(next) });
      expect(await toWhoeverAsks()).toEqual([STOPPED, STOPPED]);
      expect(await toWhoeverAsks()).toEqual([STOPPED, STOPPED]);
      for (const hub of city.hubs) {
        expect(
          hub.errors.split('\n').filter((line) => line.includes(`ntry ${next} of`)),
        ).toHaveLength(1);
        expect((await fetch(`${hub.url}/display`)).status).toBe(200);
        const board = await fetch(`${hub.url}/api/v1/offices/ragsved/board`);
        expect(((await board.json()) as Board).waiting).toBeGreaterThan(0);
      }
      // Nor does a hub begin on it, and what it says is for whoever started it.
      const [hub] = city.hubs;
      await hub?.stop();
      await expect(hub?.startAgain()).rejects.toThrow(
        new RegExp(`ended with 1:(.|\\n)*ntry ${next} of`),
      );
      // Taken away again by whoever looks after Redis, all is well.
      await redis.xDel(KEY, `${next}-0`);
      await redis.sendCommand(['XSETID', KEY, `${next - 1}-0`]);
      await hub?.startAgain();
      for (const { status } of await toWhoeverAsks()) expect(status).toBe(201);
    },
  );
});
