/** What the terminal says when there is nothing to choose: closed, lost, waiting, refused, thank you. Pure. */
import { languageOf, type TextKey } from '#shared/languages/texts.ts';
import type { ConnectRefusal, Opening, RefusalCode } from '#shared/protocol.ts';
import { dayText, timeText } from '#shared/ui/office-time.ts';
import type { ControlPictogram } from '#shared/ui/pictograms.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import type { Press } from './flow.ts';
import type { Saying } from './topics.ts';
import { type Words, words } from './words.ts';

/** One thing, said in the languages of those who may stand there: the first large. */
export type Notice = {
  drawing: ControlPictogram;
  said: readonly Said[];
  /** The first is the one to press. */
  actions: readonly NoticeAction[];
};
export type Said = { language: Language; heading: Words; lines: readonly Words[] };
export type NoticeAction = { label: Words; press: Press };

export const connectingNotice = (language: Language): Notice => ({
  drawing: 'clock',
  said: inTwo(language, 'terminal.connecting'),
  actions: [],
});

/** @param saying at which office time, and in which zone; its language is told beside Swedish */
export const closedNotice = ({ opensAt }: Opening & { open: false }, saying: Saying): Notice => ({
  drawing: 'door',
  said: two(saying.language).map((spoken) => ({
    language: spoken,
    heading: words(spoken, 'terminal.closed'),
    lines: [
      opensAt === null
        ? words(spoken, 'terminal.opens-unknown')
        : opensWords(opensAt, { ...saying, language: spoken }),
      words(spoken, 'terminal.emergency'),
    ],
  })),
  actions: [],
});

export const lostNotice = (language: Language): Notice => ({
  drawing: 'seat',
  said: inTwo(language, 'terminal.lost', 'terminal.lost-what-to-do', 'terminal.lost-recovers'),
  actions: [],
});

/** A screen that the hub does not let in is put right by staff, not by a visitor. */
export function refusedConnectionNotice(why: ConnectRefusal, language: Language): Notice {
  const reason: TextKey = why === 'not-allowed' ? 'terminal.not-paired' : `refusal.${why}`;
  return {
    drawing: 'seat',
    said: inTwo(language, 'terminal.not-in-use', 'terminal.lost-what-to-do', reason),
    actions: [],
  };
}

/** @param slow the hub is out of reach, and may yet answer. */
export const takingNotice = (language: Language, slow: boolean): Notice => ({
  drawing: 'slot',
  said: [
    inOne(language, 'terminal.taking', slow ? 'terminal.taking-slow' : 'terminal.taking-wait'),
  ],
  actions: [],
});

export const helpedNotice = (language: Language): Notice => ({
  drawing: 'done',
  said: [inOne(language, 'terminal.helped', 'terminal.helped-welcome-back')],
  actions: [{ label: words(language, 'terminal.done'), press: { press: 'start-over' } }],
});

export function refusedNotice(code: RefusalCode, language: Language): Notice {
  const tryAgain = { label: words(language, 'terminal.try-again'), press: { press: 'try-again' } };
  const otherTopic = {
    label: words(language, 'terminal.other-topic'),
    press: { press: 'other-topic' },
  };
  const ours = OUR_FAULT.has(code);
  // After silence nobody knows whether there is a ticket; the same request id makes sure of one.
  const said: [TextKey, TextKey] =
    code === 'hub-unavailable'
      ? ['terminal.no-answer', 'terminal.no-answer-try']
      : ['terminal.refused', `refusal.${code}`];
  return {
    drawing: ours ? 'seat' : 'clock',
    said: [ours ? inOne(language, ...said, 'terminal.lost-what-to-do') : inOne(language, ...said)],
    actions: (WORTH_ANOTHER_TRY.has(code)
      ? [tryAgain, otherTopic]
      : [otherTopic]) as NoticeAction[],
  };
}

/** The same request may succeed in a moment. */
const WORTH_ANOTHER_TRY: ReadonlySet<RefusalCode> = new Set([
  'hub-unavailable',
  'too-many-requests',
]);
/** Nothing that the visitor can put right: staff can. */
const OUR_FAULT: ReadonlySet<RefusalCode> = new Set([
  'hub-unavailable',
  'not-allowed',
  'malformed-request',
  'request-id-reused',
  'unknown-office',
]);

/** Day and hour in the language of the sentence they stand in. */
function opensWords(at: EpochMs, { now, zone, language }: Saying): Words {
  const spoken = languageOf(language, 'terminal.opens');
  const day = dayText(at, now, zone, spoken);
  return words(language, 'terminal.opens', { day, time: timeText(at, zone, spoken) });
}

/** Swedish and the visitor's language; English where none has been chosen. */
const two = (language: Language): readonly Language[] => [
  'sv',
  language === 'sv' ? 'en' : language,
];

const inTwo = (language: Language, heading: TextKey, ...lines: TextKey[]): readonly Said[] =>
  two(language).map((spoken) => inOne(spoken, heading, ...lines));

const inOne = (language: Language, heading: TextKey, ...lines: TextKey[]): Said => ({
  language,
  heading: words(language, heading),
  lines: lines.map((line) => words(language, line)),
});
