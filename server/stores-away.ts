/** What went wrong with what the hub rests on. */
import { EventLogUnavailable, EventLogUnusable } from './event-log/event-log.ts';
import { SharedMemoryUnavailable } from './shared-memory/shared-memory.ts';
import { CountersUnavailable } from './tallies/counters.ts';

/** A store is away, full or damaged: whoever looks after it mends that without reading code. */
export const isOfAStore = (fault: unknown): fault is Error =>
  fault instanceof EventLogUnusable ||
  fault instanceof EventLogUnavailable ||
  fault instanceof CountersUnavailable ||
  fault instanceof SharedMemoryUnavailable;
