/** Topics found by what is typed: every word of it in the topic's name or its group's. Pure. */
import type { DeskView } from '#shared/views.ts';
import { type Language, type Texts, textIn } from '#shared/vocabulary.ts';
import { topicGroups } from './office-words.ts';

type Groups = ReturnType<typeof topicGroups>;

/** In the console's language or in Swedish, with or without the marks over letters; all when nothing is typed. */
export function findTopics(topics: DeskView['topics'], typed: string, language: Language): Groups {
  const words = plain(typed).split(/\s+/);
  return topicGroups(topics)
    .map(({ group, topics }) => ({
      group,
      topics: topics.filter((topic) => {
        const names = [topic.label, ...(group ? [group.label] : [])];
        const said = plain(names.flatMap((name) => inBoth(name, language)).join(' '));
        return words.every((word) => said.includes(word));
      }),
    }))
    .filter(({ topics }) => topics.length > 0);
}

const inBoth = (texts: Texts, language: Language): string[] => [
  textIn(texts, language).text,
  textIn(texts, 'sv').text,
];

/** 'Förskola' → 'forskola' */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
