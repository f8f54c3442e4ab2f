/** How the facts of retention are written down. */
import { z } from 'zod';
import { RECORD_CLASS_NAMES } from '#shared/retention.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { RetentionEvent } from './retention.ts';

const day = named<LocalDate>(z.string());
const at = z.number();
const run = z.string();
const by = z.string();
const recordClass = z.enum(RECORD_CLASS_NAMES);
const rule = z.strictObject({ keepDays: z.number().nullable(), legalBasis: z.string() });
const marked = z.strictObject({ stream: z.string(), events: z.number(), first: day, last: day });
const kept = z.strictObject({
  issued: z.number(),
  finished: z.number(),
  noShow: z.number(),
  cancelled: z.number(),
  unserved: z.number(),
});

export const retentionFormat = new EventFormat<RetentionEvent>({
  kind: 'retention',
  types: {
    RuleSet: true,
    BackUpDaysSet: true,
    RunMarked: true,
    RunLetGo: true,
    PurgeBegun: true,
    TotalsKept: true,
    StreamPurged: true,
    RunPurged: true,
  },
  schema: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('RuleSet'), class: recordClass, rule, by, at }),
    z.strictObject({ type: z.literal('BackUpDaysSet'), days: z.number(), by, at }),
    z.strictObject({
      type: z.literal('RunMarked'),
      run,
      class: recordClass,
      decision: z.strictObject({ id: z.string(), on: day }),
      legalBasis: z.string(),
      keepDays: z.number(),
      streams: z.array(marked),
      by,
      at,
    }),
    z.strictObject({ type: z.literal('RunLetGo'), run, why: z.string(), by, at }),
    z.strictObject({ type: z.literal('PurgeBegun'), run, by, at }),
    z.strictObject({ type: z.literal('TotalsKept'), run, stream: z.string(), kept, at }),
    z.strictObject({ type: z.literal('StreamPurged'), run, stream: z.string(), at }),
    z.strictObject({ type: z.literal('RunPurged'), run, at }),
  ]),
});
