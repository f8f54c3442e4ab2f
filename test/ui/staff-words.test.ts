import { describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { LANGUAGE_TAGS, type TopicId } from '#shared/vocabulary.ts';
import type { DeskTopic } from '../../staff/office-words.ts';
import { languageText, topicGroups } from '../../staff/office-words.ts';
import { minutesBetween, minutesText, stopwatchText } from '../../staff/waiting-time.ts';
import { AT } from './staff-view.ts';

describe('how long a visitor has waited', () => {
  it('[DK6] is told in whole minutes, and in hours from the sixtieth', () => {
    expect(minutesText(0, 'sv')).toBe('0 min');
    expect(minutesText(1, 'sv')).toBe('1 min');
    expect(minutesText(59, 'sv')).toBe('59 min');
    expect(minutesText(60, 'sv')).toBe('1 h');
    expect(minutesText(145, 'en')).toBe('2 h 25 min');
  });

  it('[DK6] is never negative, whatever a clock says', () => {
    expect(minutesBetween(AT, AT + 119_999)).toBe(1);
    expect(minutesBetween(AT, AT - 60_000)).toBe(0);
    expect(stopwatchText(AT, AT - 1)).toBe('0:00');
  });

  it('[DK6] is told in seconds between a call and the visitor’s coming', () => {
    expect(stopwatchText(AT, AT + 42_000)).toBe('0:42');
    expect(stopwatchText(AT, AT + 252_999)).toBe('4:12');
    expect(stopwatchText(AT, AT + 3_665_000)).toBe('61:05');
  });
});

describe('the words of the office', () => {
  const topic = (id: string, parent: string | null, choice = true): DeskTopic => ({
    id: id as TopicId,
    parent: parent as TopicId | null,
    label: { sv: id },
    pictogram: 'letter',
    paused: false,
    pausedWhy: null,
    choice,
    yours: true,
    bring: [],
  });

  it('[DK7] topics stand under their group, those without one first, and no ticket is lost between them', () => {
    const topics = [
      topic('letters', null, false),
      topic('form', 'letters'),
      topic('print', null),
      topic('appeal', 'letters'),
      topic('empty-group', null, false),
    ];
    expect(
      topicGroups(topics).map(({ group, topics }) => [
        group?.id ?? null,
        topics.map(({ id }) => id),
      ]),
    ).toEqual([
      [null, ['print']],
      ['letters', ['form', 'appeal']],
    ]);
  });

  it('[DK7] a topic that is a choice itself and has others under it stands among them', () => {
    const topics = [topic('housing', null), topic('rent', 'housing')];
    expect(topicGroups(topics).map(({ topics }) => topics.map(({ id }) => id))).toEqual([
      ['housing', 'rent'],
    ]);
  });

  it('[DK7] every language has a name in the two that the console speaks', () => {
    expect(languageText('ar', 'sv')).toBe('arabiska');
    expect(languageText('ckb', 'sv')).toBe('sorani');
    for (const visitors of LANGUAGE_TAGS)
      for (const language of ['sv', 'en'] as const)
        expect(languageText(visitors, language)).not.toBe(visitors);
  });
});
