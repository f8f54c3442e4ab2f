/** The virtual printer on a TCP port of its own, as a real one on the network, with what the page /paper does to it. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { PaperAct, PaperState } from '#shared/virtual-printer.ts';
import { Chaos } from './virtual-chaos.ts';
import type { VirtualPaper } from './virtual-paper.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from './virtual-printer.ts';

export type VirtualPrinterServerOptions = VirtualPrinterOptions & {
  /** 0, the usual, takes any that is free. */
  port?: number;
  host?: string;
};

export class VirtualPrinterServer {
  readonly #server: Server;
  readonly #chaos: Chaos;
  readonly printer: VirtualPrinter;

  private constructor(printer: VirtualPrinter) {
    this.printer = printer;
    this.#chaos = new Chaos(printer);
    // Half open: it is the printer that says when it lets go, and one without power says nothing.
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket: Socket) =>
      printer.attach(socket, () => socket.resetAndDestroy()),
    );
  }

  /** @throws what listening throws: the port is taken, the host is not ours. */
  static async open({
    port = 0,
    host = '127.0.0.1',
    ...options
  }: VirtualPrinterServerOptions = {}): Promise<VirtualPrinterServer> {
    const server = new VirtualPrinterServer(new VirtualPrinter(options));
    server.#server.listen(port, host);
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get papers(): readonly VirtualPaper[] {
    return this.printer.papers;
  }

  get state(): PaperState {
    return { ...this.printer.state, chaos: this.#chaos.seed };
  }

  apply(act: PaperAct): void {
    switch (act.act) {
      case 'chaos':
        this.#chaos.start(act.seed);
        break;
      case 'calm':
        this.#chaos.stop();
        this.printer.apply({ act: 'mend' });
        break;
      default:
        this.printer.apply(act);
    }
  }

  async close(): Promise<void> {
    this.#chaos.stop();
    this.#server.close();
    this.printer.close();
    await once(this.#server, 'close');
  }
}
