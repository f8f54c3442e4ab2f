/** The users that docs/operations.md has for Redis, on a real one with a real hub. Rules OP… in docs/spec.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'redis';
import { expect, it, onTestFinished } from 'vitest';
import { RedisStreamsEventLog } from '#server/event-log/redis-streams-event-log.ts';
import { RedisCounters } from '#server/tallies/redis-counters.ts';
import { TestHub } from '#test/support/hub.ts';
import { noted } from '#test/support/notes.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { openRedis } from '#test/support/redis.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const PASSWORD = 'a-long-password-for-tests';

/** The two `users.acl`, as they stand there: first that of the log, then that of the tallies. */
const USERS = (
  readFileSync('docs/operations.md', 'utf8').match(/(^ {4}user .*\n)+/gm) ?? []
).filter((users) => users.includes('user hub'));

async function redisWithUsers(index: number, settings: Record<string, string> = {}) {
  const aclfile = join(temporaryFolder(), 'users.acl');
  const users = USERS[index]?.replaceAll(/^ +/gm, '').replaceAll('PASSWORD', PASSWORD);
  writeFileSync(aclfile, `${users}user operator on >${PASSWORD} ~* &* +@all\n`);
  const redis = await openRedis({ ...settings, aclfile });
  onTestFinished(() => redis.close());
  const as = (user: string) => redis.url.replace('://', `://${user}:${PASSWORD}@`);
  const refusals = async () => {
    const operator = await createClient({ url: as('operator') }).connect();
    const log = (await operator.sendCommand(['ACL', 'LOG'])) as unknown as unknown[];
    await operator.close();
    return log;
  };
  return { redis, url: as('hub'), refusals };
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
  const log = await redisWithUsers(0);
  const tallies = await redisWithUsers(1, { appendonly: 'no' });
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

  for (const { redis, url } of [log, tallies]) {
    const nobody = createClient({ url: redis.url, socket: { reconnectStrategy: false } });
    nobody.on('error', () => {});
    await expect(nobody.connect().then(() => nobody.ping())).rejects.toThrow('NOAUTH');
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

it('[OP14] leave what was acknowledged where it is when Redis starts again and no hub remembers it', async () => {
  const log = await redisWithUsers(0);
  const tallies = await redisWithUsers(1, { appendonly: 'no' });
  const hub = await TestHub.alone({ EVENT_LOG: log.url, TALLIES: tallies.url });
  onTestFinished(() => hub.end());
  const api = new OfficeApi(hub.url);
  onTestFinished(() => api.close());
  const { body: ticket } = await api.issue('blanketter');
  await hub.stop('SIGKILL');
  await log.redis.kill();
  await log.redis.startAgain();
  await hub.startAgain();
  expect(await api.get(`/tickets/${ticket.number}`)).toMatchObject({
    status: 200,
    body: { state: 'waiting' },
  });
});
