/** What each press asks of the hub, and what is said when it has been done. */
import type { Ticket } from '#shared/protocol.ts';
import {
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
import type { PageChoice } from './elements/printer-dialog.ts';
import type { Serves } from './elements/serves-form.ts';
import type { TicketChoice } from './elements/ticket-dialog.ts';
import type { Presses, Sentence } from './presses.ts';

/** Actions that are done with one press; 'transfer' asks where to first. */
export type PressedAction = Exclude<DeskAction, 'transfer'>;

/** Every method returns when the effect is on the screen, or the reason why there is none has been said. */
export class DeskCommands {
  readonly #presses: Presses;
  readonly #standing: () => Standing | null;

  /** @param standing what is on the screen at this moment; null before the first snapshot. */
  constructor(presses: Presses, standing: () => Standing | null) {
    this.#presses = presses;
    this.#standing = standing;
  }

  async act(action: PressedAction): Promise<void> {
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
        return this.#presses.ask(action, 'desk:finish', { desk }, done('finished'));
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

  refuse(why: WhyNot, standing: Standing): void {
    this.#presses.refuse(...because(why, standing));
  }

  /** Opens the desk, or an open one anew with other topics and languages. */
  async open({ topics, languages }: Serves): Promise<void> {
    const desk = this.#free()?.view.desk.id;
    if (!desk) return;
    const serves = { topics: [...topics], languages: [...languages] };
    return this.#presses.ask('other', 'desk:open', { desk, ...serves }, () => [
      'staff.done.opened',
    ]);
  }

  /** Calls a ticket that was laid aside to this desk. */
  async takeUp(number: TicketNumber): Promise<void> {
    const standing = this.#free();
    if (!standing) return;
    const why = whyNotTakeUp(standing);
    if (why) return this.refuse(why, standing);
    const desk = standing.view.desk.id;
    return this.#presses.ask('other', 'ticket:resume', { number, desk }, done('called'));
  }

  /** Puts a no-show back in the queue. */
  async restore(number: TicketNumber): Promise<void> {
    return this.#presses.ask('other', 'ticket:restore', { number }, done('put-back'));
  }

  async choose(choice: TicketChoice, language: Language): Promise<void> {
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

  async pause(topic: TopicId, language: Language): Promise<void> {
    const name = this.#nameOf(topic, language);
    return this.#presses.ask('other', 'topic:pause', { topic }, () => [
      'staff.done.paused',
      { topic: name },
    ]);
  }

  async unpause(topic: TopicId, language: Language): Promise<void> {
    const name = this.#nameOf(topic, language);
    return this.#presses.ask('other', 'topic:resume', { topic }, () => [
      'staff.done.unpaused',
      { topic: name },
    ]);
  }

  async printPage({ printer, page }: PageChoice, language: Language): Promise<void> {
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

  #printerName(id: PrinterId, language: Language): string {
    const printer = this.#standing()?.view.printers.find((printer) => printer.id === id);
    return printer ? textIn(printer.name, language).text : id;
  }
}

/** The sentence for a reason, with what it names. */
export function because(why: WhyNot, { view }: Standing): Sentence {
  return [
    `staff.why.${why}`,
    { number: view.desk.ticket?.number ?? '', count: view.waiting.length },
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
