/** What went wrong with what the hub rests on. */
import { EventLogUnavailable, EventLogUnusable } from './event-log/event-log.ts';
import { SharedMemoryUnavailable } from './shared-memory/shared-memory.ts';
import { CountersUnavailable } from './tallies/counters.ts';

/** A store is away, full or damaged: whoever looks after it mends that without reading code. */
export const isOfAStore = (fault: unknown): fault is Error =>
  STORES.some((Away) => fault instanceof Away) && !isAMistake(fault);

const STORES = [
  EventLogUnusable,
  EventLogUnavailable,
  CountersUnavailable,
  SharedMemoryUnavailable,
];
/** What a store's own code throws when it is wrong itself, and its adapter tells of as anything else that failed. */
const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

const isAMistake = (fault: unknown): boolean =>
  fault instanceof Error &&
  (MISTAKES.some((Mistake) => fault instanceof Mistake) || isAMistake(fault.cause));
