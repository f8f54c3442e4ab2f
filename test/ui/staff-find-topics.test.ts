/** Topics found by typing. Rule DK15 in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import type { TopicId } from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };
import { findTopics } from '../../staff/find-topics.ts';
import type { DeskTopic } from '../../staff/office-words.ts';

const groups = new Set(ragsved.topics.map((topic) => 'parent' in topic && topic.parent));
const topics = ragsved.topics.map(
  (topic): DeskTopic => ({
    id: topic.id as TopicId,
    parent: ('parent' in topic ? topic.parent : null) as TopicId | null,
    label: topic.label,
    pictogram: 'question',
    paused: false,
    pausedWhy: null,
    choice: !groups.has(topic.id),
    yours: true,
    bring: [],
  }),
);

const found = (typed: string, language: 'sv' | 'en' = 'sv') =>
  findTopics(topics, typed, language).flatMap(({ topics }) => topics.map(({ id }) => id));

describe('a topic to send a ticket to', () => {
  it('[DK15] is found by any part of its words, with or without the marks over letters', () => {
    for (const typed of ['förskola', 'forskola', 'FÖRSKOLA', ' örskol '])
      expect(found(typed)).toContain('forskola');
    expect(found('skuld')).toContain('skulder');
    expect(found('förskola')).not.toContain('skulder');
  });

  it('[DK15] is found by all that is typed, in any order, and by its group', () => {
    expect(found('plats förskola')).toEqual(['forskola']);
    expect(found('förskola plats')).toEqual(['forskola']);
    expect(found('arbete och pengar')).toEqual(
      topics.filter(({ parent }) => parent === 'arbete-och-pengar').map(({ id }) => id),
    );
  });

  it('[DK15] is found in Swedish at an English desk', () => {
    expect(found('preschool', 'en')).toContain('forskola');
    expect(found('förskola', 'en')).toContain('forskola');
  });

  it('[DK15] is any of them before anything is typed, and none when nothing is called that', () => {
    expect(found('  ')).toHaveLength(topics.filter(({ choice }) => choice).length);
    expect(findTopics(topics, 'zzz', 'sv')).toEqual([]);
  });
});
