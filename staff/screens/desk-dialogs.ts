import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { DeskView } from '#shared/protocol.ts';
import type { PrinterId, TicketNumber } from '#shared/vocabulary.ts';
import type { DeskCommands } from '../desk-commands.ts';
import '../elements/keys-dialog.ts';
import type { PageChoice } from '../elements/printer-dialog.ts';
import '../elements/printer-dialog.ts';
import type { Serves } from '../elements/serves-form.ts';
import '../elements/serves-form.ts';
import type { TicketChoice, TicketInQuestion } from '../elements/ticket-dialog.ts';
import '../elements/ticket-dialog.ts';
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
};

/** The desk's dialogs: which one is open, of which ticket or printer. */
export class DeskDialogs implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #means: Means;
  #open: 'ticket' | 'printer' | 'keys' | 'serves' | null = null;
  #ticket: TicketInQuestion | null = null;
  #printer: PrinterId | null = null;
  /** Whether the last press was for a page, in the dialog that is open. */
  #pageAsked = false;

  constructor(host: ReactiveControllerHost, means: Means) {
    this.#host = host;
    this.#means = means;
    host.addController(this);
  }

  hostConnected(): void {}

  get anyOpen(): boolean {
    return this.#open !== null;
  }

  show(dialog: 'keys' | 'serves' | null): void {
    this.#open = dialog;
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
    this.#pageAsked = false;
    this.#open = 'printer';
    this.#host.requestUpdate();
  }

  draw(view: DeskView, language: ConsoleLanguage, keysOn: boolean) {
    return html`
      ${this.#ticketDialog(view, language)} ${this.#printerDialog(view, language)}
      <keys-dialog
        ?open=${this.#open === 'keys'}
        ?keysOn=${keysOn}
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
                .topics=${view.topics}
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

  #ticketDialog(view: DeskView, language: ConsoleLanguage) {
    const { desk, waiting, held, noShows } = view;
    const number = this.#ticket?.number;
    const isAmong = (tickets: readonly { number: TicketNumber }[]) =>
      tickets.some((ticket) => ticket.number === number);
    const withPaper = [...waiting, ...(desk.ticket ? [desk.ticket] : [])];
    return html`<ticket-dialog
      .ticket=${this.#open === 'ticket' ? this.#ticket : null}
      .topics=${view.topics}
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

  #printerDialog({ printers, zone }: DeskView, language: ConsoleLanguage) {
    const { said } = this.#means.presses;
    const printer = printers.find(({ id }) => id === this.#printer) ?? null;
    return html`<printer-dialog
      .printer=${this.#open === 'printer' ? printer : null}
      .refusal=${this.#pageAsked && said?.refused ? say(language, ...said.sentence) : ''}
      .zone=${zone}
      .language=${language}
      @page-choice=${({ detail }: CustomEvent<PageChoice>) => {
        if (this.#means.presses.pending) return;
        this.#pageAsked = true;
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
