/** One visitor's way through the terminal. Rules TT1… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import type { PrintReason, PrintState } from '#shared/printers.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { Admission, TerminalView, TopicChoice } from '#shared/views.ts';
import type { Language, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import {
  controlsAt,
  type Input,
  next,
  PATIENCE,
  type Press,
  type Session,
  startSession,
  waitingFor,
} from '../../ticket-terminal/flow.ts';

const open: Admission = { state: 'open' };
const away: Admission = { state: 'away', opensAt: 1_795_525_200_000, calledOff: null };
const B042 = 'B042' as TicketNumber;

const topic = (id: string, more: Partial<TopicChoice> = {}): TopicChoice => ({
  id: id as TopicId,
  parent: null,
  group: false,
  label: { sv: id },
  pictogram: 'letter',
  sensitive: false,
  admission: open,
  ahead: 2,
  answer: null,
  bring: [],
  ...more,
});
const letters = topic('letters');
const insurance = topic('insurance', { admission: away });
const preschool = topic('preschool', { answer: { text: { sv: 'Sök' }, url: 'https://a.se/' } });
const children = topic('children', { group: true });
const school = topic('school', { parent: children.id });

const view = (more: Partial<TerminalView> = {}): TerminalView => ({
  officeName: 'Medborgarkontoret Rågsved',
  zone: 'Europe/Stockholm',
  opening: { open: true, closesAt: 1_795_530_000_000 },
  languages: ['sv', 'en'],
  topics: [letters, insurance, preschool, children, school],
  printer: { state: 'ready', paperLow: false, confirms: 'printed' },
  prints: [],
  trial: false,
  takeover: null,
  ...more,
});

const printed = (state: PrintState, reason: PrintReason = '') =>
  view({ prints: [{ number: B042, state, reason, copy: 1 }] });

/** visitor().presses(…).hears(…) tells the story; every step of it takes one second. */
function visitor(session: Session = startSession(0)) {
  let at = session.since;
  const go = (input: Input) => visitor(next(session, input));
  const later = () => {
    at += 1_000;
    return at;
  };
  return {
    session,
    get step() {
      return session.step;
    },
    chooses: (language: Language) =>
      go({ type: 'pressed', press: 'choose-language', language, requestId: 'r', at: later() }),
    picks: (chosen: TopicChoice) =>
      go({ type: 'pressed', press: 'choose-topic', topic: chosen, requestId: 'r', at: later() }),
    presses: (
      press: Exclude<Press['press'], 'choose-language' | 'choose-topic'>,
      requestId = 'request-1',
    ) => go({ type: 'pressed', press, requestId, at: later() }),
    isGiven: (number: TicketNumber, requestId = 'request-1') =>
      go({
        type: 'answered',
        requestId,
        at: later(),
        reply: {
          ok: true,
          answer: {
            number,
            ahead: 2,
            state: 'waiting',
            topic: letters.id,
            language: 'sv',
            desk: null,
            issuedAt: 0,
            token: 'a-token-for-tests',
          },
        },
      }),
    isRefused: (code: RefusalCode, requestId = 'request-1') =>
      go({ type: 'answered', requestId, at: later(), reply: { ok: false, code } }),
    sees: (seen: TerminalView) => go({ type: 'viewed', view: seen, at: later() }),
    losesTheHub: () => go({ type: 'hub-lost', at: later() }),
    waits: (ms: number) => go({ type: 'time-passed', at: session.since + ms }),
  };
}

const atTopics = () => visitor().chooses('sv');
const atConfirm = () => atTopics().picks(letters);
const asking = () => atConfirm().presses('take-ticket');
const holdingTicket = () => asking().isGiven(B042);

describe('the way to a ticket', () => {
  it('[TT1] goes from language to topic, to confirming, to asking, to the number', () => {
    const given = visitor().chooses('en').picks(letters).presses('take-ticket').isGiven(B042);
    expect(given.step).toEqual({
      at: 'ticket',
      number: B042,
      ahead: 2,
      paper: { state: 'printing', reason: '' },
    });
    expect(given.session.language).toBe('en');
  });

  it('[TT1] opens a group before one of its topics', () => {
    const grouped = atTopics().picks(children);
    expect(grouped.step).toEqual({ at: 'topics', group: children.id });
    expect(grouped.picks(school).step).toMatchObject({ at: 'confirm', topic: school.id });
  });

  it('[TT1] shows no number before the hub has answered', () => {
    expect(asking().step).toMatchObject({ at: 'taking', requestId: 'request-1' });
  });

  it('[TT2] a second press while the hub is asked changes nothing', () => {
    const once = asking();
    for (const press of [
      'take-ticket',
      'back',
      'start-over',
      'change-language',
      'other-topic',
    ] as const)
      expect(once.presses(press, 'request-2').step).toEqual(once.step);
  });

  it('[TT2] an answer to another request is not taken for this one', () => {
    expect(asking().isGiven(B042, 'request-0').step).toMatchObject({ at: 'taking' });
  });

  it('[TT2] trying again asks with the id of the first attempt, so that one visitor gets one ticket', () => {
    const again = asking().isRefused('hub-unavailable').presses('try-again', 'request-2');
    expect(again.step).toMatchObject({ at: 'taking', requestId: 'request-1' });
  });
});

describe('a topic that gives no ticket now', () => {
  it('[TT3] says why when it is pressed, and leads back to its level', () => {
    const told = atTopics().picks(insurance);
    expect(told.step).toMatchObject({ at: 'unavailable', topic: insurance.id });
    expect(told.presses('other-topic').step).toEqual({ at: 'topics', group: null });
  });

  it('[TT3] that is paused while a visitor confirms it tells her so', () => {
    const paused = view({
      topics: [topic('letters', { admission: { state: 'paused', why: null } })],
    });
    expect(atConfirm().sees(paused).step).toMatchObject({ at: 'unavailable' });
  });

  it('[TT3] that opens while she reads why lets her go on', () => {
    const opened = view({ topics: [topic('insurance')] });
    expect(atTopics().picks(insurance).sees(opened).step).toMatchObject({ at: 'confirm' });
  });

  it('[TT3] that the office no longer has leads back to all topics', () => {
    expect(atConfirm().sees(view({ topics: [] })).step).toEqual({ at: 'topics', group: null });
  });
});

describe('a topic with a leaflet', () => {
  it('[TT4] shows it before a ticket, and gives the ticket to whoever wants it', () => {
    const leaflet = atTopics().picks(preschool);
    expect(leaflet.step).toMatchObject({ at: 'answer' });
    expect(leaflet.presses('ticket-anyway').step).toMatchObject({ at: 'confirm' });
    expect(leaflet.presses('ticket-anyway').presses('back').step).toMatchObject({ at: 'answer' });
  });

  it('[TT4] thanks whoever was helped, and starts over', () => {
    const helped = atTopics().picks(preschool).presses('answer-helped');
    expect(helped.step).toEqual({ at: 'helped' });
    expect(helped.waits(8_000).step).toEqual({ at: 'language', from: null });
  });
});

describe('the bar at the bottom', () => {
  it('[TT5] goes back one step at a time, to the start', () => {
    const back = atTopics().picks(children).picks(school).presses('back');
    expect(back.step).toEqual({ at: 'topics', group: children.id });
    expect(back.presses('back').step).toEqual({ at: 'topics', group: null });
    expect(back.presses('back').presses('back').step).toEqual({ at: 'language', from: null });
  });

  it('[TT5] changes language in the middle of the way, and comes back to the same step', () => {
    const changed = atConfirm().presses('change-language').chooses('en');
    expect(changed.step).toEqual(atConfirm().step);
    expect(changed.session.language).toBe('en');
  });

  it('[TT5] AB-006 changes language a hundred times, and is where one change leads', () => {
    const once = atConfirm().presses('change-language').chooses('sv').session;
    let flipping = atConfirm();
    for (const language of Array.from({ length: 50 }, () => ['en', 'sv'] as const).flat())
      flipping = flipping.presses('change-language').chooses(language);
    expect({ ...flipping.session, since: 0 }).toEqual({ ...once, since: 0 });
  });

  it('[TT5] is idle where there is nothing to go back to or start over', () => {
    const nothing = { back: false, startOver: false, largerText: true, language: false };
    expect(controlsAt(startSession(0))).toEqual(nothing);
    expect(controlsAt(asking().session)).toEqual(nothing);
    expect(controlsAt(holdingTicket().session)).toEqual({ ...nothing, startOver: true });
  });

  it('[TT5] makes text larger and smaller again', () => {
    const larger = atTopics().presses('larger-text');
    expect(larger.session.largerText).toBe(true);
    expect(larger.presses('larger-text').session.largerText).toBe(false);
  });
});

describe('a visitor who walks away', () => {
  const { beforeWarningMs, warningMs } = PATIENCE;

  it('[TT6] is asked whether she is there, with at least 20 seconds to answer', () => {
    const { session } = atConfirm();
    expect(warningMs).toBeGreaterThanOrEqual(20_000);
    expect(waitingFor(session, session.since + beforeWarningMs - 1)).toEqual({ state: 'patient' });
    expect(waitingFor(session, session.since + beforeWarningMs)).toEqual({
      state: 'warning',
      secondsLeft: warningMs / 1_000,
    });
  });

  it('[TT6] AB-005 leaves nothing behind: language, text size and choices are forgotten', () => {
    const gone = visitor()
      .chooses('en')
      .presses('larger-text')
      .picks(letters)
      .waits(beforeWarningMs + warningMs);
    expect(gone.session).toEqual(startSession(gone.session.since));
  });

  it('[TT6] goes on with one press, as often as she likes', () => {
    let reading = atConfirm();
    for (let time = 0; time < 20; time++) {
      const warnedAt = reading.session.since + beforeWarningMs + warningMs - 1;
      expect(waitingFor(reading.session, warnedAt).state).toBe('warning');
      reading = visitor({ ...reading.session, since: warnedAt }).presses('stay');
      expect(reading.step).toMatchObject({ at: 'confirm' });
    }
  });

  it('[TT6] is not hurried while the hub is asked', () => {
    expect(asking().waits(600_000).step).toMatchObject({ at: 'taking' });
  });

  it('[TT6] is not asked at the start, where there is nothing to lose', () => {
    const { session } = visitor().chooses('en').presses('back');
    expect(waitingFor(session, session.since + beforeWarningMs)).toEqual({ state: 'patient' });
  });

  it('[TT6] AB-015 is told after two seconds that the answer takes longer', () => {
    const { session } = asking();
    expect(waitingFor(session, session.since + 1_999)).toEqual({ state: 'asking', slow: false });
    expect(waitingFor(session, session.since + 2_000)).toEqual({ state: 'asking', slow: true });
  });

  it('[TT6] leaves the text size behind even at the start', () => {
    const left = visitor()
      .presses('larger-text')
      .waits(beforeWarningMs + warningMs);
    expect(left.session.largerText).toBe(false);
  });
});

describe('the number and its paper', () => {
  const paperOf = ({ step }: ReturnType<typeof visitor>) =>
    step.at === 'ticket' ? step.paper.state : undefined;

  it('[TT7] follows what the printer says of her own ticket', () => {
    const states: PrintState[] = ['printing', 'confirmed', 'likely', 'not-sent', 'unknown'];
    for (const state of states) expect(paperOf(holdingTicket().sees(printed(state)))).toBe(state);
    expect(paperOf(holdingTicket().sees(view()))).toBe('printing');
  });

  it('[TT7] with a printer out of order, the number must be remembered at once', () => {
    const broken = view({ printer: { state: 'fault', fault: 'paper-out' } });
    expect(paperOf(holdingTicket().sees(broken))).toBe('not-sent');
  });

  it('[TT7] with the hub lost while it prints, nobody knows of the paper', () => {
    expect(paperOf(holdingTicket().losesTheHub())).toBe('unknown');
    expect(paperOf(holdingTicket().sees(printed('confirmed')).losesTheHub())).toBe('confirmed');
  });

  it('[TT8] stays 12 seconds once the paper is out, and longer without paper', () => {
    const confirmed = holdingTicket().sees(printed('confirmed'));
    expect(confirmed.waits(11_999).step).toMatchObject({ at: 'ticket' });
    expect(confirmed.waits(12_000).step).toMatchObject({ at: 'language' });
    const without = holdingTicket().sees(printed('not-sent'));
    expect(without.waits(39_999).step).toMatchObject({ at: 'ticket' });
    expect(without.waits(40_000).step).toMatchObject({ at: 'language' });
  });

  it('[TT8] stays 25 seconds when the paper is only likely to be there', () => {
    const likely = holdingTicket().sees(printed('likely'));
    expect(likely.waits(24_999).step).toMatchObject({ at: 'ticket' });
    expect(likely.waits(25_000).step).toMatchObject({ at: 'language' });
  });

  it('[TT13] that comes after all is told, and stays its time from then', () => {
    const stopped = holdingTicket().sees(printed('unknown', 'paper-out'));
    const come = visitor({ ...stopped.session, since: stopped.session.since + 38_000 }).sees(
      printed('confirmed'),
    );
    expect(paperOf(come)).toBe('confirmed');
    expect(come.waits(11_999).step).toMatchObject({ at: 'ticket' });
  });

  it('[TT13] is told anew when only the reason has become known', () => {
    const unknown = holdingTicket().sees(printed('unknown', 'no-confirmation'));
    expect(unknown.sees(printed('unknown', 'paper-out')).step).toMatchObject({
      paper: { state: 'unknown', reason: 'paper-out' },
    });
  });

  it('[TT8] says how long, and begins again for whoever touches the screen', () => {
    const { session } = holdingTicket().sees(printed('confirmed')).presses('stay');
    expect(waitingFor(session, session.since + 3_000)).toEqual({
      state: 'leaving',
      secondsLeft: 9,
      share: 0.75,
    });
  });

  it('[TT8] goes away when the visitor says that she is done', () => {
    expect(holdingTicket().presses('start-over').step).toEqual({ at: 'language', from: null });
  });
});

describe('an office that closes', () => {
  const closed = view({ opening: { open: false, opensAt: null } });

  it('[TT9] takes visitors on the way back to the start', () => {
    expect(atConfirm().sees(closed).step).toEqual({ at: 'language', from: null });
  });

  it('[TT9] leaves a given number and a pending question on the screen', () => {
    expect(holdingTicket().sees(closed).step).toMatchObject({ at: 'ticket' });
    expect(asking().sees(closed).step).toMatchObject({ at: 'taking' });
  });

  it('[TT9] does not go on in a language that is no longer offered', () => {
    const english = visitor().chooses('en').picks(letters);
    expect(english.sees(view({ languages: ['sv'] })).step).toEqual({ at: 'language', from: null });
  });
});
