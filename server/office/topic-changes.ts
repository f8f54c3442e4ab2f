/**
 * Topics that come, go and change their place. Pure. A topic under another makes a group of it, and the last
 * one that leaves a group leaves its line and desks behind: there is never a topic that nobody can serve.
 */

import type { OfficeBook, Topic } from '#shared/office-book.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { DeskId, EpochMs, TopicId } from '#shared/vocabulary.ts';
import { servedBy } from './book-things.ts';
import type { OfficeCommand, OfficeEvent, ServedTopic } from './office-book.ts';

type Command<Type extends OfficeCommand['type']> = Extract<OfficeCommand, { type: Type }>;

export function setTopic(
  office: OfficeBook,
  { topic, servedBy: wished, at }: Command<'SetTopic'>,
): readonly OfficeEvent[] | RefusalCode {
  if (wished?.some((desk) => !office.desks.some(({ id }) => id === desk))) return 'unknown-desk';
  const before = office.topics.find(({ id }) => id === topic.id);
  const parent = office.topics.find(({ id }) => id === topic.parent);
  const isMoved = before !== undefined && before.parent !== topic.parent;
  return [
    ...(isMoved ? leftAlone(office, before, at) : []),
    ...(parent && parent.line !== null ? [asGroup(parent, at)] : []),
    { type: 'TopicSet', topic: { ...topic, servedBy: desksFor(office, topic, wished) }, at },
  ];
}

export function removeTopic(
  office: OfficeBook,
  { topic: id, at }: Command<'RemoveTopic'>,
): readonly OfficeEvent[] | RefusalCode {
  const topic = office.topics.find((one) => one.id === id);
  if (!topic) return 'unknown-topic';
  return [{ type: 'TopicRemoved', topic: id, at }, ...leftAlone(office, topic, at)];
}

export function orderTopics(
  office: OfficeBook,
  { topics, at }: Command<'OrderTopics'>,
): readonly OfficeEvent[] | RefusalCode {
  if (topics.some((id) => !office.topics.some((topic) => topic.id === id))) return 'unknown-topic';
  // Somebody added one meanwhile, or named one twice: which order was meant is not known.
  if (topics.length !== office.topics.length || new Set(topics).size !== topics.length)
    return 'changed-since';
  return [{ type: 'TopicsOrdered', topics, at }];
}

const asGroup = (topic: Topic, at: EpochMs): OfficeEvent => ({
  type: 'TopicSet',
  topic: { ...topic, line: null, servedBy: [] },
  at,
});

/** What the group becomes when `topic` was the last in it. */
function leftAlone(office: OfficeBook, topic: Topic, at: EpochMs): readonly OfficeEvent[] {
  const group = office.topics.find(({ id }) => id === topic.parent);
  const others = office.topics.filter(({ parent }) => parent === topic.parent);
  if (!group || others.length > 1) return [];
  const single: ServedTopic = {
    ...group,
    line: topic.line,
    servedBy: servedBy(office, topic.id),
  };
  return [{ type: 'TopicSet', topic: single, at }];
}

function desksFor(
  office: OfficeBook,
  { id, line, parent }: Topic,
  wished: readonly DeskId[] | null,
): readonly DeskId[] {
  if (wished) return wished;
  if (line === null) return [];
  const now = servedBy(office, id);
  if (now.length > 0) return now;
  const ofLine = new Set<TopicId>(
    office.topics.filter((topic) => topic.line === line).map((topic) => topic.id),
  );
  const serving = office.desks.filter(({ topics }) => topics.some((topic) => ofLine.has(topic)));
  return serving.length > 0 || parent === null
    ? serving.map((desk) => desk.id)
    : servedBy(office, parent);
}
