import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findRedisServer } from '#setup/redis.mjs';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { runProgram } from '#test/support/run-program.ts';
import { seeded } from '#test/support/seeded.ts';
import { count, type Latencies, percentile } from './latencies.ts';
import { LoadOptionsError, loadOptions } from './options.ts';
import { OfficePromises } from './promises.ts';
import { add, newTally, note } from './tally.ts';
import { DAY_MINUTES, visitorsOf } from './visitors.ts';

const folder = mkdtempSync(join(tmpdir(), 'torget-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('who comes', () => {
  const days = Array.from({ length: 200 }, (_, seed) => visitorsOf(seeded(seed), DAY_MINUTES));
  const perMinute = (from: number, until: number) =>
    days.flat().filter(({ comesAt }) => comesAt >= from && comesAt < until).length / (until - from);

  it('[LO1] is told by the seed: the same visitors again, and others with another', () => {
    expect(visitorsOf(seeded(7), DAY_MINUTES)).toEqual(visitorsOf(seeded(7), DAY_MINUTES));
    const afternoon = visitorsOf(seeded(7), DAY_MINUTES - 200, 200).map(({ comesAt }) => comesAt);
    expect(afternoon).toEqual(
      visitorsOf(seeded(7), DAY_MINUTES)
        .map(({ comesAt }) => comesAt - 200)
        .filter((at) => at >= 0),
    );
    expect(visitorsOf(seeded(7), DAY_MINUTES)).not.toEqual(visitorsOf(seeded(8), DAY_MINUTES));
  });

  it('[LO1] comes in a burst when the office opens, and more before lunch than after', () => {
    const [opening, morning, afternoon] = [
      perMinute(0, 10),
      perMinute(60, 150),
      perMinute(240, 390),
    ];
    expect(opening).toBeGreaterThan(1.5 * morning);
    expect(morning).toBeGreaterThan(1.5 * afternoon);
  });

  it('[LO1] comes again the next day, when more than one is played', () => {
    const comes = visitorsOf(seeded(7), 2 * DAY_MINUTES).map(({ comesAt }) => comesAt);
    expect(comes.filter((at) => at >= DAY_MINUTES).length).toBeGreaterThan(20);
    expect(comes).toEqual(comes.toSorted((one, other) => one - other));
  });
});

describe('what is found', () => {
  it('[LO2] is a number given to two requests, and not the answer to a repeat of one', () => {
    const promises = new OfficePromises('ragsved');
    expect(promises.issued('A001', 'one')).toBeNull();
    expect(promises.issued('A001', 'one')).toBeNull();
    expect(promises.issued('A001', 'two')).toBe('ragsved: the number A001 was given twice');
  });

  it('[LO2] is a ticket called to two desks, whether desks or windows are told so', () => {
    const promises = new OfficePromises('ragsved');
    expect(promises.called('A001', 'bord-1')).toBeNull();
    expect(promises.shown({ id: 1, number: 'A001', desk: 'bord-1' })).toBeNull();
    expect(promises.called('A001', 'bord-2')).toMatch('A001 was called to bord-1 and to bord-2');
    expect(promises.shown({ id: 2, number: 'A001', desk: 'bord-1' })).toMatch('A001 was called to');
    expect(promises.shown({ id: 1, number: 'A002', desk: 'bord-1' })).toMatch(
      'call 1 was shown as',
    );
  });

  it('[LO2] is added up from every process, nothing of it lost', () => {
    const [sum, more] = [newTally(), newTally()];
    note(more.refusals, 'desk:call-next nobody-waiting', 2);
    more.broken.push('ragsved: …');
    more.latencies.set('ticket:issue', new Map([[3, 1]]));
    add(sum, more);
    add(sum, more);
    expect(sum).toMatchObject({ broken: ['ragsved: …', 'ragsved: …'] });
    expect([...sum.refusals]).toEqual([['desk:call-next nobody-waiting', 4]]);
    expect(sum.latencies.get('ticket:issue')).toEqual(new Map([[3, 2]]));
  });

  it('[LO3] is how long: to within two in a hundred', () => {
    const latencies: Latencies = new Map();
    for (let ms = 1; ms <= 1_000; ms += 1) count(latencies, ms);
    for (const [share, ms] of [
      [0.5, 500],
      [0.99, 990],
      [1, 1_000],
    ] as const) {
      const told = percentile(latencies, share) ?? 0;
      expect(Math.abs(told - ms) / ms).toBeLessThan(0.02);
    }
    expect(percentile(new Map(), 0.5)).toBeNull();
  });
});

/** @returns how it ended, and what it said */
async function load(args: readonly string[], env: Record<string, string> = {}) {
  const { code, said, complaints } = await runProgram('test/load/load.ts', { args, env });
  return { code, said: said + complaints };
}

describe('npm run load', () => {
  it('[LO4] plays an hour of three offices in seconds, keeps count, and leaves a report and a picture', async () => {
    const out = join(folder, 'three');
    const options = ['--offices', '3', '--minutes', '60', '--speed', '900', '--seed', '1'];
    const { code, said } = await load([...options, '--out', out]);
    expect([code, said]).toEqual([0, expect.stringContaining('No number was given twice')]);
    const report = readFileSync(join(out, 'report.md'), 'utf8');
    for (const told of ['call → display', 'desk:call-next', 'ticket:issue', 'hub 1'])
      expect(report).toMatch(new RegExp(`\\| ${told} \\| [1-9]`));
    expect(report).toMatch(/window stalled: [1-9]/);
    expect(report).toMatch(/window reconnected by itself: [1-9]/);
    const picture = readFileSync(join(out, 'hubs.svg'), 'utf8');
    // Its memory, its processor, how late its loop was, and the calls.
    expect(picture.match(/<path d="M[^"]*L/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('[LO4] plays at two hubs over Redis as at one', async () => {
    const out = join(folder, 'two-hubs');
    const options = ['--offices', '2', '--hubs', '2', '--minutes', '30', '--speed', '900'];
    const env = { REDIS_SERVER: await findRedisServer(() => {}) };
    const { code, said } = await load([...options, '--out', out], env);
    expect([code, said]).toEqual([0, expect.stringContaining('No number was given twice')]);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toMatch(/\| hub 2 \| [1-9]/);
  });

  it('[LO2] ends with 1 at a hub that forgot what it had acknowledged', async () => {
    const hub = await TestHub.alone();
    const other = mkdtempSync(join(folder, 'other-'));
    const options = ['--at', hub.url, '--minutes', '120', '--speed', '900', '--displays', '3'];
    try {
      const played = load([...options, '--out', join(folder, 'forgot')], { API_TOKEN: TOKEN });
      const issued = async () => {
        const response = await fetch(`${hub.url}/api/v1/offices/ragsved/tickets/A006`, {
          headers: { Authorization: `Bearer ${TOKEN}` },
        });
        return response.status;
      };
      await expect.poll(issued, { interval: 20 }).toBe(200);
      await hub.stop('SIGKILL');
      await hub.startAgain({ DATA_DIR: other });
      const { code, said } = await played;
      expect([code, said]).toEqual([1, expect.stringContaining('Broken promises')]);
    } finally {
      await hub.end();
    }
  });

  it('[LO5] names every option that is wrong, and plays at no real office', async () => {
    expect(() => loadOptions(['--offices', '0', '--minutes', 'ten', '--at', 'hub'])).toThrow(
      /--offices is.*--minutes is.*--at is/s,
    );
    expect(() => loadOptions(['--windows', '5'])).toThrow(LoadOptionsError);
    const hub = await TestHub.start({ CLOCK: '' });
    try {
      const { code, said } = await load(['--at', hub.url], { API_TOKEN: TOKEN });
      expect([code, said]).toEqual([2, expect.stringContaining('is no demonstration')]);
    } finally {
      await hub.end();
    }
  });
});
