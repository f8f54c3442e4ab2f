/** What the terminal says when there is nothing to choose: closed, lost, waiting, refused, thank you. Pure. */
import { languageOf, type TextKey } from '#shared/languages/texts.ts';
import type { Opening, Takeover } from '#shared/programme.ts';
import type { ConnectRefusal, RefusalCode } from '#shared/protocol.ts';
import { dayText, timeText } from '#shared/ui/office-time.ts';
import type { ControlPictogram } from '#shared/ui/pictograms.ts';
import { type EpochMs, LANGUAGE_TAGS, type Language, textIn } from '#shared/vocabulary.ts';
import type { Press } from './flow.ts';
import type { Saying } from './topics.ts';
import { type Words, words } from './words.ts';

/** One thing, said in the languages of those who may stand there: the first large, the others beside it. */
export type Notice = {
  drawing: ControlPictogram;
  said: readonly Said[];
  /** The first is the one to press. */
  actions: readonly NoticeAction[];
};
export type Said = { language: Language; heading: Words; lines: readonly Words[] };
export type NoticeAction = { label: Words; press: Press };

/** What stands instead of a visitor's step: in Swedish, and beside it in `others`. */
export const connectingNotice = (others: readonly Language[]): Notice => ({
  drawing: 'clock',
  said: inSwedishAnd(others, 'terminal.connecting'),
  actions: [],
});

export const closedNotice = (
  { opensAt }: Opening & { open: false },
  others: readonly Language[],
  saying: Omit<Saying, 'language'>,
): Notice => ({
  drawing: 'door',
  said: (['sv', ...others] as const).map((spoken) => ({
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

export const lostNotice = (others: readonly Language[]): Notice => ({
  drawing: 'seat',
  said: inSwedishAnd(others, 'terminal.lost', 'terminal.lost-what-to-do', 'terminal.lost-recovers'),
  actions: [],
});

/** Why, where a person has to let the terminal in. */
const isOfStaff = (
  why: ConnectRefusal,
): why is 'not-allowed' | 'not-paired' | 'revoked' | 'signed-out' | 'locked' =>
  ['not-allowed', 'not-paired', 'revoked', 'signed-out', 'locked'].includes(why);

/** A screen that the hub does not let in is put right by staff, not by a visitor. */
export function refusedConnectionNotice(why: ConnectRefusal, others: readonly Language[]): Notice {
  const reason: TextKey = isOfStaff(why) ? 'terminal.not-paired' : `refusal.${why}`;
  return {
    drawing: 'seat',
    said: inSwedishAnd(others, 'terminal.not-in-use', 'terminal.lost-what-to-do', reason),
    actions: [],
  };
}

/** What fills every screen: in Swedish, and beside it in the languages that it was written in. */
export function takeoverNotice({ text }: Takeover, chosen: Language, now: EpochMs): Notice {
  const written = LANGUAGE_TAGS.filter((language) => text[language] !== undefined);
  const spoken = written.includes(chosen) ? chosen : 'sv';
  return {
    drawing: 'warning',
    said: (['sv', ...toldBeside(spoken, written, now)] as const).map((language) => ({
      language,
      heading: textIn(text, language),
      lines: [],
    })),
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

/** So many languages stand beside Swedish at a time, and for so long. */
const TOLD_AT_ONCE = 2;
const TOLD_FOR_MS = 10_000;

/**
 * In which languages a sign speaks beside Swedish: that of the visitor who was on her way or, when nobody
 * was, all of the office's by turns. By the clock alone, so that a restart changes nothing.
 */
export function toldBeside(
  chosen: Language,
  offered: readonly Language[],
  now: EpochMs,
): readonly Language[] {
  if (chosen !== 'sv') return [chosen];
  const others = offered.filter((language) => language !== 'sv');
  const turns = Math.max(1, Math.ceil(others.length / TOLD_AT_ONCE));
  const first = (Math.floor(now / TOLD_FOR_MS) % turns) * TOLD_AT_ONCE;
  return others.slice(first, first + TOLD_AT_ONCE);
}

const inSwedishAnd = (
  others: readonly Language[],
  heading: TextKey,
  ...lines: TextKey[]
): readonly Said[] =>
  (['sv', ...others] as const).map((spoken) => inOne(spoken, heading, ...lines));

const inOne = (language: Language, heading: TextKey, ...lines: TextKey[]): Said => ({
  language,
  heading: words(language, heading),
  lines: lines.map((line) => words(language, line)),
});
