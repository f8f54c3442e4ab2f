/**
 * An ESC/POS printer in software: a real TCP port that takes a real printer's bytes, moves paper at a
 * real printer's speed, and answers as a real printer does. Its paper is pictures.
 *
 * What it prints on is what it was sent: no font, no text, nothing from the rest of the product.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Raster } from './escpos.ts';
import { type Command, EscPosParser, RealTimeScanner } from './escpos-parser.ts';
import { HangingPaper, type VirtualPaper } from './virtual-paper.ts';

export type VirtualPrinterOptions = {
  /** 0 takes any that is free. */
  port?: number;
  host?: string;
  /** How fast paper moves. Real printers: 90 to 300. */
  mmPerSecond?: number;
  cutMs?: number;
  widthDots?: number;
  dotsPerMm?: number;
  /** What a lesser printer never answers. */
  lacks?: readonly ('process-id' | 'paper-status' | 'real-time-status')[];
  /** For what is written beside the paper. */
  now?: () => EpochMs;
  /** One line for each thing it was sent and did not understand. */
  log?: (line: string) => void;
};

type RollState = 'plenty' | 'near-end' | 'out';

const PAPERS_KEPT = 50;
/** From the print head to the knife: paper that moves before each cut. */
const HEAD_TO_KNIFE_MM = 15;
/** Paper moves in steps as short as this, and stops between two of them. */
const STEP_ROWS = 16;

export class VirtualPrinter {
  readonly #server: Server;
  readonly #options: Required<VirtualPrinterOptions>;
  readonly #listeners = new Set<() => void>();
  /** Whoever came first is served; the others wait, as behind most network interfaces. */
  readonly #connections: Socket[] = [];
  #parser = new EscPosParser();
  #scanner = new RealTimeScanner();
  #reports = false;

  /** Taken in, and carried out one after another while the printer is online. */
  readonly #commands: Command[] = [];
  #working = false;
  #movesUntil = 0;
  #roll: RollState = 'plenty';
  #paperLeftMm = Number.POSITIVE_INFINITY;
  #coverOpen = false;
  #onCondition: () => void = () => {};
  #closed = false;

  #hanging: HangingPaper | null = null;
  #papers: VirtualPaper[] = [];
  #printed = 0;

  private constructor(options: Required<VirtualPrinterOptions>) {
    this.#options = options;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  static async open(options: VirtualPrinterOptions = {}): Promise<VirtualPrinter> {
    const printer = new VirtualPrinter({
      port: 0,
      host: '127.0.0.1',
      mmPerSecond: 250,
      cutMs: 100,
      widthDots: 576,
      dotsPerMm: 8,
      lacks: [],
      now: Date.now,
      log: () => {},
      ...options,
    });
    printer.#server.listen(printer.#options.port, printer.#options.host);
    await once(printer.#server, 'listening');
    return printer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Newest first, the one that hangs in the printer before all; at most 50. */
  get papers(): readonly VirtualPaper[] {
    return this.#hanging?.isVisible
      ? [this.#hanging.paper(false), ...this.#papers].slice(0, PAPERS_KEPT)
      : this.#papers;
  }

  /** Runs `listener` whenever a piece of paper has been cut, until the returned function is run. */
  onPaper(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** 'out' stops the paper where it is; anything else is a roll that lasts, and lets it go on from there. */
  setRoll(roll: RollState): void {
    this.#roll = roll;
    this.#paperLeftMm = Number.POSITIVE_INFINITY;
    this.#conditionChanged();
  }

  /** The roll is out when so much more of it has been printed on. */
  endRollAfter(mm: number): void {
    this.#paperLeftMm = mm;
  }

  openCover(): void {
    this.#coverOpen = true;
    this.#conditionChanged();
  }

  closeCover(): void {
    this.#coverOpen = false;
    this.#conditionChanged();
  }

  /** As when somebody trips over the network cable: what had arrived is printed, the rest never comes. */
  dropConnection(): void {
    this.#connections[0]?.destroy();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#onCondition();
    this.#server.close();
    for (const socket of this.#connections) socket.destroy();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.#release(socket));
    this.#connections.push(socket);
    if (this.#connections[0] !== socket) socket.pause();
  }

  /** A new connection begins a new stream; what the old one left in the printer is still carried out. */
  #release(socket: Socket): void {
    const at = this.#connections.indexOf(socket);
    this.#connections.splice(at, 1);
    if (at > 0) return;
    this.#parser = new EscPosParser();
    this.#scanner = new RealTimeScanner();
    this.#reports = false;
    this.#connections[0]?.resume();
  }

  #receive(bytes: Uint8Array): void {
    for (const { kind, n } of this.#scanner.push(bytes)) {
      const reply = kind === 0x04 ? this.#statusReply(n) : undefined;
      if (reply === undefined) this.#refuse(Uint8Array.of(0x10, kind, n));
      else this.#answer('real-time-status', reply);
    }
    this.#commands.push(...this.#parser.push(bytes));
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#movesUntil = performance.now();
    for (let next = this.#commands.shift(); next; next = this.#commands.shift()) {
      await this.#untilOnline();
      if (this.#closed) return;
      await this.#carryOut(next);
    }
    this.#working = false;
  }

  async #carryOut(command: Command): Promise<void> {
    switch (command.command) {
      case 'initialise':
        this.#reports = false;
        return;
      case 'report-changes':
        this.#reports = command.mask !== 0;
        return this.#report();
      case 'picture':
        return this.#print(command.picture);
      case 'cut':
        await this.#move(HEAD_TO_KNIFE_MM);
        await this.#wait(this.#options.cutMs);
        return this.#cut();
      case 'send-paper-status':
        return this.#answer('paper-status', this.#roll === 'plenty' ? 0x00 : 0x03);
      case 'send-identity':
        return this.#say(...Buffer.from(`_${IDENTITY[command.n] ?? ''}\0`, 'latin1'));
      case 'say-when-printed':
        return this.#answer('process-id', ...Buffer.from(`\x37\x22${command.id}\0`, 'latin1'));
      case 'refused':
        return this.#refuse(command.bytes);
      default:
        return command satisfies never;
    }
  }

  async #print({ widthDots, heightDots, dots }: Raster): Promise<void> {
    const rowBytes = widthDots / 8;
    for (let row = 0; row < heightDots; row += STEP_ROWS) {
      await this.#untilOnline();
      if (this.#closed) return;
      const rows = Math.min(STEP_ROWS, heightDots - row);
      const step = dots.subarray(row * rowBytes, (row + rows) * rowBytes);
      this.#paper().add({ widthDots, heightDots: rows, dots: step });
      await this.#move(rows / this.#options.dotsPerMm);
      this.#paperLeftMm -= rows / this.#options.dotsPerMm;
      if (this.#paperLeftMm <= 0) this.setRoll('out');
    }
  }

  #cut(): void {
    const hanging = this.#paper();
    if (!hanging.isVisible) hanging.feed(HEAD_TO_KNIFE_MM * this.#options.dotsPerMm);
    this.#papers = [hanging.paper(true), ...this.#papers].slice(0, PAPERS_KEPT);
    this.#hanging = null;
    for (const listener of this.#listeners) listener();
  }

  #refuse(bytes: Uint8Array): void {
    const named = Buffer.from(bytes)
      .toString('hex')
      .replace(/(..)(?=.)/g, '$1 ');
    this.#paper().refused.push(named);
    this.#options.log(`The virtual printer does not understand ${named}`);
  }

  #paper(): HangingPaper {
    const at = this.#options.now();
    this.#hanging ??= new HangingPaper(`${at}-${++this.#printed}`, at, this.#options.widthDots);
    return this.#hanging;
  }

  get #offline(): boolean {
    return this.#coverOpen || this.#roll === 'out';
  }

  async #untilOnline(): Promise<void> {
    while (this.#offline && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#onCondition = resolve;
      });
      this.#movesUntil = performance.now();
    }
  }

  #conditionChanged(): void {
    this.#report();
    this.#onCondition();
  }

  #move(mm: number): Promise<void> {
    return this.#wait((mm / this.#options.mmPerSecond) * 1_000);
  }

  /** Adds up, so that many short moves take as long as one long one, timers being late as they are. */
  async #wait(ms: number): Promise<void> {
    this.#movesUntil += ms;
    const left = this.#movesUntil - performance.now();
    if (left >= 1) await new Promise((resolve) => setTimeout(resolve, left));
  }

  #answer(what: Required<VirtualPrinterOptions>['lacks'][number], ...bytes: readonly number[]) {
    if (!this.#options.lacks.includes(what)) this.#say(...bytes);
  }

  #say(...bytes: readonly number[]): void {
    this.#connections[0]?.write(Uint8Array.from(bytes));
  }

  /** Automatic status, when it has been asked for. */
  #report(): void {
    if (!this.#reports) return;
    const printer = 0x10 | (this.#offline ? 0x08 : 0) | (this.#coverOpen ? 0x20 : 0);
    this.#say(printer, 0, { plenty: 0, 'near-end': 0x03, out: 0x0f }[this.#roll], 0x0f);
  }

  /** To DLE EOT n; undefined for one it does not have. */
  #statusReply(n: number): number | undefined {
    const out = this.#roll === 'out';
    switch (n) {
      case 1:
        return 0x12 | (this.#offline ? 0x08 : 0);
      case 2:
        return 0x12 | (this.#coverOpen ? 0x04 : 0) | (out ? 0x20 : 0);
      case 3:
        return 0x12;
      case 4:
        return 0x12 | (this.#roll === 'plenty' ? 0 : 0x0c) | (out ? 0x60 : 0);
      default:
        return undefined;
    }
  }
}

/** Answers to GS I n. */
const IDENTITY: Readonly<Record<number, string>> = { 65: '1', 66: 'Torget', 67: 'Virtual printer' };
