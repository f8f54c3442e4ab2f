/** The printers of every office, as their books and the settings say: the part of open-hub.ts that constructs them. */
import { AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import { DeviceTicketPrinter } from '#print/device-ticket-printer.ts';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import { Printing } from '#print/printing.ts';
import { SlipDrawing } from '#print/slip-drawing.ts';
import { paperOf } from '#print/slip-paper.ts';
import type { TicketPrinter } from '#print/ticket-printer.ts';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import type { OfficeBook, Printer } from '#shared/office-book.ts';
import type { OfficeId, PrinterId } from '#shared/vocabulary.ts';
import type { AgentPrinters } from './hub/agents.ts';
import type { OfficePrinter } from './hub/office-paper.ts';
import { connectionOf, type PrinterConnection } from './office/printer-connection.ts';
import type { OfficeClock } from './office-clock.ts';

export type OpenPrintersParts = {
  clock: OfficeClock;
  /** Where the first printer is, instead of where the book says. */
  ticketPrinter: PrinterConnection | undefined;
  onFault: (fault: unknown) => void;
  /** A printer cannot print, and why, or can again: for whoever reads the log at night. */
  onPrinter: (printer: PrinterId, news: string) => void;
  /** One line for each thing a virtual printer was sent and did not understand. */
  onOddBytes: (line: string) => void;
};

export class OpenPrinters {
  readonly #parts: OpenPrintersParts;
  readonly #drawing = SlipDrawing.open();
  readonly #printings: Printing[] = [];
  readonly #virtual: VirtualPrinterServer[] = [];
  readonly #withAgents = new Map<OfficeId, Map<PrinterId, AgentTicketPrinter>>();

  constructor(parts: OpenPrintersParts) {
    this.#parts = parts;
  }

  /** The one whose paper is at /paper. */
  get virtualPrinter(): VirtualPrinterServer | undefined {
    return this.#virtual[0];
  }

  /** Those that agents come for. More may be opened later. */
  get withAgents(): AgentPrinters {
    return this.#withAgents;
  }

  /**
   * Opens the office's printers, the one for tickets first.
   * @param inDoubt those in which a slip may stand that another hub began
   */
  async of(book: OfficeBook, inDoubt: ReadonlySet<PrinterId>): Promise<readonly OfficePrinter[]> {
    const printers = printersIn(book);
    const opened: OfficePrinter[] = [];
    for (const [index, printer] of printers.entries()) {
      const printing = new Printing({
        printer: await this.#open(printer, {
          office: book.id,
          instead: index === 0 ? this.#parts.ticketPrinter : undefined,
          staleSlip: inDoubt.has(printer.id),
        }),
        drawing: this.#drawing,
        paper: paperOf(printer.roll),
        onFault: this.#parts.onFault,
      });
      this.#printings.push(printing);
      this.#tellOf(printer.id, printing);
      opened.push({ id: printer.id, name: printer.name, printing });
    }
    return opened;
  }

  /** Whether the office's tickets come out of a printer in software. */
  printsVirtually(book: OfficeBook): boolean {
    const connection =
      this.#parts.ticketPrinter ?? connectionOf(printersIn(book)[0]?.connection ?? '');
    return connection?.kind === 'virtual';
  }

  /** Gives what is being printed a moment; every outcome is known when this resolves. */
  async close(): Promise<void> {
    await Promise.all(this.#printings.map((printing) => printing.close()));
    await this.#drawing.close();
    await Promise.all(this.#virtual.map((printer) => printer.close()));
  }

  #tellOf(id: PrinterId, printing: Printing): void {
    let wasFault = false;
    printing.onStatus((status) => {
      if (status.state === 'fault') this.#parts.onPrinter(id, status.fault);
      else if (wasFault) this.#parts.onPrinter(id, 'ready');
      wasFault = status.state === 'fault';
    });
  }

  async #open(
    printer: Printer,
    {
      office,
      instead,
      staleSlip,
    }: { office: OfficeId; instead: PrinterConnection | undefined; staleSlip: boolean },
  ): Promise<TicketPrinter> {
    const connection = instead ?? connectionOf(printer.connection);
    if (!connection) throw new Error(`${printer.id} has no connection`); // the book was checked
    const options = { mute: !printer.answers, staleSlip };
    switch (connection.kind) {
      case 'tcp':
        return NetworkTicketPrinter.open(connection, options);
      case 'device':
        return DeviceTicketPrinter.open(connection.path, options, (sentence) =>
          this.#parts.onPrinter(printer.id, sentence),
        );
      case 'virtual': {
        // Behind a TCP port of its own, as a real one would be.
        const virtual = await VirtualPrinterServer.open({
          ...paperOf(printer.roll),
          now: () => this.#parts.clock.now(),
          log: this.#parts.onOddBytes,
        });
        this.#virtual.push(virtual);
        // New with the hub, so no slip of an earlier one stands in it.
        const address = { host: '127.0.0.1', port: virtual.port };
        return NetworkTicketPrinter.open(address, { ...options, staleSlip: false });
      }
      case 'agent': {
        const withAgent = new AgentTicketPrinter();
        const ofOffice = this.#withAgents.get(office) ?? new Map<PrinterId, AgentTicketPrinter>();
        this.#withAgents.set(office, ofOffice.set(printer.id, withAgent));
        return withAgent;
      }
      default:
        return connection satisfies never;
    }
  }
}

const printersIn = (book: OfficeBook): readonly Printer[] =>
  book.printers.length > 0 ? book.printers : [BEFORE_PRINTERS_WERE_IN_BOOKS];

/** For an office that was founded when a hub had one printer and the book none. */
const BEFORE_PRINTERS_WERE_IN_BOOKS: Printer = {
  id: 'automat-1' as PrinterId,
  name: { sv: 'Automat 1' },
  connection: 'virtual',
  roll: { widthMm: 80, dotsPerInch: 203 },
  answers: true,
};
