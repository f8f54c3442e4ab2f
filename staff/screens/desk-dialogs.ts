import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/views.ts';
import type { PrinterId, TicketNumber } from '#shared/vocabulary.ts';
import type { Standing } from '../desk-actions.ts';
import type { DeskCommands } from '../desk-commands.ts';
import type { Keys } from '../desk-keys.ts';
import type { HandedTicket, HandTicket } from '../elements/hand-ticket-dialog.ts';
import '../elements/hand-ticket-dialog.ts';
import '../elements/keys-dialog.ts';
import type { PageChoice } from '../elements/printer-dialog.ts';
import '../elements/printer-dialog.ts';
import type { Serves } from '../elements/serves-form.ts';
import '../elements/serves-form.ts';
import type { TicketChoice, TicketInQuestion } from '../elements/ticket-dialog.ts';
import '../elements/ticket-dialog.ts';
import { ownTopics } from '../office-words.ts';
import type { Presses } from '../presses.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/** What a press in a dialog leads to, and what comes after. */
type Means = {
  commands: DeskCommands;
  presses: Presses;
  /** A dialog is gone. */
  closed: () => void;
  /** Whether keys shall do anything on this computer. */
  turnKeys: (on: boolean) => void;
  chooseKeys: (keys: Keys) => void;
};

type Dialog = 'ticket' | 'printer' | 'keys' | 'serves' | 'issue';

/** The desk's dialogs: which one is open, of which ticket or printer. */
export class DeskDialogs implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #means: Means;
  #open: Dialog | null = null;
  #ticket: TicketInQuestion | null = null;
  #printer: PrinterId | null = null;
  #handed: HandedTicket | null = null;
  /** Whether the last press was in the dialog that is open: then its refusal belongs there. */
  #asked = false;

  constructor(host: ReactiveControllerHost, means: Means) {
    this.#host = host;
    this.#means = means;
    host.addController(this);
  }

  hostConnected(): void {}

  get anyOpen(): boolean {
    return this.#open !== null;
  }

  show(dialog: 'keys' | 'serves' | 'issue' | null): void {
    this.#open = dialog;
    this.#handed = null;
    this.#asked = false;
    this.#host.requestUpdate();
  }

  /** Does nothing for a number that is no longer on the screen. */
  showTicket({ desk, waiting, held, noShows }: DeskView, number: TicketNumber): void {
    const here = desk.ticket ? [desk.ticket] : [];
    const ticket = [...here, ...waiting, ...held, ...noShows].find((one) => one.number === number);
    if (!ticket) return;
    this.#ticket = ticket;
    this.#open = 'ticket';
    this.#host.requestUpdate();
  }

  showPrinter(printer: PrinterId): void {
    this.#printer = printer;
    this.#asked = false;
    this.#open = 'printer';
    this.#host.requestUpdate();
  }

  draw(standing: Standing, language: ConsoleLanguage, keys: { on: boolean; chosen: Keys }) {
    const { view } = standing;
    return html`
      ${this.#ticketDialog(standing, language)} ${this.#printerDialog(view, language)}
      ${this.#handTicketDialog(view, language)}
      <keys-dialog
        ?open=${this.#open === 'keys'}
        ?keysOn=${keys.on}
        .keys=${keys.chosen}
        @keys-chosen=${({ detail }: CustomEvent<Keys>) => this.#means.chooseKeys(detail)}
        .language=${language}
        @keys-on=${({ detail }: CustomEvent<boolean>) => this.#means.turnKeys(detail)}
        @dialog-closed=${this.#closed}
      ></keys-dialog>
      <wa-dialog
        label=${say(language, 'staff.change-serves')}
        ?open=${this.#open === 'serves'}
        @wa-after-hide=${this.#closed}
      >
        ${
          this.#open === 'serves'
            ? html`<serves-form
                purpose="change"
                .topics=${ownTopics(view.topics)}
                .languages=${view.languages}
                .serves=${view.desk}
                .label=${say(language, 'staff.save')}
                .language=${language}
                @serves-chosen=${this.#served}
              ></serves-form>`
            : nothing
        }
      </wa-dialog>
    `;
  }

  #ticketDialog({ view, now }: Standing, language: ConsoleLanguage) {
    const { desk, waiting, held, noShows } = view;
    const number = this.#ticket?.number;
    const isAmong = (tickets: readonly { number: TicketNumber }[]) =>
      tickets.some((ticket) => ticket.number === number);
    const withPaper = [...waiting, ...(desk.ticket ? [desk.ticket] : [])];
    return html`<ticket-dialog
      .ticket=${this.#open === 'ticket' ? this.#ticket : null}
      .topics=${view.topics}
      .bodies=${view.bodies}
      .now=${now}
      .zone=${view.zone}
      ?transferable=${!isAmong(noShows)}
      ?callable=${view.callGivenTicket && desk.open && !desk.ticket && isAmong(waiting)}
      ?resumable=${isAmong(held)}
      .paper=${withPaper.find((ticket) => ticket.number === number)?.paper ?? null}
      .language=${language}
      @ticket-choice=${({ detail }: CustomEvent<TicketChoice>) => {
        this.show(null);
        void this.#means.commands.choose(detail, language);
      }}
      @dialog-closed=${this.#closed}
    ></ticket-dialog>`;
  }

  #handTicketDialog({ topics, languages }: DeskView, language: ConsoleLanguage) {
    const { commands, presses } = this.#means;
    const { said } = presses;
    return html`<hand-ticket-dialog
      ?open=${this.#open === 'issue'}
      .topics=${topics}
      .languages=${languages}
      .handed=${this.#handed}
      .refusal=${this.#asked && said?.refused ? say(language, ...said.sentence) : ''}
      ?pending=${presses.pending === 'issue'}
      .language=${language}
      @hand-ticket=${({ detail }: CustomEvent<HandTicket>) => {
        if (presses.pending) return;
        this.#asked = true;
        void commands.issue(detail, (ticket) => {
          this.#handed = ticket;
          this.#host.requestUpdate();
        });
      }}
      @hand-another=${() => this.show('issue')}
      @dialog-closed=${this.#closed}
    ></hand-ticket-dialog>`;
  }

  #printerDialog({ printers, zone }: DeskView, language: ConsoleLanguage) {
    const { said } = this.#means.presses;
    const printer = printers.find(({ id }) => id === this.#printer) ?? null;
    return html`<printer-dialog
      .printer=${this.#open === 'printer' ? printer : null}
      .refusal=${this.#asked && said?.refused ? say(language, ...said.sentence) : ''}
      .zone=${zone}
      .language=${language}
      @page-choice=${({ detail }: CustomEvent<PageChoice>) => {
        if (this.#means.presses.pending) return;
        this.#asked = true;
        void this.#means.commands.printPage(detail, language);
      }}
      @dialog-closed=${this.#closed}
    ></printer-dialog>`;
  }

  readonly #served = ({ detail }: CustomEvent<Serves>): void => {
    this.show(null);
    void this.#means.commands.open(detail);
  };

  readonly #closed = (): void => {
    this.show(null);
    this.#means.closed();
  };
}
