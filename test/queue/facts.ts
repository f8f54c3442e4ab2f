/** What happened on an ordinary day, short enough to read in a row. Times are minutes after ten o'clock. */
import type { QueueEvent, Step } from '#server/queue/queue.ts';
import type { DeskId, Language, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import { desk1, letters, ordinaryDay } from '#test/support/given.ts';

/** 2026-11-24T10:00+01:00, a Tuesday. */
const ten = 1795510800000;
export const minutes = (count: number) => ten + count * 60_000;
/** When commands are given, unless the rule is about time. */
export const now = minutes(60);

export const A001 = 'A001' as TicketNumber;
export const A002 = 'A002' as TicketNumber;
export const A003 = 'A003' as TicketNumber;
export const B001 = 'B001' as TicketNumber;

export function issued(
  number = A001,
  topic = letters,
  at = minutes(0),
  language: Language = 'sv',
): QueueEvent {
  const rules = ordinaryDay.topics.get(topic);
  if (!rules?.line) throw new Error(`${topic} gives no tickets`);
  const { line, headStartMinutes } = rules;
  return {
    type: 'TicketIssued',
    number,
    topic,
    line,
    headStartMinutes,
    language,
    paper: true,
    token: '',
    from: 'terminal',
    precedence: null,
    at,
  };
}

/** Serves everything, in Swedish and English. */
export const opened = (
  desk = desk1,
  topics: readonly TopicId[] = [...ordinaryDay.topics.keys()],
  languages: readonly Language[] = ['sv', 'en'],
): QueueEvent => ({ type: 'DeskOpened', desk, topics, languages, at: minutes(0) });

export const called = (number = A001, desk = desk1, call = 1, at = now): QueueEvent => ({
  type: 'TicketCalled',
  number,
  desk,
  call,
  at,
});

export const recalled = (number = A001, desk = desk1, call = 2, at = now): QueueEvent => ({
  type: 'TicketRecalled',
  number,
  desk,
  call,
  at,
});

export const started = (number = A001, desk = desk1, at = now): QueueEvent => ({
  type: 'VisitStarted',
  number,
  desk,
  at,
});

export const finished = (number = A001, desk = desk1): QueueEvent => ({
  type: 'VisitFinished',
  number,
  desk,
  at: now,
});

export const absent = (number = A001, desk = desk1): QueueEvent => ({
  type: 'TicketNoShow',
  number,
  desk,
  at: now,
});

export const restored = (number = A001): QueueEvent => ({
  type: 'TicketRestored',
  number,
  at: now,
});

export const held = (number = A001, desk = desk1): QueueEvent => ({
  type: 'TicketHeld',
  number,
  desk,
  reason: 'other',
  at: now,
});

export const resumed = (number = A001): QueueEvent => ({ type: 'TicketResumed', number, at: now });

export function transferred(number: TicketNumber, topic: TopicId): QueueEvent {
  const rules = ordinaryDay.topics.get(topic);
  if (!rules?.line) throw new Error(`${topic} takes no tickets`);
  const { line, headStartMinutes } = rules;
  return { type: 'TicketTransferred', number, topic, line, headStartMinutes, at: now };
}

export const cancelled = (number = A001): QueueEvent => ({
  type: 'TicketCancelled',
  number,
  at: now,
});

export const undone = (step: Step, number = A001, desk = desk1): QueueEvent => ({
  type: 'StepUndone',
  desk,
  number,
  step,
  at: now,
});

export const closed = (desk: DeskId = desk1): QueueEvent => ({
  type: 'DeskClosed',
  desk,
  at: now,
});

export const paused = (topic: TopicId): QueueEvent => ({
  type: 'TopicPaused',
  topic,
  why: null,
  at: now,
});
export const skipped = (through: TicketNumber): QueueEvent => ({
  type: 'NumbersSkipped',
  through,
  at: now,
});
export const dayEnded: QueueEvent = { type: 'DayEnded', at: now };
