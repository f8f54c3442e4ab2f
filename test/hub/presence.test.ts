import { expect, it, onTestFinished } from 'vitest';
import { Presence } from '#server/hub/presence.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import type { DeviceId } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { hubsLines } from '#test/support/hubs-lines.ts';

const WINDOW = 'display-1' as DeviceId;
const MINUTE_MS = 60_000;

it('[DV8] two machines that keep cutting each other are news once, and again after a rest', () => {
  let now = 0;
  let cuts = 0;
  const presence = new Presence(() => now, Tidings.alone());
  const comes = (screen: string) => {
    let isNews = false;
    presence.deviceOnLine(WINDOW, {
      screen,
      cut: () => {
        cuts += 1;
      },
      onDoubled: () => {
        isNews = true;
      },
    });
    return isNews;
  };
  expect([comes('one'), comes('other')]).toEqual([false, true]);
  for (let turn = 0; turn < 30; turn++) {
    now += MINUTE_MS;
    expect([comes('one'), comes('other')]).toEqual([false, false]);
  }
  expect(cuts).toBe(61);
  expect(presence.device(WINDOW).doubledAt).toBe(now);
  now += 10 * MINUTE_MS;
  expect(comes('one')).toBe(true);
});

it('[DY5] whoever comes to a computer or leaves it is told of at once, and it is there as long as anybody is', () => {
  const told: [OfficeId, boolean][] = [];
  const computer = 'staff-1' as DeviceId;
  const office = 'liten' as OfficeId;
  const presence = new Presence(() => 0, Tidings.alone());
  presence.onChange((where) => told.push([where, presence.device(computer).connected]));
  const [one, other] = [presence.worksAt(computer, office), presence.worksAt(computer, office)];
  one();
  other();
  expect(told).toEqual([
    [office, true],
    [office, true],
    [office, true],
    [office, false],
  ]);
});

it('[DY5] a device that is on the line was last seen when it came, and not at every look: a view of it may stand', () => {
  let now = 1_000;
  const presence = new Presence(() => now, Tidings.alone());
  const gone = presence.deviceOnLine(WINDOW, { screen: 'one', cut: () => {}, onDoubled: () => {} });
  now = 60_000;
  expect(presence.device(WINDOW)).toMatchObject({ connected: true, lastSeenAt: 1_000 });
  gone();
  expect(presence.device(WINDOW)).toMatchObject({ connected: false, lastSeenAt: 60_000 });
});

it('[MH16] of two hubs one keeps a device’s line, whatever their clocks say and whoever hears first', async () => {
  const hubs = twoHubs([0, -30_000]);
  const [one, behind] = hubs;
  const { comes, cuts, told } = atHubs();
  comes(one, 'first');
  await expect.poll(() => behind.device(WINDOW).connected).toBe(true);
  comes(behind, 'second');
  await expect.poll(() => cuts).toEqual(['first']);
  await expect.poll(() => one.device(WINDOW)).toMatchObject({ connected: true, doubledAt: 1e6 });
  expect(behind.device(WINDOW).doubledAt).toBe(970_000);
  comes(one, 'third');
  await expect.poll(() => cuts).toEqual(['first', 'second']);
  expect(told).toEqual(['second']);

  // At the same moment, before either has heard of the other.
  const other = 'display-2' as DeviceId;
  const kept = new Set<Presence>(hubs);
  for (const hub of hubs)
    hub.deviceOnLine(other, {
      screen: String(hubs.indexOf(hub)),
      cut: () => kept.delete(hub),
      onDoubled: () => {},
    });
  await expect.poll(() => kept.size).toBe(1);
});

it('[MH16] two machines with one key that come to two hubs at once are told of once, however long they cut each other', async () => {
  const [one, other] = twoHubs([0, 0]);
  const { comes, cuts, told } = atHubs();
  comes(one, 'ours');
  comes(other, 'a copy');
  for (let turn = 1; turn <= 6; turn++) {
    await expect.poll(() => cuts.length).toBe(turn);
    const screen = cuts.at(-1) ?? '';
    comes(screen === 'ours' ? one : other, screen); // each goes on where it was
  }
  for (const hub of [one, other]) expect(hub.device(WINDOW).doubledAt).not.toBe(null);
  expect(told).toHaveLength(1);
});

it('[MH16] a new quarrel is told of, also where one of them comes to a hub that has just started', async () => {
  let now = 1_000_000;
  const line = hubsLines(() => false);
  const hub = () => {
    const tidings = new Tidings(line(), () => expect.unreachable());
    onTestFinished(() => tidings.close());
    return new Presence(() => now, tidings);
  };
  const { comes, cuts, told } = atHubs();
  const [one, other] = [hub(), hub()];
  comes(one, 'ours');
  await expect.poll(() => other.device(WINDOW).connected).toBe(true);
  comes(other, 'a copy');
  await expect.poll(() => cuts).toEqual(['ours']);
  now += 60 * MINUTE_MS;
  comes(hub(), 'ours');
  await expect.poll(() => cuts).toEqual(['ours', 'a copy']);
  expect(told).toEqual(['a copy', 'a copy']);
});

/** @param aheadMs their clocks, of the same time */
function twoHubs(aheadMs: readonly [number, number]): [Presence, Presence] {
  const line = hubsLines(() => false);
  const [one, other] = aheadMs.map((ahead) => {
    const tidings = new Tidings(line(), () => expect.unreachable());
    onTestFinished(() => tidings.close());
    return new Presence(() => 1_000_000 + ahead, tidings);
  });
  return [one as Presence, other as Presence];
}

/** Lines of one device to several hubs: whose were cut, and at whose coming or going somebody was told that there are two. */
function atHubs() {
  const cuts: string[] = [];
  const told: string[] = [];
  const comes = (hub: Presence, screen: string) => {
    const gone = hub.deviceOnLine(WINDOW, {
      screen,
      cut: () => {
        cuts.push(screen);
        gone();
      },
      onDoubled: () => told.push(screen),
    });
  };
  return { comes, cuts, told };
}
