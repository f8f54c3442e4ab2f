/** A computer at the other end of the virtual printer's line, in made-up time. */
import { type Duplex, duplexPair } from 'node:stream';
import { askNow } from '#print/escpos.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '#print/virtual-printer.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { tuesdayMorning } from './made-up.ts';

export class MadeUpHost {
  readonly printer: VirtualPrinter;
  readonly timers: SimulatedTimers;
  readonly line: Duplex;
  /** In hexadecimal, one for each write of the printer's. */
  heard: string[] = [];
  /** The printer let go of the line: 'fin' with a goodbye, 'rst' without. */
  ended: 'fin' | 'rst' | null = null;

  constructor(printer: VirtualPrinter, timers: SimulatedTimers) {
    this.printer = printer;
    this.timers = timers;
    const [host, back] = duplexPair();
    this.line = host;
    host.on('data', (bytes: Buffer) => this.heard.push(bytes.toString('hex')));
    host.on('end', () => {
      this.ended ??= 'fin';
    });
    printer.attach(back, () => {
      this.ended ??= 'rst';
      host.destroy();
      back.destroy();
    });
  }

  send(...parts: readonly (Uint8Array | string)[]): void {
    for (const part of parts)
      this.line.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  }

  /** Lets time pass until nothing more happens by itself. */
  async untilRest(): Promise<void> {
    await this.timers
      .until(() => false)
      .catch((error: Error) => {
        if (error.message !== 'nothing more will happen') throw error;
      });
  }

  /** Lets so many milliseconds pass. */
  async pass(ms: number): Promise<void> {
    let isOver = false;
    this.timers.after(ms, () => {
      isOver = true;
    });
    await this.timers.until(() => isOver);
  }

  /** What has been heard, as one; and forgets it. */
  hear(): string {
    const said = this.heard.join('');
    this.heard = [];
    return said;
  }

  /** The replies to DLE EOT 1 to 4, in no time. */
  async status(): Promise<string> {
    this.hear();
    for (const n of [1, 2, 3, 4] as const) this.send(askNow(n));
    await this.pass(0);
    await this.pass(0);
    return this.hear();
  }
}

/** A printer of 250 mm/s that cuts in 100 ms, and a host. */
export function printerAndHost(options: VirtualPrinterOptions = {}) {
  const timers = new SimulatedTimers();
  const printer = new VirtualPrinter({ timers, now: () => tuesdayMorning, ...options });
  const host = new MadeUpHost(printer, timers);
  return { printer, host, timers, another: () => new MadeUpHost(printer, timers) };
}

export const hexOf = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
