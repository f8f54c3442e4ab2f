import { expect } from 'vitest';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import {
  type DayRules,
  emptyQueue,
  type Queue,
  type QueueCommand,
  type QueueEvent,
  type TopicRules,
} from '#server/queue/queue.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { DeskId, Language, LineId, Series, TopicId } from '#shared/vocabulary.ts';

/** given(what happened).when(command).happens(events) or .refuses(why). Reads as the rule it proves. */
export const given = (...history: QueueEvent[]) => ({
  when: (command: QueueCommand, rules: DayRules = ordinaryDay) => {
    const decision = decide(queueAfter(...history), command, rules);
    return {
      happens: (...events: QueueEvent[]) => expect(decision).toEqual({ accepted: true, events }),
      refuses: (refusal: RefusalCode) => expect(decision).toEqual({ accepted: false, refusal }),
    };
  },
});

export const queueAfter = (...history: QueueEvent[]): Queue => history.reduce(evolve, emptyQueue);

// An office on an ordinary day. The guides' line has series A, the visiting body's series B.

export const letters = 'letters' as TopicId;
export const preschool = 'preschool' as TopicId;
/** A quick errand: goes 15 minutes before others of the guides' line. */
export const printing = 'printing' as TopicId;
export const benefits = 'benefits' as TopicId;
/** Only groups preschool and others. */
export const children = 'children' as TopicId;

export const guides = 'guides' as LineId;
export const agency = 'agency' as LineId;

export const desk1 = 'desk-1' as DeskId;
export const desk2 = 'desk-2' as DeskId;
export const visitingDesk = 'visiting-desk' as DeskId;

const guidesTopic: TopicRules = {
  line: guides,
  series: 'A' as Series,
  mayWait: 40,
  headStartMinutes: 0,
  admission: 'open',
};

export const ordinaryDay: DayRules = {
  officeOpen: true,
  tooLate: false,
  topics: new Map<TopicId, TopicRules>([
    [letters, guidesTopic],
    [preschool, guidesTopic],
    [printing, { ...guidesTopic, headStartMinutes: 15 }],
    [benefits, { ...guidesTopic, line: agency, series: 'B' as Series, mayWait: 5 }],
    [children, { ...guidesTopic, line: null, series: null }],
  ]),
  desks: new Set([desk1, desk2, visitingDesk]),
  languages: new Set<Language>(['sv', 'en', 'ar']),
  callGivenTicket: true,
  recallAfterSeconds: 0,
  callsBeforeNoShow: 2,
};

/** The ordinary day, but for what is known of one topic. */
export const dayWith = (topic: TopicId, changed: Partial<TopicRules>): DayRules => ({
  ...ordinaryDay,
  topics: new Map([
    ...ordinaryDay.topics,
    [topic, { ...guidesTopic, ...ordinaryDay.topics.get(topic), ...changed }],
  ]),
});
