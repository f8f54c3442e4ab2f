/** A printer on the network: TCP, by custom on port 9100. Neither authenticated nor encrypted. */
import { connect } from 'node:net';
import type { Line } from './printer-session.ts';
import {
  type OpenLine,
  type PrinterOptions,
  SessionTicketPrinter,
} from './session-ticket-printer.ts';

export type NetworkPrinterAddress = { host: string; port: number };

export class NetworkTicketPrinter extends SessionTicketPrinter {
  static open(address: NetworkPrinterAddress, options?: PrinterOptions): NetworkTicketPrinter {
    return new NetworkTicketPrinter(connecting(address), options);
  }
}

const CONNECT_MS = 3_000;

const connecting =
  (address: NetworkPrinterAddress): OpenLine =>
  (signal) =>
    new Promise<Line | 'offline'>((resolve) => {
      const socket = connect({
        ...address,
        noDelay: true,
        keepAlive: true, // while a slip waits for paper there is no heartbeat to notice a pulled cable
        keepAliveInitialDelay: 10_000,
      });
      const letGo = () => socket.destroy();
      const giveUp = setTimeout(letGo, CONNECT_MS);
      signal.addEventListener('abort', letGo, { once: true });
      const settle = (line: Line | 'offline') => {
        clearTimeout(giveUp);
        signal.removeEventListener('abort', letGo);
        resolve(line);
      };
      socket.on('error', () => {}); // refused, unreachable, reset: 'close' follows
      socket.once('close', () => settle('offline'));
      socket.once('connect', () =>
        // Closing would deliver what is still under way, hours later if need be; a reset throws it away.
        settle({ stream: socket, abort: () => socket.resetAndDestroy() }),
      );
    });
