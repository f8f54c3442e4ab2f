/**
 * What the hub says while it runs: what went wrong, and what mended itself, on standard error; that it was started and
 * stopped on standard output. One line of JSON each; on a terminal, a line for a person. No address, no name of
 * anybody, no secret.
 */
import pino, { type Logger } from 'pino';
import { EventLogUnusable } from '../event-log/event-log.ts';

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

/** @param isOfAStore what whoever looks after it can mend: it is told without where in the code */
export function notesTo(
  output: Output,
  errors: Output,
  isOfAStore: (fault: unknown) => fault is Error,
): Notes {
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
      faults.error({ err: isOfAStore(fault) ? withoutStack(fault) : told(fault) }, 'fault');
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
      serializers: { err: (err) => err }, // told before it comes here
    },
    output.isTTY ? { write: (line) => output.write(lineForAPerson(line)) } : output,
  );
}

const told = (fault: unknown) => pino.stdSerializers.err(fault as Error);

/** With what was behind it, where it does not say so itself. */
function withoutStack(fault: Error): Line['err'] {
  const { type, message } = told(fault);
  const saysIt = fault.cause instanceof Error && fault.message.includes(fault.cause.message);
  return { type, message: saysIt ? fault.message : message.replaceAll('.: ', ': ') };
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
