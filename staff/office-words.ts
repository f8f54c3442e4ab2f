/** The office's own words on the console: topics, desks and languages, each marked with the language it is in. */
import { html, type TemplateResult } from 'lit';
import type { DeskView } from '#shared/views.ts';
import { LANGUAGES, type Language, type Texts, type TopicId, textIn } from '#shared/vocabulary.ts';

type Topics = DeskView['topics'];
export type DeskTopic = Topics[number];

/** A text in the console's language or, marked so, in Swedish. */
export function officeText(texts: Texts, language: Language): TemplateResult {
  const said = textIn(texts, language);
  return html`<span lang=${said.language}>${said.text}</span>`;
}

export function topicText(topics: Topics, id: TopicId, language: Language): string {
  const topic = topics.find((topic) => topic.id === id);
  return topic ? textIn(topic.label, language).text : id;
}

/** 'arabiska': a language as the console's own calls it. */
export function languageText(visitors: Language, language: Language): string {
  if (visitors === 'ckb') return 'sorani'; // Intl says 'centralkurdiska', and nobody in the room does
  let names = languageNames.get(language);
  if (!names) {
    names = new Intl.DisplayNames(language, { type: 'language' });
    languageNames.set(language, names);
  }
  return names.of(visitors) ?? visitors;
}

/** 'العربية · arabiska': by its own name first, since that is what a visitor would point at. */
export function languageWithOwnName(visitors: Language, language: Language): TemplateResult {
  const { name, direction } = LANGUAGES[visitors];
  const own = html`<bdi lang=${visitors} dir=${direction}>${name}</bdi>`;
  return visitors === language ? own : html`${own} · ${languageText(visitors, language)}`;
}

/** What a desk can serve; to somebody of a visiting body, what is her own. Groups stay, for their names. */
export const ownTopics = (topics: Topics): Topics =>
  topics.filter(({ yours, choice }) => yours || !choice);

/** The topics a ticket can be for, under the groups they are shown in; those in no group come first. */
export function topicGroups(
  topics: Topics,
): { group: DeskTopic | null; topics: readonly DeskTopic[] }[] {
  const choices = topics.filter((topic) => topic.choice);
  const groups = topics.filter((group) => choices.some((topic) => topic.parent === group.id));
  const single = choices.filter(
    (topic) => !groups.some((group) => group.id === topic.parent) && !groups.includes(topic),
  );
  return [
    ...(single.length > 0 ? [{ group: null, topics: single }] : []),
    ...groups.map((group) => ({
      group,
      topics: choices.filter((topic) => topic.parent === group.id || topic === group),
    })),
  ];
}

const languageNames = new Map<Language, Intl.DisplayNames>();
