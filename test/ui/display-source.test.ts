/** What a window knows, from a hub that speaks, falls silent, goes back, and is gone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Programme, Takeover } from '#shared/programme.ts';
import type { ShowingSaid } from '#shared/protocol.ts';
import type { Feed, WindowLine } from '#shared/ui/hub-connection.ts';
import type { Board, Snapshot } from '#shared/views.ts';
import type { LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { DisplayClock } from '../../display/display-clock.ts';
import { HubSource } from '../../display/hub-source.ts';
import { type DisplayRecord, NO_RECORD } from '../../display/record.ts';

const NOON = Date.parse('2026-11-24T12:00:00+01:00');
const office = 'ragsved' as OfficeId;

const programmeOf = (revision: string, more: Partial<Programme> = {}): Programme => ({
  ...{ office, revision, log: 'log', at: NOON, validUntil: NOON + 14 * 86_400_000 },
  officeName: 'Medborgarkontoret',
  zone: 'Europe/Stockholm',
  languages: ['sv', 'en'],
  ...{ days: [], hours: [], closures: [], items: [], notices: [], displays: [], feeds: [] },
  ...more,
});

const takeover: Takeover = {
  id: 'out-now',
  text: { sv: 'Gå ut' },
  from: NOON,
  until: NOON + 600_000,
  test: false,
};

/** The hub's two ways to the window, and the window's own record. */
class MadeUpHub implements WindowLine {
  readonly hub = '';
  feed: Feed<'board'> = { state: 'connecting' };
  programme: Programme | null = programmeOf('one');
  reachable = true;
  readonly said: ShowingSaid[] = [];
  readonly asked: string[] = [];
  kept: DisplayRecord = NO_RECORD;
  /** Answers when this does. */
  disk: Promise<void> = Promise.resolve();
  #version = 0;
  readonly #listeners = new Set<() => void>();

  now = () => Date.now();
  onReload = () => {};
  say = (showing: ShowingSaid) => void this.said.push(showing);
  onChange(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  board(more: Partial<Snapshot<'board'>> = {}): Snapshot<'board'> {
    this.#version++;
    const board: Board = {
      officeName: 'Medborgarkontoret',
      zone: 'Europe/Stockholm',
      opening: { open: true, closesAt: NOON + 3_600_000 },
      calls: [],
      takesTickets: true,
      waiting: this.#version,
      programme: this.programme?.revision ?? '',
      takeover: null,
    };
    const day = '2026-11-24' as LocalDate;
    return { office, log: 'log', day, version: this.#version, at: Date.now(), ...board, ...more };
  }

  speak(more: Partial<Snapshot<'board'>> = {}): void {
    this.become({ state: 'live', snapshot: this.board(more) });
  }

  become(feed: Feed<'board'>): void {
    this.feed = feed;
    for (const listener of this.#listeners) listener();
  }

  answer = async (path: string, init: RequestInit = {}): Promise<Response> => {
    this.asked.push(path);
    if (!this.reachable) throw new TypeError('Failed to fetch');
    if (path.endsWith('/board')) return Response.json(this.board());
    const known = new Headers(init.headers).get('If-None-Match');
    return known === `"${this.programme?.revision}"`
      ? new Response(null, { status: 304 })
      : Response.json(this.programme);
  };
}

let hub: MadeUpHub;
let source: HubSource;

async function begin(kept: DisplayRecord = NO_RECORD, disk = Promise.resolve()): Promise<void> {
  hub = new MadeUpHub();
  hub.kept = kept;
  hub.disk = disk;
  vi.stubGlobal('fetch', hub.answer);
  const steady = () => performance.now();
  source = new HubSource({
    ...{ line: hub, office: null, secure: true, steady, offlineReady: () => true },
    clock: new DisplayClock({ steady, device: () => Date.now(), builtAt: 0 }),
    record: {
      read: async () => {
        await hub.disk;
        return hub.kept;
      },
      write: async (record) => {
        hub.kept = record;
        return true;
      },
    },
  });
  await source.begin();
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  source.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the queue', () => {
  it('[W3] is current for 15 seconds after the hub was heard, and then as old as it is', async () => {
    await begin();
    expect(source.known.queue.state).toBe('connecting');
    hub.speak();
    hub.reachable = false;
    const changes = vi.fn();
    source.onChange(changes);
    await pass(14_999);
    expect(source.known.queue.state).toBe('live');
    changes.mockClear();
    await pass(1);
    expect(changes).toHaveBeenCalled();
    expect(source.known.queue).toMatchObject({ state: 'stale', silentForMs: 15_000 });
    await pass(45_000);
    expect(source.known.queue).toMatchObject({ state: 'stale', silentForMs: 60_000 });
    hub.speak();
    expect(source.known.queue.state).toBe('live');
  });

  it('[W3] a lost line alone is no silence: the hub may be back before anybody asks', async () => {
    await begin();
    hub.speak();
    hub.become({ state: 'stale', snapshot: hub.board(), since: Date.now() });
    expect(source.known.queue.state).toBe('live');
  });

  it('[W4] is asked for over HTTP when the line is silent, and is then as current', async () => {
    await begin();
    hub.speak();
    hub.become({ state: 'connecting' });
    for (let second = 0; second < 120; second++) {
      await pass(1_000);
      expect(source.known.queue.state).toBe('live');
    }
    expect(hub.asked.filter((path) => path.endsWith('/board')).length).toBeGreaterThan(5);
  });

  it('[W4] is not asked for over HTTP while the hub speaks, or speaks another protocol', async () => {
    await begin();
    hub.speak();
    for (let n = 0; n < 20; n++) {
      await pass(5_000);
      hub.speak();
    }
    hub.become({ state: 'refused', why: 'protocol-too-old' });
    await pass(60_000);
    expect(hub.asked.filter((path) => path.endsWith('/board'))).toEqual([]);
    expect(source.known.queue).toEqual({ state: 'refused', why: 'protocol-too-old' });
  });

  it('[W5] never goes back to an older board, whichever way it comes', async () => {
    await begin();
    const old = hub.board();
    hub.speak();
    hub.become({ state: 'live', snapshot: old });
    expect(source.known.queue).toMatchObject({ board: { version: 2 } });
  });
});

describe('a board over HTTP', () => {
  const takenBy = async (answer: () => Promise<Response>) => {
    await begin();
    hub.speak({ version: 7 });
    hub.become({ state: 'connecting' });
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
      path.endsWith('/board') ? answer() : hub.answer(path, init),
    );
    await pass(10_000);
  };

  it('[W5] that is no board is not taken, whoever answers in place of the hub', async () => {
    const board = () => ({ ...hub.board(), version: 99 });
    for (const wrong of [
      () => ({}),
      () => null,
      () => ({ ...board(), at: 'now' }),
      () => ({ ...board(), calls: [{ id: 1 }] }),
      () => ({ ...board(), opening: null }),
    ]) {
      await takenBy(async () => Response.json(wrong()));
      expect(source.known.queue).toMatchObject({ board: { version: 7 } });
      expect(source.now()).toBe(Date.now());
      source.close();
    }
  });

  it('[W5] that comes late does not undo what the hub has said since', async () => {
    const late = Promise.withResolvers<Response>();
    await takenBy(() => late.promise);
    const asked = hub.board({ version: 7 });
    hub.speak({ version: 7, takeover });
    late.resolve(Response.json(asked));
    await pass(0);
    expect(source.known.takeover).toEqual(takeover);
  });
});

describe('the programme', () => {
  it('[W5] is fetched when the hub has another, and taken whole', async () => {
    await begin();
    hub.speak();
    await pass(0);
    expect(source.known.programme?.revision).toBe('one');
    hub.programme = programmeOf('two', { at: NOON + 1 });
    hub.speak();
    await pass(0);
    expect(source.known.programme).toEqual(hub.programme);
  });

  it('[W5] that is older is refused within one log, and followed to another', async () => {
    await begin();
    hub.speak();
    await pass(0);
    hub.programme = programmeOf('yesterday', { at: NOON - 1 });
    hub.speak();
    await pass(0);
    expect(source.known.programme?.revision).toBe('one');
    hub.programme = programmeOf('restored', { at: NOON - 1, log: 'another' });
    hub.speak({ log: 'another' });
    await pass(0);
    expect(source.known.programme?.revision).toBe('restored');
  });

  it('[W5] that is no programme is not taken', async () => {
    await begin();
    hub.speak();
    await pass(0);
    for (const wrong of [
      null,
      [],
      {},
      { ...programmeOf('x'), items: 7 },
      programmeOf('x', { zone: 'Sweden' }),
    ]) {
      hub.programme = wrong as Programme | null;
      hub.speak({ programme: 'x' });
      await pass(0);
    }
    expect(source.known.programme?.revision).toBe('one');
  });

  it('[W6] says when the hub last had the same', async () => {
    await begin();
    hub.speak();
    await pass(0);
    await pass(30_000);
    hub.speak();
    expect(source.known.programmeConfirmedAt).toBe(NOON + 30_000);
    hub.become({ state: 'connecting' });
    hub.reachable = false;
    await pass(3_600_000);
    expect(source.known.programmeConfirmedAt).toBe(NOON + 30_000);
    expect(source.known.programme?.revision).toBe('one');
  });

  it('[W4] is asked for every minute, also while no board comes', async () => {
    await begin({ ...NO_RECORD, programme: programmeOf('kept') });
    hub.reachable = false;
    await pass(0);
    hub.asked.length = 0;
    await pass(180_000);
    expect(hub.asked.filter((path) => path.endsWith('/programme')).length).toBe(3);
  });
});

describe('a takeover', () => {
  it('[W7] ends by the clock, also when the hub is lost, and at once when the hub ends it', async () => {
    await begin();
    hub.speak({ takeover });
    expect(source.known.takeover).toEqual(takeover);
    hub.reachable = false;
    hub.become({ state: 'connecting' });
    await pass(599_999);
    expect(source.known.takeover).toEqual(takeover);
    await pass(1);
    expect(source.known.takeover).toBeNull();

    hub.speak({ takeover: { ...takeover, until: NOON + 3_600_000 } });
    expect(source.known.takeover).not.toBeNull();
    hub.speak();
    expect(source.known.takeover).toBeNull();
  });

  it('[W7] is not shown where nobody knows what time it is', async () => {
    await begin({ ...NO_RECORD, takeover, clock: { officeMs: NOON, deviceMs: NOON + 1 } });
    hub.reachable = false;
    expect(source.known.clock).toBe('unsure');
    expect(source.known.takeover).toBeNull();
  });
});

describe('the record', () => {
  const kept: DisplayRecord = {
    programme: programmeOf('kept'),
    confirmedAt: NOON - 7_200_000,
    takeover,
    clock: { officeMs: NOON - 1, deviceMs: NOON - 1 },
    reloads: [NOON - 5],
  };

  it('[W8] is what the window begins with, before the hub has spoken', async () => {
    await begin(kept);
    expect(source.known).toMatchObject({
      queue: { state: 'connecting' },
      programme: kept.programme,
      programmeConfirmedAt: kept.confirmedAt,
      takeover,
      clock: 'sure',
    });
    expect(source.reloads).toEqual(kept.reloads);
  });

  it('[W8] has at once what is new, and now and then what stays the same', async () => {
    await begin(kept);
    hub.speak({ takeover: null });
    await pass(0);
    expect(hub.kept).toMatchObject({ programme: { revision: 'one' }, takeover: null });
    expect(hub.kept.clock).toEqual({ officeMs: NOON, deviceMs: NOON });
    expect(hub.kept.reloads).toEqual(kept.reloads);
    const before = hub.kept;
    await pass(5_000);
    hub.speak();
    expect(hub.kept).toBe(before);
    await pass(300_000);
    hub.speak();
    expect(hub.kept.confirmedAt).toBe(NOON + 300_000); // by the programme that was asked for then
  });

  it('[W8] that a slow disk brings late is taken up then, and not written over before', async () => {
    const disk = Promise.withResolvers<void>();
    const beginning = begin(kept, disk.promise);
    await pass(1_000);
    await beginning;
    hub.reachable = false;
    expect(source.known.programme).toBeNull();
    expect(source.reloads).toBeNull();
    hub.speak({ programme: 'kept', takeover: null });
    await pass(0);
    expect(hub.kept).toBe(kept);
    disk.resolve();
    await pass(0);
    expect(source.known.programme).toEqual(kept.programme);
    expect(source.known.takeover).toBeNull(); // the hub has spoken since
    expect(hub.kept).toMatchObject({
      programme: kept.programme,
      takeover: null,
      reloads: [NOON - 5],
    });
  });

  it('[W8] of an unreadable kind begins as the first time, and the hub fills it', async () => {
    await begin(NO_RECORD);
    expect(source.known.programme).toBeNull();
    hub.speak();
    await pass(0);
    expect(hub.kept.programme?.revision).toBe('one');
  });
});

describe('what the window says', () => {
  it('[W9] names the programme it shows, again when that is another, and only what is new', async () => {
    await begin();
    hub.speak();
    await pass(0);
    const what = {
      slide: 'today',
      language: 'en',
      call: null,
      faults: [],
      soundless: false,
      fit: null,
    };
    source.showing(what);
    source.showing(what);
    expect(hub.said).toHaveLength(1);
    expect(hub.said[0]).toMatchObject({ programme: 'one', programmeAt: NOON, slide: 'today' });
    hub.programme = programmeOf('two', { at: NOON + 1 });
    hub.speak();
    await pass(0);
    expect(hub.said.at(-1)).toMatchObject({ programme: 'two', slide: 'today' });
    source.notReloaded('the hub does not serve the window');
    expect(hub.said.at(-1)?.faults).toEqual([
      { panel: 'reload', why: 'the hub does not serve the window' },
    ]);
    // An hour later it may be told to anew.
    await pass(3_600_000);
    expect(hub.said.at(-1)?.faults).toEqual([]);
  });
});
