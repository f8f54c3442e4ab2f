/**
 * Reads a calendar in a thread of its own, with little memory and little time: a calendar that was made to
 * never end costs a thread, and nobody else waits. One at a time, however many offices the hub has.
 */
import { Worker } from 'node:worker_threads';
import type { FeedFailure } from '#shared/feeds.ts';
import type { CalendarReading, CalendarSpan } from './calendar-reading.ts';

export type CalendarTask = { text: string; span: CalendarSpan };

export type ReadingLimits = {
  timeLimitMs: number;
  memoryMb: number;
};
export const READING_LIMITS: ReadingLimits = { timeLimitMs: 10_000, memoryMb: 128 };

/** In UTF-16; a text from the Internet has been bounded in bytes before. */
const LONGEST_TEXT = 2 * 1024 * 1024;

export type WorkerReading = CalendarReading | { ok: false; failure: FeedFailure };

const GIVEN_UP: WorkerReading = { ok: false, failure: 'takes-too-long' };

let latest: Promise<unknown> = Promise.resolve();

/**
 * Never throws but for a fault of our own.
 * @param options.signal gives the reading up, also while it waits for its turn
 */
export function readInWorker(
  task: CalendarTask,
  { limits = READING_LIMITS, signal }: { limits?: ReadingLimits; signal?: AbortSignal } = {},
): Promise<WorkerReading> {
  if (task.text.length > LONGEST_TEXT) return Promise.resolve({ ok: false, failure: 'too-large' });
  const reading = latest.then(() => readNow(task, limits, signal));
  latest = reading.catch(() => {});
  return reading;
}

async function readNow(
  task: CalendarTask,
  limits: ReadingLimits,
  signal?: AbortSignal,
): Promise<WorkerReading> {
  if (signal?.aborted) return GIVEN_UP;
  const { promise, resolve, reject } = Promise.withResolvers<WorkerReading>();
  const thread = new Worker(new URL('./calendar-worker.worker.ts', import.meta.url), {
    name: 'calendar',
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 16 },
  });
  const giveUp = () => resolve(GIVEN_UP);
  const timer = setTimeout(giveUp, limits.timeLimitMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  thread.once('message', resolve);
  thread.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') giveUp();
    else reject(error);
  });
  thread.once('exit', giveUp);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    await thread.terminate();
  }
}
