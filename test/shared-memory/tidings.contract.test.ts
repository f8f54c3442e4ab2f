/** What hubs tell one another of the moment, over every line that they may have. Rules MH… in docs/spec.md. */
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HubsLine } from '#server/shared-memory/hubs-line.ts';
import { InMemoryHubsLine } from '#server/shared-memory/in-memory-hubs-line.ts';
import { RedisHubsLine } from '#server/shared-memory/redis-hubs-line.ts';
import { SharedMemoryUnavailable } from '#server/shared-memory/shared-memory.ts';
import { type Heard, SILENT_MS, Tidings } from '#server/shared-memory/tidings.ts';
import { FaultProxy } from '#test/support/fault-proxy.ts';
import { hubsLines } from '#test/support/hubs-lines.ts';
import { openRedis, type RedisServer } from '#test/support/redis.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await openRedis();
});
afterAll(() => redis.close());

/** An adapter that is not in this table does not exist. */
const houses: { name: string; house: () => () => Promise<HubsLine> }[] = [
  {
    name: 'InMemoryHubsLine',
    house: () => {
      const lines = new Set<InMemoryHubsLine>();
      return async () => new InMemoryHubsLine(lines);
    },
  },
  { name: 'RedisHubsLine', house: () => () => RedisHubsLine.open(redis.url) },
];

function hubOn(line: HubsLine): Tidings {
  const hub = new Tidings(line, (fault) => {
    throw fault;
  });
  onTestFinished(() => hub.close());
  return hub;
}

/** What the other hubs say about it, as a hub that follows it knows. */
function heardBy(hub: Tidings, about = 'desks'): Map<string, unknown> {
  const known = new Map<string, unknown>();
  hub.follow(about, ({ name, word }) => {
    if (word === null) known.delete(name);
    else known.set(name, word);
  });
  return known;
}
const said = (known: Map<string, unknown>) => expect.poll(() => Object.fromEntries(known));

describe.each(houses)('tidings contract: $name', ({ house }) => {
  it('[MH13] all hear what one says, what it says otherwise and what it says no more, and nobody hears herself', async () => {
    const open = house();
    const [one, other, third] = [
      hubOn(await open()),
      hubOn(await open()),
      hubOn(await open()),
    ] as const;
    const [here, there, beyond] = [heardBy(one), heardBy(other), heardBy(third)];
    one.tell('desks', 'bord-1', ['Ann']);
    one.tell('desks', 'bord-2', { name: 'Å' });
    one.tell('pages', 'bord-1', 'of something else');
    for (const known of [there, beyond])
      await said(known).toEqual({ 'bord-1': ['Ann'], 'bord-2': { name: 'Å' } });
    one.tell('desks', 'bord-1', ['Ann', 'Bo']);
    one.tell('desks', 'bord-2', null);
    for (const known of [there, beyond]) await said(known).toEqual({ 'bord-1': ['Ann', 'Bo'] });
    expect(here.size).toBe(0);
  });

  it('[MH13] a hub that comes later hears all of it, whenever it begins to follow', async () => {
    const open = house();
    const one = hubOn(await open());
    const all = Object.fromEntries(Array.from({ length: 2_000 }, (_, nth) => [`d${nth}`, nth]));
    for (const [name, word] of Object.entries(all)) one.tell('lines', name, word);
    const late = hubOn(await open());
    const known = heardBy(late, 'lines');
    await said(known).toEqual(all);
    expect(Object.fromEntries(heardBy(late, 'lines'))).toEqual(all);
  });

  it('[MH13] a hub that stops is forgotten at once', async () => {
    const open = house();
    const one = new Tidings(await open(), () => {});
    const known = heardBy(hubOn(await open()));
    one.tell('desks', 'bord-1', 'Ann');
    await said(known).toEqual({ 'bord-1': 'Ann' });
    const stoppedAt = performance.now();
    await one.close();
    one.tell('desks', 'bord-1', 'Bo');
    await said(known).toEqual({});
    expect(performance.now() - stoppedAt).toBeLessThan(SILENT_MS / 2);
  });
});

describe('a line that loses what is said', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('[MH13] delays it by seconds, and what hubs know is the same in the end', async () => {
    vi.useFakeTimers();
    let isLost = () => false;
    const lossy = hubsLines(() => isLost());
    const [one, other] = [hubOn(lossy()), hubOn(lossy())] as const;
    const known = heardBy(other);
    let nth = 0;
    isLost = () => nth++ % 3 !== 0;
    for (let turn = 0; turn < 40; turn++) {
      one.tell('desks', `bord-${turn % 7}`, turn);
      if (turn % 5 === 0) one.tell('desks', `bord-${turn % 3}`, null);
      await vi.advanceTimersByTimeAsync(130);
    }
    isLost = () => false;
    await vi.advanceTimersByTimeAsync(4_000);
    const newcomer = heardBy(hubOn(lossy()));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(known.size).toBeGreaterThan(0);
    expect(known).toEqual(newcomer);
  });

  it('[MH13] a hub that has just come knows within a second what the others know', async () => {
    vi.useFakeTimers();
    const open = hubsLines(() => false);
    hubOn(open()).tell('desks', 'bord-1', 'Ann');
    await vi.advanceTimersByTimeAsync(2_050); // it has just said that it is there
    const known = heardBy(hubOn(open()));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Object.fromEntries(known)).toEqual({ 'bord-1': 'Ann' });
  });

  it('[MH13] and of a hub that is not heard nothing is known after eight to ten seconds, with since when', async () => {
    vi.useFakeTimers();
    let isSilent = false;
    const spoiled = hubsLines((hub) => isSilent && hub === one.hub);
    const [one, other] = [hubOn(spoiled()), hubOn(spoiled())];
    const heard: Heard[] = [];
    other.follow('desks', (news) => heard.push(news));
    one.tell('desks', 'bord-1', 'Ann');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(heard.map(({ word }) => word)).toEqual(['Ann']);
    isSilent = true;
    await vi.advanceTimersByTimeAsync(7_000);
    expect(heard).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(heard[1]).toMatchObject({ hub: one.hub, name: 'bord-1', word: null });
    expect(heard[1]?.silentMs).toBeGreaterThanOrEqual(8_000);
    expect(heard[1]?.silentMs).toBeLessThanOrEqual(10_000);
    isSilent = false;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(heard.map(({ word }) => word)).toEqual(['Ann', null, 'Ann']);
  });

  it('[MH17] a thousand changes within a tenth of a second are one message, and a hub at rest says a few bytes every two seconds', async () => {
    vi.useFakeTimers();
    const house = new Set<InMemoryHubsLine>();
    const texts: string[] = [];
    new InMemoryHubsLine(house).onSaid((text) => texts.push(text));
    const one = hubOn(new InMemoryHubsLine(house));
    await vi.advanceTimersByTimeAsync(2_050);
    texts.length = 0;
    for (let nth = 0; nth < 1_000; nth++) one.tell('lines', `d${nth}`, nth);
    for (let nth = 0; nth < 1_000; nth++) one.tell('lines', `d${nth}`, nth);
    await vi.advanceTimersByTimeAsync(100);
    expect(texts).toHaveLength(1);
    texts.length = 0;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts).toHaveLength(10);
    for (const text of texts) expect(text.length).toBeLessThan(60);
  });

  it('[MH17] a hub that shares with nobody says nothing and sets no timer', () => {
    vi.useFakeTimers();
    const alone = Tidings.alone();
    alone.tell('lines', 'one', 1);
    alone.follow('lines', () => expect.unreachable());
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('[MH13] what cannot be understood, and a listener that fails, end no hub', async () => {
  const house = new Set<InMemoryHubsLine>();
  const line = new InMemoryHubsLine(house);
  const faults: unknown[] = [];
  const hub = new Tidings(new InMemoryHubsLine(house), (fault) => faults.push(fault));
  onTestFinished(() => hub.close());
  hub.follow('fails', () => {
    throw new Error('a mistake of ours');
  });
  const known = heardBy(hub);
  const mistakes = () => faults.filter((fault) => String(fault) === 'Error: a mistake of ours');
  for (const text of ['', '{', 'null', '[]', '{"hub":1}', '{"hub":"x","nth":0,"told":{}}'])
    line.say(text);
  line.say('{"hub":"x","nth":1,"told":{"fails":{"a":1},"desks":{"bord-0":1}}}');
  line.say('{"hub":"x","nth":2,"told":{"desks":{"__proto__":1,"bord-1":2}},"new":true}');
  await expect.poll(() => known.get('bord-1')).toBe(2);
  expect(known.get('bord-0')).toBe(1);
  expect(mistakes()).toHaveLength(1);
  line.say('{"hub":"x","nth":3,"told":{},"gone":true}');
  await expect.poll(() => known.size).toBe(0);
  expect(mistakes()).toHaveLength(2);
  expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
});

it('[MH13] a listener that fails when a hub has fallen silent ends no hub', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const house = new Set<InMemoryHubsLine>();
  const line = new InMemoryHubsLine(house);
  const faults: unknown[] = [];
  const hub = new Tidings(new InMemoryHubsLine(house), (fault) => faults.push(fault));
  onTestFinished(() => hub.close());
  hub.follow('fails', ({ word }) => {
    if (word === null) throw new Error('a mistake of ours');
  });
  line.say('{"hub":"x","nth":1,"told":{"fails":{"a":1}}}');
  await vi.advanceTimersByTimeAsync(SILENT_MS + 2_000);
  expect(faults.map(String)).toEqual(['Error: a mistake of ours']);
});

it('[MH13] what a hub says no more is forgotten, whatever its name', async () => {
  const house = new Set<InMemoryHubsLine>();
  const line = new InMemoryHubsLine(house);
  const known = heardBy(hubOn(new InMemoryHubsLine(house)), 'printers');
  line.say('{"hub":"x","nth":1,"told":{"printers":{"constructor":1,"a":1}}}');
  await said(known).toEqual({ constructor: 1, a: 1 });
  line.say('{"hub":"x","nth":5,"told":{"printers":{"b":1}},"all":true}');
  await said(known).toEqual({ b: 1 });
});

describe('a line over Redis', () => {
  it('[MH13] that breaks is mended by itself, and what was said meanwhile is heard then', async () => {
    const proxy = await FaultProxy.to(redis.port);
    onTestFinished(() => proxy.close());
    const one = hubOn(await RedisHubsLine.open(`redis://127.0.0.1:${proxy.port}`));
    const other = hubOn(await RedisHubsLine.open(redis.url));
    const [here, there] = [heardBy(one), heardBy(other)];
    one.tell('desks', 'bord-1', 'Ann');
    other.tell('desks', 'bord-2', 'Bo');
    await said(there).toEqual({ 'bord-1': 'Ann' });
    await said(here).toEqual({ 'bord-2': 'Bo' });
    proxy.reset();
    one.tell('desks', 'bord-1', 'Cim');
    other.tell('desks', 'bord-2', 'Dag');
    await said(there).toEqual({ 'bord-1': 'Cim' });
    await said(here).toEqual({ 'bord-2': 'Dag' });
  });

  it('[MH13] that nobody answers on, or that this hub may not listen to, is told of in a sentence', async () => {
    const own = await openRedis();
    await own.close();
    await expect(RedisHubsLine.open(own.url)).rejects.toThrow(SharedMemoryUnavailable);
    await expect(RedisHubsLine.open(own.url)).rejects.toThrow('EVENT_LOG');
    const admin = await createClient({ url: redis.url }).connect();
    onTestFinished(() => admin.close());
    const rules = ['on', '>word', '~torget:*', 'resetchannels', '+@all'];
    await admin.sendCommand(['ACL', 'SETUSER', 'deaf', ...rules]);
    const deaf = redis.url.replace('://', '://deaf:word@');
    await expect(RedisHubsLine.open(deaf)).rejects.toThrow('&torget:* +publish +subscribe');
  });
});
