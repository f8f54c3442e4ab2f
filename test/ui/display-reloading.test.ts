/** A window that begins anew: what it makes sure of first, and when it stays. */
import { describe, expect, it } from 'vitest';
import { installNewest, loadAnew, type ReloadingParts } from '../../display/reloading.ts';

const NOON = Date.parse('2026-11-24T12:00:00+01:00');
const HOUR = 3_600_000;

/** A browser in which everything goes well, unless told otherwise. */
function browser(more: Partial<ReloadingParts> = {}) {
  const steps: string[] = [];
  const step = (name: string) => steps.push(name);
  const parts: ReloadingParts = {
    reloads: [],
    device: () => NOON,
    random: () => 0.5,
    waitMs: async (ms) => {
      step(`wait ${ms}`);
      // Longer than everything that goes well.
      if (ms === 8_000) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    hubAnswers: async () => !!step('ask the hub'),
    install: async () => !!step('install'),
    keep: async (reloads) => !!step(`keep ${reloads.length}`),
    reload: () => step('reload'),
    ...more,
  };
  return { steps, stays: () => loadAnew(parts) };
}

describe('a window that is told to begin anew', () => {
  it('[W13] waits its own while, asks the hub, installs, writes it down, and goes, in this order', async () => {
    const { steps, stays } = browser();
    expect(await stays()).toBeNull();
    expect(steps.filter((step) => step !== 'wait 8000')).toEqual([
      'wait 2500',
      'ask the hub',
      'install',
      'keep 1',
      'reload',
    ]);
  });

  it.each([
    ['the hub does not answer', { hubAnswers: async () => false }, 'the hub does not serve'],
    ['what is new cannot be kept', { install: async () => false }, 'could not be kept'],
    [
      'it did so three times within the hour',
      { reloads: [NOON - 1, NOON - HOUR / 2, NOON - HOUR + 1] },
      'three times',
    ],
    [
      'the device’s clock was set back since',
      { reloads: [NOON + 1, NOON + 2, NOON + 3] },
      'three times',
    ],
  ])('[W17] stays as it is, and says why, when %s', async (_what, given, why) => {
    const { steps, stays } = browser(given);
    expect(await stays()).toContain(why);
    expect(steps).not.toContain('reload');
  });

  it('[W17] may again when an hour has passed, and keeps no older ones', async () => {
    const { steps, stays } = browser({ reloads: [NOON - HOUR, NOON - 2 * HOUR, NOON - 5] });
    expect(await stays()).toBeNull();
    expect(steps).toContain('keep 2');
  });

  it.each([
    ['cannot be read', { reloads: null }],
    ['cannot be written', { keep: async () => false }],
    ['is never written', { keep: () => new Promise<boolean>(() => {}) }],
  ])('[W17] stays when the count %s: nobody would stop it', async (_what, given) => {
    const { steps, stays } = browser(given);
    expect(await stays()).toContain('cannot be counted');
    expect(steps).not.toContain('reload');
  });
});

/** A worker of the browser's, which comes as far as it is told. */
class MadeUpWorker extends EventTarget {
  state = 'installing';
  readonly told: unknown[] = [];
  readonly #onTold: (worker: MadeUpWorker) => void;

  constructor(onTold: (worker: MadeUpWorker) => void) {
    super();
    this.#onTold = onTold;
  }
  postMessage(message: unknown): void {
    this.told.push(message);
    this.#onTold(this);
  }
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const registrationOf = (workers: object, update = async () => {}) =>
  ({ installing: null, waiting: null, update, ...workers }) as unknown as ServiceWorkerRegistration;

describe('the newest page', () => {
  it('[W13] takes over only when all of it is in the browser', async () => {
    const worker = new MadeUpWorker((one) => one.become('activated'));
    const installed = installNewest(registrationOf({ installing: worker }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(worker.told).toEqual([]);
    worker.become('installed');
    expect(await installed).toBe(true);
    expect(worker.told).toEqual(['take-over']);
  });

  it('[W13] may have been waiting, or be the one that is there', async () => {
    const waiting = new MadeUpWorker((one) => one.become('activated'));
    waiting.state = 'installed';
    expect(await installNewest(registrationOf({ waiting }))).toBe(true);
    expect(await installNewest(registrationOf({}))).toBe(true);
    expect(await installNewest(undefined)).toBe(true);
  });

  it('[W17] that cannot be fetched, or is thrown away half-way, is not there', async () => {
    const offline = registrationOf({}, async () => {
      throw new TypeError('Failed to update');
    });
    expect(await installNewest(offline)).toBe(false);
    const worker = new MadeUpWorker(() => {});
    const installed = installNewest(registrationOf({ installing: worker }));
    await new Promise((resolve) => setTimeout(resolve));
    worker.become('redundant');
    expect(await installed).toBe(false);
  });
});
