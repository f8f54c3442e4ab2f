/** Two real hubs whose lines to a real Redis are spoiled, while people go on asking. Rules FA… in docs/spec.md. */
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SessionNow } from '#shared/identity.ts';
import { PROTOCOL_VERSION, type Shown } from '#shared/protocol.ts';
import type { LineFaults } from '#test/support/fault-proxy.ts';
import { type TestHub, TOKEN } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { foundOffice } from '#test/support/office-people.ts';
import { PeopleAtWork } from '#test/support/people-at-work.ts';
import { sweep } from '#test/support/sweep.ts';

/** Longer than a hub takes to see that a silent line is dead. */
const LONG_MS = 12_000;

/** A city of its own for each story: most of a story is waiting, so several are told at once. */
async function withTwoHubs(
  tell: (city: HubsOnRedis, people: PeopleAtWork) => Promise<void>,
): Promise<void> {
  const city = await HubsOnRedis.start(2, {}, { spoilable: true });
  const people = new PeopleAtWork(city.hubs.map(({ url }) => url));
  try {
    await people.untilIssued(20);
    await tell(city, people);
  } finally {
    await city.end();
  }
}

async function isWellAgain(city: HubsOnRedis, people: PeopleAtWork): Promise<void> {
  for (const { url } of city.hubs) await answers(url);
  await people.untilIssued(20);
  await people.stop();
  await people.expectNothingLostOrDoubled();
}

async function answers(url: string): Promise<void> {
  const api = new OfficeApi(url);
  // Not expect.poll, which belongs to one test and not to several at once.
  await vi.waitFor(
    async () => expect((await api.post('/desks/bord-3/open')).status).not.toBe(503),
    { timeout: 30_000, interval: 50 },
  );
  api.close();
}

describe.concurrent('a line to Redis that is spoiled', () => {
  const STORIES: readonly [string, LineFaults, number][] = [
    ['half a second late', { latencyMs: 500 }, 4_000],
    ['in slices of seven bytes', { slicerBytes: 7 }, 2_000],
    ['two thousand bytes a second', { bytesPerSecond: 2_000 }, 4_000],
    ['half-open', { halfOpen: true }, LONG_MS],
    ['silent and then ended', { timeoutMs: 700 }, 3_000],
  ];
  it.each(sweep(STORIES, ([, faults]) => 'latencyMs' in faults || 'halfOpen' in faults))(
    '[FA2] AB-129 %s, at one hub and then at both: nothing is lost or doubled',
    (_what, faults, forMs) =>
      withTwoHubs(async (city, people) => {
        const [one, other] = city.lines;
        one?.become(faults);
        await pause(forMs);
        other?.become(faults);
        await pause(forMs);
        for (const line of city.lines) line.become();
        await isWellAgain(city, people);
      }),
  );

  it('[FA2] AB-129 reset again and again: nothing is lost or doubled', () =>
    withTwoHubs(async (city, people) => {
      for (let round = 0; round < 20; round++) {
        city.lines[round % 2]?.reset();
        await pause(40 + 17 * round);
      }
      await isWellAgain(city, people);
    }));
});

describe.concurrent('a Redis that is away', () => {
  it.each([
    [
      'gone',
      (line: HubsOnRedis['lines'][number]) => line.down(),
      (line: HubsOnRedis['lines'][number]) => line.up(),
    ],
    [
      'silent',
      (line: HubsOnRedis['lines'][number]) => line.become({ halfOpen: true }),
      (line: HubsOnRedis['lines'][number]) => line.become(),
    ],
  ])(
    '[FA3] AB-129 %s: whoever asks is told so in words, hubs are idle, and all is well by itself',
    (_how, away, back) =>
      withTwoHubs(async (city, people) => {
        const [hub] = city.hubs;
        const desk = io(hub?.url ?? '', {
          ...{ transports: ['websocket'], forceNew: true },
          auth: { protocol: PROTOCOL_VERSION, view: 'desk', desk: 'bord-4', token: TOKEN },
        });
        let heard = 0;
        await new Promise<void>((first) => {
          const hears = ({ day, version, at }: Shown) => {
            desk.emit('shown', { day, version, at });
            heard += 1;
            first();
          };
          desk.on('snapshot', hears);
          desk.on('still', hears);
        });
        for (const line of city.lines) await away(line);
        const spent = city.hubs.map((one) => one.cpuSeconds());
        const began = performance.now();
        const ask = (requestId: string) =>
          desk.timeout(5 * LONG_MS).emitWithAck('desk:open', { requestId, desk: 'bord-4' });
        expect(await ask('while-away')).toEqual({ ok: false, code: 'hub-unavailable' });
        heard = 0;
        await pause(LONG_MS);
        const seconds = (performance.now() - began) / 1_000;
        const shares = city.hubs.map(
          (one, nth) => (one.cpuSeconds() - (spent[nth] ?? 0)) / seconds,
        );
        for (const share of shares) expect(share).toBeLessThan(0.25);
        expect(heard).toBeGreaterThan(0); // the last truth is still shown
        expect(people.excuses).toEqual(new Set(['hub-unavailable']));
        for (const line of city.lines) await back(line);
        await isWellAgain(city, people);
        expect(await ask('while-away')).toMatchObject({ ok: true });
        desk.close();
      }),
  );
});

it('[HB5] a session that began at another hub and cannot be looked up is not one that has ended: the API says that the hub is away', async () => {
  const city = await HubsOnRedis.start(2, {}, { spoilable: true });
  onTestFinished(() => city.end());
  const [here, there] = city.hubs as [TestHub, TestHub];
  const ada = (await foundOffice(here)).stranger().at(here);
  await city.lines[1]?.down();
  expect((await ada.signIn('ada')).status).toBe(200);
  const away = { status: 503, body: { code: 'hub-unavailable' } };
  expect(await ada.at(there).get('/session')).toMatchObject(away);
  await city.lines[1]?.up();
  await expect
    .poll(async () => (await ada.at(there).get<SessionNow>('/session')).body.who?.kind)
    .toBe('person');
});
