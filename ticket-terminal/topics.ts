/** What the terminal says of topics: which are on the screen, and whether a ticket can be had. Pure. */
import { languageOf, type TextKey } from '#shared/languages/texts.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { Admission, TerminalView, TopicChoice } from '#shared/views.ts';
import { type EpochMs, type Language, type TopicId, textIn } from '#shared/vocabulary.ts';
import { type Words, words } from './words.ts';

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
export function tileNote(topic: TopicChoice, admission: Admission, saying: Saying): Words | null {
  const { language } = saying;
  switch (admission.state) {
    case 'open':
      return topic.group ? null : words(language, 'terminal.ahead', { count: topic.ahead });
    case 'away': {
      const [today, until] = admission.calledOff
        ? (['terminal.called-off', 'terminal.called-off-until'] as const)
        : (['terminal.away', 'terminal.away-until'] as const);
      return admission.opensAt === null
        ? words(language, today)
        : untilWords(until, admission.opensAt, saying);
    }
    case 'paused':
      return words(language, 'terminal.paused');
    case 'full':
      return words(language, 'terminal.full');
    case 'too-late':
      return words(language, 'terminal.too-late');
    case 'office-closed':
      return words(language, 'terminal.office-closed');
    default:
      return admission satisfies never;
  }
}

/** The same in whole sentences, for the visitor who pressed the tile to know more; none when it is open. */
export function whyUnavailable(admission: Admission, saying: Saying): readonly Words[] {
  const { language } = saying;
  switch (admission.state) {
    case 'open':
      return [];
    case 'away':
      return awayWhy(admission, saying);
    case 'paused':
      return pausedWhy(admission, language);
    case 'full':
      return [words(language, 'terminal.full-why')];
    case 'too-late':
      return [words(language, 'terminal.too-late-why')];
    case 'office-closed':
      return [words(language, 'terminal.office-closed-why')];
    default:
      return admission satisfies never;
  }
}

/** What staff wrote says more than we can: when they are back, or where to go meanwhile. */
const pausedWhy = (
  { why }: Extract<Admission, { state: 'paused' }>,
  language: Language,
): readonly Words[] => [
  words(language, 'terminal.paused-why'),
  ...(why ? [textIn(why, language)] : []),
];

/** What the office wrote of a visit that is called off stands as it was written, between our sentences. */
function awayWhy(
  { opensAt, calledOff }: Extract<Admission, { state: 'away' }>,
  saying: Saying,
): readonly Words[] {
  const { language } = saying;
  if (!calledOff)
    return [
      opensAt === null
        ? words(language, 'terminal.away-why')
        : untilWords('terminal.away-until-why', opensAt, saying),
    ];
  return [
    words(language, 'terminal.called-off-today'),
    ...(calledOff.why ? [textIn(calledOff.why, language)] : []),
    opensAt === null
      ? words(language, 'terminal.comes-unknown')
      : untilWords('terminal.comes-next', opensAt, saying),
  ];
}

/** Days and hours in the language of the sentence they stand in. */
function untilWords(key: TextKey, at: EpochMs, { now, zone, language }: Saying): Words {
  const moment = momentText(at, now, zone, languageOf(language, key));
  return words(language, key, { moment });
}

const opensAt = (admission: Admission): EpochMs =>
  (admission.state === 'away' ? admission.opensAt : null) ?? Number.POSITIVE_INFINITY;
