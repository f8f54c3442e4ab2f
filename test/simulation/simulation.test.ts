/**
 * Days on which everything goes wrong that can, one after another in one thread: town.ts, and docs/simulation.md.
 * `npm run simulate` goes on from seeds drawn at random, or runs one seed again.
 */
import { randomInt } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type Act, planOf } from './plan.ts';
import { Runs, ruleOf } from './runs.ts';
import { shorten } from './shorten.ts';

vi.mock('socket.io', async () => ({ Server: (await import('./sockets.ts')).SimulatedServer }));
vi.mock('socket.io-client', async () => ({ io: (await import('./sockets.ts')).io }));

const FIRST_SEED = 1;
const SEEDS = 200;
const SEEDS_IN_A_TEST = 20;
const MINUTE_MS = 60_000;
/** Set by `npm run simulate`. */
const { SIMULATE_MINUTES: minutes, SIMULATE_SEED: onlySeed, SIMULATE_ACTS: onlyActs } = process.env;

async function expectWell(runs: Runs, seed: number, acts?: readonly Act[]): Promise<void> {
  const ended = await runs.run(seed, acts);
  if (ended.wrong.length === 0) return;
  expect.fail(acts ? ended.wrong.join('\n') : await runs.story(seed, ended));
}

describe.skipIf(minutes !== undefined || onlySeed !== undefined)('a made-up day', () => {
  it.each(
    Array.from({ length: SEEDS / SEEDS_IN_A_TEST }, (_, n) => FIRST_SEED + n * SEEDS_IN_A_TEST),
  )(
    '[SI1] whatever befalls hubs, screens, store and printer, nothing is that must never be, after every step (seeds from %i)',
    async (from) => {
      const runs = await Runs.open();
      for (let seed = from; seed < from + SEEDS_IN_A_TEST; seed++) await expectWell(runs, seed);
    },
  );

  it('[SI2] a seed is a day: it goes the same way each time, step by step', async () => {
    const runs = await Runs.open();
    for (const seed of [1, 2, 3, 4]) {
      const [one, other] = [await runs.run(seed), await runs.run(seed)];
      expect(other.trace).toBe(one.trace);
      expect(other.steps).toBe(one.steps);
    }
    expect((await runs.run(5)).trace).not.toBe((await runs.run(6)).trace);
  });

  it.each([
    { sabotage: 'forgets', rules: ['I2', 'I8', 'I9', 'fault'] },
    { sabotage: 'takes-any-version', rules: ['I1', 'I2', 'I3', 'I4', 'I8', 'I9', 'I10'] },
  ] as const)(
    '[SI3] a store that $sabotage is found, and the history told is short and goes wrong by itself',
    async ({ sabotage, rules }) => {
      const runs = await Runs.open(sabotage);
      for (let seed = FIRST_SEED; seed < FIRST_SEED + 20; seed++) {
        const ended = await runs.run(seed);
        const rule = ruleOf(ended.wrong);
        // Of a day in which only what follows from it is found, such as paper that waits in vain, the next tells more.
        if (!rule || !(rules as readonly string[]).includes(rule)) continue;
        const story = await runs.story(seed, ended);
        const kept = /--acts ([\d,]+|none)/.exec(story)?.[1] ?? '';
        const acts = actsOf(seed, kept);
        expect(acts.length).toBeLessThan(planOf(seed).length / 4);
        expect(ruleOf((await runs.run(seed, acts)).wrong)).toBe(rule);
        return;
      }
      expect.unreachable(`no seed finds a store that ${sabotage}`);
    },
  );

  it('[SI3] nothing can be left out of a shortened history', async () => {
    const needs = [3, 17, 40];
    const goesWrong = async (part: readonly number[]) => needs.every((one) => part.includes(one));
    const history = Array.from({ length: 64 }, (_, n) => n);
    expect(await shorten(history, goesWrong)).toEqual(needs);
  });
});

describe.runIf(onlySeed !== undefined)('npm run simulate -- --seed', () => {
  it(`seed ${onlySeed}`, async () => {
    const seed = Number(onlySeed);
    const acts = onlyActs === undefined ? undefined : actsOf(seed, onlyActs);
    await expectWell(await Runs.open(), seed, acts);
  });
});

describe.runIf(minutes !== undefined && onlySeed === undefined)('npm run simulate', () => {
  const forMs = Number(minutes) * MINUTE_MS;
  it(`${minutes} minutes of days drawn at random`, { timeout: forMs * 2 + MINUTE_MS }, async () => {
    const runs = await Runs.open();
    const begunAt = Date.now();
    let [days, steps, told] = [0, 0, 0];
    const tell = () =>
      process.stdout.write(
        `${Math.round((Date.now() - begunAt) / MINUTE_MS)} min: ${days} days, ${steps} steps, nothing wrong\n`,
      );
    while (Date.now() - begunAt < forMs) {
      const seed = randomInt(2 ** 31);
      const ended = await runs.run(seed);
      if (ended.wrong.length > 0) expect.fail(await runs.story(seed, ended));
      days++;
      steps += ended.steps;
      if (Date.now() - begunAt < (told + 1) * MINUTE_MS) continue;
      told++;
      tell();
    }
    tell();
  });
});

function actsOf(seed: number, kept: string): readonly Act[] {
  const plan = planOf(seed);
  return kept === 'none' ? [] : kept.split(',').flatMap((index) => plan[Number(index)] ?? []);
}
