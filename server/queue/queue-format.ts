/**
 * How the facts of the queue are written down. A change of shape here is a new version with an upcaster
 * from the one before; see server/event-log/event-format.ts.
 */
import { z } from 'zod';
import { EventFormat, type Upcaster } from '#server/event-log/event-format.ts';
import {
  type DeskId,
  LANGUAGE_TAGS,
  type LineId,
  type TicketNumber,
  type TopicId,
} from '#shared/vocabulary.ts';
import type { QueueEvent, Step } from './queue.ts';

const id = <Id extends string>() =>
  z
    .string()
    .min(1)
    .transform((text) => text as Id);

const at = z.number();
const number = z
  .string()
  .regex(/^[A-Z]\d{3,}$/)
  .transform((text) => text as TicketNumber);
const topic = id<TopicId>();
const line = id<LineId>();
const desk = id<DeskId>();
const language = z.enum(LANGUAGE_TAGS);
const headStartMinutes = z.number();
const call = z.int().positive();
const step = z.enum([
  'call',
  'start',
  'finish',
  'no-show',
  'hold',
  'transfer',
  'cancel',
] satisfies Step[]);

const fact = <Type extends QueueEvent['type'], Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape, at });

/** Shape 1 had no page for a ticket. */
const withToken: Upcaster = (event) =>
  event.type === 'TicketIssued' ? { ...event, token: '' } : event;

const schema = z.discriminatedUnion('type', [
  fact('TicketIssued', {
    number,
    topic,
    line,
    headStartMinutes,
    language,
    paper: z.boolean(),
    token: z.string(),
    from: z.enum(['terminal', 'counter']),
  }),
  fact('TicketCalled', { number, desk, call }),
  fact('TicketRecalled', { number, desk, call }),
  fact('VisitStarted', { number, desk }),
  fact('VisitFinished', { number, desk }),
  fact('TicketNoShow', { number, desk }),
  fact('TicketRestored', { number }),
  fact('TicketHeld', { number, desk }),
  fact('TicketResumed', { number }),
  fact('TicketTransferred', { number, topic, line, headStartMinutes }),
  fact('TicketCancelled', { number }),
  fact('TicketCalledOff', { number }),
  fact('StepUndone', { desk, number, step }),
  fact('DeskOpened', { desk, topics: z.array(topic), languages: z.array(language) }),
  fact('DeskClosed', { desk }),
  fact('TopicPaused', { topic }),
  fact('TopicResumed', { topic }),
  fact('DayEnded', {}),
]);

export const queueFormat = new EventFormat<QueueEvent>({
  kind: 'queue',
  types: {
    TicketIssued: true,
    TicketCalled: true,
    TicketRecalled: true,
    VisitStarted: true,
    VisitFinished: true,
    TicketNoShow: true,
    TicketRestored: true,
    TicketHeld: true,
    TicketResumed: true,
    TicketTransferred: true,
    TicketCancelled: true,
    TicketCalledOff: true,
    StepUndone: true,
    DeskOpened: true,
    DeskClosed: true,
    TopicPaused: true,
    TopicResumed: true,
    DayEnded: true,
  },
  upcasters: [withToken],
  schema,
});
