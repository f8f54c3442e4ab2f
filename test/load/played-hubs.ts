/** The hubs that are played at: ours, started for it with made-up offices; or somebody's that run already. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeskId, OfficeId } from '#shared/vocabulary.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { ManyOffices } from '#test/support/many-offices.ts';
import { HubWatch } from './hub-watch.ts';
import type { OfficeAsked } from './office-player.ts';
import { type LoadOptions, LoadOptionsError } from './options.ts';

export type PlayedHubs = {
  urls: readonly string[];
  token: string;
  offices: readonly OfficeAsked[];
  watches: readonly HubWatch[];
  end(): Promise<void>;
};

/** On a day with visiting bodies. */
const OPENS = Temporal.ZonedDateTime.from('2026-11-24T09:30:00+01:00[Europe/Stockholm]');
const PROBE = pathToFileURL(join(import.meta.dirname, 'processes', 'event-loop-probe.ts')).href;

export const playedHubs = (options: LoadOptions, token: string | undefined): Promise<PlayedHubs> =>
  options.at.length > 0 ? hubsThatRun(options, token ?? TOKEN) : ownHubs(options);

async function ownHubs(options: LoadOptions): Promise<PlayedHubs> {
  // Printers in software are for trying things out; a thousand of them would be half of a hub's work.
  const seeds = new ManyOffices(options.offices, { printers: 'agent' });
  const probes = mkdtempSync(join(tmpdir(), 'torget-load-'));
  const probe = (nth: number) => join(probes, `hub-${nth + 1}`);
  const settings = (nth: number) => ({
    ...{ OFFICES: seeds.folder, VOICE: 'off' },
    CLOCK: OPENS.add({ minutes: options.from }).toString(),
    ...{ NODE_OPTIONS: `--import=${PROBE}`, LOAD_PROBE: probe(nth) },
  });
  const started =
    options.hubs === 1 ? await alone(settings(0)) : await HubsOnRedis.start(options.hubs, settings);
  const urls = started.hubs.map((hub) => hub.url);
  const watches = started.hubs.map((hub, nth) =>
    HubWatch.ofProcess(`hub ${nth + 1}`, hub.pid ?? 0, probe(nth)),
  );
  const end = async () => {
    await started.end();
    seeds.remove();
    rmSync(probes, { recursive: true, force: true });
  };
  const offices = await officesOf(urls[0] ?? '', TOKEN, options);
  return { urls, token: TOKEN, offices, watches, end };
}

async function alone(settings: Record<string, string>) {
  const hub = await TestHub.alone(settings);
  return { hubs: [hub], end: () => hub.end() };
}

async function hubsThatRun(options: LoadOptions, token: string): Promise<PlayedHubs> {
  const [first = ''] = options.at;
  const offices = await officesOf(first, token, options);
  const watches = options.at.map((url) => HubWatch.ofMetrics(url, token));
  return { urls: options.at, token, offices, watches, end: async () => {} };
}

async function officesOf(
  url: string,
  token: string,
  { offices: most, displays }: LoadOptions,
): Promise<OfficeAsked[]> {
  const read = async <Answer>(path: string): Promise<Answer> => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/api/v1/offices${path}`, { headers });
    if (!response.ok) throw new LoadOptionsError(`${url} answers ${response.status}.`);
    return (await response.json()) as Answer;
  };
  const listed =
    await read<{ id: OfficeId; demonstration: boolean; opening: { open: boolean } }[]>('');
  // Made-up visitors at a real office would be called by real guides.
  if (!listed.every(({ demonstration }) => demonstration))
    throw new LoadOptionsError(
      `${url} is no demonstration: its tickets are real. Start it with CLOCK.`,
    );
  const open = listed.filter(({ opening }) => opening.open).slice(0, most);
  if (open.length === 0) throw new LoadOptionsError(`${url} has no office that is open.`);
  return Promise.all(
    open.map(async ({ id }, nth) => ({
      id,
      desks: (await read<{ id: DeskId }[]>(`/${id}/desks`)).map((desk) => desk.id),
      displays: Math.floor(displays / open.length) + (nth < displays % open.length ? 1 : 0),
    })),
  );
}
