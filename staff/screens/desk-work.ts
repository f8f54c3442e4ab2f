/**
 * The work at an open desk: the visitor, what can be done with her, what the last press led to and the way
 * back, whom Next calls, and who has been laid aside. Draws; decides nothing.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { say } from '#shared/languages/texts.ts';
import type { HoldReason } from '#shared/vocabulary.ts';
import { LANGUAGES, type TicketNumber } from '#shared/vocabulary.ts';
import {
  type DeskAction,
  type Standing,
  type WhyNot,
  whyNot,
  whyNotTakeUp,
} from '../desk-actions.ts';
import { because, type DeskCommands } from '../desk-commands.ts';
import type { Keys } from '../desk-keys.ts';
import '../elements/aside-list.ts';
import '../elements/desk-action.ts';
import '../elements/hold-reasons.ts';
import '../elements/visitor-card.ts';
import { topicText } from '../office-words.ts';
import type { Presses } from '../presses.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { turnText } from '../turn-words.ts';
import { minutesBetween, minutesText } from '../waiting-time.ts';

/** The row of buttons under the visitor, in this order. */
const VISITOR_ACTIONS = ['finish', 'recall', 'start', 'no-show', 'hold', 'transfer'] as const;

/** A count that can be taken back. */
export type Counted = {
  /** Of which visit; null: a question without a ticket. */
  number: TicketNumber | null;
  /** Nothing has been done at the desk since, so it is what Undo takes back. */
  isLast: boolean;
  undo: () => void;
};

/** What the work is drawn from, and where its presses go. */
export type Work = {
  standing: Standing;
  language: ConsoleLanguage;
  /** null: keys do nothing on this computer. */
  keys: Keys | null;
  presses: Pick<Presses, 'said' | 'pending'>;
  commands: Pick<DeskCommands, 'hold' | 'takeUp' | 'restore'>;
  act: (action: DeskAction) => void;
  /** What was counted last here and can be taken back; null: nothing. */
  counted: Counted | null;
  showTicket: (event: CustomEvent<TicketNumber>) => void;
};

export const deskWork = (work: Work): TemplateResult => html`
  ${visitor(work)} ${lastSaid(work)}
  <div class="turn">${next(work)} ${asides(work)}</div>
`;

function visitor(work: Work): TemplateResult {
  const { standing, language } = work;
  const { view } = standing;
  return html`
    <visitor-card
      .ticket=${view.desk.ticket}
      .topics=${view.topics}
      .waitingForDesk=${view.waiting.filter((ticket) => ticket.mine).length}
      .now=${standing.now}
      .language=${language}
      @ticket-more=${work.showTicket}
    ></visitor-card>
    <div class="actions" role="group" aria-label=${say(language, 'staff.actions')}>
      ${VISITOR_ACTIONS.map((action) => (action === 'hold' ? hold(work) : button(work, action)))}
    </div>
  `;
}

/** One press for no said reason; the reasons are beside it. */
function hold(work: Work): TemplateResult {
  const { standing, language, commands } = work;
  return html`<div class="hold">
    ${button(work, 'hold')}
    <hold-reasons
      .reason=${sentence(whyNot('hold', standing), standing, language)}
      .language=${language}
      @hold-reason=${({ detail }: CustomEvent<HoldReason>) => commands.hold(detail)}
    ></hold-reasons>
  </div>`;
}

/** What the last press led to, and at an open desk the way back beside it. */
export function lastSaid(work: Work): TemplateResult {
  const { language, presses } = work;
  const { said } = presses;
  return html`
    <div class="said">
      <div role="status">
        ${
          said
            ? keyed(
                said, // the same words again are news again
                html`<p class=${said.refused ? 'refused' : ''}>${say(language, ...said.sentence)}</p>`,
              )
            : nothing
        }
      </div>
      ${work.standing.view.desk.open ? waysBack(work) : nothing}
    </div>
  `;
}

/** The last thing done here, a count too, is what Undo and its key take back. An older count is taken back beside the notes. */
function waysBack(work: Work): TemplateResult {
  const { standing, language, keys, presses, counted, act } = work;
  const { undo } = standing.view.desk;
  if (counted?.isLast) {
    const of = counted.number ?? say(language, 'staff.note-quick');
    const lost = standing.live ? '' : say(language, 'staff.why.hub-lost');
    return html`<desk-action
      .label=${say(language, 'staff.note-undo')}
      .detail=${of}
      .reason=${lost}
      .key=${keys?.undo ?? null}
      ?unavailable=${lost !== ''}
      ?pending=${presses.pending === 'note'}
      @click=${() => act('undo')}
    ></desk-action>`;
  }
  const back = undo ? `${undo.number} · ${say(language, `staff.undo-step.${undo.step}`)}` : '';
  return button(work, 'undo', back);
}

function next(work: Work): TemplateResult {
  const { language } = work;
  const { now } = work.standing;
  const { next, topics, desk } = work.standing.view;
  if (!next) return button(work, 'next');
  if (desk.ticket)
    return button(work, 'next', '', say(language, 'staff.then', { number: next.number }));
  const time = minutesText(minutesBetween(next.issuedAt, now), language);
  const who = [
    next.number,
    topicText(topics, next.topic, language),
    ...(next.language === 'sv' ? [] : [LANGUAGES[next.language].name]),
    say(language, 'staff.next-waited', { time }),
    turnText(next, language),
  ];
  return button(work, 'next', who.filter(Boolean).join(' · '));
}

/** `detail` is on the button when it can be pressed, `after` follows the reason when it cannot. */
function button(
  { standing, language, keys, presses, act }: Work,
  action: Exclude<DeskAction, 'close'>,
  detail = '',
  after = '',
): TemplateResult {
  const reason = sentence(whyNot(action, standing), standing, language);
  return html`
    <desk-action
      .tone=${action === 'next' ? 'next' : action === 'finish' ? 'go' : 'plain'}
      .label=${say(language, `staff.${action}`)}
      .detail=${detail}
      .reason=${after && standing.live ? `${reason} ${after}` : reason}
      .key=${keys?.[action] ?? null}
      ?unavailable=${reason !== ''}
      ?pending=${presses.pending === action}
      ?joined=${action === 'hold'}
      @click=${() => act(action)}
    ></desk-action>
  `;
}

function asides({ standing, language, commands, showTicket }: Work): TemplateResult {
  const { view, live, now } = standing;
  return html`
    <div class="asides">
      <aside-list
        class="card"
        kind="held"
        .tickets=${view.held}
        .topics=${view.topics}
        .desks=${view.desks}
        .now=${now}
        .reason=${sentence(whyNotTakeUp(standing), standing, language)}
        .language=${language}
        @ticket-resume=${({ detail }: CustomEvent<TicketNumber>) => commands.takeUp(detail)}
        @ticket-more=${showTicket}
      ></aside-list>
      <aside-list
        class="card"
        kind="no-show"
        .tickets=${view.noShows}
        .topics=${view.topics}
        .now=${now}
        .reason=${live ? '' : say(language, 'staff.why.hub-lost')}
        .language=${language}
        @ticket-restore=${({ detail }: CustomEvent<TicketNumber>) => commands.restore(detail)}
        @ticket-more=${showTicket}
      ></aside-list>
    </div>
  `;
}

/** Why not, as a sentence; empty when nothing stands in the way. */
export const sentence = (
  why: WhyNot | null,
  standing: Standing,
  language: ConsoleLanguage,
): string => (why === null ? '' : say(language, ...because(why, standing)));
