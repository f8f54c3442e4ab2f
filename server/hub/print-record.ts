/**
 * What became of the paper of a day's tickets: the stream `print/<office>/<local date>`. A ticket and its
 * paper are separate truths; that paper was asked for is said with the ticket.
 */
import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import type { PrintState } from '#shared/protocol.ts';
import type { EpochMs, TicketNumber } from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';

/** A print that has ended, as far as anyone will know. */
export type SettledPrint = Exclude<PrintState, 'printing'>;

export type PrintEvent = {
  type: 'PrintSettled';
  number: TicketNumber;
  outcome: SettledPrint;
  /** For a person who asks why: 'paper-out', 'connection-lost', 'hub-restarted'. Empty when it came out. */
  reason: string;
  at: EpochMs;
};

export type PrintRecord = PersistentMap<TicketNumber, SettledPrint>;

export const emptyPrintRecord: PrintRecord = PersistentMap();

export function evolvePrints(record: PrintRecord, event: PrintEvent): PrintRecord {
  return record.set(event.number, event.outcome);
}

export const printFormat = new EventFormat<PrintEvent>({
  kind: 'print',
  types: { PrintSettled: true },
  schema: z.strictObject({
    type: z.literal('PrintSettled'),
    number: z.string().transform((text) => text as TicketNumber),
    outcome: z.enum(['confirmed', 'not-sent', 'unknown']),
    reason: z.string(),
    at: z.number(),
  }),
});
