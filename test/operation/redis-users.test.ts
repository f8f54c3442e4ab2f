/** The users that docs/operations.md has for Redis, on a real one with a real hub. Rules OP… in docs/spec.md. */
import { readFileSync } from 'node:fs';
import { createClient } from 'redis';
import { expect, it, onTestFinished } from 'vitest';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { RedisCounters } from '#server/tallies/redis-counters.ts';
import { TestHub } from '#test/support/hub.ts';
import { noted } from '#test/support/notes.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { openRedis } from '#test/support/redis.ts';

const PASSWORD = 'a-long-password-for-tests';

/** As they stand there: first that of the log, then that of the tallies. */
const USERS = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^ {4}user hub (on .*)$/gm)];

async function redisWithUser(index: number, settings: Record<string, string> = {}) {
  const redis = await openRedis(settings);
  const admin = await createClient({ url: redis.url }).connect();
  onTestFinished(async () => {
    await admin.close();
    await redis.close();
  });
  const rules = USERS[index]?.[1]?.replace('PASSWORD', PASSWORD).split(' ') ?? [];
  await admin.sendCommand(['ACL', 'SETUSER', 'hub', ...rules]);
  const url = redis.url.replace('://', `://hub:${PASSWORD}@`);
  const refusals = async () => (await admin.sendCommand(['ACL', 'LOG'])) as unknown as unknown[];
  return { url, refusals };
}

/** What a hub does on other days than this one. */
async function doesEverything(logUrl: string, talliesUrl: string): Promise<void> {
  const log = await RedisStreamsEventLog.open(logUrl, { durability: 'strict', onFault: () => {} });
  await log.append('queue/ragsved/2024-01-01', [noted('old')], 0);
  const unfollow = log.follow('queue/ragsved/2024-01-01', 0, () => {});
  await log.list('');
  await log.drop('queue/ragsved/2024-01-01');
  await log.compact();
  unfollow();
  await log.close();
  const counters = await RedisCounters.open(talliesUrl);
  await counters.add('ragsved/2024-01-01/day', 'one', { men: 1 });
  expect(await counters.knows('ragsved/2024-01-01/day', 'one')).toBe(true);
  await counters.takeAway('ragsved/2024-01-01/day', 'two', { men: 1 });
  await counters.closeAllBut('ragsved/', []);
  await counters.read('ragsved/');
  await counters.close();
}

it('[OP14] are enough for a hub, and not for anything else', async () => {
  expect(USERS).toHaveLength(2);
  const log = await redisWithUser(0);
  const tallies = await redisWithUser(1, { appendonly: 'no' });
  const hub = await TestHub.alone({ EVENT_LOG: log.url, TALLIES: tallies.url });
  onTestFinished(() => hub.end());
  expect(hub.output).toContain('keeps what it has acknowledged');
  const api = new OfficeApi(hub.url);
  onTestFinished(() => api.close());
  const { body: ticket } = await api.issue('blanketter');
  await api.post('/desks/bord-1/open');
  expect((await api.post('/desks/bord-1/call-next')).body.number).toBe(ticket.number);
  await hub.stop();
  await hub.startAgain();
  expect((await api.get(`/tickets/${ticket.number}`)).status).toBe(200);
  await doesEverything(log.url, tallies.url);
  expect([await log.refusals(), await tallies.refusals()]).toEqual([[], []]);
  expect(hub.errors).toBe('');

  for (const { url } of [log, tallies]) {
    const somebody = await createClient({ url }).connect();
    onTestFinished(() => somebody.close());
    for (const command of [
      ['FLUSHALL'],
      ['KEYS', '*'],
      ['CONFIG', 'SET', 'appendonly', 'no'],
      ['ACL', 'LIST'],
      ['SHUTDOWN'],
      ['SADD', 'others', '1'],
    ])
      await expect(somebody.sendCommand(command), command.join(' ')).rejects.toThrow('NOPERM');
  }
});
