/**
 * How the facts of paper are written down. A change of shape here is a new version with an upcaster from
 * the one before; see server/event-log/event-format.ts.
 */
import { z } from 'zod';
import { REASONS } from '#shared/printers.ts';
import type { PrinterId, TicketNumber } from '#shared/vocabulary.ts';
import { STAFF_PAGES } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat, type Upcaster } from '../event-log/event-format.ts';
import type { PrintEvent } from './print-jobs.ts';

const job = z.string().min(1);
const number = named<TicketNumber>(z.string());
const toPrinter = {
  printer: named<PrinterId>(z.string()),
  key: z.string(),
};
/** A reason that a newer hub gave is still a reason. */
const reason = z.enum(REASONS).catch('error');

const fact = <Type extends PrintEvent['type'], Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape, at: z.number() });

/** Shape 1 knew one kind of fact: how it ended. */
const fromSettled: Upcaster = ({ type, number, outcome, ...rest }) => {
  if (type !== 'PrintSettled') return { type, number, outcome, ...rest };
  const { at, reason } = rest;
  if (outcome === 'confirmed') return { type: 'PrintConfirmed', job: number, at };
  return {
    type: outcome === 'not-sent' ? 'PrintNotSent' : 'PrintUnknown',
    job: number,
    reason,
    at,
  };
};

export const printFormat = new EventFormat<PrintEvent>({
  kind: 'print',
  types: {
    PrintRequested: true,
    ReprintRequested: true,
    PageRequested: true,
    PrintOffered: true,
    PrintTaken: true,
    PrintConfirmed: true,
    PrintLikely: true,
    PrintNotSent: true,
    PrintUnknown: true,
  },
  upcasters: [fromSettled],
  schema: z.discriminatedUnion('type', [
    fact('PrintRequested', { job, number, ...toPrinter }),
    fact('ReprintRequested', { job, number, copy: z.int().min(1), ...toPrinter }),
    fact('PageRequested', { job, page: z.enum(STAFF_PAGES), ...toPrinter }),
    fact('PrintOffered', { job }),
    fact('PrintTaken', { job, key: z.string() }),
    fact('PrintConfirmed', { job }),
    fact('PrintLikely', { job }),
    fact('PrintNotSent', { job, reason }),
    fact('PrintUnknown', { job, reason }),
  ]),
});
