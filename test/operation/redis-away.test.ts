/** A hub whose Redis stands still, or beside which a newer one runs, as whoever keeps it running sees it. Rules OP… in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { RedisSharedMemory } from '#server/shared-memory/redis-shared-memory.ts';
import { HEADS_OF_THE_API, headsOf } from '#test/support/api-heads.ts';
import { type TestHub, TOKEN } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi } from '#test/support/office-api.ts';

let all: HubsOnRedis;
let hub: TestHub;
beforeAll(async () => {
  all = await HubsOnRedis.start(1);
  [hub] = all.hubs as [TestHub];
});
afterAll(() => all.end());

const ask = async (path: string) => {
  const response = await fetch(`${hub.url}${path}`);
  return { status: response.status, body: await response.text() };
};
const figure = async (name: string) =>
  new RegExp(`^${name} (.*)$`, 'm').exec((await ask('/metrics')).body)?.[1];
/** As Redis has them: each with its number, which no later one has again. */
const linesOfHubs = async () => {
  const admin = await createClient({ url: all.redis.url }).connect();
  const listed = String(await admin.sendCommand(['CLIENT', 'LIST']));
  await admin.close();
  return [...listed.matchAll(/^id=(\d+) .* name=(torget\S*)/gm)]
    .map(([, id, name]) => `${name} ${id}`)
    .sort();
};
const said = () =>
  hub.errors
    .split('\n')
    .filter((line) => line.includes('"msg":"Redis is'))
    .map((line) => JSON.parse(line).msg);

it('[OP13] is alive and not ready, says so once, and is ready by itself when Redis is back', async () => {
  expect(await ask('/readyz')).toEqual({ status: 200, body: '{"ready":true,"why":[]}' });
  all.redis.pause();
  await expect.poll(async () => (await ask('/readyz')).status).toBe(503);
  expect((await ask('/readyz')).body).toBe('{"ready":false,"why":["The log does not answer."]}');
  expect(await ask('/healthz')).toEqual({ status: 200, body: '{"ok":true}' });
  await expect.poll(() => figure('torget_log_verified')).toBe('0');
  await expect.poll(said).toEqual(['Redis is away']);
  const api = new OfficeApi(hub.url);
  expect((await api.issue('blanketter')).status).toBe(503);
  const answer = await fetch(`${hub.url}/api/v1/offices/ragsved/tickets`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ requestId: 'while-away', topic: 'blanketter', language: 'sv' }),
  });
  expect([answer.status, headsOf(answer)]).toEqual([503, HEADS_OF_THE_API]);

  all.redis.resume();
  // Sooner than what failed meanwhile would speak against it.
  await expect.poll(async () => (await ask('/readyz')).status, { timeout: 20_000 }).toBe(200);
  expect(await figure('torget_log_verified')).toBe('1');
  expect(Number(await figure('torget_log_streams_followed'))).toBeGreaterThan(3); // others append to them, too
  expect((await api.issue('blanketter')).status).toBe(201);
  api.close();
  expect(said()).toEqual(['Redis is away', 'Redis is back']);
});

it('[OP13] notices a Redis that hangs also when it is asked all the time', async () => {
  let asks = true;
  onTestFinished(() => {
    asks = false;
    all.redis.resume();
  });
  const asking = (async () => {
    while (asks) {
      await ask('/readyz');
      await pause(500);
    }
  })();

  all.redis.pause();
  const api = new OfficeApi(hub.url);
  expect((await api.issue('blanketter')).status).toBe(503);
  await expect.poll(() => figure('torget_log_verified')).toBe('0');
  all.redis.resume();
  await expect.poll(async () => (await ask('/readyz')).status, { timeout: 20_000 }).toBe(200);
  expect((await api.issue('blanketter')).status).toBe(201);
  asks = false;
  await asking;
  api.close();
});

it('[OP13] takes no Redis for dead that answers, also when it has stood still itself', async () => {
  const lines = await linesOfHubs();
  expect(lines.length).toBeGreaterThan(3);
  await pause(12_000);
  expect(await linesOfHubs()).toEqual(lines);
  hub.suspend();
  await pause(12_000);
  hub.resume();
  await pause(3_000);
  expect(await linesOfHubs()).toEqual(lines);
  expect(said().at(-1)).toBe('Redis is back');
});

it('[OP13] takes no Redis for dead that answers a ping with a refusal', async () => {
  const admin = await createClient({ url: all.redis.url }).connect();
  onTestFinished(() => admin.close());
  await admin.sendCommand('ACL SETUSER pingless on >secret ~* &* +@all -ping'.split(' '));
  const memory = await RedisSharedMemory.open(all.redis.url.replace('://', '://pingless:secret@'));
  onTestFinished(() => memory.close());
  const lines = await linesOfHubs();
  await pause(12_000);
  expect(await linesOfHubs()).toEqual(lines);
  await memory.put('still', 'there', 1_000);
});

it('[OP13] says once that the Redis of the tallies is away, and that it is back', async () => {
  const ofTallies = () =>
    hub.errors
      .split('\n')
      .filter((line) => line.includes('of the tallies'))
      .map((line) => JSON.parse(line).msg);
  await all.tallies.kill();
  await expect.poll(ofTallies).toEqual(['The Redis of the tallies is away']);
  expect((await ask('/readyz')).status).toBe(200);
  await all.tallies.startAgain();
  await expect
    .poll(ofTallies)
    .toEqual(['The Redis of the tallies is away', 'The Redis of the tallies is back']);
});

it('[OP15] an older hub beside a newer one is not ready once that has written what it does not know', async () => {
  const log = await RedisStreamsEventLog.open(all.redis.url, {
    durability: 'strict',
    onFault: () => {},
  });
  const today = (await log.list('queue/ragsved/')).at(-1) ?? '';
  const newer = { id: randomUUID(), schema: 99, cause: null, event: { type: 'NotKnownYet' } };
  await log.append(today, [newer], (await log.read(today)).length);
  await log.close();
  const api = new OfficeApi(hub.url);
  const { status, body } = await api.issue('blanketter');
  expect([status, body.code]).toEqual([503, 'hub-unavailable']);
  api.close();
  expect(await ask('/readyz')).toEqual({
    status: 503,
    body: '{"ready":false,"why":["A newer hub has written what this one does not know."]}',
  });
  expect(hub.errors).toContain('Start the newer version again');
});
