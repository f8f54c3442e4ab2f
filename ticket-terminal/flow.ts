/**
 * One visitor's way through the terminal, from a language to a number. Rules TT1… in docs/spec.md.
 *
 * Pure. Time arrives inside the input as the device's own milliseconds since it started, so that a
 * wrong or turned clock changes nothing. Nothing here asks the hub: the screen does, when a step is 'taking'.
 */

import type { Paper, PrintState } from '#shared/printers.ts';
import type { Answers, RefusalCode, Reply } from '#shared/protocol.ts';
import type { TerminalView, TopicChoice } from '#shared/views.ts';
import type { Language, TicketNumber, TopicId } from '#shared/vocabulary.ts';

/** Milliseconds of the device's monotonic clock: performance.now(). */
export type DeviceMs = number;

/** What is known of the paper of a ticket, and why. */
export type TicketPaper = Pick<Paper, 'state' | 'reason'>;

/** A topic, and the group whose topics were on the screen when it was chosen. */
type Chosen = { topic: TopicId; group: TopicId | null };

export type Step =
  /** The start; or, from a step of the way, a change of language. */
  | { at: 'language'; from: OnTheWay | null }
  | OnTheWay
  | { at: 'helped' }
  /** The hub has been asked and has not answered. Nothing is shown as done. */
  | ({ at: 'taking'; requestId: string } & Chosen)
  | { at: 'ticket'; number: TicketNumber; ahead: number; paper: TicketPaper };

/** Where one can go back, change language, or be found gone: a closing office takes these away. */
type OnTheWay =
  | { at: 'topics'; group: TopicId | null }
  /** No ticket is given for it now: why, and when. */
  | ({ at: 'unavailable' } & Chosen)
  /** A leaflet that may be answer enough. */
  | ({ at: 'answer' } & Chosen)
  | ({ at: 'confirm'; afterAnswer: boolean } & Chosen)
  /** `requestId` is kept: trying again must never give two tickets. */
  | ({ at: 'refused'; code: RefusalCode; requestId: string } & Chosen);

/** All that the terminal remembers of a visitor. Starting over forgets it whole. */
export type Session = {
  readonly step: Step;
  readonly language: Language;
  readonly largerText: boolean;
  /** When the visitor last did something, or the step last had news: patience counts from here. */
  readonly since: DeviceMs;
};

/** What a visitor can press. */
export type Press =
  | { press: 'choose-language'; language: Language }
  | { press: 'choose-topic'; topic: TopicChoice }
  | { press: 'answer-helped' }
  | { press: 'ticket-anyway' }
  | { press: 'take-ticket' }
  | { press: 'try-again' }
  | { press: 'other-topic' }
  | { press: 'back' }
  | { press: 'start-over' }
  | { press: 'larger-text' }
  | { press: 'change-language' }
  /** Touched the screen: still here. */
  | { press: 'stay' };

export type Input =
  /** `requestId` is new for every press; only taking a ticket uses it. */
  | ({ type: 'pressed'; requestId: string; at: DeviceMs } & Press)
  | {
      type: 'answered';
      requestId: string;
      reply: Reply<Answers['ticket:issue']>;
      at: DeviceMs;
    }
  /** The hub has sent a newer view. */
  | { type: 'viewed'; view: TerminalView; at: DeviceMs }
  /** The hub is out of reach. */
  | { type: 'hub-lost'; at: DeviceMs }
  | { type: 'time-passed'; at: DeviceMs };

/** How long the terminal waits for a visitor, and for a hub that is away before it says so, in milliseconds. */
export type Patience = { beforeWarningMs: number; warningMs: number; beforeLostMs: number };
export const PATIENCE: Patience = {
  beforeWarningMs: 45_000,
  warningMs: 20_000,
  // Between two words of the hub as much time may pass. Another hub has taken its place by then.
  beforeLostMs: 5_000,
};

const TICKET_STAYS_MS: Readonly<Record<PrintState, number>> = {
  printing: 25_000,
  confirmed: 12_000,
  // Time to see whether it is there.
  likely: 25_000,
  // Without paper the number must be remembered or photographed.
  'not-sent': 40_000,
  unknown: 40_000,
};
const THANKS_MS = 8_000;
const SLOW_ANSWER_MS = 2_000;

export const startSession = (at: DeviceMs): Session => ({
  step: { at: 'language', from: null },
  language: 'sv',
  largerText: false,
  since: at,
});

/** Where the visitor is after `input`. The same session, when it changes nothing. */
export function next(session: Session, input: Input, patience: Patience = PATIENCE): Session {
  switch (input.type) {
    case 'pressed':
      return pressed({ ...session, since: input.at }, input);
    case 'answered':
      return answered(session, input);
    case 'viewed':
      return viewed(session, input.view, input.at);
    case 'hub-lost':
      // Nobody will say what becomes of the paper: the number must be remembered.
      return session.step.at === 'ticket' && session.step.paper.state === 'printing'
        ? { ...session, since: input.at, step: { ...session.step, paper: NOBODY_KNOWS } }
        : session;
    case 'time-passed':
      return waitingFor(session, input.at, patience).state === 'over'
        ? startSession(input.at)
        : session;
    default:
      return input satisfies never;
  }
}

/** Whether anything is left to forget, and how long until it is. */
export type Waiting =
  /** At the start, with nothing to forget. */
  | { state: 'not-counting' }
  /** For the hub, not for the visitor; `slow` when she has to be told so. */
  | { state: 'asking'; slow: boolean }
  | { state: 'patient' }
  /** Asked "are you still there?"; starts over when the seconds are out. */
  | { state: 'warning'; secondsLeft: number }
  /** The step ends by itself and says when. */
  | { state: 'leaving'; secondsLeft: number; share: number }
  | { state: 'over' };

export function waitingFor(
  session: Session,
  now: DeviceMs,
  { beforeWarningMs, warningMs }: Patience = PATIENCE,
): Waiting {
  const waitedMs = now - session.since;
  const { step } = session;
  if (step.at === 'taking') return { state: 'asking', slow: waitedMs >= SLOW_ANSWER_MS };
  if (isStart(session)) return { state: 'not-counting' };
  const staysMs = staysFor(step);
  if (staysMs !== null) {
    const leftMs = staysMs - waitedMs;
    if (leftMs <= 0) return { state: 'over' };
    return { state: 'leaving', secondsLeft: Math.ceil(leftMs / 1_000), share: leftMs / staysMs };
  }
  const leftMs = beforeWarningMs + warningMs - waitedMs;
  if (leftMs <= 0) return { state: 'over' };
  // At the start there is nothing to lose but a language: no need to ask.
  if (leftMs > warningMs || isAtStart(step)) return { state: 'patient' };
  return { state: 'warning', secondsLeft: Math.ceil(leftMs / 1_000) };
}

/** What the bar at the bottom can do at a step. All four are always drawn, in the same place. */
export type Controls = Record<'back' | 'startOver' | 'largerText' | 'language', boolean>;

export function controlsAt({ step }: Session): Controls {
  const changingLanguage = step.at === 'language' && step.from !== null;
  const onTheWay = isOnTheWay(step);
  return {
    back: onTheWay || changingLanguage,
    startOver: step.at !== 'taking' && (step.at !== 'language' || changingLanguage),
    largerText: true,
    language: onTheWay,
  };
}

/** What is known of the paper of ticket `number`. A printer that is out of order will not print it. */
function paperOf({ prints, printer }: TerminalView, number: TicketNumber): TicketPaper {
  const print = prints.find((one) => one.number === number);
  if (print) return { state: print.state, reason: print.reason };
  return printer.state === 'fault' ? { state: 'not-sent', reason: printer.fault } : PRINTING;
}

const PRINTING: TicketPaper = { state: 'printing', reason: '' };
const NOBODY_KNOWS: TicketPaper = { state: 'unknown', reason: '' };

function pressed(session: Session, input: Input & { type: 'pressed' }): Session {
  const { step } = session;
  const to = (reached: Step): Session => ({ ...session, step: reached });
  switch (input.press) {
    case 'choose-language': {
      if (step.at !== 'language') return session;
      const onward: Step = step.from ?? { at: 'topics', group: null };
      return { ...session, language: input.language, step: onward };
    }
    case 'choose-topic': {
      if (step.at !== 'topics') return session;
      const { topic } = input;
      return to(topic.group ? { at: 'topics', group: topic.id } : entryTo(topic, step.group));
    }
    case 'answer-helped':
      return step.at === 'answer' ? to({ at: 'helped' }) : session;
    case 'ticket-anyway':
      return step.at === 'answer' ? to({ ...step, at: 'confirm', afterAnswer: true }) : session;
    case 'take-ticket': {
      if (step.at !== 'confirm') return session;
      const { topic, group } = step;
      return to({ at: 'taking', topic, group, requestId: input.requestId });
    }
    case 'try-again': {
      if (step.at !== 'refused') return session;
      const { topic, group, requestId } = step;
      return to({ at: 'taking', topic, group, requestId });
    }
    case 'other-topic':
      return isOnTheWay(step) ? to({ at: 'topics', group: step.group }) : session;
    case 'back':
      return controlsAt(session).back ? to(before(step)) : session;
    case 'start-over':
      return controlsAt(session).startOver ? startSession(input.at) : session;
    case 'larger-text':
      return { ...session, largerText: !session.largerText };
    case 'change-language':
      return isOnTheWay(step) ? to({ at: 'language', from: step }) : session;
    case 'stay':
      return session;
    default:
      return input satisfies never;
  }
}

function answered(
  session: Session,
  { requestId, reply, at }: Input & { type: 'answered' },
): Session {
  const { step } = session;
  if (step.at !== 'taking' || step.requestId !== requestId) return session;
  if (!reply.ok)
    return { ...session, since: at, step: { ...step, at: 'refused', code: reply.code } };
  const { number, ahead } = reply.answer;
  return { ...session, since: at, step: { at: 'ticket', number, ahead, paper: PRINTING } };
}

function viewed(session: Session, view: TerminalView, at: DeviceMs): Session {
  const { step } = session;
  if (step.at === 'ticket') {
    const paper = paperOf(view, step.number);
    const isOld = paper.state === step.paper.state && paper.reason === step.paper.reason;
    return isOld ? session : { ...session, since: at, step: { ...step, paper } };
  }
  const onTheWay = step.at === 'language' ? step.from : step;
  if (onTheWay === null || !isOnTheWay(onTheWay)) return session;
  // A closed office has nothing to choose, and a language that is gone cannot be gone on in.
  if (!view.opening.open || !view.languages.includes(session.language)) return startSession(at);
  const reached = asTheOfficeIs(onTheWay, view);
  if (reached === onTheWay) return session;
  return { ...session, step: step.at === 'language' ? { at: 'language', from: reached } : reached };
}

/** The step as the office now has it: topics may be gone, paused or open again. */
function asTheOfficeIs(step: OnTheWay, view: TerminalView): OnTheWay {
  const id = step.at === 'topics' ? step.group : step.topic;
  if (id === null) return step;
  const topic = view.topics.find((one) => one.id === id);
  if (!topic) return { at: 'topics', group: null };
  const isOpen = topic.admission.state === 'open';
  if (step.at === 'confirm' && !isOpen)
    return { at: 'unavailable', topic: step.topic, group: step.group };
  if (step.at === 'unavailable' && isOpen) return entryTo(topic, step.group);
  return step;
}

function entryTo(topic: TopicChoice, group: TopicId | null): OnTheWay {
  if (topic.admission.state !== 'open') return { at: 'unavailable', topic: topic.id, group };
  if (topic.answer) return { at: 'answer', topic: topic.id, group };
  return { at: 'confirm', topic: topic.id, group, afterAnswer: false };
}

function before(step: Step): Step {
  switch (step.at) {
    case 'language':
      return step.from ?? step;
    case 'topics':
      return step.group === null ? { at: 'language', from: null } : { at: 'topics', group: null };
    case 'confirm':
      return step.afterAnswer
        ? { at: 'answer', topic: step.topic, group: step.group }
        : { at: 'topics', group: step.group };
    case 'unavailable':
    case 'answer':
    case 'refused':
      return { at: 'topics', group: step.group };
    case 'helped':
    case 'taking':
    case 'ticket':
      return step;
    default:
      return step satisfies never;
  }
}

function staysFor(step: Step): number | null {
  if (step.at === 'helped') return THANKS_MS;
  return step.at === 'ticket' ? TICKET_STAYS_MS[step.paper.state] : null;
}

/** Nothing to forget: nobody has been here. */
const isStart = ({ step, language, largerText }: Session): boolean =>
  isAtStart(step) && language === 'sv' && !largerText;

const isAtStart = (step: Step): boolean => step.at === 'language' && step.from === null;

const isOnTheWay = (step: Step): step is OnTheWay =>
  step.at !== 'language' && step.at !== 'helped' && step.at !== 'taking' && step.at !== 'ticket';
