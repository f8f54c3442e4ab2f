/** What of a hub an agent meets: its own sockets on a free port, and the printer that it comes for. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { type AgentPrinterOptions, AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import { serveAgents } from '#server/hub/agents.ts';
import type { Hub } from '#server/hub/announce.ts';
import { Limits } from '#server/hub/limits.ts';
import { Presence } from '#server/hub/presence.ts';
import { Doorkeeper } from '#server/identity/doorkeeper.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import type { OfficeId, PrinterId } from '#shared/vocabulary.ts';
import { TOKEN } from './hub.ts';

const OFFICE = 'ragsved' as OfficeId;
const PRINTER = 'automat-1' as PrinterId;

export type AgentHubOptions = AgentPrinterOptions & {
  port?: number;
  /** The HOST setting: trial mode is for a loopback address. */
  host?: string;
};

export class AgentHub {
  readonly #http: HttpServer;
  readonly #hub: Hub;
  readonly printer: AgentTicketPrinter;

  private constructor({ host = '127.0.0.1', port = 0, ...options }: AgentHubOptions) {
    this.printer = new AgentTicketPrinter(options);
    this.#http = createServer().listen(port, '127.0.0.1');
    this.#hub = new Server(this.#http, { transports: ['websocket'], serveClient: false });
    serveAgents({
      hub: this.#hub,
      offices: new Map([[OFFICE, null]]),
      printers: new Map([[OFFICE, new Map([[PRINTER, this.printer]])]]),
      doorkeeper: new Doorkeeper(host, TOKEN),
      limits: new Limits(new InMemorySharedMemory(() => Date.now())),
      presence: new Presence(() => Date.now(), Tidings.alone()),
      addressOf: () => '127.0.0.1',
      onDoubled: () => {},
      onAway: () => null,
    });
  }

  static async open(options: AgentHubOptions = {}): Promise<AgentHub> {
    const hub = new AgentHub(options);
    await once(hub.#http, 'listening');
    return hub;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    await this.printer.close();
    await this.#hub.close();
  }
}
