/** What stands around the work at a desk: beside it who waits and what the room tells, below it what is seldom changed. */
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { PrinterId, TopicId } from '#shared/vocabulary.ts';
import type { Standing } from '../desk-actions.ts';
import type { DeskCommands } from '../desk-commands.ts';
import '../elements/desk-action.ts';
import '../elements/room-list.ts';
import '../elements/room-tools.ts';
import type { PlaceChoice } from '../elements/room-tools.ts';
import '../elements/topic-pauses.ts';
import type { TopicPause } from '../elements/topic-pauses.ts';
import '../elements/visit-note.ts';
import '../elements/waiting-list.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { DeskDialogs } from './desk-dialogs.ts';
import type { Work } from './desk-work.ts';
import type { VisitNotes } from './visit-notes.ts';

type Beside = Work & {
  notes: VisitNotes;
  dialogs: DeskDialogs;
  /** Whoever sits here is of a visiting body: she counts nothing into the office's sums. */
  ofBody: boolean;
};

export function besideTheWork(beside: Beside): TemplateResult {
  const { standing, language, notes, dialogs, showTicket } = beside;
  const { view, now } = standing;
  return html`
    ${view.desk.open ? withoutTicket(beside) : nothing} ${view.desk.open ? notes.draw(standing, language) : nothing}
    ${view.desk.open ? olderCount(beside) : nothing}
    <waiting-list
      .waiting=${view.waiting}
      .next=${view.next?.number ?? null}
      .topics=${view.topics}
      ?deskOpen=${view.desk.open}
      .now=${now}
      .language=${language}
      @ticket-more=${showTicket}
    ></waiting-list>
    <room-list
      .printers=${view.printers}
      .desks=${view.desks}
      .unwatchedWindows=${view.unwatchedWindows}
      .own=${view.desk.id}
      .zone=${view.zone}
      .language=${language}
      @print-page=${({ detail }: CustomEvent<PrinterId>) => dialogs.showPrinter(detail)}
    ></room-list>
  `;
}

/** For whoever has not been at the terminal: a question to be counted, or a ticket by hand. */
function withoutTicket({ standing, language, keys, presses, notes, dialogs, ofBody }: Beside) {
  const lost = standing.live ? '' : say(language, 'staff.why.hub-lost');
  const here = standing.view.desk.ticket?.number;
  return html`<div class="without">
    ${
      here && !ofBody && !notes.has(here)
        ? html`<desk-action
            class="of-visitor"
            .label=${say(language, 'staff.note-of', { number: here })}
            .key=${keys?.note ?? null}
            @click=${() => notes.note()}
          ></desk-action>`
        : nothing
    }
    ${
      ofBody
        ? nothing
        : html`<desk-action
            .label=${say(language, 'staff.quick')}
            .key=${keys?.quick ?? null}
            @click=${() => notes.quick()}
          ></desk-action>`
    }
    <desk-action
      .label=${say(language, 'staff.issue')}
      .key=${keys?.issue ?? null}
      .reason=${lost}
      ?unavailable=${lost !== ''}
      ?pending=${presses.pending === 'issue'}
      @click=${() => lost === '' && dialogs.show('issue')}
    ></desk-action>
  </div>`;
}

/** What was counted before something else was done: below the notes, where it is in nobody's way. */
function olderCount({ counted, language }: Beside) {
  if (!counted || counted.isLast) return nothing;
  const of = counted.number ?? say(language, 'staff.note-quick');
  return html`<button class="older-count" @click=${counted.undo}>${say(language, 'staff.note-undo')}: ${of}</button>`;
}

type Below = {
  standing: Standing;
  language: ConsoleLanguage;
  commands: DeskCommands;
  dialogs: DeskDialogs;
  /** Whoever sits here is of a visiting body: the room is not hers. */
  ofBody: boolean;
};

export function belowTheWork({ standing, language, commands, dialogs, ofBody }: Below) {
  const { view, live, now } = standing;
  const lost = live ? '' : say(language, 'staff.why.hub-lost');
  return html`
    <section class="card serves" aria-labelledby="serves">
      <div>
        <h2 id="serves">${say(language, 'staff.serves')}</h2>
        <p>${say(language, 'staff.serves-summary', {
          topics: view.desk.topics.length,
          languages: view.desk.languages.length,
        })}</p>
      </div>
      <button aria-haspopup="dialog" @click=${() => dialogs.show('serves')}>${say(language, 'staff.change')}</button>
    </section>
    ${
      ofBody
        ? nothing
        : html`
            <room-tools
              class="card"
              .places=${view.places}
              .prints=${view.prints}
              .now=${now}
              .zone=${view.zone}
              .reason=${lost}
              .language=${language}
              @print-counted=${() => commands.countPrint()}
              @place-choice=${({ detail }: CustomEvent<PlaceChoice>) => commands.place(detail, language)}
            ></room-tools>
            <topic-pauses
              class="card"
              .topics=${view.topics}
              .reason=${lost}
              .language=${language}
              @topic-pause=${({ detail }: CustomEvent<TopicPause>) => commands.pause(detail, language)}
              @topic-unpause=${({ detail }: CustomEvent<TopicId>) => commands.unpause(detail, language)}
            ></topic-pauses>
          `
    }
  `;
}
