/** What each press asks of the hub, and what is said when it has been done. */

import { timeText } from '#shared/ui/office-time.ts';
import type { Ticket } from '#shared/views.ts';
import type { HoldReason } from '#shared/vocabulary.ts';
import {
  type AgencyId,
  type Language,
  type PrinterId,
  type TicketNumber,
  type TopicId,
  textIn,
} from '#shared/vocabulary.ts';
import {
  type DeskAction,
  type Standing,
  type WhyNot,
  whyNot,
  whyNotTakeUp,
} from './desk-actions.ts';
import type { HandedTicket, HandTicket } from './elements/hand-ticket-dialog.ts';
import type { PageChoice } from './elements/printer-dialog.ts';
import type { PlaceChoice } from './elements/room-tools.ts';
import type { Serves } from './elements/serves-form.ts';
import type { TicketChoice } from './elements/ticket-dialog.ts';
import type { TopicPause } from './elements/topic-pauses.ts';
import type { Presses, Sentence } from './presses.ts';

/** Actions that are done with one press; 'transfer' asks where to first. */
export type PressedAction = Exclude<DeskAction, 'transfer'>;

/** Every method returns when the effect is on the screen, or the reason why there is none has been said. */
export class DeskCommands {
  readonly #presses: Presses;
  readonly #standing: () => Standing | null;
  readonly #visited: (ticket: Ticket) => void;

  /**
   * @param standing what is on the screen at this moment; null before the first snapshot.
   * @param visited told of each visit that is finished here.
   */
  constructor(
    presses: Presses,
    standing: () => Standing | null,
    visited: (ticket: Ticket) => void = () => {},
  ) {
    this.#presses = presses;
    this.#standing = standing;
    this.#visited = visited;
  }

  async act(action: PressedAction): Promise<unknown> {
    const standing = this.#free();
    if (!standing) return;
    const why = whyNot(action, standing);
    if (why) return this.refuse(why, standing);
    const { id: desk } = standing.view.desk;
    switch (action) {
      case 'next':
        return this.#presses.ask(action, 'desk:call-next', { desk }, done('called'));
      case 'recall':
        return this.#presses.ask(action, 'desk:recall', { desk }, done('recalled'));
      case 'start':
        return this.#presses.ask(action, 'desk:start', { desk }, done('started'));
      case 'finish':
        return this.#presses.ask(action, 'desk:finish', { desk }, (ticket) => {
          this.#visited(ticket);
          return done('finished')(ticket);
        });
      case 'no-show':
        return this.#presses.ask(action, 'desk:no-show', { desk }, done('no-show'));
      case 'hold':
        return this.#presses.ask(action, 'desk:hold', { desk }, done('held'));
      case 'undo':
        return this.#presses.ask(action, 'desk:undo', { desk }, undone);
      case 'close':
        return this.#presses.ask(action, 'desk:close', { desk }, () => ['staff.done.closed']);
      default:
        return action satisfies never;
    }
  }

  /** Lays the visitor's ticket aside for a reason. */
  async hold(reason: HoldReason): Promise<unknown> {
    const standing = this.#free();
    if (!standing) return;
    const why = whyNot('hold', standing);
    if (why) return this.refuse(why, standing);
    const desk = standing.view.desk.id;
    return this.#presses.ask('hold', 'desk:hold', { desk, reason }, done('held'));
  }

  refuse(why: WhyNot, standing: Standing): void {
    this.#presses.refuse(...because(why, standing));
  }

  /** Opens the desk, or an open one anew with other topics and languages. */
  async open({ topics, languages }: Serves): Promise<unknown> {
    const desk = this.#free()?.view.desk.id;
    if (!desk) return;
    const serves = { topics: [...topics], languages: [...languages] };
    return this.#presses.ask('other', 'desk:open', { desk, ...serves }, () => [
      'staff.done.opened',
    ]);
  }

  /** Gives a ticket by hand, and tells `handed` which as soon as it stands. */
  async issue(
    { topic, language, print, precedence }: HandTicket,
    handed: (ticket: HandedTicket) => void,
  ): Promise<unknown> {
    if (!this.#free()) return;
    const request = { topic, language, print, precedence };
    return this.#presses.ask('issue', 'ticket:issue', request, ({ number, ahead }) => {
      handed({ number, ahead, print });
      return ['staff.done.issued', { number }];
    });
  }

  /** Calls a ticket that was laid aside to this desk. */
  async takeUp(number: TicketNumber): Promise<unknown> {
    const standing = this.#free();
    if (!standing) return;
    const why = whyNotTakeUp(standing);
    if (why) return this.refuse(why, standing);
    const desk = standing.view.desk.id;
    return this.#presses.ask('other', 'ticket:resume', { number, desk }, done('called'));
  }

  /** Puts a no-show back in the queue. */
  async restore(number: TicketNumber): Promise<unknown> {
    return this.#presses.ask('other', 'ticket:restore', { number }, done('restored'));
  }

  async choose(choice: TicketChoice, language: Language): Promise<unknown> {
    const view = this.#free()?.view;
    if (!view) return;
    const { number } = choice;
    switch (choice.what) {
      case 'call':
        return this.#presses.ask(
          'other',
          'ticket:call',
          { number, desk: view.desk.id },
          done('called'),
        );
      case 'reprint':
        return this.#presses.ask(
          'other',
          'ticket:reprint',
          { number },
          ({ number, copy, printer }) => [
            'staff.done.reprint',
            { number, copy, printer: this.#printerName(printer, language) },
          ],
        );
      case 'cancel':
        return this.#presses.ask('other', 'ticket:cancel', { number }, done('cancelled'));
      case 'put-back':
        return this.#presses.ask('other', 'ticket:resume', { number }, done('put-back'));
      case 'to-body': {
        const { agency } = choice;
        const body = this.#bodyName(agency, language);
        return this.#presses.ask('transfer', 'ticket:transfer', { number, agency }, () => [
          'staff.done.transferred-to-body',
          { number, body },
        ]);
      }
      case 'transfer': {
        const { topic } = choice;
        const name = this.#nameOf(topic, language);
        return this.#presses.ask('transfer', 'ticket:transfer', { number, topic }, () => [
          'staff.done.transferred',
          { number, topic: name },
        ]);
      }
      default:
        return choice satisfies never;
    }
  }

  async pause({ topic, why }: TopicPause, language: Language): Promise<unknown> {
    const name = this.#nameOf(topic, language);
    return this.#presses.ask('other', 'topic:pause', { topic, why }, () => [
      'staff.done.paused',
      { topic: name },
    ]);
  }

  async unpause(topic: TopicId, language: Language): Promise<unknown> {
    const name = this.#nameOf(topic, language);
    return this.#presses.ask('other', 'topic:resume', { topic }, () => [
      'staff.done.unpaused',
      { topic: name },
    ]);
  }

  async countPrint(): Promise<unknown> {
    const counted = (): Sentence => ['staff.done.print-counted'];
    return this.#presses.ask('other', 'count:add', { kind: 'prints' }, counted, 'elsewhere');
  }

  /** Lends, takes back, books or lets go. */
  async place(choice: PlaceChoice, language: Language): Promise<unknown> {
    const view = this.#free()?.view;
    const place = view?.places.find(({ id }) => id === choice.place);
    if (!view || !place) return;
    const name = textIn(place.name, language).text;
    switch (choice.what) {
      case 'lend':
        return this.#presses.ask('other', 'place:lend', { place: place.id }, () => [
          'staff.done.lent',
          { place: name },
        ]);
      case 'return':
        return this.#presses.ask('other', 'place:return', { place: place.id }, () => [
          'staff.done.returned',
          { place: name },
        ]);
      case 'book': {
        const { from, until } = choice;
        const request = { place: place.id, from, until };
        return this.#presses.ask('other', 'room:book', request, () => [
          'staff.done.room-booked',
          { place: name, until: timeText(until, view.zone, language) },
        ]);
      }
      case 'unbook': {
        const request = { place: place.id, from: choice.from };
        return this.#presses.ask('other', 'room:unbook', request, () => [
          'staff.done.room-unbooked',
          { place: name },
        ]);
      }
      default:
        return choice satisfies never;
    }
  }

  async printPage({ printer, page }: PageChoice, language: Language): Promise<unknown> {
    const name = this.#printerName(printer, language);
    return this.#presses.ask('other', 'printer:print-page', { printer, page }, () => [
      'staff.done.page',
      { page, printer: name },
    ]);
  }

  /** What is on the screen, unless an earlier press is still under way. */
  #free(): Standing | null {
    return this.#presses.pending ? null : this.#standing();
  }

  #nameOf(id: TopicId, language: Language): string {
    const topic = this.#standing()?.view.topics.find((topic) => topic.id === id);
    return topic ? textIn(topic.label, language).text : id;
  }

  #bodyName(id: AgencyId, language: Language): string {
    const body = this.#standing()?.view.bodies.find((body) => body.agency === id);
    return body ? textIn(body.name, language).text : id;
  }

  #printerName(id: PrinterId, language: Language): string {
    const printer = this.#standing()?.view.printers.find((printer) => printer.id === id);
    return printer ? textIn(printer.name, language).text : id;
  }
}

/** The sentence for a reason, with what it names. */
export function because(why: WhyNot, { view, now }: Standing): Sentence {
  const { ticket } = view.desk;
  return [
    `staff.why.${why}`,
    {
      number: ticket?.number ?? '',
      count: view.waiting.length,
      calls: view.callsBeforeNoShow,
      seconds: ticket ? Math.max(0, Math.ceil((ticket.mayRecallAt - now) / 1_000)) : 0,
    },
  ];
}

type Done =
  | 'called'
  | 'recalled'
  | 'started'
  | 'finished'
  | 'no-show'
  | 'held'
  | 'put-back'
  | 'restored'
  | 'cancelled';

const done =
  (what: Done) =>
  ({ number }: Ticket): Sentence => [`staff.done.${what}`, { number }];

function undone({ number, state }: Ticket): Sentence {
  switch (state) {
    case 'waiting':
    case 'called':
    case 'serving':
    case 'held':
    case 'no-show':
      return [`staff.done.undone.${state}`, { number }];
    case 'finished':
    case 'cancelled':
    case 'unserved':
      return ['staff.done.undone'];
    default:
      return state satisfies never;
  }
}
