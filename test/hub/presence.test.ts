import { expect, it } from 'vitest';
import { Presence } from '#server/hub/presence.ts';
import type { DeviceId } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';

const WINDOW = 'display-1' as DeviceId;
const MINUTE_MS = 60_000;

it('[DV8] two machines that keep cutting each other are news once, and again after a rest', () => {
  let now = 0;
  let cuts = 0;
  const presence = new Presence(() => now);
  const comes = (screen: string) =>
    presence.deviceOnLine(WINDOW, {
      screen,
      cut: () => {
        cuts += 1;
      },
    }).doubled;
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
  const presence = new Presence(() => 0);
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
