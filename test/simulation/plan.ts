/**
 * What people do and what befalls machines in one run, all of it drawn beforehand: so that a history can be told, and
 * one that goes wrong be shortened by leaving out of it what it goes wrong without.
 */
import { seeded } from '#test/support/seeded.ts';

/** `at`: milliseconds since the run began. `dice`: from 0 up to 1, for whoever chooses when it is done. */
export type Act = { readonly at: number } & (
  | { what: 'take'; terminal: number; dice: number; paper: boolean }
  /** Whoever sits at a desk does what she can. */
  | { what: 'press'; desk: number; dice: number; other: number }
  /** A request that was made before is made again, at another screen that may ask it. */
  | { what: 'repeat'; which: number; changed: boolean }
  | { what: 'kill-hub'; hub: number; forMs: number; silently: boolean }
  | { what: 'cut-store'; hub: number; forMs: number }
  | {
      what: 'rough-store';
      hub: number;
      forMs: number;
      losesAsked: number;
      losesAnswers: number;
      holdsUp: number;
      slowestMs: number;
    }
  | { what: 'full-disk'; forMs: number }
  | { what: 'break-line'; which: number; clientAfter: number; serverAfter: number }
  | { what: 'stand-line'; which: number; ms: number }
  | { what: 'slow-network'; slowestMs: number; forMs: number }
  | { what: 'lose-screen'; screen: number; forMs: number }
  | { what: 'reload-screen'; screen: number }
  | { what: 'kill-agent'; forMs: number }
  | { what: 'cut-agent'; forMs: number; hubHearsAfterMs: number }
  /** What it is told comes late, and what it says comes at once. */
  | { what: 'deafen-agent'; forMs: number }
  | { what: 'printer'; seed: number }
  /** Its voltage sags under the next slip, which is lost; its line stands. */
  | { what: 'weaken-printer' }
  /** What it answers to the next slip, and from then on, comes late and all at once. */
  | { what: 'hush-printer'; forMs: number }
);

export type Setting = {
  /** Where the office's clock stands. */
  startsAt: string;
  hours: 'day' | 'round-the-clock';
  hubs: number;
  /** On paper, too. */
  prints: boolean;
  seed: number;
};

const SETTINGS: readonly Pick<Setting, 'startsAt' | 'hours'>[] = [
  { startsAt: '2026-11-24T10:00:00', hours: 'day' },
  { startsAt: '2026-11-24T15:59:20', hours: 'day' },
  { startsAt: '2026-11-24T23:58:50', hours: 'round-the-clock' },
  { startsAt: '2026-11-24T23:58:50', hours: 'round-the-clock' },
  { startsAt: '2026-10-25T02:59:30', hours: 'round-the-clock' },
  { startsAt: '2026-10-24T23:58:50', hours: 'round-the-clock' },
];

/** So long things happen and go wrong; then they only happen to be looked at. */
export const TROUBLE_MS = 100_000;

export function settingOf(seed: number): Setting {
  const dice = seeded(seed ^ 0x5e77);
  const chosen = SETTINGS[Math.floor(dice() * SETTINGS.length)] ?? SETTINGS[0];
  if (!chosen) throw new Error('there is no setting');
  return { ...chosen, hubs: dice() < 0.75 ? 2 : 3, prints: dice() < 0.4, seed };
}

export function planOf(seed: number): Act[] {
  const dice = seeded(seed);
  const { prints } = settingOf(seed);
  const whole = (most: number) => Math.floor(dice() * most);
  const between = (least: number, most: number) => least + whole(most - least);
  const at = () => 3_000 + whole(TROUBLE_MS - 3_000);
  const acts: Act[] = [];
  const times = (count: number, act: () => Act) => {
    for (let n = 0; n < count; n++) acts.push(act());
  };
  // Everybody sits down.
  for (let desk = 0; desk < 3; desk++)
    acts.push({ at: 1_500 + whole(1_000), what: 'press', desk, dice: 0, other: 0 });
  times(between(12, 40), () => ({
    ...{ at: at(), what: 'take', terminal: whole(2), dice: dice() },
    paper: dice() < (prints ? 0.8 : 0.2),
  }));
  times(between(40, 120), () => ({
    ...{ at: at(), what: 'press', desk: whole(3), dice: dice(), other: dice() },
  }));
  times(between(5, 20), () => ({
    ...{ at: at(), what: 'repeat', which: dice(), changed: dice() < 0.1 },
  }));
  // Some days are quiet, on some everything happens.
  const luck = dice();
  const some = (most: number) => (dice() < luck ? whole(most + 1) : 0);
  const short = () => between(200, 20_000);
  times(some(3), () => ({
    ...{ at: at(), what: 'kill-hub', hub: whole(3), forMs: short(), silently: dice() < 0.4 },
  }));
  times(some(3), () => ({ at: at(), what: 'cut-store', hub: whole(3), forMs: short() }));
  times(some(3), () => ({
    ...{ at: at(), what: 'rough-store', hub: whole(3), forMs: between(5_000, 40_000) },
    ...{ losesAsked: dice() * 0.2, losesAnswers: dice() * 0.3, holdsUp: dice() * 0.15 },
    slowestMs: dice() < 0.5 ? 20 : 1_500,
  }));
  times(some(1), () => ({ at: at(), what: 'full-disk', forMs: short() }));
  times(some(8), () => ({
    ...{ at: at(), what: 'break-line', which: dice() },
    clientAfter: dice() < 0.5 ? 5 : between(0, 20_000),
    serverAfter: dice() < 0.5 ? 5 : between(0, 20_000),
  }));
  times(some(6), () => ({ at: at(), what: 'stand-line', which: dice(), ms: between(100, 4_000) }));
  times(some(2), () => ({
    ...{ at: at(), what: 'slow-network', slowestMs: between(50, 1_200), forMs: short() },
  }));
  times(some(2), () => ({ at: at(), what: 'lose-screen', screen: whole(7), forMs: short() }));
  times(some(2), () => ({ at: at(), what: 'reload-screen', screen: whole(7) }));
  times(some(1), () => ({ at: at(), what: 'kill-agent', forMs: between(500, 8_000) }));
  times(some(2), () => ({
    ...{ at: at(), what: 'cut-agent', forMs: between(100, 8_000) },
    hubHearsAfterMs: between(0, 15_000),
  }));
  const isDeafLong = dice() < 0.5;
  times(prints ? some(1) : 0, () => ({
    ...{ at: 3_000 + whole(10_000), what: 'deafen-agent' },
    forMs: isDeafLong ? between(75_000, 87_000) : short(),
  }));
  // What is wrong with a printer may last for a minute.
  times(some(5), () => ({ at: 3_000 + whole(30_000), what: 'printer', seed: whole(1e6) }));
  times(prints ? some(3) : 0, () => ({ at: at(), what: 'weaken-printer' }));
  // A slip is waited for five seconds.
  times(prints ? some(2) : 0, () => ({
    ...{ at: at(), what: 'hush-printer', forMs: between(500, 9_000) },
  }));
  return acts.sort((one, other) => one.at - other.at);
}
