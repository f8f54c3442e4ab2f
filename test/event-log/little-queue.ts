/** A queue of one line, just large enough to race for: tickets are taken and called, in order. */
import { EventFormat } from '#server/event-log/event-format.ts';
import type { EventLog } from '#server/event-log/event-log.ts';
import type { RequestMark } from '#server/event-log/request-memory.ts';
import { type Decision, StreamWriter } from '#server/event-log/stream-writer.ts';

export type LittleEvent = { type: 'Taken'; ticket: number } | { type: 'Called'; ticket: number };
export type LittleQueue = { readonly taken: number; readonly called: number };
export type LittleWriter = StreamWriter<LittleQueue, LittleEvent>;

export const STREAM = 'queue/little';
export const nothingYet: LittleQueue = { taken: 0, called: 0 };

export const littleFormat = new EventFormat<LittleEvent>({
  kind: 'little',
  types: { Taken: true, Called: true },
});

export function evolveLittle(queue: LittleQueue, event: LittleEvent): LittleQueue {
  switch (event.type) {
    case 'Taken':
      return { ...queue, taken: event.ticket };
    case 'Called':
      return { ...queue, called: event.ticket };
    default:
      return event satisfies never;
  }
}

export const openLittle = (log: EventLog): Promise<LittleWriter> =>
  StreamWriter.open({
    log,
    stream: STREAM,
    format: littleFormat,
    initial: nothingYet,
    evolve: evolveLittle,
  });

/** The same content under the same id, unless told otherwise. */
export const mark = (requestId: string, digest = 'the same'): RequestMark => ({
  requestId,
  digest,
});

export const take = (writer: LittleWriter, request: RequestMark | null = null) =>
  writer.submit(
    request,
    ({ taken }): Decision<LittleEvent, never> => ({
      accepted: true,
      events: [{ type: 'Taken', ticket: taken + 1 }],
    }),
    ({ taken, called }) => ({ ticket: taken, ahead: taken - called - 1 }),
  );

export const call = (writer: LittleWriter, request: RequestMark | null = null) =>
  writer.submit(
    request,
    ({ taken, called }): Decision<LittleEvent, 'nobody-waiting'> =>
      called < taken
        ? { accepted: true, events: [{ type: 'Called', ticket: called + 1 }] }
        : { accepted: false, refusal: 'nobody-waiting' },
    ({ called }) => ({ ticket: called }),
  );
