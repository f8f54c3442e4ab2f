/**
 * How the facts of the queue are written down. A change of shape here is a new version with an upcaster
 * from the one before; see server/event-log/event-format.ts.
 */
import { z } from 'zod';
import { EventFormat, type Upcaster } from '#server/event-log/event-format.ts';
import {
  type DeskId,
  HOLD_REASONS,
  LANGUAGE_TAGS,
  type LineId,
  PRECEDENCES,
  type Texts,
  type TicketNumber,
  type TopicId,
} from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import type { QueueEvent, Step } from './queue.ts';

const id = <Id extends string>() => named<Id>(z.string().min(1));

const at = z.number();
const number = named<TicketNumber>(z.string().regex(/^[A-Z]\d{3,}$/));
const topic = id<TopicId>();
const line = id<LineId>();
const desk = id<DeskId>();
const language = z.enum(LANGUAGE_TAGS);
const headStartMinutes = z.number();
const call = z.int().positive();
const texts = z
  .strictObject({ sv: z.string() })
  .catchall(z.string())
  .transform((said) => said as Texts);
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

/** Shape 2 knew nobody who goes before others, and no reasons for a hold or a pause. */
const withWhy: Upcaster = (event) => {
  switch (event.type) {
    case 'TicketIssued':
      return { ...event, precedence: null };
    case 'TicketHeld':
      return { ...event, reason: 'other' };
    case 'TopicPaused':
      return { ...event, why: null };
    default:
      return event;
  }
};

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
    precedence: z.enum(PRECEDENCES).nullable(),
  }),
  fact('TicketCalled', { number, desk, call }),
  fact('TicketRecalled', { number, desk, call }),
  fact('VisitStarted', { number, desk }),
  fact('VisitFinished', { number, desk }),
  fact('TicketNoShow', { number, desk }),
  fact('TicketRestored', { number }),
  fact('TicketHeld', { number, desk, reason: z.enum(HOLD_REASONS) }),
  fact('TicketResumed', { number }),
  fact('TicketTransferred', { number, topic, line, headStartMinutes }),
  fact('TicketCancelled', { number }),
  fact('TicketVoided', { number }),
  fact('TicketUnvoided', { number }),
  fact('TicketCalledOff', { number }),
  fact('StepUndone', { desk, number, step }),
  fact('DeskOpened', { desk, topics: z.array(topic), languages: z.array(language) }),
  fact('DeskClosed', { desk }),
  fact('TopicPaused', { topic, why: texts.nullable() }),
  fact('TopicResumed', { topic }),
  fact('NumbersSkipped', { through: number }),
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
    TicketVoided: true,
    TicketUnvoided: true,
    TicketCalledOff: true,
    StepUndone: true,
    DeskOpened: true,
    DeskClosed: true,
    TopicPaused: true,
    TopicResumed: true,
    NumbersSkipped: true,
    DayEnded: true,
  },
  upcasters: [withToken, withWhy],
  schema,
});
