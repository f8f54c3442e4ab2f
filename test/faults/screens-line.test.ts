/** Windows whose line to a real hub is spoiled, and hubs that are killed or suspended under their windows. Rules FA… in docs/spec.md. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Board, Snapshot } from '#shared/views.ts';
import { FaultProxy, type LineFaults } from '#test/support/fault-proxy.ts';
import { TestHub } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { PeopleAtWork } from '#test/support/people-at-work.ts';
import { seeded } from '#test/support/seeded.ts';
import { sweep, times } from '#test/support/sweep.ts';
import { WindowLine } from '#test/support/window-line.ts';

/** Longer than a window waits for a word. */
const SILENT_MS = 17_000;
const ROUNDS = times('HUBS_KILL_ROUNDS', 4, 100);
/** That began at each hub. */
const WINDOWS = times('HUBS_KILL_WINDOWS', 2, 250);
const SEED = Number(process.env['KILL_SEED'] ?? 20261124);

async function oneHub(settings: Record<string, string> = {}) {
  const hub = await TestHub.alone(settings);
  const line = await FaultProxy.to(hub.port);
  onTestFinished(async () => {
    await line.close();
    await hub.end();
  });
  return { hub, line };
}

const isLive = (window: WindowLine) => expect.poll(() => window.state).toBe('live');

/** What the hub at `url` holds is what the window shows. */
async function showsTheNewest(window: WindowLine, url: string): Promise<void> {
  const api = new OfficeApi(url);
  await expect
    .poll(async () => {
      const { body } = await api.get<Snapshot<'board'>>('/board');
      const { state, shown } = window;
      return [state, shown?.version === body.version, shown?.calls[0]?.id === body.calls[0]?.id];
    })
    .toEqual(['live', true, true]);
  api.close();
  expect(window.wentBack).toEqual([]);
}

describe('a window', () => {
  const STORIES: readonly [string, LineFaults, number][] = [
    ['half a second late', { latencyMs: 500 }, 3_000],
    ['in slices of three bytes', { slicerBytes: 3 }, 3_000],
    ['three thousand bytes a second', { bytesPerSecond: 3_000 }, 6_000],
    ['half-open', { halfOpen: true }, SILENT_MS],
    ['silent and then ended', { timeoutMs: 700 }, 3_000],
  ];
  it.each(sweep(STORIES, ([, faults]) => 'slicerBytes' in faults || 'halfOpen' in faults))(
    '[FA9] AB-052 whose line is %s is at last as new as the hub, and never goes back',
    async (_what, faults, forMs) => {
      const { hub, line } = await oneHub();
      const window = WindowLine.to(line.port);
      const people = new PeopleAtWork([hub.url]);
      await isLive(window);
      line.become(faults);
      await pause(forMs);
      if (faults.halfOpen) expect(window.state).toBe('stale');
      line.become();
      await people.untilIssued(10);
      await people.stop();
      await showsTheNewest(window, hub.url);
    },
  );

  it('[FA9] whose line is down for a while says that it is old, and comes back by itself', async () => {
    const { hub, line } = await oneHub();
    const window = WindowLine.to(line.port);
    const people = new PeopleAtWork([hub.url]);
    await isLive(window);
    await line.down();
    await expect.poll(() => window.state).toBe('stale');
    await people.untilIssued(10);
    await people.stop();
    await line.up();
    await showsTheNewest(window, hub.url);
  });
});

describe('two hubs on Redis', () => {
  it(`[FA8] AB-125 AB-129 killed in turn ${ROUNDS} times under load: nothing is lost or doubled, and their ${2 * WINDOWS} windows come back and show the newest (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const city = await HubsOnRedis.start(2);
    onTestFinished(() => city.end());
    const windows = city.hubs.flatMap((hub) =>
      Array.from({ length: WINDOWS }, () => ({ hub, window: WindowLine.to(hub.port) })),
    );
    const people = new PeopleAtWork(city.hubs.map(({ url }) => url));
    for (const { window } of windows) await isLive(window);
    for (let round = 0; round < ROUNDS; round++) {
      await pause(20 + random() * 180);
      const hub = city.hubs[round % 2];
      await hub?.stop('SIGKILL');
      await people.untilIssued(5); // at the other
      await hub?.startAgain();
      for (const { window } of windows) await isLive(window);
    }
    await people.stop();
    for (const { hub, window } of windows) await showsTheNewest(window, hub.url);
    await people.expectNothingLostOrDoubled();
    for (const { errors } of city.hubs) expect(errors).toBe('');
  }, 7_200_000);
});

describe('a hub that is suspended', () => {
  it('[FA14] AB-131 AB-137 over midnight: its windows say that they are old and come back, and the day turns once', async () => {
    const { hub } = await oneHub();
    const api = new OfficeApi(hub.url);
    await api.issue('blanketter');
    api.close();
    await hub.stop();
    await hub.startAgain({ CLOCK: '2026-11-24T23:59:50+01:00[Europe/Stockholm]' });
    const window = WindowLine.to(hub.port);
    await isLive(window);
    expect(window.shown?.waiting).toBe(1);
    hub.suspend();
    await expect.poll(() => window.state, { timeout: 40_000 }).toBe('stale');
    await pause(10_000);
    hub.resume();
    const again = new OfficeApi(hub.url);
    await showsTheNewest(window, hub.url);
    await expect.poll(() => window.shown?.day).toBe('2026-11-25');
    expect(window.shown?.waiting).toBe(0);
    const days = await again.get<Board & { day: string }>('/board');
    expect(days.body.day).toBe('2026-11-25');
    again.close();
    expect(hub.errors).toBe('');
  });
});
