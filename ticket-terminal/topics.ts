/** What the terminal says of topics: which are on the screen, and whether a ticket can be had. Pure. */

import { say } from '#shared/languages/texts.ts';
import type { Admission, TerminalView, TopicChoice } from '#shared/protocol.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language, TopicId } from '#shared/vocabulary.ts';

/** When and for whom something is said. */
export type Saying = { language: Language; now: EpochMs; zone: string };

/** The topics of one level, in the office's order; `group` null for the top. */
export const topicsAt = (view: TerminalView, group: TopicId | null): readonly TopicChoice[] =>
  view.topics.filter((topic) => topic.parent === group);

/**
 * Whether a ticket can be taken for the topic. A group is as open as the most open of its topics, and
 * when none is, as the one that opens first.
 */
export function admissionOf(topic: TopicChoice, all: readonly TopicChoice[]): Admission {
  if (!topic.group) return topic.admission;
  const admissions = all.filter((one) => one.parent === topic.id).map((one) => one.admission);
  const firstToOpen = admissions
    .filter((one) => one.state === 'away' && one.opensAt !== null)
    .sort((one, other) => opensAt(one) - opensAt(other))[0];
  return (
    admissions.find((one) => one.state === 'open') ??
    firstToOpen ??
    admissions[0] ??
    topic.admission
  );
}

/** The few words on a topic's tile: how many are before, or why no ticket is given. None on an open group. */
export function tileNote(topic: TopicChoice, admission: Admission, saying: Saying): string | null {
  const { language } = saying;
  switch (admission.state) {
    case 'open':
      return topic.group ? null : say(language, 'terminal.ahead', { count: topic.ahead });
    case 'away':
      return admission.opensAt === null
        ? say(language, 'terminal.away')
        : say(language, 'terminal.away-until', { moment: moment(admission.opensAt, saying) });
    case 'paused':
      return say(language, 'terminal.paused');
    case 'full':
      return say(language, 'terminal.full');
    case 'too-late':
      return say(language, 'terminal.too-late');
    case 'office-closed':
      return say(language, 'terminal.office-closed');
    default:
      return admission satisfies never;
  }
}

/** The same in whole sentences, for the visitor who pressed the tile to know more. */
export function whyUnavailable(admission: Admission, saying: Saying): string {
  const { language } = saying;
  switch (admission.state) {
    case 'open':
      return '';
    case 'away':
      return admission.opensAt === null
        ? say(language, 'terminal.away-why')
        : say(language, 'terminal.away-until-why', { moment: moment(admission.opensAt, saying) });
    case 'paused':
      return say(language, 'terminal.paused-why');
    case 'full':
      return say(language, 'terminal.full-why');
    case 'too-late':
      return say(language, 'terminal.too-late-why');
    case 'office-closed':
      return say(language, 'terminal.office-closed-why');
    default:
      return admission satisfies never;
  }
}

const moment = (at: EpochMs, { now, zone, language }: Saying): string =>
  momentText(at, now, zone, language);

const opensAt = (admission: Admission): EpochMs =>
  (admission.state === 'away' ? admission.opensAt : null) ?? Number.POSITIVE_INFINITY;
