/**
 * A window that begins anew: only when somebody tells it to, or the hub no longer speaks as it does; only when
 * the hub answers, with what the hub serves now in the browser already; and never again and again. What cannot
 * be done is told, and the window stays as it is.
 */
import type { EpochMs } from '#shared/vocabulary.ts';

const MOST_RELOADS = 3;
export const RELOADS_COUNT_FOR_MS = 3_600_000;
/** Twenty windows that are told at once do not ask at once. */
const JITTER_MS = 5_000;
const ANSWER_WITHIN_MS = 8_000;
const INSTALLED_WITHIN_MS = 60_000;

/** Without a count a window that is told so each time would never stop. */
const NOT_COUNTED = 'this browser keeps nothing, so that reloads cannot be counted';

export type ReloadingParts = {
  /** When this window did so before, by the device's clock; null: it is not known. */
  reloads: readonly EpochMs[] | null;
  device: () => EpochMs;
  /** From 0 up to 1. */
  random: () => number;
  waitMs: (ms: number) => Promise<void>;
  /** Whether the hub serves the window's page now. */
  hubAnswers: () => Promise<boolean>;
  /** Brings the newest page and files into the browser; false: they are not all there. */
  install: () => Promise<boolean>;
  /** Must be kept before the page is gone, or nobody would count. Resolves to whether it is. */
  keep: (reloads: readonly EpochMs[]) => Promise<boolean>;
  reload: () => void;
};

/** Whether a reload still counts. A device whose clock was set back counts what seems to come as what was. */
export const countsAt = (reload: EpochMs, device: EpochMs): boolean =>
  Math.abs(device - reload) < RELOADS_COUNT_FOR_MS;

/** @returns why it stays; null: it goes */
export async function loadAnew(parts: ReloadingParts): Promise<string | null> {
  const { reloads, device, random, waitMs, hubAnswers, install, keep, reload } = parts;
  await waitMs(Math.floor(random() * JITTER_MS));
  if (!reloads) return NOT_COUNTED;
  const recent = reloads.filter((at) => countsAt(at, device()));
  if (recent.length >= MOST_RELOADS) return 'reloaded three times within an hour';
  if (!(await hubAnswers())) return 'the hub does not serve the window';
  if (!(await install())) return 'the new files could not be kept in the browser';
  const isKept = await Promise.race([
    keep([...recent, device()]),
    waitMs(ANSWER_WITHIN_MS).then(() => false),
  ]);
  if (!isKept) return NOT_COUNTED;
  reload();
  return null;
}

export async function hubServesTheWindow(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return (await fetch('/display', { method: 'HEAD', cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
}

/** @param registration undefined where there are no service workers: the page comes from the hub anyway */
export async function installNewest(
  registration: ServiceWorkerRegistration | undefined,
): Promise<boolean> {
  if (!registration) return true;
  try {
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    if (!worker) return true; // what is here is the newest
    if (!(await reaches(worker, 'installed'))) return false;
    worker.postMessage('take-over');
    return await reaches(worker, 'activated');
  } catch {
    return false;
  }
}

/** Resolves to false when it fails, or takes too long. */
function reaches(worker: ServiceWorker, state: 'installed' | 'activated'): Promise<boolean> {
  const isThere = () => worker.state === state || worker.state === 'activated';
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      clearTimeout(late);
      worker.removeEventListener('statechange', look);
      resolve(result);
    };
    const look = () => {
      if (isThere()) end(true);
      else if (worker.state === 'redundant') end(false);
    };
    const late = setTimeout(end, INSTALLED_WITHIN_MS, false);
    worker.addEventListener('statechange', look);
    look();
  });
}
