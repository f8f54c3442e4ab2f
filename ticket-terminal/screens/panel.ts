/** Which step is drawn, from where the visitor is and what is known of the hub. Draws; decides nothing. */
import { html, type TemplateResult } from 'lit';
import type { Feed } from '#shared/ui/hub-connection.ts';
import type { TerminalView, TopicChoice } from '#shared/views.ts';
import { type EpochMs, LANGUAGE_TAGS, type TopicId } from '#shared/vocabulary.ts';
import type { Session, Step, Waiting } from '../flow.ts';
import {
  closedNotice,
  connectingNotice,
  helpedNotice,
  lostNotice,
  type Notice,
  refusedConnectionNotice,
  refusedNotice,
  takeoverNotice,
  takingNotice,
  toldBeside,
} from '../notices.ts';
import { paperWords } from '../paper-words.ts';
import { admissionOf, type Saying, tileNote, topicsAt, whyUnavailable } from '../topics.ts';
import { type Words, words } from '../words.ts';
import '../elements/answer-step.ts';
import '../elements/confirm-step.ts';
import '../elements/language-step.ts';
import '../elements/notice-step.ts';
import '../elements/ticket-step.ts';
import '../elements/topics-step.ts';
import '../elements/unavailable-step.ts';

/** What is between header and bar. */
export type Panel = {
  /** Another key is another step: the old one's controls are gone with it, and focus moves. */
  key: string;
  ground: 'paper' | 'deep' | 'night' | 'takeover';
  drawn: TemplateResult;
  /** Told to those who listen, without moving focus; of a later panel of the same key, only what is new. */
  status: readonly Words[];
  /** It stands instead of the visitor's step: there is nothing to go back to or start over. */
  instead: boolean;
};

/** @param now office time. */
export function panelOf(
  session: Session,
  feed: Feed<'terminal'>,
  now: EpochMs,
  waiting: Waiting,
): Panel {
  const { step, language } = session;
  const takeover = 'snapshot' in feed ? feed.snapshot.takeover : null;
  // Before anything else, also her number: it may say that she is to leave the house. The clock ends it.
  if (takeover && takeover.until > now)
    return {
      ...insteadOf(session, `takeover ${takeover.id}`, takeoverNotice(takeover, language, now)),
      ground: 'takeover',
    };
  // A visitor whose ticket is asked for or given keeps that on the screen, whatever happens to the hub.
  if (step.at === 'ticket') return ticketPanel(session, step, waiting);
  if (step.at === 'taking') {
    const slow = feed.state === 'stale' || (waiting.state === 'asking' && waiting.slow);
    return noticePanel('taking', session, takingNotice(language, slow));
  }
  const offered = 'snapshot' in feed ? feed.snapshot.languages : LANGUAGE_TAGS;
  const others = toldBeside(language, offered, now);
  switch (feed.state) {
    case 'connecting':
      return insteadOf(session, 'connecting', connectingNotice(others));
    case 'refused':
      return insteadOf(session, `refused ${feed.why}`, refusedConnectionNotice(feed.why, others));
    case 'stale':
      return insteadOf(session, 'lost', lostNotice(others));
    case 'live': {
      const view = feed.snapshot;
      const saying = { language, now, zone: view.zone };
      if (!view.opening.open && step.at === 'language')
        return insteadOf(session, 'closed', closedNotice(view.opening, others, saying));
      return stepPanel(session, step, view, saying);
    }
    default:
      return feed satisfies never;
  }
}

type StepWithView = Exclude<Step, { at: 'taking' | 'ticket' }>;

function stepPanel(
  session: Session,
  step: StepWithView,
  view: TerminalView,
  saying: Saying,
): Panel {
  const { language, largerText } = session;
  const noPaper = view.printer.state === 'fault';
  const onPaper = (key: string, drawn: TemplateResult, told: readonly Words[] = []): Panel => ({
    key: `${step.at} ${key}`,
    ground: 'paper',
    drawn,
    status: told.length > 0 ? told : noPaper ? [words(language, 'terminal.no-paper')] : [],
    instead: false,
  });
  switch (step.at) {
    case 'language':
      return {
        key: step.from ? 'language' : 'start',
        ground: 'deep',
        drawn: html`<language-step
          .language=${language}
          ?larger=${largerText}
          .languages=${view.languages}
        ></language-step>`,
        status: [],
        instead: false,
      };
    case 'topics': {
      const tiles = topicsAt(view, step.group).map((topic) => {
        const admission = admissionOf(topic, view.topics);
        return { topic, admission, note: tileNote(topic, admission, saying) };
      });
      return onPaper(
        step.group ?? '',
        html`<topics-step
          .language=${language}
          ?larger=${largerText}
          .tiles=${tiles}
          .group=${step.group === null ? null : topicOf(view, step.group).label}
          ?noPaper=${noPaper}
        ></topics-step>`,
      );
    }
    case 'unavailable': {
      const topic = topicOf(view, step.topic);
      const why = whyUnavailable(topic.admission, saying);
      return onPaper(
        topic.id,
        html`<unavailable-step
          .language=${language}
          ?larger=${largerText}
          .topic=${topic}
          .why=${why}
        ></unavailable-step>`,
        why,
      );
    }
    case 'answer': {
      const topic = topicOf(view, step.topic);
      return onPaper(
        topic.id,
        html`<answer-step .language=${language} ?larger=${largerText} .topic=${topic}></answer-step>`,
      );
    }
    case 'confirm': {
      const topic = topicOf(view, step.topic);
      return onPaper(
        topic.id,
        html`<confirm-step
          .language=${language}
          ?larger=${largerText}
          .topic=${topic}
          ?noPaper=${noPaper}
        ></confirm-step>`,
      );
    }
    case 'helped':
      return noticePanel('helped', session, helpedNotice(language));
    case 'refused':
      return noticePanel('not given', session, refusedNotice(step.code, language));
    default:
      return step satisfies never;
  }
}

function ticketPanel(
  { language, largerText }: Session,
  { number, ahead, paper }: Step & { at: 'ticket' },
  waiting: Waiting,
): Panel {
  const leaving = waiting.state === 'leaving' ? waiting : { secondsLeft: 0, share: 0 };
  return {
    key: 'ticket',
    ground: 'deep',
    drawn: html`<ticket-step
      .language=${language}
      ?larger=${largerText}
      .number=${number}
      .ahead=${ahead}
      .paper=${paper}
      .secondsLeft=${leaving.secondsLeft}
      .share=${leaving.share}
    ></ticket-step>`,
    status: [
      words(language, 'terminal.your-number-is', { number }),
      words(language, 'terminal.ahead', { count: ahead }),
      words(language, paperWords(paper)),
      words(language, 'terminal.where-to-wait'),
    ],
    instead: false,
  };
}

function noticePanel(key: string, { language, largerText }: Session, notice: Notice): Panel {
  return {
    key,
    ground: 'paper',
    drawn: html`<notice-step
      .language=${language}
      ?larger=${largerText}
      .notice=${notice}
    ></notice-step>`,
    status: spokenOf(notice),
    instead: false,
  };
}

/** In the language that speaks first; when the others turn, nothing is said anew. */
function spokenOf({ said: [first] }: Notice): readonly Words[] {
  return first ? [first.heading, ...first.lines] : [];
}

/** Nobody's step is on the screen, so Swedish speaks first whatever was chosen. */
const insteadOf = ({ largerText }: Session, key: string, notice: Notice): Panel => ({
  key,
  ground: 'night',
  drawn: html`<notice-step
    sign
    language="sv"
    ?larger=${largerText}
    .notice=${notice}
  ></notice-step>`,
  status: spokenOf(notice),
  instead: true,
});

/** next() takes a visitor away from a topic that is gone before anything is drawn. */
function topicOf(view: TerminalView, id: TopicId): TopicChoice {
  const topic = view.topics.find((one) => one.id === id);
  if (!topic) throw new Error(`The visitor is at topic ${id}, which is not in the view`);
  return topic;
}
