/** Office time in the window, with a device's clock that anybody sets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DisplayClock } from '../../display/display-clock.ts';

const NOON = Date.parse('2026-11-24T12:00:00+01:00');
const HOUR = 3_600_000;

/** A device whose clock can be set, and on which time passes. */
function madeUpDevice(clockAt = NOON) {
  let device = clockAt;
  let steady = 1_234.5;
  const clock = new DisplayClock({
    device: () => device,
    steady: () => steady,
    builtAt: NOON - 1_000 * HOUR,
  });
  return {
    clock,
    pass: (ms: number) => {
      device += ms;
      steady += ms;
    },
    /** Its time passes, and the steady clock stands still: it is set, or it slept. */
    set: (ms: number) => {
      device += ms;
    },
  };
}

describe('a window that hears the hub', () => {
  it('[W1] has the time that the hub says, whatever the device has', () => {
    const { clock, pass } = madeUpDevice(NOON - 5_000 * HOUR);
    expect(clock.sure).toBe(false);
    clock.hear(NOON, 'log');
    pass(90_000);
    expect(clock.now()).toBe(NOON + 90_000);
    expect(clock.sure).toBe(true);
  });

  it('[W1] takes the word that was least delayed, and never goes back for a delay', () => {
    const { clock, pass } = madeUpDevice();
    clock.hear(NOON - 300, 'log'); // 300 ms on its way
    pass(5_000);
    clock.hear(NOON + 5_000 - 20, 'log');
    expect(clock.now()).toBe(NOON + 4_980);
    pass(5_000);
    clock.hear(NOON + 10_000 - 3_000, 'log');
    expect(clock.now()).toBe(NOON + 9_980);
    for (let n = 0; n < 12; n++) clock.hear(NOON + 10_000 - 100, 'log');
    expect(clock.now()).toBe(NOON + 9_980); // not 80 ms back
  });

  it('[W1] follows a hub that was started anew with another time', () => {
    const { clock } = madeUpDevice();
    clock.hear(NOON, 'log');
    expect(clock.now()).toBe(NOON);
    clock.hear(NOON - 48 * HOUR, 'another log');
    expect(clock.now()).toBe(NOON - 48 * HOUR);
  });

  it('[W1] goes on for days without it, and is not moved by whoever sets the device a little', () => {
    const { clock, pass, set } = madeUpDevice();
    clock.hear(NOON, 'log');
    pass(72 * HOUR);
    set(-40_000);
    expect(clock.now()).toBe(NOON + 72 * HOUR);
    expect(clock.sure).toBe(true);
  });

  it('[W2] does not know what time it is when the device is set, or sleeps, while the hub is away', () => {
    for (const jump of [-HOUR, 61_000, 9 * HOUR]) {
      const { clock, pass, set } = madeUpDevice();
      clock.hear(NOON, 'log');
      pass(5_000);
      set(jump);
      expect(clock.sure).toBe(false);
      expect(clock.compared).toBeNull();
      clock.hear(NOON + 5_000, 'log');
      expect(clock.sure).toBe(true);
      expect(clock.now()).toBe(NOON + 5_000);
    }
  });
});

describe('a window that starts without the hub', () => {
  it('[W2] believes the device where it agrees with what was written down, also in a demonstration', () => {
    const { clock, pass } = madeUpDevice(NOON + 10 * HOUR);
    clock.recall({ officeMs: NOON - 2_000 * HOUR, deviceMs: NOON });
    expect(clock.sure).toBe(true);
    expect(clock.now()).toBe(NOON - 1_990 * HOUR);
    pass(1_000);
    expect(clock.now()).toBe(NOON - 1_990 * HOUR + 1_000);
  });

  it.each([
    ['is earlier than when it was last written down', NOON - 1, NOON],
    ['is earlier than the page was built', NOON - 1_001 * HOUR, NOON - 2_000 * HOUR],
  ])('[W2] does not believe a device whose clock %s', (_what, deviceAt, recordedAt) => {
    const { clock } = madeUpDevice(deviceAt);
    clock.recall({ officeMs: recordedAt, deviceMs: recordedAt });
    expect(clock.sure).toBe(false);
  });

  it('[W2] does not believe a device of which nothing is written down', () => {
    expect(madeUpDevice().clock.sure).toBe(false);
  });
});

it('[W1] never shows a time that is later than the hub’s, nor one that is further back than the longest delay', () => {
  const step = fc.record({
    passMs: fc.integer({ min: 0, max: 60_000 }),
    delayMs: fc.option(fc.integer({ min: 0, max: 4_000 })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, pass } = madeUpDevice();
      let office = NOON;
      clock.hear(office, 'log');
      let before = clock.now();
      for (const { passMs, delayMs } of steps) {
        pass(passMs);
        office += passMs;
        if (delayMs !== null) clock.hear(office - delayMs, 'log');
        const now = clock.now();
        expect(now).toBeLessThanOrEqual(office + 1);
        expect(now).toBeGreaterThanOrEqual(office - 4_001);
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
    }),
  );
});
