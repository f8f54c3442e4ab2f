/** What a desk is told of the topics it may send somebody on to. */
import { describe, expect, it } from 'vitest';
import { deskView } from '#server/hub/views.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type QueueEvent } from '#server/queue/queue.ts';
import type { AgencyId } from '#shared/vocabulary.ts';
import {
  desk1,
  desk3,
  law,
  lawyer,
  letters,
  smallOffice,
  stockholm,
} from '#test/support/office.ts';

const at = (time: string) => stockholm(`2026-11-24T${time}`);
const topics = (time: string, ofAgency: AgencyId | null = null, ...history: QueueEvent[]) => {
  const office = {
    ...{ book: smallOffice, queue: history.reduce(evolve, emptyQueue), at: at(time) },
    ...{ papers: [], paperOf: () => null, printers: [], places: [], prints: 0, trial: false },
    ...{ peopleAt: () => [], windows: [], unwatchedWindows: [] },
  };
  const [one, other] = [desk1, desk3].map((desk) => deskView(office, desk, ofAgency).topics);
  expect(one).toEqual(other);
  return new Map(one?.map((topic) => [topic.id, topic]));
};

describe('the topics that every desk is told of', () => {
  it('[DK38] follow the hour: who is not here yet, who is, and who comes no more today', () => {
    const away = (time: string) => topics(time).get(law)?.away;
    expect(['10:00', '13:30', '15:30', '10:00'].map(away)).toEqual([
      ...['now', undefined, 'today', 'now'],
    ]);
  });

  it('[DK15] follow what is paused', () => {
    const why = { sv: 'Skrivaren är trasig.' };
    const paused: QueueEvent = { type: 'TopicPaused', topic: letters, why, at: at('10:00') };
    const isPaused = (...history: QueueEvent[]) => {
      const told = topics('10:30', null, ...history).get(letters);
      return [told?.paused, told?.pausedWhy];
    };
    expect(isPaused()).toEqual([false, null]);
    expect(isPaused(paused)).toEqual([true, why]);
    expect(isPaused(paused, { type: 'TopicResumed', topic: letters, at: at('10:20') })).toEqual([
      ...[false, null],
    ]);
  });

  it('[DK38] say at a visiting body’s desk which are its own, and at the others’ that all are', () => {
    const yours = (ofAgency: AgencyId | null) =>
      [...topics('13:30', ofAgency)].filter(([, topic]) => topic.yours).map(([id]) => id);
    expect([yours(null), yours(lawyer), yours(null)]).toEqual([
      ['papers', 'letters', 'printing', 'law'],
      ['law'],
      ['papers', 'letters', 'printing', 'law'],
    ]);
  });
});
