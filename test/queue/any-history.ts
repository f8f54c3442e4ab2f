/** Histories and commands that fast-check makes up, for an ordinary day's office. */
import fc from 'fast-check';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import {
  type DayRules,
  emptyQueue,
  type Queue,
  type QueueCommand,
  type QueueEvent,
} from '#server/queue/queue.ts';
import {
  type DeskId,
  HOLD_REASONS,
  type Language,
  type TicketNumber,
  type TopicId,
} from '#shared/vocabulary.ts';
import {
  benefits,
  children,
  desk1,
  desk2,
  letters,
  ordinaryDay,
  preschool,
  printing,
  visitingDesk,
} from '#test/support/given.ts';
import { minutes } from './facts.ts';

const desk = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(desk1, desk1, desk2, visitingDesk) },
  { weight: 1, arbitrary: fc.constant('desk-9' as DeskId) },
);
const topic = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(letters, preschool, printing, benefits) },
  { weight: 1, arbitrary: fc.constantFrom(children, 'passports' as TopicId) },
);
const language = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Language>('sv', 'sv', 'en', 'ar') },
  { weight: 1, arbitrary: fc.constant<Language>('pl') },
);
const number = fc
  .constantFrom('A001', 'A002', 'A003', 'A004', 'A005', 'B001', 'B002')
  .map((text) => text as TicketNumber);

/** Within two hours, in no order: the clock may be set back. */
const at = fc.integer({ min: 0, max: 120 }).map(minutes);

const type = <Type extends QueueCommand['type']>(name: Type) => fc.constant(name);

export const anyIssue: fc.Arbitrary<QueueCommand> = fc.record({
  type: type('IssueTicket'),
  topic,
  language,
  paper: fc.boolean(),
  token: fc.constant(''),
  from: fc.constantFrom('terminal', 'counter'),
  precedence: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('cannot-wait', 'cannot-use-terminal') },
  ),
  at,
});
const anyOpening = fc.record({
  type: type('OpenDesk'),
  desk,
  topics: fc.oneof(
    { weight: 3, arbitrary: fc.constant([...ordinaryDay.topics.keys()]) },
    { weight: 1, arbitrary: fc.array(topic, { minLength: 1, maxLength: 3 }) },
  ),
  languages: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Language[]>(['sv', 'en', 'ar']) },
    { weight: 1, arbitrary: fc.array(language, { minLength: 1, maxLength: 2 }) },
  ),
  at,
});
/** A little at a time, so that most tickets keep numbers that other commands name. */
const anySkip: fc.Arbitrary<QueueCommand> = fc.record({
  type: type('SkipNumbers'),
  through: number,
  at,
});
const resumeDesk = fc.option(desk, { nil: undefined });

/** Any command but the day's end; those that a day is full of come more often. */
export const anyCommand: fc.Arbitrary<QueueCommand> = fc.oneof(
  { weight: 12, arbitrary: anyIssue },
  { weight: 8, arbitrary: fc.record({ type: type('CallNext'), desk, at }) },
  { weight: 2, arbitrary: fc.record({ type: type('CallTicket'), desk, number, at }) },
  { weight: 6, arbitrary: fc.record({ type: type('Recall'), desk, at }) },
  { weight: 3, arbitrary: fc.record({ type: type('Start'), desk, at }) },
  { weight: 3, arbitrary: fc.record({ type: type('Finish'), desk, at }) },
  { weight: 6, arbitrary: fc.record({ type: type('MarkNoShow'), desk, at }) },
  { weight: 8, arbitrary: fc.record({ type: type('Restore'), number, at }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: type('Hold'),
      desk,
      reason: fc.constantFrom(...HOLD_REASONS),
      at,
    }),
  },
  { weight: 8, arbitrary: fc.record({ type: type('Resume'), number, desk: resumeDesk, at }) },
  { weight: 3, arbitrary: fc.record({ type: type('Transfer'), number, topic, at }) },
  { weight: 2, arbitrary: fc.record({ type: type('Cancel'), number, at }) },
  { weight: 1, arbitrary: fc.record({ type: type('Void'), from: number, to: number, at }) },
  { weight: 1, arbitrary: fc.record({ type: type('Unvoid'), from: number, to: number, at }) },
  { weight: 8, arbitrary: fc.record({ type: type('Undo'), desk, at }) },
  { weight: 2, arbitrary: anyOpening },
  { weight: 1, arbitrary: fc.record({ type: type('CloseDesk'), desk, at }) },
  { weight: 1, arbitrary: fc.record({ type: type('PauseTopic'), topic, at }) },
  { weight: 2, arbitrary: fc.record({ type: type('ResumeTopic'), topic, at }) },
  { weight: 1, arbitrary: fc.record({ type: type('EndCalledOff'), at }) },
  { weight: 1, arbitrary: anySkip },
);
export const anyEndDay: fc.Arbitrary<QueueCommand> = fc.record({ type: type('EndDay'), at });

/** A day's commands, its desks open from the start so that most of them find something to do. */
export const anyDay = fc
  .array(anyCommand, { maxLength: 100, size: 'max' })
  .map((commands): readonly QueueCommand[] => [...openingRound, ...commands]);

export const openingRound = [desk1, desk2, visitingDesk].map(
  (open): QueueCommand => ({
    type: 'OpenDesk',
    desk: open,
    topics: [...ordinaryDay.topics.keys()],
    languages: ['sv', 'en', 'ar'],
    at: minutes(0),
  }),
);

/** What happens when the commands are given one after another; refusals leave nothing. */
export function play(
  commands: readonly QueueCommand[],
  rules: DayRules = ordinaryDay,
): { history: readonly QueueEvent[]; queue: Queue } {
  const history: QueueEvent[] = [];
  let queue = emptyQueue;
  for (const command of commands) {
    const decision = decide(queue, command, rules);
    if (!decision.accepted) continue;
    history.push(...decision.events);
    queue = decision.events.reduce(evolve, queue);
  }
  return { history, queue };
}
