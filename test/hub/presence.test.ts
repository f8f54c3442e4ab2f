import { expect, it } from 'vitest';
import { Presence } from '#server/hub/presence.ts';
import type { DeviceId } from '#shared/identity.ts';

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
