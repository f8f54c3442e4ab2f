/**
 * What a window keeps so that it can start without the hub: one record, written whole or not at all. A record
 * that is absent, damaged or out of reach is no record; the window is then as it was the first time.
 */
import { get, promisifyRequest, type UseStore, update } from 'idb-keyval';
import type { Programme, Takeover } from '#shared/programme.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { ClocksCompared } from './display-clock.ts';
import { countsAt } from './reloading.ts';

export type DisplayRecord = {
  readonly programme: Programme | null;
  readonly confirmedAt: EpochMs | null;
  readonly takeover: Takeover | null;
  readonly clock: ClocksCompared | null;
  /** When the window loaded itself anew, by the device's clock. */
  readonly reloads: readonly EpochMs[];
};

export const NO_RECORD: DisplayRecord = {
  programme: null,
  confirmedAt: null,
  takeover: null,
  clock: null,
  reloads: [],
};

/** Another shape is another format, and not read. */
const FORMAT = 1;
const DATABASE = 'torget-display';
const STORE = 'records';

export interface RecordKeeper {
  /** Never rejects; where a disk does not answer it never resolves. */
  read(): Promise<DisplayRecord>;
  /** Resolves to whether it is kept. Of those that come while one is being written only the newest is. */
  write(record: DisplayRecord): Promise<boolean>;
}

/** @param name of the window, as its address has it: two pages with one address keep a record between them */
export function recordKeeper(name: string): RecordKeeper {
  let next: DisplayRecord | null = null;
  let writing: Promise<boolean> | null = null;

  const writeAll = async (): Promise<boolean> => {
    let isKept = false;
    while (next) {
      const record = { format: FORMAT, ...next };
      next = null;
      // Storage may be full, forbidden or broken: the window goes on, and would start as the first time.
      const kept = (before: unknown) => ({ ...record, reloads: reloadsOf(before, record) });
      isKept = await update(name, kept, inOurStore).then(
        () => true,
        () => false,
      );
    }
    writing = null;
    return isKept;
  };

  return {
    read: async () => recordIn(await get(name, inOurStore).catch(() => null)) ?? NO_RECORD,
    write: (record) => {
      next = record;
      writing ??= writeAll();
      return writing;
    },
  };
}

/** Those of another page with the same address, too: one page would else undo the other's count. */
export function reloadsOf(before: unknown, { reloads }: DisplayRecord): readonly EpochMs[] {
  const all = [...(recordIn(before)?.reloads ?? []), ...reloads];
  return [...new Set(all)].filter((at) => countsAt(at, Date.now())).sort((a, b) => a - b);
}

const inOurStore: UseStore = async (mode, use) => {
  const database = await open();
  return use(database.transaction(STORE, mode).objectStore(STORE));
};

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= openOrMakeAnew().then(
    (database) => {
      database.onclose = () => {
        opening = null;
      };
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      return database;
    },
    (fault) => {
      opening = null;
      throw fault;
    },
  );
  return opening;
}

/** What is damaged, or none of ours, is thrown away: nothing in it is worth more than a database that works. */
async function openOrMakeAnew(): Promise<IDBDatabase> {
  const there = await openIt().catch(() => null);
  if (there?.objectStoreNames.contains(STORE)) return there;
  there?.close();
  await promisifyRequest(indexedDB.deleteDatabase(DATABASE));
  return openIt();
}

async function openIt(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return promisifyRequest(request);
}

/** What was kept, where it has the shape it was kept in; null for anything else. */
export function recordIn(kept: unknown): DisplayRecord | null {
  if (!isObject(kept) || kept['format'] !== FORMAT) return null;
  const { programme, confirmedAt, takeover, clock, reloads } = kept;
  if (!Array.isArray(reloads) || !reloads.every(isInstant)) return null;
  return {
    programme: isProgramme(programme) ? programme : null,
    confirmedAt: isInstant(confirmedAt) ? confirmedAt : null,
    takeover: isTakeover(takeover) ? takeover : null,
    clock: isCompared(clock) ? clock : null,
    reloads,
  };
}

/** Enough of it to draw from; what a text holds is text whatever it is. */
export function isProgramme(value: unknown): value is Programme {
  if (!isObject(value)) return false;
  const { days, hours, items, notices, closures, displays, languages, feeds } = value;
  const lists = [days, hours, items, notices, closures, displays, languages, feeds];
  return (
    lists.every(Array.isArray) &&
    [value['office'], value['log'], value['revision'], value['officeName']].every(isText) &&
    isZone(value['zone']) &&
    (languages as unknown[])[0] === 'sv' &&
    [value['at'], value['validUntil']].every(isInstant) &&
    (days as unknown[]).every(hasInstants('startsAt', 'endsAt')) &&
    (hours as unknown[]).every(hasInstants('opensAt', 'closesAt', 'ticketsUntil')) &&
    (items as unknown[]).every(hasInstants('startsAt', 'endsAt')) &&
    [...(items as unknown[]), ...(notices as unknown[])].every(hasTitle) &&
    (notices as unknown[]).every(hasInstants('from', 'until'))
  );
}

/** As above: whoever answers in the hub's place must not make the window trip. */
export const isBoard = (value: unknown): value is Snapshot<'board'> =>
  isObject(value) &&
  [value['office'], value['log'], value['day'], value['officeName']].every(isText) &&
  [value['at'], value['version'], value['waiting']].every(isInstant) &&
  isZone(value['zone']) &&
  typeof value['takesTickets'] === 'boolean' &&
  isObject(value['opening']) &&
  Array.isArray(value['calls']) &&
  value['calls'].every(isCall) &&
  (value['takeover'] === null || isTakeover(value['takeover']));

const isCall = (value: unknown): boolean =>
  hasInstants('id', 'calledAt')(value) &&
  isObject(value) &&
  isText(value['number']) &&
  isTexts(value['deskName']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isInstant = (value: unknown): value is EpochMs =>
  typeof value === 'number' && Number.isFinite(value);
const hasInstants =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    isObject(value) && names.every((name) => isInstant(value[name]));
const isTexts = (value: unknown): boolean => isObject(value) && isText(value['sv']);
const hasTitle = (value: unknown): boolean =>
  isObject(value) && isText(value['id']) && isTexts(value['title']);
const isTakeover = (value: unknown): value is Takeover =>
  hasInstants('from', 'until')(value) && isObject(value) && isTexts(value['text']);
const isCompared = (value: unknown): value is ClocksCompared =>
  hasInstants('officeMs', 'deviceMs')(value);

function isZone(value: unknown): boolean {
  try {
    return isText(value) && new Intl.DateTimeFormat('sv', { timeZone: value }) !== null;
  } catch {
    return false;
  }
}
