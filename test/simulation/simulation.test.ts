/**
 * Days on which everything goes wrong that can, one after another in one thread: see town.ts and docs/simulation.md.
 * SIMULATE_SEED runs one seed, SIMULATE_MINUTES goes on from seeds drawn at random.
 */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { PictureStore } from '#server/media/picture-store.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { type Act, planOf, settingOf } from './plan.ts';
import { live, type MakeLine, type RunEnded } from './town.ts';

vi.mock('socket.io', async () => ({ Server: (await import('./sockets.ts')).SimulatedServer }));
vi.mock('socket.io-client', async () => ({ io: (await import('./sockets.ts')).io }));

const SEEDS = Number(process.env['SIMULATE_SEEDS'] ?? 200);
const FIRST = Number(process.env['SIMULATE_SEED'] ?? 1);

describe('simulation', () => {
  it('[SI1] nothing that must never be', { timeout: 600_000 }, async () => {
    const folder = temporaryFolder();
    const pictures = await PictureStore.open(join(folder, 'media'));
    const at: string = '#shared/ui/hub-connection.ts';
    const { HubConnection } = (await import(at)) as { HubConnection: MakeLine };
    let runs = 0;
    const run = (seed: number, acts: readonly Act[]): Promise<RunEnded> =>
      live({
        setting: settingOf(seed),
        acts,
        MakeLine: HubConnection,
        pictures,
        folder: join(folder, `run-${++runs}`),
      });
    const t = performance.now();
    const count: Record<string, number> = {};
    let failed = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const ended = await run(seed, planOf(seed));
      for (const [k, n] of Object.entries(ended.count)) count[k] = (count[k] ?? 0) + n;
      if (ended.wrong.length > 0) { console.log(seed, ended.steps, ended.trace, ended.wrong.join('\n')); failed++ }
    }
    console.log('took', performance.now() - t, count);
    expect(failed).toBe(0);
  });
});
