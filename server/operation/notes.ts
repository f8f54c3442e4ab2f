/**
 * What the hub says while it runs: what went wrong, and what mended itself, on standard error; that it was started and
 * stopped on standard output. One line of JSON each; on a terminal, a line for a person. No address, no name of
 * anybody, no secret.
 */
import pino, { type Logger } from 'pino';
import { EventLogUnavailable, EventLogUnusable } from '../event-log/event-log.ts';
import { SharedMemoryUnavailable } from '../shared-memory/shared-memory.ts';
import { CountersUnavailable } from '../tallies/counters.ts';

export type Notes = {
  /** Of the hub itself: started, stopping, stopped. */
  said: Logger;
  /** Standard error that stays empty means that nothing went wrong. */
  faults: Logger;
  onFault: (fault: unknown) => void;
  /** Runs `listener` for every fault that is told of. */
  listen: (listener: (fault: unknown) => void) => void;
};

type Output = { write(text: string): unknown; isTTY?: boolean };

/** A store that is away, full or damaged: whoever looks after it mends that without reading code. */
export const isOfAStore = (fault: unknown): fault is Error =>
  fault instanceof EventLogUnusable ||
  fault instanceof EventLogUnavailable ||
  fault instanceof CountersUnavailable ||
  fault instanceof SharedMemoryUnavailable;

export function notesTo(output: Output, errors: Output): Notes {
  const faults = linesTo(errors);
  const listeners: ((fault: unknown) => void)[] = [];
  /** A log that stops an office is told of once, and not to everybody who presses. */
  const toldOf = new Set<string>();
  return {
    said: linesTo(output),
    faults,
    onFault: (fault) => {
      if (fault instanceof EventLogUnusable) {
        if (toldOf.has(fault.message)) return;
        toldOf.add(fault.message);
      }
      faults.error({ err: fault }, 'fault');
      for (const listener of listeners) listener(fault);
    },
    listen: (listener) => void listeners.push(listener),
  };
}

function linesTo(output: Output): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: told },
    },
    output.isTTY ? { write: (line) => output.write(lineForAPerson(line)) } : output,
  );
}

/** With what was behind it; where in the code it came from is said of our own mistakes only. */
function told(fault: unknown): Line['err'] {
  const { type, message, stack } = pino.stdSerializers.err(fault as Error);
  return isOfAStore(fault) ? { type, message } : { type, message, stack };
}

type Line = {
  level: string;
  time: string;
  msg: string;
  err?: { type: string; message: string; stack?: string };
};

/** `10:15:02 error  fault: EventLogUnavailable: Redis is away.`, and below it where a fault came from. */
export function lineForAPerson(json: string): string {
  const { level, time, msg, err, ...more } = JSON.parse(json) as Line;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const fields = Object.entries(more).map(([name, value]) => `${name}=${String(value)}`);
  const what = err ? `${msg}: ${err.type}: ${err.message}` : msg;
  const stack = err?.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return `${[`${clock} ${level.padEnd(5)} ${[what, ...fields].join(' ')}`, ...stack].join('\n')}\n`;
}
