/** A cable between a virtual printer and whoever prints on it, in memory. */
import { type Duplex, duplexPair } from 'node:stream';
import type { Line } from '#print/printer-session.ts';
import type { VirtualPrinter } from '#print/virtual-printer.ts';

/** @param onSent told of everything that is sent to the printer */
export function lineTo(paper: VirtualPrinter, onSent?: (bytes: Uint8Array) => void): Line {
  const [host, back]: Duplex[] = duplexPair({ allowHalfOpen: false });
  if (!host || !back) throw new Error('a cable has two ends');
  const abort = () => {
    back.destroy();
    host.destroy();
  };
  paper.attach(back, abort);
  if (onSent) {
    const write = host.write.bind(host);
    host.write = (bytes: Uint8Array) => {
      onSent(bytes);
      return write(bytes);
    };
  }
  return { stream: host, abort };
}
