/** A hub with ten offices: what a city's web site may read of them, and what staff of several see. Rules CI… in docs/spec.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sideBySide } from '#server/side-by-side.ts';
import { waitingRange } from '#server/web/offices.ts';
import type { CityOffice, WaitingRange } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { ManyOffices } from '#test/support/many-offices.ts';
import type { Refused } from '#test/support/office-api.ts';
import { foundOffice, type Office } from '#test/support/office-people.ts';

type Listed = { id: string; name: string; opening: { open: boolean }; waiting: WaitingRange };

let seeds: ManyOffices;
let hub: TestHub;
let people: Office;

beforeAll(async () => {
  seeds = new ManyOffices(10);
  hub = await TestHub.start({ OFFICES: seeds.folder });
  people = await foundOffice(hub);
}, 30_000);
afterAll(async () => {
  await hub.end();
  seeds.remove();
});

const read = (headers: Record<string, string> = {}) =>
  fetch(`${hub.url}/api/v1/offices`, { headers });
const list = async () => (await (await read()).json()) as Listed[];

let asked = 0;
async function takeTicket(office: string): Promise<void> {
  asked += 1;
  const response = await fetch(`${hub.url}/api/v1/offices/${office}/tickets`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ requestId: `ticket-${asked}`, topic: 'blanketter', language: 'sv' }),
  });
  expect(response.status).toBe(201);
}

describe('the list of offices', () => {
  it('[CI1] tells anyone of each office, in the order of their names in the folder, whether it is open and about how many wait', async () => {
    expect((await list()).map(({ id }) => id)).toEqual(seeds.ids);
    for (let tickets = 0; tickets < 6; tickets += 1) await takeTicket('kontor-0003');
    await expect
      .poll(async () => (await list())[2])
      .toMatchObject({ opening: { open: true }, waiting: { least: 5, most: 9 } });
    expect((await list())[3]).toMatchObject({ waiting: { least: 0, most: 0 } });
  });

  it('[CI1] nobody who comes or goes is told from how many wait: the range stays, but at its ends', () => {
    const ranges = [0, 1, 4, 5, 9, 10, 19, 20, 400].map(waitingRange);
    expect(ranges.map(({ least, most }) => [least, most])).toEqual([
      ...[[0, 0], ...Array(2).fill([1, 4]), ...Array(2).fill([5, 9])],
      ...[...Array(2).fill([10, 19]), ...Array(2).fill([20, null])],
    ]);
  });

  it('[CI2] may be read by a page of any origin without a credential, kept for seconds, and asked about again by its ETag', async () => {
    const { headers } = await read({ Origin: 'https://www.stockholm.example' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cache-control')).toBe('public, max-age=5');
    const etag = headers.get('etag') ?? '';
    expect((await read({ 'If-None-Match': etag })).status).toBe(304);
    await takeTicket('kontor-0007');
    await expect.poll(async () => (await read({ 'If-None-Match': etag })).status).toBe(200);
  });

  it('[CI2] is the only reading of an office’s queue that other origins get', async () => {
    for (const path of ['/offices/kontor-0001/board', '/offices/kontor-0001/desks', '/city']) {
      const { headers } = await fetch(`${hub.url}/api/v1${path}`, {
        headers: { Origin: 'https://www.stockholm.example' },
      });
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, null]);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });
});

describe('staff of several offices', () => {
  it('[CI3] read of theirs, and of no other, who waits and since when, which desks are open, and the machines', async () => {
    const guide = await people.comes('guide', { offices: ['kontor-0003', 'kontor-0005'] });
    const { body } = await guide.get<CityOffice[]>('/city');
    expect(body.map(({ office }) => office)).toEqual(['kontor-0003', 'kontor-0005']);
    expect(body[0]).toMatchObject({
      ...{ waiting: 6, unserved: 6, opening: { open: true }, desks: { open: 0 } },
      ...{ windows: expect.any(Array), printers: expect.any(Array), devices: [] },
    });
    expect(body[0]?.oldestSince).toBeLessThanOrEqual(body[0]?.at ?? 0);
    expect(body[1]).toMatchObject({ waiting: 0, oldestSince: null, unserved: 0 });
    expect((await people.administrator.get<CityOffice[]>('/city')).body).toHaveLength(10);
  });

  it('[CI3] a visiting body’s people read none of it, and a stranger nothing', async () => {
    const agency = await people.comes('agency', { offices: ['kontor-0003'] });
    expect(await agency.get('/city')).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
    expect(await people.stranger().get<Refused>('/city')).toMatchObject({
      status: 401,
      body: { code: 'signed-out' },
    });
  });
});

describe('a hub that opens many offices', () => {
  it('[CI6] opens them side by side in bounded numbers, and keeps their order', async () => {
    const under = { way: 0, most: 0 };
    const opened = await sideBySide([...Array(40).keys()], 16, async (nth) => {
      under.way += 1;
      under.most = Math.max(under.most, under.way);
      for (let turns = 40 - nth; turns > 0; turns -= 1) await Promise.resolve();
      under.way -= 1;
      return nth;
    });
    expect(opened).toEqual([...Array(40).keys()]);
    expect(under.most).toBe(16);
  });

  it('[CI6] begins no other office once one cannot be opened', async () => {
    const begun: number[] = [];
    const opening = sideBySide([...Array(10).keys()], 2, async (nth) => {
      begun.push(nth);
      if (nth === 2) throw new Error('cannot be opened');
    });
    await expect(opening).rejects.toThrow('cannot be opened');
    await Promise.resolve();
    expect(begun.length).toBeLessThan(6);
  });

  it('[CI6] takes its offices from the folder that OFFICES names, and tells what is wrong there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'torget-offices-'));
    writeFileSync(join(folder, 'hagsatra.json'), '{');
    try {
      await expect(TestHub.start({ OFFICES: folder })).rejects.toThrow(
        /hagsatra\.json: is not JSON/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
